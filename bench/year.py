"""A year of one topic's press, made of the sentences of real documents and brought through the store's own functions.

50,000 articles in stories of which a few are carried by dozens of outlets and most by one, in the languages of the
documents; edits, pages that go and come back, a crawl every hour with its counts. One day is the peak: a summit, seven
times an ordinary day, and 500 edits.
"""

import heapq
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database

from bench.recombined import Stock, copied, stocks, wire
from config import Config
from pipelines.judge import Judge
from pipelines.reading import Reader
from records import Article, Credit, Level, Precision, Reading, Verdict, When
from store import revisits, runs, sources
from store.articles import Outcome, Visit, keep
from store.database import writing

FIRST_DAY: Final = datetime(2025, 1, 1, tzinfo=UTC)
DAYS: Final = 365
PEAK: Final = 300
"""The day of the year (0 is the first) that is the peak; behind it lie two months, as before a report of long ago."""

PEAK_ARTICLES: Final = 1_000
PEAK_EDITS: Final = 500
EDITED: Final = 0.2
"""Edits on any other day, for each article of the day."""

TAIL: Final = 1.15
MOST_CARRIERS: Final = 80
"""Carriers of a story follow a Pareto distribution, cut: half of the stories have one, one in 60 has forty or more."""

SPREAD: Final = 4 * 3600
"""Seconds after which a copy appears, on average."""

GONE_A_DAY: Final = 3
ASKED: Final = 12
"""Outlets that each crawl asks; one of them fails every other day."""

HOUR: Final = timedelta(hours=1)
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, order=True)
class _Coming:
    """An article that will be published: when, of which story, and as which of its carriers (0 is the wire)."""

    at: datetime
    story: int
    carrier: int


@dataclass(slots=True)
class Year:
    """Brings the articles of a year into a database, hour by hour."""

    db: Database
    config: Config
    documents: Sequence[Mapping[str, Any]]
    articles: int
    dice: random.Random

    def make(self) -> Iterator[int]:
        """Write the year; yields the number of each day that is over."""
        made_of = [stock for stock in stocks(self.documents) if len(stock.sentences) > len(stock.titles)]
        weights = [len(stock.lengths) for stock in made_of]
        verdicts = self._verdicts()
        reader = Reader([*self.config.agencies.values()], ())
        outlets = [*self.config.outlets.values()]
        wires: dict[int, tuple[Stock, str, list[str]]] = {}
        recent: list[tuple[int, Reading]] = []
        coming = self._plan()
        following = next(coming, None)
        for hour in range(DAYS * 24):
            until = FIRST_DAY + (hour + 1) * HOUR
            with writing(self.db):
                run = self._begin(hour, until - HOUR)
                kept = 0
                while following and following.at < until:
                    if following.carrier == 0:
                        (stock,) = self.dice.choices(made_of, weights)
                        wires[following.story] = (stock, self.dice.choice(stock.titles), wire(stock, self.dice))
                    stock, title, lines = wires[following.story]
                    text = lines if following.carrier == 0 else copied(lines, stock, self.dice)
                    outlet = outlets[min(len(outlets) - 1, int(self.dice.expovariate(0.03)))]
                    article = _article(following, stock, title, text, outlet.id, self.dice)
                    reading = replace(reader.assess(article), verdicts=self.dice.choice(verdicts))
                    visit = Visit(_written(following.at + timedelta(minutes=10)), run)
                    result = keep(self.db, reading, outlet.id, visit, self.config)
                    if result.outcome is not Outcome.DUPLICATE:
                        kept += 1
                        recent.append((result.article, reading))
                    following = next(coming, None)
                self._edit(hour, until, run, recent, reader)
                if hour % 24 == 23:
                    self._lose(until, run, recent)
                self._end(run, until, kept)
            if hour % 24 == 23:
                del recent[: -2 * PEAK_ARTICLES]
                yield hour // 24

    def _plan(self) -> Iterator[_Coming]:
        """All articles in order of time. Of the peak's stories the copies may come the day after."""
        ordinary = (self.articles - PEAK_ARTICLES) / (DAYS - 1)
        weeks = [1.2, 1.2, 1.2, 1.1, 1.1, 0.7, 0.5]  # a desk's week; the sum is 7
        waiting: list[_Coming] = []
        story = given = 0
        for day in range(DAYS):
            wanted = PEAK_ARTICLES if day == PEAK else round(ordinary * weeks[day % 7])
            while wanted > 0 and given < self.articles:
                story += 1
                carriers = min(MOST_CARRIERS, int(self.dice.paretovariate(TAIL)), wanted)
                at = FIRST_DAY + timedelta(days=day, seconds=int(86_400 * self.dice.betavariate(2.5, 2.5)))
                for carrier in range(carriers):
                    heapq.heappush(waiting, _Coming(at, story, carrier))
                    at += timedelta(seconds=int(self.dice.expovariate(carriers / SPREAD)))
                wanted -= carriers
                given += carriers
            while waiting and waiting[0].at < FIRST_DAY + timedelta(days=day + 1):
                yield heapq.heappop(waiting)

    def _verdicts(self) -> list[tuple[Verdict, ...]]:
        """What the judge says of those of the documents that are on topic."""
        judges = [Judge(topic) for topic in self.config.topics]
        found = [
            tuple(
                judge.judge(str(one.get("title") or ""), "", str(one["text"]), str(one.get("language") or "en"))
                for judge in judges
            )
            for one in self.documents
            if one.get("text")
        ]
        relevant = [each for each in found if any(verdict.relevant for verdict in each)]
        return relevant or [tuple(Verdict(1.0, Level.ABOUT, (), topic.id) for topic in self.config.topics)]

    def _edit(
        self, hour: int, until: datetime, run: int, recent: Sequence[tuple[int, Reading]], reader: Reader
    ) -> None:
        """The edits of an hour, among the articles of the last day or two."""
        peak = hour // 24 == PEAK
        share = PEAK_EDITS / 24 if peak else EDITED * self.articles / DAYS / 24
        number = int(share) + (self.dice.random() < share % 1)
        newest = recent[-PEAK_ARTICLES:]
        for article, reading in self.dice.sample(newest, min(number, len(newest))):
            edited = _edited(reading.article, self.dice)
            found = replace(reader.assess(edited), verdicts=reading.verdicts)
            revisits.read_again(self.db, article, found, Visit(_written(until), run), self.config)

    def _lose(self, until: datetime, run: int, recent: Sequence[tuple[int, Reading]]) -> None:
        """A few articles are not present any more, for good."""
        revisit = self.config.settings.revisit
        for article, _ in self.dice.sample(recent, min(GONE_A_DAY, len(recent))):
            for answer in range(revisit.gone_answers):
                back = revisit.gone_span * (1 - answer / max(1, revisit.gone_answers - 1))
                revisits.missing(self.db, article, 404, Visit(_written(until - back), run), self.config)

    def _begin(self, hour: int, at: datetime) -> int:
        """A crawl begins, and reads its sources."""
        run = runs.begin(self.db, "feeds", "feeds", _written(at))
        for number, outlet in enumerate([*self.config.outlets.values()][:ASKED]):
            for feed in (feed for feed in outlet.feeds if feed.enabled):
                if number == 0 and (hour // 24) % 2:
                    sources.record_trouble(self.db, feed.url, outlet.id, "feed", "answered 503", _written(at))
                else:
                    sources.record_unchanged(self.db, feed.url, outlet.id, "feed", _written(at))
        return run

    def _end(self, run: int, at: datetime, kept: int) -> None:
        """A crawl ends, with the counts that a crawl has."""
        off = self.dice.randrange(20, 60)
        counts = {"sources asked": ASKED, "leads found": kept + off, "pages fetched": kept + off, "articles kept": kept}
        refused = {"off topic": off, "unreadable: no text": self.dice.randrange(3), "refused: robots.txt": 1}
        asked = [*self.config.outlets.values()][:ASKED]
        runs.end(
            self.db,
            run,
            finish="finished",
            ok=True,
            counts=counts,
            not_taken=refused,
            asked=asked,
            config=self.config,
            at=_written(at),
        )


def _article(
    coming: _Coming, stock: Stock, title: str, text: Sequence[str], outlet: str, dice: random.Random
) -> Article:
    """A carrier of a story as its page says it: a third of them under another headline, a third with the credit."""
    written = _written(coming.at)
    credited = coming.carrier > 0 and dice.random() < 1 / 3
    return Article(
        url=f"https://{outlet}.example/{coming.at:%Y/%m/%d}/{coming.story}-{coming.carrier}",
        title=title if dice.random() < 2 / 3 else dice.choice(stock.titles),
        standfirst=text[0],
        text="\n".join(text[1:] or text),
        published=When(written, Precision.INSTANT, written),
        language=stock.language,
        credits=(Credit("yonhap", "byline", "(Yonhap)"),) if credited else (),
    )


def _edited(article: Article, dice: random.Random) -> Article:
    """The same as an editor leaves it: another number, a sentence less or one that came, now and then a headline."""
    lines = article.text.split("\n")
    place = dice.randrange(len(lines))
    kind = dice.random()
    if kind < 0.3:
        lines[place] = _NUMBER.sub(lambda match: str(int(match.group()[:9]) + 2_000), lines[place]) + " (2,000)"
    elif kind < 0.6:
        lines[place:place] = [" ".join(reversed(lines[place].split()))]
    elif kind < 0.8 and len(lines) > 2:
        del lines[place]
    else:
        words = article.title.split()
        return replace(article, title=" ".join(dice.sample(words, len(words))) + " – update")
    return replace(article, text="\n".join(lines))


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
