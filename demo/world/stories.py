"""The stories of the demo world, read from `texts/`: one file a text, with everybody who printed it and how.

A file holds the language, headline, standfirst and text, why it is or is not on the topic, and one `[[printed]]` table
for each outlet that carried it. The first is the origin. `later` in such a table is what the second day does to the
article. `Printing` documents the keys; an unknown one is an error.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from demo.world.editing import Text, corrected, cut, extended, merged, retitled
from records import Relation

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Later:
    """What the second day does to an article of the first.

    `replace` and `title` change its words, `gone` takes it down, `moved` is its new slug; `furniture` and `typography`
    change its page but not what it says.
    """

    replace: tuple[tuple[str, str], ...] = ()
    title: str = ""
    gone: bool = False
    moved: str = ""
    furniture: bool = False
    typography: bool = False


@dataclass(frozen=True, slots=True)
class Printing:
    """One outlet's use of a text: when (`at`), on which day it appears on the outlet's channels, and what was done.

    `keep` cuts after so many paragraphs; `replace` corrects; `before` and `after` are paragraphs of the outlet's own;
    `other` and `take` merge paragraphs of another story in. `dateline` stands before the first words, `closing` after
    the last, `byline` where pages and feeds put authors.
    """

    outlet: str
    at: datetime
    day: int = 1
    title: str = ""
    standfirst: str = ""
    keep: int = 0
    replace: tuple[tuple[str, str], ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    other: str = ""
    take: tuple[int, ...] = ()
    dateline: str = ""
    byline: str = ""
    closing: str = ""
    later: Later = field(default_factory=Later)

    @property
    def relation(self) -> Relation:
        """What this copy is to the text that it was made from."""
        if self.other:
            return Relation.MERGED
        if self.before or self.after:
            return Relation.EXTENDED
        if self.keep:
            return Relation.EXCERPT
        return Relation.EDITED if self.replace else Relation.IDENTICAL


@dataclass(frozen=True, slots=True)
class Story:
    """One text and its printings. `why_not` says why it does not belong to the topic; empty where it does."""

    key: str
    language: str
    text: Text
    why_not: str
    printed: tuple[Printing, ...]

    @property
    def on_topic(self) -> bool:
        """Whether the text is about the topic, as its author meant it."""
        return not self.why_not

    def as_printed(self, printing: Printing) -> Text:
        """The words of one printing, before any change of the second day."""
        text = corrected(cut(self.text, printing.keep), printing.replace)
        if printing.other:
            text = merged(text, stories()[printing.other].text, printing.take)
        return retitled(extended(text, printing.before, printing.after), printing.title, printing.standfirst)


@cache
def stories() -> dict[str, Story]:
    """Every story by its key, which is its file's name, in the order of the names."""
    return {
        path.stem: _story(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(TEXTS.glob("*.toml"))
    }


def _story(key: str, table: dict[str, Any]) -> Story:
    return Story(
        key=key,
        language=table["language"],
        text=Text(table["title"], table.get("standfirst", ""), _paragraphs(table["text"])),
        why_not=table.get("why_not", ""),
        printed=tuple(_printing(entry) for entry in table["printed"]),
    )


def _printing(table: dict[str, Any]) -> Printing:
    entry = dict(table)
    later = dict(entry.pop("later", {}))
    for holder in (entry, later):
        if "replace" in holder:
            holder["replace"] = tuple((old, new) for old, new in holder["replace"])
    for name in ("before", "after"):
        if name in entry:
            entry[name] = _paragraphs(entry[name])
    if "take" in entry:
        entry["take"] = tuple(entry["take"])
    return Printing(**entry, later=Later(**later))


def _paragraphs(block: str) -> tuple[str, ...]:
    """Paragraphs stand apart by an empty line; a line break inside one is a space."""
    return tuple(" ".join(paragraph.split("\n")).strip() for paragraph in block.strip().split("\n\n"))
