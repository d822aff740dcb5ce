"""Cron lines, checked before anything runs: `minute hour day month weekday`. Pure."""

import re
from typing import Final

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


def check_cron(line: str) -> None:
    """Raises ValueError, which names the field, for a line that no clock could follow."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError("a cron line has five fields: minute hour day month weekday")
    for written, (name, low, high, names) in zip(fields, _FIELDS, strict=True):
        for part in written.lower().split(","):
            _check_part(part, name, low, high, names)


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
