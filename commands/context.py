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

LONGEST_SPAN = timedelta(days=36_500)  # "since a hundred years" means all; more would leave the calendar


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
    local = ZoneInfo(zone)
    today = datetime.now(local).replace(hour=0, minute=0, second=0, microsecond=0)
    if words in ("today", "yesterday"):
        at = today - timedelta(days=int(words == "yesterday"))
    elif re.fullmatch(r"\d+(\.\d+)?\s*[smhdw]", words):
        span = parse_duration(words)
        assert isinstance(span, timedelta)
        at = datetime.now(UTC) - min(span, LONGEST_SPAN)
    else:
        try:
            at = datetime.fromisoformat(text.strip())
            at = (at if at.tzinfo else at.replace(tzinfo=local)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise UsageError(
                f"time `{text}`", "cannot be read", "write 2026-11-01, 2026-11-01T07:30, today, yesterday, 2d or 3h"
            ) from None
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def option_moment(app: App, text: str | None) -> str:
    """An optional time of the command line; empty where none was given."""
    return moment(text, app.config.settings.report.zone) if text else ""
