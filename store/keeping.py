"""Keep a copy of the database, and put one back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from errors import StoreError
from store.backups import Progress, copy_whole, first_fault
from store.database import explained, now, open_as_it_is

LOGS = ("-wal", "-shm")


def back_up(database: Path, target: Path, progress: Progress | None = None, *, replace: bool = False) -> int:
    """Copy `database` to the file `target` while others may write; returns its size in bytes.

    The database is read as it is, whatever its version. Raises StoreError where `target` exists and is not to be
    replaced, or where either file cannot be used.
    """
    if target.exists() and not replace:
        raise StoreError(str(target), "exists already", "name another file, or add --replace")
    if target.resolve() == database.resolve():
        raise StoreError(str(target), "is the database itself", "name another file")
    with closing(open_as_it_is(database)) as db:
        try:
            return copy_whole(db.conn, target, progress)
        except (sqlite3.Error, OSError) as error:
            raise explained(error, target) from error


def restore(backup: Path, database: Path) -> Path | None:
    """Put a copy of `backup` where the database is; returns where the database that stood there was moved.

    Nothing may have the database open (the caller holds the locks of crawl and scheduler). Raises StoreError where the
    backup is broken or not ours; then nothing was moved.
    """
    if backup.resolve() == database.resolve():
        raise StoreError(str(backup), "is the database itself", "name a backup of it")
    arriving = database.with_name(f"{database.name}.arriving")
    with closing(open_as_it_is(backup)) as db:
        if problem := first_fault(db.conn):
            raise StoreError(str(backup), f"is broken ({problem})", "use an older backup")
        try:
            database.parent.mkdir(parents=True, exist_ok=True)
            copy_whole(db.conn, arriving)
        except (sqlite3.Error, OSError) as error:
            raise explained(error, arriving) from error
    aside = set_aside(database, "replaced")
    arriving.replace(database)
    return aside


def set_aside(database: Path, why: str) -> Path | None:
    """Move a database out of the way, its log with it: `watch.replaced-20261124T070000Z.db`; None if there is none.

    The log is moved first: a database without its log is older, a log without its database would be taken for the
    next one's.
    """
    if not database.exists():
        return None
    stamp = now().translate({ord("-"): None, ord(":"): None})
    aside = database.with_name(f"{database.stem}.{why}-{stamp}{database.suffix}")
    for log in LOGS:
        standing = database.with_name(f"{database.name}{log}")
        if standing.exists():
            standing.replace(aside.with_name(f"{aside.name}{log}"))
    database.replace(aside)
    return aside


def copy_bytes(database: Path, why: str) -> Path:
    """Copy a database and its log byte by byte, whatever is in them: what SQLite cannot read, it cannot copy either.

    Raises StoreError where there is no room.
    """
    stamp = now().translate({ord("-"): None, ord(":"): None})
    copy = database.with_name(f"{database.stem}.{why}-{stamp}{database.suffix}")
    try:
        for ending in ("", *LOGS[:1]):
            standing = database.with_name(f"{database.name}{ending}")
            if standing.exists():
                twin = copy.with_name(f"{copy.name}{ending}")
                shutil.copyfile(standing, twin)
                twin.chmod(0o600)
    except OSError as error:
        raise explained(error, copy) from error
    return copy
