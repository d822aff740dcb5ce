"""A copy of the database to keep: whole while others write, checked before it has its name, and put back as it was."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from store.locks import lock_path, take
from tests.small_watch import ROOT, SmallWatch, prose, small_watch


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    watch = small_watch(tmp_path)
    keep(watch, 1, 6)
    return watch


def keep(watch: SmallWatch, first: int, last: int) -> None:
    rows = [{"id": n, "title": f"Headline {n}", "text": prose(n)} for n in range(first, last)]
    watch.run("import", "--no-judge", "--workers", "1", str(watch.articles("in.jsonl", rows)))


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT title FROM articles ORDER BY id")]


def test_a_backup_is_one_private_file_that_reads_as_the_database_does(watch: SmallWatch) -> None:
    kept = watch.folder / "kept.db"
    said = watch.run("backup", str(kept)).out
    assert said.startswith(f"{kept}: ")
    assert sorted(path.name for path in watch.folder.glob("kept.db*")) == ["kept.db"]
    assert kept.stat().st_mode & 0o077 == 0
    assert watch.run("--db", str(kept), "export").out == watch.run("export").out


def test_a_backup_holds_one_moment_of_a_database_that_is_written_to(watch: SmallWatch) -> None:
    """Each transaction writes two rows; a copy of two moments would have one of them."""
    code = (
        "import sys; from pathlib import Path; from store.database import open_database, writing\n"
        "db = open_database(Path(sys.argv[1]))\n"
        "db.execute('CREATE TABLE IF NOT EXISTS pairs (n INTEGER, half TEXT, filling BLOB)'); n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    with writing(db):\n"
        "        for half in 'ab': db.execute('INSERT INTO pairs VALUES (?, ?, zeroblob(4000))', (n, half))\n"
        "    if n == 50: print('going', flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(watch.database)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "going\n"
        for number in range(3):
            kept = watch.folder / f"kept{number}.db"
            watch.run("backup", str(kept))
            with closing(sqlite3.connect(kept)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                halves = db.execute("SELECT count(*) FROM pairs GROUP BY n HAVING count(*) <> 2").fetchall()
                assert halves == []
                assert db.execute("SELECT count(*) FROM pairs").fetchone()[0] >= 100
    finally:
        writer.kill()
        writer.communicate()


def test_an_existing_file_is_replaced_only_when_asked(watch: SmallWatch) -> None:
    kept = watch.write("kept.db", "a letter")
    said = watch.run("backup", str(kept), expect=1).err
    assert said == f"{kept}: exists already; name another file, or add --replace\n"
    assert kept.read_text(encoding="utf-8") == "a letter"
    watch.run("backup", "--replace", str(kept))
    assert len(titles(kept)) == 5


def test_the_database_itself_is_no_place_for_its_backup(watch: SmallWatch) -> None:
    for command in (["backup", "--replace"], ["restore"]):
        assert "is the database itself" in watch.run(*command, str(watch.database), expect=1).err


def test_what_is_restored_is_what_was_backed_up_and_what_stood_there_is_moved_aside(watch: SmallWatch) -> None:
    kept = watch.folder / "kept.db"
    watch.run("backup", str(kept))
    before = watch.run("export").out
    keep(watch, 6, 9)
    answer = watch.run("restore", str(kept))
    assert watch.run("export").out == before
    (aside,) = watch.database.parent.glob("watch.replaced-*.db")
    assert f"what stood there is now {aside}" in answer.err
    assert len(titles(aside)) == 8
    keep(watch, 6, 9)
    assert len(titles(watch.database)) == 8


def test_a_lost_database_is_restored(watch: SmallWatch) -> None:
    kept = watch.folder / "kept.db"
    watch.run("backup", str(kept))
    before = watch.run("export").out
    for path in watch.database.parent.glob("watch.db*"):
        path.unlink()
    assert watch.run("restore", str(kept)).err == ""
    assert watch.run("export").out == before


def test_nothing_is_restored_from_what_is_broken_or_not_ours(watch: SmallWatch) -> None:
    kept, letter = watch.folder / "kept.db", watch.write("letter.db", "Dear Sir. " * 500)
    watch.run("backup", str(kept))
    with kept.open("r+b") as stream:
        stream.seek(8192)
        stream.write(b"\xff" * 40_000)
    before = watch.database.read_bytes()
    assert "malformed" in watch.run("restore", str(kept), expect=1).err
    assert "file is not a database" in watch.run("restore", str(letter), expect=1).err
    assert watch.database.read_bytes() == before
    assert list(watch.database.parent.glob("*replaced*")) == []


def test_nothing_is_restored_under_a_crawl(watch: SmallWatch) -> None:
    kept = watch.folder / "kept.db"
    watch.run("backup", str(kept))
    lock = FileLock(lock_path(watch.database))
    take(lock, "a crawl of this database", watch.database)
    try:
        assert f"already running (process {os.getpid()}" in watch.run("restore", str(kept), expect=1).err
    finally:
        lock.release()
