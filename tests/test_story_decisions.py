"""A user splits and merges stories: what moves, what is told, and that it holds."""

import json

import pytest

from errors import UsageError
from records import EventKind
from reports.digest import digest
from reports.render import FORMATS
from store import decisions, stories, suggestions
from store.database import writing
from store.origins import fingerprint_of
from tests.small_watch import SmallWatch, prose, small_watch
from tests.stored import NOON, Kit, after, kit, reading

__all__ = ["kit"]

WIRE = prose(1, 300)
OWN = prose(2, 130)
CUT = "\n".join(WIRE.split("\n")[:6])
LONGER = f"{CUT}\n{OWN}"  # a copy with much of its own


def held(kit: Kit) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for story, article in kit.db.execute("SELECT story, id FROM articles"):
        found.setdefault(story, set()).add(article)
    return found


def three(kit: Kit) -> int:
    """A wire, a copy that is half its own, and a copy of that copy."""
    kit.keep(reading(1, text=WIRE), "harbour")
    kit.keep(reading(2, text=LONGER), "lantern", after(NOON, hours=1))
    return kit.keep(reading(3, text=LONGER, url="https://kiosk.example/3"), "kiosk", after(NOON, hours=2)).story


def split(kit: Kit, story: int, *articles: int) -> int:
    with writing(kit.db):
        return stories.split(kit.db, story, articles, after(NOON, hours=3), kit.config)


def merge(kit: Kit, story: int, other: int) -> None:
    with writing(kit.db):
        stories.merge(kit.db, story, other, after(NOON, hours=3), kit.config)


def test_a_split_takes_the_copies_of_what_was_split_along(kit: Kit):
    story = three(kit)
    other = split(kit, story, 2)
    assert held(kit) == {story: {1}, other: {2, 3}}
    assert kit.one("SELECT origin FROM stories WHERE id = ?", other) == 2
    assert tuple(kit.db.execute('SELECT relation, "of" FROM articles WHERE id = 3').fetchone()) == ("identical", 2)
    event = kit.events()[-1]
    assert (event.kind, event.story, event.facts["new_story"]["id"]) == (EventKind.STORY_SPLIT, story, other)
    assert ([one["id"] for one in event.facts["articles"]], event.facts["by"]) == ([2, 3], "user")


def test_later_copies_of_what_was_split_follow_it_and_those_of_the_wire_do_not(kit: Kit):
    story = three(kit)
    other = split(kit, story, 2)
    assert kit.keep(reading(4, text=LONGER, url="https://dock.example/4"), "dock").story == other
    assert kit.keep(reading(5, text=WIRE, url="https://quay.example/5"), "quay").story == story


def test_a_split_origin_leaves_the_story_its_number_and_a_new_origin(kit: Kit):
    story = three(kit)
    other = split(kit, story, 1)
    assert held(kit) == {story: {2, 3}, other: {1}}
    assert kit.one("SELECT origin FROM stories WHERE id = ?", story) == 2


def test_merged_stories_are_one_and_the_old_number_leads_there(kit: Kit):
    kit.keep(reading(1, text=WIRE), "harbour")
    kit.keep(reading(2, text=OWN), "lantern")
    merge(kit, 1, 2)
    assert held(kit) == {1: {1, 2}}
    assert stories.home_of(kit.db, 2) == 1
    assert kit.keep(reading(3, text=OWN, url="https://kiosk.example/3"), "kiosk").story == 1
    event = next(one for one in kit.events() if one.kind == EventKind.STORY_MERGED)
    assert (event.story, event.facts["was"]["id"], event.facts["undo"]) == (1, 2, False)


def test_undone_decisions_leave_everything_as_it_was(kit: Kit):
    story = three(kit)
    kit.keep(reading(9, text=prose(9)), "quay")
    before = held(kit)
    other = split(kit, story, 2)
    with writing(kit.db):
        assert stories.undo_split(kit.db, story, [2], NOON, kit.config) == other
    assert held(kit) == before
    merge(kit, story, 2)
    with writing(kit.db):
        stories.undo_merge(kit.db, story, 2, NOON, kit.config)
    assert held(kit) == before
    assert stories.home_of(kit.db, 2) is None
    assert decisions.standing(kit.db) == []
    undone = [one.facts["undo"] for one in kit.events() if one.kind in (EventKind.STORY_SPLIT, EventKind.STORY_MERGED)]
    assert undone == [False, True, False, True]


def test_what_cannot_be_split_or_merged_is_refused_in_one_line(kit: Kit):
    story = three(kit)
    kit.keep(reading(9, text=prose(9)), "quay")
    for articles in ((9,), (1, 2, 3), (77,)):
        with pytest.raises(UsageError):
            split(kit, story, *articles)
    for pair in ((story, story), (story, 77)):
        with pytest.raises(UsageError):
            merge(kit, *pair)
    assert held(kit) == {story: {1, 2, 3}, 2: {4}} or len(held(kit)) == 2
    assert decisions.standing(kit.db) == []


def agency_copy_after_two_excerpts(kit: Kit, *, apart: bool = False) -> None:
    lines = WIRE.split("\n")
    credit = {"credit": "harbour"}
    kit.keep(reading(1, text="\n".join(lines[:4]), **credit), "lantern")
    kit.keep(reading(2, text="\n".join(lines[-4:]), **credit), "kiosk")
    if apart:
        merge(kit, 1, 2)
        split(kit, 1, 2)
    kit.keep(reading(3, text=WIRE, site="harbour.example"), "harbour", after(NOON, hours=4))


def test_excerpts_that_came_before_their_wire_are_joined_by_the_agency_s_own_copy(kit: Kit):
    agency_copy_after_two_excerpts(kit)
    assert len(held(kit)) == 1
    [story] = held(kit)
    assert kit.one("SELECT origin FROM stories WHERE id = ?", story) == 3
    assert {row[0] for row in kit.db.execute("SELECT relation FROM articles")} == {"origin", "excerpt"}
    event = next(one for one in kit.events() if one.kind == EventKind.STORY_MERGED)
    assert event.facts["by"] == "agency"
    assert list(suggestions.suggestions(kit.db)) == []


def test_what_a_user_parted_no_agency_s_copy_joins(kit: Kit):
    agency_copy_after_two_excerpts(kit, apart=True)
    assert len(held(kit)) == 2


def test_an_older_original_found_later_moves_the_origin_and_not_the_number(kit: Kit):
    first = kit.keep(reading(1, text=WIRE, published="2026-11-09T11:00:00Z"), "lantern", "2026-11-09T12:00:00Z")
    late = kit.keep(reading(2, text=WIRE, url="https://dock.example/2", published="2026-11-09T08:00:00Z"), "dock",
                    "2026-11-10T12:00:00Z")  # fmt: skip
    assert late.story == first.story
    assert kit.one("SELECT origin FROM stories WHERE id = ?", first.story) == late.article
    assert kit.kinds() == ["new story", "new carrier", "origin moved"]


def test_reports_tell_both_in_every_format(kit: Kit):
    story = three(kit)
    mark = len(kit.events())
    other = split(kit, story, 2)
    with writing(kit.db):
        stories.undo_split(kit.db, story, [2], NOON, kit.config)
    made = digest(kit.events(mark), name="", since=mark, until=mark + 9)
    assert not made.empty
    for form in ("terminal", "markdown", "html", "atom", "csv"):
        said = " ".join(FORMATS[form](made, zone="UTC").replace("*", "").split())
        assert f"stand as story {other} of their own, decided by a user." in said
        assert f"Story {other} is again a part of story {story}" in said
    told = json.loads(FORMATS["json"](made, zone="UTC"))["notices"]
    assert [one["kind"] for one in told] == ["story split", "story merged"]


def test_the_index_finds_an_article_in_the_story_that_it_moved_to(kit: Kit):
    story = three(kit)
    other = split(kit, story, 2)
    rows = dict(kit.db.execute("SELECT article, story FROM exemplars").fetchall())
    assert rows[2] == other
    assert rows[1] == story
    assert fingerprint_of(kit.db, 2).exact == kit.one("SELECT exact FROM exemplars WHERE article = 2")


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    found = small_watch(tmp_path)
    lines = [
        {"id": "a", "outlet": "harbour", "url": "https://harbour.example/a", "title": "다리 개통", "text": WIRE,
         "published_at": "2026-11-09T08:00:00Z"},
        {"id": "b", "outlet": "lantern", "url": "https://lantern.example/b", "title": "Bridge opens", "text": LONGER,
         "published_at": "2026-11-09T10:30:00Z"},
        {"id": "c", "outlet": "kiosk", "url": "https://kiosk.example/c", "title": "Another", "text": prose(9)},
    ]  # fmt: skip
    found.keep(*lines)
    return found


def test_the_command_splits_merges_and_takes_back(watch: SmallWatch):
    assert "story 3 has article 2 now" in watch.run("story", "split", "1", "2").out
    assert "stand as story 3 of their own" in " ".join(watch.run("report").out.split())
    assert "story 3 is a part of story 1 again" in watch.run("story", "split", "1", "2", "--undo").out
    assert "story 2 is a part of story 1 now" in watch.run("story", "merge", "1", "2").out
    refused = watch.run("story", "2", expect=2)
    assert "story 2: was merged; it is a part of story 1 now" in refused.err
    assert "story 2 stands on its own again" in watch.run("story", "merge", "1", "2", "--undo").out
    assert watch.run("story", "merge", "1", "2", "--undo", expect=2).err.count("\n") == 1


def test_a_typo_is_answered_with_the_command_that_is_meant(watch: SmallWatch):
    assert "merge" in watch.run("story", "mrege", "1", "2", expect=2).err
    assert watch.run("story", "--json", "1").out == watch.run("story", "1", "--json").out


def test_a_story_shows_its_carriers_in_order_of_time_with_their_delay(watch: SmallWatch):
    shown = watch.run("story", "1").out
    assert "+2 h 30 min" in shown
    assert shown.index("harbour") < shown.index("lantern")
    told = json.loads(watch.run("story", "1", "--json").out)
    assert [one["delay_seconds"] for one in told["carriers"]] == [0, 9000]


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_copies_stand_beside_their_original_and_no_line_is_wider_than_the_terminal(watch: SmallWatch, columns: str):
    shown = watch.run("story", "1", "--copies", COLUMNS=columns).out
    assert "[-다리 개통-]" in " ".join(shown.split())
    assert " - " in shown
    assert " + " in shown
    assert max(map(len, shown.splitlines())) <= int(columns)


def test_copies_as_json_name_each_passage_and_its_source(watch: SmallWatch):
    [copy] = json.loads(watch.run("story", "1", "--copies", "--json").out)["copies"]
    assert copy["of"]["id"] == 1
    fates = {one["fate"] for one in copy["passages"]}
    assert fates == {"kept", "cut", "added"}
    assert {one["article"] for one in copy["passages"] if one["fate"] == "cut"} == {1}
