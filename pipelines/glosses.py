"""The names in a headline, told as the topic's glossary tells them, for those who do not read its script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.topic import Concept, Topic
from pipelines.names import Names


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name of the glossary, and the form of it that stands in a text."""

    name: str
    form: str


class Glossary:
    """A glossary, ready to be looked up. Build once for a process; `find` is pure."""

    def __init__(self, glosses: Mapping[str, Sequence[str]]) -> None:
        self._names = Names({name: Concept(names={"": [*forms]}, id=name) for name, forms in glosses.items()})

    def find(self, text: str, language: str = "") -> tuple[Gloss, ...]:
        """The names in a text in reading order, each once. One form may stand for two names: 北露 is both of them."""
        found: dict[str, Gloss] = {}
        for hit in self._names.find(text, language):
            found.setdefault(hit.concept, Gloss(hit.concept, text[hit.start : hit.end]))
        return tuple(found.values())


def glossary(topics: Iterable[Topic]) -> Glossary:
    """The glossaries of some topics as one."""
    together: dict[str, dict[str, None]] = {}
    for topic in topics:
        for name, forms in topic.glosses.items():
            together.setdefault(name, {}).update(dict.fromkeys(forms))
    return Glossary({name: [*forms] for name, forms in together.items()})
