"""What one article of a story is to another: identical, edited, an excerpt or an extension. Pure."""

from typing import Final

import numpy as np

from pipelines.shingles import hashes_of
from records import Fingerprint, Relation

RELATED: Final = 0.25
"""The part of either text that the other must have for one to be called its copy."""

MUCH_SHORTER: Final = 0.80
"""An article shorter than this part of the other is an excerpt of it, and the other way round an extension."""


def kinship(copy: Fingerprint, other: Fingerprint) -> tuple[Relation, float] | None:
    """What one article of a story is to another, usually its origin: (relation, share of `copy` that is the other's).

    None where too little is shared to call one the other's copy: two excerpts of one wire may have nothing in common.
    """
    mine, theirs = hashes_of(copy.hashes), hashes_of(other.hashes)
    shared = len(np.intersect1d(mine, theirs, assume_unique=True))
    equal = copy.exact == other.exact
    share = 1.0 if equal else shared / len(mine) if len(mine) else 0.0
    share_of_other = 1.0 if equal else shared / len(theirs) if len(theirs) else 0.0
    if max(share, share_of_other) < RELATED:
        return None
    return relation_of(copy, other), round(share, 4)


def relation_of(new: Fingerprint, other: Fingerprint) -> Relation:
    """What a copy is to what it is a copy of, by their lengths."""
    if new.exact == other.exact:
        return Relation.IDENTICAL
    if _is_much_longer(other, new):
        return Relation.EXCERPT
    if _is_much_longer(new, other):
        return Relation.EXTENDED
    return Relation.EDITED


def _is_much_longer(one: Fingerprint, other: Fingerprint) -> bool:
    return other.shingles < MUCH_SHORTER * one.shingles
