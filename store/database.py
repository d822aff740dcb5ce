"""Open the one file that everything is kept in, and write to it one transaction at a time."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from errors import NotOurDatabase, StoreBusy, StoreError
from store.migrations import APPLICATION_ID, migrations

BUSY_SECONDS = 60.0  # hostile.md, row 47: another writer may hold the file for a minute before we give up
OWNER_ONLY = 0o077  # a database says what an analyst reads: no rights for group and others


def now() -> str:
    """This moment, UTC, ISO 8601 with seconds and a final Z: the one clock of the store."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_database(path: Path, *, create: bool = True) -> Database:
    """The database at `path`, migrated to this version, ready to read and write.

    Raises NotOurDatabase for another program's file or a newer version's, StoreError for what cannot be opened.
    """
    if not path.exists() and not create:
        raise StoreError(str(path), "there is no database yet", "run `treatywatch crawl` first, or name one with --db")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666 & ~OWNER_ONLY))
        db = Database(_connect(path))
        _check_ours(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        # A process that is killed loses nothing under NORMAL in WAL mode; only a power cut may cost the last commits.
        db.execute("PRAGMA synchronous = NORMAL")
        if migrations.pending(db):
            _migrate(db)
        return db
    except sqlite3.OperationalError as error:
        raise _explained(path, error) from error
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreError(str(path), f"cannot be opened ({error})", "is it a database of treatywatch?") from error


def open_reading(path: Path) -> Database:
    """The database at `path`, for reading only: a reader never blocks the writer. Raises StoreError."""
    if not path.exists():
        raise StoreError(str(path), "there is no database yet", "run `treatywatch crawl` first, or name one with --db")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA query_only = ON")
        db = Database(connection)
        _check_ours(db, path)
        pending = migrations.pending(db)
    except sqlite3.OperationalError as error:
        raise _explained(path, error) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(str(path), f"cannot be opened ({error})", "is it a database of treatywatch?") from error
    if pending:
        db.close()
        return open_database(path)
    return db


@contextlib.contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One write transaction. It takes the write lock at once, so that what was looked up is still true at the commit.

    Raises StoreBusy when another process holds the lock for longer than BUSY_SECONDS.
    """
    try:
        db.conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise _explained(Path(_file_of(db)), error) from error
    try:
        yield db
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
    try:
        db.conn.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise _explained(Path(_file_of(db)), error) from error


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level None: we say ourselves where a transaction begins (Python would begin a deferred one).
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check_ours(db: Database, path: Path) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and tables:
        raise NotOurDatabase(str(path), "is a database of another program", "name another file with --db")
    if not tables:
        return
    ours = {migration.name for migration in migrations.pending(Database(memory=True))}
    if unknown := {migration.name for migration in migrations.applied(db)} - ours:
        raise NotOurDatabase(
            str(path), f"was made by a newer version of treatywatch ({unknown.pop()})", "update this checkout"
        )


def _migrate(db: Database) -> None:
    """All that is pending, in one transaction: a process that dies in it leaves the old schema."""
    with writing(db):
        migrations.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _file_of(db: Database) -> str:
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def _explained(path: Path, error: sqlite3.OperationalError) -> StoreError:
    said = str(error)
    if "locked" in said or "busy" in said:
        return StoreBusy(str(path), "another process is writing to it", f"waited {BUSY_SECONDS:.0f} s; try again later")
    if "full" in said:
        return StoreError(str(path), "the disk is full", "nothing was lost; make room and run again")
    if "readonly" in said or "unable to open" in said:
        return StoreError(str(path), f"cannot be opened ({said})", "check the folder's rights, or name one with --db")
    return StoreError(str(path), said)
