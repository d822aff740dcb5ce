"""Alerts: told once, at once, by their own mark; a flood is one message."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from records import EventKind
from reports.alerts import Rule, matches, silences
from tests.report_samples import article, credit, edited, event, gone, new_carrier, new_story, origin_moved, story
from tests.small_watch import SETTINGS, SmallWatch, prose, small_watch

WIRE = article(1, outlet="nordwire", title="Envoys will meet")
PAPER = article(2, title="Envoys will meet, says Nordwire", agencies=[credit()])
OTHER = article(3, title="Rain")
LATER = article(1, outlet="nordwire", title="Envoys may meet")
EVENTS = [
    new_story(1, OTHER, number=7),
    new_story(2, PAPER, number=8),
    new_carrier(3, WIRE, story(8, PAPER, articles=2, outlets=2), PAPER),
    origin_moved(4, WIRE, 8, PAPER),
    edited(5, WIRE, LATER),
    edited(6, OTHER, article(3, title="Rain!")),
    gone(7, OTHER),
    event(8, EventKind.RUN_ENDED, {"run": 1}),
]


def of_nordwire(on: str) -> Rule:
    return Rule(on, agencies=frozenset({"nordwire"}), own=frozenset({"nordwire"}))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Rule("new story"), [1, 2]),
        (of_nordwire("new story"), [2]),  # by its credit; that its own copy came is no second story
        (Rule("new story", outlets=frozenset({"nordwire"})), [4]),
        (Rule("article"), [1, 2, 3]),
        (of_nordwire("article"), [2, 3]),
        (Rule("material edit"), [5]),
        (Rule("edit"), [5, 6]),
        (Rule("edit", outlets=frozenset({"harborpost"})), [6]),
        (Rule("gone"), [7]),
        (Rule("carriers", carriers=2), [3]),
        (Rule("carriers", carriers=3), []),
    ],
)
def test_a_rule_tells_the_events_that_it_waits_for(rule: Rule, told: list[int]) -> None:
    assert [match.event for match in matches(rule, EVENTS, ())] == told


def test_what_was_told_is_not_told_again_whatever_the_stretches_are() -> None:
    rule = of_nordwire("new story")
    (first,) = matches(rule, EVENTS[:2], ())
    assert matches(rule, EVENTS[2:], {first.subject}) == []
    assert [match.event for match in matches(rule, EVENTS[2:], ())] == [4]


def test_an_outlet_is_silent_once_in_each_silence() -> None:

    last = {"a": "2026-11-20T10:00:00Z", "b": "2026-11-19T10:00:00Z", "c": "2026-11-22T09:00:00Z", "d": "no time"}
    told = list(silences(last, timedelta(days=2), "2026-11-22T10:00:00Z", ()))
    assert [outlet for outlet, _, _ in told] == ["b", "a"]
    subjects = {subject for _, _, subject in told}
    assert list(silences(last, timedelta(days=2), "2026-11-23T10:00:00Z", subjects)) == []
    again = list(silences({**last, "a": "2026-11-23T10:00:00Z"}, timedelta(days=2), "2026-11-26T10:00:00Z", subjects))
    assert [outlet for outlet, _, _ in again] == ["c", "a"]


ALERTS = """
[[deliver]]
name = "desk"
kind = "folder"
path = "out"
format = "terminal"

[[alert]]
name = "second"
on = "article"
watch = "second"
deliver = ["desk"]

[[alert]]
name = "any"
on = "new story"
pause = "1h"
deliver = ["desk"]
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_watch(tmp_path_factory.mktemp("kept"))
    made.write("treatywatch.toml", SETTINGS + ALERTS)
    made.keep({"id": 0, "title": "Title 0", "text": prose(0)})
    return made.folder


@pytest.fixture
def watch(kept: Path, tmp_path: Path) -> SmallWatch:
    made = SmallWatch(shutil.copytree(kept, tmp_path / "watch"))
    made.run("watch", "add", "second", "title:second")
    assert made.run("alerts", "check").err == ""  # a new alert tells nothing of the past
    made.keep(*({"id": n, "title": f"{'Second' if n == 2 else 'Title'} {n}", "text": prose(n)} for n in range(1, 4)))
    return made


def messages(watch: SmallWatch) -> dict[str, str]:
    return {path.name.partition("-20")[0]: path.read_text() for path in sorted((watch.folder / "out").glob("*.txt"))}


def test_an_alert_tells_a_flood_in_one_message_and_nothing_twice(watch: SmallWatch) -> None:
    assert watch.run("alerts", "check").err.count("delivered") == 2
    told = messages(watch)
    assert "3 new stories in 3 articles" in told["alert-any"]
    assert ("Second 2" in told["alert-second"], "Title 1" in told["alert-second"]) == (True, False)
    assert watch.run("alerts", "check").err == ""
    rows = watch.run("outbox", "--jsonl").lines
    assert {(row["name"], row["kind"], row["since"], row["until"]) for row in rows} == {
        ("alert any", "alert", 1, 4),
        ("alert second", "alert", 1, 4),
    }
    assert "4 new stories" in watch.run("report").out  # a reader's mark is another


def test_what_comes_in_an_alert_s_pause_is_told_together_after_it(watch: SmallWatch) -> None:
    watch.run("alerts", "check")
    for number in (5, 6):
        watch.keep({"id": number, "title": f"Title {number}", "text": prose(number)})
        assert watch.run("alerts", "check").err == ""
    with closing(sqlite3.connect(watch.database)) as db:
        db.execute("UPDATE alerts SET told_at = '2026-01-01T00:00:00Z' WHERE name = 'any'")
        db.commit()
    assert watch.run("alerts", "check").err.count("delivered") == 1
    assert [row["since"] for row in watch.run("outbox", "--limit", "1", "--jsonl").lines] == [4]
    assert "2 new stories" in messages(watch)["alert-any"]


def test_an_alert_can_be_tried_on_the_past_without_telling(watch: SmallWatch) -> None:
    assert watch.run("alerts", "try", "any").out.startswith("alert any: 4 new stories\n")
    assert watch.run("alerts", "try", "second", "--since", "2").out.startswith("alert second: 1 new story\n")
    assert watch.run("outbox").err == "nothing was delivered yet\n"
    assert "did you mean `second`?" in watch.run("alerts", "try", "secnd", expect=2).err


def test_an_alert_that_cannot_be_judged_is_said_and_stops_no_other(watch: SmallWatch) -> None:
    watch.run("watch", "remove", "second")
    said = watch.run("alerts", "check", expect=3).err
    assert "alert second: watch `second`: is not saved" in said
    assert "alert any to desk (delivery 1): delivered" in said


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('on = "article"', 'on = "artcle"', "`on`: Input should be 'new story'"),
        ('on = "article"', 'on = "carriers"', '`carriers` is written where on = "carriers"'),
        ('on = "article"', 'on = "silence"\nsilent = "2d"', "silence is an outlet's: narrow it with `outlets` only"),
        ('deliver = ["desk"]', 'deliver = ["dsek"]', "no destination is called `dsek`; did you mean `desk`?"),
        ('pause = "1h"', 'agencies = ["hrabour"]', "no agency is called `hrabour`; did you mean `harbour`?"),
        ('name = "any"', 'name = "second"', "two alerts are named `second`"),
    ],
)
def test_a_mistake_in_an_alert_is_told(watch: SmallWatch, right: str, wrong: str, said: str) -> None:
    watch.write("treatywatch.toml", SETTINGS + ALERTS.replace(right, wrong, 1))
    answer = watch.run("alerts", expect=2)
    assert said in answer.err
    assert "treatywatch.toml:" in answer.err
