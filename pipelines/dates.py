"""One date string -> When: an instant where the string names its zone, else a wall clock, else a day, else nothing.

Nothing is invented: no year ("11月19日" is no date), no zone, no order of an ambiguous 03/04/2026. Numbers and
named months are read by the patterns below, in the languages of the outlets; dateparser, which is slow, is asked last
and only where the caller knows the language.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.clean import clean_text
from pipelines.datewords import AREAS, MONTH_OF, TWO_WORDS, UNMISTAKABLE, ZONES
from records import Precision, When

RAW_LIMIT = 200  # characters; the longest date that a development page claims has 62
FIRST_YEAR, LAST_YEAR = 1900, 2199
EPOCH_SECONDS = range(10**8, 10**11)  # 1973 to 5138: shorter numbers are years and days, longer ones milliseconds
TWO_DIGIT_CENTURY = 2000  # RFC 822 wrote two digits; no feed is older than the century
REIWA = 2018  # Japanese years of the era Reiwa start from here

_ZONE_NAMES = "|".join(sorted(map(re.escape, (*ZONES, *AREAS)), key=len, reverse=True))
_ZONE = re.compile(
    rf"\s*(?:uhr\b|год[ау]?\b)?[,\s]*[(\[]?(?:(?P<base>utc|gmt)?\s*(?P<sign>[+\-−])(?P<hours>\d{{1,2}}):?(?P<minutes>\d\d)?(?![\d])"
    rf"|(?P<name>{_ZONE_NAMES})(?![\w])|(?P<area>[A-Z][a-z]+/[A-Z]\w+))",
    re.I,
)
_AM = r"a\.?\s?m\b\.?|午前|上午|凌晨|早上|오전|صباحاً?|ص"
_PM = r"p\.?\s?m\b\.?|午後|下午|晚上|오후|مساءً?|م"
_TIME = re.compile(
    rf"(?P<before>{_AM}|{_PM})?\s*(?<![\d:.])(?P<hour>\d{{1,2}})"
    r"(?:\s?[:：]\s?(?P<minute>\d\d)(?:\s?[:：]\s?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"|\s?[時时点點시]\s?(?:(?P<cjk_minute>\d{1,2})\s?[分분])?(?:\s?(?P<cjk_second>\d{1,2})\s?[秒초])?"
    r"|\s?h\s?(?P<h_minute>\d\d)\b|[.](?P<dot_minute>\d\d)(?=\s*(?:uhr|h\b|hs\b|$|\(|[ap]\.?m))"
    rf"|(?=\s?(?:[ap]\.?\s?m\b)))(?!\d)\s*(?P<after>{_AM}|{_PM})?",
    re.I,
)
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?=\D|$)")
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?)?(?P<zone>Z|[+-]\d{4})?"
)
_CJK = re.compile(
    r"(?<!\d)(?P<y>\d{4}|令和\s?\d{1,2})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号號]?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})\s?[./]\s?(?P<m>\d{1,2})\s?[./]\s?(?P<d>\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)")
_DASHED = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[/-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d:])(?P<d>\d{1,2})(?:st|nd|rd|th|º|er|-го|ого)?[.,]?[\s\-/]*(?:de |of |d')?"
    r"(?P<month>[^\W\d_][^\s\d,./-]*)[.,]?[\s\-/]*(?:de |del )?(?P<y>\d{4}|\d\d(?=\s+\d\d:))(?!\d)",
    re.I,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_][^\s\d,./-]*)[.,]?[\s\-/]*(?P<d>\d{1,2})(?:st|nd|rd|th)?[,.]?\s*(?P<y>\d{4})(?!\d)",
    re.I,
)
_YEAR_MONTH_DAY = re.compile(r"(?P<y>\d{4})[\s,-]+(?P<month>[^\W\d_][^\s\d,./-]*)\.?[\s,-]+(?P<d>\d{1,2})(?!\d)", re.I)
# The order of C's ctime(), with the year at the end: "Mon Nov 09 10:15:00 UTC 2026".
_CTIME = re.compile(r"\b([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)( [A-Z]{3,4}| [+-]\d{4})? (\d{4})\b")
# North Korea counts from 1912 and writes our year behind: 주체115(2026)년.
_JUCHE = re.compile(r"주체\s?\d{1,3}\s?\((\d{4})\)\s?년")
_DIGITS = "零一二三四五六七八九〇"
_NUMERAL = re.compile(rf"[{_DIGITS}十]+")
_NUMERALS = re.compile(rf"(?:\d{{4}}|[{_DIGITS}]{{4}})年[{_DIGITS}十]{{1,2}}月[{_DIGITS}十]{{1,3}}[日号號]")
# آب/أغسطس: both names of a month; كانون الثاني: one of two words.
_TWO_NAMES = re.compile("|".join(map(re.escape, TWO_WORDS)) + r"|([^\W\d_]+)\s?/\s?([^\W\d_]+)")
_APART = re.compile(rf"(?<!\w)(?:{'|'.join(UNMISTAKABLE)})\w*(?: времени)?", re.I)
_NAMED = (_DAY_FIRST, _MONTH_FIRST, _YEAR_MONTH_DAY)


@dataclass(frozen=True, slots=True)
class _Day:
    year: int
    month: int
    day: int
    start: int
    end: int


def read_date(raw: str, *, languages: Sequence[str] = (), zone_hint: str = "", ask: bool = True) -> When | None:
    """The date that a string names, or None.

    `languages` (ISO 639-1) decide the order of 03/04/2026 and allow dateparser. `zone_hint` is a zone name, offset or
    area that the caller knows to hold for this string (not a guess); it turns a wall clock into an instant. Without
    `ask`, dateparser is not: for strings that need not be dates at all.
    """
    shown = clean_text(raw, RAW_LIMIT)
    text = _one_calendar(_CTIME.sub(r"\2 \1 \5 \3\4", _plain_digits(shown)))
    if not any(c.isdigit() for c in text):
        return None
    stamped = _stamp(text)
    if stamped is not None:
        return _when(*stamped, shown, zone_hint)
    day = _find_day(text, languages)
    if day is None:
        return _ask_dateparser(text, shown, languages, zone_hint) if ask else None
    # What stands where the date stood must not look like a part of the time.
    rest = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    if "T" in rest[day.end : day.end + 1]:
        rest = rest[: day.end] + " " + rest[day.end + 1 :]
    clock = _find_time(rest)
    try:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the zone, if any, is added below
        if clock is None:
            return When(moment.date().isoformat(), Precision.DAY, shown)
        hour, minute, second, end = clock
        moment = moment.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return None
    zone, zone_from = _zone_at(rest[end:])
    if zone is None and (apart := _APART.search(rest)):
        zone, zone_from = _zone_at(apart[0])
    return _when(moment, zone, zone_from, shown, zone_hint)


def zone_of(name: str) -> tzinfo | None:
    """The zone that a name ("MSK", "+09:00", "Europe/Kyiv") stands for, or None."""
    return _zone_at(name)[0]


def day_of(year: str, month: str, day: str) -> str:
    """ISO 8601 of a day given in parts, the month as a number or a name; "" where there is no such day."""
    try:
        number = int(month) if month.isdecimal() else _month(month)
        return datetime(int(year), number, int(day)).date().isoformat()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return ""


def to_utc(moment: datetime) -> str:
    """ISO 8601 with seconds and a final Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _when(moment: datetime, zone: tzinfo | None, zone_from: str, raw: str, hint: str) -> When | None:
    if zone is None and hint:
        zone, zone_from = zone_of(hint), "hint"
    try:
        if zone is None:
            return When(moment.strftime("%Y-%m-%dT%H:%M:%S"), Precision.NAIVE, raw)
        there = moment.replace(tzinfo=zone)
        # A moment written in UTC may come from a machine: it does not say which clock its readers live by.
        local = there.isoformat() if there.utcoffset() else ""
        return When(to_utc(there), Precision.INSTANT, raw, zone_from, local)
    except (ValueError, OverflowError):
        return None


def _plain_digits(text: str) -> str:
    """Full-width and Arabic-Indic digits and punctuation as plain ones."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c, c)) if not c.isascii() else c for c in text)


def _one_calendar(text: str) -> str:
    """Spellings of a date that no pattern below knows, as one that it does."""
    if text.isascii():
        return text
    text = _JUCHE.sub(r"\1年", text)
    text = _NUMERALS.sub(lambda found: _in_digits(found[0]), text)
    return _TWO_NAMES.sub(lambda found: TWO_WORDS.get(found[0]) or found[2] or found[0], text)


def _in_digits(numeral: str) -> str:
    """二〇二六年十一月九日 in digits: a year is written sign by sign, month and day are counted in tens."""

    def number(part: str) -> str:
        tens, ten, ones = part.partition("十")
        if not ten:
            return "".join(str(_DIGITS.index(sign) % 10) for sign in part)
        return str((_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0))

    return _NUMERAL.sub(lambda found: number(found[0]), numeral)


def _stamp(text: str) -> tuple[datetime, tzinfo | None, str] | None:
    """Numbers without separators: seconds or milliseconds since 1970, or 20261109T101500."""
    if text.isdigit() and len(text) in (9, 10, 12, 13):
        seconds = int(text) // (1000 if len(text) >= 12 else 1)
        if seconds in EPOCH_SECONDS:
            return datetime.fromtimestamp(seconds, UTC), UTC, "epoch"
    match = _COMPACT.fullmatch(text)
    if match and match["H"]:
        parts = [int(match[name] or 0) for name in "ymdHMS"]
        if FIRST_YEAR <= parts[0] <= LAST_YEAR:
            try:
                moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - six numbers; the zone comes beside
            except ValueError:
                return None
            return (moment, *_zone_at(match["zone"] or ""))
    return None


def _find_day(text: str, languages: Sequence[str]) -> _Day | None:
    for pattern in (_ISO, _CJK, _YEAR_FIRST, _DOTTED):
        if match := pattern.search(text):
            year = match["y"]
            number = REIWA + int(year[2:]) if year.startswith("令和") else int(year)
            return _day(number, int(match["m"]), int(match["d"]), match)
    if match := _DASHED.search(text):
        return _ordered(match, languages)
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            if month := _month(match["month"]):
                year = int(match["y"])
                return _day(year + (TWO_DIGIT_CENTURY if year < 100 else 0), month, int(match["d"]), match)
    if match := _COMPACT.fullmatch(text):
        return _day(int(match["y"]), int(match["m"]), int(match["d"]), match)
    return None


def _day(year: int, month: int, day: int, match: "re.Match[str]") -> _Day | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _Day(year, month, day, match.start(), match.end())


def _ordered(match: "re.Match[str]", languages: Sequence[str]) -> _Day | None:
    """03/04/2026 by its own evidence, else by the language; English writes it both ways, so English does not tell."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first > 12 or first == second:
        return _day(year, second, first, match)
    if second > 12:
        return _day(year, first, second, match)
    if languages and not languages[0].startswith("en"):
        return _day(year, second, first, match)
    return None


def _month(word: str) -> int:
    """The number of a month's name, 0 for any other word."""
    return MONTH_OF.get(word.lower().rstrip(".'’"), 0)


def _find_time(text: str) -> tuple[int, int, int, int] | None:
    """Hour, minute, second, and where the time ends."""
    for match in _TIME.finditer(text):
        hour = int(match["hour"])
        minute = int(match["minute"] or match["cjk_minute"] or match["h_minute"] or match["dot_minute"] or 0)
        second = int(match["second"] or match["cjk_second"] or 0)
        half = (match["before"] or match["after"] or "").lower()
        if half:
            if re.fullmatch(_PM, half, re.I):
                hour = hour + 12 if hour < 12 else hour
            elif hour == 12:
                hour = 0
        if hour <= 23 and minute <= 59 and second <= 60:
            return hour, minute, min(second, 59), match.end()
    return None


def _zone_at(text: str) -> tuple[tzinfo | None, str]:
    """The zone that a text starts with, and how it was named: "offset", the name in capitals, or nothing."""
    match = _ZONE.match(text)
    if match is None:
        return None, ""
    if match["sign"]:
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes >= 24 * 60:
            return None, ""
        return timezone(timedelta(minutes=-minutes if match["sign"] in "-−" else minutes)), "offset"
    if match["area"]:
        return _area(match["area"]), match["area"]
    name = match["name"].lower()
    if name in AREAS:
        return _area(AREAS[name]), name.upper()
    return timezone(timedelta(hours=ZONES[name])), "offset" if name == "z" else name.upper()


@cache
def _area(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _ask_dateparser(text: str, shown: str, languages: Sequence[str], zone_hint: str) -> When | None:
    """The last resort, for languages whose months the tables lack. Relative dates are not asked for: we know no now."""
    known = [language.split("-")[0] for language in languages]
    if not known or not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{2}", text):
        return None
    import dateparser  # noqa: PLC0415 - slow to import, and few pages get here

    settings = {
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - any fixed day: never the clock's
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        moment = dateparser.parse(text, languages=known, settings=settings)
    except (ValueError, OverflowError, RecursionError, TypeError):
        return None
    if moment is None or str(moment.year) not in text:
        return None
    clock = _find_time(text)
    if clock is None:
        return When(moment.date().isoformat(), Precision.DAY, shown)
    zone, zone_from = _zone_at(text[clock[3] :])
    moment = moment.replace(hour=clock[0], minute=clock[1], second=clock[2], tzinfo=None)
    return _when(moment, zone, zone_from, shown, zone_hint)
