"""What was decided about stories, and outlives every refolding: two are one, or an article is none of a story.

A decision names articles, never stories, whose numbers are only names for what was folded together: of either side its
anchors, which must stay together (a merge) or apart (a split), and those that went with them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

SPLIT, MERGE = "split", "merge"
USER, AGENCY, REFOLD = "user", "agency", "refold"  # who decided: a user, the agency's own copy, folding anew

_TABLES = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,             -- split or merge
    by TEXT NOT NULL,               -- user, or agency: its own copy holds both
    story INTEGER NOT NULL,         -- as it was called then
    other INTEGER NOT NULL,
    at TEXT NOT NULL,
    undone_at TEXT
);

CREATE TABLE decision_articles (
    decision INTEGER NOT NULL REFERENCES decisions(id),
    article INTEGER NOT NULL REFERENCES articles(id),
    side INTEGER NOT NULL,          -- 0: of `story`, 1: of `other`
    anchor INTEGER NOT NULL,        -- 1: decided about, 0: went along
    PRIMARY KEY (decision, article)
) WITHOUT ROWID;

ALTER TABLE stories ADD COLUMN merged_into INTEGER REFERENCES stories(id)
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """`stays` and `goes` are the anchors of either side; `went` are all articles that went to or came from `other`."""

    id: int
    kind: str
    by: str
    story: int
    other: int
    stays: tuple[int, ...]
    goes: tuple[int, ...]
    went: tuple[int, ...]


def create(db: Database) -> None:
    """Make the tables; for a migration."""
    for statement in _TABLES.split(";\n\n"):
        db.execute(statement)


def record(
    db: Database, kind: str, by: str, stories: tuple[int, int], stays: int, goes: Sequence[int], went: Iterable[int],
    at: str,
) -> None:  # fmt: skip
    """Remember a decision about (story, other)."""
    number = db.execute(
        "INSERT INTO decisions (kind, by, story, other, at) VALUES (?, ?, ?, ?, ?)", (kind, by, *stories, at)
    ).lastrowid
    rows = [(number, stays, 0, 1), *((number, one, 1, 1) for one in goes)]
    rows += [(number, one, 1, 0) for one in went if one not in goes]
    db.conn.executemany("INSERT INTO decision_articles VALUES (?, ?, ?, ?)", rows)


def standing(db: Database) -> list[Decision]:
    """The decisions that were not undone, in the order in which they were made."""
    return [_read(db, *row) for row in db.execute(f"{_SELECT} WHERE undone_at IS NULL ORDER BY id").fetchall()]


def last(db: Database, kind: str, story: int, other: int | None, articles: Sequence[int] = ()) -> Decision | None:
    """The newest standing decision about these stories, or of one about all of these articles."""
    for row in db.execute(
        f"{_SELECT} WHERE undone_at IS NULL AND kind = ? AND story = ? AND (? IS NULL OR other = ?) ORDER BY id DESC",
        (kind, story, other, other),
    ).fetchall():
        found = _read(db, *row)
        if set(articles) <= set(found.went):
            return found
    return None


def about(db: Database, articles: Sequence[int]) -> list[dict[str, Any]]:
    """All that was ever decided about some articles, what was undone too, in order: kind, by whom, of which stories as
    they were called then, when, undone when, and the articles of either side."""
    rows = db.query(
        """SELECT id, kind, by, story, other, at, undone_at FROM decisions WHERE id IN
        (SELECT decision FROM decision_articles WHERE article IN (SELECT value FROM json_each(?))) ORDER BY id""",
        (json.dumps([*articles]),),
    )
    found = []
    for row in list(rows):
        one = _read(db, row["id"], row["kind"], row["by"], row["story"], row["other"])
        found.append({**row, "stays": list(one.stays), "goes": list(one.goes), "went": list(one.went)})
    return found


def undo(db: Database, decision: int, at: str) -> None:
    """From now on it decides nothing."""
    db.execute("UPDATE decisions SET undone_at = ? WHERE id = ?", (at, decision))


def apart(db: Database, story: int, other: int) -> list[int]:
    """The standing splits that keep two stories from being one."""
    rows = db.execute(
        """SELECT DISTINCT d.id FROM decisions AS d
        JOIN decision_articles AS stays ON stays.decision = d.id AND stays.side = 0
        JOIN decision_articles AS goes ON goes.decision = d.id AND goes.side = 1 AND goes.anchor
        JOIN articles AS one ON one.id = stays.article JOIN articles AS another ON another.id = goes.article
        WHERE d.kind = 'split' AND d.undone_at IS NULL AND (one.story, another.story) IN (VALUES (?, ?), (?, ?))
        ORDER BY d.id""",
        (story, other, other, story),
    )
    return [row[0] for row in rows]


_SELECT = "SELECT id, kind, by, story, other FROM decisions"


def _read(db: Database, number: int, kind: str, by: str, story: int, other: int) -> Decision:
    rows = db.execute(
        "SELECT article, side, anchor FROM decision_articles WHERE decision = ? ORDER BY article", (number,)
    ).fetchall()
    return Decision(
        number,
        kind,
        by,
        story,
        other,
        stays=tuple(article for article, side, anchor in rows if side == 0 and anchor),
        goes=tuple(article for article, side, anchor in rows if side == 1 and anchor),
        went=tuple(article for article, side, _ in rows if side == 1),
    )
