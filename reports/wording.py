"""What a reader would see changed between two versions of an article, word by word.

    title, standfirst, text ──► sentences ──► those that differ, paired ──► words (Han, kana: characters) ──► hunks

Typography is not wording: quotes, dashes, spacing, soft hyphens, zero-width marks, compatibility forms of a letter and
where a paragraph breaks count as the same. Bounded: of each text the first `MAX_CHARS` characters and `MAX_SENTENCES`
sentences are compared closely, a pair of sentences only where the product of their words is at most `MAX_CELLS`
(0.5 MB of matrix); whatever is larger is told as replaced whole, and long passages are cut to `MAX_HUNK_CHARS`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Indel

FIELDS = ("title", "standfirst", "text")

MAX_CHARS = 200_000  # of a text; the longest articles that we met have 60,000
MAX_SENTENCES = 4_000  # of a text; the matrix of 4,000 x 4,000 takes 2 MB
MAX_CELLS = 4_000_000  # words x words of two sentences, 2,000 x 2,000: 0.5 MB and some milliseconds
MAX_PAIRS = 10_000  # sentences x sentences that are tried for a pair inside one changed block
MAX_HUNKS = 200  # of one field; a text with more of them was written anew
MAX_HUNK_CHARS = 2_000  # of either side of a hunk; the whole stands in the stored revisions
CONTEXT = 48  # columns of unchanged text on either side of a change: six to eight words
PAIRED = 0.4  # share of words in common, in order, from which two sentences are versions of one another
_MEAN_WORD = 4  # characters of a word, about: what stands between two changes is weighed against them
REWRITTEN = 0.25  # a headline that kept less than this is told whole: confetti of chance hits helps nobody

_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″‵‶ʹʺʻʼʽ「」『』﹁﹂﹃﹄〝〞〟｢｣"
_DASHES = "-‐‑‒–—―−﹘﹣－⁃"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" + (
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_FOLD = str.maketrans({**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_UNSEEN, "")})

_HAN_KANA = r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = _HAN_KANA + r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese and Khmer part no words either
_HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"

_SPACE = re.compile(r"\s+")
_BESIDE_A_MARK = re.compile(r"\s*([^\w\s])\s*")
_BESIDE_CJK = re.compile(rf"(?<=[{_HAN_KANA}{_HANGUL}])\s+|\s+(?=[{_HAN_KANA}{_HANGUL}])")
_REPEATED_QUOTE = re.compile(r"'{2,}")
# A sentence ends behind a word of four letters or more (shorter ones are mostly abbreviations: "Nov.", "им.", "U.S."),
# a digit or a bracket, before something that is no small letter. A wrong guess only shortens the passage shown.
_SENTENCE_END = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=\d\d\d)|(?<=[)\]»”\"]))[.!?…]+[)\]»”\"’']*\s+(?=[^a-zа-яёіїєґ\s])|[。！？]+[」』”）]*\s*|\n+"
)


def same(old: str, new: str) -> bool:
    """Whether two texts differ in typography at most: a reader would say that nothing changed."""
    return old == new or _key(old) == _key(new)


def changes(old: Mapping[str, str], new: Mapping[str, str], language: str = "") -> list[dict[str, Any]]:
    """The differences between two versions, over the fields title, standfirst and text.

    Returns JSON-ready `[{"field", "hunks": [{"before", "old", "new", "after"}]}]`, in the order of `FIELDS`, only the
    fields that changed; an empty list where `same` holds for all of them. `before` and `after` are the surroundings as
    they are now, with "…" where they were cut; two hunks are neighbours in one passage where the `after` of the one is
    the `before` of the next. A side is empty where words were only added, or only taken away. `language` is the
    article's code, or "": Han characters stand alone but in Korean, where they stay in their word.
    """
    told = []
    for name in FIELDS:
        was, now = old.get(name) or "", new.get(name) or ""
        if same(was, now):
            continue
        hunks = _text_hunks(was, now, language) if name == "text" else _line_hunks(was, now, language)
        told.append({"field": name, "hunks": hunks})
    return told


@dataclass(frozen=True, slots=True)
class _Words:
    """A passage cut into words: the comparable form of each, and where it stands (start, end)."""

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def slice(self, first: int, end: int) -> str:
        """The passage from word `first` up to, without, word `end`, as it was written."""
        return self.text[self.spans[first][0] : self.spans[end - 1][1]] if first < end else ""

    def stretch(self, first: int, end: int, replaced: bool) -> tuple[int, int]:
        """The characters of words `first` to `end`; with a space to one side where nothing stands in their place."""
        if first == end:
            at = self.spans[first][0] if first < len(self.spans) else len(self.text)
            return at, at
        if replaced:
            return self.spans[first][0], self.spans[end - 1][1]
        if end < len(self.spans):
            return self.spans[first][0], self.spans[end][0]
        return self.spans[first - 1][1] if first else 0, self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class _Change:
    """Words `old_from:old_to` of the old passage became `new_from:new_to` of the new one."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def _key(text: str) -> str:
    """The text as it is compared: one form for each quote, dash and space, nothing that cannot be seen."""
    folded = unicodedata.normalize("NFKC", text.translate(_FOLD)).translate(_FOLD)
    folded = _BESIDE_A_MARK.sub(r"\1", _SPACE.sub(" ", folded))
    return _REPEATED_QUOTE.sub("'", _BESIDE_CJK.sub("", folded)).strip()


def _line_hunks(old: str, new: str, language: str) -> list[dict[str, str]]:
    """A headline or standfirst: one passage, told with all of its surroundings."""
    was, now = _words(old[:MAX_CHARS], language), _words(new[:MAX_CHARS], language)
    if _likeness(was, now) < REWRITTEN:
        return [_whole(old, new)]
    return _pair_hunks(was, now, context=MAX_CHARS)[:MAX_HUNKS] or [_whole(old, new)]


def _text_hunks(old: str, new: str, language: str) -> list[dict[str, str]]:
    """A text: its sentences first, then the words of those that differ."""
    was, now = _sentences(old), _sentences(new)
    hunks: list[dict[str, str]] = []
    for gone, come in _blocks([_key(line) for line in was], [_key(line) for line in now]):
        before, after = was[gone.start : gone.stop], now[come.start : come.stop]
        if same(" ".join(before), " ".join(after)):
            continue  # the same sentences, parted at other places
        pairs = _paired([_words(line, language) for line in before], [_words(line, language) for line in after])
        for one, other in pairs:
            if one is None or other is None:
                hunks.append(_whole(one.text if one else "", other.text if other else ""))
            elif not same(one.text, other.text):
                hunks.extend(_pair_hunks(one, other, context=CONTEXT) or [_whole(one.text, other.text)])
        if len(hunks) > MAX_HUNKS:
            break
    if not hunks:  # the difference lies past the bound, or in how sentences are parted
        return [_whole(old[MAX_CHARS:] or old, new[MAX_CHARS:] or new)]
    return hunks[:MAX_HUNKS]


def _sentences(text: str) -> list[str]:
    """The sentences of the first `MAX_CHARS` characters, without their outer space; what is past the bound is one."""
    kept = text[:MAX_CHARS]
    lines, start = [], 0
    for match in _SENTENCE_END.finditer(kept):
        lines.append(kept[start : match.end()].strip())
        start = match.end()
    lines.append(kept[start:].strip())
    lines = [line for line in lines if line]
    return [*lines[:MAX_SENTENCES], " ".join(lines[MAX_SENTENCES:])] if len(lines) > MAX_SENTENCES else lines


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[range, range]]:
    """The runs in which two sequences differ, as index ranges, in order."""
    run: list[int] | None = None
    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(item, len(numbers)) for item in side] for side in (old, new)]
    for step in Indel.opcodes(coded[0], coded[1]):
        if step.tag == "equal":
            if run:
                yield range(run[0], run[1]), range(run[2], run[3])
            run = None
        elif run:
            run[1], run[3] = step.src_end, step.dest_end
        else:
            run = [step.src_start, step.src_end, step.dest_start, step.dest_end]
    if run:
        yield range(run[0], run[1]), range(run[2], run[3])


def _paired(old: list[_Words], new: list[_Words]) -> Iterator[tuple[_Words | None, _Words | None]]:
    """Which sentence became which: the pairing, in order, that keeps the most words; the others came or went."""
    if len(old) * len(new) > MAX_PAIRS:
        yield from ((one, None) for one in old)
        yield from ((None, other) for other in new)
        return
    likeness = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= PAIRED else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= PAIRED and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((one, None) for one in old[i:])
    yield from ((None, other) for other in new[j:])


def _likeness(old: _Words, new: _Words) -> float:
    """The share of words that two passages have in common, in order; 0 where they are too long to be compared."""
    if not old.keys or not new.keys or len(old.keys) * len(new.keys) > MAX_CELLS:
        return 0.0
    return float(Indel.normalized_similarity(old.keys, new.keys))


def _pair_hunks(old: _Words, new: _Words, context: int) -> list[dict[str, str]]:
    """The hunks between two versions of one passage. `context` counts columns, a Han or kana character as two."""
    found = [
        _Change(gone.start, gone.stop, come.start, come.stop)
        for gone, come in _blocks(list(old.keys), list(new.keys))
        if not same(old.slice(gone.start, gone.stop), new.slice(come.start, come.stop))
    ]
    kept = _without_crumbs(found, new)
    edges = [new.stretch(change.new_from, change.new_to, change.old_from < change.old_to) for change in kept]
    told = []
    for at, (change, (start, end)) in enumerate(zip(kept, edges, strict=True)):
        old_start, old_end = old.stretch(change.old_from, change.old_to, change.new_from < change.new_to)
        told.append(
            {
                "before": _tail(new, edges[at - 1][1] if at else 0, start, context),
                "old": _cut(old.text[old_start:old_end]),
                "new": _cut(new.text[start:end]),
                "after": _head(new, end, edges[at + 1][0] if at + 1 < len(edges) else len(new.text), context),
            }
        )
    return told


def _without_crumbs(found: list[_Change], new: _Words) -> list[_Change]:
    """Changes joined over what stands between them where that is shorter than either: "to" between two numbers."""
    kept: list[_Change] = []
    for change in found:
        joined = change
        while kept and _crumb(kept[-1], joined, new):
            last = kept.pop()
            joined = _Change(last.old_from, joined.old_to, last.new_from, joined.new_to)
        kept.append(joined)
    return kept


def _crumb(one: _Change, other: _Change, new: _Words) -> bool:
    between = len(new.slice(one.new_to, other.new_from)) + 2  # with the spaces around it
    return between < min(_size(one), _size(other)) * _MEAN_WORD


def _size(change: _Change) -> int:
    return max(change.old_to - change.old_from, change.new_to - change.new_from)


def _tail(words: _Words, low: int, high: int, context: int) -> str:
    """The end of what stands between two characters of a passage: up to `context` columns, cut between words."""
    starts = [start for start, _ in words.spans if low <= start < high]
    near = (start for start in starts if high - start <= context)  # a character takes a column at least
    kept = next((start for start in near if _columns(words.text[start:high]) <= context), high)
    return words.text[low:high] if not starts or kept == starts[0] else "…" + words.text[kept:high]


def _head(words: _Words, low: int, high: int, context: int) -> str:
    """The beginning of what stands between two characters of a passage: up to `context` columns, cut between words."""
    ends = [end for _, end in reversed(words.spans) if low < end <= high]
    near = (end for end in ends if end - low <= context)
    kept = next((end for end in near if _columns(words.text[low:end]) <= context), low)
    return words.text[low:high] if not ends or kept == ends[0] else words.text[low:kept] + "…"


def _whole(old: str, new: str) -> dict[str, str]:
    """A passage that came, went or was replaced as a whole."""
    return {"before": "", "old": _cut(old), "new": _cut(new), "after": ""}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_HUNK_CHARS else text[: MAX_HUNK_CHARS - 1] + "…"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _words(text: str, language: str) -> _Words:
    """The words of a passage; those that cannot be seen (a lone soft hyphen) are none."""
    keys, spans = [], []
    for match in _pattern(language.partition("-")[0].lower() == "ko").finditer(text):
        key = _key(match[0])
        if key:
            keys.append(key)
            spans.append(match.span())
    return _Words(text, tuple(keys), tuple(spans))


@lru_cache(maxsize=2)
def _pattern(korean: bool) -> re.Pattern[str]:
    """Numbers with their separators, single characters of unspaced scripts, words with their marks, then any mark."""
    marks = "".join(chr(code) for code in range(0x300, 0xFE30) if unicodedata.category(chr(code))[0] == "M")
    alone = _UNSPACED[len(_HAN_KANA) :] if korean else _UNSPACED
    letter = rf"(?:(?![{alone}])[^\W_]|[{marks}{_UNSEEN}])"
    return re.compile(
        rf"\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d){letter}*|\d(?:\d|[.,:/'’](?=\d))*{letter}*"
        rf"|[{alone}][{marks}]*|{letter}+(?:['’ʼ]{letter}+)*|\S"
    )
