"""Fingerprint + lookalikes -> Folding: whether an article is a copy, of what, and how.

Syndicated copies are cut, retitled, extended and merged, so that two copies of one wire may resemble each other little;
but one of them is for a good part *contained* in the other. That is what is measured:

    score = weight of the shared hashes / weight of the lighter side's hashes

A hash weighs less the more *stories* hold it, and nothing once it is common: boilerplate and background paragraphs are
shared by articles that are not copies. An article is compared with single articles (exemplars), never with the union of
a story, and it joins one story at most: two wires merged by one outlet would chain everything else.

`decide` is pure; `store/postings.py` finds the lookalikes and knows in how many stories a hash stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.shingles import hashes_of
from records import Fingerprint, Folding, Relation

ENOUGH: Final = 0.40
"""The score of a copy. A wire cut to a half and framed in local paragraphs still reaches it (design.md idea 4)."""

ENOUGH_SAME_OUTLET: Final = 0.70
"""An outlet's own follow-up repeats its background word by word; its own copy repeats nearly all."""

ENOUGH_OF_LITTLE: Final = 0.60
"""Asked where the shared evidence is little: chance quotations are short."""

LITTLE: Final = 8
"""Shared hashes below which evidence is little: about thirty-six words."""

LEAST: Final = 3
"""Shared hashes without which nothing is folded: about fourteen words. A sentence that is quoted is not a copy."""

LEAST_EXACT: Final = 4
"""Shingles of a text too short for `LEAST` hashes, below which even equal texts are not folded: eight words, or eleven
characters. "Photos of the day" is a headline of many stories."""

COMMON: Final = 6
"""A hash held by so many stories says nothing about any of them."""

NUMBERS_THAT_TELL: Final = 4
"""With so many numbers on both sides, the numbers must agree: a daily report repeats its words, not its figures."""

NUMBERS_SHARED: Final = 0.85
NUMBERS_ALIGNED: Final = 0.70
NEARLY_ALL: Final = 0.95
"""Share of both texts from which different numbers are corrections of one report, not another day's."""

GIVES_A_PART: Final = 0.25
"""Each of two stories that gives so much of an article makes it a merger of both."""

NEW_ENOUGH: Final = 0.20
"""A copy with so many hashes that its story does not have is matched by later articles as well."""

MUCH_SHORTER: Final = 0.80
"""An article shorter than this part of the other is an excerpt of it, and the other way round an extension."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An exemplar that shares hashes with a new article. `article` and `story` are their ids in the store."""

    article: int
    story: int
    outlet: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Weights:
    """What a hash is worth as evidence. `hashes` are sorted and distinct; `stories` counts, for each, who holds it."""

    hashes: NDArray[np.int64]
    stories: NDArray[np.int64]

    def of(self, hashes: NDArray[np.int64]) -> NDArray[np.float64]:
        """The weight of each hash, from 0 to 1; a hash that nobody holds weighs 1."""
        counts = np.zeros(len(hashes), dtype=np.int64)
        if len(self.hashes):
            at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
            counts = np.where(self.hashes[at] == hashes, self.stories[at], 0)
        return weight(counts)


@dataclass(frozen=True, slots=True)
class _Match:
    lookalike: Lookalike
    score: float
    shared_weight: float
    shared: int
    share: float
    share_of_other: float


def weight(stories: NDArray[np.int64]) -> NDArray[np.float64]:
    """What a hash is worth that so many stories hold: 1 for one, half for two, and nothing from `COMMON` on."""
    return _WEIGHT[np.minimum(stories, COMMON)]


_WEIGHT: Final = np.array([1.0, *(1 / n for n in range(1, COMMON)), 0.0])


def decide(new: Fingerprint, outlet: str, lookalikes: Sequence[Lookalike], weights: Weights) -> Folding:
    """Where a new article belongs. The order of `lookalikes` does not matter; `outlet` is the new article's."""
    matches = [_match(new, lookalike, weights) for lookalike in lookalikes]
    copies = [match for match in matches if _is_copy(new, outlet, match)]
    if not copies:
        return Folding()
    best = max(copies, key=lambda match: (match.shared_weight, match.score, -match.lookalike.article))
    story = best.lookalike.story
    known = [match.lookalike for match in matches if match.lookalike.story == story]
    merged = any(match.lookalike.story != story and match.share >= GIVES_A_PART for match in copies)
    return Folding(
        story=story,
        relation=Relation.MERGED if merged and best.share >= GIVES_A_PART else _relation(new, best),
        of=best.lookalike.article,
        score=round(best.score, 4),
        share=round(best.share, 4),
        exemplar=not merged and _new_part(new, known, weights) >= NEW_ENOUGH,
    )


def _match(new: Fingerprint, lookalike: Lookalike, weights: Weights) -> _Match:
    mine, theirs = hashes_of(new.hashes), hashes_of(lookalike.fingerprint.hashes)
    if new.exact == lookalike.fingerprint.exact:
        return _Match(lookalike, 1.0, float(weights.of(mine).sum()), len(mine), 1.0, 1.0)
    common = np.intersect1d(mine, theirs, assume_unique=True)
    shared_weight = float(weights.of(common).sum())
    lighter = min(float(weights.of(mine).sum()), float(weights.of(theirs).sum()))
    return _Match(
        lookalike,
        score=min(1.0, shared_weight / lighter) if lighter > 0 else 0.0,
        shared_weight=shared_weight,
        shared=int((weights.of(common) > 0).sum()),
        share=len(common) / len(mine) if len(mine) else 0.0,
        share_of_other=len(common) / len(theirs) if len(theirs) else 0.0,
    )


def _is_copy(new: Fingerprint, outlet: str, match: _Match) -> bool:
    if new.exact == match.lookalike.fingerprint.exact and new.shingles >= LEAST_EXACT:
        return True
    if match.shared < LEAST:
        return False
    enough = ENOUGH_SAME_OUTLET if outlet and outlet == match.lookalike.outlet else ENOUGH
    if match.shared < LITTLE:
        enough = max(enough, ENOUGH_OF_LITTLE)
    return match.score >= enough and _numbers_agree(new, match)


def _numbers_agree(new: Fingerprint, match: _Match) -> bool:
    mine, theirs = new.numbers, match.lookalike.fingerprint.numbers
    if min(len(mine), len(theirs)) < NUMBERS_THAT_TELL:
        return True
    if min(match.share, match.share_of_other) >= NEARLY_ALL:
        return True
    return numbers_shared(mine, theirs) >= NUMBERS_SHARED or numbers_aligned(mine, theirs) >= NUMBERS_ALIGNED


def numbers_shared(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """The part of the shorter list's numbers that the longer has, each counted as often as it stands."""
    left = list(theirs)
    found = 0
    for number in mine:
        if number in left:
            left.remove(number)
            found += 1
    return found / min(len(mine), len(theirs))


def numbers_aligned(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """Of the numbers that stand in the same places of both texts, the part that is equal.

    A cut or an added paragraph drops or adds numbers at one place; another day's report changes them here and there.
    """
    equal = changed = 0
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            equal += b - a
        elif kind == "replace":
            changed += min(b - a, d - c)
    return equal / (equal + changed) if equal + changed else 0.0


def _relation(new: Fingerprint, match: _Match) -> Relation:
    other = match.lookalike.fingerprint
    if new.exact == other.exact:
        return Relation.IDENTICAL
    if new.shingles < MUCH_SHORTER * other.shingles:
        return Relation.EXCERPT
    if other.shingles < MUCH_SHORTER * new.shingles:
        return Relation.EXTENDED
    return Relation.EDITED


def _new_part(new: Fingerprint, known: Sequence[Lookalike], weights: Weights) -> float:
    """The part of the article's hashes that no compared exemplar of its story has and that is not common."""
    mine = hashes_of(new.hashes)
    if not len(mine):
        return 0.0
    held = weights.of(mine) <= 0
    for lookalike in known:
        held |= np.isin(mine, hashes_of(lookalike.fingerprint.hashes), assume_unique=True)
    return float((~held).sum()) / len(mine)
