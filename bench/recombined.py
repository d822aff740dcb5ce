"""Articles without end, made of the sentences of real ones: for figures on more articles than anybody has at hand."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipelines.sentences import sentences

Line = Mapping[str, Any]

OWN: Final = 0.25
"""The part of the words that an article has for itself. Of its runs of five words a quarter then stands in others too,
as background, quotations and turns of phrase do; sentences repeated whole would make every run common."""

COPIED: Final = 0.5
"""The part of the articles that are copies of an earlier one (of the development set two of three)."""

RECENT: Final = 2_000
"""Articles among which a copy finds its original: wires are printed within days."""

_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Stock:
    """What articles of one language are made of: headlines, sentences and lengths in characters."""

    language: str
    titles: Sequence[str]
    sentences: Sequence[str]
    lengths: Sequence[int]


def stocks(documents: Sequence[Line]) -> list[Stock]:
    """The documents by language, as raw material."""
    by_language: dict[str, list[Line]] = defaultdict(list)
    for document in documents:
        if document.get("text"):
            by_language[str(document.get("language") or "en")].append(document)
    return [
        Stock(
            language,
            [str(line.get("title") or line["text"][:80]) for line in lines],
            [line["text"][start:end] for line in lines for start, end in sentences(line["text"])],
            [len(line["text"]) for line in lines],
        )
        for language, lines in sorted(by_language.items())
    ]


def articles(made_of: Sequence[Stock], dice: random.Random) -> Iterator[tuple[str, str, str]]:
    """(language, title, text) without end; languages as often as in the documents."""
    weights = [len(stock.lengths) for stock in made_of]
    while True:
        (stock,) = dice.choices(made_of, weights)
        length, text = dice.choice(stock.lengths), ""
        while len(text) < length:
            text += dice.choice(stock.sentences) + dice.choice((" ", " ", "\n"))
        yield stock.language, dice.choice(stock.titles), text.strip()


def syndicated(stock: Stock, dice: random.Random) -> Iterator[tuple[int, str]]:
    """(story, text) without end: wires, and copies of recent ones, cut and framed. Stories count from 1."""
    recent: list[tuple[int, list[str]]] = []
    story = 0
    while True:
        if recent and dice.random() < COPIED:
            number, lines = dice.choice(recent)
            yield number, "\n".join(copied(lines, stock, dice))
            continue
        story += 1
        lines = wire(stock, dice)
        recent.append((story, lines))
        if len(recent) > RECENT:
            recent.pop(0)
        yield story, "\n".join(lines)


def wire(stock: Stock, dice: random.Random) -> list[str]:
    """The sentences of an article of its own, as long as one of the documents."""
    length = dice.choice(stock.lengths)
    lines: list[str] = []
    while sum(map(len, lines)) < length:
        lines.append(dice.choice(stock.sentences))
    return _own(lines, dice)


def copied(lines: Sequence[str], stock: Stock, dice: random.Random) -> list[str]:
    """The sentences of a copy of a wire: cut behind, with up to three sentences of its own."""
    cut = lines[: dice.randint(max(2, 2 * len(lines) // 3), max(2, len(lines)))]
    return [*cut, *_own(dice.choices(stock.sentences, k=dice.randrange(4)), dice)]


def _own(lines: Sequence[str], dice: random.Random) -> list[str]:
    """The sentences with some of their longer words given the article's own ending, as its names would differ."""
    ending = f"{dice.getrandbits(40):x}"

    def named(match: re.Match[str]) -> str:
        return match.group() + ending if dice.random() < chance else match.group()

    chance = OWN * 2  # about half of all words are long enough
    return [_LONG_WORD.sub(named, line) for line in lines]
