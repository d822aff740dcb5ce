"""What every command shares: the configuration, the database, and times as people write them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlite_utils import Database

from config import Config, load
from config.settings import parse_duration
from errors import UsageError
from store.database import open_database, open_reading


@dataclass
class App:
    """The options that stand before the command. Nothing is read before a command needs it."""

    file: Path | None = None
    database: Path | None = None

    @cached_property
    def config(self) -> Config:
        """The checked configuration. Raises ConfigError."""
        return load(self.file, database=self.database)

    def reading(self) -> Database:
        """The database, for reading only. Raises StoreError."""
        return open_reading(self.config.database)

    def writing(self) -> Database:
        """The database, made if it is not there. Raises StoreError."""
        return open_database(self.config.database)


pass_app = click.make_pass_decorator(App)


def moment(text: str, zone: str) -> str:
    """A time as a person writes it -> UTC, ISO 8601: `2026-11-01`, `2026-11-01 07:30`, `today`, `yesterday`, `2d`.

    What names no zone is meant in `zone`. Raises UsageError.
    """
    words = text.strip().lower()
    try:
        at = _spoken(words, ZoneInfo(zone)) or datetime.fromisoformat(text.strip())
        at = (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"time `{text}`", "cannot be read", "write 2026-11-01, 2026-11-01T07:30, today, yesterday, 2d or 3h"
        ) from None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _spoken(words: str, zone: ZoneInfo) -> datetime | None:
    """A time that is told from now on backwards; None for any other."""
    if words in ("today", "yesterday"):
        today = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=int(words == "yesterday"))
    if re.fullmatch(r"\d+(\.\d+)?\s*[smhdw]", words):
        span = parse_duration(words)
        assert isinstance(span, timedelta)
        return datetime.now(UTC) - span
    return None


def option_moment(app: App, text: str | None) -> str:
    """An optional time of the command line; empty where none was given."""
    return moment(text, app.config.settings.report.zone) if text else ""
