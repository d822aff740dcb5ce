"""The part of a text that holds what was searched for, and where in it the found words stand. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.words import LONGEST_WORD, MARK, is_unparted, placed, runs, stemmed
from store.plan import asks_in, spellings
from store.query import Text

SNIPPET_CHARACTERS = 160
GIVEN_UP = 24  # characters given up at the end so as not to cut a word; scripts without spaces are cut anywhere
LONGEST_PHRASE = 40  # tokens; a longer phrase is found, but not set off
ROOM_OF_A_WORD = 16  # characters that a token may take, with what is between it and the next
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1effёіїєґ]")
_BARE = {
    chr(code): unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), 0x451)
}
_BARE |= {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "і": "и", "ї": "и", "є": "е", "ґ": "г"}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """Phrases by their last token: those that are there in full, and those whose last word may end in any way. `sign`
    finds where one of the last tokens may stand; `reach` is how far before it its phrase may begin, in characters.
    `language` is the texts'."""

    whole: dict[str, list[tuple[str, ...]]]
    begun: list[tuple[str, ...]]
    sign: "re.Pattern[str] | None"
    reach: int
    language: str

    def __bool__(self) -> bool:
        return self.sign is not None


def sought(texts: Iterable[Text], language: str = "") -> Sought:
    """What to look for, of a query's texts, in articles of a language."""
    whole: dict[str, list[tuple[str, ...]]] = {}
    begun: list[tuple[str, ...]] = []
    for text in texts:
        own = stemmed(language)
        for form in spellings(text, own if asks_in(text, own) else ""):
            if form.prefix:
                begun.append(form.tokens)
            else:
                whole.setdefault(form.tokens[-1], []).append(form.tokens)
    lasts = sorted({*whole, *(phrase[-1] for phrase in begun)})
    sign = re.compile("|".join(dict.fromkeys(map(_sign, lasts)))) if lasts else None
    longest = max((len(phrase) for phrases in (*whole.values(), begun) for phrase in phrases), default=1)
    return Sought(whole, begun, sign, (min(longest, LONGEST_PHRASE) - 1) * ROOM_OF_A_WORD, language)


def _sign(token: str) -> str:
    """How the words begin that may have a token."""
    sure = 2 if MARK in token or len(token) <= 3 else 3  # some stemmers change what stands in a word
    return re.escape(token if is_unparted(token) else token[:sure])


def _plain(text: str) -> str:
    """A text in small letters without accents, each character in its place."""
    small = text.lower()
    if len(small) != len(text):
        return text  # a letter that becomes two: what is not found then is only not set off
    return _ACCENTED.sub(lambda letter: _BARE[letter[0]], small)  # few of them: ten times as fast as `translate`


def _begins(text: str, at: int) -> bool:
    """Whether a word may begin here. Arabic puts its article before the word, scripts in pairs have no words."""
    before = text[at - 1 : at]
    return not before.isalnum() or is_unparted(before) or is_unparted(text[at]) or "\u0590" <= text[at] <= "\u06ff"


def found(wanted: Sought, text: str) -> Iterator[Span]:
    """Where in a text the phrases stand, in order, lazily."""
    if wanted.sign is None:
        return
    plain = _plain(text)
    for hit in wanted.sign.finditer(plain):
        if not _begins(plain, hit.start()):
            continue
        start = max(0, hit.start() - wanted.reach)
        if wanted.reach and start and (space := text.find(" ", start, hit.start())) >= 0:
            start = space
        line: list[tuple[str, int, int]] = []
        for run in runs(text[start : hit.start() + LONGEST_WORD]):
            line += [(token, start + a, start + b) for token, a, b in placed(run, wanted.language)]
            if start + run.end() > hit.start():
                break
        yield from _ending_at(wanted, line, hit.start())


def _ending_at(wanted: Sought, line: Sequence[tuple[str, int, int]], at: int) -> Iterator[Span]:
    """The phrases whose last token begins at a place."""
    for place, (token, start, end) in enumerate(line):
        if start != at:
            continue
        begun = (phrase for phrase in wanted.begun if token.startswith(phrase[-1]))
        for phrase in (*wanted.whole.get(token, ()), *begun):
            first = place + 1 - len(phrase)
            if first >= 0 and all(line[first + n][0] == part for n, part in enumerate(phrase[:-1])):
                yield line[first][1], end


def snippet(wanted: Sought, text: str) -> tuple[str, list[Span]]:
    """The part around the first found words, and the spans in it that were searched for; else the text's beginning."""
    first = next(found(wanted, text), (0, 0))
    start = max(0, first[0] - SNIPPET_CHARACTERS // 3)
    if start and (space := text.find(" ", start, first[0])) >= 0:
        start = space + 1
    end = min(len(text), start + SNIPPET_CHARACTERS)
    if end < len(text) and (space := text.rfind(" ", max(first[1], end - GIVEN_UP), end)) >= 0:
        end = space
    part = text[start:end].replace("\n", " ")
    before = "… " if start else ""
    spans = [(a + len(before), b + len(before)) for a, b in merged(found(wanted, part))]
    return f"{before}{part}{' …' if end < len(text) else ''}", spans


def merged(spans: Iterator[Span]) -> list[Span]:
    """Spans without overlaps, in order."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
