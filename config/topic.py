"""What belongs: a topic file as a model. A concept is one thing with its names in every language."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from pydantic import Field, field_validator, model_validator

from config.scripts import LATIN, written_in
from config.watch import Strict

VERSION_LENGTH = 12  # hexadecimal digits of a hash
MAIN = "main"  # the id of the first topic, `seeds/topic.toml`, whatever stands in it


class Concept(Strict):
    """One thing that texts name: a country, a person, the treaty, a subject such as troops.

    `names` maps a language to its names; `*` at the end of a word allows any ending. `weak` names are too common to
    stand alone: they count near a full name of a partner, or in a text that names the same concept in full elsewhere.
    `echoes` are what texts call a thing that they have named ("the North"): only a full name elsewhere makes them
    count. `implies` are concepts that a name of this one names as well (`Russian-North Korean` both sides).
    """

    names: dict[str, list[str]] = Field(default_factory=dict)
    weak: dict[str, list[str]] = Field(default_factory=dict)
    echoes: dict[str, list[str]] = Field(default_factory=dict)
    implies: list[str] = Field(default_factory=list)
    id: str = ""

    @model_validator(mode="after")
    def _has_names(self) -> "Concept":
        listed = [
            name for names in (*self.names.values(), *self.weak.values(), *self.echoes.values()) for name in names
        ]
        if not listed:
            raise ValueError("a concept needs at least one name")
        for name in listed:
            if not any(word.strip("*") for word in name.split()) or name.lstrip().startswith("*"):
                raise ValueError(f"`{name}` is no name: it must begin with a letter, and `*` only ends a word")
        return self


class Topic(Strict):
    """One topic: which concepts must meet (`pairs`), which make a meeting count in full, which keep a text out.

    `pairs` are lists of two concepts that must be named together, or of one that suffices alone. `subjects` are what
    dealings under the treaty are about; `exclusions` are concepts that speak against a sentence (another treaty, a
    football match); `solo` are what one side does by itself (a missile test, a comment): a meeting beside it counts in
    full only with a subject; `others` are third parties, which make a list of countries out of a pair; `digests` are
    signs of a headline over many unrelated items. `threshold` is the score, 0 to 1, from which an article is kept,
    `about` the one from which the topic is its subject; `reach` is the distance in characters, within one sentence, up
    to which the two sides of a pair count as named together. An article published before `since` or after `until`
    (days, both included) is off the topic; one without a date is not. A topic that is not `on` is not looked for.
    `glosses` say in Latin letters what names in other scripts mean, for the headlines of reports; they judge nothing.
    `id` is the file's name, and `main` for the first topic.
    """

    name: str
    on: bool = True
    threshold: float = Field(default=0.5, ge=0.0, le=1.0)
    about: float = Field(default=0.75, ge=0.0, le=1.0)
    reach: int = Field(default=250, ge=20, le=5000)
    since: date | None = None
    until: date | None = None
    pairs: list[list[str]] = Field(min_length=1)
    subjects: list[str] = Field(default_factory=list)
    exclusions: list[str] = Field(default_factory=list)
    solo: list[str] = Field(default_factory=list)
    others: list[str] = Field(default_factory=list)
    digests: list[str] = Field(default_factory=list)
    concepts: dict[str, Concept] = Field(min_length=1)
    glosses: dict[str, list[str]] = Field(default_factory=dict)
    id: str = ""

    @field_validator("glosses")
    @classmethod
    def _say_it_in_latin(cls, glosses: dict[str, list[str]]) -> dict[str, list[str]]:
        for name, forms in glosses.items():
            if written_in(name) != {LATIN}:
                raise ValueError(f"`{name}` is not in Latin letters: write what it means, then its forms")
            if not forms:
                raise ValueError(f"`{name}` has no form in another script")
            for form in forms:
                if not any(word.strip("*") for word in form.split()) or form.lstrip().startswith("*"):
                    raise ValueError(f"`{form}` is no name: it must begin with a letter, and `*` only ends a word")
                if written_in(form) <= {LATIN}:
                    raise ValueError(f"`{form}` is in Latin letters itself, and needs no `{name}` beside it")
        return glosses

    @model_validator(mode="after")
    def _concepts_exist(self) -> "Topic":
        places = {
            "pairs": [side for pair in self.pairs for side in pair],
            "subjects": self.subjects,
            "exclusions": self.exclusions,
            "solo": self.solo,
            "others": self.others,
            "digests": self.digests,
        }
        places |= {f"concepts.{name}.implies": concept.implies for name, concept in self.concepts.items()}
        for place, named in places.items():
            for wanted in named:
                if wanted not in self.concepts:
                    raise ValueError(f"`{place}` names the concept `{wanted}`, which has no [concepts.{wanted}]")
        if any(len(set(pair)) != len(pair) or not 1 <= len(pair) <= 2 for pair in self.pairs):
            raise ValueError("each of `pairs` is a list of two different concepts, or of one that suffices alone")
        if self.about < self.threshold:
            raise ValueError("`about` may not be lower than `threshold`")
        if self.since and self.until and self.until < self.since:
            raise ValueError("`until` may not be before `since`")
        return self


def version(topics: Sequence[Topic]) -> str:
    """A hash of all that topics say of what belongs, by which it is known what an earlier one refused."""
    said = sorted(topic.model_dump_json(exclude={"glosses"}) for topic in topics)
    return sha256("\n".join(said).encode()).hexdigest()[:VERSION_LENGTH]
