"""The arithmetic of the fingerprint: polynomial hashes modulo 2**64, on whole arrays and the same on every machine."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

BASE: Final = 0x9E3779B97F4A7C15
"""The base of the polynomials: odd, so that it has an inverse modulo 2**64; its bits are those of the golden ratio."""


def mixed(values: Hashes) -> Hashes:
    """The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit of the output."""
    values = values ^ (values >> np.uint64(30))  # a new array, which the steps below change in place
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of the base from 0, and those of its inverse, modulo 2**64: at least `count` of each."""
    return _powers(1 << max(12, (count - 1).bit_length()))  # sizes that are powers of two, so that few are ever made


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    return _geometric(BASE, size), _geometric(pow(BASE, -1, 1 << 64), size)


def _geometric(base: int, size: int) -> Hashes:
    row = np.ones(size, dtype=np.uint64)
    done, power = 1, base
    while done < size:
        step = min(done, size - done)
        row[done : done + step] = row[:step] * np.uint64(power)
        done, power = done + step, (power * power) % (1 << 64)
    return row
