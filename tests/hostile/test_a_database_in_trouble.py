"""The one file in trouble: full disks, other writers and readers, strange files in its place.

Nothing is lost, the original is never touched, and what is said names the file and what to do.
"""

import os
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
from sqlite_utils import Database

from errors import StoreBusy, StoreError
from store.database import open_database, writing
from tests.kept_watch import ARTICLES, findings, kept_watch, overwrite
from tests.rude_press import RudePress, article, feed, write_watch
from tests.small_watch import ROOT, SmallWatch, prose, small_watch
from tests.test_migrations import FORMER, NAMES, applied, database_before
from tests.watching import Watch


@pytest.fixture
def kept(tmp_path: Path) -> SmallWatch:
    return kept_watch(tmp_path)


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


def fill(connection: sqlite3.Connection) -> None:

    with writing(Database(connection)):
        connection.executemany("INSERT INTO stories (first_seen) VALUES (?)", [("x" * 1000,)] * 1000)


def full(folder: Path, *command: str, pages: int) -> "subprocess.CompletedProcess[str]":
    """A command on a disk that has room for so many pages (4 KB) of the largest file."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({pages * 4096}, {pages * 4096})); import cli; cli.main()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "--config", "treatywatch.toml", *command],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_46_a_full_disk_is_told_and_nothing_is_lost(watch: SmallWatch) -> None:
    with closing(open_database(watch.database)) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"disk is full.*nothing was lost"):
            fill(db.conn)
        assert not db.conn.in_transaction
        assert db.execute("SELECT count(*) FROM stories").fetchone()[0] == 0


def test_46_a_backup_that_cannot_be_written_whole_leaves_what_was_there(kept: SmallWatch) -> None:
    copy = kept.write("copy.db", "a letter")
    done = full(kept.folder, "backup", "--replace", str(copy), pages=14)
    assert done.returncode == 1
    assert "copy.db: cannot be written" in done.stderr
    assert copy.read_text(encoding="utf-8") == "a letter"
    assert list(kept.folder.glob("*.part*")) == []


def test_47_a_writer_waits_for_another_one(watch: SmallWatch) -> None:
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


def test_47_a_writer_that_waits_too_long_says_so_and_names_the_file(
    watch: SmallWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREATYWATCH_BUSY_SECONDS", "0.1")
    with closing(open_database(watch.database)) as one, closing(open_database(watch.database)) as other:
        with writing(one), pytest.raises(StoreBusy, match=r"watch\.db: another process is writing to it"):
            writing(other).__enter__()
        with writing(other):  # the lock is free again
            pass


def test_49_a_folder_is_refused(watch: SmallWatch) -> None:
    said = f"{watch.folder / 'seeds'}: is a folder; name a file with --db\n"
    assert watch.run("stories", expect=1, TREATYWATCH_DATABASE="seeds").err == said
    assert watch.run("import", "-", expect=1, TREATYWATCH_DATABASE="seeds").err == said
    assert "is a directory" in watch.run("--db", "seeds", "stories", expect=2).err


def test_49_a_folder_that_cannot_be_made_is_named(watch: SmallWatch) -> None:
    answer = watch.run("--db", "/proc/no/watch.db", "import", str(watch.articles("in.jsonl", [])), expect=1)
    assert "/proc/no/watch.db: cannot be opened" in answer.err


def test_49_a_database_in_a_folder_that_cannot_be_written_can_be_read() -> None:
    """In a process without rights: for root no folder is read-only."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "watch.db"
        open_database(path).close()
        path.chmod(0o444)
        folder.chmod(0o555)
        code = (
            "import os, sys; from pathlib import Path; from errors import StoreBusy, StoreError\n"
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


def test_50_garbage_is_refused(watch: SmallWatch) -> None:
    path = watch.write("garbage.db", "This is a letter, and by no means a database. " * 100)
    assert refused(watch, path).startswith(f"{path}: cannot be read (file is not a database)")


def test_50_a_broken_page_is_told_in_one_line(watch: SmallWatch) -> None:
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


def test_51_another_program_s_database_is_refused(watch: SmallWatch) -> None:
    path = watch.folder / "bookmarks.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
        other.commit()
    assert refused(watch, path) == f"{path}: is a database of another program; name another file with --db"


def test_51_a_newer_version_s_database_is_refused_by_name(watch: SmallWatch) -> None:
    path = watch.folder / "newer.db"
    with closing(open_database(path)) as db, writing(db):
        db.execute("UPDATE _sqlite_migrations SET name = 'm999_the_future' WHERE name LIKE 'm001%'")
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    assert "was made by a newer version of treatywatch (m999_the_future)" in refused(watch, path)


def test_50_a_broken_file_is_read_as_far_as_it_can_be_and_never_touched_without_a_copy(kept: SmallWatch) -> None:
    with closing(sqlite3.connect(kept.database)) as db:
        schema = [row[0] - 1 for row in db.execute("SELECT pageno FROM dbstat WHERE name LIKE 'sqlite_schema'")]
    overwrite(kept.database, 90, 25, spared=schema)  # roots of tables lie before
    broken = kept.database.read_bytes()
    assert findings(kept, expect=1)["integrity"]["state"] == "broken"
    kept.run("check", "--repair")
    (copy,) = kept.database.parent.glob("watch.before-repair-*.db")
    assert copy.read_bytes() == broken
    found = findings(kept)
    assert {line["state"] for line in found.values()} <= {"well", "note"}
    with closing(sqlite3.connect(kept.database)) as db:
        left = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert ARTICLES / 2 < left < ARTICLES


def test_50_a_file_of_which_nothing_can_be_read_stays_as_it_is(kept: SmallWatch) -> None:
    overwrite(kept.database, 1, 1)
    broken = kept.database.read_bytes()
    assert "nothing in it can be read; restore a backup" in kept.run("check", "--repair", expect=1).err
    assert kept.database.read_bytes() == broken


def test_46_an_import_on_a_full_disk_loses_nothing_and_goes_on_where_it_stopped(kept: SmallWatch) -> None:
    file = kept.articles("more.jsonl", ({"id": n, "title": f"More {n}", "text": prose(n)} for n in range(100, 200)))
    there = kept.database.stat().st_size // 4096
    for pages in (2, there // 2):  # nothing fits in the log; some of it does
        done = full(kept.folder, "import", "--no-judge", "--workers", "1", str(file), pages=pages)
        assert done.returncode == 1
        assert "nothing was lost; make room and run again" in done.stderr
        assert findings(kept)["integrity"]["state"] == "well"
    rows = kept.run("export").lines
    assert ARTICLES < len(rows) < ARTICLES + 100
    kept.run("import", "--no-judge", "--workers", "1", str(file))
    assert len(kept.run("export").lines) == ARTICLES + 100
    assert {line["state"] for line in findings(kept).values()} <= {"well", "note"}


def test_46_an_upgrade_on_a_full_disk_leaves_the_old_schema(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    watch.database.parent.mkdir()
    path = database_before(FORMER[0], watch.database)
    older = applied(path)
    for pages in (2, path.stat().st_size // 8192):  # no room for the log; none for the copy
        done = full(watch.folder, "stories", pages=pages)
        assert done.returncode == 1, done.stderr
        assert done.stderr.count("\n") == 1
        assert "make room" in done.stderr
        assert applied(path) == older
    watch.run("stories")
    assert applied(path) == NAMES


def test_46_a_report_on_a_full_disk_leaves_the_last_one_and_the_mark(kept: SmallWatch) -> None:
    told = kept.write("report.html", "the last one")
    kept.keep(*({"id": n, "title": f"Headline {n} " + "long " * 150, "text": prose(n)} for n in range(100, 150)))
    done = full(kept.folder, "report", "--name", "desk", "--output", str(told), pages=12)
    assert done.returncode == 1
    assert f"{told}: " in done.stderr
    assert told.read_text(encoding="utf-8") == "the last one"
    assert sorted(path.name for path in kept.folder.glob("report*")) == ["report.html"]
    kept.run("report", "--name", "desk", "--output", str(told))
    assert "Headline 149" in told.read_text(encoding="utf-8")


SLOW = 6  # pages of the outlet that a crawl is watched at


@pytest.fixture
def crawling(tmp_path):
    """A press with one outlet, and a watch on it."""
    urls = [f"http://slow.example/{n}" for n in range(SLOW)]
    with RudePress({"slow.example/feed.rss": feed(*urls)}) as press:
        press.answers |= {url.removeprefix("http://"): article(f"Slow page {url[-1]}") for url in urls}
        outlet = {"feeds": ["http://slow.example/feed.rss"], "pace": 0.2}
        yield press, Watch(tmp_path, press.url, write_watch(tmp_path, {"slow": outlet}))


def told(watch, sql):
    """Rows of a watch's database, read only."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def test_47_a_crawl_that_finds_the_database_locked_says_so_and_the_next_one_goes_on(crawling):
    press, watch = crawling
    watch.extra["TREATYWATCH_BUSY_SECONDS"] = "0.3"
    crawl = watch.start("crawl", "--no-judge", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while len(press.asked) < 3:  # robots.txt, the feed, the first page
        time.sleep(0.02)
    with closing(sqlite3.connect(watch.database, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        while len(press.asked) < 5:
            time.sleep(0.02)
        time.sleep(0.8)
        other.execute("ROLLBACK")
    _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 1
    assert f"{watch.database}: another process is writing to it; waited 0.3 s" in said
    assert [(ok, bool(ended)) for ok, ended in told(watch, "SELECT ok, ended_at FROM runs")] == [(0, True)]
    states = [state for (state,) in told(watch, "SELECT state FROM leads")]
    assert len(states) == SLOW
    assert "new" in states
    watch.run("crawl", "--no-judge")
    assert told(watch, "SELECT state, count(*) FROM leads GROUP BY state") == [("kept", SLOW)]
    assert len(watch.rows()) == SLOW


def test_47_a_lock_that_ends_in_time_is_waited_for(crawling):
    press, watch = crawling
    crawl = watch.start("crawl", "--no-judge", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while len(press.asked) < 3:
        time.sleep(0.02)
    with closing(sqlite3.connect(watch.database, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(2)
        other.execute("ROLLBACK")
    crawl.communicate(timeout=60)
    assert crawl.returncode == 0
    assert len(watch.rows()) == SLOW


def test_48_a_reader_who_stays_is_no_hindrance_and_the_log_shrinks_when_he_is_gone(crawling):
    _, watch = crawling
    watch.run("outlets")
    open_database(watch.database).close()
    log = watch.database.with_name(f"{watch.database.name}-wal")
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        watch.run("crawl", "--no-judge")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)  # the moment that he began
        assert log.stat().st_size > 0
        assert len(watch.rows()) == SLOW
    watch.run("crawl", "--no-judge")
    assert not log.exists() or log.stat().st_size == 0


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_52_a_database_that_goes_while_a_crawl_writes_ends_the_crawl_and_no_other_is_made(crawling, how):
    press, watch = crawling
    crawl = watch.start("crawl", "--no-judge", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while len(press.asked) < 3:
        time.sleep(0.02)
    aside = watch.folder / "aside.db"
    watch.database.replace(aside)
    if how == "replaced":
        open_database(watch.folder / "other.db").close()
        shutil.copyfile(watch.folder / "other.db", watch.database)
    _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 1
    assert f"{watch.database}: was {how}" in said
    assert watch.database.exists() == (how == "replaced")
    if how == "replaced":
        assert told(watch, "SELECT count(*) FROM runs") == [(0,)]
