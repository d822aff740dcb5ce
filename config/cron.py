"""Cron lines, checked before anything runs, and when they are due: `minute hour day month weekday`. Pure.

Times are those of a clock on the wall. Where clocks change, a line that names its hours is due once a day: in the hour
that is skipped as soon as it is over, in the hour that comes twice at the first of the two. A line for every hour (`*`,
`*/2`) goes by the hours that pass. A day must fit both `day` and `weekday`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Name, smallest and largest number, names that may stand for numbers.
_FIELDS: Final[tuple[tuple[str, int, int, tuple[str, ...]], ...]] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 6, DAYS),
)
_PART: Final = re.compile(r"(?:(?P<all>\*)|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")


# The 29th of February on a given weekday comes once in 28 years, or 40 around 2100.
_DAYS_AHEAD: Final = 366 * 41
_MINUTE: Final = timedelta(minutes=1)


def check_cron(line: str) -> None:
    """Raises ValueError, which names the field, for a line that no clock could follow, or that is never due."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError("a cron line has five fields: minute hour day month weekday")
    for written, (name, low, high, names) in zip(fields, _FIELDS, strict=True):
        for part in written.lower().split(","):
            _check_part(part, name, low, high, names)
    if next_time(line, ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC)) is None:
        raise ValueError("there is no such day in any year")


def next_time(line: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first moment after `after` at which a checked line is due, in `zone`; None if it is due on no day."""
    minutes, hours, days, months, weekdays = (
        _values(field, low, high, names)
        for field, (_, low, high, names) in zip(line.lower().split(), _FIELDS, strict=True)
    )
    by_the_hour = line.split()[1].startswith("*")
    day = after.astimezone(zone).date() - timedelta(days=1)
    for _ in range(_DAYS_AHEAD):
        if day.month in months and day.day in days and day.weekday() in weekdays:
            walls = (datetime.combine(day, time(hour, minute), zone) for hour in hours for minute in minutes)
            due = sorted(moment for wall in walls for moment in _moments(wall, by_the_hour) if moment > after)
            if due:
                return due[0].astimezone(zone)
        day += timedelta(days=1)
    return None


def _moments(wall: datetime, by_the_hour: bool) -> Iterator[datetime]:
    """The moments, in UTC, at which a clock on the wall shows a time that a line names."""
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if first.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        if not by_the_hour:  # skipped: of a gap, `fold=1` is the moment before it and `fold=0` the one after
            yield _end_of_gap(second, first, wall)
        return
    yield first
    if by_the_hour and second != first:
        yield second


def _end_of_gap(before: datetime, after: datetime, wall: datetime) -> datetime:
    """The first moment after a gap, to the minute, between one before it and one after it."""
    offset = before.astimezone(wall.tzinfo).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) // 2
        if middle.astimezone(wall.tzinfo).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)


def _values(field: str, low: int, high: int, names: tuple[str, ...]) -> list[int]:
    """All numbers that a checked field means."""
    found: set[int] = set()
    for part in field.split(","):
        match = _PART.fullmatch(part)
        assert match is not None
        step = int(match["step"] or 1)
        first = low if match["all"] else _number(match["first"], "", low, high, names)
        open_end = match["all"] or match["step"]  # 5/10 is from 5 on
        last = _number(match["last"], "", low, high, names) if match["last"] else high if open_end else first
        found.update(range(first, last + 1, step))
    return sorted(found)


def _check_part(part: str, name: str, low: int, high: int, names: tuple[str, ...]) -> None:
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f"`{part}` is no {name}: write *, a value, a range such as a-b, or */n")
    if match["step"] is not None and not 1 <= int(match["step"]) <= high:
        raise ValueError(f"`{part}` is no {name}: the step after / is from 1 to {high}")
    ends = [_number(end, name, low, high, names) for end in (match["first"], match["last"]) if end]
    if len(ends) == 2 and ends[0] > ends[1]:
        raise ValueError(f"`{part}` is no {name}: its end lies before its beginning")


def _number(end: str, name: str, low: int, high: int, names: tuple[str, ...]) -> int:
    if end in names:
        return low + names.index(end)
    # Cron counts Sunday as 0, APScheduler Monday: a digit would fire on another day than its writer meant.
    if names == DAYS:
        raise ValueError(
            f"`{end}` is no weekday: write names (mon, tue, ... sun); numbers mean other days to other programs"
        )
    if not end.isdecimal() or not low <= int(end) <= high:
        raise ValueError(f"`{end}` is no {name}: it is from {low} to {high}")
    return int(end)
