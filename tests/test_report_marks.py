"""Marks, not clocks: a report is a pure function of two marks, and a mark moves when the report has been read."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.small_watch import SmallWatch, prose, small_watch

LATE = {"id": 3, "title": "A find from last week", "published_at": "2020-01-01T08:00:00Z", "text": prose(3)}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_watch(tmp_path_factory.mktemp("kept"))
    made.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(3)))
    return made.folder


@pytest.fixture
def watch(kept: Path, tmp_path: Path) -> SmallWatch:
    return SmallWatch(shutil.copytree(kept, tmp_path / "watch"))


def shown(watch: SmallWatch, *arguments: str) -> str:
    return watch.run("report", *arguments).out


def test_a_replay_takes_times_and_moves_no_mark(watch: SmallWatch) -> None:
    told = shown(watch, "--between", "yesterday", "3", "--name", "morning")
    assert told == shown(watch, "--between", "0", "3", "--name", "morning")
    assert "New after mark 0, up to mark 3" in shown(watch, "--name", "morning")


def test_a_report_says_how_to_tell_it_again(watch: SmallWatch) -> None:
    for reader in ((), ("--name", "late shift")):
        told = shown(watch, *reader)
        command = told.rstrip().rpartition("To see this again: treatywatch ")[2]
        again = command.replace("'late shift'", "late\0shift").split()
        assert watch.run(*(word.replace("\0", " ") for word in again)).out == told


def test_a_late_find_is_told_once_and_labelled(watch: SmallWatch) -> None:
    shown(watch)
    watch.keep(LATE)
    told = shown(watch)
    assert told.count("A find from last week") == 1
    assert "late find, first seen" in told
    assert "late find" not in shown(watch)


def test_readers_do_not_move_each_other_s_marks(watch: SmallWatch) -> None:
    shown(watch, "--name", "morning")
    shown(watch, "--name", "evening", "--peek")
    assert "Nothing new" in shown(watch, "--name", "morning")
    assert "3 new stories" in shown(watch, "--name", "evening")


def piped_into(watch: SmallWatch, *reader: str) -> str:
    with (
        watch.process("report", stdout=subprocess.PIPE) as told,
        subprocess.Popen(reader, stdin=told.stdout, stdout=subprocess.PIPE, text=True) as reading,
    ):
        assert told.stdout is not None
        told.stdout.close()
        return reading.communicate()[0]


def test_a_reader_who_leaves_before_the_end_has_not_read(watch: SmallWatch) -> None:
    assert piped_into(watch, "head", "-n", "2").startswith("treatywatch · default")
    assert "New after mark 0" in piped_into(watch, "cat")
    assert "Nothing new between mark 3 and mark 3." in piped_into(watch, "cat")
