"""The one thread of a crawl that owns the write connection: the event loop never waits for SQLite."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from store.database import check_same, identity, open_database, writing

# Writes that may wait at once. More would only hold more pages in memory while the disk is slow.
QUEUE = 64

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Runs functions of `store` one after another in a thread of their own, each inside one write transaction."""

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")
        self._db = self._thread.submit(open_database, path).result()
        self._path, self._file = path, identity(path)
        self._places = asyncio.Semaphore(QUEUE)

    async def do(self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(db, ...)` inside one transaction; waits for its turn, and for a place in the queue."""
        async with self._places:
            return await asyncio.wrap_future(
                self._thread.submit(lambda: self._in_transaction(function, *args, **kwargs))
            )

    def now(self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, waited for: for the begin and the end of a crawl, when nothing else is going on."""
        return self._thread.submit(lambda: self._in_transaction(function, *args, **kwargs)).result()

    def _in_transaction(self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        check_same(self._path, self._file)  # what is written to a deleted file is gone with the crawl
        with writing(self._db):
            return function(self._db, *args, **kwargs)

    def close(self) -> None:
        """Finish what is queued and close the file."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        with contextlib.suppress(sqlite3.OperationalError):  # somebody reads: the next close shrinks the log,
            self._db.execute("PRAGMA busy_timeout = 0")  # and nobody waits a minute for him
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
