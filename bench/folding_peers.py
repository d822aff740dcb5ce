"""The near-duplicate libraries that a user would otherwise fold with, behind one shape: an article in, its story out.

Each is asked as its own documentation does, one article at a time: look it up, take the story of the most similar
article found, else begin one; insert it. All of them keep their state in memory. A peer that is not installed (`pip
install -e .[bench]`) is left out by whoever asks for it: `PEERS` names the module that each needs.
"""

import re
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any, Final, Protocol

_WORD: Final = re.compile(r"\w+")
SHINGLE: Final = 5  # words: for all that compare sets better than 3 or 4 on the development set
SEED: Final = 7


class Peer(Protocol):
    """A library that is given articles in order of arrival."""

    def story(self, number: int, text: str) -> int:
        """The story of an article; `number` is the article's own, and that of a story which it begins."""


def shingles(text: str) -> list[str]:
    """Runs of words in lower case."""
    words = _WORD.findall(text.lower())
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


class Rensa:
    """rensa's R-MinHash with its LSH: 256 permutations, bands of 4, similarity .25 (its best on the development
    set)."""

    PERMUTATIONS: Final = 256
    BANDS: Final = 64
    SIMILAR: Final = 0.25

    def __init__(self) -> None:
        import rensa  # noqa: PLC0415 - a peer is loaded only when it is asked for

        self._new = rensa.RMinHash
        self._index = rensa.RMinHashLSH(threshold=self.SIMILAR, num_perm=self.PERMUTATIONS, num_bands=self.BANDS)
        self._seen: dict[int, tuple[Any, int]] = {}

    def story(self, number: int, text: str) -> int:
        """See `Peer`."""
        made = self._new(num_perm=self.PERMUTATIONS, seed=SEED)
        made.update(shingles(text))
        near = ((self._seen[key][0].jaccard(made), -key) for key in self._index.query(made))
        story = _best(near, self.SIMILAR, lambda key: self._seen[key][1]) or number
        self._index.insert(number, made)
        self._seen[number] = made, story
        return story


class Datasketch:
    """datasketch's MinHash and LSH; ordinary: 128 permutations, similarity .5, as its documentation shows."""

    def __init__(self, permutations: int = 128, similar: float = 0.5) -> None:
        import datasketch  # noqa: PLC0415

        self._module, self._permutations, self._similar = datasketch, permutations, similar
        self._index = datasketch.MinHashLSH(threshold=similar, num_perm=permutations)
        self._seen: dict[int, tuple[Any, int]] = {}

    def story(self, number: int, text: str) -> int:
        """See `Peer`."""
        made = self._module.MinHash(num_perm=self._permutations, seed=SEED)
        made.update_batch([shingle.encode() for shingle in shingles(text)])
        near = ((self._seen[key][0].jaccard(made), -key) for key in self._index.query(made))
        story = _best(near, self._similar, lambda key: self._seen[key][1]) or number
        self._index.insert(number, made)
        self._seen[number] = made, story
        return story


class Gaoya:
    """gaoya's MinHash index over words: 64 bands of 4, similarity .3. It says no similarity, so the first found
    counts."""

    def __init__(self) -> None:
        from gaoya.minhash import MinHashStringIndex  # noqa: PLC0415

        self._index = MinHashStringIndex(
            hash_size=32,
            jaccard_threshold=0.3,
            num_bands=64,
            band_size=4,
            analyzer="word",
            lowercase=True,
            ngram_range=(SHINGLE, SHINGLE),
        )
        self._stories: dict[int, int] = {}

    def story(self, number: int, text: str) -> int:
        """See `Peer`."""
        near = self._index.query(text)
        story = self._stories[min(near)] if near else number
        self._index.insert_document(number, text)
        self._stories[number] = story
        return story


class Simhash:
    """simhash with its index: 64 bits, at most 3 of them different."""

    def __init__(self) -> None:
        import simhash  # noqa: PLC0415

        self._new = simhash.Simhash
        self._index = simhash.SimhashIndex([], k=3)
        self._stories: dict[int, int] = {}

    def story(self, number: int, text: str) -> int:
        """See `Peer`."""
        made = self._new(shingles(text))
        near = [int(key) for key in self._index.get_near_dups(made)]
        story = self._stories[min(near)] if near else number
        self._index.add(str(number), made)
        self._stories[number] = story
        return story


PEERS: Final[dict[str, tuple[str, Callable[[], Peer]]]] = {
    "rensa 256/.25": ("rensa", Rensa),
    "datasketch 128/.5": ("datasketch", Datasketch),
    "datasketch 256/.3": ("datasketch", lambda: Datasketch(256, 0.3)),
    "gaoya 256/.3": ("gaoya", Gaoya),
    "simhash 64/3": ("simhash", Simhash),
}
"""Module and maker by the name under which a peer is shown."""


def installed() -> list[str]:
    """The names of the peers that can be measured here."""
    return [name for name, (module, _) in PEERS.items() if find_spec(module) is not None]


def _best(near: Iterable[tuple[float, int]], similar: float, story: Callable[[int], int]) -> int | None:
    """The story of the most similar article, the earliest of equals; keys come negated."""
    found = max(near, default=None)
    return story(-found[1]) if found and found[0] >= similar else None
