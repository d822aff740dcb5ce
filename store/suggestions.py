"""Suggestions: what the program saw and does not decide for its user.

One kind so far, `merge`. Two excerpts of one wire that have no passage in common begin two stories when they come
before the wire. When it comes it joins one of them, and holds the other's text as well; so does an article that an
outlet made of two wires, which must never chain their stories. Who can tell is the user, unless it is the agency's own
copy of a text that both stories credit it with: that is the wire (`own_copy`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from config import Config
from records import Folding, Held

MERGE = "merge"
OPEN, APPLIED, DECLINED = "open", "applied", "declined"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two stories that are perhaps one: `story` has the article that says so (`by`), `other` is the other one.

    `held` are the articles of which most stands in it, one of each story. `own_copy` is the agency (an id) that sent it
    and that both stories credit, empty if it is not such a copy.
    """

    id: int
    story: int
    other: int
    by: int
    held: tuple[Held, Held]
    own_copy: str
    at: str
    state: str


def create(db: Database) -> None:
    """Make the table; for a migration."""
    db.execute(
        """CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        story INTEGER NOT NULL REFERENCES stories(id),
        other INTEGER NOT NULL REFERENCES stories(id),
        by INTEGER NOT NULL REFERENCES articles(id),
        evidence TEXT NOT NULL,          -- JSON: held [[article, story, share], ...], own_copy
        at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'open',
        UNIQUE (kind, story, other)
        )"""
    )


def suggest(db: Database, by: int, outlet: str, folding: Folding, at: str, config: Config) -> list[Suggestion]:
    """Store what an article that was kept says of stories that are perhaps one. Returns what is new of it: a pair of
    stories is suggested once, whatever became of the suggestion."""
    made = []
    for one in folding.holds[1:]:
        first = folding.holds[0]
        own_copy = _own_copy(db, outlet, (first.story, one.story), by, config)
        held = [[part.article, part.story, part.share] for part in (first, one)]
        known = db.execute(
            "SELECT 1 FROM suggestions WHERE kind = ? AND (story, other) IN (VALUES (?, ?), (?, ?))",
            (MERGE, first.story, one.story, one.story, first.story),
        ).fetchone()
        if known:
            continue
        number = db.execute(
            "INSERT INTO suggestions (kind, story, other, by, evidence, at) VALUES (?, ?, ?, ?, ?, ?)",
            (MERGE, first.story, one.story, by, json.dumps({"held": held, "own_copy": own_copy}), at),
        ).lastrowid
        made.append(Suggestion(int(number or 0), first.story, one.story, by, (first, one), own_copy, at, OPEN))
    return made


def suggestions(db: Database, story: int | None = None, state: str = OPEN) -> Iterator[Suggestion]:
    """The suggestions in a state, oldest first; of one story or of all."""
    rows = db.execute(
        "SELECT id, story, other, by, evidence, at, state FROM suggestions"
        " WHERE kind = ? AND state = ? AND (? IS NULL OR ? IN (story, other)) ORDER BY id",
        (MERGE, state, story, story),
    ).fetchall()
    for number, one, other, by, evidence, at, now in rows:
        facts = json.loads(evidence)
        first, second = (Held(*part) for part in facts["held"])
        yield Suggestion(number, one, other, by, (first, second), facts["own_copy"], at, now)


def settle(db: Database, number: int, state: str) -> None:
    """Say what became of a suggestion: `APPLIED` or `DECLINED`."""
    db.execute("UPDATE suggestions SET state = ? WHERE id = ?", (state, number))


def _own_copy(db: Database, outlet: str, stories: tuple[int, int], by: int, config: Config) -> str:
    """The agency whose own copy an article is, if both stories had an article that credits it before."""
    known = config.outlets.get(outlet)
    agency = known.agency if known else ""
    if not agency:
        return ""
    (credited,) = db.execute(
        "SELECT count(DISTINCT a.story) FROM articles AS a, json_each(a.credits) AS c"
        " WHERE a.story IN (?, ?) AND a.id <> ? AND c.value ->> 'agency' = ?",
        (*stories, by, agency),
    ).fetchone()
    return agency if credited == len(stories) else ""
