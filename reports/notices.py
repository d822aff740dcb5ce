"""What is told in one sentence each: findings on stories known before, and what was decided about them.

A notice keeps its event's own facts as `details`; `render/phrases.py` makes the sentence of them. Those of one kind
stand under one heading, in the order of `HEADINGS`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from records import Event, EventKind
from reports.facts import Glossed, StoryTold, mapping, read_glosses, read_story, text

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        EventKind.SILENCE.value: "Who did not carry it",
        EventKind.STORY_SPLIT.value: "Stories split",
        EventKind.STORY_MERGED.value: "Stories merged",
        EventKind.MERGER_FOUND.value: "Known to be merged now",
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One finding. `title`, `url`, `language` and `outlet_name` are its article's, else its story's origin's;
    `article` is 0 for a finding on a story as a whole."""

    event: int
    at: str
    kind: str
    story: StoryTold
    article: int
    title: str
    url: str
    language: str
    outlet_name: str
    details: Mapping[str, Any]
    glosses: tuple[Glossed, ...] = ()


def read_notice(event: Event) -> Notice:
    """An event of a kind of `HEADINGS`."""
    story, article = read_story(event.facts), mapping(event.facts, "article")
    origin = story.origin
    return Notice(
        event=event.id,
        at=event.at,
        kind=str(event.kind),
        story=story,
        article=event.article or 0,
        title=text(article, "title") or story.title,
        url=text(article, "url") or origin.url,
        language=text(article, "language") if article else origin.language,
        outlet_name=text(article, "outlet_name") if article else origin.outlet_name,
        details={name: value for name, value in event.facts.items() if name not in ("article", "story")},
        glosses=read_glosses(article) if text(article, "title") else origin.glosses,
    )


def by_heading(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    """The notices under their headings; those without one are left out."""
    told = sorted(notices, key=lambda notice: notice.event)
    found = {heading: [one for one in told if one.kind == kind] for kind, heading in HEADINGS.items()}
    return {heading: ones for heading, ones in found.items() if ones}
