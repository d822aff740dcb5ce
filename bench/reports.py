"""A day's report out of a year's database: `python -m bench.reports DOCS.jsonl [...] [--articles N] [--keep FILE]`.

DOCS hold articles (title, text, and perhaps language), gzipped or not; `bench/year.py` makes a year of them, whose peak
day is then told by `treatywatch report` in every format, each a process from start to end: its time by the processor
and by the clock, its peak of memory, its bytes. Beside them, in the same run: Python starting alone, the command's own
help, and a plain script that selects the same events with sqlite3 and writes them as JSON. Each is run `TIMES` times,
in turn; the median counts.
"""

import argparse
import gc
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.lines import lines
from bench.processes import Cost, costs
from bench.year import FIRST_DAY, PEAK, Year
from config import load
from reports.render import FORMATS
from store.database import open_database

ARTICLES: Final = 50_000
TIMES: Final = 5
GOAL: Final = "the goal: under 2 s and 200 MB"

ROOT: Final = Path(__file__).resolve().parent.parent

PEER: Final = """
import json, sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
wanted = "SELECT id, at, kind, run, story, article, facts FROM events WHERE at >= ? AND at < ? ORDER BY at, id"
rows = db.execute(wanted, sys.argv[2:])
names = ("id", "at", "kind", "run", "story", "article")
json.dump([dict(zip(names, row)) | {"facts": json.loads(row[6])} for row in rows], sys.stdout, ensure_ascii=False)
"""


def make(path: Path, documents: list[Path], articles: int) -> None:
    """Write a year's database."""
    config = load(ROOT / "treatywatch.toml", environment={}, database=path)
    began, worked = time.perf_counter(), time.process_time()
    with closing(open_database(path)) as db:
        read = [line for file in documents for line in lines(file)]
        for day in Year(db, config, read, articles, random.Random(20_241_104)).make():
            if sys.stderr.isatty():
                print(f"\rday {day + 1}", end="", file=sys.stderr, flush=True)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    wall, processor = time.perf_counter() - began, time.process_time() - worked
    print(f"made in {wall:,.0f} s by the clock, {processor:,.0f} s of the processor")
    gc.collect()


def told(path: Path, day: tuple[str, str]) -> str:
    """What the database holds, and what its peak day does."""
    with closing(sqlite3.connect(path)) as db:
        articles, stories, events = (
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "stories", "events")
        )
        kinds = db.execute("SELECT kind, count(*) FROM events WHERE at >= ? AND at < ? GROUP BY 1 ORDER BY 2 DESC", day)
        peak = ", ".join(f"{count:,} {kind}" for kind, count in kinds)
    size = path.stat().st_size / 1e6
    return f"{articles:,} articles in {stories:,} stories, {events:,} events, {size:,.0f} MB\npeak day: {peak}"


def shown(name: str, one: Cost, peer: Cost) -> str:
    """One row of figures."""
    ratio = one.processor / peer.processor
    return (
        f"  {name:<18} {one.processor:6.2f} s  {one.wall:6.2f} s  {one.memory / 1e6:5.0f} MB"
        f"  {ratio:5.1f}x  {one.written / 1e3:9,.0f} kB"
    )


def measure(path: Path, times: int) -> None:
    """The peak day in every format, beside the peers."""
    began = FIRST_DAY + timedelta(days=PEAK)
    day = (f"{began:%Y-%m-%dT%H:%M:%SZ}", f"{began + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}")
    print(told(path, day))
    ours = [sys.executable, "-m", "cli", "--db", str(path)]
    stretch = ["report", "--between", *day]
    commands = {
        "sqlite3 + json": [sys.executable, "-c", PEER, str(path), *day],
        "python alone": [sys.executable, "-c", "pass"],
        "treatywatch --help": [*ours, "--help"],
        **{shape: [*ours, *stretch, "--format", shape] for shape in FORMATS},
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = costs(commands, times=times, environment=environment)
    print(f"  {'':<18} processor     clock    memory  ratio    written   ({GOAL})")
    for name, one in found.items():
        print(shown(name, one, found["sqlite3 + json"]))


def main() -> None:
    """Make the year, or find it, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path, nargs="*")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--keep", type=Path, help="where to leave the database, or find it; default: nowhere")
    chosen = parser.parse_args()
    if sys.dont_write_bytecode:
        parser.error("PYTHONDONTWRITEBYTECODE is set: every run would compile its modules anew")
    with tempfile.TemporaryDirectory() as temporary:
        path = chosen.keep or Path(temporary) / "year.db"
        if not path.exists():
            if not chosen.documents:
                parser.error("name the documents to make the year of")
            make(path, chosen.documents, chosen.articles)
        measure(path.absolute(), chosen.times)


if __name__ == "__main__":
    main()
