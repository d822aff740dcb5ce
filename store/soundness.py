"""Is the database what it should be? Each check asks one question of it and answers in a line; nothing is changed.

The file first (SQLite's own check, the schema, the keys), then what we promise of it (each article has its words, each
story its origin), then how it stands (leads that wait for ever, a log that does not shrink, times from the future).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlite_utils import Database

from pipelines.words import EVERY
from store.backups import first_fault
from store.database import open_empty
from store.leads import LONGEST_BACKOFF, later
from store.migrations import migrations
from store.sources import LONGEST_PARKING

STUCK: Final = timedelta(days=14)
"""A lead may wait for an outlet that is down: eight tries, backed off to a day, end it within this time."""
AHEAD: Final = timedelta(minutes=5)
"""Clocks of two machines may differ by so much; what is written later than that comes from a wrong clock."""
MOST_NAMED: Final = 3  # of many wrong rows, as many are named


class State(StrEnum):
    """How a check ended. Only `BROKEN` makes a command fail."""

    WELL = "well"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check: what was looked at, how it stands, and what to do about it."""

    check: str
    state: State
    said: str
    do: str = ""


def checks() -> dict[str, Callable[[Database, str], Finding]]:
    """All checks by name, in their order; each takes the database and the present moment (UTC, ISO 8601)."""
    return {
        "integrity": _integrity,
        "schema": _schema,
        "keys": _keys,
        "stories": _stories,
        "search index": _search_index,
        "folding index": _folding_index,
        "leads": _leads,
        "clock": _clock,
        "runs": _runs,
    }


def look(db: Database, at: str) -> Iterator[Finding]:
    """Every finding, one by one. Where the file itself is broken, nothing more is asked of it."""
    for name, ask in checks().items():
        finding = ask(db, at)
        yield finding
        if name == "integrity" and finding.state is State.BROKEN:
            return


def _integrity(db: Database, _at: str) -> Finding:
    fault = first_fault(db.conn)
    if fault:
        return Finding("integrity", State.BROKEN, fault, "stop all crawls, then `treatywatch check --repair`")
    size = db.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").fetchone()[0]
    return Finding("integrity", State.WELL, f"{size / 1_000_000:,.1f} MB, every page reads")


def _schema(db: Database, _at: str) -> Finding:
    if pending := migrations.pending(db):
        said = f"{len(pending)} upgrades are due, from {pending[0].name} on"
        return Finding("schema", State.NOTE, said, "the next command that writes does them, and keeps a copy")
    present, proper = _objects(db), _objects(open_empty())
    if missing := sorted(proper - present):
        return Finding("schema", State.BROKEN, f"missing: {_some(missing)}", "restore a backup")
    added = sorted(present - proper)
    version = migrations.applied(db)[-1].name
    said = f"{version}, with tables or indexes of your own: {_some(added)}" if added else version
    return Finding("schema", State.WELL, said)


def _objects(db: Database) -> set[str]:
    rows = db.execute("SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {name for (name,) in rows if not name.endswith("_sqlite_migrations_migration_set_name")}


def _keys(db: Database, _at: str) -> Finding:
    broken = [f"{row[0]} {row[1]} names no {row[2]}" for row in db.execute("PRAGMA foreign_key_check").fetchmany(50)]
    if broken:
        return Finding("keys", State.BROKEN, _some(broken), "restore a backup, or report this with the file")
    return Finding("keys", State.WELL, "every row that names another finds it")


def _stories(db: Database, _at: str) -> Finding:
    strayed = _ids(db, "SELECT s.id FROM stories s JOIN articles a ON a.id = s.origin WHERE a.story <> s.id")
    if strayed:
        said = f"the origin of {_stories_named(strayed)} stands in another story"
        return Finding("stories", State.BROKEN, said, "restore a backup, or report this with the file")
    number, articles = db.execute("SELECT count(DISTINCT story), count(*) FROM articles").fetchone()
    return Finding("stories", State.WELL, f"{number:,} stories of {articles:,} articles, each with its origin")


def _search_index(db: Database, _at: str) -> Finding:
    marked = f"SELECT rowid FROM article_words WHERE article_words MATCH 'marks:\"{EVERY}\"'"
    lost = _ids(db, f"SELECT id FROM articles EXCEPT {marked}")
    stale = _ids(db, f"{marked} EXCEPT SELECT id FROM articles")
    if lost or stale:
        said = f"{len(lost):,} articles cannot be found by their words" if lost else f"{len(stale):,} rows too many"
        return Finding("search index", State.BROKEN, said, "`treatywatch check --repair` builds it anew")
    return Finding("search index", State.WELL, "every article is in it")


def _folding_index(db: Database, _at: str) -> Finding:
    wrong = _ids(
        db,
        "SELECT e.article FROM exemplars e LEFT JOIN articles a ON a.id = e.article"
        " WHERE a.id IS NULL OR a.story <> e.story",
    )
    if wrong:
        said = f"{len(wrong):,} exemplars stand in another story than their articles"
        return Finding("folding index", State.BROKEN, said, "`treatywatch check --repair` builds it anew")
    number = db.execute("SELECT count(*) FROM exemplars").fetchone()[0]
    return Finding("folding index", State.WELL, f"{number:,} exemplars, each in its article's story")


def _leads(db: Database, at: str) -> Finding:
    waiting, oldest = db.execute("SELECT count(*), min(found_at) FROM leads WHERE state = 'new'").fetchone()
    stuck = db.execute(
        "SELECT outlet, count(*) FROM leads WHERE state = 'new' AND found_at < ? GROUP BY outlet ORDER BY 2 DESC, 1",
        (later(at, -STUCK),),
    ).fetchall()
    if stuck:
        said = f"{sum(row[1] for row in stuck):,} wait since before {later(at, -STUCK)[:10]}: " + _some(
            [f"{outlet} {number:,}" for outlet, number in stuck]
        )
        return Finding("leads", State.NOTE, said, "crawl them with `treatywatch crawl --outlet ID`, or see `outlets`")
    return Finding("leads", State.WELL, f"{waiting:,} wait, since {oldest[:10]}" if waiting else "none waits")


def _clock(db: Database, at: str) -> Finding:
    soon = later(at, AHEAD)
    newest = max(
        filter(None, (db.execute(f"SELECT max({name}) FROM {table}").fetchone()[0] for name, table in _STAMPS)),
        default="",
    )
    if newest > soon:
        said = f"this machine says {at}, the last thing kept was written at {newest}"
        return Finding("clock", State.NOTE, said, "set the clock right; reports rest on marks, and lose nothing")
    postponed = db.execute(
        "SELECT count(*) FROM leads WHERE state = 'new' AND not_before > ?", (later(at, 2 * LONGEST_BACKOFF),)
    ).fetchone()[0]
    parked = db.execute("SELECT count(*) FROM hosts WHERE parked_until > ?", (later(at, LONGEST_PARKING),)).fetchone()[
        0
    ]
    if postponed or parked:
        said = f"{postponed:,} leads and {parked:,} hosts wait longer than any server may ask: a clock was wrong"
        return Finding("clock", State.NOTE, said, "`treatywatch check --repair` lets them be asked again")
    return Finding("clock", State.WELL, f"last written to at {newest}" if newest else "nothing was written yet")


_STAMPS: Final = (("at", "events"), ("started_at", "runs"), ("ended_at", "runs"), ("first_seen", "stories"))


def _runs(db: Database, _at: str) -> Finding:
    row = db.execute("SELECT id, pid, started_at, ended_at, ok FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return Finding("runs", State.WELL, "no crawl yet")
    number, pid, started, ended, ok = row
    if ended is None:
        if _alive(pid):
            return Finding("runs", State.WELL, f"run {number} is under way since {started} (process {pid})")
        said = f"run {number}, begun at {started}, recorded no end"
        return Finding("runs", State.NOTE, said, "nothing is lost: the next crawl goes on where it stopped")
    if not ok:
        return Finding("runs", State.NOTE, f"run {number}, ended at {ended}, failed", "see the log of that crawl")
    return Finding("runs", State.WELL, f"run {number} ended at {ended}")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ids(db: Database, sql: str) -> list[int]:
    return [row[0] for row in db.execute(sql)]


def _stories_named(ids: list[int]) -> str:
    return f"stories {_some(list(map(str, ids)))}" if len(ids) > 1 else f"story {ids[0]}"


def _some(names: list[str]) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
