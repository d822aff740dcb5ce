"""Open the one file that everything is kept in, and write to it one transaction at a time."""

import contextlib
import errno
import math
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from errors import ConfigError, NotOurDatabase, StoreBusy, StoreError
from store import backups, postings
from store.migrations import APPLICATION_ID, migrations

BUSY_SECONDS = 60.0  # another writer may hold the file for a minute before we give up,
BUSY = "TREATYWATCH_BUSY_SECONDS"  # or as long as this variable says
# An article is shorter than two of the pages of 4 KB that SQLite would take, and what no article fits into stays empty:
# a quarter of all text. A new file has pages of 1 KB, of which 6 % stay empty; an older one keeps its pages.
PAGE_BYTES = 1_024
OWNER_ONLY = 0o077  # a database says what an analyst reads: no rights for group and others


def now() -> str:
    """This moment, UTC, ISO 8601 with seconds and a final Z: the one clock of the store."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def busy_seconds() -> float:
    """How long a writer waits for another one. A variable and no setting: files are opened that no configuration names.

    Raises ConfigError."""
    said = os.environ.get(BUSY, "")
    try:
        seconds = float(said or BUSY_SECONDS)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < math.inf:
        raise ConfigError(BUSY, f"`{said}` is no number of seconds", "write it as 60")
    return seconds


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; another one under the same name is another. None where there is none."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino


def check_same(path: Path, was: tuple[int, int] | None) -> None:
    """Raises StoreError where the database that stood at `path` was deleted, or another one put there."""
    if was is not None and (here := identity(path)) != was:
        what = "was replaced by another file" if here else "was deleted"
        raise StoreError(
            str(path),
            f"{what} while it was in use",
            "put it back (or `treatywatch restore` a backup), then start again",
        )


def open_database(path: Path) -> Database:
    """The database at `path`, made if there is none, migrated to this version, ready to read and write.

    Raises NotOurDatabase for another program's file or a newer version's, StoreError for what cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666 & ~OWNER_ONLY))
        db = Database(_connect(path))
        _check_ours(db, path)
        db.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # says nothing to a file that has pages
        db.execute("PRAGMA journal_mode = WAL")
        # A process that is killed loses nothing under NORMAL in WAL mode; only a power cut may cost the last commits.
        db.execute("PRAGMA synchronous = NORMAL")
        postings.tune(db.conn)
        if migrations.pending(db):
            _migrate(db, path)
        return db
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error


def open_empty() -> Database:
    """A database in memory with this version's schema and nothing in it: what there is before the first crawl."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    _migrate(db)
    return db


def open_reading(path: Path) -> Database:
    """The database at `path`, for reading only: a reader never blocks the writer. Raises StoreError."""
    if not path.exists():
        raise StoreError(str(path), "there is no database yet", "run `treatywatch crawl` first, or name one with --db")
    try:
        connection = sqlite3.connect(_reading_address(path), uri=True, timeout=busy_seconds())
        connection.execute("PRAGMA query_only = ON")
        db = Database(connection)
        _check_ours(db, path)
        pending = migrations.pending(db)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error
    if pending:
        db.close()
        return open_database(path)
    return db


def open_as_it_is(path: Path) -> Database:
    """The database at `path`, for reading only, of this version or an older one: nothing is migrated.

    Raises StoreError.
    """
    if not path.is_file():
        raise StoreError(str(path), "there is no such file" if not path.exists() else "is a folder", "name a database")
    try:
        db = Database(sqlite3.connect(_reading_address(path), uri=True, timeout=busy_seconds(), isolation_level=None))
        _check_ours(db, path)
        if not migrations.applied(db):
            raise NotOurDatabase(str(path), "is empty", "name a database of treatywatch")
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error
    return db


def _reading_address(path: Path) -> str:
    """Where to read. SQLite puts a file beside the one it reads; where it may not, and no writer left a log behind, the
    database is read as one that nobody changes."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    log = path.with_name(f"{path.name}-wal")
    return address if os.access(path.parent, os.W_OK) or log.exists() else f"{address}&immutable=1"


@contextlib.contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One write transaction. It takes the write lock at once, so that what was looked up is still true at the commit.

    Raises StoreBusy when another process holds the lock for longer than `busy_seconds()`, StoreError when the disk is
    full or the file is broken. Whatever is raised inside, nothing of the transaction stays.
    """
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        yield db
        db.conn.execute("COMMIT")
    except BaseException as error:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
            raise explained(error, Path(_file_of(db))) from error
        raise


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level None: we say ourselves where a transaction begins (Python would begin a deferred one).
    connection = sqlite3.connect(path, timeout=busy_seconds(), isolation_level=None, check_same_thread=False)
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


def _migrate(db: Database, path: Path | None = None) -> None:
    """All that is pending, in one transaction: a process that dies in it leaves the old schema. A database that holds
    anything is copied first, so that an upgrade that went wrong in a way nobody thought of can be taken back."""
    if path is not None and migrations.applied(db):
        backups.copy_whole(db.conn, copy_before(path, migrations.pending(db)[0].name))
    with writing(db):
        migrations.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def copy_before(path: Path, migration: str) -> Path:
    """Where the database is copied to before a migration changes it."""
    return path.with_name(f"{path.stem}.before-{migration}{path.suffix}")


def _file_of(db: Database) -> str:
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def explained(error: sqlite3.Error | OSError, path: Path | None = None) -> StoreError:
    """What an error of SQLite or of the file system means for the user of a database."""
    said, subject = str(error), str(path or "the database")
    if path is not None and path.is_dir():
        return StoreError(subject, "is a folder", "name a file with --db")
    if "locked" in said or "busy" in said:
        return StoreBusy(subject, "another process is writing to it", f"waited {busy_seconds():g} s; try again later")
    if "disk is full" in said or "disk I/O error" in said or getattr(error, "errno", 0) == errno.ENOSPC:
        return StoreError(subject, f"cannot be written ({said})", "nothing was lost; make room and run again")
    if isinstance(error, OSError | sqlite3.OperationalError) and not isinstance(error, sqlite3.NotSupportedError):
        reason = error.strerror if isinstance(error, OSError) else said
        return StoreError(subject, f"cannot be opened ({reason})", "check the folder's rights, or name one with --db")
    return StoreError(subject, f"cannot be read ({said})", "is it a database of treatywatch, and whole?")
