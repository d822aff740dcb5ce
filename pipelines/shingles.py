"""Text -> Fingerprint: a tokenizer that knows scripts, and the few hashes of a text that folding compares.

    text ──► fold away ──► tokens ──► shingles ──► winnow ──► Fingerprint
             case, quotes   words or   runs of 5    the least
             dashes, ...    characters words        of every 8

What an editor's desk or a content system changes without touching the words is folded away first: case, quotation
marks, dashes, soft hyphens, zero-width marks, accents, full-width forms, spacing, the points of "U.S.", the comma of
"10,000", and UTF-8 that was once read as Windows-1252. A token is a word in scripts that part words by spaces. Where
they do not (Chinese, Japanese, Thai, Lao, Khmer, Burmese) it is a character; so it is in Korean, whose houses differ in
where they put spaces inside a compound.

All of it is numpy over code points, so that a text of 400 words takes well under half a millisecond. The hashes come
from fixed constants: the same text gives the same bytes in every process and on every machine.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from records import Fingerprint

Hashes = NDArray[np.uint64]
Number = TypeVar("Number", np.int64, np.uint64)

WORDS_IN_SHINGLE: Final = 5
"""Five words in a row are rarely the same by chance; one changed word costs only five shingles (design.md idea 4)."""

CHARACTERS_IN_SHINGLE: Final = 8
"""A word of Chinese or Korean takes about one and a half to three characters, so that eight say about as much as four
or five words; five alone would be the name of an institution."""

WINDOW: Final = 8
"""Winnowing keeps the least hash of every eight shingles in a row: about two of nine, and one at least of any passage
of twelve shared words (Schleimer, Wilkerson, Aiken 2003)."""

FEW_TOKENS: Final = 12
"""A text with fewer tokens has fewer shingles than one window: its title is read with it."""

CONTEXT: Final = 2
"""Words on either side that tell one number of a text from another."""

LONGEST: Final = 400_000
"""Characters that are read. No article is longer, and what is fed to us must not decide how much memory we use."""

_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_MASK: Final = (1 << 64) - 1
_PLANES: Final = 0x40000  # the planes in which Unicode has assigned letters

_POINT: Final = ord(".")
_COMMA: Final = ord(",")
_APOSTROPHES: Final = "'`´ʹʻʼʽˈ‘’‚‛′‵＇"
_IDEOGRAPHIC: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul jamo
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # ideographic iteration mark, zero
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3100, 0x318F),  # Bopomofo, Hangul compatibility jamo
    (0x31F0, 0x31FF),  # Katakana extensions
    (0x3400, 0x4DBF),  # CJK extension A
    (0x4E00, 0x9FFF),  # CJK
    (0xA960, 0xA97F),  # Hangul jamo extended
    (0xAC00, 0xD7FF),  # Hangul syllables
    (0xF900, 0xFAFF),  # CJK compatibility
    (0x20000, 0x3FFFF),  # CJK extensions B and on
)
"""Scripts whose every character is a token of its own, as inclusive ranges of code points."""

_MARKS_DROPPED: Final = (
    (0x0300, 0x036F),  # accents of Latin, Greek, Cyrillic
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),  # Arabic signs
    (0x064B, 0x065F),  # Arabic vowels
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
)
"""Combining marks that writers leave out at will. Vowel signs of Indic scripts and Thai are letters, and stay."""

_ZEROS: Final = (0x0660, 0x06F0, 0x0966)
"""The zeros of Arabic, Persian and Hindi digits, which the compatibility forms leave alone."""

_SEPARATOR: Final = 0
_WORD: Final = 1
_CHARACTER: Final = 2
_DELETED: Final = 3

_NOT_ASCII_IN_1252: Final = r"\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122"
_MOJIBAKE: Final = re.compile(f"[{_NOT_ASCII_IN_1252}]{{2,}}")
_STRAY: Final = re.compile(r"\u00c2(?=[\s\u00a0])")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS: Final = re.compile(r"[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A folded text and its tokens, one entry each: hash, whether it is a single character of an unspaced script, the
    offset in the text, whether it begins with a digit."""

    text: str
    hashes: Hashes
    characters: NDArray[np.bool_]
    starts: NDArray[np.int64]
    numeric: NDArray[np.bool_]


def fingerprint(title: str, text: str, language: str = "") -> Fingerprint:
    """What folding needs to know of a text.

    The title is read only where the text alone is too little to tell (fewer than `FEW_TOKENS` tokens): copies are
    retitled more often than not. `language` is not needed, since the script of each character says how to cut it; it is
    taken so that callers need not change when a language asks for more than its script.
    """
    del language
    tokens = tokenize(fold_away(text[:LONGEST]))
    if len(tokens.hashes) < FEW_TOKENS:
        tokens = tokenize(fold_away(f"{title[:LONGEST]}\n{text[:LONGEST]}"))
    shingles = _shingles(tokens)
    numbers, contexts = _numbers(tokens)
    return Fingerprint(
        hashes=_winnow(shingles).astype("<i8").tobytes(),
        numbers=numbers,
        shingles=len(_distinct(shingles)),
        exact=_exact(tokens.hashes),
        contexts=contexts.astype("<u4").tobytes(),
    )


def hashes_of(packed: bytes) -> NDArray[np.int64]:
    """The hashes of a fingerprint as a read-only array: sorted, distinct, signed."""
    return np.frombuffer(packed, dtype="<i8")


def fold_away(text: str) -> str:
    """The text without its case, its compatibility forms and the traces of a wrong decoding."""
    if text.isascii():
        return text.casefold()
    if "\u00c2" in text or "\u00c3" in text or "\u00e2" in text or "\u00d0" in text or "\u00d1" in text:
        text = _STRAY.sub("", _MOJIBAKE.sub(_decoded_again, text))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def tokenize(folded: str) -> Tokens:
    """Cut a folded text into tokens; separators and what writers put in at will are left out."""
    value_of, kind_of = _tables()
    codes = _codes(folded)
    kinds = kind_of[codes]
    _join_acronyms_and_thousands(codes, kinds)
    places = np.flatnonzero(kinds != _DELETED)
    codes, kinds = codes[places], kinds[places]
    inside = np.zeros(len(kinds) + 2, dtype=np.uint8)
    inside[1:-1] = kinds
    word, character = inside == _WORD, inside == _CHARACTER
    starts = np.flatnonzero((word[1:-1] & ~word[:-2]) | character[1:-1])
    ends = np.flatnonzero((word[1:-1] & ~word[2:]) | character[1:-1]) + 1
    powers, inverses = _powers(_size_class(len(codes) + 1))
    running = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(value_of[codes] * powers[: len(codes)], out=running[1:])
    return Tokens(
        text=folded,
        hashes=_mixed((running[ends] - running[starts]) * inverses[starts]),
        characters=character[1:-1][starts],
        starts=places[starts],
        numeric=_is_digit(codes[starts]),
    )


def _numbers(tokens: Tokens) -> tuple[tuple[str, ...], NDArray[np.uint64]]:
    """The numbers of a text in reading order, and for each a hash of the words before it and of those after it.

    Other numbers are not words here: of "82 to 39" the context stays when both figures are another day's.
    """
    at = np.flatnonzero(tokens.numeric)
    found = tuple(
        _plain(match.group()) for place in tokens.starts[at].tolist() if (match := _NUMBER.match(tokens.text, place))
    )
    around = CONTEXT
    words = np.concatenate([np.zeros(around, np.uint64), tokens.hashes[~tokens.numeric], np.zeros(around, np.uint64)])
    place = at - np.arange(len(at)) + around  # of the first word after each number
    before, after = np.zeros(len(at), np.uint64), np.ones(len(at), np.uint64)
    for step in range(around):
        before = _mixed(before + words[place - 1 - step])
        after = _mixed(after + words[place + step])
    return found, np.stack([before, after], axis=1).ravel() >> np.uint64(32)


def _plain(number: str) -> str:
    """A number as ASCII digits with at most a decimal point: "10,000" is 10000."""
    if not number.isascii():
        number = "".join(str(unicodedata.decimal(sign, sign)) for sign in number)
    if "," in number or "." in number:
        number = _THOUSANDS.sub("", number).replace(",", ".")
    return number


def _decoded_again(match: re.Match[str]) -> str:
    """A run of signs, read as UTF-8 if that is what it was; the bytes that Windows-1252 lacks stand as they are."""
    octets = bytearray()
    for sign in match.group():
        code = ord(sign)
        try:
            octets += bytes((code,)) if 0x80 <= code < 0xA0 else sign.encode("cp1252")
        except UnicodeEncodeError:
            return match.group()
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _codes(text: str) -> NDArray[np.uint32]:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.uint32)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    codes[codes >= _PLANES] = ord(" ")
    for zero in _ZEROS:
        codes[(codes >= zero) & (codes < zero + 10)] -= zero - ord("0")
    return codes


def _join_acronyms_and_thousands(codes: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> None:
    """Mark the point of "U.S." and the comma of "10,000" as deleted, so that they read as "US" and "10000"."""
    at = np.flatnonzero((codes == _POINT) | (codes == _COMMA))
    at = at[(at > 0) & (at < len(codes) - 1)]
    before, after = at - 1, at + 1
    in_number = _is_digit(codes[before]) & _is_digit(codes[after])
    one_letter = (at < 2) | (kinds[at - 2] != _WORD)
    in_acronym = one_letter & (codes[at] == _POINT) & (kinds[before] == _WORD) & (kinds[after] == _WORD)
    kinds[at[in_number | (in_acronym & ~_is_digit(codes[before]))]] = _DELETED


def _is_digit(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (codes >= 0x30) & (codes <= 0x39)


def _shingles(tokens: Tokens) -> Hashes:
    """The hash of every run of tokens; its length follows the script of its first token."""
    hashes, characters = tokens.hashes, tokens.characters
    by_words = _runs(hashes, WORDS_IN_SHINGLE)
    if not characters.any():
        return by_words
    by_characters = _runs(hashes, CHARACTERS_IN_SHINGLE)
    if characters.all():
        return by_characters
    padded = np.zeros_like(by_words)
    padded[: len(by_characters)] = by_characters
    chosen = np.where(characters[: len(by_words)], padded, by_words)
    whole = ~characters[: len(by_words)]
    whole[: len(by_characters)] = True
    return chosen[whole]


def _runs(hashes: Hashes, length: int) -> Hashes:
    count = len(hashes) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    powers, _ = _powers(_size_class(length))
    total = hashes[:count] * powers[0]
    for offset in range(1, length):
        total += hashes[offset : offset + count] * powers[offset]
    return _mixed(total)


def _winnow(shingles: Hashes) -> NDArray[np.int64]:
    """The least hash of every window, distinct and sorted as signed numbers; of a text under one window, its least."""
    if not len(shingles):
        return np.empty(0, dtype=np.int64)
    if len(shingles) <= WINDOW:
        least = shingles.min(keepdims=True)
    else:
        least = shingles
        for step in (1, 2, 4):  # windows of 2, 4, 8
            least = np.minimum(least[:-step], least[step:])
    return _distinct(least.view(np.int64))


def _distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Sorted and distinct; for some hundreds of numbers three times as fast as `numpy.unique`."""
    values = np.sort(values)
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return values[first]


def _exact(hashes: Hashes) -> int:
    powers, _ = _powers(_size_class(len(hashes) + 1))
    total = (hashes * powers[: len(hashes)]).sum(dtype=np.uint64, keepdims=True) + np.uint64(len(hashes))
    return int(_mixed(total).view(np.int64)[0])


def _mixed(values: Hashes) -> Hashes:
    """The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit of the output."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _size_class(size: int) -> int:
    """The power of two that holds `size`: the tables of powers are made once for each."""
    return 1 << max(12, (size - 1).bit_length())


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base from 0, and of its inverse, modulo 2**64."""
    return _geometric(_BASE, size), _geometric(pow(_BASE, -1, 1 << 64), size)


def _geometric(base: int, size: int) -> Hashes:
    row = np.ones(size, dtype=np.uint64)
    done, power = 1, base
    while done < size:
        step = min(done, size - done)
        row[done : done + step] = row[:step] * np.uint64(power)
        done, power = done + step, (power * power) & _MASK
    return row


@cache
def _tables() -> tuple[Hashes, NDArray[np.uint8]]:
    """For each code point: the value that it adds to its token's hash, and what it is.

    Letters that differ only in an accent have the same value. Code points beyond the first plane are ideographs or,
    in the plane of rare alphabets and pictures, separators: no newspaper is written in those.
    """
    base = np.arange(_PLANES, dtype=np.uint64)
    kinds = np.zeros(_PLANES, dtype=np.uint8)
    for code in range(0x10000):
        sign = chr(code)
        category = unicodedata.category(sign)
        if category[0] in "LMN":
            kinds[code] = _WORD
            if category[0] == "L" and (code < 0x0600 or 0x1E00 <= code < 0x2000):
                base[code] = ord(unicodedata.normalize("NFD", sign)[0])
        elif category == "Cf":
            kinds[code] = _DELETED
    for first, last in _IDEOGRAPHIC:
        part = kinds[first : last + 1]
        part[(part == _WORD) | (first >= 0x10000)] = _CHARACTER
    for first, last in _MARKS_DROPPED:
        kinds[first : last + 1] = _DELETED
    for sign in _APOSTROPHES:
        kinds[ord(sign)] = _DELETED
    kinds[0x0640] = _DELETED  # the Arabic stroke that only stretches a word
    values = _mixed(base + np.uint64(_BASE))
    values[kinds == _SEPARATOR] = 0
    return values, kinds
