"""What every command shares: the configuration, the database, and times as people write them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import click
from sqlite_utils import Database

from config import Config, load, moments
from store import events
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
    """A time as a person writes it now -> UTC, ISO 8601. Raises UsageError."""
    return moments.moment(text, zone, datetime.now(UTC))


def option_moment(app: App, text: str | None) -> str:
    """An optional time of the command line; empty where none was given."""
    return moment(text, app.config.settings.report.zone) if text else ""


def mark_from(db: Database, text: str, zone: str) -> int:
    """A mark as a person writes it: its number, or a time, which means the first event from then on."""
    if text.strip().isdigit():
        return events.check_mark(db, int(text))
    return events.mark_at(db, moment(text, zone))
