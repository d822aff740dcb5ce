"""Newest first, from dates as feeds write them. Pure.

Only for the order of leads, so a zone that nobody knows costs some hours of precision and a date that cannot be read
costs nothing; what an article says of its date is read with care in `pipelines/dates.py`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

Item = TypeVar("Item")

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")


def instant(raw: str) -> float | None:
    """Seconds since 1970 of an RFC 822 or ISO 8601 date (also only a year or month); None for anything else."""
    raw = raw.strip()
    if not raw:
        return None
    try:
        if partial := _PARTIAL.fullmatch(raw):
            found = datetime(int(partial[1]), int(partial[2] or 1), 1, tzinfo=UTC)
        elif raw[:4].isdigit():
            found = datetime.fromisoformat(raw)
        else:
            found = parsedate_to_datetime(raw)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        return found.timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):  # the last two: email.utils on odd strings
        return None


def newest_first(items: Sequence[Item], date_of: Callable[[Item], str]) -> list[Item]:
    """The items by date, newest first. One without a date stays behind the one it follows, or ahead of all."""
    standing = float("inf")
    dated: list[tuple[float, Item]] = []
    for item in items:
        when = instant(date_of(item))
        standing = standing if when is None else when
        dated.append((standing, item))
    dated.sort(key=lambda pair: -pair[0])  # a stable sort: equal dates keep the order of the document
    return [item for _, item in dated]
