"""Feeds, sitemaps and section pages as the network showed them: validators, health; and hosts that asked us to wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from config import Outlet


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends, and the hash of the last body that was read."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An outlet that fails: since when, why, and whether this run is the first to say so."""

    outlet: str
    problem: str
    since: str
    new: bool


def validators(db: Database, url: str) -> Validators:
    """The validators of a source's last reading; empty for a source that was never read."""
    row = db.execute("SELECT etag, last_modified, body_hash FROM sources WHERE url = ?", (url,)).fetchone()
    return Validators(*row) if row else Validators()


def record_answer(db: Database, url: str, outlet: str, via: str, problem: str, at: str) -> None:
    """A source answered (an empty `problem`: well) or failed to."""
    db.execute(
        "INSERT INTO sources (url, outlet, via) VALUES (?, ?, ?) ON CONFLICT (url) DO NOTHING", (url, outlet, via)
    )
    if problem:
        db.execute(
            """UPDATE sources SET checked_at = ?, problem = ?, failing_since = coalesce(failing_since, ?)
            WHERE url = ?""",
            (at, problem, at, url),
        )
    else:
        db.execute(
            """UPDATE sources SET checked_at = ?, worked_at = ?, problem = '', failing_since = NULL, told = 0
            WHERE url = ?""",
            (at, at, url),
        )


def record_failure(db: Database, outlet: str, kind: str, url: str, at: str) -> None:
    """Count a failure of an outlet by its kind, with the last address that it happened at."""
    db.execute(
        """INSERT INTO failures (outlet, kind, times, last_at, last_url) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (outlet, kind) DO UPDATE SET times = times + 1, last_at = excluded.last_at,
        last_url = excluded.last_url""",
        (outlet, kind, at, url),
    )


def settle_health(db: Database, outlets: Sequence[Outlet]) -> list[Trouble]:
    """At the end of a run: each asked outlet's health from its sources, and the troubles, new ones marked.

    An outlet is in trouble while any of its enabled sources fails that had worked before. A trouble is new until a run
    has told it: an outlet that stays down is told once.
    """
    troubles: list[Trouble] = []
    for outlet in outlets:
        urls = [a.url for a in (*outlet.feeds, *outlet.sitemaps, *outlet.sections) if a.enabled]
        rows = [row for url in urls if (row := _health_row(db, url))]
        failing = [row for row in rows if row[1]]
        worked = max((row[0] for row in rows if row[0]), default=None)
        problem = "; ".join(f"{row[4]}: {row[1]}" for row in failing)
        since = min((row[2] for row in failing), default=None)
        db.execute(
            """INSERT INTO outlet_health (outlet, last_success, failing_since, problem) VALUES (?, ?, ?, ?)
            ON CONFLICT (outlet) DO UPDATE SET last_success = coalesce(excluded.last_success, last_success),
            failing_since = excluded.failing_since, problem = excluded.problem""",
            (outlet.id, worked, since, problem),
        )
        if failing:
            new = any(row[0] and not row[3] for row in failing)
            troubles.append(Trouble(outlet.id, problem, str(since), new))
            for row in failing:
                db.execute("UPDATE sources SET told = 1 WHERE url = ? AND worked_at IS NOT NULL", (row[4],))
    return troubles


def _health_row(db: Database, url: str) -> tuple[str | None, str, str, int, str] | None:
    row = db.execute(
        "SELECT worked_at, problem, failing_since, told, url FROM sources WHERE url = ?", (url,)
    ).fetchone()
    return (row[0], row[1], row[2], row[3], row[4]) if row else None


def park_host(db: Database, host: str, until: str, reason: str) -> None:
    """No request to this host before `until`, also after a restart."""
    db.execute(
        """INSERT INTO hosts (host, parked_until, reason) VALUES (?, ?, ?) ON CONFLICT (host)
        DO UPDATE SET parked_until = excluded.parked_until, reason = excluded.reason""",
        (host, until, reason),
    )


def parked_hosts(db: Database, at: str) -> dict[str, str]:
    """Host -> until when it is to be left alone, of those still parked."""
    db.execute("DELETE FROM hosts WHERE parked_until <= ?", (at,))
    return dict(db.execute("SELECT host, parked_until FROM hosts").fetchall())
