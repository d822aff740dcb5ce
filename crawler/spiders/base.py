"""From sources to pages: ask each source, store its leads, fetch what nobody had shown us before.

    start ──► source ──► parse_source ──► leads stored ──► page ──► parse_page ──► Page ──► pipelines/stages.py
          ──► due articles ─────────────────────────────► page ──► parse_page ──► Page

A lead is in the database before it is fetched, so a crawl may be killed anywhere: the next one begins with the leads
that were left open.
"""

import asyncio
import hashlib
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from config import Address, Outlet
from crawler.desk import Desk, desk_of
from crawler.failures import NOT_ASKED, Trouble, explain, explain_status
from crawler.finders import Answer, Finder, Found
from crawler.private import apart, named
from errors import FeedError, TreatyWatchError
from pipelines.whole import ends_in_a_tag
from records import Lead, LeadState, Page
from store import leads, revisits, sources
from store.articles import Visit
from store.database import now
from store.leads import Finding
from store.revisits import Due

MAX_SITEMAP_DEPTH = 2  # an index of indexes; the protocol itself allows one level
LARGEST_ON_THE_LOOP = 200_000  # bytes of a source that are read in 20 ms; 10 MB take a second
BEYOND_BUDGET = "pages left for the next crawl"
PERMANENT = {301, 308}
# What a page may be. Servers that name nothing, or plain text, are given the benefit of the doubt.
_PAGE_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Source:
    """One request to a source: which finder, whose, and how deep below the outlet's own address."""

    finder: Finder
    outlet: Outlet
    address: Address
    url: str
    depth: int = 0

    @property
    def name(self) -> str:
        """What the source is called wherever it is written down."""
        return named(self.url)


class FetchSpider(Spider):
    """The road that all spiders share. A subclass names its `finders`, whether it revisits, and whether each outlet's
    pages are `budgeted`."""

    finders: ClassVar[tuple[Finder, ...]] = ()
    revisits: ClassVar[bool] = False
    budgeted: ClassVar[bool] = True
    desk: Desk

    def __init__(self, *args: Any, outlets: str = "", judge: str = "yes", job: str = "", **kwargs: Any) -> None:
        """`outlets` is a list of ids with commas (none: all enabled ones); `judge=no` keeps every article."""
        super().__init__(*args, **kwargs)
        self.chosen = [name.strip() for name in outlets.split(",") if name.strip()]
        self.judged = judge != "no"
        self.job = job
        self._sources_asked: set[str] = set()
        self._pages: Counter[str] = Counter()  # outlet -> pages asked for in this crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "FetchSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.desk = desk_of(crawler)
        try:
            spider.set_up()
        except TreatyWatchError as error:
            print(error, file=sys.stderr)
            raise SystemExit(error.exit_code) from None
        return spider

    def set_up(self) -> None:
        """Choose the outlets to ask and open the database. Raises LockedError, StoreError or ConfigError."""
        config = self.desk.config
        self.desk.judged = self.judged
        enabled = {outlet.id: outlet for outlet in config.enabled_outlets}
        self.outlets = (
            [enabled[name] for name in self.chosen if name in enabled] if self.chosen else [*enabled.values()]
        )
        self.desk.asked = self.outlets if self.finders else []
        self.desk.open(self.name, self.job)

    async def start(self) -> AsyncIterator[Any]:
        """Due articles first, so that a move is seen before its new address is found; then open leads, then sources.

        The open leads are read before any source is asked: a lead found in this crawl is fetched by whoever found it.
        """
        waiting = await self.open_leads()
        if self.revisits:
            for due in await self.desk.writer.do(revisits.due_articles, now(), self.desk.config, self._only()):
                yield self.revisit(due)
        budget = self.desk.config.settings.crawl.max_pages
        for lead in waiting:
            if step := await self.fetch(lead, budget // 2):  # the rest is for what is new
                yield step
        for outlet in self.outlets:
            for finder in self.finders:
                for address in finder.addresses(outlet):
                    if address.enabled and (request := await self.ask(Source(finder, outlet, address, address.url))):
                        yield request

    async def open_leads(self) -> list[Lead]:
        """The leads of earlier crawls that still wait; a crawl that only revisits takes none."""
        return await self.desk.writer.do(leads.open_leads, now(), self._only()) if self.finders else []

    def _only(self) -> set[str] | None:
        return set(self.chosen) or None

    # -- sources ---------------------------------------------------------------------------------------------------

    async def ask(self, source: Source) -> Request | None:
        """A conditional request for a source; None for one that this crawl has asked already."""
        if source.url in self._sources_asked:
            return None
        self._sources_asked.add(source.url)
        known = await self.desk.writer.do(sources.validators, source.name)
        bare, authorization = apart(source.url)  # Scrapy takes the header away where a redirect leads to another host
        headers = {
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
            "Authorization": authorization,
        }
        return Request(
            bare,
            headers={name: value for name, value in headers.items() if value},
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source, "body_hash": known.body_hash},
            priority=10,
            dont_filter=True,
        )

    async def parse_source(self, response: Response, source: Source, body_hash: str) -> AsyncIterator[Any]:
        """Store what a source shows, and fetch what is new."""
        self.desk.counts["sources asked"] += 1
        trouble = explain_status(response.status, _header(response, "Location"))
        if response.status in (404, 410):
            trouble = Trouble("HTTP 404", f"{response.status}: there is no such page any more", passing=False)
        if trouble:
            await self._source_trouble(source, trouble)
            return
        digest = hashlib.sha256(response.body).hexdigest()
        if response.status == 304 or digest == body_hash:
            self.desk.counts["sources unchanged"] += 1
            which = (source.name, source.outlet.id, source.finder.via)
            await self.desk.writer.do(sources.record_unchanged, *which, now())
            return
        try:
            found = await self._read(source, response)
        except FeedError as error:
            await self._source_trouble(source, Trouble("not a feed", error.problem, passing=False))
            return
        shown = tuple(replace(lead, source=source.name) for lead in found.leads)
        finding = Finding(source.name, source.outlet.id, source.finder.via, shown)
        if not found.children:  # an index says nothing of whether the sitemaps below it changed: always read it
            finding = _with_validators(finding, response, digest)
        fresh = await self.desk.writer.do(leads.record_finding, finding, now())
        read = (source.name, source.outlet.id, source.finder.via, found.faults)
        await self.desk.writer.do(sources.record_reading, *read, now())
        self.desk.counts["leads found"] += len(fresh)
        if found.dropped:
            self.desk.counts["entries beyond the limit"] += found.dropped
        for url in found.children if source.depth < MAX_SITEMAP_DEPTH else ():
            below = Source(source.finder, source.outlet, source.address, url, source.depth + 1)
            if request := await self.ask(below):
                yield request
        for lead in fresh:
            if step := await self.fetch(lead):
                yield step

    async def source_failed(self, failure: Failure) -> None:
        """A source could not be asked."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy adds it
        await self._source_trouble(asked["source"], self._explain(failure))

    async def _source_trouble(self, source: Source, trouble: Trouble) -> None:
        if trouble.kind in NOT_ASKED:  # to be patient is no failure of theirs, and no news of their health
            self.desk.counts["sources left alone"] += 1
            return
        self.desk.counts["sources failed"] += 1
        name, url = source.outlet.id, source.name
        await self.desk.writer.do(sources.record_trouble, url, name, source.finder.via, trouble.problem, now())
        await self.desk.writer.do(sources.record_failure, name, trouble.kind, url, now())

    async def _read(self, source: Source, response: Response) -> Found:
        """What a source shows. A large one is read beside the event loop, which serves sixteen other hosts meanwhile.

        Raises FeedError.
        """
        answer, limits = _answer(response, source), self.desk.config.settings.crawl
        if len(answer.body) <= LARGEST_ON_THE_LOOP:
            return source.finder.read(answer, limits)
        return await asyncio.to_thread(source.finder.read, answer, limits)

    # -- pages -----------------------------------------------------------------------------------------------------

    async def fetch(self, lead: Lead, budget: int = 0) -> Request | Page | None:
        """The request for a lead's page; of an outlet that shows machines no pages, what its feed said instead.

        None where the outlet has had its `budget` of pages in this crawl (0: that of the configuration), so that a trap
        costs what a busy day costs; the lead waits for the next crawl. None, too, for an address that no request can be
        made of: its lead ends here, or it would stop every crawl to come.
        """
        outlet = self.desk.config.outlets.get(lead.outlet)
        if self.budgeted and self._pages[lead.outlet] >= (budget or self.desk.config.settings.crawl.max_pages):
            self.desk.counts[BEYOND_BUDGET] += 1
            return None
        self._pages[lead.outlet] += 1
        if outlet is not None and outlet.pages == "feed only":
            words = "\n".join((lead.title, lead.summary, lead.content))
            return Page(lead.url, lead.url, 200, (), words.encode("utf-8", "replace"), now(), lead, entry=True)
        try:
            return Request(
                lead.url,
                callback=self.parse_page,
                errback=self.page_failed,
                cb_kwargs={"lead": lead, "revisit_of": 0},
                dont_filter=True,
            )
        except ValueError:
            await self._page_trouble(lead, 0, Trouble("not http", "not an address that can be asked", passing=False))
            return None

    def revisit(self, due: Due) -> Request:
        """The conditional request for a kept article."""
        headers = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return Request(
            due.lead.url,
            headers={name: value for name, value in headers.items() if value},
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"lead": due.lead, "revisit_of": due.article},
            priority=20,
            dont_filter=True,
        )

    async def parse_page(self, response: Response, lead: Lead, revisit_of: int) -> AsyncIterator[Page]:
        """Hand a page on, or write down why there is none."""
        self.desk.counts["articles asked again" if revisit_of else "pages fetched"] += 1
        sent_home = bool(response.meta.get("redirect_urls")) and urlsplit(response.url).path in ("", "/")
        if trouble := explain_status(response.status, _header(response, "Location")):
            await self._page_trouble(lead, revisit_of, trouble)
        elif response.status in (404, 410) or sent_home:
            await self._no_such_page(lead, revisit_of, 404 if sent_home else response.status)
        elif response.status == 304 and revisit_of:
            visit = _visit(response, self.desk.run)
            found = await self.desk.writer.do(revisits.unchanged, revisit_of, visit, self.desk.config)
            self.desk.counts[f"articles {found}"] += 1
        elif response.status == 304:
            await self._page_trouble(lead, 0, Trouble("HTTP 304", "unchanged, but we have no copy", passing=True))
        elif ends_in_a_tag(response.body):
            await self._page_trouble(lead, revisit_of, Trouble("truncated", "the answer broke off", passing=True))
        elif not _is_page(response):
            kind = _header(response, "Content-Type").split(";")[0]
            await self._page_trouble(lead, revisit_of, Trouble("not a page", f"not a web page: {kind}", passing=False))
        else:
            yield Page(
                url=lead.url,
                final_url=response.url,
                status=response.status,
                headers=tuple(
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, values in response.headers.items()
                    for value in values
                ),
                body=response.body,
                fetched_at=now(),
                lead=lead,
                revisit_of=revisit_of,
                moved=_moved_for_good(response),
            )

    async def page_failed(self, failure: Failure) -> None:
        """A page could not be had."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy adds it
        await self._page_trouble(asked["lead"], asked["revisit_of"], self._explain(failure))

    def _explain(self, failure: Failure) -> Trouble:
        assert failure.value is not None
        return explain(failure.value, self.desk.config.settings.crawl.max_bytes)

    async def _no_such_page(self, lead: Lead, revisit_of: int, status: int) -> None:
        if revisit_of:
            visit = Visit(now(), self.desk.run)
            found = await self.desk.writer.do(revisits.missing, revisit_of, status, visit, self.desk.config)
            self.desk.counts[f"articles {found}"] += 1
        else:
            self.desk.not_taken[f"gone: {status}"] += 1
            await self.desk.writer.do(leads.end_lead, lead.id, LeadState.GONE, str(status), now())

    async def _page_trouble(self, lead: Lead, revisit_of: int, trouble: Trouble) -> None:
        writer, url = self.desk.writer, lead.url
        if trouble.counted:
            await writer.do(sources.record_failure, lead.outlet, trouble.kind, url, now())
        if revisit_of:
            await writer.do(revisits.unreadable, revisit_of, Visit(now(), self.desk.run), self.desk.config)
            self.desk.counts["articles not reached"] += 1
        elif trouble.passing:
            await writer.do(leads.postpone_lead, lead.id, trouble.problem, now(), counts=trouble.counted)
            self.desk.counts["leads put off"] += 1
        else:
            await writer.do(leads.end_lead, lead.id, LeadState.REFUSED, trouble.problem, now())
            self.desk.not_taken[f"refused: {trouble.kind}"] += 1


def _answer(response: Response, source: Source) -> Answer:
    return Answer(
        body=response.body,
        url=response.url,
        content_type=_header(response, "Content-Type"),
        outlet=source.outlet.id,
        address=source.address,
    )


def _with_validators(finding: Finding, response: Response, digest: str) -> Finding:
    return Finding(
        finding.source,
        finding.outlet,
        finding.via,
        finding.leads,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        body_hash=digest,
    )


def _visit(response: Response, run: int) -> Visit:
    return Visit(now(), run, etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified"))


def _is_page(response: Response) -> bool:
    kind = _header(response, "Content-Type").split(";")[0].strip().lower()
    return not kind or kind.startswith(_PAGE_TYPES)


def _moved_for_good(response: Response) -> bool:
    reasons = response.meta.get("redirect_reasons", [])
    return bool(reasons) and all(reason in PERMANENT for reason in reasons)


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
