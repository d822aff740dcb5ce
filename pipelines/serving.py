"""A worker's own side of its pipe: set up once, then answer jobs until the pipe ends.

It ignores SIGINT and SIGTERM (its parent drains it), ends at the end of its pipe (its parent is gone), and sets itself
a kernel alarm before each job, so that it cannot outlive a killed parent even where native code never returns. What it
prints goes to stderr.
"""

import gc
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

START_SECONDS = 60.0  # imports and setup of a worker, on a machine that is busy with something else
READY, ANSWER, FAILED = "ready", "answer", "failed"  # what a message says first; its second half is the value


def serve(pipe: Connection, setup: Callable[..., Callable[[Any], Any]], args: tuple[object, ...], alarm: float) -> None:
    """A worker's whole life: set up, then answer jobs until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.dup2(2, 1)
    signal.setitimer(signal.ITIMER_REAL, START_SECONDS)
    try:
        function = setup(*args)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told in words; it has no trace of ours
        pipe.send((FAILED, f"setup failed: {_in_words(error)}"))
        return
    signal.setitimer(signal.ITIMER_REAL, 0)
    # What setup made stays for good: the collector need not walk it again, which takes up to 70 ms of some page's time.
    gc.collect()
    gc.freeze()
    pipe.send((READY, None))
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, alarm)
        try:
            reply = (ANSWER, function(job))
        except Exception as error:  # noqa: BLE001 - a job's error costs the job, whatever library it comes from
            reply = (FAILED, f"crashed: {_in_words(error)}")
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            pipe.send(reply)
        except OSError:
            return


def _in_words(error: BaseException) -> str:
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
