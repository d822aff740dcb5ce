"""What is promised of a hostile world, counted: kills, what was lost or doubled, what broke what reads the network.

    python -m bench.reliability           # what CI holds, in about two minutes
    python -m bench.reliability --all     # before a release: hours

    random kills     kill -9 of the whole tree of a crawl on the demo press, at random moments; then one crawl that
                     lives, and the press's own list as the oracle
    statement kills  kill -9 before an SQL statement of one crawl's worth of store calls (bench/killing.py)
    fuzz             damaged feeds, sitemaps, pages and robots.txt: errors that nobody catches, and the slowest
    escaping         strings made of what means something in HTML and Markdown, in every place of a report: what a
                     parser finds that the renderer did not write

Peak memory with all bombs at once, forbidden addresses and the soak are held by the tests of their rows.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from protego import Protego

from bench.killing import kill_at_every_statement
from crawler.feeds import read_feed
from crawler.sitemaps import read_sitemap
from demo.oracle import differences
from demo.press import open_press
from errors import FeedError
from pipelines.extract import extract_page
from reports.render import FORMATS
from tests.inert import assert_no_markdown_came_out, assert_nothing_came_out
from tests.report_samples import HOSTILE, hostile_digest
from tests.watching import Watch

SEED = 20241109
SLOWEST_SECONDS = 2.0  # of what nobody may make us read for longer
PIECES = (
    "<",
    ">",
    "&",
    '"',
    "'",
    "`",
    "|",
    "*",
    "_",
    "](http://x)",
    "<script>",
    "javascript:",
    "\n",
    "#",
    "=",
    "\x1b[2J",
    "a",
)


def random_kills(count: int) -> str:
    """Kill crawls of both days of the demo press, three a day, each day followed by one that lives."""
    dice, killed, faults = random.Random(SEED), 0, []
    while killed < count:
        with tempfile.TemporaryDirectory() as folder, open_press(delay=0.01) as press:
            watch = Watch(Path(folder), press.url)
            for day in (1, 2):
                press.set_day(day)
                for _ in range(3):
                    crawl = watch.start("crawl", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    time.sleep(dice.uniform(0.8, 3.5))
                    killed += crawl.poll() is None
                    os.killpg(crawl.pid, signal.SIGKILL)
                    crawl.wait()
                watch.run("crawl")
            faults += differences(press.truth(), watch.rows(), watch.report(), days=[1, 2])
    return f"random kills: {killed:,}, lost or doubled: {len(faults)}"


def damaged(body: bytes, dice: random.Random) -> bytes:
    """A document with some bytes changed, a piece taken out or repeated, or its end cut off."""
    broken = bytearray(body)
    for _ in range(dice.randint(1, 30)):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    at, length = dice.randrange(len(broken)), dice.randint(1, 200)
    how = dice.randrange(3)
    if how == 0:
        del broken[at : at + length]
    elif how == 1:
        broken[at:at] = broken[at : at + length] * dice.randint(1, 50)
    else:
        del broken[at:]
    return bytes(broken)


def fuzzed(name: str, count: int, sample: bytes, read: Callable[[bytes], object]) -> str:
    """Read damaged copies of a document; FeedError is an answer, anything else is not."""
    dice, uncaught, slowest = random.Random(SEED), 0, 0.0
    for _ in range(count):
        body = damaged(sample, dice)
        began = time.process_time()
        try:
            read(body)
        except FeedError:
            pass
        except Exception as error:  # noqa: BLE001  (what nobody caught is what is counted)
            uncaught += 1
            print(f"  {name}: {error!r}", file=sys.stderr)
        slowest = max(slowest, time.process_time() - began)
    late = "" if slowest <= SLOWEST_SECONDS else " (too slow)"
    return f"fuzzed {name}: {count:,}, uncaught errors: {uncaught}, slowest {slowest:.2f} s{late}"


def documents() -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    """A sound document of each kind, and what reads it."""
    items = "".join(f"<item><title>T {n}</title><link>http://x.example/{n}</link></item>" for n in range(20))
    places = "".join(f"<url><loc>http://x.example/{n}</loc><lastmod>2026-11-09</lastmod></url>" for n in range(20))
    words = "".join(
        f"<p>Sentence {n} of the article, which says something of its own at some length.</p>" for n in range(20)
    )
    rules = "User-agent: *\nDisallow: /a*b*c$\nCrawl-delay: 2\nAllow: /x\nSitemap: http://x.example/s.xml\n" * 9
    return {
        "feeds": (
            f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode(),
            lambda body: read_feed(body, "http://x.example/f", "x", limit=100),
        ),
        "sitemaps": (
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode(),
            lambda body: read_sitemap(body, "http://x.example/s", "x", limit=100, children=5),
        ),
        "pages": (
            f"<html><head><title>T</title></head><body><article><h1>T</h1>{words}</article></body></html>".encode(),
            lambda body: extract_page(body, "http://x.example/1"),
        ),
        "robots": (
            rules.encode(),
            lambda body: Protego.parse(body.decode("utf-8", "replace")).can_fetch(
                "http://x.example/aabbc", "treatywatch"
            ),
        ),
    }


def escaped(count: int) -> str:
    """Tell reports of hostile strings in HTML and Markdown, and look for what came out."""
    dice, came_out = random.Random(SEED), 0
    for _ in range(count):
        text = "".join(dice.choice((*PIECES, *HOSTILE)) for _ in range(dice.randint(1, 8)))
        made = hostile_digest(text, "https://x.example/1")
        try:
            assert_nothing_came_out(FORMATS["html"](made, zone="UTC"))
            assert_no_markdown_came_out(FORMATS["markdown"](made, zone="UTC"))
        except AssertionError:
            came_out += 1
            print(f"  came out: {text!r}", file=sys.stderr)
    return f"escaped strings: {count:,}, markup that came out: {came_out}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="the column by hand, before a release")
    everything = parser.parse_args().all
    with tempfile.TemporaryDirectory() as folder:
        done = kill_at_every_statement(Path(folder), 0 if everything else 60)
    print(f"statement kills: {done.kills:,} of {done.statements:,}, lost or doubled: {len(done.faults)}", flush=True)
    for name, (sample, read) in documents().items():
        count = (10_000 if name in ("feeds", "pages") else 2_000) if everything else 300
        print(fuzzed(name, count, sample, read), flush=True)
    print(escaped(100_000 if everything else 1_000), flush=True)
    print(random_kills(200 if everything else 20), flush=True)


if __name__ == "__main__":
    main()
