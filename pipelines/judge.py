"""Article + Topic -> Verdict, with the terms that it rests on.

A sentence speaks of the topic when it names both sides of a pair. That is evidence of

    1.0   with a subject (troops, treaty, visit ...) beside it    x 0.4  where it is about another treaty or a match
    0.7   without                                                 x 0.4  without one, where it is about a missile test
    0.25  where the two only stand in a list of countries                or a mere comment

Two sides in neighbouring sentences are 0.5. An article's evidence is that of its headline (the strongest sentence), of
its beginning (the strongest within 300 characters) and of all its sentences together (their mean, and a little more
where sentences that name one side only take turns), each 0 to 1:

    score = 0.5 * headline  +  0.2 * beginning  +  0.6 * min(1, share / 0.4)  +  0.25 * min(1, returns / 0.2)

and 1 at most. The headline says what a text is about; the beginning is what a news text leads with; the share tells a
subject from a passing mention, and so do the returns: how many of the sentences name even the side that is named more
rarely, 0 where it is named once. A story that is told, rather than reported, names the two sides in turn.

Below five sentences the share says little, and score = max(headline, share). Without a title the first sentence is the
headline. A text of many unrelated items (a digest, a liveblog) is about none of them, unless its headline names one as
its subject.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.topic import Topic
from pipelines.names import Hit, Names, Strength, fold
from pipelines.sentences import sentence_at, sentences
from records import Level, Term, Verdict

# What a sentence is worth. These weights and the next were set by hand, for what they mean. One at a time, those of a
# sentence and of the parts may move by a third either way with at most two errors in the 444 development texts;
# LONG_ENOUGH is touchier: at 3 there are four errors, at 0 five.
PAIR = 0.7
PAIR_WITH_SUBJECT = 1.0
LISTED = 0.25
EXCLUDED = 0.4
SPREAD = 0.5  # the two sides in neighbouring sentences

ISO_DAY = len("2026-11-09")

# What the parts of an article are worth.
HEADLINE = 0.5
BEGINNING = 0.2
BODY = 0.6
FULL_BODY = 0.4  # a body is taken for full of the topic when so much of it speaks of it
RETURNS = 0.25
FULL_RETURNS = 0.2  # a text that names even the rarer side in every fifth sentence keeps coming back to both
BEGINS_WITHIN = 300  # characters of standfirst and text that are an article's beginning
LONG_ENOUGH = 5  # sentences from which a body can say how much of it speaks of the topic

# Where a headline names no country at all ("A bridge and a train"), what the beginning says stands in for it, a little:
# at 0.4 a text that mentions the pair in its first sentence only would be taken.
STANDS_IN = 0.3

BALANCE = 1.0  # what sentences that name one side only add, by the share of those that name the rarer one

LIST_LENGTH = 3  # countries in a row from which they are a list
LONGEST_JOINT = 20  # characters between two members of a list; also keeps the expression below from long blanks
_BETWEEN = re.compile(
    r"(?:'s|’s|氏)?[\s,、，،;/·・()]*"
    r"(?:and|or|as well as|with|the|и|й|та|і|или|с|und|oder|mit|et|ou|avec|la|y|e|o|con|و|i|oraz|z|ve|và|और|व|"
    r"和|及|与|與|や|と|및|와|과|하고)?\s*(?:the|la|le|l'|el)?\s*"
)
# A dateline tells where the reporter sits, not what the text is about.
_DATELINE = re.compile(
    r"\s*(?:"
    r"[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ .,\-/]{2,40}[^\n]{0,25}?"  # MOSCOW, October 27. /TASS/   МОСКВА, 19 июн - РИА Новости
    r"(?:/[A-ZА-Я]{2,8}/|\([A-Z][\w\s-]{1,20}\)\s*(?:--?|–|—)|\s[-–—]\s*(?:РИА Новости|РІА Новини|Reuters|AFP))"
    r"|[А-Я][а-я]+\. \d{1,2} [а-я]+\. (?:INTERFAX\.RU|ИНТЕРФАКС)"  # Москва. 19 июня. INTERFAX.RU
    r"|[A-Z][a-z]+ \[[^\]\n]{2,30}\], [A-Z][a-z]+ \d{1,2} \("  # Pyongyang [North Korea], June 19 (ANI)
    r"|[(\[【][^)\]】\n]{1,20}[=＝][^)\]】\n]{2,20}[)\]】]"  # (서울=연합뉴스)   【ソウル＝聯合ニュース】
    r"|新[华華]社[^\s\d]{2,12}\d{1,2}月\d{1,2}日[电電]"  # 新华社平壤6月19日电
    r")"
)
_ITEM = re.compile(r"^[ \t]*(?:#{1,4}\s|[①-⑳❶-❿]|\d{1,2}[.)．、]\s*\S|-{4,}|\*{3,})", re.MULTILINE)
_HEADLINE_ITEM = re.compile(r"\+\++|[;；、|，·・▲]|,\s")
HEADLINE_ITEMS = 3  # items of a digest's headline from which it names none as its subject
LISTING_ITEMS = 4  # numbered or headed items from which a text is a listing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the parts of an article say, each 0 to 1.

    `headline` and `beginning` are the strongest evidence in them, `share` the mean over all sentences below the
    headline, of which there are `sentences`; `returns` is the share of sentences, the headline among them, that name
    the side that is named more rarely, 0 where only one does. `digest`: the headline says that many unrelated items
    follow; `listing`: the text is made of numbered or headed items, which may or may not be related.
    """

    headline: float
    beginning: float
    share: float
    sentences: int
    digest: bool
    listing: bool
    returns: float = 0.0

    @property
    def score(self) -> float:
        """The parts as one figure from 0 to 1; see the head of this file."""
        if self.digest and self.headline < PAIR:
            return self.headline * HEADLINE
        if self.sentences < LONG_ENOUGH:
            return max(self.headline, self.share)
        return min(1.0, sum(value * weight for _, value, weight in self.parts))

    @property
    def parts(self) -> tuple[tuple[str, float, float], ...]:
        """What the score of a whole article is the sum of: name, value and weight of each part."""
        beginning = 0.0 if self.digest or self.listing else self.beginning
        body = min(1.0, self.share / FULL_BODY)
        returns = 0.0 if self.digest or self.listing else min(1.0, self.returns / FULL_RETURNS)
        return (
            ("headline", self.headline, HEADLINE),
            ("beginning", beginning, BEGINNING),
            ("text", body, BODY),
            ("both sides again", returns, RETURNS),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A hit and the concepts that it names, with those that it implies; `listed` in a row of countries."""

    hit: Hit
    concepts: frozenset[str]
    listed: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence: how much it speaks of the topic, the concepts that it names, and its length in characters."""

    strength: float
    named: frozenset[str]
    length: int


class Judge:
    """Judges articles by one topic. Build once for a process; `judge` is pure."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._names = Names(topic.concepts)
        self._means = {name: frozenset({name, *concept.implies}) for name, concept in topic.concepts.items()}
        sides = {side for pair in topic.pairs for side in pair}
        self._countries = (sides - set(topic.subjects)) | set(topic.others)
        self._spoken = frozenset({*sides, *topic.others, *topic.exclusions, *topic.digests})
        self._solo = frozenset(topic.solo)
        self._partners = {side: {p for pair in topic.pairs if side in pair for p in pair} - {side} for side in sides}
        self._told = {*sides, *topic.subjects, *topic.exclusions}
        self._subjects = frozenset(topic.subjects)
        self._exclusions = frozenset(topic.exclusions)
        self._digests = frozenset(topic.digests)

    def judge(self, title: str, standfirst: str, text: str, language: str = "", *, published: str = "") -> Verdict:
        """The verdict on an article. Any field may be empty; a term's offsets count characters in its own field.

        `published` is ISO 8601, as `When.value` is: what lies outside the topic's time is off it, whatever it says.
        """
        evidence, terms = self.weigh(title, standfirst, text, language)
        score = round(evidence.score, 3)
        level = self._level(score, evidence) if self._in_time(published) else Level.OFF
        return Verdict(score, level, terms, self._topic.id)

    def weigh(self, title: str, standfirst: str, text: str, language: str = "") -> tuple[Evidence, tuple[Term, ...]]:
        """The evidence behind a verdict, and the terms found. `language` helps to read East Asian headlines."""
        fields = {"title": title, "standfirst": standfirst, "text": text}
        places = {field: self._places(content, language) for field, content in fields.items()}
        places = self._supported(places)
        body = [*self._sentences(standfirst, places["standfirst"]), *self._sentences(text, places["text"])]
        headline = (
            self._strength(places["title"]) if title.strip() else max((s.strength for s in body[:1]), default=0.0)
        )
        beginning = max((s.strength for s, before in _running(body) if before < BEGINS_WITHIN), default=0.0)
        digest = any(place.hit.concept in self._digests for place in places["title"])
        if not any(place.concepts & self._spoken for place in places["title"]):
            headline = max(headline, beginning * STANDS_IN)
        if digest and len(_HEADLINE_ITEM.split(title)) >= HEADLINE_ITEMS:
            headline = 0.0
        evidence = Evidence(
            headline=headline,
            beginning=beginning,
            share=self._share(body),
            sentences=len(body),
            digest=digest,
            listing=len(_ITEM.findall(text)) >= LISTING_ITEMS,
            returns=self._returns(places["title"], body),
        )
        return evidence, self._terms(fields, places)

    def _in_time(self, published: str) -> bool:
        day, since, until = published[:ISO_DAY], self._topic.since, self._topic.until
        return not day or ((not since or since.isoformat() <= day) and (not until or day <= until.isoformat()))

    def _level(self, score: float, evidence: Evidence) -> Level:
        if score >= self._topic.about:
            return Level.ABOUT
        if score >= self._topic.threshold:
            return Level.RELATED
        return Level.PASSING if max(evidence.headline, evidence.share) > 0 else Level.OFF

    def _places(self, content: str, language: str) -> list[_Place]:
        dateline = _DATELINE.match(content)
        begin = dateline.end() if dateline else 0
        hits = [hit for hit in self._names.find(content, language) if hit.start >= begin]
        listed = self._listed(content, hits)
        return [_Place(hit, self._means[hit.concept], hit in listed) for hit in hits]

    def _listed(self, content: str, hits: Sequence[Hit]) -> set[Hit]:
        """The hits that stand in a row of three or more countries."""
        listed: set[Hit] = set()
        row: list[Hit] = []
        parties: set[str] = set()  # a side is one party under whatever names
        end = -1
        for hit in (h for h in hits if h.concept in self._countries):
            if not _in_a_row(content, end, hit.start):
                row, parties = [], set()
            row.append(hit)
            parties.add(hit.concept if hit.concept in self._partners else fold(content[hit.start : hit.end]).text)
            if len(parties) >= LIST_LENGTH:
                listed.update(row)
                row = []  # already in the list; what follows in the row joins it
            end = hit.end
        return listed

    def _supported(self, places: dict[str, list[_Place]]) -> dict[str, list[_Place]]:
        """The places without weak names and echoes that nothing supports."""
        full = {c for row in places.values() for p in row if p.hit.strength is Strength.FULL for c in p.concepts}
        return {field: self._supported_row(row, full) for field, row in places.items()}

    def _supported_row(self, row: Sequence[_Place], full: set[str]) -> list[_Place]:
        beside: dict[str, list[Hit]] = {}  # where the partners of a concept are named in full
        supported: list[_Place] = []
        for place in row:
            hit = place.hit
            if hit.strength is Strength.WEAK and hit.concept not in full:
                partners = self._partners.get(hit.concept, set()) & full
                if hit.concept not in beside:
                    beside[hit.concept] = [
                        p.hit for p in row if p.hit.strength is Strength.FULL and p.concepts & partners
                    ]
                if _is_near(hit, beside[hit.concept], self._topic.reach):
                    supported.append(place)
            elif hit.strength is Strength.FULL or hit.concept in full:
                supported.append(place)
        return supported

    def _sentences(self, content: str, places: Sequence[_Place]) -> list[_Sentence]:
        """The sentences of a field with what they say of the topic."""
        spans = sentences(content)
        rows: list[list[_Place]] = [[] for _ in spans]
        for place in places:
            rows[sentence_at(spans, place.hit.start)].append(place)
        strengths = [self._strength(row) for row in rows]
        for i in range(1, len(rows)):
            if not strengths[i - 1] and not strengths[i] and self._strength([*rows[i - 1], *rows[i]]):
                strengths[i] = SPREAD
        named = [frozenset().union(*(p.concepts for p in row if not p.listed)) for row in rows]
        return [_Sentence(s, n, end - start) for s, n, (start, end) in zip(strengths, named, spans, strict=True)]

    def _share(self, body: Sequence[_Sentence]) -> float:
        """How much of a body speaks of the topic, 0 to 1."""
        mean = sum(s.strength for s in body) / len(body) if body else 0.0
        if not mean:
            return 0.0
        apart = [s.named for s in body if not s.strength]
        balance = max(min(sum(side in named for named in apart) for side in pair) for pair in self._topic.pairs)
        return min(1.0, mean + BALANCE * balance / len(body))

    def _returns(self, title: Sequence[_Place], body: Sequence[_Sentence]) -> float:
        """How often a text comes back to both sides, wherever it names them: see `Evidence`."""
        rows = [frozenset().union(*(p.concepts for p in title if not p.listed)), *(s.named for s in body)]
        rarer = max(min(sum(side in named for named in rows) for side in pair) for pair in self._topic.pairs)
        return rarer / len(rows) if rarer > 1 else 0.0

    def _strength(self, row: Sequence[_Place]) -> float:
        """How much one sentence speaks of the topic, 0 to 1."""
        if not row:
            return 0.0
        met = max((self._meeting(row, pair) for pair in self._topic.pairs), default=0.0)
        if not met:
            return 0.0
        named = {place.hit.concept for place in row}
        if met == PAIR and named & self._subjects:
            met = PAIR_WITH_SUBJECT
        elif named & self._solo:
            met *= EXCLUDED
        return met * EXCLUDED if named & self._exclusions else met

    def _meeting(self, row: Sequence[_Place], pair: Sequence[str]) -> float:
        """What the meeting of a pair's sides in one sentence is worth before its subject is asked."""
        sides = [[p for p in row if side in p.concepts] for side in pair]
        if not all(sides):
            return 0.0
        free = [[p.hit for p in side if not p.listed] for side in sides]
        if all(free) and _gap(free) <= self._topic.reach:
            return PAIR
        return LISTED

    def _terms(self, fields: dict[str, str], places: dict[str, list[_Place]]) -> tuple[Term, ...]:
        return tuple(
            Term(fields[field][p.hit.start : p.hit.end], p.hit.concept, field, p.hit.start, p.hit.end)
            for field, row in places.items()
            for p in row
            if p.concepts & self._told
        )


def _in_a_row(content: str, end: int, start: int) -> bool:
    """Whether nothing but what joins the members of a list stands between two names."""
    return end >= 0 and 0 <= start - end <= LONGEST_JOINT and _BETWEEN.fullmatch(content, end, start) is not None


def _gap(sides: Sequence[Sequence[Hit]]) -> int:
    """The least distance in characters between a hit of the first side and one of the last; each is in order."""
    return min(_distance(hit, sides[-1]) for hit in sides[0])


def _is_near(hit: Hit, others: Sequence[Hit], reach: int) -> bool:
    """Whether one of `others`, which are in reading order, is no more than `reach` characters away."""
    return bool(others) and _distance(hit, others) <= reach


def _distance(hit: Hit, others: Sequence[Hit]) -> int:
    """Characters between a hit and the nearest of others, which are in reading order; 0 where they touch."""
    after = bisect_left(others, hit.start, key=lambda other: other.start)
    return min(max(0, o.start - hit.end, hit.start - o.end) for o in others[max(0, after - 1) : after + 1])


def _running(body: Iterable[_Sentence]) -> Iterable[tuple[_Sentence, int]]:
    """Each sentence with the number of characters before it."""
    before = 0
    for sentence in body:
        yield sentence, before
        before += sentence.length
