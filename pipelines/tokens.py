"""Text -> tokens: what an editor's desk changes without touching the words is folded away, the rest is cut by script.

Folded away are case, quotation marks, dashes, soft hyphens, zero-width marks, accents, full-width forms, spacing, the
points of "U.S.", the comma of "10,000", and UTF-8 that was once read as Windows-1252. A token is a word in scripts that
part words by spaces. Where they do not (Chinese, Japanese, Thai, Lao, Khmer, Burmese) it is a character; so it is in
Korean, whose houses differ in where they put spaces inside a compound.

All of it is numpy over code points; only the forms of Unicode are left to the standard library.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.hashing import BASE, Hashes, mixed, powers

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
_INVISIBLE: Final = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
_STRAY: Final = re.compile(r"\u00c2(?=[\s\u00a0])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A folded text and its tokens, one entry each: hash, whether it is a single character of an unspaced script, the
    offset in the text, whether it begins with a digit."""

    text: str
    hashes: Hashes
    characters: NDArray[np.bool_]
    starts: NDArray[np.int64]
    numeric: NDArray[np.bool_]


def fold_away(text: str) -> str:
    """The text without its case, its compatibility forms and the traces of a wrong decoding."""
    if text.isascii():
        return text.casefold()
    if "\u00c2" in text or "\u00c3" in text or "\u00e2" in text or "\u00d0" in text or "\u00d1" in text:
        text = _STRAY.sub("", _MOJIBAKE.sub(_decoded_again, text))
    text = _INVISIBLE.sub("", text)  # also inside a number, which is read from the text itself
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
    rising, falling = powers(len(codes) + 1)
    running = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(value_of[codes] * rising[: len(codes)], out=running[1:])
    return Tokens(
        text=folded,
        hashes=mixed((running[ends] - running[starts]) * falling[starts]),
        characters=character[1:-1][starts],
        starts=places[starts],
        numeric=_is_digit(codes[starts]),
    )


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
    values = mixed(base + np.uint64(BASE))
    values[kinds == _SEPARATOR] = 0
    return values, kinds
