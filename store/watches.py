"""Queries that a user has saved under a name: a search can be narrowed to one, and so can whatever else asks."""

from typing import Any

from sqlite_utils import Database

from errors import UsageError


def add(db: Database, name: str, query: str, at: str) -> bool:
    """Save a query, in place of an older one of that name; True where there was one."""
    had = db.execute("SELECT 1 FROM watches WHERE name = ?", (name,)).fetchone() is not None
    db.execute(
        """INSERT INTO watches (name, query, added_at) VALUES (?, ?, ?) ON CONFLICT (name)
        DO UPDATE SET query = excluded.query, added_at = excluded.added_at""",
        (name, query, at),
    )
    return had


def listed(db: Database) -> list[dict[str, Any]]:
    """Every saved query, by name."""
    return list(db.query("SELECT name, query, added_at FROM watches ORDER BY name"))


def query_of(db: Database, name: str) -> str:
    """The query saved under a name. Raises UsageError, which names those that there are."""
    row = db.execute("SELECT query FROM watches WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise _unknown(db, name)
    return str(row[0])


def remove(db: Database, name: str) -> None:
    """Forget a saved query. Raises UsageError where there is none."""
    if not db.execute("DELETE FROM watches WHERE name = ?", (name,)).rowcount:
        raise _unknown(db, name)


def _unknown(db: Database, name: str) -> UsageError:
    names = ", ".join(row["name"] for row in listed(db))
    return UsageError(f"watch `{name}`", "is not saved", f"there are {names}" if names else "add it with `watch add`")
