"""Events are only ever added; marks and health rest on them and on what the sources answered."""

import pytest

from config import Config, Outlet
from errors import UsageError
from records import EventKind
from store import events, runs, sources
from store.database import writing
from tests.stored import NOON, Kit, after, kit, reading

__all__ = ["kit"]
FEED, OTHER = "https://lantern.example/a.xml", "https://lantern.example/c.xml"


def test_a_mark_is_never_used_twice_even_if_the_last_event_is_deleted_by_hand(kit: Kit) -> None:
    first = events.append(kit.db, EventKind.RUN_ENDED, {}, NOON)
    kit.db.execute("DELETE FROM events")
    assert events.append(kit.db, EventKind.RUN_ENDED, {}, NOON) == first + 1


def test_an_event_says_what_was_true_when_it_happened(kit: Kit) -> None:
    kit.keep(reading(1))
    before = kit.events()[0].facts
    kit.keep(reading(1, site="other.example"), "other")
    assert kit.events()[0].facts == before
    assert kit.events()[0].facts["story"]["articles"] == 1


def test_a_time_means_the_first_event_recorded_at_or_after_it(kit: Kit) -> None:
    for hours in (0, 1, 1, 3):
        events.append(kit.db, EventKind.RUN_ENDED, {}, after(NOON, hours=hours))
    marks = {hours: events.mark_at(kit.db, after(NOON, hours=hours)) for hours in (-1, 0, 0.5, 1, 2, 3, 4)}
    assert marks == {-1: 0, 0: 0, 0.5: 1, 1: 1, 2: 3, 3: 3, 4: 4}


def test_two_marks_bound_what_lies_between_them(kit: Kit) -> None:
    for _ in range(5):
        events.append(kit.db, EventKind.RUN_ENDED, {}, NOON)
    assert [event.id for event in events.between(kit.db, 1, 3)] == [2, 3]
    assert [event.id for event in events.between(kit.db, 3, 3)] == []
    assert events.last_mark(kit.db) == 5


def test_each_reader_has_a_mark_of_its_own(kit: Kit) -> None:
    assert events.mark_of(kit.db, "desk") == 0
    events.move_mark(kit.db, "desk", 7, NOON)
    events.move_mark(kit.db, "desk", 9, NOON)
    assert (events.mark_of(kit.db, "desk"), events.mark_of(kit.db, "boss")) == (9, 0)


def test_a_mark_that_does_not_exist_is_refused_with_those_that_do(kit: Kit) -> None:
    events.append(kit.db, EventKind.RUN_ENDED, {}, NOON)
    assert events.check_mark(kit.db, 1) == 1
    with pytest.raises(UsageError, match="mark 2: does not exist; marks run from 0 to 1"):
        events.check_mark(kit.db, 2)


def test_a_kind_from_a_newer_version_is_passed_on_and_stops_nothing(kit: Kit) -> None:
    kit.db.execute("INSERT INTO events (at, kind, facts) VALUES (?, 'story split', '{}')", (NOON,))
    assert kit.kinds() == ["story split"]


def lantern(config: Config) -> list[Outlet]:
    return [config.outlets["lantern"]]


def answered(kit: Kit, url: str, problem: str = "", at: str = NOON) -> None:
    """A source answered (an empty problem: well) or failed to."""
    if problem:
        sources.record_trouble(kit.db, url, "lantern", "feed", problem, at)
    else:
        sources.record_reading(kit.db, url, "lantern", "feed", (), at)


def ended(kit: Kit, **problems: str) -> tuple[bool, list[bool]]:
    """A run in which sources answered (an empty problem: well): whether it was partial, and which troubles were new."""
    with writing(kit.db):
        run = runs.begin(kit.db, "feeds", "", NOON)
        for url, problem in {FEED: problems.get("feed"), OTHER: problems.get("other")}.items():
            if problem is not None:
                answered(kit, url, problem)
        troubles = runs.end(
            kit.db,
            run,
            finish="finished",
            ok=True,
            counts={},
            not_taken={},
            asked=lantern(kit.config),
            config=kit.config,
            at=NOON,
        )
    last = runs.last_of(kit.db)
    assert last is not None
    return last.partial, [trouble.new for trouble in troubles]


def test_an_outlet_that_never_worked_is_no_partial_run(kit: Kit) -> None:
    assert ended(kit, feed="no answer in time") == (False, [False])


def test_an_outlet_that_had_worked_and_fails_is_told_once_and_again_after_it_recovered(kit: Kit) -> None:
    assert ended(kit, feed="") == (False, [])
    assert ended(kit, feed="HTTP 500") == (True, [True])
    assert ended(kit, feed="HTTP 500") == (False, [False])
    assert ended(kit, feed="HTTP 404") == (False, [False])
    assert ended(kit, feed="") == (False, [])
    assert ended(kit, feed="HTTP 500") == (True, [True])
    told = [trouble["new"] for event in kit.events() for trouble in event.facts["troubles"]]
    assert told == [True, False, False, True]


def test_one_feed_that_fails_beside_one_that_works_is_a_trouble_of_the_outlet(kit: Kit) -> None:
    ended(kit, feed="", other="")
    assert ended(kit, feed="HTTP 500", other="") == (True, [True])
    assert kit.one("SELECT problem FROM outlet_health") == f"{FEED}: HTTP 500"
    assert ended(kit, feed="HTTP 500", other="timeout") == (True, [True])
    assert ended(kit, feed="HTTP 500", other="timeout") == (False, [False])


def test_a_source_that_was_switched_off_troubles_nobody(kit: Kit) -> None:
    answered(kit, "https://lantern.example/b.xml")
    answered(kit, "https://lantern.example/b.xml", "HTTP 410")
    assert sources.settle_health(kit.db, lantern(kit.config), NOON) == []


def test_what_a_feed_was_read_in_spite_of_is_told_until_it_changes_and_is_no_trouble(kit: Kit) -> None:
    sources.record_reading(kit.db, FEED, "lantern", "feed", ("malformed XML", "2 entries without a link"), NOON)
    for _ in range(2):
        assert sources.settle_health(kit.db, lantern(kit.config), NOON) == []
        assert kit.one("SELECT problem FROM outlet_health") == f"{FEED}: malformed XML, 2 entries without a link"
        sources.record_unchanged(kit.db, FEED, "lantern", "feed", NOON)
    answered(kit, FEED)
    assert sources.settle_health(kit.db, lantern(kit.config), NOON) == []
    assert kit.one("SELECT problem FROM outlet_health") == ""


def test_a_sitemap_below_an_index_troubles_its_outlet_in_the_runs_that_asked_it(kit: Kit) -> None:
    below = "https://lantern.example/sitemap-2026-11.xml"
    answered(kit, FEED)
    answered(kit, below, "HTTP 500")
    (trouble,) = sources.settle_health(kit.db, lantern(kit.config), NOON)
    assert trouble.problem == f"{below}: HTTP 500"
    assert sources.settle_health(kit.db, lantern(kit.config), after(NOON, hours=1)) == []


def test_failing_since_is_the_first_failure_and_a_parked_host_is_freed_in_time(kit: Kit) -> None:
    answered(kit, FEED, "HTTP 500")
    answered(kit, FEED, "HTTP 500", after(NOON, hours=1))
    assert kit.one("SELECT failing_since FROM sources") == NOON
    sources.park_host(kit.db, "lantern.example", after(NOON, hours=1), "Retry-After")
    assert sources.parked_hosts(kit.db, NOON) == {"lantern.example": after(NOON, hours=1)}
    assert sources.parked_hosts(kit.db, after(NOON, hours=1)) == {}


def test_a_run_that_recorded_no_end_is_known_by_it(kit: Kit) -> None:
    runs.begin(kit.db, "feeds", "watch", NOON)
    last = runs.last_of(kit.db, job="watch")
    assert last is not None
    assert (last.ok, last.ended_at) == (None, None)
    assert runs.last_of(kit.db, job="other") is None
