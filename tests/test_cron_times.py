"""Cron lines go by the clock on the wall: once a day where clocks change, every hour where every hour is meant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cron import check_cron, next_time

BERLIN = ZoneInfo("Europe/Berlin")


def times(line: str, since: str, until: str, zone: str = "Europe/Berlin") -> list[str]:
    """Every time between two moments, as `25 02:30 +2`: day, wall clock, hours ahead of UTC."""
    at, end, told = datetime.fromisoformat(since), datetime.fromisoformat(until), []
    while (found := next_time(line, ZoneInfo(zone), at)) is not None and found < end:
        told.append(f"{found:%d %H:%M} {(found.utcoffset() or timedelta()) / timedelta(hours=1):+g}")
        at = found
    return told


SPRING = ("2026-03-28T12:00Z", "2026-03-30T12:00Z")  # Berlin: 02:00 becomes 03:00 on the 29th
AUTUMN = ("2026-10-24T12:00Z", "2026-10-26T12:00Z")  # 03:00 becomes 02:00 on the 25th


@pytest.mark.parametrize(
    ("line", "stretch", "wanted"),
    [
        ("30 7 * * mon-fri", SPRING, ["30 07:30 +2"]),
        ("30 7 * * mon-fri", AUTUMN, ["26 07:30 +1"]),
        ("30 7 * * *", SPRING, ["29 07:30 +2", "30 07:30 +2"]),
        ("30 2 * * *", SPRING, ["29 03:00 +2", "30 02:30 +2"]),
        ("5,45 2 * * *", SPRING, ["29 03:00 +2", "30 02:05 +2", "30 02:45 +2"]),
        ("0 3 * * *", SPRING, ["29 03:00 +2", "30 03:00 +2"]),
        ("30 2 * * *", AUTUMN, ["25 02:30 +2", "26 02:30 +1"]),
        ("0 3 * * *", AUTUMN, ["25 03:00 +1", "26 03:00 +1"]),
    ],
)
def test_a_line_that_names_its_hours_is_due_once_a_day(line: str, stretch: tuple[str, str], wanted: list[str]) -> None:
    assert times(line, *stretch) == wanted


def test_a_line_for_every_hour_goes_by_the_hours_that_pass() -> None:
    assert times("30 * * * *", "2026-03-29T00:00Z", "2026-03-29T03:00Z") == [
        "29 01:30 +1",
        "29 03:30 +2",
        "29 04:30 +2",
    ]
    assert times("30 * * * *", "2026-10-24T23:00Z", "2026-10-25T02:00Z") == [
        "25 01:30 +2",
        "25 02:30 +2",
        "25 02:30 +1",
    ]
    assert times("0 */2 * * *", "2026-03-29T00:00Z", "2026-03-29T05:00Z") == ["29 04:00 +2", "29 06:00 +2"]


def test_a_gap_at_midnight_and_one_of_half_an_hour() -> None:
    cairo = ("2026-04-23T12:00Z", "2026-04-25T12:00Z", "Africa/Cairo")
    assert times("30 0 * * *", *cairo) == ["24 01:00 +3", "25 00:30 +3"]
    howe = ("2026-10-03T12:00Z", "2026-10-04T12:00Z", "Australia/Lord_Howe")
    assert times("*/15 2 * * *", *howe) == ["04 02:30 +11", "04 02:45 +11"]


def test_names_steps_and_rare_days() -> None:
    assert times("0 6 1 jan,jul *", "2026-01-01T12:00Z", "2027-02-01T00:00Z", "UTC") == ["01 06:00 +0", "01 06:00 +0"]
    assert times("10-50/20 6 * * sun", "2026-11-20T00:00Z", "2026-11-24T00:00Z", "UTC") == [
        "22 06:10 +0",
        "22 06:30 +0",
        "22 06:50 +0",
    ]
    rare = next_time("0 0 29 feb mon", BERLIN, datetime(2026, 1, 1, tzinfo=UTC))
    assert rare is not None
    assert f"{rare:%Y-%m-%d}" == "2044-02-29"


def test_a_line_for_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no such day in any year"):
        check_cron("0 7 31 feb *")


@given(
    st.timedeltas(timedelta(), timedelta(days=2000)),
    st.integers(0, 59),
    st.integers(0, 23),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Pyongyang", "Africa/Cairo", "Australia/Lord_Howe"]),
)
def test_a_daily_job_is_due_once_on_every_day(after: timedelta, minute: int, hour: int, zone: str) -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC) + after
    first = next_time(f"{minute} {hour} * * *", ZoneInfo(zone), at)
    assert first is not None
    second = next_time(f"{minute} {hour} * * *", ZoneInfo(zone), first)
    assert second is not None
    assert at < first < second
    assert second.date() - first.date() == timedelta(days=1)
    assert first - at <= timedelta(days=1, hours=2)
