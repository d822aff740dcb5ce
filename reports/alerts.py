"""What an alert tells: which events, and which outlets that fell silent. Pure.

    new story      a story began; with `agencies` or `outlets` also one that is known to be theirs now
    article        any article that came, also a copy
    material edit  numbers, names, quotes, negations, attributions or sentences changed; `edit`: anything did
    gone           an article is not present any more
    carriers       a story has reached so many articles
    silence        an outlet had no new article for so long

Each thing is told once: a match names its subject, and what was told before is handed in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from records import Event, EventKind
from reports.facts import mapping, moment, read_article, read_story
from reports.news import read_edit


@dataclass(frozen=True, slots=True)
class Rule:
    """What an alert waits for. `own` are the outlets that are one of the `agencies` themselves."""

    on: str
    agencies: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    carriers: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """An event that is told, and what it tells of."""

    event: int
    subject: str


def matches(rule: Rule, events: Iterable[Event], told: Collection[str]) -> list[Match]:
    """The events that a rule waits for, in order, each subject once and none that was told."""
    known = set(told)
    found: list[Match] = []
    for event in events:
        subject = _subject(rule, event)
        if subject and subject not in known:
            known.add(subject)
            found.append(Match(event.id, subject))
    return found


def silences(
    last: Mapping[str, str], span: timedelta, now: str, told: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """(outlet, its last article, subject) of each outlet that had none for `span` until `now`, the longest silent
    first. `last` is outlet -> when its newest article was first seen; times are UTC, ISO 8601."""
    at = moment(now)
    for outlet, seen in sorted(last.items(), key=lambda item: (item[1], item[0])):
        since = moment(seen)
        subject = f"silence of {outlet} since {seen}"
        if at is not None and since is not None and at - since >= span and subject not in told:
            yield outlet, seen, subject


def _subject(rule: Rule, event: Event) -> str:
    """What an event tells of, as far as the rule waits for it; "" where it does not."""
    came = event.kind in (EventKind.NEW_STORY, EventKind.NEW_CARRIER)
    if rule.on == "carriers":
        story = read_story(event.facts)
        reached = came and story.articles >= rule.carriers
        return f"story {story.id}" if reached and _of_origin(rule, event) else ""
    if not _of_article(rule, event):
        return ""
    if rule.on == "new story":
        narrowed = bool(rule.agencies or rule.outlets)
        begins = event.kind == EventKind.NEW_STORY or (narrowed and event.kind == EventKind.ORIGIN_MOVED)
        return f"story {event.story}" if begins else ""
    if rule.on == "article":
        return f"article {event.article}" if came else ""
    if rule.on == "gone":
        return f"event {event.id}" if event.kind == EventKind.GONE else ""
    edited = event.kind == EventKind.EDITED and (rule.on == "edit" or bool(read_edit(event).material))
    return f"event {event.id}" if edited and rule.on in ("edit", "material edit") else ""


def _of_article(rule: Rule, event: Event) -> bool:
    """Whether the article is of the outlets and agencies that the rule names."""
    if not mapping(event.facts, "article"):
        return False
    article = read_article(event.facts)
    return _of(rule, article.outlet, {credit.id for credit in article.agencies})


def _of_origin(rule: Rule, event: Event) -> bool:
    """The same of the article that the story comes from."""
    article, origin = read_article(event.facts), read_story(event.facts).origin
    credited = {credit.id for credit in article.agencies} if article.id == origin.id else set()
    return _of(rule, origin.outlet, credited)


def _of(rule: Rule, outlet: str, credited: Collection[str]) -> bool:
    by_agency = not rule.agencies or outlet in rule.own or bool(rule.agencies & {*credited})
    return by_agency and (not rule.outlets or outlet in rule.outlets)
