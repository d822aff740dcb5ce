"""Crawls as the database remembers them: begun, counted while they run, ended. One that recorded no end has failed."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from config import Config, Outlet
from records import EventKind
from store import events, silence
from store.sources import Trouble, settle_health


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl. `ok` is None while it runs, or where it was killed; `partial` says that an outlet newly failed."""

    id: int
    job: str
    spider: str
    pid: int
    started_at: str
    ended_at: str | None
    finish: str
    ok: bool | None
    partial: bool
    counts: Mapping[str, Any]


def begin(db: Database, spider: str, job: str, at: str) -> int:
    """Record that a crawl of this process has begun; returns its number."""
    cursor = db.execute(
        "INSERT INTO runs (job, spider, pid, started_at) VALUES (?, ?, ?, ?)", (job, spider, os.getpid(), at)
    )
    return int(cursor.lastrowid or 0)


def count(db: Database, run: int, counts: Mapping[str, Any]) -> None:
    """Write down how far a crawl is, for those who watch it."""
    db.execute("UPDATE runs SET counts = ? WHERE id = ?", (json.dumps(counts, ensure_ascii=False), run))


def end(
    db: Database,
    run: int,
    *,
    finish: str,
    ok: bool,
    counts: Mapping[str, int],
    not_taken: Mapping[str, int],
    asked: Sequence[Outlet],
    config: Config,
    at: str,
) -> list[Trouble]:
    """Record a crawl's end with its counts, settle the health of the outlets it asked, and tell it as an event."""
    spider, started = db.execute("SELECT spider, started_at FROM runs WHERE id = ?", (run,)).fetchone()
    troubles = settle_health(db, asked, started)
    silence.hear(db, asked, started)
    silence.tell_due(db, at, run, config)
    partial = any(trouble.new for trouble in troubles)
    db.execute(
        "UPDATE runs SET ended_at = ?, finish = ?, ok = ?, partial = ?, counts = ? WHERE id = ?",
        (at, finish, ok, partial, json.dumps({**counts, "not taken": not_taken}, ensure_ascii=False), run),
    )
    facts = {
        "run": run,
        "spider": spider,
        "finish": finish,
        "ok": ok,
        "counts": dict(counts),
        "not_taken": dict(not_taken),
        "troubles": [
            {
                "outlet": trouble.outlet,
                "outlet_name": config.outlets[trouble.outlet].name,
                "problem": trouble.problem,
                "since": trouble.since,
                "new": trouble.new,
            }
            for trouble in troubles
        ],
    }
    events.append(db, EventKind.RUN_ENDED, facts, at, run=run)
    return troubles


def last_of(db: Database, *, pid: int | None = None, job: str | None = None) -> Run | None:
    """The newest crawl of a process or of a job."""
    row = db.execute(
        """SELECT id, job, spider, pid, started_at, ended_at, finish, ok, partial, counts FROM runs
        WHERE (? IS NULL OR pid = ?) AND (? IS NULL OR job = ?) ORDER BY id DESC LIMIT 1""",
        (pid, pid, job, job),
    ).fetchone()
    if row is None:
        return None
    number, job_name, spider, process, started_at, ended_at, finish, ok, partial, counts = row
    return Run(
        id=number,
        job=job_name,
        spider=spider,
        pid=process,
        started_at=started_at,
        ended_at=ended_at,
        finish=finish,
        ok=None if ok is None else bool(ok),
        partial=bool(partial),
        counts=json.loads(counts),
    )
