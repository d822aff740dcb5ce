"""Which names of a headline are told again in Latin letters: those in a script that the reader does not read.

An event carries every name of the glossary that its headline holds; who reads the report is known only when it is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from config.scripts import read_by, written_in
from records import Event
from reports.facts import mapping


def for_reader(events: Iterable[Event], reads: Iterable[str]) -> list[Event]:
    """The events with those glosses alone that somebody needs who reads these languages (ISO 639-1)."""
    reader = _Reader(read_by(reads))
    return [reader.told(event) for event in events]


@dataclass(frozen=True, slots=True)
class _Reader:
    scripts: frozenset[str]

    def told(self, event: Event) -> Event:
        """The event itself where nothing of it is left out."""
        article, story = mapping(event.facts, "article"), mapping(event.facts, "story")
        origin = mapping(story, "origin")
        if not article.get("glosses") and not origin.get("glosses"):
            return event
        facts = {**event.facts, "article": self._needed(article)}
        facts["story"] = {**story, "origin": self._needed(origin)}
        return replace(event, facts={name: facts[name] for name in event.facts})

    def _needed(self, told: Mapping[str, Any]) -> dict[str, Any]:
        glosses = told.get("glosses")
        listed = glosses if isinstance(glosses, Sequence) and not isinstance(glosses, str) else ()
        kept = [one for one in listed if isinstance(one, Mapping) and self._foreign(str(one.get("form", "")))]
        return {**told, "glosses": kept}

    def _foreign(self, form: str) -> bool:
        return not written_in(form) <= self.scripts
