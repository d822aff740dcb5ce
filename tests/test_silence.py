"""Who did not carry a story: told once, when the time is over, and only of outlets that were read all the time."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, load
from pipelines.silence import Listened, covered, silence
from records import EventKind
from reports.digest import digest
from reports.render import FORMATS, brief
from store import runs, sources
from store.database import writing
from tests.small_watch import prose, small_watch
from tests.stored import NOON, Kit, after, kit, reading

__all__ = ["kit"]

MORE = """\
[organ]
name = "State Organ"
country = "KP"
languages = ["ko"]
kind = "agency"
state = true
feeds = ["https://organ.example/rss"]

[cable-site]
name = "Cable"
country = "FR"
languages = ["en"]
kind = "agency"
agency = "cable"
feeds = ["https://cable.example/rss"]

[gazette]
name = "The Gazette"
country = "GB"
languages = ["en"]
feeds = ["https://gazette.example/rss"]

[sleeper]
name = "Sleeper"
country = "GB"
languages = ["en"]
kind = "agency"
feeds = ["https://sleeper.example/rss"]
enabled = false
reason = "Not for us."
"""
BEGIN = after(NOON, hours=-6)


@pytest.fixture
def config(kit: Kit) -> Config:
    folder = kit.path.parent.parent
    (folder / "seeds" / "outlets.local.toml").write_text(MORE, encoding="utf-8")
    return load(folder / "treatywatch.toml", environment={"TREATYWATCH_SILENCE_OUTLETS": "2"})


def crawl(kit: Kit, config: Config, at: str, *, down: tuple[str, ...] = (), ask: tuple[str, ...] = ()) -> None:
    """A crawl that asks all outlets (or those of `ask`), some of which are down."""
    with writing(kit.db):
        run = runs.begin(kit.db, "feeds", "", at)
        asked = [one for one in config.enabled_outlets if not ask or one.id in ask]
        for outlet in asked:
            for feed in outlet.feeds:
                if feed.enabled and outlet.id in down:
                    sources.record_trouble(kit.db, feed.url, outlet.id, "feed", "503", after(at, minutes=1))
                elif feed.enabled:
                    sources.record_reading(kit.db, feed.url, outlet.id, "feed", (), after(at, minutes=1))
        runs.end(kit.db, run, finish="finished", ok=True, counts={}, not_taken={}, asked=asked, config=config,
                 at=after(at, minutes=2))  # fmt: skip


def press(kit: Kit, *, second: str = "kiosk") -> int:
    """A wire of noon, and a copy an hour later."""
    story = kit.keep(reading(1, text=prose(1, 200), published=NOON, site="harbour.example"), "harbour", NOON).story
    at = after(NOON, hours=1)
    kit.keep(reading(1, f"https://{second}.example/1", text=prose(1, 200), published=at), second, at)
    return story


def days(kit: Kit, config: Config, **down: tuple[str, ...]) -> None:
    """Crawls every eight hours from the morning on, for four days; `h16=("organ",)`: down sixteen hours after noon."""
    for hours in (-6, 2, 10, 16, 24, 32, 40, 48, 56, 64, 72, 80):
        crawl(kit, config, after(NOON, hours=hours), down=down.get(f"h{hours}", ()))


def found(kit: Kit) -> list[dict[str, Any]]:
    return [dict(one.facts) for one in kit.events() if one.kind == EventKind.SILENCE]


def test_named_outlets_are_told_state_first_and_the_others_counted(kit: Kit, config: Config):
    press(kit)
    days(kit, config)
    [told] = found(kit)
    assert [(one["outlet"], one["state"]) for one in told["silent"]] == [("organ", True), ("cable-site", False)]
    assert (told["others"], told["carried"], told["unknown"], told["hours"]) == (2, 1, 0, 72)
    assert (told["since"], told["until"]) == (NOON, after(NOON, hours=72))
    assert told["story"]["outlets"] == 2


def test_it_is_told_once_and_never_before_the_time_is_over(kit: Kit, config: Config):
    press(kit)
    for hours in range(-6, 72, 8):
        crawl(kit, config, after(NOON, hours=hours))
    assert found(kit) == []
    for hours in (74, 80, 90):
        crawl(kit, config, after(NOON, hours=hours))
    assert len(found(kit)) == 1


@pytest.mark.parametrize("hour", ["h2", "h40", "h64"])
def test_an_outlet_that_was_down_is_never_called_silent(kit: Kit, config: Config, hour: str):
    press(kit)
    days(kit, config, **{hour: ("organ",)})
    [told] = found(kit)
    assert [one["outlet"] for one in told["silent"]] == ["cable-site"]
    assert told["unknown"] == 1


def test_an_outlet_that_is_off_or_was_added_later_is_never_called_silent(kit: Kit, config: Config):
    press(kit)
    early = tuple(one.id for one in config.enabled_outlets if one.id != "organ")
    crawl(kit, config, BEGIN, ask=early)
    for hours in (2, 20, 40, 60, 80):
        crawl(kit, config, after(NOON, hours=hours))
    [told] = found(kit)
    assert [one["outlet"] for one in told["silent"]] == ["cable-site"]


def test_a_watch_that_slept_for_days_claims_nothing(kit: Kit, config: Config):
    press(kit)
    for hours in (-6, 2, 80, 90):
        crawl(kit, config, after(NOON, hours=hours))
    assert found(kit) == []


def test_an_agency_whose_words_were_carried_was_not_silent(kit: Kit, config: Config):
    press(kit)
    kit.keep(reading(1, "https://dock.example/1", text=prose(1, 200), credit="cable"), "dock", after(NOON, hours=3))
    days(kit, config)
    assert [one["outlet"] for one in found(kit)[0]["silent"]] == ["organ"]


def test_an_outlet_whose_pages_could_not_be_read_is_not_judged(kit: Kit, config: Config):
    press(kit)
    with writing(kit.db):
        kit.db.execute(
            "INSERT INTO leads (key, url, outlet, source, via, found_at, state)"
            " VALUES ('k', 'u', 'organ', 's', 'feed', ?, 'refused')", (after(NOON, hours=5),),
        )  # fmt: skip
    days(kit, config)
    assert [one["outlet"] for one in found(kit)[0]["silent"]] == ["cable-site"]


def test_who_carried_it_after_all_was_silent_until_then(kit: Kit, config: Config):
    press(kit)
    at = after(NOON, hours=73)
    kit.keep(reading(1, "https://organ.example/1", text=prose(1, 200), published=at), "organ", at)
    days(kit, config)
    assert found(kit)[0]["silent"][0]["later_seconds"] == 73 * 3600


def test_a_story_that_hardly_anybody_carried_is_no_finding(kit: Kit, config: Config):
    kit.keep(reading(1, published=NOON), "harbour", NOON)
    days(kit, config)
    assert found(kit) == []


def test_a_crawl_that_asked_only_some_waits_for_the_others(kit: Kit, config: Config):
    press(kit)
    for hours in range(-6, 72, 8):
        crawl(kit, config, after(NOON, hours=hours))
    crawl(kit, config, after(NOON, hours=73), ask=("lantern",))
    assert found(kit) == []
    crawl(kit, config, after(NOON, hours=76))
    assert [one["outlet"] for one in found(kit)[0]["silent"]] == ["organ", "cable-site"]


def test_every_format_tells_it(kit: Kit, config: Config):
    press(kit)
    days(kit, config)
    made = digest(kit.events(), name="", since=0, until=99)
    said = "Not carried within 72 h by State Organ (state) and Cable, nor by 2 other outlets, all of them read all"
    for form in ("terminal", "markdown", "html", "atom", "csv"):
        assert said in " ".join(FORMATS[form](made, zone="UTC").replace("*", "").split())
    assert "Who did not carry it: 1." in " ".join(FORMATS["terminal"](made, zone="UTC").split())
    assert "1 finding" in brief.title(made)
    assert said in brief.render(made, zone="UTC")
    [notice] = json.loads(FORMATS["json"](made, zone="UTC"))["notices"]
    assert notice["details"]["silent"][0]["outlet"] == "organ"


SPELL = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (str(min(pair)), str(max(pair))))


@given(st.lists(st.builds(Listened, st.text("abc", min_size=1), st.lists(SPELL, max_size=3).map(tuple),
                          st.sampled_from(["", "1", "9"]), st.booleans(), st.booleans())))  # fmt: skip
def test_everybody_is_in_one_place_and_nobody_is_silent_who_was_not_heard(outlets):
    told = silence(outlets, "2", "7")
    assert len(told.carried) + len(told.silent) + len(told.unknown) == len(outlets)
    for one in outlets:
        if not covered(one.spells, "2", "7") and silence([one], "2", "7").silent:
            pytest.fail("silent, though nobody listened")


def test_the_command_shows_it_and_says_that_the_time_is_not_over(tmp_path):
    watch = small_watch(tmp_path)
    watch.keep({"id": "1", "outlet": "lantern", "url": "https://lantern.example/1", "title": "T", "text": prose(1)})
    shown = watch.run("story", "1", "--silent")
    assert "The time for it is not over" in shown.out
    assert "1 outlet was not read all the time, and cannot be judged." in " ".join(shown.out.split())
    assert "nobody to name" in shown.err
    told = json.loads(watch.run("story", "1", "--silent", "--json").out)
    assert (told["silent"], told["over"], told["unknown"]) == ([], False, 1)
