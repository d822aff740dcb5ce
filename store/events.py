"""The append-only record that reports are made from, and the marks of those who read them.

An event is written in the transaction of what it tells, and never changed. Its number is the mark: a report is all that
lies between two of them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from errors import UsageError
from records import Event, EventKind


def append(
    db: Database,
    kind: EventKind,
    facts: Mapping[str, Any],
    at: str,
    *,
    run: int | None = None,
    story: int | None = None,
    article: int | None = None,
) -> int:
    """Write one event; returns its number."""
    cursor = db.execute(
        "INSERT INTO events (at, kind, run, story, article, facts) VALUES (?, ?, ?, ?, ?, ?)",
        (at, kind, run, story, article, json.dumps(facts, ensure_ascii=False, sort_keys=True)),
    )
    return int(cursor.lastrowid or 0)


def between(db: Database, since: int, until: int) -> Iterator[Event]:
    """The events after mark `since` up to and with mark `until`, in order."""
    rows = db.execute(
        "SELECT id, at, kind, run, story, article, facts FROM events WHERE id > ? AND id <= ? ORDER BY id",
        (since, until),
    )
    known = set(EventKind)
    for number, at, kind, run, story, article, facts in rows:
        yield Event(number, at, EventKind(kind) if kind in known else kind, run, story, article, json.loads(facts))


def last_mark(db: Database) -> int:
    """The number of the newest event; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])


def mark_of(db: Database, name: str) -> int:
    """Where the reader called `name` stopped; 0 for one who never read."""
    row = db.execute("SELECT mark FROM marks WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def move_mark(db: Database, name: str, mark: int, at: str) -> None:
    """Remember that `name` has read up to `mark`."""
    db.execute(
        """INSERT INTO marks (name, mark, moved_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, moved_at = excluded.moved_at""",
        (name, mark, at),
    )


def mark_at(db: Database, moment: str) -> int:
    """The mark just before the first event recorded at or after `moment` (UTC, ISO 8601)."""
    row = db.execute("SELECT min(id) FROM events WHERE at >= ?", (moment,)).fetchone()
    return int(row[0]) - 1 if row[0] is not None else last_mark(db)


def check_mark(db: Database, mark: int) -> int:
    """`mark`, if the record reaches so far. Raises UsageError naming the newest."""
    newest = last_mark(db)
    if not 0 <= mark <= newest:
        raise UsageError(f"mark {mark}", "does not exist", f"marks run from 0 to {newest}")
    return mark
