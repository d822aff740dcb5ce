"""A whole crawl over real pages: how many are kept, why the others are not, and at what pace.

    python -m bench.crawling FOLDER [--again]

FOLDER holds gold.jsonl (as for `bench.extraction`) and the pages it names. They are served on loopback under their own
host names, with feeds and news sitemaps made from the gold (see `tests/real_press.py`), and crawled with
`treatywatch crawl --no-judge`. The time is the command's own, from start to exit. `--again` crawls a second time: each
kept page is asked for again and read again, and what is then called edited is a fault, since the bytes are the same.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.real_press import GoldPage, open_real_press, read_gold, write_watch
from tests.watching import Watch


def timed_crawl(watch: Watch) -> float:
    """Seconds that one crawl takes, start-up included."""
    before = time.perf_counter()
    watch.run("crawl", "--no-judge")
    return time.perf_counter() - before


def ends(watch: Watch) -> list[tuple[str, str, int]]:
    """(state, reason, pages) of all leads, the most frequent first."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT state, CASE state WHEN 'kept' THEN '' ELSE reason END, count(*) FROM leads "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        ).fetchall()


def not_kept(watch: Watch, pages: Sequence[GoldPage]) -> list[str]:
    """A line for each page that was not kept: its id and why."""
    ids = {page.url: page.record["id"] for page in pages}
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT url, state, reason FROM leads WHERE state <> 'kept' ORDER BY id").fetchall()
    return [f"{ids.get(url, url)}\t{state}\t{reason}" for url, state, reason in rows]


def events(watch: Watch, kind: str) -> int:
    """How many events of a kind were told."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT count(*) FROM events WHERE kind = ?", (kind,)).fetchone()[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.crawling", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--again", action="store_true", help="crawl a second time, and count what is called edited")
    chosen = parser.parse_args(arguments)
    pages = read_gold(chosen.folder)
    with tempfile.TemporaryDirectory() as name, open_real_press(pages) as press:
        watch = Watch(Path(name), press.url, write_watch(pages, Path(name)))
        seconds = timed_crawl(watch)
        hosts = len({page.host for page in pages})
        print(f"{len(pages)} pages of {hosts} hosts: {seconds:.1f} s, {len(pages) / seconds:.1f} pages/s")
        for state, reason, count in ends(watch):
            print(f"{count:6,}  {state}{': ' if reason else ''}{reason}")
        for line in not_kept(watch, pages):
            print(f"        {line}")
        if chosen.again:
            seconds = timed_crawl(watch)
            print(f"again: {seconds:.1f} s, {events(watch, 'edited')} called edited")
    return 0


if __name__ == "__main__":
    sys.exit(main())
