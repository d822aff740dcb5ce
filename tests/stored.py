"""Readings and a database for tests of the store."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from config import Config, load
from pipelines.reading import Reader
from records import Article, Credit, Event, Precision, Reading, When
from store import events, revisits
from store.articles import Kept, Visit, keep
from store.database import open_database, writing
from store.leads import later
from store.revisits import Finding
from tests.small_watch import prose, small_watch

NOON = "2026-11-09T12:00:00Z"
LATER = "2026-11-09T12:15:00Z"  # when a kept article is first asked for again


@dataclass
class Kit:
    """A database with its configuration, and the time that passes in it."""

    db: Database
    config: Config
    path: Path

    def keep(self, reading: Reading, outlet: str = "lantern", at: str = NOON) -> Kept:
        with writing(self.db):
            return keep(self.db, reading, outlet, Visit(at), self.config)

    def again(self, article: int, read: Reading, at: str = LATER) -> Finding:
        """A kept article's page was asked for again, and this was read."""
        with writing(self.db):
            return revisits.read_again(self.db, article, read, Visit(at, etag='"2"'), self.config)

    def miss(self, article: int, at: str) -> Finding:
        """A kept article's page was asked for again, and was not there."""
        with writing(self.db):
            return revisits.missing(self.db, article, 404, Visit(at), self.config)

    def events(self, after: int = 0) -> list[Event]:
        return list(events.between(self.db, after, events.last_mark(self.db)))

    def kinds(self, after: int = 0) -> list[str]:
        return [str(event.kind) for event in self.events(after)]

    def one(self, sql: str, *values: object) -> Any:
        row = self.db.execute(sql, values).fetchone()
        return row[0] if row else None


def kit_in(folder: Path) -> Iterator[Kit]:
    watch = small_watch(folder)
    config = load(watch.folder / "treatywatch.toml", environment={})
    with closing(open_database(config.database)) as db:
        yield Kit(db, config, config.database)


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    yield from kit_in(tmp_path)


@cache
def reader() -> Reader:
    root = Path(__file__).resolve().parent.parent
    config = load(root / "treatywatch.toml", environment={})
    return Reader(tuple(config.agencies.values()), config.topics)


def reading(
    seed: int = 1,
    url: str = "",
    *,
    title: str = "",
    text: str = "",
    canonical: str = "",
    standfirst: str = "",
    published: str = "",
    credit: str = "",
    site: str = "lantern.example",
    language: str = "en",
) -> Reading:
    """What a worker would say of an article; equal seeds are equal words."""
    return reader().assess(
        Article(
            url=url or f"https://{site}/{seed}",
            title=title or f"Headline number {seed}",
            text=text or prose(seed),
            canonical_url=canonical,
            standfirst=standfirst,
            published=When(published, Precision.INSTANT, published) if published else None,
            credits=(Credit(credit, "byline", credit),) if credit else (),
            language=language,
        )
    )


class Interrupted(Exception):
    """A process that dies in the middle of a transaction."""


def cut_short(db: Database, work: Callable[[], object]) -> None:
    """Do some work in a transaction that is not committed."""
    with writing(db):
        work()
        raise Interrupted


def after(at: str, **span: float) -> str:
    return later(at, timedelta(**span))
