"""Feeds, sitemaps and section pages as the network showed them: validators, health; and hosts that asked us to wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlite_utils import Database

from config import Outlet
from crawler.private import named
from store.leads import later

# A day is the longest that a host may ask for (crawler/politeness.py); an hour for clocks that differ.
LONGEST_PARKING = timedelta(hours=25)


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


def record_trouble(db: Database, url: str, outlet: str, via: str, problem: str, at: str) -> None:
    """A source failed to answer, or its answer could not be read."""
    _known(db, url, outlet, via)
    db.execute(
        "UPDATE sources SET checked_at = ?, problem = ?, failing_since = coalesce(failing_since, ?) WHERE url = ?",
        (at, problem, at, url),
    )


def record_reading(db: Database, url: str, outlet: str, via: str, faults: Sequence[str], at: str) -> None:
    """A source was read, for all that was wrong with it: its faults are told, and are no failure."""
    _known(db, url, outlet, via)
    db.execute(
        "UPDATE sources SET checked_at = ?, worked_at = ?, problem = ?, failing_since = NULL, told = 0 WHERE url = ?",
        (at, at, ", ".join(faults), url),
    )


def record_unchanged(db: Database, url: str, outlet: str, via: str, at: str) -> None:
    """A source is what it was when it was last read, its faults included."""
    _known(db, url, outlet, via)
    db.execute(
        """UPDATE sources SET checked_at = ?, worked_at = ?, told = 0, failing_since = NULL,
        problem = CASE WHEN failing_since IS NULL THEN problem ELSE '' END WHERE url = ?""",
        (at, at, url),
    )


def _known(db: Database, url: str, outlet: str, via: str) -> None:
    db.execute(
        "INSERT INTO sources (url, outlet, via) VALUES (?, ?, ?) ON CONFLICT (url) DO NOTHING", (url, outlet, via)
    )


def record_failure(db: Database, outlet: str, kind: str, url: str, at: str) -> None:
    """Count a failure of an outlet by its kind, with the last address that it happened at."""
    db.execute(
        """INSERT INTO failures (outlet, kind, times, last_at, last_url) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (outlet, kind) DO UPDATE SET times = times + 1, last_at = excluded.last_at,
        last_url = excluded.last_url""",
        (outlet, kind, at, url),
    )


def settle_health(db: Database, outlets: Sequence[Outlet], since: str) -> list[Trouble]:
    """At the end of a run that began at `since`: each asked outlet's health from its sources, and the troubles.

    An outlet is in trouble while any of its enabled sources fails, or a sitemap below one that this run asked. A
    trouble is new, for sources that had worked before, until a run has told it: an outlet that stays down is told once.
    """
    troubles: list[Trouble] = []
    for outlet in outlets:
        rows = _health_rows(db, outlet, since)
        failing = [row for row in rows if row.failing_since]
        worked = max((row.worked_at for row in rows if row.worked_at), default=None)
        problem = "; ".join(f"{row.url}: {row.problem}" for row in failing or rows if row.problem)
        begun = min((row.failing_since for row in failing), default="")
        db.execute(
            """INSERT INTO outlet_health (outlet, last_success, failing_since, problem) VALUES (?, ?, ?, ?)
            ON CONFLICT (outlet) DO UPDATE SET last_success = coalesce(excluded.last_success, last_success),
            failing_since = excluded.failing_since, problem = excluded.problem""",
            (outlet.id, worked, begun or None, problem),
        )
        if failing:
            new = any(row.worked_at and not row.told for row in failing)
            troubles.append(Trouble(outlet.id, problem, begun, new))
            for row in failing:
                db.execute("UPDATE sources SET told = 1 WHERE url = ? AND worked_at IS NOT NULL", (row.url,))
    return troubles


@dataclass(frozen=True, slots=True)
class _Health:
    url: str
    worked_at: str
    problem: str
    failing_since: str
    told: bool


def _health_rows(db: Database, outlet: Outlet, since: str) -> list[_Health]:
    """The sources that an outlet's health rests on: its enabled addresses in the order of the watch list, and whatever
    stands below one of its sitemap indexes and was asked since then."""
    listed = (*outlet.feeds, *outlet.sitemaps, *outlet.sections)
    all_named = {named(address.url) for address in listed}
    enabled = {named(address.url): n for n, address in enumerate(listed) if address.enabled}
    rows = db.execute(
        """SELECT url, coalesce(worked_at, ''), problem, coalesce(failing_since, ''), told, coalesce(checked_at, '')
        FROM sources WHERE outlet = ? ORDER BY url""",
        (outlet.id,),
    ).fetchall()
    kept = [row for row in rows if row[0] in enabled or (row[5] >= since and row[0] not in all_named)]
    kept.sort(key=lambda row: enabled.get(row[0], len(enabled)))
    return [_Health(url, worked, problem, begun, bool(told)) for url, worked, problem, begun, told, _ in kept]


def park_host(db: Database, host: str, until: str, reason: str) -> None:
    """No request to this host before `until`, also after a restart."""
    db.execute(
        """INSERT INTO hosts (host, parked_until, reason) VALUES (?, ?, ?) ON CONFLICT (host)
        DO UPDATE SET parked_until = excluded.parked_until, reason = excluded.reason""",
        (host, until, reason),
    )


def parked_hosts(db: Database, at: str) -> dict[str, str]:
    """Host -> until when it is to be left alone, of those still parked. None is parked for longer than any may ask: a
    clock was wrong then."""
    db.execute("DELETE FROM hosts WHERE parked_until <= ? OR parked_until > ?", (at, later(at, LONGEST_PARKING)))
    return dict(db.execute("SELECT host, parked_until FROM hosts").fetchall())
