"""Times as people write them: `2026-11-01`, `2026-11-01 07:30`, `today`, `yesterday`, `2d`. Pure."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from config.settings import parse_duration
from errors import UsageError


def moment(text: str, zone: str, now: datetime) -> str:
    """A time as a person writes it -> UTC, ISO 8601. What names no zone is meant in `zone`. Raises UsageError."""
    words = text.strip().lower()
    try:
        at = _spoken(words, now.astimezone(ZoneInfo(zone))) or datetime.fromisoformat(text.strip())
        at = (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"time `{text}`", "cannot be read", "write 2026-11-01, 2026-11-01T07:30, today, yesterday, 2d or 3h"
        ) from None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _spoken(words: str, now: datetime) -> datetime | None:
    """A time that is told from now on backwards; None for any other."""
    if words in ("today", "yesterday"):
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=int(words == "yesterday"))
    if re.fullmatch(r"\d+(\.\d+)?\s*[smhdw]", words):
        span = parse_duration(words)
        assert isinstance(span, timedelta)
        return now.astimezone(UTC) - span
    return None
