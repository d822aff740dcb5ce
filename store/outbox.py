"""What is to be delivered: one row for each report and destination, written in the transaction that moves the mark.

    waiting ──► sending ──► delivered
       ▲           ├──► failed    known: tried again at `not_before`; without one only when somebody says so
       │           └──► unknown   it may have arrived: tried again under the same `key`, and says so
    retry      dropped            somebody said that it is not wanted any more

A row holds no bytes: it names the marks, and whatever else they are rendered from. Who sends holds the lock of the
outbox, so that a row found in `sending` is one whose sender died: nobody knows whether it arrived.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from errors import UsageError
from store.leads import later

# Minutes after which a try follows the last one; the last of them repeats.
PAUSES = (1, 5, 15, 60, 180, 720)
GIVEN_UP_AFTER = timedelta(days=5)  # as long as mail servers try
_KEY_BYTES = 16


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report is rendered from: its reader's name, two marks, a zone.

    `query` narrows it to the articles that a watch asks for, as the query was then; `events` to single events (an
    alert); `silent` are outlets that an alert tells of, as (outlet, its name, last new article).
    """

    name: str
    since: int
    until: int
    zone: str
    alert: bool = False
    watch: str = ""
    query: str = ""
    events: tuple[int, ...] = ()
    silent: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery. `key` is the same at each try; `tries` counts those that were begun. Times are UTC, ISO 8601."""

    id: int
    destination: str
    content: Content
    key: str
    state: State
    tries: int
    queued_at: str
    not_before: str | None
    delivered_at: str | None
    problem: str = ""
    repeated: bool = field(default=False)


def queue(db: Database, content: Content, destinations: Sequence[str], at: str) -> list[int]:
    """One row for each destination, due at once; in the caller's transaction. Returns their numbers."""
    more = {
        name: getattr(content, name)
        for name in ("alert", "watch", "query", "events", "silent")
        if getattr(content, name)
    }
    return [
        int(
            db.execute(
                """INSERT INTO outbox (destination, name, since, until, zone, more, key, state, queued_at, not_before)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    *(destination, content.name, content.since, content.until, content.zone),
                    *(json.dumps(more, ensure_ascii=False), secrets.token_hex(_KEY_BYTES), State.WAITING, at, at),
                ),
            ).lastrowid
            or 0
        )
        for destination in dict.fromkeys(destinations)
    ]


def left_behind(db: Database, at: str) -> None:
    """Rows whose sender died have an unknown outcome. To be called by who holds the lock of the outbox."""
    for (number,) in db.execute("SELECT id FROM outbox WHERE state = ?", (State.SENDING,)).fetchall():
        failed(db, number, at, "stopped while it was sent: it may have arrived", unknown=True)


def due(db: Database, at: str) -> list[int]:
    """The rows that are to be sent now, the oldest first."""
    return [
        row[0]
        for row in db.execute(
            "SELECT id FROM outbox WHERE not_before <= ? AND state IN ('waiting', 'failed', 'unknown') ORDER BY id",
            (at,),
        )
    ]


def begin(db: Database, number: int) -> Row:
    """A try begins: from here on nobody knows whether it arrived, until `settle` says so."""
    row = one(db, number)
    db.execute("UPDATE outbox SET state = ?, tries = tries + 1 WHERE id = ?", (State.SENDING, number))
    return row


def delivered(db: Database, number: int, at: str, problem: str = "") -> None:
    """It arrived; `problem` tells of those for whom it did not."""
    db.execute(
        "UPDATE outbox SET state = ?, delivered_at = ?, not_before = NULL, problem = ? WHERE id = ?",
        (State.DELIVERED, at, problem, number),
    )


def failed(
    db: Database, number: int, at: str, problem: str, *, unknown: bool = False, again: bool = True, wait: int = 0
) -> None:
    """It did not arrive, or (`unknown`) nobody knows. `again`: it is worth another try, not before `wait` seconds."""
    tries, queued_at = db.execute("SELECT tries, queued_at FROM outbox WHERE id = ?", (number,)).fetchone()
    given_up = datetime.fromisoformat(at) - datetime.fromisoformat(queued_at) > GIVEN_UP_AFTER
    pause = max(timedelta(minutes=PAUSES[min(max(tries, 1), len(PAUSES)) - 1]), timedelta(seconds=wait))
    db.execute(
        "UPDATE outbox SET state = ?, repeated = repeated OR ?, problem = ?, not_before = ? WHERE id = ?",
        (
            *(State.UNKNOWN if unknown else State.FAILED, unknown, problem),
            *(later(at, pause) if again and not given_up else None, number),
        ),
    )


def retry(db: Database, number: int, at: str) -> None:
    """Send a row again at once, under the same key. Raises UsageError for one that arrived."""
    if one(db, number).state is State.DELIVERED:
        raise UsageError(f"delivery {number}", "was delivered", "`treatywatch report --between` tells a report again")
    db.execute(
        "UPDATE outbox SET not_before = ?, state = iif(state = ?, ?, state) WHERE id = ?",
        (at, State.DROPPED, State.WAITING, number),
    )


def drop(db: Database, number: int) -> None:
    """Do not send a row any more. Raises UsageError for one that arrived."""
    if one(db, number).state is State.DELIVERED:
        raise UsageError(f"delivery {number}", "was delivered", "what has left cannot be called back")
    db.execute("UPDATE outbox SET state = ?, not_before = NULL WHERE id = ?", (State.DROPPED, number))


def one(db: Database, number: int) -> Row:
    """The row of a number. Raises UsageError."""
    found = [*db.query("SELECT * FROM outbox WHERE id = ?", (number,))]
    if not found:
        raise UsageError(f"delivery {number}", "does not exist", "`treatywatch outbox` lists them")
    return _row(found[0])


def listed(db: Database, *, open_only: bool = False, limit: int = 50) -> list[Row]:
    """The newest rows first; with `open_only` those that did not arrive and were not dropped."""
    which = "WHERE state NOT IN ('delivered', 'dropped')" if open_only else ""
    return [_row(row) for row in db.query(f"SELECT * FROM outbox {which} ORDER BY id DESC LIMIT ?", (limit,))]


def job_done(db: Database, name: str, at: str) -> None:
    """A report job has queued its report, or had nothing to tell; in the transaction that does so."""
    db.execute(
        "INSERT INTO jobs (name, done_at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at",
        (name, at),
    )


def last_done(db: Database, name: str) -> str | None:
    """When a report job was last done."""
    row = db.execute("SELECT done_at FROM jobs WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def _row(row: Mapping[str, Any]) -> Row:
    more = json.loads(row["more"])
    return Row(
        id=row["id"],
        destination=row["destination"],
        content=Content(
            name=row["name"],
            since=row["since"],
            until=row["until"],
            zone=row["zone"],
            alert=more.get("alert", False),
            watch=more.get("watch", ""),
            query=more.get("query", ""),
            events=tuple(more.get("events", ())),
            silent=tuple((outlet, name, at) for outlet, name, at in more.get("silent", ())),
        ),
        key=row["key"],
        state=State(row["state"]),
        tries=row["tries"],
        queued_at=row["queued_at"],
        not_before=row["not_before"],
        delivered_at=row["delivered_at"],
        problem=row["problem"],
        repeated=bool(row["repeated"]),
    )
