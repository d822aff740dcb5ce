"""Workers lose one page when one of them is lost, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from errors import WorkerError
from pipelines.workers import Workers

ROOT = Path(__file__).resolve().parent.parent
QUEUED = 50


def doubler(factor: int = 2) -> Callable[[object], object]:
    """A job function that doubles numbers and misbehaves for words."""

    def answer(job: object) -> object:
        if job == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "hang":
            time.sleep(600)
        if job == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        if job == "raise":
            raise ValueError("a bad page")
        if job == "print":
            print("noise")
        if job == "pid":
            return os.getpid()
        if isinstance(job, bytes):
            return len(job)
        return job * factor if isinstance(job, int) else job

    return answer


def broken_setup() -> Callable[[object], object]:
    raise RuntimeError("no model")


def dead(pid: int) -> bool:
    for _ in range(200):
        with suppress(FileNotFoundError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
            time.sleep(0.05)
            continue
        return True
    return False


def test_answers_come_in_the_order_of_the_jobs() -> None:
    with Workers(doubler, count=2) as workers:
        assert list(workers.map(range(100))) == [n * 2 for n in range(100)]


def test_setup_gets_its_arguments() -> None:
    with Workers(doubler, 3, count=1) as workers:
        assert list(workers.map([5])) == [15]


@pytest.mark.parametrize(("job", "why"), [("die", "crashed (SIGKILL)"), ("hang", "deadline exceeded")])
def test_a_lost_worker_costs_one_of_fifty_pages_and_is_named(job: str, why: str) -> None:
    jobs: list[object] = list(range(QUEUED))
    jobs[7] = job
    with Workers(doubler, count=2, deadline_seconds=1.0, name_of=str) as workers:
        answers = list(workers.map(jobs))
    lost = [a for a in answers if isinstance(a, WorkerError)]
    assert len(answers) == QUEUED
    assert [str(error) for error in lost] == [f"{job}: {why}"]
    assert [a for a in answers if not isinstance(a, WorkerError)] == [n * 2 for n in range(QUEUED) if n != 7]


def test_a_stopped_worker_is_late_even_for_a_page_larger_than_a_pipe_holds() -> None:
    with Workers(doubler, count=1, deadline_seconds=1.0) as workers:
        pid = next(workers.map(["pid"]))
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGSTOP)
        answers = list(workers.map([b"x" * 5_000_000, b"y" * 5_000_000]))
    assert [str(a) for a in answers] == ["deadline exceeded", "5000000"]


def test_a_job_that_raises_costs_its_page_and_not_its_worker() -> None:
    with Workers(doubler, count=1) as workers:
        first, error, second = workers.map(["pid", "raise", "pid"])
    assert str(error) == "crashed: ValueError: a bad page"
    assert first == second


def test_a_setup_that_fails_is_named_and_ends() -> None:
    with Workers(broken_setup, count=1) as workers:
        (error,) = workers.map([1])
    assert str(error) == "setup failed: RuntimeError: no model"


def test_no_process_is_started_before_the_first_job() -> None:
    with Workers(doubler, count=2) as workers:
        assert workers.pids == ()


def test_close_ends_every_process_at_once_and_answers_what_waits() -> None:
    workers: Workers[object, object] = Workers(doubler, count=2)
    futures = [workers.submit(job) for job in ["hang", "hang", 1]]
    while len(workers.pids) < 2 or any(not future.running() for future in futures[:2]):
        time.sleep(0.01)
    time.sleep(0.5)
    pids = workers.pids
    began = time.perf_counter()
    workers.close()
    assert time.perf_counter() - began < 2.0
    assert all(dead(pid) for pid in pids)
    assert [str(future.exception(1)) for future in futures] == ["the workers are closed"] * 3
    with pytest.raises(WorkerError):
        workers.submit(1).result(1)


def test_a_reader_that_stops_early_leaves_the_workers_usable() -> None:
    with Workers(doubler, count=2) as workers:
        answers = workers.map(range(1000))
        assert next(answers) == 0
        answers.close()  # type: ignore[attr-defined]  # map is a generator; Iterator does not promise close()
        assert list(workers.map([21])) == [42]


PARENT = """
import sys, time
from pipelines.workers import Workers
from tests.test_workers import doubler
if __name__ == "__main__":
    workers = Workers(doubler, count=2, deadline_seconds=1.0, preload=())
    print("out", *workers.map(["pid", "print"]), flush=True)
    {then}
"""


def start_parent(tmp_path: Path, then: str) -> "subprocess.Popen[str]":
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(then=then))
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


@pytest.mark.parametrize("then", ["time.sleep(60)", "list(workers.map(['hang', 'hang']))"])
def test_workers_die_with_a_parent_that_was_killed(tmp_path: Path, then: str) -> None:
    parent = start_parent(tmp_path, then)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline().split()[1])
    time.sleep(0.2)
    parent.kill()
    assert dead(pid)
    parent.communicate(timeout=20)  # returns only when every process that holds its stderr is gone


def test_workers_survive_a_ctrl_c_that_the_whole_group_gets_and_print_nothing_on_stdout(tmp_path: Path) -> None:
    then = "\n".join(
        [
            "import signal, os; signal.signal(signal.SIGINT, signal.SIG_IGN)",
            "    os.killpg(os.getpgid(0), signal.SIGINT); time.sleep(0.3)",
            "    print('out', *workers.map([1, 2]), flush=True); workers.close()",
        ]
    )
    parent = start_parent(tmp_path, then)
    out, err = parent.communicate(timeout=60)
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["out", "out"]
    assert lines[1] == "out 2 4"
    assert "noise" in err
