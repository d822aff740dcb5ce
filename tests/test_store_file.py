"""The one file: whose it is, who may write, and what is said when it cannot be used. The original is never touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from errors import NotOurDatabase, StoreBusy, StoreError
from store.database import open_database, open_empty, open_reading
from store.migrations import APPLICATION_ID
from tests.small_watch import SmallWatch, small_watch


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


def test_a_new_database_is_marked_as_ours_and_private(watch: SmallWatch) -> None:
    with closing(open_database(watch.database)) as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert watch.database.stat().st_mode & 0o077 == 0


def test_no_database_yet_says_what_to_do(watch: SmallWatch) -> None:
    for command in ("search", "stories", "report", "export"):
        said = watch.run(command, expect=1).err.strip()
        assert said == (
            f"{watch.database}: there is no database yet; run `treatywatch crawl` first, or name one with --db"
        )
    assert not watch.database.parent.exists()


def test_a_database_that_is_only_read_cannot_be_written(watch: SmallWatch) -> None:
    open_database(watch.database).close()
    with closing(open_reading(watch.database)) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("DELETE FROM articles")


def test_a_second_opening_finds_the_schema_and_an_empty_one_leaves_no_file(watch: SmallWatch) -> None:
    open_database(watch.database).close()
    with closing(open_database(watch.database)) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == 0
    before = sorted(Path.cwd().iterdir())
    with closing(open_empty()) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == 0
    assert sorted(Path.cwd().iterdir()) == before


def test_errors_of_the_store_are_of_one_family() -> None:
    assert issubclass(NotOurDatabase, StoreError)
    assert issubclass(StoreBusy, StoreError)
