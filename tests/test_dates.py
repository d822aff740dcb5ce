"""Dates are read as written: an instant, a wall clock or a day; nothing is invented."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import read_date, to_utc, zone_of
from pipelines.datewords import AREAS, MONTH_OF, ZONES
from records import Precision


def said(raw: str, languages: tuple[str, ...] = (), zone_hint: str = "") -> str | None:
    when = read_date(raw, languages=languages, zone_hint=zone_hint)
    return when.value if when else None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-11-09T13:15:00+03:00", "2026-11-09T10:15:00Z"),
        ("2026-11-09T13:15:00+0300", "2026-11-09T10:15:00Z"),
        ("2026-11-09T13:15+03", "2026-11-09T10:15:00Z"),
        ("2026-11-09T10:15:00.389Z", "2026-11-09T10:15:00Z"),
        ("2026-11-09 13:15:00.389000+03:00", "2026-11-09T10:15:00Z"),
        ("2026-11-09 13:15:00 +0300 MSK", "2026-11-09T10:15:00Z"),
        ("20261109T101500Z", "2026-11-09T10:15:00Z"),
        ("Mon, 09 Nov 2026 13:15:00 +0300", "2026-11-09T10:15:00Z"),
        ("Mon, 09 Nov 2026 13:15:00 MSK", "2026-11-09T10:15:00Z"),
        ("Mon, 9 Nov 26 10:15 GMT", "2026-11-09T10:15:00Z"),
        ("Mon, 09 Nov 2026 05:15:00 EST", "2026-11-09T10:15:00Z"),
        ("Mon Nov 09 10:15:00 UTC 2026", "2026-11-09T10:15:00Z"),
        ("Monday, November 9, 2026 5:15 a.m. ET", "2026-11-09T10:15:00Z"),
        ("July 9, 2026 6:15 AM ET", "2026-07-09T10:15:00Z"),
        ("Nov 9, 2026 at 3:45 pm IST", "2026-11-09T10:15:00Z"),
        ("9 ноября 2026 года, 13:15 (МСК)", "2026-11-09T10:15:00Z"),
        ("9 ноября 2026, 13:15 мск", "2026-11-09T10:15:00Z"),
        ("13:15, 9 ноября 2026 г. (МСК)", "2026-11-09T10:15:00Z"),
        ("2026년 11월 9일 오후 7시 15분 (KST)", "2026-11-09T10:15:00Z"),
        ("2026-11-09 19:15:00 KST", "2026-11-09T10:15:00Z"),
        ("2026年11月9日 19時15分 JST", "2026-11-09T10:15:00Z"),
        ("2026年11月09日18:15 北京时间", "2026-11-09T10:15:00Z"),
        ("9. November 2026, 11:15 Uhr MEZ", "2026-11-09T10:15:00Z"),
        ("1794219300", "2026-11-09T10:15:00Z"),
        ("1794219300000", "2026-11-09T10:15:00Z"),
        ("2026-11-09T10:15:00 GMT+0000 (Coordinated Universal Time)", "2026-11-09T10:15:00Z"),
        ("Mon, 09 Nov 2026 23:15:00 UTC+13:00", "2026-11-09T10:15:00Z"),
    ],
)
def test_a_named_zone_makes_an_instant(raw: str, value: str) -> None:
    assert said(raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-11-09T13:15:00", "2026-11-09T13:15:00"),
        ("2026-11-09 13:15", "2026-11-09T13:15:00"),
        ("20261109131500", "2026-11-09T13:15:00"),
        ("9 ноября 2026, 13:15", "2026-11-09T13:15:00"),
        ("9 листопада 2026, 13:15", "2026-11-09T13:15:00"),
        ("09.11.2026 13:15", "2026-11-09T13:15:00"),
        ("13:15, 9 ноября 2026", "2026-11-09T13:15:00"),
        ("2026년 11월 9일 오후 3시 15분", "2026-11-09T15:15:00"),
        ("2026. 11. 9. 오후 3:15", "2026-11-09T15:15:00"),
        ("입력 2026.11.09. 15:15", "2026-11-09T15:15:00"),
        ("2026年11月9日 午後3時15分", "2026-11-09T15:15:00"),
        ("2026年11月09日15:15", "2026-11-09T15:15:00"),
        ("令和8年11月9日 15時", "2026-11-09T15:00:00"),
        ("9. November 2026, 15.15 Uhr", "2026-11-09T15:15:00"),
        ("9 novembre 2026 à 15h15", "2026-11-09T15:15:00"),
        ("９ ноября 2026 １５：１５", "2026-11-09T15:15:00"),
        ("Published 9 Nov 2026 12:05 am", "2026-11-09T00:05:00"),
        ("9 نوفمبر 2026 15:15", "2026-11-09T15:15:00"),
        ("٩ نوفمبر ٢٠٢٦", "2026-11-09"),
    ],
)
def test_a_time_without_a_zone_stays_a_wall_clock(raw: str, value: str) -> None:
    assert said(raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-11-09", "2026-11-09"),
        ("20261109", "2026-11-09"),
        ("2026/11/9", "2026-11-09"),
        ("November 9, 2026", "2026-11-09"),
        ("9th of November 2026", "2026-11-09"),
        ("09-Nov-2026", "2026-11-09"),
        ("9 de noviembre de 2026", "2026-11-09"),
        ("9 listopada 2026", "2026-11-09"),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("2026年11月9日", "2026-11-09"),
        ("9 नवंबर 2026", "2026-11-09"),
        ("9 marca 2026 r.", "2026-03-09"),
        ("9 Kas 2026", "2026-11-09"),
        ("주체115(2026)년 11월 9일 로동신문", "2026-11-09"),
        ("二〇二六年十一月九日", "2026-11-09"),
        ("二〇二六年二月二十日", "2026-02-20"),
        ("2026年十月三十一日", "2026-10-31"),
        ("الأحد، 09 آب/أغسطس 2026", "2026-08-09"),
        ("9 تشرين الثاني 2026", "2026-11-09"),
        ("9 شباط 2026", "2026-02-09"),
        ("9 फ़रवरी 2026", "2026-02-09"),
        ("9 May 2026", "2026-05-09"),
    ],
)
def test_a_day_is_only_a_day(raw: str, value: str) -> None:
    when = read_date(raw)
    assert when is not None
    assert (when.value, when.precision, when.raw) == (value, Precision.DAY, raw)


@pytest.mark.parametrize(
    "raw",
    ["", "yesterday", "11月19日", "9 ноября", "November 9", "03/04/2026", "2026", "2026-13-40", "2026-02-30",
     "3 hours ago", "page 12 of 2026", "99999999999999999999", "NaN", "10:15"],
)  # fmt: skip
def test_nothing_is_invented(raw: str) -> None:
    assert said(raw) is None


def test_a_language_decides_the_order_of_day_and_month_but_english_does_not() -> None:
    assert said("03/04/2026", ("fr",)) == "2026-04-03"
    assert said("03/04/2026", ("en",)) is None


def test_dateparser_is_asked_for_languages_whose_months_we_do_not_list() -> None:
    assert said("9 tháng 11, 2026", ("vi",)) == "2026-11-09"
    assert said("9. marraskuuta 2026 klo 15:15", ("fi",)) == "2026-11-09T15:15:00"


def test_a_zone_known_to_the_caller_is_used_and_named() -> None:
    when = read_date("2026-11-09 13:15", zone_hint="Europe/Moscow")
    assert when is not None
    assert (when.value, when.zone_from) == ("2026-11-09T10:15:00Z", "hint")


def test_where_the_zone_came_from_is_kept() -> None:
    zones = [read_date(raw) for raw in ("2026-11-09 13:15 МСК", "2026-11-09T10:15Z", "1794219300")]
    assert [when.zone_from for when in zones if when] == ["МСК", "offset", "epoch"]


@given(st.datetimes())
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    if 1900 <= moment.year <= 2199:
        assert said(moment.isoformat()) == moment.isoformat()


SPELLED = [*MONTH_OF.items()]
NAMED = [*ZONES, *AREAS]
SHAPES = (
    "{d} {name} {y}, {H:02}:{M:02} ({zone})",
    "{d}. {name} {y} {H:02}:{M:02} {zone}",
    "{name} {d}, {y} {H:02}:{M:02} {zone}",
    "{y}-{m:02}-{d:02} {H:02}:{M:02} {zone}",
    "{y}年{m}月{d}日 {H}時{M:02}分 {zone}",
    "{y}년 {m}월 {d}일 {H}시 {M}분 ({zone})",
    "{d:02}.{m:02}.{y}, {H:02}:{M:02} {zone}",
    "{y}.{m}.{d}. {H:02}:{M:02} {zone}",
)


@given(
    st.datetimes(),
    st.sampled_from(SPELLED),
    st.sampled_from(NAMED),
    st.sampled_from(SHAPES),
    st.booleans(),
)
def test_a_moment_in_any_supported_spelling_is_that_moment(
    moment: datetime, month: tuple[str, int], zone: str, shape: str, capitals: bool
) -> None:
    year, day = 1995 + moment.year % 200, min(moment.day, 28)
    wall = moment.replace(year=year, month=month[1], day=day, second=0, microsecond=0, fold=0)
    parts = {"y": wall.year, "m": wall.month, "d": wall.day, "H": wall.hour, "M": wall.minute}
    raw = shape.format(name=month[0].capitalize(), zone=zone.upper() if capitals else zone, **parts)
    when = read_date(raw)
    assert when is not None
    known = zone_of(zone)
    assert known is not None
    there = wall.replace(tzinfo=known)
    assert (when.value, when.precision, when.raw) == (to_utc(there), Precision.INSTANT, raw)
    assert when.day == wall.date().isoformat()
    assert when.zone_from in (zone.upper(), "offset")


def test_moscow_had_another_clock_until_2014() -> None:
    assert said("9 ноября 2012, 13:15 (МСК)") == "2012-11-09T09:15:00Z"
    assert said("9 ноября 2026, 13:15 (МСК)") == "2026-11-09T10:15:00Z"


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    read_date(text)
    read_date("2026 " + text + " 12:30")


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("2026-11-09T20:00:21-05:00", "2026-11-09T20:00:21-05:00"),
        ("Mon, 09 Nov 2026 01:15:00 MSK", "2026-11-09T01:15:00+03:00"),
        ("9 ноября 2026, 01:15 (МСК)", "2026-11-09T01:15:00+03:00"),
        ("2026-11-09T10:15:00Z", "2026-11-09T10:15:00Z"),
        ("1794219300", "2026-11-09T10:15:00Z"),
        ("9 November 2026 13:15", "2026-11-09T13:15:00"),
        ("2026-11-09", "2026-11-09"),
    ],
)
def test_an_instant_can_be_told_by_the_pages_own_clock(raw: str, written: str) -> None:
    when = read_date(raw)
    assert when is not None
    assert when.written == written
