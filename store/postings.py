"""The folding index: which exemplars hold a hash, and in how many stories it stands.

    postings   hash    -> its holders, pairs of (story, exemplar); no holders at all says that the hash is common
    exemplars  article -> its fingerprint, what later articles are compared with

Everything is in the one SQLite file and nothing is remembered between two calls, so that a process may be killed at any
article and another may have written in between. Callers hold the write transaction (BEGIN IMMEDIATE) from `fold` to
`post`; nothing here commits.

A hash that `COMMON` stories hold weighs nothing for good: its holders are dropped, and no more are written. Boilerplate
thus costs one short row, however many articles carry it, and a look-up reads a bounded number of bytes. Hashes are the
row ids of their table, because SQLite finds an integer row id twice as fast as a key of a table without row ids.

Of a long text only a part of the hashes is posted (`pipelines/shingles.py`): each lies on a page of its own, which in a
large index is what an article costs. The exemplar's row has all of its hashes, and all are compared. In how many
stories a hash stands is known only of sparse ones: of the others most of those who have it have posted nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.fold import NEW_ENOUGH, decide
from pipelines.resemblance import COMMON, Lookalike, Weights, weight
from pipelines.shingles import HASH_BITS, hashes_of
from records import Fingerprint, Folding

MOST_LOOKALIKES: Final = 12
MOST_OF_A_STORY: Final = 3
"""Exemplars that are read and compared: those that share the most weight. A story's best is nearly always its first,
and more of each story would only crowd out the second story of a merged article."""

HOPELESS: Final = 0.10
"""An exemplar that shares a smaller part of either side's posted hashes is not compared: a third of what is asked of a
copy, because of thirty posted hashes three may stand for nine."""

CACHE_KILOBYTES: Final = 196_608
"""192 MB, of which a small database takes what it is itself: a million articles have an index of under a gigabyte."""

BYTES_BEFORE_CHECKPOINT: Final = 64 << 20
"""64 MB: measured on 5,539 articles, a commit then takes 0.3 ms instead of 1.4 ms."""

ENOUGH_TO_TELL: Final = 12
"""Telling hashes on both sides, about fifty words: a shorter text that was replaced may be a first line that grew."""

_BATCH: Final = 64
"""Parameters of an IN list come in multiples of this, so that few different statements are prepared."""

_BYTES: Final = HASH_BITS // 8
"""Of a hash in an exemplar's row."""

_PAIR: Final = np.dtype([("story", "<u4"), ("article", "<u4")])

_SELECT_LOOKALIKE: Final = (
    "SELECT e.article, e.story, e.outlet, e.shingles, e.exact, e.numbers, e.contexts, e.hashes, e.stories,"
    " parent.hashes FROM exemplars AS e LEFT JOIN exemplars AS parent ON parent.article = e.of"
)


@dataclass(frozen=True, slots=True)
class Postings:
    """Those of some hashes that the index has, as it stands in this transaction. `stories` counts for each who holds
    it; `rows` says of each holder of which hash it is one (a position in `hashes`), `holders` who."""

    hashes: NDArray[np.int64]
    stories: NDArray[np.int64]
    rows: NDArray[np.int64]
    holders: NDArray[np.void]
    packed: Sequence[bytes]


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of the index; for a migration."""
    connection.execute("CREATE TABLE postings (hash INTEGER PRIMARY KEY, holders BLOB NOT NULL)")
    connection.execute(
        "CREATE TABLE exemplars ("
        " article INTEGER PRIMARY KEY, story INTEGER NOT NULL, of INTEGER, outlet TEXT NOT NULL,"
        " shingles INTEGER NOT NULL, exact INTEGER NOT NULL, numbers TEXT NOT NULL, contexts BLOB NOT NULL,"
        " hashes BLOB NOT NULL, stories BLOB NOT NULL)"
    )
    connection.execute("CREATE INDEX exemplars_by_exact ON exemplars(exact)")


def tune(connection: sqlite3.Connection) -> None:
    """Set what a connection that folds many articles needs; lost with the connection, and never wrong to leave out.

    An exemplar's hashes lie on as many pages as there are hashes, so that SQLite's own limits (2 MB of pages in memory,
    a checkpoint every 1,000 pages) would write the same pages to the disk again every dozen articles.
    """
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    connection.execute(f"PRAGMA wal_autocheckpoint = {BYTES_BEFORE_CHECKPOINT // page}")


def look_up(connection: sqlite3.Connection, new: Fingerprint) -> Postings:
    """Who holds an article's posted hashes: what `fold` goes by, and `post` adds to. True until something is
    written."""
    return _look_up(connection, hashes_of(new.posted))


def fold(connection: sqlite3.Connection, new: Fingerprint, outlet: str, held: Postings | None = None) -> Folding:
    """Decide where an article belongs; writes nothing. It is looked up if the caller has not done so."""
    held = held or look_up(connection, new)
    found = _lookalikes(connection, new, held)
    if not found:
        return Folding()
    return decide(new, outlet, [lookalike for lookalike, _ in found], _weights(new, held, found))


def post(
    connection: sqlite3.Connection,
    article_id: int,
    story_id: int,
    outlet: str,
    fingerprint: Fingerprint,
    folding: Folding,
    held: Postings | None = None,
) -> None:
    """Record a kept article if it is an exemplar; what was posted of it before is replaced. `held` is what was looked
    up of an article that is new.

    `article_id` and `story_id` must be from 1 to 4,294,967,295.
    """
    if held is None:
        forget(connection, article_id)
    if not folding.exemplar:
        return
    mine, sparse = hashes_of(fingerprint.posted), hashes_of(fingerprint.sparse)
    held = held or look_up(connection, fingerprint)
    pair = np.array([(story_id, article_id)], dtype=_PAIR).tobytes()
    stories = np.ones(len(mine), dtype=np.int64)
    packed = [pair] * len(mine)
    ours = np.zeros(len(held.hashes), dtype=bool)
    ours[held.rows[held.holders["story"] == story_id]] = True
    places = np.searchsorted(mine, held.hashes)
    stories[places] = np.minimum(held.stories + ~ours, COMMON)
    for place, before in zip(places.tolist(), held.packed, strict=True):
        packed[place] = before + pair if stories[place] < COMMON else b""
    news = np.ones(len(mine), dtype=bool)
    news[places[held.stories >= COMMON]] = False
    connection.executemany(
        "INSERT OR REPLACE INTO postings VALUES (?, ?)",
        [(number, holders) for number, holders, new in zip(mine.tolist(), packed, news.tolist(), strict=True) if new],
    )
    connection.execute(
        "INSERT INTO exemplars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article_id,
            story_id,
            folding.of,
            outlet,
            fingerprint.shingles,
            fingerprint.exact,
            "\n".join(fingerprint.numbers),
            fingerprint.contexts,
            _packed(fingerprint),
            stories[np.searchsorted(mine, sparse)].astype(np.uint8).tobytes(),
        ),
    )


def repost(
    connection: sqlite3.Connection,
    article_id: int,
    story_id: int,
    outlet: str,
    fingerprint: Fingerprint,
    of: int | None,
) -> None:
    """Record the new text of an article that was edited: it stays in its story, whatever it resembles now.

    `of` is the article that it was folded under, None for the first of its story, which stays an exemplar. A copy
    becomes one, stays one or ceases to be one by what its story's other exemplars have not.
    """
    forget(connection, article_id)
    exemplar = of is None
    if not exemplar:
        mine = hashes_of(fingerprint.posted)
        held = _look_up(connection, mine)
        ours = np.bincount(held.rows, weights=held.holders["story"] == story_id, minlength=len(held.hashes)) > 0
        known = int(np.count_nonzero(ours | (held.stories >= COMMON)))
        exemplar = len(mine) - known >= max(1.0, NEW_ENOUGH * len(mine))
    post(connection, article_id, story_id, outlet, fingerprint, Folding(story=story_id, of=of, exemplar=exemplar))


def left_of(connection: sqlite3.Connection, was: Fingerprint, now: Fingerprint) -> float | None:
    """How much of a text's weight another one still has, 0 to 1; None where there is too little to tell.

    What stands in many stories weighs little: a page's own boilerplate and background paragraphs are no text left.
    """
    mine = hashes_of(was.hashes)
    held = _look_up(connection, mine)
    worth = np.ones(len(mine))
    worth[np.searchsorted(mine, held.hashes)] = weight(held.stories)
    telling = np.count_nonzero(worth)
    if telling < ENOUGH_TO_TELL or len(hashes_of(now.hashes)) < ENOUGH_TO_TELL:
        return None
    return float(worth[np.isin(mine, hashes_of(now.hashes), assume_unique=True)].sum() / worth.sum())


def exemplar(connection: sqlite3.Connection, article_id: int) -> Fingerprint | None:
    """The fingerprint of an article as it was posted; None for one that is no exemplar."""
    row = connection.execute(
        "SELECT hashes, length(stories), numbers, shingles, exact, contexts FROM exemplars WHERE article = ?",
        (article_id,),
    ).fetchone()
    return None if row is None else _fingerprint(*row)


def forget(connection: sqlite3.Connection, article_id: int) -> None:
    """Remove an article from the index; one that was no exemplar is not there, and nothing happens."""
    fingerprint = exemplar(connection, article_id)
    if fingerprint is None:
        return
    held = _look_up(connection, hashes_of(fingerprint.hashes))  # those that were not posted have no holder of that id
    for number, packed in zip(held.hashes.tolist(), held.packed, strict=True):
        holders = np.frombuffer(packed, dtype=_PAIR)
        others = holders[holders["article"] != article_id]
        if len(others):
            connection.execute("UPDATE postings SET holders = ? WHERE hash = ?", (others.tobytes(), number))
        elif len(holders):
            connection.execute("DELETE FROM postings WHERE hash = ?", (number,))
    connection.execute("DELETE FROM exemplars WHERE article = ?", (article_id,))


def _look_up(connection: sqlite3.Connection, hashes: NDArray[np.int64]) -> Postings:
    """Who holds these hashes: one statement for all of them."""
    wanted = hashes.tolist()
    wanted += wanted[-1:] * (-len(wanted) % _BATCH)
    marks = ",".join("?" * len(wanted))
    found = connection.execute(f"SELECT hash, holders FROM postings WHERE hash IN ({marks}) ORDER BY hash", wanted)
    numbers: tuple[int, ...]
    packed: tuple[bytes, ...]
    numbers, packed = tuple(zip(*found.fetchall(), strict=True)) or ((), ())
    lengths = np.fromiter(map(len, packed), np.int64, len(packed)) // _PAIR.itemsize
    rows = np.repeat(np.arange(len(packed)), lengths)
    holders = np.frombuffer(b"".join(packed), dtype=_PAIR)
    stories = np.where(lengths == 0, COMMON, lengths)
    if (lengths > 1).any():  # some of the holders may be of one story
        pairs = np.unique((rows << 32) | holders["story"])
        distinct = np.bincount(pairs >> 32, minlength=len(packed))
        stories = np.where(lengths == 0, COMMON, distinct)
    return Postings(np.array(numbers, dtype=np.int64), stories, rows, holders, packed)


def _lookalikes(
    connection: sqlite3.Connection, new: Fingerprint, held: Postings
) -> list[tuple[Lookalike, NDArray[np.uint8]]]:
    """The exemplars that share the most weight with an article, and the first whose text is the very same.

    With each comes in how many stories its hashes stood when it was posted.
    """
    shared_by, size = _nearest(held), len(new.posted) // 8
    marks = ",".join("?" * len(shared_by))
    found = connection.execute(
        f"{_SELECT_LOOKALIKE} WHERE e.article IN ({marks})"
        f" UNION ALL SELECT * FROM ({_SELECT_LOOKALIKE} WHERE e.exact = ? ORDER BY e.article LIMIT 1)",
        [*shared_by, new.exact],
    )
    taken: dict[int, tuple[Lookalike, NDArray[np.uint8]]] = {}
    for article, story, outlet, shingles, exact, numbers, contexts, hashes, stories, parent in found:
        if exact == new.exact or shared_by[article] >= HOPELESS * min(size, max(len(stories), 1)):
            fingerprint = _fingerprint(hashes, len(stories), numbers, shingles, exact, contexts)
            theirs = _unpacked(parent, 0)[0].tobytes() if parent else b""
            taken[article] = Lookalike(article, story, outlet, fingerprint, theirs), np.frombuffer(stories, np.uint8)
    return list(taken.values())


def _nearest(held: Postings) -> dict[int, int]:
    """Of the holders of an article's posted hashes the nearest, each with how many of them it shares."""
    if not len(held.rows):
        return {}
    worth = weight(held.stories)[held.rows]
    articles, first, at, shared = np.unique(
        held.holders["article"], return_index=True, return_inverse=True, return_counts=True
    )
    evidence = np.bincount(at, weights=worth, minlength=len(articles))
    per_story: Counter[int] = Counter()
    nearest: dict[int, int] = {}
    for best in np.lexsort((articles, -evidence)).tolist():
        story = int(held.holders["story"][first[best]])
        if per_story[story] < MOST_OF_A_STORY:
            per_story[story] += 1
            nearest[int(articles[best])] = int(shared[best])
        if len(nearest) == MOST_LOOKALIKES:
            break
    return nearest


def _weights(new: Fingerprint, held: Postings, found: Sequence[tuple[Lookalike, NDArray[np.uint8]]]) -> Weights:
    """In how many stories the sparse hashes of an article and its lookalikes stand.

    Of the article's own hashes that is known as of now. Those that only a lookalike has are not looked up again, which
    would double the pages read: they stand as they did when the last of these lookalikes was posted.
    """
    mine = hashes_of(new.sparse)
    ours = np.isin(held.hashes, mine, assume_unique=True)
    every = np.concatenate([mine, held.hashes[ours], *(hashes_of(other.fingerprint.sparse) for other, _ in found)])
    counts = np.concatenate([np.zeros_like(mine), held.stories[ours], *(stories for _, stories in found)])
    order = np.lexsort((-counts, every))  # of equal hashes the largest count first
    every, counts = every[order], counts[order]
    first = np.ones(len(every), dtype=bool)
    first[1:] = every[1:] != every[:-1]
    return Weights(every[first], counts[first])


def _packed(fingerprint: Fingerprint) -> bytes:
    """The hashes of a fingerprint as an exemplar's row has them: the sparse ones first, `_BYTES` each."""
    sparse, hashes = hashes_of(fingerprint.sparse), hashes_of(fingerprint.hashes)
    rest = np.ones(len(hashes), dtype=bool)
    rest[np.searchsorted(hashes, sparse)] = False
    octets = np.concatenate([sparse, hashes[rest]]).view(np.uint8).reshape(-1, 8)
    return octets[:, :_BYTES].tobytes()


def _unpacked(packed: bytes, sparse: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All hashes of an exemplar's row, sorted, and the sparse ones, of which there are so many."""
    octets = np.zeros((len(packed) // _BYTES, 8), dtype=np.uint8)
    octets[:, :_BYTES] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, _BYTES)
    hashes = octets.view("<i8").ravel()
    return np.sort(hashes), hashes[:sparse]


def _fingerprint(packed: bytes, sparse: int, numbers: str, shingles: int, exact: int, contexts: bytes) -> Fingerprint:
    hashes, some = _unpacked(packed, sparse)
    figures = tuple(numbers.split("\n")) if numbers else ()
    return Fingerprint(hashes.tobytes(), figures, shingles, exact, contexts, some.tobytes())
