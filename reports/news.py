"""The pieces that a digest is made of, each with the event that it comes from.

An event's facts are read here, and nowhere behind: a renderer sees these records only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records import Event, Level, Relation
from reports.facts import (
    ArticleTold,
    Change,
    OnTopic,
    StoryTold,
    integer,
    mapping,
    mappings,
    read_article,
    read_changes,
    read_story,
    read_verdict,
    real,
    text,
)
from reports.material import reasons


@dataclass(frozen=True, slots=True)
class PerhapsTold:
    """The article that the first of a story may be a copy of, how much of its text that would be, and why nobody can
    tell."""

    id: int
    outlet_name: str
    url: str
    share: float
    why: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries a story, and what it is to the article that it was folded under.

    `of_*` are empty for the first of a story, `also_*` for all but a merged copy: the other article that it was made
    of, which is another story's. `share` is how much of its text is the other's, 0 to 1; `delay_seconds`
    its publication minus the origin's, below 0 where it was published before it, None unless both gave a moment.
    """

    event: int
    at: str
    article: ArticleTold
    relation: str
    of_id: int
    of_name: str
    of_url: str
    score: float
    share: float
    delay_seconds: int | None
    verdict: OnTopic
    perhaps: PerhapsTold | None = None
    also_id: int = 0
    also_name: str = ""
    also_url: str = ""


@dataclass(frozen=True, slots=True)
class CopyTold:
    """What an article is to an origin: see `Carrier`."""

    relation: str
    share: float
    delay_seconds: int | None


@dataclass(frozen=True, slots=True)
class OriginMoved:
    """Another article is known to be the origin of its story: `article`, where the one of `was_*` stood until then.

    `copies` says by the numbers of the other articles what they are to it; those that share too little are not there.
    """

    event: int
    at: str
    article: ArticleTold
    story: StoryTold
    was_id: int
    was_name: str
    was_url: str
    copies: Mapping[int, CopyTold]


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story with those of its carriers that came between the marks: its origin first, if it is among them, then the
    others in the order in which crawls found them.

    `new`: the story itself began between the marks. `found`: how the origin of a story known before changed.
    """

    story: StoryTold
    carriers: tuple[Carrier, ...]
    new: bool
    found: OriginMoved | None = None

    @property
    def lead(self) -> Carrier:
        """The carrier that speaks for the story: its origin if that came between the marks, else the first to come."""
        return self.carriers[0]

    @property
    def led_by_origin(self) -> bool:
        """Whether the origin itself came between the marks."""
        return self.lead.article.id == self.story.origin.id

    @property
    def others(self) -> tuple[Carrier, ...]:
        """The carriers that are not the origin."""
        return tuple(one for one in self.carriers if one.article.id != self.story.origin.id)

    @property
    def dated(self) -> datetime:
        """The moment by which the story is sorted: its newest carrier's."""
        return max(one.article.dated for one in self.carriers)

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of topics that were found in any of the carriers, each once, in order of appearance."""
        verdicts = [one.verdict for one in self.carriers]
        found = [term for verdict in verdicts for one in (verdict.topics or (verdict,)) for term in one.terms]
        return tuple(dict.fromkeys(found))

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics that any of the carriers belongs to; none where only one is watched."""
        return tuple(dict.fromkeys(topic.name for one in self.carriers for topic in one.verdict.topics))


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one article. `was_title` and `was_standfirst` stood before it, `title` and `standfirst` after.

    `material` says why it changed what is said (see `material.py`); empty where only the wording changed.
    """

    event: int
    at: str
    revision: int
    was_title: str
    was_standfirst: str
    title: str
    standfirst: str
    changes: tuple[Change, ...]
    material: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditedArticle:
    """An article with its edits between the marks, in order; `article` and `story` are as of the last of them."""

    article: ArticleTold
    story: StoryTold
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was not present any more, each time that it was asked for since `since`."""

    event: int
    at: str
    article: ArticleTold
    story: StoryTold
    status: int
    answers: int
    since: str
    last_present: str


@dataclass(frozen=True, slots=True)
class Back:
    """An article that is present again."""

    event: int
    at: str
    article: ArticleTold
    story: StoryTold
    absent_since: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that stands at another address now."""

    event: int
    at: str
    article: ArticleTold
    story: StoryTold
    old_url: str
    new_url: str


@dataclass(frozen=True, slots=True)
class Rejudged:
    """An article whose verdict is of another level now: another topic file, its own new text, or a user says so.

    `why` is topic, edit or user; `was` the level before, `verdict` how it stands now.
    """

    event: int
    at: str
    article: ArticleTold
    story: StoryTold
    verdict: OnTopic
    was: str
    why: str

    @property
    def left(self) -> bool:
        """Whether it was on topic and is no more."""
        return _relevant(self.was) and not _relevant(self.verdict.level)

    @property
    def joined(self) -> bool:
        """Whether it is on topic and was not."""
        return not _relevant(self.was) and _relevant(self.verdict.level)


def _relevant(level: str) -> bool:
    return level in (Level.ABOUT, Level.RELATED)


def read_carrier(event: Event) -> Carrier:
    """The carrier that a "new story" or "new carrier" event tells of."""
    of, also, copy = mapping(event.facts, "of"), mapping(event.facts, "also"), _copy(event.facts)
    return Carrier(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        relation=copy.relation or Relation.ORIGIN.value,
        of_id=integer(of, "id"),
        of_name=text(of, "outlet_name"),
        of_url=text(of, "url"),
        score=real(event.facts, "score"),
        share=copy.share,
        delay_seconds=copy.delay_seconds,
        verdict=read_verdict(event.facts),
        perhaps=_perhaps(mapping(event.facts, "perhaps")),
        also_id=integer(also, "id"),
        also_name=text(also, "outlet_name"),
        also_url=text(also, "url"),
    )


def _perhaps(said: Mapping[str, Any]) -> PerhapsTold | None:
    if not said:
        return None
    share = min(1.0, max(0.0, real(said, "share")))
    return PerhapsTold(integer(said, "id"), text(said, "outlet_name"), text(said, "url"), share, text(said, "why"))


def read_origin_moved(event: Event) -> OriginMoved:
    """An "origin moved" event."""
    was = mapping(event.facts, "was")
    return OriginMoved(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        story=read_story(event.facts),
        was_id=integer(was, "id"),
        was_name=text(was, "outlet_name"),
        was_url=text(was, "url"),
        copies={integer(copy, "article"): _copy(copy) for copy in mappings(event.facts, "copies")},
    )


def _copy(said: Mapping[str, Any]) -> CopyTold:
    delay = said.get("delay_seconds")
    return CopyTold(
        relation=text(said, "relation"),
        share=min(1.0, max(0.0, real(said, "share"))),
        delay_seconds=int(delay) if isinstance(delay, int | float) else None,
    )


def read_edit(event: Event) -> Edit:
    """The one edit that an "edited" event tells of."""
    was, now = mapping(event.facts, "was"), read_article(event.facts)
    changes = read_changes(event.facts)
    return Edit(
        event=event.id,
        at=event.at,
        revision=integer(event.facts, "revision"),
        was_title=text(was, "title"),
        was_standfirst=text(was, "standfirst"),
        title=now.title,
        standfirst=now.standfirst,
        changes=changes,
        material=reasons(changes, now.language, now.title),
    )


def read_gone(event: Event) -> Gone:
    """A "gone" event."""
    return Gone(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        story=read_story(event.facts),
        status=integer(event.facts, "status"),
        answers=integer(event.facts, "answers"),
        since=text(event.facts, "since"),
        last_present=text(event.facts, "last_present"),
    )


def read_back(event: Event) -> Back:
    """A "back" event."""
    return Back(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        story=read_story(event.facts),
        absent_since=text(event.facts, "absent_since"),
    )


def read_moved(event: Event) -> Moved:
    """An "article moved" event."""
    article = read_article(event.facts)
    return Moved(
        event=event.id,
        at=event.at,
        article=article,
        story=read_story(event.facts),
        old_url=text(event.facts, "old_url"),
        new_url=text(event.facts, "new_url") or article.url,
    )


def read_rejudged(event: Event) -> Rejudged:
    """A "verdict changed" event."""
    return Rejudged(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        story=read_story(event.facts),
        verdict=read_verdict(event.facts),
        was=text(mapping(event.facts, "was"), "level"),
        why=text(event.facts, "why"),
    )
