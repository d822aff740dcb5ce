"""Mend a database, after a copy of all its bytes was put beside it.

What hangs on the articles is made anew from them (the indexes, the words). Where pages of the file itself are broken,
every table is read from both its ends as far as it can be, into a new file that takes the old one's place.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from errors import StoreError
from store.backups import first_fault
from store.database import explained, open_database, writing
from store.keeping import copy_bytes, set_aside
from store.leads import LONGEST_BACKOFF, later
from store.reindexing import index_folding, index_words
from store.soundness import State, look
from store.sources import LONGEST_PARKING


def repair(database: Path, at: str) -> Iterator[str]:
    """Mend what can be mended; yields what was done, a line each. The first is where the copy is.

    Nobody else may have the database open (the caller holds the locks). Raises StoreError where there is no room for
    the copy; then nothing was touched.
    """
    yield f"kept a copy: {copy_bytes(database, 'before-repair')}"
    if not _reads(database):
        yield from _salvage(database)
    with closing(open_database(database)) as db:
        broken = {finding.check for finding in look(db, at) if finding.state is not State.WELL}
        if "search index" in broken:
            yield f"indexed {index_words(db):,} articles anew"
        if "folding index" in broken:
            yield f"indexed {index_folding(db):,} articles for folding anew"
        if "clock" in broken:
            yield from _unpark(db, at)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _reads(database: Path) -> bool:
    """Whether the file is whole, if need be after its indexes were built anew: they are copies of what tables hold."""
    with contextlib.suppress(sqlite3.DatabaseError), closing(_plainly(database)) as connection:
        if not first_fault(connection):
            return True
        connection.execute("REINDEX")
        return not first_fault(connection)
    return False


def _plainly(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(database, isolation_level=None)


def _salvage(database: Path) -> Iterator[str]:
    fresh = database.with_name(f"{database.name}.salvaged")
    fresh.unlink(missing_ok=True)
    try:
        with closing(open_database(fresh)) as db, closing(_plainly(database)) as old:
            rescued = {table: _rescue(old, db, table) for table in _tables(db)}
            if not any(rescued.values()):
                raise StoreError(str(database), "nothing in it can be read", "restore a backup")
            yield from (f"{table}: {number:,} rows read" for table, number in rescued.items() if number)
            with writing(db):
                asked_again = _reconcile(db)
            if asked_again:
                yield f"{asked_again:,} lost articles will be asked for again by the next crawl"
            yield f"indexed {index_words(db):,} articles anew, {index_folding(db):,} for folding"
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.execute("PRAGMA journal_mode = DELETE")
        set_aside(database, "broken")
        fresh.replace(database)
    except sqlite3.Error as error:
        raise explained(error, fresh) from error
    finally:
        fresh.unlink(missing_ok=True)


def _tables(db: Database) -> list[str]:
    """The tables with rows of their own; the two indexes, of words and of shingles, are made anew from them."""
    rows = db.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'article_words%' AND name NOT IN ('_sqlite_migrations', 'postings') ORDER BY name"
    )
    return [name for (name,) in rows]


def _rescue(old: sqlite3.Connection, db: Database, table: str) -> int:
    """Copy what can be read of a table; returns how many rows. Foreign keys wait until everything is there."""
    described = db.execute(f"PRAGMA table_info({table})").fetchall()
    columns = [row[1] for row in described]
    with contextlib.suppress(sqlite3.DatabaseError):
        there = {row[1] for row in old.execute(f"PRAGMA table_info({table})")}
        columns = [name for name in columns if name in there]
    keys = [row[1] for row in sorted(described, key=lambda row: row[5]) if row[5]]
    numbered = len(keys) == 1 and next(row[2] for row in described if row[5]) == "INTEGER"
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    select = f"SELECT {names} FROM {table}"
    rescued = 0
    db.execute("PRAGMA foreign_keys = OFF")
    with writing(db):
        for row in _readable(old, select, ", ".join(keys), columns.index(keys[0]) if numbered else None):
            cursor = db.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row)
            rescued += max(cursor.rowcount, 0)
    db.execute("PRAGMA foreign_keys = ON")
    return rescued


def _readable(old: sqlite3.Connection, select: str, order: str, number: int | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a table from its first on until it breaks, then from its last back, and, where its key is a number
    (in the column at `number`), each row in between that can be read by itself."""
    first, last = None, None
    for direction in ("ASC", "DESC"):
        with contextlib.suppress(sqlite3.DatabaseError):
            for row in old.execute(f"{select} ORDER BY {order or 'rowid'} {direction}"):
                yield row
                if number is not None and direction == "ASC":
                    first = row[number]
                elif number is not None:
                    last = row[number]
    for key in range((first or 0) + 1, last or 0):  # ids are given one after the other, so that this ends
        with contextlib.suppress(sqlite3.DatabaseError):
            yield from old.execute(f"{select} WHERE {order} = ?", (key,))


def _reconcile(db: Database) -> int:
    """Make what was rescued agree: what names a lost row names none, or goes with it.

    Returns the number of leads whose article is lost: they are open again, so that the next crawl fetches it.
    """
    lost = "article IS NOT NULL AND article NOT IN (SELECT id FROM articles)"
    asked_again = db.execute(
        f"UPDATE leads SET state = 'new', reason = '', ended_at = NULL, readings = 0, article = NULL WHERE {lost}"
    ).rowcount
    db.execute(
        "INSERT INTO stories (id, first_seen) SELECT story, min(first_seen) FROM articles"
        " WHERE story NOT IN (SELECT id FROM stories) GROUP BY story"
    )
    for table in _tables(db):
        needed = {row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[3] or row[5]}
        for _, _, parent, column, key, *_ in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            dangling = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {key or 'id'} FROM {parent})"
            if column in needed:
                db.execute(f"DELETE FROM {table} WHERE {dangling}")
            else:
                db.execute(f"UPDATE {table} SET {column} = NULL WHERE {dangling}")
    db.execute(
        "UPDATE stories SET origin = (SELECT min(id) FROM articles WHERE story = stories.id) WHERE origin IS NULL"
        " OR (SELECT story FROM articles WHERE id = origin) <> id"
    )
    db.execute("DELETE FROM stories WHERE origin IS NULL")
    db.execute(
        "UPDATE articles SET of = (SELECT origin FROM stories WHERE id = story)"
        " WHERE of IS NULL AND relation <> 'origin'"
    )
    db.execute("UPDATE articles SET relation = 'origin', of = NULL WHERE of = id")
    return asked_again


def _unpark(db: Database, at: str) -> Iterator[str]:
    with writing(db):
        leads = db.execute(
            "UPDATE leads SET not_before = '' WHERE state = 'new' AND not_before > ?", (later(at, 2 * LONGEST_BACKOFF),)
        ).rowcount
        hosts = db.execute("DELETE FROM hosts WHERE parked_until > ?", (later(at, LONGEST_PARKING),)).rowcount
    if leads or hosts:
        yield f"{leads:,} leads and {hosts:,} hosts may be asked again"
