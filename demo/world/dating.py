"""One moment in the words of many desks."""

from datetime import UTC, datetime
from email.utils import format_datetime

from demo.world.outlets import Stamp

RU_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip
UK_MONTHS = ("січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня")  # fmt: skip
DE_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember")  # fmt: skip
EN_MONTHS = ("January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December")  # fmt: skip
RU_ZONES = {"MSK": "МСК", "VLAT": "местное время"}


def in_words(at: datetime, language: str) -> str:
    """The date line that readers see. `at` is in the outlet's zone."""
    month, zone = at.month - 1, at.tzname() or ""
    match language:
        case "ru":
            return f"{at.day} {RU_MONTHS[month]} {at.year}, {at:%H:%M} ({RU_ZONES.get(zone, zone)})"
        case "uk":
            return f"{at.day} {UK_MONTHS[month]} {at.year}, {at:%H:%M}"
        case "ko":
            half, hour = ("오전", at.hour) if at.hour < 12 else ("오후", at.hour - 12 or 12)
            return f"입력 {at.year}년 {at.month}월 {at.day}일 {half} {hour}:{at:%M}"
        case "de":
            return f"{at.day}. {DE_MONTHS[month]} {at.year}, {at:%H:%M} Uhr"
    half, hour = ("a.m.", at.hour or 12) if at.hour < 12 else ("p.m.", at.hour - 12 or 12)
    return f"{EN_MONTHS[month]} {at.day}, {at.year}, {hour}:{at:%M} {half} {zone}".rstrip()


def stamped(at: datetime, stamp: Stamp) -> str:
    """The value of `article:published_time`. `at` is in the outlet's zone."""
    match stamp:
        case Stamp.OFFSET:
            return at.isoformat(timespec="seconds")
        case Stamp.TIGHT:
            return at.strftime("%Y-%m-%dT%H:%M:%S%z")
        case Stamp.NAMED:
            return at.strftime("%Y-%m-%d %H:%M:%S %Z")
        case Stamp.UTC:
            return utc(at)
    return ""


def utc(at: datetime) -> str:
    """ISO 8601 in UTC with a final Z, as the truth and some feeds have it."""
    return datetime.fromtimestamp(at.timestamp(), tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(at: datetime, *, named: bool = False) -> str:
    """The date of an RSS item. `at` is in the outlet's zone, which is `named` ("MSK") where old software writes it."""
    return f"{format_datetime(at).rpartition(' ')[0]} {at.tzname()}" if named else format_datetime(at)


def http_date(at: datetime) -> str:
    """The date of a Last-Modified header."""
    return format_datetime(datetime.fromtimestamp(at.timestamp(), tz=UTC), usegmt=True)
