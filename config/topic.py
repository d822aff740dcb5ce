"""What belongs: `seeds/topic.toml` as a model. A concept is one thing with its names in every language."""

from pydantic import Field, model_validator

from config.watch import Strict


class Concept(Strict):
    """One thing that texts name: a country, a person, the treaty, a subject such as troops.

    `names` maps a language to its names; a final `*` allows any ending. `weak` names count only where a full name of
    the same or of a required concept stands near ("Kim", "North" in a table of results).
    """

    names: dict[str, list[str]] = Field(default_factory=dict)
    weak: dict[str, list[str]] = Field(default_factory=dict)
    id: str = ""

    @model_validator(mode="after")
    def _has_a_name(self) -> "Concept":
        if not any(self.names.values()) and not any(self.weak.values()):
            raise ValueError("a concept needs at least one name")
        return self


class Topic(Strict):
    """One topic: which concepts must meet (`pairs`), which raise a text from mention to subject, which keep it out.

    `pairs` are lists of two concepts that must both be named; `enough` are concepts that suffice alone (the treaty's own
    name); `subjects` are what dealings under the treaty are about; `exclusions` are concepts whose presence without a
    pair nearby speaks against a text (another treaty, a football match). `threshold` is the score from which an article
    is kept, 0 to 1; `reach` is the distance in characters within which a pair counts as named together.
    """

    name: str
    threshold: float = Field(default=0.5, ge=0.0, le=1.0)
    reach: int = Field(default=400, ge=20, le=5000)
    pairs: list[list[str]] = Field(min_length=1)
    enough: list[str] = Field(default_factory=list)
    subjects: list[str] = Field(default_factory=list)
    exclusions: list[str] = Field(default_factory=list)
    concepts: dict[str, Concept] = Field(min_length=1)

    @model_validator(mode="after")
    def _concepts_exist(self) -> "Topic":
        for place, ids in (
            ("pairs", [i for pair in self.pairs for i in pair]),
            ("enough", self.enough),
            ("subjects", self.subjects),
            ("exclusions", self.exclusions),
        ):
            for wanted in ids:
                if wanted not in self.concepts:
                    raise ValueError(f"`{place}` names the concept `{wanted}`, which has no [concepts.{wanted}]")
        if any(len(pair) != 2 for pair in self.pairs):
            raise ValueError("each of `pairs` is a list of exactly two concepts")
        return self
