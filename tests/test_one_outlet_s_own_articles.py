"""An outlet's own later versions are no copies: revisions never, follow-ups hardly ever."""

import pytest

from store import revisits
from store.articles import Outcome, Visit
from store.database import writing
from tests.small_watch import SmallWatch, prose, small_watch
from tests.stored import NOON, Kit, after, kit, reading

__all__ = ["kit"]

FIRST = prose(1, 240).split("\n")
NEWS = prose(2, 200).split("\n")


def followed(share: float) -> str:
    """A text of which so much is the first one's background."""
    old = round(len(FIRST) * share)
    return "\n".join([*NEWS[: len(FIRST) - old], *FIRST[:old]])


@pytest.mark.parametrize("share", [0.4, 0.5, 0.6])
def test_a_follow_up_with_its_background_is_a_story_of_its_own(kit: Kit, share: float):
    kit.keep(reading(1, text="\n".join(FIRST)), "lantern")
    kept = kit.keep(reading(2, text=followed(share)), "lantern", after(NOON, days=1))
    assert kept.outcome is Outcome.NEW_STORY


def test_the_same_in_another_outlet_is_a_copy(kit: Kit):
    kit.keep(reading(1, text="\n".join(FIRST)), "lantern")
    kept = kit.keep(reading(2, text=followed(0.6), site="dock.example"), "dock", after(NOON, days=1))
    assert kept.outcome is Outcome.NEW_CARRIER


def test_what_an_outlet_prints_again_nearly_whole_is_a_copy(kit: Kit):
    kit.keep(reading(1, text="\n".join(FIRST)), "lantern")
    again = kit.keep(reading(2, text="\n".join(FIRST[1:])), "lantern", after(NOON, days=1))
    assert again.outcome is Outcome.NEW_CARRIER


@pytest.mark.parametrize("now", ["\n".join(FIRST[:4]), "\n".join([*FIRST, *NEWS]), "\n".join(NEWS)])
def test_a_revision_is_neither_a_copy_nor_another_story_whatever_it_says(kit: Kit, now: str):
    kept = kit.keep(reading(1, text="\n".join(FIRST)), "lantern")
    with writing(kit.db):
        revisits.revise(kit.db, kept.article, reading(1, text=now), Visit(after(NOON, days=1)), kit.config)
    assert kit.kinds() == ["new story", "edited"]
    assert kit.db.execute("SELECT id, story, relation, share FROM articles").fetchall() == [(1, 1, "origin", 0)]


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    return small_watch(tmp_path)


def line(number: int, outlet: str, text: str, published: str) -> dict[str, str]:
    url = f"https://{outlet}.example/{number}"
    return {
        "id": f"{outlet}{number}",
        "outlet": outlet,
        "url": url,
        "title": "T",
        "text": text,
        "published_at": published,
    }


def test_late_arrivals_through_the_front_door_join_their_story_and_move_its_origin(watch: SmallWatch):
    whole = "\n".join(FIRST)
    watch.keep(
        line(1, "kiosk", "\n".join(FIRST[:3]), "2026-11-09T09:00:00Z"),
        line(2, "lantern", whole, "2026-11-09T10:00:00Z"),
    )
    watch.run("report", "--name", "desk")
    watch.keep(line(3, "dock", whole, "2026-11-09T07:00:00Z"))
    said = " ".join(watch.run("report", "--name", "desk").out.split())
    assert "Origin found: until now the first was kiosk." in said
    shown = watch.run("story", "1", "--jsonl").lines
    assert [(one["outlet"], one["relation"]) for one in shown] == [
        ("dock", "origin"), ("kiosk", "excerpt"), ("lantern", "identical"),
    ]  # fmt: skip
    assert [one["delay_seconds"] for one in shown] == [0, 7200, 10800]
    assert [row["id"] for row in watch.run("stories", "--jsonl").lines] == [1]
