"""The pace of folding as articles pile up: `python -m bench.folding_pace DOCS NAME SIZE [SIZE...]`.

NAME is `ours` or a peer of `bench/folding_peers.py`. Articles made of the sentences of DOCS (`bench/recombined.py`) are
brought one at a time, each decided before the next, fingerprint and commit included. When as many are stored as a SIZE
says, a line of JSON tells the pace and the delays of the last of them, the memory that is this process's alone beyond
what it had before the first article, and the bytes on disk.
"""

import argparse
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench.clusters import agreement
from bench.folding_peers import PEERS
from bench.lines import lines
from bench.recombined import stocks, syndicated
from pipelines.shingles import fingerprint
from store import postings

OURS: Final = "ours"
LAST: Final = 2_000
"""Articles before a size over which pace and delays are taken (all of them where a size is smaller)."""

SCORED: Final = 100_000
"""Articles up to which the agreement with the true stories is worked out."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured when `stored` articles were stored. Paces are articles a second, by processor and by the clock
    on the wall; delays are milliseconds on the wall; memory and disk are bytes; `f1` is pairwise, 0 where not worked
    out."""

    name: str
    stored: int
    pace: float
    pace_wall: float
    median: float
    p99: float
    slowest: float
    memory: int
    disk: int
    exemplars: int
    f1: float


def measure(name: str, source: Iterator[tuple[int, str]], sizes: Sequence[int], folder: Path) -> Iterator[Pace]:
    """Bring articles until the largest size is reached, and tell each size. `source` yields (true story, text)."""
    path = folder / "folding.db"
    with ExitStack() as stack:
        if name == OURS:
            connection = stack.enter_context(closing(_opened(path)))
            fold = _folding(connection)
        else:
            fold = PEERS[name][1]().story
        truth: dict[str, int] = {}
        told: dict[str, int] = {}
        walls: list[float] = []
        processor: list[float] = []
        before = private_memory()
        for number in range(1, max(sizes) + 1):
            story, text = next(source)
            began, worked = time.perf_counter(), time.process_time()
            found = fold(number, text)
            walls.append(time.perf_counter() - began)
            processor.append(time.process_time() - worked)
            if number <= SCORED:
                truth[str(number)], told[str(number)] = story, found
            if len(walls) > 2 * LAST:
                del walls[:LAST], processor[:LAST]
            if number in sizes:
                last, work = sorted(walls[-LAST:]), processor[-LAST:]
                memory = private_memory() - before
                yield Pace(
                    name,
                    number,
                    pace=len(work) / sum(work),
                    pace_wall=len(last) / sum(last),
                    median=1000 * last[len(last) // 2],
                    p99=1000 * last[len(last) * 99 // 100],
                    slowest=1000 * last[-1],
                    memory=memory,
                    disk=sum(file.stat().st_size for file in folder.iterdir()),
                    exemplars=connection.execute("SELECT count(*) FROM exemplars").fetchone()[0] if name == OURS else 0,
                    f1=agreement(truth, told).f1 if number <= SCORED else 0.0,
                )


def private_memory() -> int:
    """Bytes of this process that no other shares."""
    fields = (line.split() for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:])
    return sum(1024 * int(field[1]) for field in fields if field[0] in ("Private_Clean:", "Private_Dirty:"))


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    postings.tune(connection)
    postings.create(connection)
    return connection


def _folding(connection: sqlite3.Connection) -> Callable[[int, str], int]:
    def fold(number: int, text: str) -> int:
        new = fingerprint("", text)
        outlet = f"outlet{number % 500}"
        connection.execute("BEGIN IMMEDIATE")
        held = postings.look_up(connection, new)
        folding = postings.fold(connection, new, outlet, held)
        story = folding.story or number
        postings.post(connection, number, story, outlet, new, folding, held)
        connection.execute("COMMIT")
        return story

    return fold


def main() -> None:
    """Measure one contestant."""
    parser = argparse.ArgumentParser(description="Measure the pace of folding as articles pile up.")
    parser.add_argument("docs", type=Path)
    parser.add_argument("name", choices=[OURS, *PEERS])
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, help="make the database here, not where temporary files are")
    arguments = parser.parse_args()
    (stock,) = stocks([line for line in lines(arguments.docs) if line.get("language", "en") == "en"])
    source = syndicated(stock, random.Random(20_241_104))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for pace in measure(arguments.name, source, arguments.sizes, Path(folder)):
            print(json.dumps(asdict(pace)), flush=True)


if __name__ == "__main__":
    main()
