"""Dates that cannot be: after the page was fetched, or before its outlet began.

Such a date is kept as the page claims it, with the doubt beside it; nothing is ordered by it. Its age alone is no
reason: outlets put their archives on the web, so that what counts is when the title was founded, not its site.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from records import DateDoubt, Precision, When

# Clocks of servers are off by minutes, and a day without its zone begins up to 14 hours before it does in UTC.
LATEST = timedelta(days=1)
EASTERNMOST = timedelta(hours=14)  # the farthest that a wall clock is ahead of UTC
FIRST_DAY = "1995-01-01"  # of the web's news: what an outlet of which we know nothing is not taken to be older than


def doubted(when: When | None, seen: str, founded: str = "") -> When | None:
    """A claimed date with what there is to doubt of it.

    `seen` is when its page was fetched (ISO 8601, UTC; "" where nobody says), `founded` the outlet's first day.
    """
    return None if when is None else replace(when, doubt=_doubt(when, seen, founded or FIRST_DAY))


def _doubt(when: When, seen: str, founded: str) -> DateDoubt:
    if when.day < founded:
        return DateDoubt.EARLY
    return DateDoubt.FUTURE if seen and _is_after(when, seen) else DateDoubt.NONE


def _is_after(when: When, seen: str) -> bool:
    """Whether a date lies more than a day after the page was fetched, in whatever zone its clock is."""
    try:
        latest = datetime.fromisoformat(seen) + LATEST
        claimed = datetime.fromisoformat(when.value)
    except (ValueError, OverflowError):
        return False
    if when.precision is not Precision.INSTANT:
        claimed = claimed.replace(tzinfo=UTC) - EASTERNMOST
    return claimed > latest
