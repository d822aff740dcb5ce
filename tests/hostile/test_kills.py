"""Kill -9 in the middle of a crawl, start again: the press's truth is met, nothing lost, nothing doubled."""

import contextlib
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.oracle import differences
from demo.press import open_press
from store.database import open_database
from tests.small_watch import ROOT
from tests.test_migrations import FORMER, NAMES, applied, database_before
from tests.watching import Watch

# Where a crawl is killed: after so many of these rows are in the database. One row each of the stages of the road.
MOMENTS = [("runs", 1), ("leads", 5), ("leads", 30), ("articles", 1), ("articles", 7), ("articles", 20)]


def children_of(pid):
    """The processes that a process started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def kill_tree(process):
    """Kill -9 the command, the crawl below it and the crawl's workers at once, as a power cut would."""
    children = [process.pid]
    for pid in children:
        with contextlib.suppress(FileNotFoundError):
            children += children_of(pid)
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def rows_in(database, table):
    """How many rows a table has; 0 before there is one."""
    try:
        with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def crawl_until(watch, table, count):
    """Start a crawl and kill it once a table has so many rows; False where it ended before that."""
    process = watch.start("crawl")
    while process.poll() is None:
        if rows_in(watch.database, table) >= count:
            kill_tree(process)
            return True
        time.sleep(0.005)
    return False


@pytest.mark.parametrize(("table", "count"), MOMENTS, ids=str)
def test_43_a_crawl_killed_in_the_middle_is_finished_by_the_next_one(tmp_path, table, count):
    with open_press(delay=0.02) as press:
        watch = Watch(tmp_path, press.url)
        assert crawl_until(watch, table, count), "the crawl ended before it could be killed"
        watch.run("crawl")
        assert differences(press.truth(), watch.rows(), watch.report(), days=[1]) == []


def test_43_a_watch_killed_again_and_again_on_both_days_meets_the_truth(tmp_path):
    chance = random.Random(20241109)
    with open_press(delay=0.01) as press:
        watch = Watch(tmp_path, press.url)
        for day in (1, 2):
            press.set_day(day)
            for _ in range(3):
                process = watch.start("crawl")
                time.sleep(chance.uniform(0.8, 2.5))
                kill_tree(process)
            watch.run("crawl")
        assert differences(press.truth(), watch.rows(), watch.report(), days=[1, 2]) == []
        runs = sqlite3.connect(watch.database).execute("SELECT ok FROM runs ORDER BY id").fetchall()
        assert runs[-1] == (1,)


def test_43_a_killed_crawl_is_a_failed_crawl(tmp_path):
    with open_press(delay=0.05) as press:
        watch = Watch(tmp_path, press.url)
        process = watch.start("crawl")
        while not rows_in(watch.database, "leads"):
            time.sleep(0.01)
        os.kill(children_of(process.pid)[0], signal.SIGKILL)
        assert process.wait() == 1


@pytest.mark.parametrize("millis", [0, 20, 40, 60, 80, 120])
def test_45_a_kill_in_an_upgrade_leaves_the_old_schema_or_the_new(millis: int, tmp_path: Path) -> None:
    path = database_before(FORMER[0], tmp_path / "watch.db")
    older = applied(path)
    code = (
        "import sys; from pathlib import Path; import store.database as d; print('go', flush=True);"
        "d.open_database(Path(sys.argv[1]))"
    )
    upgrade = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert upgrade.stdout is not None
    upgrade.stdout.readline()
    time.sleep(millis / 1000)
    os.kill(upgrade.pid, signal.SIGKILL)
    upgrade.communicate()
    assert applied(path) in (older, NAMES)
    open_database(path).close()
    assert applied(path) == NAMES


def test_44_a_kill_at_any_statement_of_a_crawl_loses_and_doubles_nothing():
    """A sample; `python -m bench.killing` kills at every one."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.killing", "--sample", "60"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert re.fullmatch(r"killed at 60 of \d+ statements: 0 lost or doubled\n", done.stdout), done.stdout + done.stderr
