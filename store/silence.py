"""Who was listened to, and which stories somebody did not carry: looked at once, when the time for it is over."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from config import Config, Outlet
from crawler.private import named
from pipelines.silence import LONGEST_PAUSE, Listened, Silence, silence
from records import EventKind
from store import events
from store.answers import AGE
from store.facts import article_facts, story_facts
from store.leads import later

_TABLES = """
CREATE TABLE hearings (
    outlet TEXT NOT NULL,
    since TEXT NOT NULL,            -- the first and the last reading of a spell without a failure or a long pause
    until TEXT NOT NULL,
    over INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (outlet, since)
) WITHOUT ROWID;

ALTER TABLE stories ADD COLUMN silence_at TEXT;

CREATE INDEX stories_to_look_at ON stories(id) WHERE silence_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a story between two moments. `over`: the time for it has passed."""

    since: str
    until: str
    over: bool
    found: Silence


def create(db: Database) -> None:
    """Make the tables; for a migration."""
    for statement in _TABLES.split(";\n\n"):
        db.execute(statement)


def hear(db: Database, outlets: Sequence[Outlet], started: str) -> None:
    """At the end of a run that began at `started`: the spell of each outlet that was read well goes on, that of each
    that fails is over."""
    for outlet in outlets:
        mine = {
            named(address.url) for address in (*outlet.feeds, *outlet.sitemaps, *outlet.sections) if address.enabled
        }
        rows = db.execute("SELECT url, worked_at, failing_since FROM sources WHERE outlet = ?", (outlet.id,)).fetchall()
        own = [(worked or "", failing) for url, worked, failing in rows if url in mine]
        if any(failing for _, failing in own):
            db.execute("UPDATE hearings SET over = 1 WHERE outlet = ? AND NOT over", (outlet.id,))
        elif any(worked >= started for worked, _ in own):
            _go_on(db, outlet.id, started)


def look(db: Database, story: int, at: str, config: Config) -> Looked:
    """Who carried a story and who did not, of the outlets that are read, in the order of the watch list."""
    since = db.execute(
        f"SELECT {AGE} FROM articles WHERE id = (SELECT origin FROM stories WHERE id = ?)", (story,)
    ).fetchone()[0]
    until = later(since, config.settings.silence.span)
    carried: dict[str, str] = {}
    credited: set[str] = set()
    for outlet, age, credits in db.execute(
        f"SELECT outlet, {AGE} AS age, credits FROM articles WHERE story = ? ORDER BY age", (story,)
    ):
        carried.setdefault(outlet, age)
        credited |= {credit["agency"] for credit in json.loads(credits)}
    spells: dict[str, list[tuple[str, str]]] = {}
    for outlet, begun, ended in db.execute(
        "SELECT outlet, since, until FROM hearings WHERE since <= ? AND until >= ?", (since, since)
    ):
        spells.setdefault(outlet, []).append((begun, ended))
    heard = min(until, at if until <= at else _all_heard(db, at))
    unread = _unread(db, since, until) if spells else set()
    found = silence(
        (
            Listened(
                one.id, tuple(spells.get(one.id, ())), carried.get(one.id, ""), one.agency in credited,
                one.id not in unread,
            )
            for one in config.enabled_outlets
        ),
        since,
        heard,
    )  # fmt: skip
    return Looked(since, until, until <= at, found)


def tell_due(db: Database, at: str, run: int | None, config: Config) -> None:
    """Look at every story whose time is over by now, once, and tell the silence of those outlets that are named: only
    of stories that enough others carried, for what hardly anybody has is no finding.

    It is over when all that are listened to were heard after it: crawls of different kinds ask different outlets.
    """
    settings = config.settings.silence
    due = db.execute(
        f"""SELECT s.id, (SELECT count(DISTINCT outlet) FROM articles WHERE story = s.id)
        FROM stories AS s JOIN articles ON articles.id = s.origin
        WHERE s.silence_at IS NULL AND {AGE.replace("first_seen", "articles.first_seen")} <= ? ORDER BY s.id""",
        (later(_all_heard(db, at), -settings.span),),
    ).fetchall()
    for story, outlets in due:
        if outlets >= settings.outlets:
            facts = silence_facts(look(db, story, at, config), config)
            if facts["silent"]:
                origin = db.execute("SELECT origin FROM stories WHERE id = ?", (story,)).fetchone()[0]
                facts |= {"story": story_facts(db, story, config), "article": article_facts(db, origin, config)[0]}
                events.append(db, EventKind.SILENCE, facts, at, run=run, story=story, article=origin)
    db.conn.executemany("UPDATE stories SET silence_at = ? WHERE id = ?", [(at, story) for story, _ in due])


def silence_facts(looked: Looked, config: Config) -> dict[str, Any]:
    """What an event and the view of a story say: the named outlets, state outlets first, and the others counted."""
    found, after = looked.found, dict(looked.found.later)
    named = [config.outlets[one] for one in found.silent if _is_named(config.outlets[one], config)]
    named.sort(key=lambda one: (not one.state, one.kind != "agency"))
    return {
        "since": looked.since,
        "until": looked.until,
        "hours": round(config.settings.silence.span.total_seconds() / 3600),
        "silent": [
            {
                "outlet": one.id,
                "outlet_name": one.name,
                "country": one.country,
                "kind": one.kind,
                "state": one.state,
                "later_seconds": _between(looked.since, after.get(one.id, "")),
            }
            for one in named
        ],
        "others": len(found.silent) - len(named),
        "carried": len(found.carried),
        "unknown": len(found.unknown),
    }


def _is_named(outlet: Outlet, config: Config) -> bool:
    named = config.settings.silence.named
    return outlet.kind in named or (outlet.state and "state" in named)


def _between(since: str, until: str) -> int | None:
    return int((datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds()) if until else None


def _all_heard(db: Database, at: str) -> str:
    """The moment after which every outlet that is listened to was heard; `at` where nobody is."""
    row = db.execute(
        "SELECT min(until) FROM hearings WHERE NOT over AND until >= ?", (later(at, -LONGEST_PAUSE),)
    ).fetchone()
    return str(row[0] or at)


def _go_on(db: Database, outlet: str, at: str) -> None:
    last = db.execute(
        "SELECT since, until FROM hearings WHERE outlet = ? AND NOT over ORDER BY since DESC LIMIT 1", (outlet,)
    ).fetchone()
    if last and later(last[1], LONGEST_PAUSE) >= at:
        db.execute("UPDATE hearings SET until = ? WHERE outlet = ? AND since = ?", (max(at, last[1]), outlet, last[0]))
        return
    db.execute("UPDATE hearings SET over = 1 WHERE outlet = ? AND NOT over", (outlet,))
    db.execute("INSERT OR REPLACE INTO hearings (outlet, since, until) VALUES (?, ?, ?)", (outlet, at, at))


def _unread(db: Database, since: str, until: str) -> set[str]:
    """The outlets that showed pages between two moments of which none could be read."""
    rows = db.execute(
        """SELECT outlet FROM leads WHERE found_at BETWEEN ? AND ? GROUP BY outlet
        HAVING sum(state IN ('kept', 'off topic', 'duplicate URL')) = 0""",
        (since, until),
    )
    return {row[0] for row in rows}
