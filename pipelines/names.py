"""Finding names in text: one Aho-Corasick pass over folded text, then a check that a hit is not a piece of a word.

Folding makes equal what readers take for equal (capitals, ё and е, full-width letters, hyphens and spaces, decomposed
letters, soft hyphens) and remembers where each character came from, so that a hit is told by its place in the
original. What counts as a whole name depends on the script: Latin, Cyrillic and Devanagari names are whole words,
Arabic ones may carry a prefix, Korean ones particles; Chinese and Japanese have no word boundaries.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from config.topic import Concept

Script = Literal["", "word", "arabic", "hangul", "han", "kana"]

# Characters that no reader sees, or that only mark stress, vowels or length: they are dropped.
_UNSEEN = "\u00ad\u0640\u0670\u200b-\u200f\u202a-\u202e\u2060\ufeff\u064b-\u0652\u0300-\u036f"
# What folding one character at a time would get wrong: unseen characters, letters that are written as a base and its
# marks, and Hangul syllables that are written as their parts.
_CLUSTER = re.compile(
    f"[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[^{_UNSEEN}\u3099\u309a\\s]?[{_UNSEEN}\u3099\u309a]+",
)
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")

_ALIKE = {
    "ё": "е",
    **dict.fromkeys("-‐‑‒–—―−﹣", " "),  # a hyphen stands for a space: Kim Jong-un, Kim Jong Un
    **dict.fromkeys("’ʼʹ`´‘", "'"),
    **dict.fromkeys("‧・ㆍ･•∙⋅", "·"),
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ى": "ي",
    "\u0307": "",  # what is left of a Turkish İ
}
_ARABIC_PREFIXES = frozenset("وفبلكا")
_LONGEST_PREFIX = 4  # letters before an Arabic name that still are prefixes, as in وبالروسية
_PARTICLES = re.compile(r"(?:에서|에게|에도|에는|으로|[은는이가을를의에와과도로측산발제])?(?![가-힣])")


class _Fold(dict[int, str]):
    """A table for `str.translate` that learns each character's folded form when it first meets it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        whole = unicodedata.normalize("NFKC", character)
        if len(whole) > 1 and not any(map(str.isalpha, whole)):
            whole = character  # an ellipsis, a fraction, a bracketed number: no name holds them
        folded = "".join(_ALIKE.get(c, c) for c in whole.lower())
        self[code] = folded = " " if folded.isspace() and character != "\n" else folded
        return folded


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. `starts` and `ends`: which piece of the original each character stands for; None: the same one."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded one that is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """The text as names are compared in, with the way back to the original offsets."""
    folded = text.translate(_FOLD)
    if len(folded) == len(text) and not _CLUSTER.search(text):
        return Folded(folded)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _runs(text):
        run = text[start:end]
        piece = run.translate(_FOLD)
        if len(piece) == len(run) and not _CLUSTER.search(run):
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            piece = _UNSEEN_ONE.sub("", unicodedata.normalize("NFKC", run)).translate(_FOLD)
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
        pieces.append(piece)
    return Folded("".join(pieces), starts, ends)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans that are folded together: runs of plain characters, a letter with its marks, a letter that becomes two."""
    position = 0
    for match in _CLUSTER.finditer(text):
        yield from _plain_runs(text, position, match.start())
        yield match.span()
        position = match.end()
    yield from _plain_runs(text, position, len(text))


def _plain_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(text[start:end].translate(_FOLD)) == end - start:
        if start < end:
            yield start, end
    else:
        yield from ((i, i + 1) for i in range(start, end))


class _Scripts(dict[str, Script]):
    """What kind of writing a character belongs to; "" for whatever parts words."""

    def __missing__(self, character: str) -> Script:
        self[character] = script = self._of(character)
        return script

    @staticmethod
    def _of(character: str) -> Script:
        if unicodedata.category(character)[0] not in "LMN":
            return ""
        name = unicodedata.name(character, "")
        found: Script = "word"
        for beginning, script in _SCRIPT_NAMES:
            if name.startswith(beginning):
                found = script
        return found


_SCRIPT_NAMES: tuple[tuple[str, Script], ...] = (
    ("ARABIC LETTER", "arabic"),
    ("HANGUL", "hangul"),
    ("CJK", "han"),
    ("HIRAGANA", "kana"),
    ("KATAKANA", "kana"),
)
_SCRIPTS = _Scripts()


def script_of(character: str) -> Script:
    """The kind of writing that a character belongs to, as far as word boundaries go; "" where it parts words."""
    return _SCRIPTS[character]


class Strength(IntEnum):
    """What a name needs: nothing, a partner or a full name of the same concept, only the latter."""

    FULL = 0
    WEAK = 1
    ECHO = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: the concept it belongs to and its place in the original text."""

    concept: str
    start: int
    end: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class _Name:
    concept: str
    strength: Strength
    language: str
    head: str
    tail: re.Pattern[str] | None  # what follows the head in a name of several words with open ends
    open_end: bool


def split_name(name: str) -> tuple[list[str], bool]:
    """A name of a topic file as its fixed pieces, folded, and whether its end is open.

    `Северн* Коре*` is (["северн", " коре"], True): an open end inside a name lets a word go on before the next piece.
    """
    pieces = [piece for piece in fold(name.strip()).text.split("*") if piece]
    return pieces, name.rstrip().endswith("*")


class Names:
    """All names of some concepts, ready to be found in texts. Build once for a process; `find` is pure."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._names: list[list[_Name]] = []
        heads: dict[str, int] = {}
        for name in _names_of(concepts):
            if name.head not in heads:
                heads[name.head] = len(heads)
                self._names.append([])
            self._names[heads[name.head]].append(name)
        self._automaton = AhoCorasick(list(heads), implementation=Implementation.ContiguousNFA)

    def find(self, text: str, language: str = "") -> list[Hit]:
        """The names in a text in reading order. Longer names hide shorter ones; the same name may have two meanings.

        `language` (ko, ja, zh; else it is told by the script) decides what a name of a single character may be.
        """
        if not text:
            return []
        folded = fold(text)
        written_in = language if language in _EAST_ASIAN else _east_asian(text)
        found = [
            (stop - start, start, name)
            for index, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True)
            for name in self._names[index]
            for stop in _whole(folded.text, start, end, name, written_in)
        ]
        found.sort(key=lambda item: (-item[0], item[1], item[2].strength))
        taken = bytearray(len(folded.text))
        chosen: dict[tuple[int, int], dict[str, _Name]] = {}
        for length, start, name in found:
            span = (start, start + length)
            if span in chosen:
                chosen[span].setdefault(name.concept, name)
            elif not any(taken[start : span[1]]):
                taken[start : span[1]] = b"\1" * length
                chosen[span] = {name.concept: name}
        return [
            Hit(name.concept, *folded.span(*span), name.strength)
            for span in sorted(chosen)
            for name in chosen[span].values()
        ]


def tables(concept: Concept) -> tuple[tuple[Strength, dict[str, list[str]]], ...]:
    """A concept's names by their strength, the strongest first."""
    return (Strength.FULL, concept.names), (Strength.WEAK, concept.weak), (Strength.ECHO, concept.echoes)


def _names_of(concepts: Mapping[str, Concept]) -> Iterator[_Name]:
    for concept_id, concept in concepts.items():
        seen: set[str] = set()
        for strength, table in tables(concept):
            for language, names in table.items():
                for written in names:
                    pieces, open_end = split_name(written)
                    key = "*".join(pieces) + ("*" if open_end else "")
                    if pieces and (key not in seen or len(key) == 1):
                        seen.add(key)
                        yield _Name(concept_id, strength, language, pieces[0], _tail(pieces), open_end)


def _tail(pieces: Iterable[str]) -> re.Pattern[str] | None:
    rest = list(pieces)[1:]
    return re.compile("".join(rf"\w*{re.escape(piece)}" for piece in rest)) if rest else None


def _whole(text: str, start: int, end: int, name: _Name, written_in: str) -> tuple[int, ...]:
    """Where the name that begins at `start` ends in the folded text; nothing if it is only a piece of other words."""
    if not _begins(text, start):
        return ()
    if name.tail is not None:
        rest = name.tail.match(text, end)
        if rest is None:
            return ()
        end = rest.end()
    script = _SCRIPTS[text[end - 1]]
    if end - start == 1 and script in ("hangul", "han", "kana"):
        return (end,) if name.language == written_in and stands_alone(text, start, written_in) else ()
    if script not in ("word", "arabic"):
        return (end,)
    if name.open_end:
        while end < len(text) and _SCRIPTS[text[end]] == script:
            end += 1
        return (end,)
    return () if end < len(text) and _SCRIPTS[text[end]] == script else (end,)


def _begins(text: str, start: int) -> bool:
    script = _SCRIPTS[text[start]]
    if start == 0 or script not in ("word", "arabic") or _SCRIPTS[text[start - 1]] != script:
        return True
    if script == "word":
        return False
    first = start
    while first > 0 and _SCRIPTS[text[first - 1]] == "arabic":
        first -= 1
    return start - first <= _LONGEST_PREFIX and _ARABIC_PREFIXES.issuperset(text[first:start])


_EAST_ASIAN = ("ko", "ja", "zh")
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-ヺ]")


def _east_asian(text: str) -> str:
    """Which of the East Asian languages a text would be in: Hangul makes it Korean, kana Japanese."""
    return "ko" if _HANGUL.search(text) else "ja" if _KANA.search(text) else "zh"


def stands_alone(text: str, start: int, written_in: str) -> bool:
    """Whether a name of one East Asian character is that name here: 北 in a Korean headline is, in 東北 it is not."""
    if written_in == "zh":
        return True
    before = _SCRIPTS[text[start - 1]] if start else ""
    after = _SCRIPTS[text[start + 1]] if start + 1 < len(text) else ""
    script = _SCRIPTS[text[start]]
    if script == "hangul":
        return before != "hangul" and _PARTICLES.match(text, start + 1) is not None
    return script not in (before, after)
