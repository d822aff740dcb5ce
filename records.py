"""The records that flow, in the order in which they do.

    seeds/ ──► crawler/ ──► pipelines/ ─────────────────────► store/ ──► reports/
               Lead  Page   Article  Verdict  Folding          Event     Digest
               find  fetch  extract  judge    fold    keep     query     tell

Every record is a frozen dataclass of plain values, so that it can cross a process boundary, be compared in a test and
be written as JSON. Nothing here knows a library, a clock or a database. The last of the row, `Digest`, stands with the
code that makes it (`reports/digest.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ISO_DAY = 10  # characters of 2026-11-09, with which every ISO 8601 date begins


class Via(StrEnum):
    """How a lead was found."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    ADDED = "added"
    IMPORT = "import"


class LeadState(StrEnum):
    """Where a lead stands. Every state but `NEW` is an end, and carries its reason."""

    NEW = "new"
    KEPT = "kept"
    OFF_TOPIC = "off topic"
    DUPLICATE = "duplicate URL"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    GONE = "gone"


class Precision(StrEnum):
    """How much a date says: a moment, a wall clock without its zone, or only a day."""

    INSTANT = "instant"
    NAIVE = "naive"
    DAY = "day"


class DateDoubt(StrEnum):
    """Why a claimed date is not believed. The values are stored and shown."""

    NONE = ""
    FUTURE = "in the future"
    EARLY = "before the outlet"


class Level(StrEnum):
    """What an article is to the topic. `ABOUT` and `RELATED` are relevant; the others are not kept by a crawl."""

    ABOUT = "about"
    RELATED = "related"
    PASSING = "passing"
    OFF = "off"

    @property
    def relevant(self) -> bool:
        """Whether a crawl keeps an article of this level."""
        return self in (Level.ABOUT, Level.RELATED)


class Relation(StrEnum):
    """What a copy is to the article that it was folded under."""

    ORIGIN = "origin"
    IDENTICAL = "identical"
    EDITED = "edited"
    EXCERPT = "excerpt"
    EXTENDED = "extended"
    MERGED = "merged"


class Doubt(StrEnum):
    """Why an article that has something in common with another was not folded under it."""

    SHORT = "too short to tell"
    LITTLE = "too little in common to tell"


class EventKind(StrEnum):
    """What a report can tell. The values are stored: never change one, add another."""

    NEW_STORY = "new story"
    NEW_CARRIER = "new carrier"
    EDITED = "edited"
    GONE = "gone"
    BACK = "back"
    MOVED = "article moved"
    ORIGIN_MOVED = "origin moved"
    MERGER_FOUND = "merger found"
    SILENCE = "silence"
    STORY_SPLIT = "story split"
    STORY_MERGED = "story merged"
    RUN_ENDED = "run ended"
    VERDICT_CHANGED = "verdict changed"


@dataclass(frozen=True, slots=True)
class Lead:
    """A URL that somebody showed us, and what they said of it.

    `url` is what the outlet gave, and what is fetched; its canonical form is only ever a key. `content` is the full
    text as markup where a feed carries it: the one source of text for outlets whose pages are not fetched.
    `published` and `credit` are raw strings; `id` is 0 until the lead is stored.
    """

    url: str
    outlet: str
    source: str
    via: Via
    title: str = ""
    summary: str = ""
    content: str = ""
    published: str = ""
    credit: str = ""
    language: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered. `url` is the address asked for, `final_url` the one that answered.

    `headers` are (name, value) pairs in the order received; `fetched_at` is UTC, ISO 8601 with seconds and a final Z.
    `revisit_of` is the article whose page this is, if we have it already. `entry` says that nothing was fetched: the
    body is what a feed gave of an outlet that shows machines no pages. `moved` says that the server answered from
    another address and called that permanent.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    lead: Lead
    revisit_of: int = 0
    entry: bool = False
    moved: bool = False

    def header(self, name: str) -> str:
        """The first value of a header, whatever the case of its name; empty if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class When:
    """A date as a page claims it.

    `value` is ISO 8601: `2026-11-09T10:15:00Z` (instant, UTC), `2026-11-09T13:15:00` (naive) or `2026-11-09` (day).
    `raw` is the string that was read; `zone_from` says where the zone of an instant came from ("offset", "MSK", ...).
    `local` is an instant by the page's own clock, as far as that is known: `2026-11-09T13:15:00+03:00`, or only the day
    that its readers saw, `2026-11-09`; empty where nothing tells it from UTC. A date with a `doubt` is kept and shown
    as claimed, but nothing is ordered by it.
    """

    value: str
    precision: Precision
    raw: str = ""
    zone_from: str = ""
    local: str = ""
    doubt: DateDoubt = DateDoubt.NONE

    @property
    def day(self) -> str:
        """The day that the page's readers saw, ISO 8601."""
        return (self.local or self.value)[:ISO_DAY]

    @property
    def written(self) -> str:
        """The same moment as `value`, by the page's own clock where its offset is known."""
        return self.local if len(self.local) > ISO_DAY else self.value


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency whose words a page carries, with the words that say so.

    `agency` is an id of `seeds/agencies.toml`; `where` is one of byline, dateline, structured data, feed, closing line.
    """

    agency: str
    where: str
    span: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says. Texts are clean (see `pipelines/clean.py`); paragraphs of `text` are parted by a line feed.

    `canonical_url` is the page's own claim, only where it names the same registered domain; else it is `url`.
    """

    url: str
    title: str
    text: str
    canonical_url: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None
    language: str = ""
    credits: tuple[Credit, ...] = ()
    site_name: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page does not become an article: the state its lead ends in, and the reason in words."""

    state: LeadState
    why: str

    def __str__(self) -> str:
        return f"{self.state}: {self.why}" if self.why else str(self.state)


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the topic, found. `start` and `end` count characters in the field (title, standfirst or text)."""

    text: str
    concept: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of an article: a score from 0 to 1, its level, and the terms that it rests on.

    `topic` is the id of the topic that it was judged by.
    """

    score: float
    level: Level
    terms: tuple[Term, ...] = ()
    topic: str = ""

    @property
    def relevant(self) -> bool:
        """Whether a crawl keeps the article."""
        return self.level.relevant


def strongest(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of the topic that an article belongs to most; the first of equals."""
    levels = list(Level)
    return min(verdicts, key=lambda verdict: (levels.index(verdict.level), -verdict.score))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What folding needs to know of a text.

    `hashes` are the winnowed shingle hashes: sorted, distinct, each below 2**40, packed little-endian, 8 bytes each;
    `sparse` are a third of them, in the same form, chosen so that copies chose the same; `posted` are those by which
    the text is found among others; `places` says for each hash in which eighth of the text it first stands, a byte each
    (a fingerprint that was read back from the index lacks both). `numbers` are the
    numbers of the text in reading order; `shingles` counts the text's distinct shingles before thinning; `exact` is a
    hash of the whole normalised text, equal only for texts that are the same. `contexts` are two hashes for each
    number, of the words before and after it: packed little-endian, 4 bytes each, in the same order.
    """

    hashes: bytes
    numbers: tuple[str, ...]
    shingles: int
    exact: int
    contexts: bytes = b""
    sparse: bytes = b""
    posted: bytes = b""
    places: bytes = b""


@dataclass(frozen=True, slots=True)
class Perhaps:
    """An article (`of`, an id) that a new one may be a copy of: nobody can tell from so few words. `share` is how much
    of the new one's text is the other's, 0 to 1."""

    of: int
    share: float
    why: Doubt


@dataclass(frozen=True, slots=True)
class Held:
    """An article (an id) that stands for the most part in a new one: `share` of its text, 0 to 1."""

    article: int
    story: int
    share: float


@dataclass(frozen=True, slots=True)
class Folding:
    """Where an article belongs among the stories.

    `story` and `of` (an article's id) are None for the first of a new story. `score` is the evidence (shared weight
    over the lighter side's weight, 0 to 1); `share` is how much of this article's text is the other's, 0 to 1.
    `exemplar` says whether later articles are to be matched against this one. `perhaps` is set for the first of a story
    that may be none. `holds` is set where the article holds most of one article each of several stories, its own among
    them: these may be one story, seen in pieces before the whole. `also` is the article of another story that a
    merged copy was made of, beside `of`; `held_by` are copies in other stories that hold a good part of this text
    beside their own wire: it came after the copy that was made of it.
    """

    story: int | None = None
    relation: Relation = Relation.ORIGIN
    of: int | None = None
    score: float = 0.0
    share: float = 0.0
    exemplar: bool = True
    perhaps: Perhaps | None = None
    holds: tuple[Held, ...] = ()
    also: int | None = None
    held_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Search tokens of an article, in order, parted by spaces: of its title, and of its standfirst and text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a worker process finds out about one page: the article, a verdict by each topic, what it is folded by
    and what it is found by."""

    article: Article
    verdicts: tuple[Verdict, ...]
    fingerprint: Fingerprint
    words: Words

    @property
    def verdict(self) -> Verdict:
        """The strongest of the verdicts; the first of equals."""
        return strongest(self.verdicts)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only record that reports are made from. `facts` is all that a report prints of it.

    `id` is the mark; `at` is UTC, ISO 8601. `docs/events.md` lists the facts of each kind.
    """

    id: int
    at: str
    kind: EventKind
    run: int | None
    story: int | None
    article: int | None
    facts: Mapping[str, Any] = field(default_factory=dict)
