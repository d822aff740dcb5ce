"""The one file: whose it is, who may write, and what is said when it cannot be used. The original is never touched."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from errors import NotOurDatabase, StoreBusy, StoreError
from store import database
from store.database import open_database, open_empty, open_reading, writing
from store.migrations import APPLICATION_ID
from tests.small_watch import ROOT, SmallWatch, small_watch


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


def refused(watch: SmallWatch, path: Path) -> str:
    """What reading and writing commands say of a file; both leave its bytes alone."""
    before = path.read_bytes() if path.is_file() else b""
    said = watch.run("--db", str(path), "stories", expect=1).err
    file = watch.articles("in.jsonl", [{"id": 1, "title": "x", "text": "y"}])
    assert watch.run("--db", str(path), "import", "--workers", "1", str(file), expect=1).err == said
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert said.count("\n") == 1
    return said.strip()


def test_a_new_database_is_marked_as_ours_and_private(watch: SmallWatch) -> None:
    with closing(open_database(watch.database)) as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert watch.database.stat().st_mode & 0o077 == 0


def test_another_program_s_database_is_refused(watch: SmallWatch) -> None:
    path = watch.folder / "bookmarks.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
        other.commit()
    assert refused(watch, path) == f"{path}: is a database of another program; name another file with --db"


def test_a_newer_version_s_database_is_refused_by_name(watch: SmallWatch) -> None:
    path = watch.folder / "newer.db"
    with closing(open_database(path)) as db, writing(db):
        db.execute("UPDATE _sqlite_migrations SET name = 'm999_the_future' WHERE name LIKE 'm001%'")
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    assert "was made by a newer version of treatywatch (m999_the_future)" in refused(watch, path)


def test_garbage_is_refused(watch: SmallWatch) -> None:
    path = watch.write("garbage.db", "This is a letter, and by no means a database. " * 100)
    assert refused(watch, path).startswith(f"{path}: cannot be read (file is not a database)")


def test_a_folder_is_refused(watch: SmallWatch) -> None:
    said = f"{watch.folder / 'seeds'}: is a folder; name a file with --db\n"
    assert watch.run("stories", expect=1, TREATYWATCH_DATABASE="seeds").err == said
    assert watch.run("import", "-", expect=1, TREATYWATCH_DATABASE="seeds").err == said
    assert "is a directory" in watch.run("--db", "seeds", "stories", expect=2).err


def test_a_broken_page_is_told_in_one_line(watch: SmallWatch) -> None:
    path = watch.folder / "broken.db"
    with closing(open_database(path)):
        pass
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))
    answer = watch.run("--db", str(path), "stories", expect=1)
    assert "cannot be read (database disk image is malformed)" in answer.err
    assert answer.err.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_named(watch: SmallWatch) -> None:
    answer = watch.run("--db", "/proc/no/watch.db", "import", str(watch.articles("in.jsonl", [])), expect=1)
    assert "/proc/no/watch.db: cannot be opened" in answer.err


def test_no_database_yet_says_what_to_do(watch: SmallWatch) -> None:
    for command in ("search", "stories", "report", "export"):
        said = watch.run(command, expect=1).err.strip()
        assert said == (
            f"{watch.database}: there is no database yet; run `treatywatch crawl` first, or name one with --db"
        )
    assert not watch.database.parent.exists()


def test_a_database_in_a_folder_that_cannot_be_written_can_be_read() -> None:
    """In a process without rights: for root no folder is read-only."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "watch.db"
        open_database(path).close()
        path.chmod(0o444)
        folder.chmod(0o555)
        code = (
            "import os, sys; from pathlib import Path; from errors import StoreError\n"
            "from store.database import open_database, open_empty, open_reading\n"
            "open_empty()  # loads what it needs while it may\n"
            "os.getuid() or os.setuid(65534)\n"
            "print(open_reading(Path(sys.argv[1])).execute('SELECT count(*) FROM articles').fetchone())\n"
            "try: open_database(Path(sys.argv[1]))\nexcept StoreError as error: print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        read, said = done.stdout.splitlines()
        assert read == "(0,)"
        assert said.startswith(f"{path}: cannot be opened (")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_database_that_is_only_read_cannot_be_written(watch: SmallWatch) -> None:
    open_database(watch.database).close()
    with closing(open_reading(watch.database)) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("DELETE FROM articles")


def test_a_writer_waits_for_another_one(watch: SmallWatch) -> None:
    with closing(open_database(watch.database)) as one, closing(open_database(watch.database)) as other:
        one.execute("BEGIN IMMEDIATE")
        one.execute("INSERT INTO stories (first_seen) VALUES ('first')")
        done = threading.Event()

        def write() -> None:
            with writing(other):
                other.execute("INSERT INTO stories (first_seen) VALUES ('second')")
            done.set()

        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.2)
        assert not done.is_set()
        one.execute("COMMIT")
        thread.join(10)
        assert [row[0] for row in one.execute("SELECT first_seen FROM stories ORDER BY id")] == ["first", "second"]


def test_a_writer_that_waits_too_long_says_so_and_names_the_file(
    watch: SmallWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(open_database(watch.database)) as one, closing(open_database(watch.database)) as other:
        with writing(one), pytest.raises(StoreBusy, match=r"watch\.db: another process is writing to it"):
            writing(other).__enter__()
        with writing(other):  # the lock is free again
            pass


def test_a_full_disk_is_told_and_nothing_is_lost(watch: SmallWatch) -> None:
    with closing(open_database(watch.database)) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"disk is full.*nothing was lost"):
            fill(db.conn)
        assert not db.conn.in_transaction
        assert db.execute("SELECT count(*) FROM stories").fetchone()[0] == 0


def fill(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database  # noqa: PLC0415  (only here)

    with writing(Database(connection)):
        connection.executemany("INSERT INTO stories (first_seen) VALUES (?)", [("x" * 1000,)] * 1000)


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
