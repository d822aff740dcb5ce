"""A date that cannot be is kept as claimed and shown as doubtful, and nothing is ordered by it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.doubts import doubted
from records import DateDoubt, Precision, When
from tests.small_watch import AGENCIES, OUTLETS, SmallWatch, prose, small_watch

FOUNDED = OUTLETS.replace('name = "The Lantern"', 'name = "The Lantern"\nfounded = 2011')
FUTURE, EARLY, TRUE = "2199-01-01T10:00:00Z", "2003-05-01T10:00:00+09:00", "2026-11-09T10:00:00Z"
STORY = prose(1)


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    made = small_watch(tmp_path)
    made.write("seeds/outlets.toml", FOUNDED)
    made.write("seeds/agencies.toml", AGENCIES)
    made.keep(
        *(
            {
                "id": name,
                "url": f"https://{outlet}.example/{name}",
                "outlet": outlet,
                "title": "The bridge",
                "text": text,
            }
            | {"published_at": at}
            for name, outlet, at, text in (
                ("future", "lantern", FUTURE, STORY),
                ("early", "lantern", EARLY, STORY + "\n" + prose(7, 30)),
                ("true", "harbour-post", TRUE, STORY + "\n" + prose(8, 30)),
                ("archive", "harbour-post", "2003-05-01T10:00:00Z", prose(2)),
                ("none", "harbour-post", "", prose(3)),
            )
        )
    )
    return made


def test_19_the_claim_is_kept_whole_with_its_doubt(watch: SmallWatch) -> None:
    rows = {row["ref"]: row for row in watch.run("export").lines}
    assert {name: row["published_doubt"] for name, row in rows.items()} == {
        "future": "in the future",
        "early": "before the outlet",
        "true": "",
        "archive": "",
        "none": "",
    }
    names = ("published_at", "published_raw", "published_precision", "published_zone", "published_local")
    assert [rows["early"][name] for name in names] == [
        *("2003-05-01T01:00:00Z", EARLY, "instant", "offset", "2003-05-01T10:00:00+09:00")
    ]
    assert rows["future"]["published_at"] == FUTURE
    assert rows["none"]["published_at"] == ""


def test_19_no_doubtful_date_makes_an_origin_or_a_delay(watch: SmallWatch) -> None:
    rows = {row["ref"]: row for row in watch.run("export").lines}
    assert len({rows[name]["story"] for name in ("future", "early", "true")}) == 1
    assert rows["true"]["relation"] == "origin"
    carriers = watch.run("report", "--format", "json").out
    assert '"delay_seconds": -' not in carriers


def test_19_no_list_is_headed_or_ended_by_a_doubtful_date(watch: SmallWatch) -> None:
    table = list(csv.DictReader(io.StringIO(watch.run("search", "--by", "published", "--csv", "").out)))
    assert [row["url"].rpartition("/")[2] for row in table][-2:] == ["archive", "none"]


def test_19_reports_and_views_say_that_it_is_doubtful(watch: SmallWatch) -> None:
    assert "(doubtful: before the outlet)" in " ".join(watch.run("report").out.split())
    number = next(row["id"] for row in watch.run("export").lines if row["ref"] == "future")
    assert "doubtful: in the future" in watch.run("article", str(number)).out
    assert f"{FUTURE} ?" in watch.run("story", "1", COLUMNS="400").out


@pytest.mark.parametrize("founded", ['"1904"', "19", "2500", "true", "1904-09-01T10:00:00Z"])
def test_19_a_founding_that_is_no_year_is_refused_with_its_line(watch: SmallWatch, founded: str) -> None:
    watch.write("seeds/outlets.toml", FOUNDED.replace("founded = 2011", f"founded = {founded}"))
    answer = watch.run("outlets", expect=2)
    assert "seeds/outlets.toml:11" in answer.err
    assert "write a year (1904) or a day (1904-09-01)" in answer.err


def test_19_a_founding_may_be_a_day(watch: SmallWatch) -> None:
    watch.write("seeds/outlets.toml", FOUNDED.replace("founded = 2011", "founded = 2026-11-09"))
    watch.keep(
        *(
            {"id": f"2026-11-0{day}", "url": f"https://lantern.example/{day}", "published_at": f"2026-11-0{day}"}
            | {"outlet": "lantern", "title": f"Bridge {day}", "text": prose(day)}
            for day in (8, 9)
        )
    )
    doubts = {row["ref"]: row["published_doubt"] for row in watch.run("export").lines}
    assert (doubts["2026-11-08"], doubts["2026-11-09"]) == ("before the outlet", "")


SEEN = datetime(2026, 11, 9, 12, tzinfo=UTC)


@given(st.integers(-400, 400), st.sampled_from(list(Precision)))
def test_19_only_what_is_surely_later_than_a_day_is_in_the_future(hours: int, precision: Precision) -> None:
    wall = (SEEN + timedelta(hours=hours)).replace(tzinfo=None).isoformat()
    value = {Precision.INSTANT: f"{wall}Z", Precision.NAIVE: wall, Precision.DAY: wall[:10]}[precision]
    found = doubted(When(value, precision), "2026-11-09T12:00:00Z")
    assert found is not None
    if hours <= 24:
        assert found.doubt is DateDoubt.NONE
    if hours > 24 + 14 + 24:
        assert found.doubt is DateDoubt.FUTURE
    if precision is Precision.INSTANT:
        assert (found.doubt is DateDoubt.FUTURE) == (hours > 24)


def test_19_a_page_that_nobody_dated_stays_undated() -> None:
    assert doubted(None, "2026-11-09T12:00:00Z", "1904-01-01") is None
