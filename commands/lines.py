"""Lines in and lines out: the JSONL files of the doors, where every input line is answered, in order."""

import gzip
import json
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commands.output import console
from errors import UsageError, WorkerError
from pipelines.workers import Workers

Item = TypeVar("Item")
Job = TypeVar("Job")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSONL file: its fields, or why it has none."""

    number: int
    fields: dict[str, Any]
    problem: str = ""

    def text(self, name: str) -> str:
        """A field as text; empty where it is missing or null."""
        value = self.fields.get(name)
        return "" if value is None else str(value)


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a JSONL file, of a gzipped one, or of stdin (`-`). Empty lines are passed over."""
    if str(path) == "-":
        yield from _lines(sys.stdin.buffer)
        return
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            yield from _lines(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(str(path), f"cannot be read ({error})") from error


def _lines(stream: Iterable[bytes]) -> Iterator[Line]:
    for number, raw in enumerate(stream, 1):
        if raw.strip():
            yield _line(number, raw)


def _line(number: int, raw: bytes) -> Line:
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError) as error:  # the latter: ten thousand brackets
        return Line(number, {}, f"line {number} is not JSON: {error}")
    if not isinstance(fields, dict):
        return Line(number, {}, f"line {number} is not a JSON object")
    return Line(number, fields)


def count_lines(path: Path) -> int | None:
    """How many lines there are to do, for a progress bar; None for stdin."""
    if str(path) == "-":
        return None
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            return sum(1 for raw in stream if raw.strip())
    except (OSError, EOFError, zlib.error):
        return None  # whoever reads the lines says what is wrong with them


def answered(
    lines: Iterable[Line], job_of: Callable[[Line], Job | str], pool: Workers[Job, Answer]
) -> Iterator[tuple[Line, Answer | WorkerError | str]]:
    """Each line with what a worker made of its job, in the order of the lines; where `job_of` says a reason (a string)
    instead of a job, with that."""
    waiting: deque[tuple[Line, str]] = deque()

    def jobs() -> Iterator[Job]:
        for line in lines:
            job = job_of(line)
            waiting.append((line, job if isinstance(job, str) else ""))
            if not isinstance(job, str):
                yield job

    for answer in pool.map(jobs()):
        while waiting[0][1]:
            yield waiting.popleft()
        yield waiting.popleft()[0], answer
    yield from waiting


def with_progress(items: Iterable[Item], doing: str, total: int | None) -> Iterator[Item]:
    """The items, with a bar on stderr where a terminal is there."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=shown, transient=True) as progress:
        yield from progress.track(items, total=total, description=doing)
