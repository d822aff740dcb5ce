"""The road of a page through Scrapy, top to bottom. Each stage is a thin edge around something pure or stored.

    GateStage    a cheap scan of the raw page           pipelines/gate.py
    ReadStage    extract, judge, fingerprint            pipelines/reading.py, in a worker process
    JudgeStage   what is off topic ends here
    KeepStage    fold, write, tell                      store/articles.py, store/revisits.py, in the writer thread

What ends early is a `Stopped`, which later stages pass on to KeepStage: every page ends in the database with a reason.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.crawler import Crawler
from sqlite_utils import Database

from crawler.desk import Desk, desk_of
from errors import WorkerError
from pipelines.jobs import job_of
from pipelines.whole import is_open
from records import LeadState, Page, Reading, Refusal
from store import articles, leads, revisits, sources
from store.articles import Outcome, Visit
from store.evidence import Place, record_place

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class Read:
    """A page and what a worker found out about it."""

    page: Page
    reading: Reading


@dataclass(frozen=True, slots=True)
class Stopped:
    """A page that goes no further, and why. `gate` is the version of the gate that stopped it, if one did."""

    page: Page
    refusal: Refusal
    gate: str = ""


Item = Page | Read | Stopped


class Stage:
    """What the stages share: the desk of their crawl."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        return cls(desk_of(crawler))


class GateStage(Stage):
    """Stops pages that do not name the topic anywhere, before anything costly is done with them."""

    async def process_item(self, item: Item) -> Item:
        """A page passes, or is stopped. A kept article asked for again always passes."""
        if not isinstance(item, Page) or item.revisit_of or not self.desk.judged:
            return item
        if self.desk.gate.passes(item.body, item.header("Content-Type")):
            return item
        return Stopped(item, Refusal(LeadState.OFF_TOPIC, "names nothing of the topic"), self.desk.gate.version)


class ReadStage(Stage):
    """Gives the page to a worker process. A worker that is lost costs its own page only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._free = asyncio.Semaphore(desk.config.settings.crawl.workers)

    async def process_item(self, item: Item) -> Item:
        """A page becomes what a worker read, or is stopped with the reason."""
        if not isinstance(item, Page):
            return item
        async with self._free:  # a page that only waits for a worker has not been touched
            answer = await self._read(item)
        return Stopped(item, answer) if isinstance(answer, Refusal) else Read(item, answer)

    async def _read(self, page: Page) -> Reading | Refusal:
        # Counted before the page is touched: a page that takes the whole crawl down must not do so for ever.
        lead = page.lead.id
        if lead and (crashed := await self.desk.writer.do(leads.begin_reading, lead)):
            return crashed
        try:
            return await self.desk.workers.run(job_of(page))
        except WorkerError as error:
            return Refusal(LeadState.UNREADABLE, error.problem)


class JudgeStage(Stage):
    """Stops what is not on the topic."""

    async def process_item(self, item: Item) -> Item:
        """What is relevant passes; so does what we have already, and everything when told not to judge."""
        if not isinstance(item, Read) or item.page.revisit_of or not self.desk.judged:
            return item
        verdict = item.reading.verdict
        if verdict.relevant:
            return item
        return Stopped(item.page, Refusal(LeadState.OFF_TOPIC, f"{verdict.level}, score {verdict.score:.2f}"))


class KeepStage(Stage):
    """Hands the page to the writer: everything that follows from it is one transaction."""

    async def process_item(self, item: Item) -> Item:
        """Every item ends here, kept or with its reason."""
        if isinstance(item, Read):
            for name in await self.desk.writer.do(_keep, item, self.desk):
                self.desk.counts[name] += 1
        elif isinstance(item, Stopped):
            await self.desk.writer.do(_stop, item, self.desk)
            if not item.page.revisit_of:
                self.desk.not_taken[_reason(item.refusal)] += 1
        return item


def _keep(db: Database, item: Read, desk: Desk) -> list[str]:
    """Keep a page that was read, in the writer's transaction; returns the names of what is to be counted."""
    page, config = item.page, desk.config
    visit = Visit(
        page.fetched_at,
        desk.run,
        etag=page.header("ETag"),
        last_modified=page.header("Last-Modified"),
        fetched=not page.entry,
    )
    if page.revisit_of:
        unended = not page.entry and is_open(page.body)
        found = revisits.read_again(
            db, page.revisit_of, item.reading, visit, config, judged=desk.judged, is_open=unended
        )
        if found is revisits.Finding.CUT_SHORT:
            sources.record_failure(db, page.lead.outlet, "unreadable: cut short", page.url, page.fetched_at)
        if found is revisits.Finding.EDITED:
            _record_evidence(db, page, desk, page.revisit_of)
        if found is revisits.Finding.REPLACED:
            _record_evidence(db, page, desk, articles.known_article(db, item.reading.article.url))
        return [f"articles {found}"]
    kept = articles.keep(db, item.reading, page.lead.outlet, visit, config)
    state = LeadState.DUPLICATE if kept.outcome is Outcome.DUPLICATE else LeadState.KEPT
    reason = "the same text under another address" if kept.outcome is Outcome.DUPLICATE else kept.outcome
    leads.end_lead(db, page.lead.id, state, reason, page.fetched_at, article=kept.article)
    if kept.outcome is not Outcome.DUPLICATE:
        _record_evidence(db, page, desk, kept.article)
        return ["articles kept", f"{kept.outcome.replace('story', 'stories').replace('carrier', 'carriers')}"]
    return ["duplicate addresses"]


def _stop(db: Database, item: Stopped, desk: Desk) -> None:
    """End the lead of a page that went no further; a kept article is asked for again at its next time."""
    page = item.page
    if page.revisit_of:
        revisits.unreadable(db, page.revisit_of, Visit(page.fetched_at, desk.run), desk.config)
        sources.record_failure(db, page.lead.outlet, _reason(item.refusal), page.url, page.fetched_at)
        return
    state, why = item.refusal.state, item.refusal.why
    judged = desk.judged_by if state is LeadState.OFF_TOPIC and not item.gate else ""
    leads.end_lead(db, page.lead.id, state, why, page.fetched_at, gate=item.gate, judged=judged)
    if state is LeadState.UNREADABLE:
        sources.record_failure(db, page.lead.outlet, _reason(item.refusal), page.url, page.fetched_at)
    if not item.gate:
        _record_evidence(db, page, desk, None)


def _record_evidence(db: Database, page: Page, desk: Desk, article: int | None) -> None:
    if desk.evidence is not None and not page.entry:
        place: Place = desk.evidence.write(page)  # flushed before the transaction that names it commits
        record_place(db, page, place, page.lead.id or None, article)


def _reason(refusal: Refusal) -> str:
    """A reason that can be counted: the kind without its figures."""
    if refusal.state is LeadState.OFF_TOPIC:
        return str(refusal.state)
    return str(refusal).split(" (")[0]
