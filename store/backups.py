"""Whole copies of the database: one to keep, one before each migration, and the way back.

A copy is made through SQLite's own backup interface under one read transaction, so that it holds one moment of a
database that others go on writing to. It is checked, flushed and then renamed into its place: what stands under the
name that was asked for is whole, or is what stood there before.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from errors import StoreError

PAGES: Final = 2_048
"""Pages (of 4 KB) copied between two words to `progress`: 8 MB, a few milliseconds."""

LEFT_BEHIND: Final = re.compile(r"\.(before-m\d|before-repair-|replaced-|broken-)")
"""In the name of a copy that a command left beside the database, for its owner to delete."""

Progress = Callable[[int, int], object]
"""Told the pages that are copied and the pages there are."""


def copy_whole(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> int:
    """Copy what `source` has open to the file `target`, readable by its owner only; returns its size in bytes.

    The copy is one file, with no log beside it. A transaction that `source` has open is part of it. Raises
    sqlite3.Error or OSError where it cannot be written, StoreError where the copy turns out broken; then `target` is
    what it was.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            with one_moment(source):
                source.backup(copy, pages=PAGES, progress=_told(progress))
            copy.execute("PRAGMA journal_mode = DELETE")
            if problem := first_fault(copy):
                raise StoreError(str(target), f"the copy is broken ({problem})", "run `treatywatch check`")
        size = part.stat().st_size
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return size


def first_fault(connection: sqlite3.Connection) -> str:
    """What SQLite's own check of a database finds first; empty where it finds nothing."""
    try:
        said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == "ok" else " ".join(said.split())


@contextlib.contextmanager
def one_moment(source: sqlite3.Connection) -> Iterator[None]:
    """Hold one read transaction: all that is read in it was true at once, and no commit of another process makes a copy
    begin anew."""
    begun = not source.in_transaction
    if begun:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # BEGIN alone has looked at nothing yet
    try:
        yield
    finally:
        if begun and source.in_transaction:
            source.execute("ROLLBACK")


def _told(progress: Progress | None) -> Callable[[int, int, int], object] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


def _flush(path: Path) -> None:
    """Have the disk hold what was written: a copy that a power cut undoes is none."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
