"""A desk's own marks: said of a story, shown and searched, following it, and no part of what a report tells."""

import json
import shutil
from pathlib import Path

import pytest

from store import desk
from store.database import writing
from tests.small_watch import SmallWatch, prose, small_watch
from tests.stored import NOON, Kit, kit, reading  # noqa: F401  (kit is a fixture)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_watch(tmp_path_factory.mktemp("kept"))
    made.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(3)))
    return made.folder


@pytest.fixture
def watch(kept: Path, tmp_path: Path) -> SmallWatch:
    return SmallWatch(shutil.copytree(kept, tmp_path / "watch"))


def found(watch: SmallWatch, *query: str) -> list[int]:
    return sorted(row["story"] for row in watch.run("search", *query, "--jsonl").lines)


def told(watch: SmallWatch, *arguments: str) -> list[int]:
    report = json.loads(watch.run("report", "--since", "0", "--format", "json", *arguments).out)
    return sorted(news["story"]["id"] for news in [*report["new_stories"], *report["grown_stories"]])


def test_what_is_said_of_a_story_is_shown_where_it_is_shown(watch: SmallWatch) -> None:
    said = watch.run(
        "mark", "2", "--star", "--tag", "front", "--note", "조약 확인", "--headline", "ru", "Мост", "--by", "Mi"
    )
    assert said.err == "story 2: ★ front, 1 note\n"
    out = watch.run("story", "2").out
    assert "ru: Мост\n★ front\nnote 1, Mi, 20" in out
    assert out.count("조약 확인") == 1
    assert json.loads(watch.run("story", "2", "--json").out)["desk"]["headlines"] == {"ru": "Мост"}
    assert [row["desk"] for row in watch.run("stories", "--jsonl").lines if row["id"] == 2] == ["★ front, 1 note"]
    assert "★ front, 1 note" in watch.run("search", "Title").out
    assert "desk" not in watch.run("search", "story:1").out.splitlines()[0]


def test_marks_are_searched(watch: SmallWatch) -> None:
    watch.run("mark", "1", "3", "--tag", "front", "--read")
    watch.run("mark", "3", "--star")
    assert found(watch, "is:starred") == [3]
    assert found(watch, "tag:front") == [1, 3]
    assert found(watch, "Title tag:front -is:starred") == [1]
    assert (found(watch, "is:unread"), found(watch, "is:read,starred")) == ([2], [1, 3])
    assert "nothing is `blue`; write is:starred" in watch.run("search", "is:blue", expect=2).err


def test_a_report_is_narrowed_by_marks_and_then_moves_no_mark(watch: SmallWatch) -> None:
    watch.run("mark", "1", "--read", "--tag", "front")
    watch.run("mark", "2", "--star")
    assert (told(watch, "--unread"), told(watch, "--starred"), told(watch, "--tag", "front")) == ([2, 3], [2], [1])
    watch.run("report", "--unread")
    assert "3 new stories" in watch.run("report").out
    watch.run("report", "--unread", "--name", "late")
    assert "Nothing new" in watch.run("report", "--name", "late").out


def test_a_story_that_was_read_is_unread_again_when_something_comes(watch: SmallWatch) -> None:
    watch.run("mark", "1", "--read")
    watch.keep({"id": 9, "title": "Title 0 again", "outlet": "lantern", "text": prose(0)})
    assert (told(watch, "--unread"), found(watch, "is:read")) == ([1, 2, 3], [])
    watch.run("mark", "1", "--read")
    assert found(watch, "is:unread") == [2, 3]
    watch.run("mark", "1", "--unread")
    assert found(watch, "is:read") == []


def test_everything_that_was_said_can_be_taken_back(watch: SmallWatch) -> None:
    watch.run("mark", "1", "--star", "--tag", "front", "--note", "look", "--headline", "en", "A bridge")
    watch.run("mark", "1", "--unstar", "--untag", "front", "--unnote", "1", "--headline", "en", "")
    assert "story 1: no marks" in watch.run("mark", "1", "--unread").err
    assert "story 1: has no tag `front`" in watch.run("mark", "1", "--untag", "front", expect=2).err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["99", "--star"], "story 99: does not exist; `treatywatch stories` lists them"),
        (["1"], "mark: nothing to say of the story; add --star"),
        (["1", "--tag", "two words"], "tag `two words`: cannot be searched for; write one word"),
        (["1", "--note", " \x1b[31m "], "note: is empty"),
        (["1", "--star", "--unnote", "7"], "story 1: has no note 7"),
    ],
)
def test_what_cannot_be_said_leaves_nothing_behind(watch: SmallWatch, arguments: list[str], said: str) -> None:
    assert said in watch.run("mark", *arguments, expect=2).err
    assert found(watch, "is:starred") == []


def test_a_report_shows_what_the_desk_says_of_a_story_and_gives_it_no_meaning(watch: SmallWatch) -> None:
    watch.run(
        "mark", "2", "--star", "--tag", "front", "--note", "<b>*조약*</b>", "--headline", "ru", "Мост", "--by", "Mi"
    )
    shown = {name: watch.run("report", "--peek", "--format", name).out for name in ("terminal", "markdown", "html")}
    for told in shown.values():
        assert "Desk: ★ front" in told
        assert "Headline (ru): Мост" in told.replace("\\", "")
    assert "<b>*조약*</b>" in shown["terminal"]
    assert "&lt;b&gt;\\*조약\\*&lt;/b&gt;" in shown["markdown"]
    assert "&lt;b&gt;*조약*&lt;/b&gt;" in shown["html"]
    (marks,) = json.loads(watch.run("report", "--peek", "--format", "json").out)["desk"]
    assert (marks["story"], marks["starred"], marks["tags"], marks["headlines"]) == (2, True, ["front"], {"ru": "Мост"})


def test_a_report_that_is_told_again_knows_nothing_of_the_desk(watch: SmallWatch) -> None:
    before = watch.run("report", "--between", "0", "3").out
    watch.run("mark", "1", "--star", "--note", "look")
    assert watch.run("report", "--between", "0", "3").out == before
    assert watch.run("report", "--peek", "--plain").out == before


def test_marks_follow_the_article_that_they_were_said_of(kit: Kit) -> None:  # noqa: F811
    first, second = kit.keep(reading(1)).story, kit.keep(reading(2)).story
    with writing(kit.db):
        desk.star(kit.db, first, "Mi", NOON)
        desk.tag(kit.db, second, "front", "Mi", NOON)
        kit.db.execute("UPDATE articles SET story = ?", (second,))
    assert {story: marks.in_short for story, marks in desk.marks_of(kit.db).items()} == {second: "★ front"}
