"""The run record: begun with the spider, counted while it runs, ended with a verdict of its own.

Scrapy exits with 0 whatever happened, so what counts is what is written here. A crawl that wrote no end has failed.
"""

import asyncio
import contextlib
import logging
import signal
from types import FrameType
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.desk import desk_of
from crawler.failures import CrawlStopping
from crawler.politeness import hand_back
from crawler.private import KeepPrivate
from errors import StoreBusy, StoreError
from store import runs
from store.database import now

if TYPE_CHECKING:
    from typing import Self

log = logging.getLogger(__name__)

# Each waits as long as any writer does, a minute; a backup or a repair of a large file takes several.
END_TRIES = 10
TICK_SECONDS = 0.5  # how often the counts are written down for those who watch


def _terminate_once() -> None:
    """Let the first SIGTERM drain the crawl, and ignore any other.

    Scrapy takes a second one as "stop at once", and a service manager that tells the whole group sends one to the crawl
    beside the one that its parent passes on. Impatience has Ctrl-C twice, and SIGKILL.
    """
    scrapys = signal.getsignal(signal.SIGTERM)
    if not callable(scrapys):
        return

    def drain(number: int, frame: FrameType | None) -> None:
        scrapys(number, frame)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    signal.signal(signal.SIGTERM, drain)


class Ledger:
    """Listens to a crawl and writes down how it went."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._desk = desk_of(crawler)
        self._ticking: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        ledger = cls(crawler)
        crawler.signals.connect(ledger.spider_opened, signals.spider_opened)
        crawler.signals.connect(ledger.error, signals.spider_error)
        crawler.signals.connect(ledger.error, signals.item_error)
        crawler.signals.connect(ledger.spider_closed, signals.spider_closed)
        return ledger

    async def spider_opened(self) -> None:
        """Begin to write the counts down, and keep from the log what nobody else is to read."""
        for handler in logging.getLogger().handlers:
            handler.addFilter(KeepPrivate())
        self._ticking = asyncio.ensure_future(self._tick())
        _terminate_once()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if self._stopping():
                # Told to stop, or past its deadline: what is under way is finished, but a queue that moves at the pace
                # of a slow host could last for hours.
                hand_back(self._crawler, CrawlStopping("the crawl was stopped"))
            counts = dict(self._desk.counts) | {"not taken": sum(self._desk.not_taken.values())}
            with contextlib.suppress(StoreError):  # they are for those who watch; the pages will say what is wrong
                await self._desk.writer.do(runs.count, self._desk.run, counts)

    def _stopping(self) -> bool:
        engine = self._crawler.engine
        slot = engine._slot if engine is not None else None  # Scrapy has no public word for "closing"
        return slot is not None and slot.closing is not None

    def error(self) -> None:
        """A callback or a stage raised: the crawl goes on, but it did not go well."""
        self._desk.errors += 1

    async def spider_closed(self, reason: str) -> None:
        """Record the end, and with it the outlets' health."""
        try:
            if self._ticking is not None:
                self._ticking.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._ticking
            await self._record_end(reason)
        finally:  # or the workers would keep the process alive for ever
            self._desk.close()

    async def _record_end(self, reason: str) -> None:
        """Write down how the crawl ended, and wait for whoever holds the file: a crawl without its end has failed."""
        desk = self._desk
        if desk.errors:
            desk.counts["errors"] = desk.errors
        for tries in range(1, END_TRIES + 1):
            try:
                await desk.writer.do(
                    runs.end,
                    desk.run,
                    finish=reason,
                    ok=reason == "finished" and not desk.errors,
                    counts=dict(desk.counts),
                    not_taken=dict(desk.not_taken),
                    asked=desk.asked,
                    config=desk.config,
                    at=now(),
                )
                return
            except StoreBusy as error:
                if tries == END_TRIES:
                    raise
                log.warning("the end of the run waits: %s", error)
