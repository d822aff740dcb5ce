"""The pieces that a digest is made of, each with the event that it comes from.

An event's facts are read here, and nowhere behind: a renderer sees these records only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from records import Event, Relation
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
class Carrier:
    """An article that carries a story, and what it is to the article that it was folded under.

    `of_*` are empty for the first of a story. `share` is how much of its text is the other's, 0 to 1; `delay_seconds`
    its publication minus the origin's, None unless both gave a moment.
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


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story with those of its carriers that came between the marks, in the order in which crawls found them.

    `new`: the story itself began between the marks.
    """

    story: StoryTold
    carriers: tuple[Carrier, ...]
    new: bool

    @property
    def lead(self) -> Carrier:
        """The carrier that speaks for the story: its origin if that came between the marks, else the first to come."""
        return next((one for one in self.carriers if one.article.id == self.story.origin.id), self.carriers[0])

    @property
    def dated(self) -> datetime:
        """The moment by which the story is sorted: its newest carrier's."""
        return max(one.article.dated for one in self.carriers)

    @property
    def terms(self) -> tuple[str, ...]:
        """The topic's names that were found in any of the carriers, each once, in order of appearance."""
        return tuple(dict.fromkeys(term for one in self.carriers for term in one.verdict.terms))


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
class Trouble:
    """An outlet that could not be read. `new`: it began between the marks; `over`: the last run did not meet it."""

    outlet: str
    outlet_name: str
    problem: str
    since: str
    new: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A crawl that ended. `counts` are its own figures, by name."""

    event: int
    at: str
    run: int
    spider: str
    finish: str
    ok: bool
    counts: tuple[tuple[str, int], ...]


def read_carrier(event: Event) -> Carrier:
    """The carrier that a "new story" or "new carrier" event tells of."""
    of = mapping(event.facts, "of")
    delay = event.facts.get("delay_seconds")
    return Carrier(
        event=event.id,
        at=event.at,
        article=read_article(event.facts),
        relation=text(event.facts, "relation") or Relation.ORIGIN.value,
        of_id=integer(of, "id"),
        of_name=text(of, "outlet_name"),
        of_url=text(of, "url"),
        score=real(event.facts, "score"),
        share=min(1.0, max(0.0, real(event.facts, "share"))),
        delay_seconds=int(delay) if isinstance(delay, int | float) else None,
        verdict=read_verdict(event.facts),
    )


def related_anew(carriers: Sequence[Carrier], moved: Event | None) -> tuple[Carrier, ...]:
    """The carriers as what they are to the origin that an "origin moved" event names; those that it does not speak of,
    and those that came after it, stay as their own events told them."""
    if moved is None:
        return tuple(carriers)
    origin = read_article(moved.facts)
    said = {integer(copy, "article"): copy for copy in mappings(moved.facts, "copies")}
    return tuple(_related_anew(one, origin, said) if one.event < moved.id else one for one in carriers)


def _related_anew(carrier: Carrier, origin: ArticleTold, said: Mapping[int, Mapping[str, Any]]) -> Carrier:
    number = carrier.article.id
    if number == origin.id:
        relation = Relation.ORIGIN.value
        return replace(carrier, relation=relation, of_id=0, of_name="", of_url="", share=0.0, delay_seconds=None)
    if number not in said:
        return carrier
    copy = said[number]
    delay = copy.get("delay_seconds")
    return replace(
        carrier,
        relation=text(copy, "relation"),
        of_id=origin.id,
        of_name=origin.outlet_name,
        of_url=origin.url,
        share=min(1.0, max(0.0, real(copy, "share"))),
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


def read_run(event: Event) -> Run:
    """A "run ended" event. Whether the run itself was `ok` is its own word; without it, it was not."""
    return Run(
        event=event.id,
        at=event.at,
        run=integer(event.facts, "run") or event.run or 0,
        spider=text(event.facts, "spider"),
        finish=text(event.facts, "finish"),
        ok=event.facts.get("ok") is True,
        counts=figures(event, "counts"),
    )


def read_troubles(event: Event) -> list[Trouble]:
    """The outlets that the run of a "run ended" event could not read."""
    return [
        Trouble(
            outlet=text(one, "outlet"),
            outlet_name=text(one, "outlet_name") or text(one, "outlet"),
            problem=text(one, "problem"),
            since=text(one, "since"),
            new=one.get("new") is True,
            over=False,
        )
        for one in mappings(event.facts, "troubles")
    ]


def figures(event: Event, key: str) -> tuple[tuple[str, int], ...]:
    """A `{name: number}` of an event's facts, by name."""
    said = mapping(event.facts, key)
    return tuple(sorted((str(name), integer(said, name)) for name in said))
