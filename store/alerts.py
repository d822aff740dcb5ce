"""Where each alert stands: its own mark, its last message, and what it has told."""

from collections.abc import Iterable

from sqlite_utils import Database

from store import events


def mark_of(db: Database, alert: str) -> tuple[int, str] | None:
    """(its mark, when it last told something); None for an alert that is new."""
    row = db.execute("SELECT mark, told_at FROM alerts WHERE name = ?", (alert,)).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def move(db: Database, alert: str, mark: int, told_at: str = "") -> None:
    """An alert has judged the events up to a mark; with `told_at` it has told something."""
    db.execute(
        """INSERT INTO alerts (name, mark, told_at) VALUES (?, ?, ?) ON CONFLICT (name)
        DO UPDATE SET mark = excluded.mark, told_at = coalesce(nullif(excluded.told_at, ''), told_at)""",
        (alert, mark, told_at),
    )


def told(db: Database, alert: str) -> set[str]:
    """What an alert has told."""
    return {row[0] for row in db.execute("SELECT subject FROM alerts_told WHERE alert = ?", (alert,))}


def tell(db: Database, alert: str, subjects: Iterable[str]) -> None:
    """Remember what an alert tells, in the transaction that queues it."""
    db.conn.executemany("INSERT OR IGNORE INTO alerts_told VALUES (?, ?)", [(alert, subject) for subject in subjects])


def last_articles(db: Database) -> dict[str, str]:
    """Outlet -> when its newest article was first seen."""
    return dict(db.execute("SELECT outlet, max(first_seen) FROM articles GROUP BY outlet").fetchall())


def last_event(db: Database) -> tuple[int, str]:
    """The newest mark and its time; (0, "") where there is none."""
    mark = events.last_mark(db)
    row = db.execute("SELECT at FROM events WHERE id = ?", (mark,)).fetchone()
    return mark, str(row[0]) if row else ""
