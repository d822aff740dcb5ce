"""What the parts of one crawl share: its configuration, writer, workers and gate, and its count of outcomes."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from filelock import FileLock
from scrapy.crawler import Crawler

from config import Config, Outlet
from config.topic import version
from pipelines.gate import Gate
from pipelines.jobs import READING, Job, set_up_reading
from pipelines.workers import PRELOAD, Workers
from records import Reading, Refusal
from store import evidence, runs, sources
from store.database import now
from store.evidence import EvidenceFile
from store.locks import lock_path, take
from store.writer import Writer

_desks: WeakKeyDictionary[Crawler, "Desk"] = WeakKeyDictionary()


def desk_of(crawler: Crawler) -> "Desk":
    """The desk of a crawl, set up when it is first asked for, with the configuration that its settings were made of."""
    if crawler not in _desks:
        from crawler.settings import config  # noqa: PLC0415  (reads the configuration; nobody else is to do so)

        _desks[crawler] = Desk(config)
    return _desks[crawler]


@dataclass
class Desk:
    """One crawl's shared state. Everything that costs time to set up is set up when it is first needed."""

    config: Config
    counts: Counter[str] = field(default_factory=Counter)
    not_taken: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    run: int = 0
    judged: bool = True
    asked: list[Outlet] = field(default_factory=list)
    parked: dict[str, str] = field(default_factory=dict)  # host -> until when it asked to be left alone

    def __post_init__(self) -> None:
        self._lock = FileLock(lock_path(self.config.database))

    def open(self, spider: str, job: str) -> None:
        """Take the lock of the database and record that a run has begun. Raises LockedError or StoreError."""
        self.config.database.parent.mkdir(parents=True, exist_ok=True)
        take(self._lock, "a crawl of this database", self.config.database)
        self.writer = Writer(self.config.database)
        self.run = self.writer.now(runs.begin, spider, job, now())
        self.parked = self.writer.now(sources.parked_hosts, now())
        if self.config.evidence:
            self.writer.now(evidence.cut_torn_end, self.config.evidence)

    @cached_property
    def evidence(self) -> EvidenceFile | None:
        """This crawl's WARC file."""
        stamp = now().translate({ord("-"): None, ord(":"): None})
        return EvidenceFile(self.config.evidence, f"{stamp}-run{self.run}") if self.config.evidence else None

    @cached_property
    def judged_by(self) -> str:
        """The version of the topics, for what their judge refuses."""
        return version(self.config.topics)

    @cached_property
    def gate(self) -> Gate:
        """The cheap scan of raw pages."""
        return Gate(self.config.topics)

    @cached_property
    def workers(self) -> Workers[Job, Reading | Refusal]:
        """The extraction processes; the first page starts them."""
        crawl = self.config.settings.crawl
        return Workers(
            set_up_reading,
            tuple(self.config.agencies.values()),
            self.config.topics,
            self.config.founded,
            count=crawl.workers,
            deadline_seconds=crawl.page_deadline.total_seconds(),
            name_of=lambda job: job.url,
            preload=(*PRELOAD, READING),
        )

    def close(self) -> None:
        """End the workers, close the files and give the lock back."""
        if "workers" in self.__dict__:
            self.workers.close()
        if "evidence" in self.__dict__ and self.evidence:
            self.evidence.close()
        self.writer.close()
        self._lock.release()
