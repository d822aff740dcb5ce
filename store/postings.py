"""The folding index: which exemplars hold a hash, and in how many stories it stands.

    postings   hash -> (story, exemplar)     one row each; (0, 0) says that the hash is common
    exemplars  article -> its fingerprint    what later articles are compared with

Everything is in the one SQLite file and nothing is remembered between two calls, so that a process may be killed at any
article and another may have written in between. Callers hold the write transaction (BEGIN IMMEDIATE) from `fold` to
`post`; nothing here commits.

A hash that `COMMON` stories hold weighs nothing for good: its rows are replaced by one that says so. Boilerplate thus
costs one row, however many articles carry it, and a look-up reads a bounded number of rows.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.fold import COMMON, ENOUGH_OF_BOTH, Lookalike, Weights, decide
from pipelines.shingles import hashes_of
from records import Fingerprint, Folding

MOST_LOOKALIKES: Final = 12
MOST_OF_A_STORY: Final = 3
"""Exemplars that are read and compared: those that share the most weight. A story's best is nearly always its first,
and more of each story would only crowd out the second story of a merged article."""

HOPELESS: Final = ENOUGH_OF_BOTH / 2
"""An exemplar that shares a smaller part of either side is not compared: weights may double a part, hardly more."""

_BATCH: Final = 64
"""Parameters of an IN list come in multiples of this, so that few different statements are prepared."""

_COMMON_ROW: Final = 0

_SELECT_LOOKALIKE: Final = (
    "SELECT e.article, e.story, e.outlet, e.shingles, e.exact, e.numbers, e.contexts, e.hashes, parent.hashes"
    " FROM exemplars AS e LEFT JOIN exemplars AS parent ON parent.article = e.of"
)

Row = tuple[int, int, int]


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of the index; for a migration."""
    connection.execute(
        "CREATE TABLE postings ("
        " hash INTEGER NOT NULL, story INTEGER NOT NULL, article INTEGER NOT NULL,"
        " PRIMARY KEY (hash, story, article)) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE exemplars ("
        " article INTEGER PRIMARY KEY, story INTEGER NOT NULL, of INTEGER, outlet TEXT NOT NULL,"
        " shingles INTEGER NOT NULL,"
        " exact INTEGER NOT NULL, numbers TEXT NOT NULL, contexts BLOB NOT NULL, hashes BLOB NOT NULL)"
    )
    connection.execute("CREATE INDEX exemplars_by_exact ON exemplars(exact)")


def fold(connection: sqlite3.Connection, new: Fingerprint, outlet: str) -> Folding:
    """Look an article up and decide where it belongs; writes nothing."""
    mine = hashes_of(new.hashes)
    rows = _postings(connection, mine)
    held, stories = _stories(rows)
    lookalikes = _lookalikes(connection, new, rows, Weights(held, stories))
    if not lookalikes:
        return Folding()
    theirs = np.unique(np.concatenate([hashes_of(lookalike.fingerprint.hashes) for lookalike in lookalikes]))
    unknown = np.setdiff1d(theirs, mine, assume_unique=True)
    more, more_stories = _stories(_postings(connection, unknown))
    order = np.argsort(np.concatenate([held, more]))
    weights = Weights(np.concatenate([held, more])[order], np.concatenate([stories, more_stories])[order])
    return decide(new, outlet, lookalikes, weights)


def post(
    connection: sqlite3.Connection,
    article_id: int,
    story_id: int,
    outlet: str,
    fingerprint: Fingerprint,
    folding: Folding,
) -> None:
    """Record a kept article's postings if it is an exemplar. `article_id` and `story_id` must be above 0."""
    if not folding.exemplar:
        return
    mine = hashes_of(fingerprint.hashes)
    held, stories = _stories(_postings(connection, mine))
    counts = dict(zip(held.tolist(), stories.tolist(), strict=True))
    common = [number for number, count in counts.items() if count >= COMMON]
    connection.executemany(
        "INSERT OR IGNORE INTO postings VALUES (?, ?, ?)",
        [(number, story_id, article_id) for number in mine.tolist() if counts.get(number, 0) < COMMON],
    )
    _retire(connection, common)
    connection.execute(
        "INSERT OR REPLACE INTO exemplars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article_id,
            story_id,
            folding.of,
            outlet,
            fingerprint.shingles,
            fingerprint.exact,
            "\n".join(fingerprint.numbers),
            fingerprint.contexts,
            fingerprint.hashes,
        ),
    )


def forget(connection: sqlite3.Connection, article_id: int) -> None:
    """Remove an article from the index; one that was no exemplar is not there, and nothing happens."""
    row = connection.execute("SELECT story, hashes FROM exemplars WHERE article = ?", (article_id,)).fetchone()
    if row is None:
        return
    story, packed = row
    connection.executemany(
        "DELETE FROM postings WHERE hash = ? AND story = ? AND article = ?",
        [(number, story, article_id) for number in hashes_of(packed).tolist()],
    )
    connection.execute("DELETE FROM exemplars WHERE article = ?", (article_id,))


def _retire(connection: sqlite3.Connection, common: Sequence[int]) -> None:
    """Replace the rows of hashes that have become common by the one that says so."""
    if not common:
        return
    connection.executemany("DELETE FROM postings WHERE hash = ?", [(number,) for number in common])
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?)", [(number, _COMMON_ROW, _COMMON_ROW) for number in common]
    )


def _postings(connection: sqlite3.Connection, hashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """All rows of these hashes as an array of (hash, story, article)."""
    if not len(hashes):
        return np.empty((0, 3), dtype=np.int64)
    wanted = hashes.tolist()
    padding = -len(wanted) % _BATCH
    marks = ",".join("?" * (len(wanted) + padding))
    found: list[Row] = connection.execute(
        f"SELECT hash, story, article FROM postings WHERE hash IN ({marks}) ORDER BY hash, story",
        wanted + [wanted[-1]] * padding,
    ).fetchall()
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def _stories(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct hashes of some rows, and in how many stories each stands (`COMMON` if it is marked as common)."""
    if not len(rows):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:, 0] != rows[:-1, 0]) | (rows[1:, 1] != rows[:-1, 1])
    pairs = rows[first]
    hashes, starts, counts = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    return hashes, np.where(pairs[starts, 1] == _COMMON_ROW, COMMON, counts)


def _lookalikes(
    connection: sqlite3.Connection, new: Fingerprint, rows: NDArray[np.int64], weights: Weights
) -> list[Lookalike]:
    """The exemplars that share the most weight with an article, and the first whose text is the very same."""
    worth = weights.of(rows[:, 0])
    telling = rows[worth > 0]
    articles, first, at, shared = np.unique(telling[:, 2], return_index=True, return_inverse=True, return_counts=True)
    shared_weight = np.bincount(at, weights=worth[worth > 0], minlength=len(articles))
    taken: Counter[int] = Counter()
    shared_by: dict[int, int] = {}
    for best in np.lexsort((articles, -shared_weight)).tolist():
        story = int(telling[first[best], 1])
        if taken[story] < MOST_OF_A_STORY:
            taken[story] += 1
            shared_by[int(articles[best])] = int(shared[best])
        if len(shared_by) == MOST_LOOKALIKES:
            break
    marks = ",".join("?" * len(shared_by))
    found = connection.execute(
        f"{_SELECT_LOOKALIKE} WHERE e.article IN ({marks})"
        f" UNION ALL SELECT * FROM ({_SELECT_LOOKALIKE} WHERE e.exact = ? ORDER BY e.article LIMIT 1)",
        [*shared_by, new.exact],
    )
    size = len(new.hashes)
    lookalikes = {row[0]: _lookalike(row) for row in found}
    return [
        lookalike
        for article, lookalike in lookalikes.items()
        if lookalike.fingerprint.exact == new.exact
        or 8 * shared_by.get(article, 0) >= HOPELESS * min(size, len(lookalike.fingerprint.hashes))
    ]


def _lookalike(row: tuple[int, int, str, int, int, str, bytes, bytes, bytes | None]) -> Lookalike:
    article, story, outlet, shingles, exact, numbers, contexts, hashes, parent = row
    figures = tuple(numbers.split("\n")) if numbers else ()
    return Lookalike(article, story, outlet, Fingerprint(hashes, figures, shingles, exact, contexts), parent or b"")
