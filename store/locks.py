"""Who is at work on a database: one crawl, one scheduler, one command that changes everything. Held in files beside it.

A lock is the operating system's: it is free again when its process ends, however it ends.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from errors import LockedError
from store.database import now


def lock_path(database: Path, kind: str = "crawl") -> Path:
    """The lock file beside a database."""
    return database.with_name(f"{database.name}.{kind}.lock")


def take(lock: FileLock, what: str, database: Path) -> None:
    """Take a lock and write down who holds it. Raises LockedError naming the process that does."""
    holder = Path(lock.lock_file).with_suffix(".holder")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        try:
            said = holder.read_text(encoding="utf-8").strip()
        except OSError:
            said = "unknown"
        raise LockedError(
            str(database), f"{what} is already running (process {said})", "wait for it, or stop it"
        ) from None
    holder.write_text(f"{os.getpid()}, since {now()}\n", encoding="utf-8")


@contextlib.contextmanager
def alone(database: Path) -> Iterator[None]:
    """Nobody crawls and no scheduler runs while this is held. Raises LockedError naming who does."""
    crawl, clock = FileLock(lock_path(database)), FileLock(lock_path(database, "scheduler"))
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        take(clock, "a scheduler of this database", database)
        take(crawl, "a crawl of this database", database)
        yield
    finally:
        crawl.release()
        clock.release()
