"""An upgrade keeps everything, from every schema there ever was; a copy is made first; a kill leaves old or new."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from store.database import copy_before, open_database
from store.migrations import APPLICATION_ID, migrations

NAMES = [migration.name for migration in migrations.pending(Database(memory=True))]
FORMER = NAMES[1:]  # what is still pending in a database of the schema before it


def database_before(migration: str, path: Path) -> Path:
    """A database as the version before `migration` left it, with a story of two articles in it."""
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        migrations.apply(db, stop_before=migration)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO stories (id, first_seen) VALUES (1, '2026-11-01T00:00:00Z')")
        for number, relation in ((1, "origin"), (2, "identical")):
            db.execute(
                "INSERT INTO articles (id, story, outlet, url, title, text, relation, exact, first_seen, level, score)"
                " VALUES (?, 1, 'lantern', ?, 'A headline', 'A text.', ?, 7, '2026-11-01T00:00:00Z', 'about', 0.9)",
                (number, f"https://lantern.example/{number}", relation),
            )
        db.execute("UPDATE stories SET origin = 1")
        connection.commit()
    return path


def applied(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [migration.name for migration in migrations.applied(Database(connection))]


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")
        return rows.fetchall()


@pytest.mark.parametrize("migration", FORMER)
def test_an_older_database_is_copied_and_then_upgraded_with_all_that_it_holds(migration: str, tmp_path: Path) -> None:
    path = database_before(migration, tmp_path / "watch.db")
    older = applied(path)
    open_database(path).close()
    assert applied(path) == NAMES
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*), min(title) FROM articles").fetchone() == (2, "A headline")
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    copy = copy_before(path, migration)
    assert applied(copy) == older
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("migration", FORMER)
def test_an_upgraded_database_has_the_schema_of_a_new_one(migration: str, tmp_path: Path) -> None:
    open_database(tmp_path / "new.db").close()
    path = database_before(migration, tmp_path / "watch.db")
    open_database(path).close()
    assert schema(path) == schema(tmp_path / "new.db")


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    open_database(tmp_path / "watch.db").close()
    assert list(tmp_path.glob("*before*")) == []
