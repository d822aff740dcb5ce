"""Tokens -> Fingerprint: the few hashes of a text that folding compares.

    text ──► tokens ──► shingles ──► winnow ──► Fingerprint
             words or   runs of 5    the least of every 8 is compared,
             characters words        that of every 24 is posted

The hashes come from fixed constants: the same text gives the same bytes in every process and on every machine. A text
of 400 words takes about a third of a millisecond.
"""

import re
import unicodedata
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.hashing import Hashes, mixed, powers
from pipelines.tokens import Tokens, fold_away, tokenize
from records import Fingerprint

Number = TypeVar("Number", np.int64, np.uint64)

WORDS_IN_SHINGLE: Final = 5
"""Five words in a row are rarely the same by chance; one changed word costs only five shingles (design.md idea 4)."""

CHARACTERS_IN_SHINGLE: Final = 8
"""A word of Chinese or Korean takes about one and a half to three characters, so that eight say about as much as four
or five words; five alone would be the name of an institution (of real Korean articles on one event, five folded two
that tell it in their own words; eight and twelve did not)."""

WINDOW: Final = 8
"""Winnowing keeps the least hash of every eight shingles in a row: about two of nine, and one at least of any passage
of twelve shared words (Schleimer, Wilkerson, Aiken 2003)."""

COARSE_WINDOW: Final = 3 * WINDOW
"""The least of every so many shingles makes the sparse hashes: a third of all, one at least of any passage of
twenty-eight shared words. The least of a long window is the least of a short one too, so that they are a part of the
others."""

FEW_HASHES: Final = 24
"""A text with no more hashes than that is posted whole: about a hundred words, where every passage counts. Of a longer
one the sparse hashes are, and those of its lead: the index is written at a random page for each, which is what a large
one costs."""

PARTS: Final = 8
"""Equal parts of a text, by which is told where in it a hash stands."""

LEAD: Final = 48
"""Shingles from the beginning whose hashes are all posted: captions, briefs and the lines before a paywall seldom have
more of a wire than its first two sentences."""

HASH_BITS: Final = 40
"""Of two different shingles one pair in 10**12 has one hash: among a million articles a look-up meets such a stranger
in one article of a thousand, and it counts as one shared hash. In SQLite a key of 40 bits takes 6 bytes, one of 64
takes 9."""

FEW_TOKENS: Final = 12
"""A text with fewer tokens has fewer shingles than one window: its title is read with it."""

CONTEXT: Final = 2
"""Words on either side that tell one number of a text from another."""

LONGEST: Final = 400_000
"""Characters that are read. No article is longer, and what is fed to us must not decide how much memory we use."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS: Final = re.compile(r"[.,](?=\d{3}(?!\d))")


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
    shingles = _shingles(tokens) >> np.uint64(64 - HASH_BITS)
    numbers, contexts = _numbers(tokens)
    hashes, sparse, posted, places = _winnow(shingles)
    return Fingerprint(
        hashes=hashes.astype("<i8").tobytes(),
        numbers=numbers,
        shingles=len(_distinct(shingles)),
        exact=_exact(tokens.hashes),
        contexts=contexts.astype("<u4").tobytes(),
        sparse=sparse.astype("<i8").tobytes(),
        posted=posted.astype("<i8").tobytes(),
        places=places.astype(np.uint8).tobytes(),
    )


def hashes_of(packed: bytes) -> NDArray[np.int64]:
    """The hashes of a fingerprint as a read-only array: sorted and distinct."""
    return np.frombuffer(packed, dtype="<i8")


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
        before = mixed(before + words[place - 1 - step])
        after = mixed(after + words[place + step])
    return found, np.stack([before, after], axis=1).ravel() >> np.uint64(32)


def _plain(number: str) -> str:
    """A number as ASCII digits with at most a decimal point: "10,000" is 10000."""
    if not number.isascii():
        number = "".join(str(unicodedata.decimal(sign, sign)) for sign in number)
    if "," in number or "." in number:
        number = _THOUSANDS.sub("", number).replace(",", ".")
    return number


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
    rising, _ = powers(length)
    total = hashes[:count] * rising[0]
    for offset in range(1, length):
        total += hashes[offset : offset + count] * rising[offset]
    return mixed(total)


def _winnow(
    shingles: Hashes,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The least hash of every window, that of every coarse one, and those to be posted, distinct and sorted; and for
    each of the first the part of the text where it stands. Of a text under one window it is the least of all."""
    if not len(shingles):
        return (np.empty(0, dtype=np.int64),) * 4
    least = coarse = shingles.min(keepdims=True)
    if len(shingles) > WINDOW:
        least = shingles
        for step in (1, 2, 4):  # windows of 2, 4, 8
            least = np.minimum(least[:-step], least[step:])
    count = len(least) - COARSE_WINDOW + WINDOW
    if count > 1:
        coarse = least[:count]
        for step in range(WINDOW, COARSE_WINDOW, WINDOW):  # a long window is some short ones side by side
            coarse = np.minimum(coarse, least[step : step + count])
    order = np.argsort(least, kind="stable")
    ordered = least[order]
    first = np.ones(len(least), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    hashes, places = ordered[first].view(np.int64), order[first] * PARTS // len(least)
    sparse = _distinct(coarse.view(np.int64))
    few = len(hashes) <= FEW_HASHES
    posted = hashes if few else _distinct(np.concatenate([sparse, least[:LEAD].view(np.int64)]))
    return hashes, sparse, posted, places


def _distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Sorted and distinct; for some hundreds of numbers three times as fast as `numpy.unique`."""
    values = np.sort(values)
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return values[first]


def _exact(hashes: Hashes) -> int:
    rising, _ = powers(len(hashes))
    total = (hashes * rising[: len(hashes)]).sum(dtype=np.uint64, keepdims=True) + np.uint64(len(hashes))
    return int(mixed(total).view(np.int64)[0])
