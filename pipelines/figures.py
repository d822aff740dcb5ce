"""The numbers of two texts: a daily report repeats its words, not its figures.

A number is known by the words around it, so that what one text alone has, like the figures of a local paragraph, says
nothing of whether both are the same report.
"""

from collections import Counter
from typing import Final

import numpy as np

from records import Fingerprint

MANY_NUMBERS: Final = 6
HARDLY_ANY: Final = 0.20
"""A form whose names change with its figures (scores, fixtures) leaves no number between the same words; with so many
numbers on both sides and so few in common it is another day's all the same. A copy has some of its wire's."""


def have_other_numbers(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both texts are full of numbers and have hardly any in common, wherever they stand."""
    fewer = min(len(one.numbers), len(other.numbers))
    if fewer < MANY_NUMBERS:
        return False
    return (Counter(one.numbers) & Counter(other.numbers)).total() < HARDLY_ANY * fewer


def numbers_in_place(one: Fingerprint, other: Fingerprint) -> tuple[int, int]:
    """Of the numbers that stand between the same words in both texts: how many are equal, and how many are not.

    Each number is looked at twice, after the words before it and before the words after it. What one text alone has,
    like the figures of a local paragraph, says nothing.
    """
    mine, theirs = _by_context(one), _by_context(other)
    same = different = 0
    for context in mine.keys() & theirs.keys():
        if mine[context] == theirs[context]:
            same += len(mine[context])
            continue
        equal = (Counter(mine[context]) & Counter(theirs[context])).total()
        same += equal
        different += min(len(mine[context]), len(theirs[context])) - equal
    return same, different


def _by_context(fingerprint: Fingerprint) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place, context in enumerate(np.frombuffer(fingerprint.contexts, dtype="<u4").tolist()):
        found.setdefault(context, []).append(fingerprint.numbers[place // 2])
    return found
