"""How much two texts share, in both directions, and what that is worth as evidence. Pure.

A hash weighs less the more *stories* hold it, and nothing once it is common: boilerplate and background paragraphs are
shared by articles that are not copies. That is known of the sparse hashes alone, a third of all, and the rest weigh
what these weigh on average: shared ones as the shared, others as the others.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.shingles import PARTS, hashes_of
from records import Fingerprint

COMMON: Final = 6
"""A hash held by so many stories says nothing about any of them."""

UNKNOWN: Final = -1
"""In place of a count of stories."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An exemplar that shares hashes with a new article. `article` and `story` are their ids in the store.

    `parent` are the hashes (packed) of the article that the exemplar was folded under, empty for a story's first.
    """

    article: int
    story: int
    outlet: str
    fingerprint: Fingerprint
    parent: bytes = b""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a hash is worth as evidence. `hashes` are sorted and distinct, and all of which that is known; `stories`
    counts, for each, who holds it."""

    hashes: NDArray[np.int64]
    stories: NDArray[np.int64]

    def of(self, hashes: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many stories each hash stands, `UNKNOWN` where that is not known."""
        if not len(self.hashes):
            return np.full(len(hashes), UNKNOWN)
        at = np.searchsorted(self.hashes, hashes)
        at[at == len(self.hashes)] = 0
        return np.where(self.hashes[at] == hashes, self.stories[at], UNKNOWN)


@dataclass(frozen=True, slots=True)
class Match:
    """What a new article shares with one lookalike.

    `common` are the places of the shared hashes among the new article's, `shared` how many of them say anything.
    `score` is their weight over the lighter side's, `share` the part of the new article that they are and
    `share_of_other` the part of the lookalike, each from 0 to 1. `spread` says how evenly they stand in the new
    article: 1 as if strewn, less where they stand together.
    """

    lookalike: Lookalike
    common: NDArray[np.intp]
    score: float
    shared_weight: float
    shared: int
    share: float
    share_of_other: float
    spread: float


def weight(stories: NDArray[np.int64]) -> NDArray[np.float64]:
    """What a hash is worth that so many stories hold: 1 for none or one, half for two, nothing from `COMMON` on."""
    return _WEIGHT[np.minimum(stories, COMMON)]


_WEIGHT: Final = np.array([1.0, *(1 / n for n in range(1, COMMON)), 0.0])


def compare(
    new: Fingerprint,
    mine: NDArray[np.int64],
    held: NDArray[np.int64],
    lookalike: Lookalike,
    weights: Weights,
) -> Match:
    """What a new article (`mine` its hashes, `held` in how many stories they stand) shares with one lookalike."""
    theirs = hashes_of(lookalike.fingerprint.hashes)
    at = np.searchsorted(mine, theirs)
    at[at == len(mine)] = 0
    common = at[mine[at] == theirs] if len(mine) else at[:0]
    # A hash that the lookalike has and nobody is said to hold is not one of its sparse ones: nothing is known of it.
    each, telling = mean(held[common], least=1)
    shared_weight = each * len(common)
    lighter = min(len(mine) * mean(held)[0], len(theirs) * mean(weights.of(theirs))[0])
    equal = new.exact == lookalike.fingerprint.exact
    return Match(
        lookalike,
        common,
        score=1.0 if equal else min(1.0, shared_weight / lighter) if lighter > 0 else 0.0,
        shared_weight=shared_weight,
        shared=round(telling * len(common)),
        share=1.0 if equal else len(common) / len(mine) if len(mine) else 0.0,
        share_of_other=1.0 if equal else len(common) / len(theirs) if len(theirs) else 0.0,
        spread=_spread(new, common[held[common] < COMMON]),
    )


def _spread(new: Fingerprint, hashes: NDArray[np.intp]) -> float:
    """In how many parts of the article some of its hashes stand, beside how many so many would reach by chance."""
    places = np.frombuffer(new.places, dtype=np.uint8)
    if not len(places) or not len(hashes):
        return 0.0
    by_chance = PARTS * (1 - (1 - 1 / PARTS) ** len(hashes))
    return len(set(places[hashes].tolist())) / by_chance


def mean(held: NDArray[np.int64], least: int = 0) -> tuple[float, float]:
    """What a hash of these weighs on average, and the part of them that weigh anything, judged by those of which is
    known that so many stories hold them, `least` or more; both 1 where there is none."""
    worth = weight(held[held >= least])
    if not len(worth):
        return 1.0, 1.0
    return float(worth.mean()), float(np.count_nonzero(worth)) / len(worth)
