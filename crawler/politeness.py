"""A guest's manners: robots.txt and its Crawl-delay, Retry-After, the pace of each host."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.desk import desk_of
from crawler.failures import (
    NO_WAY_THERE,
    CrawlStopping,
    HostParked,
    HostUnreachable,
    RobotsDeny,
    RobotsUnknown,
    Trouble,
    explain,
    explain_status,
)
from store import sources
from store.database import now

if TYPE_CHECKING:
    from typing import Self

log = logging.getLogger(__name__)

ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: a crawler reads at least this much, and need not read more
LARGEST_ROBOTS = 10_000_000  # bytes that are fetched nevertheless: rules of 6 MB have been seen
LARGEST_ON_THE_LOOP = 20_000  # characters of rules that are read in 20 ms; 500 KiB take half a second
MAX_CRAWL_DELAY = 600.0  # seconds; a longer wish could not be met by a crawl that ends
MAX_RETRY_AFTER = timedelta(hours=24)  # a host that says "in a year" is asked again tomorrow
MOST_DIGITS = 8  # of a number of seconds: three years
# 429 without a date: the usual windows of rate limits are a minute to a quarter of an hour.
DEFAULT_RETRY_AFTER = timedelta(minutes=15)


def retry_after(value: str, at: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait, at most MAX_RETRY_AFTER; None for one that says nothing usable."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        # A number with more digits than the cap is above it, and need not be read to know that.
        wait = timedelta(seconds=int(text)) if len(text) <= MOST_DIGITS else MAX_RETRY_AFTER
    else:
        try:
            moment = parsedate_to_datetime(text)
            wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at
        except (ValueError, TypeError, IndexError, OverflowError):  # what email.utils raises on odd strings
            return None
    return min(wait, MAX_RETRY_AFTER) if wait > timedelta() else None


class RobotsRules:
    """Asks each host's robots.txt once a crawl, obeys it, and takes the pace that it asks for.

    404 and 403 allow all (RFC 9309, 2.3.1.3); 5xx and no answer mean "not now" (2.3.1.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        # The product's name alone (RFC 9309, 2.2.1): the contact in the whole user agent may match a rule by chance.
        self._agent = str(crawler.settings["BOT_NAME"])
        self._rules: dict[str, asyncio.Future[Protego | Trouble]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsDeny, RobotsUnknown or HostUnreachable."""
        if request.meta.get("robots_itself"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._ask(origin))
        rules = await asyncio.shield(self._rules[origin])
        if isinstance(rules, Trouble):
            if rules.kind in NO_WAY_THERE:
                raise HostUnreachable(rules.kind, f"{parts.netloc}: {rules.problem}")
            raise RobotsUnknown(f"{parts.netloc}/robots.txt cannot be had now: {rules.problem}")
        if not rules.can_fetch(request.url, self._agent):
            raise RobotsDeny("robots.txt denies it")

    async def _ask(self, origin: str) -> Protego | Trouble:
        """The rules of a host, or why they cannot be had now. Raises HostParked and CrawlStopping."""
        request = Request(
            f"{origin}/robots.txt",
            meta={"robots_itself": True, "download_maxsize": LARGEST_ROBOTS},
            callback=NO_CALLBACK,
            priority=1000,
        )
        engine = self._crawler.engine
        try:
            response = await engine.download_async(request)
        except (HostParked, CrawlStopping):
            raise
        except Exception as error:  # noqa: BLE001  (any failure of the network means the same: not now)
            log.debug("robots.txt of %s: %s", origin, error)
            return explain(error, self._crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        if (trouble := explain_status(response.status)) and trouble.passing:
            return trouble
        text = response.body[:ROBOTS_BYTES].decode("utf-8", "replace") if response.status == 200 else ""
        short = len(text) <= LARGEST_ON_THE_LOOP
        rules = Protego.parse(text) if short else await asyncio.to_thread(Protego.parse, text)
        self._take_pace(urlsplit(origin).hostname or "", rules.crawl_delay(self._agent))
        return rules

    def _take_pace(self, host: str, delay: float | None) -> None:
        """Slow a host down to the Crawl-delay that it asks for; never speed it up."""
        if not delay:
            return
        wanted = min(float(delay), MAX_CRAWL_DELAY)
        downloader = self._crawler.engine.downloader
        ours = downloader.per_slot_settings.get(host, {}).get(
            "delay", self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        )
        if wanted > ours:
            downloader.per_slot_settings[host] = {"delay": wanted, "concurrency": 1, "jitter": 0.0}
            if slot := downloader.slots.get(host):
                slot.delay, slot.concurrency, slot.jitter = wanted, 1, 0.0


class Parking:
    """A host that answers "later" is left alone until then, also by the next crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._desk = desk_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        parking = cls(crawler)
        # Heard before the downloader sends the host's next request, which no middleware could still hold back.
        crawler.signals.connect(parking.response_downloaded, signals.response_downloaded)
        return parking

    def process_request(self, request: Request) -> None:
        """Raises HostParked for a host that is not to be asked yet."""
        until = self._desk.parked.get(_host(request), "")
        if until > now():
            raise HostParked(f"asked to wait until {until}")

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Note how long a 429 or 503 asks us to wait, and hand back what is queued for its host."""
        if response.status not in (429, 503):
            return
        header = response.headers.get("Retry-After") or b""
        wait = retry_after(header.decode("latin-1"), datetime.now(UTC))
        if wait is None and response.status == 429:
            wait = DEFAULT_RETRY_AFTER
        if wait is not None:
            # The clock is read in whole seconds, cut off: one more, so that the wait is never shorter than asked.
            until = (datetime.now(UTC) + wait + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
            self._desk.parked[_host(request)] = until
            hand_back(self._crawler, HostParked(f"asked to wait until {until}"), host=_host(request))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Write down that a host is to be left alone."""
        until = self._desk.parked.get(_host(request), "")
        if response.status in (429, 503) and until > now():
            await self._desk.writer.do(sources.park_host, _host(request), until, f"HTTP {response.status}")
        return response


def hand_back(crawler: Crawler, why: IgnoreRequest, *, host: str = "") -> None:
    """Fail the requests that stand in the downloader's queues, of one host or of all: no middleware sees them there."""
    for slot in crawler.engine.downloader.slots.values():
        waiting = [*slot.queue]
        slot.queue.clear()
        for request, answer in waiting:
            if host in ("", _host(request)):
                answer.errback(why)
            else:
                slot.queue.append((request, answer))


def _host(request: Request) -> str:
    """The host of a request with its port, if it names one."""
    return urlsplit(request.url).netloc.rpartition("@")[2].lower()
