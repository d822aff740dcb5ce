"""What an event says, read into records: the only place that knows how `facts` is spelt (see `docs/events.md`).

An event may come from an earlier or a later version of this program. What is missing is read as empty and what is not
known is left alone: a report never fails on an old database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from records import DateDoubt, Precision, When

# A find counts as late when its newest possible publication lies this far before it was first seen: two days, so that
# a weekend feed or a morning's outage is no "late find", but last week's article is.
LATE = timedelta(hours=48)
# The widest that a wall clock without a zone, or a bare day, can be behind UTC: it is called late only if it surely is.
WESTERNMOST = timedelta(hours=12)

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Credited:
    """An agency whose words an article carries: where the page says so, and in which words."""

    id: str
    name: str
    where: str
    span: str


@dataclass(frozen=True, slots=True)
class Glossed:
    """A name in a headline: in Latin letters, and the form of it that stands there."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class ArticleTold:
    """An article as it stood when its event was written. `kind` is its outlet's: agency, press, broadcaster, ..."""

    id: int
    url: str
    outlet: str
    outlet_name: str
    country: str
    kind: str
    title: str
    standfirst: str
    language: str
    published: When | None
    first_seen: str
    agencies: tuple[Credited, ...]
    authors: tuple[str, ...]
    words: int
    glosses: tuple[Glossed, ...] = ()

    @property
    def late(self) -> bool:
        """Whether it was published more than `LATE` before we first saw it, however its date is read."""
        newest = _newest(self.published)
        seen = moment(self.first_seen)
        return newest is not None and seen is not None and newest < seen - LATE

    @property
    def dated(self) -> datetime:
        """The moment by which it is sorted: as published, but never after it was seen; without a date, as seen."""
        seen = moment(self.first_seen) or _NEVER
        claimed = _claimed(self.published)
        return seen if claimed is None else min(claimed, seen)


@dataclass(frozen=True, slots=True)
class OriginTold:
    """The article that a story comes from, as far as we know."""

    id: int
    outlet: str
    outlet_name: str
    url: str
    title: str
    language: str
    published: When | None
    glosses: tuple[Glossed, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story as it stood when its event was written. `articles`, `outlets` and `houses` (outlets of one owner counted
    once) are counts over all time, `sources` name the independent origins; 0 and empty where nobody said."""

    id: int
    title: str
    origin: OriginTold
    articles: int
    outlets: int
    houses: int = 0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicTold:
    """A topic that an article belongs to, and why."""

    id: str
    name: str
    score: float
    level: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnTopic:
    """Why an article was kept: the judge's score from 0 to 1, its level and the topic's names that it found.

    `topics` are those that the article belongs to; empty where only one is watched.
    """

    score: float
    level: str
    terms: tuple[str, ...]
    topics: tuple[TopicTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words that changed, with what stands around them now (see `wording.changes`)."""

    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """The hunks of one field: title, standfirst or text."""

    field: str
    hunks: tuple[Hunk, ...]


def passages(hunks: Iterable[Hunk]) -> list[list[Hunk]]:
    """The hunks of a field by passage: neighbours share what stands between them (see `wording.changes`)."""
    told: list[list[Hunk]] = []
    for hunk in hunks:
        last = told[-1][-1] if told else None
        if last is None or not last.after or last.after != hunk.before or last.after.endswith("…"):
            told.append([])
        told[-1].append(hunk)
    return told


def moment(value: str) -> datetime | None:
    """An ISO 8601 moment as UTC; one without a zone is taken for UTC. None if it is none."""
    try:
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_article(facts: Mapping[str, Any]) -> ArticleTold:
    """The `article` of an event."""
    said = mapping(facts, "article")
    return ArticleTold(
        id=integer(said, "id"),
        url=text(said, "url"),
        outlet=text(said, "outlet"),
        outlet_name=text(said, "outlet_name") or text(said, "outlet"),
        country=text(said, "country"),
        kind=text(said, "kind"),
        title=text(said, "title"),
        standfirst=text(said, "standfirst"),
        language=text(said, "language"),
        published=read_when(said.get("published")),
        first_seen=text(said, "first_seen"),
        agencies=tuple(
            Credited(text(one, "id"), text(one, "name") or text(one, "id"), text(one, "where"), text(one, "span"))
            for one in mappings(said, "agencies")
        ),
        authors=tuple(str(one) for one in sequence(said, "authors")),
        words=integer(said, "words"),
        glosses=read_glosses(said),
    )


def read_story(facts: Mapping[str, Any]) -> StoryTold:
    """The `story` of an event."""
    said = mapping(facts, "story")
    origin = mapping(said, "origin")
    return StoryTold(
        id=integer(said, "id"),
        title=text(said, "title"),
        origin=OriginTold(
            id=integer(origin, "id"),
            outlet=text(origin, "outlet"),
            outlet_name=text(origin, "outlet_name") or text(origin, "outlet"),
            url=text(origin, "url"),
            title=text(origin, "title"),
            language=text(origin, "language"),
            published=read_when(origin.get("published")),
            glosses=read_glosses(origin),
        ),
        articles=integer(said, "articles"),
        outlets=integer(said, "outlets"),
        houses=integer(said, "houses"),
        sources=tuple(str(one) for one in sequence(said, "sources")),
    )


def read_glosses(said: Mapping[str, Any]) -> tuple[Glossed, ...]:
    """The `glosses` of an article or an origin."""
    return tuple(Glossed(text(one, "name"), text(one, "form")) for one in mappings(said, "glosses"))


def read_verdict(facts: Mapping[str, Any]) -> OnTopic:
    """The `verdict` of an event."""
    said = mapping(facts, "verdict")
    topics = tuple(
        TopicTold(text(one, "id"), text(one, "name") or text(one, "id"), *_judged(one))
        for one in mappings(said, "topics")
    )
    return OnTopic(*_judged(said), topics)


def _judged(said: Mapping[str, Any]) -> tuple[float, str, tuple[str, ...]]:
    return real(said, "score"), text(said, "level"), tuple(str(term) for term in sequence(said, "terms"))


def between(one: When | None, other: When | None) -> int | None:
    """Seconds from one publication to another, None unless both are moments that nobody doubts."""
    if (
        one is None
        or other is None
        or one.doubt
        or other.doubt
        or {one.precision, other.precision} != {Precision.INSTANT}
    ):
        return None
    first, second = moment(one.value), moment(other.value)
    return None if first is None or second is None else int((second - first).total_seconds())


def read_changes(facts: Mapping[str, Any]) -> tuple[Change, ...]:
    """The `changes` of an edit."""
    return tuple(
        Change(
            text(one, "field"),
            tuple(
                Hunk(text(hunk, "before"), text(hunk, "old"), text(hunk, "new"), text(hunk, "after"))
                for hunk in mappings(one, "hunks")
            ),
        )
        for one in mappings(facts, "changes")
    )


def read_when(said: object) -> When | None:
    """A `{"value", "precision"}`, perhaps with `local` and `doubt`; None for no date, or one that is none."""
    if not isinstance(said, Mapping) or moment(text(said, "value")) is None:
        return None
    try:
        precision, doubt = Precision(text(said, "precision")), DateDoubt(text(said, "doubt"))
        return When(text(said, "value"), precision, local=text(said, "local"), doubt=doubt)
    except ValueError:
        return None


def text(said: Mapping[str, Any], key: str) -> str:
    """A string, or "" where there is none."""
    value = said.get(key)
    return "" if value is None else str(value)


def integer(said: Mapping[str, Any], key: str) -> int:
    """A whole number, or 0 where there is none."""
    value = said.get(key)
    return int(value) if isinstance(value, int | float) else 0


def real(said: Mapping[str, Any], key: str) -> float:
    """A number, or 0.0 where there is none."""
    value = said.get(key)
    return float(value) if isinstance(value, int | float) else 0.0


def mapping(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A nested record, or an empty one."""
    value = said.get(key)
    return value if isinstance(value, Mapping) else {}


def mappings(said: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """A list of nested records; what is none in it is left out."""
    return [one for one in sequence(said, key) if isinstance(one, Mapping)]


def sequence(said: Mapping[str, Any], key: str) -> Sequence[Any]:
    """A list, or an empty one."""
    value = said.get(key)
    return value if isinstance(value, list | tuple) else ()


def _claimed(when: When | None) -> datetime | None:
    """When a page says that it was published, its wall clock taken for UTC; of a bare day, the last moment. None where
    the date is doubted."""
    read = moment(when.value) if when and not when.doubt else None
    if when is None or read is None:
        return None
    return read.replace(hour=23, minute=59, second=59) if when.precision is Precision.DAY else read


def _newest(when: When | None) -> datetime | None:
    """The last moment at which it can have been published."""
    claimed = _claimed(when)
    if claimed is None or when is None or when.precision is Precision.INSTANT:
        return claimed
    try:
        return claimed + WESTERNMOST
    except OverflowError:
        return claimed
