"""Search measured: how fast, how large: `python -m bench.search DOCS.jsonl [...] --articles N [--peers N]`.

DOCS hold articles (title, text, and perhaps language), gzipped or not. N articles are made of their sentences, each of
one language and as long as one of the documents, and written without folding, 1,000 in a transaction, into a database
with all its indexes. Queries are made of words that stand together in the documents. Peers are SQLite's own tokenizers
and a scan with LIKE over the first `--peers` of the same articles, asked for the same single words.

Paces are by the clock on the wall and, in brackets, by the processor's: the latter is what a quiet machine shows.
"""

import argparse
import gzip
import json
import random
import re
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from bench.recombined import Stock, articles, stocks
from errors import UsageError
from pipelines.words import tokens, words_of
from store import words
from store.database import open_database, open_reading, writing
from store.plan import Known
from store.query import parse
from store.search import MOST_RANKED, Order, Page, search

BATCH: Final = 1_000
BEGUN: Final = 1_700_000_000  # seconds; the first article's time
APART: Final = 30  # seconds between two articles
OUTLETS: Final = 80
QUERIES: Final = 200  # of each kind
PAGE: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]{3,}")

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds that writing the articles took, by the clock and by the processor's, and that workers' part of it took,
    which is to make the tokens."""

    wall: float
    processor: float
    workers: float


def build(db: Database, made_of: Sequence[Stock], number: int) -> Built:
    """Write so many articles as the one writer does, folding left out: story, article, marks and the tokens that
    workers have made of it, with all indexes."""
    dice = random.Random(20_241_104)
    source = articles(made_of, dice)
    wall = processor = workers = 0.0
    for first in range(1, number + 1, BATCH):
        batch = [next(source) for _ in range(min(BATCH, number + 1 - first))]
        worked = time.process_time()
        made = [words_of(title, "", text, language) for language, title, text in batch]
        workers += time.process_time() - worked
        began, worked = time.perf_counter(), time.process_time()
        with writing(db):
            for article, ((language, title, text), found) in enumerate(zip(batch, made, strict=True), first):
                outlet = f"outlet-{min(OUTLETS, int(dice.expovariate(0.05)))}"
                at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BEGUN + APART * article))
                credit = [{"agency": "strait-press", "where": "byline", "span": "(Strait Press)"}] * (article % 3 == 0)
                db.execute("INSERT INTO stories (origin, first_seen) VALUES (?, ?)", (None, at))
                db.execute(
                    """INSERT INTO articles (story, outlet, url, title, text, language, published_at, credits, relation,
                    exact, first_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    (article, outlet, f"https://{outlet}.example/2026/11/{article}", title, text, language, at,
                     json.dumps(credit), "edited" if article % 7 == 0 else "origin", article * 7_919, at),
                )  # fmt: skip
                words.index(db, article, found)
        wall += time.perf_counter() - began
        processor += time.process_time() - worked
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Built(wall, processor, workers)


def queries(documents: Sequence[Line], dice: random.Random) -> dict[str, list[str]]:
    """Queries of each kind, of words that stand in one document."""
    made: dict[str, list[str]] = defaultdict(list)
    while len(made["phrase"]) < QUERIES:
        document = dice.choice(documents)
        found = [word for word in _WORD.findall(str(document.get("text"))) if tokens(word)]
        if len(found) < 20:
            continue
        place = dice.randrange(len(found) - 1)
        one, next_one, other, third = found[place], found[place + 1], dice.choice(found), dice.choice(found)
        kinds = {
            "word": one,
            "two words": f"{one} {other}",
            "phrase": f'"{one} {next_one}"',
            "either, not": f"({one} OR {other}) -{third}",
            "near": f"{one} NEAR/8 {other}",
            "language": f"{one} language:{document.get('language') or 'en'}",
            "outlet, since": f"{one} outlet:outlet-{dice.randrange(20)} since:2024-01-01",
            "headline": f"title:{one}",
        }
        try:
            for query in kinds.values():
                parse(query)
        except UsageError:
            continue
        for kind, query in kinds.items():
            made[kind].append(query)
    return dict(made)


def p(share: float, seconds: Sequence[float]) -> float:
    """A percentile, in milliseconds."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))] * 1_000


def timed(connection: sqlite3.Connection, sql: str, *values: str | int) -> float:
    """Seconds that a statement takes, with its rows."""
    began = time.perf_counter()
    connection.execute(sql, values).fetchall()
    return time.perf_counter() - began


def line(name: str, seconds: Sequence[float], note: str = "", processor: Sequence[float] = ()) -> None:
    """One row of figures."""
    print(f"  {name:<16} p50 {p(0.5, seconds):8.2f}  p95 {p(0.95, seconds):8.2f} ms", end="")
    print(f" ({p(0.5, processor):.2f}, {p(0.95, processor):.2f})" if processor else "", end="")
    print(f"  of {len(seconds)}{note}")


def timed_line(name: str, taken: Sequence[tuple[float, float, Page]], note: str = "") -> None:
    """One row of figures, by the clock and by the processor's."""
    line(name, [wall for wall, _, _ in taken], note, [processor for _, processor, _ in taken])


def known(db: Database) -> Known:
    """What the queries of this bench may name; times are UTC days."""

    def first_at(at: str) -> int:
        row = db.execute("SELECT id FROM articles WHERE first_seen >= ? ORDER BY first_seen, id LIMIT 1", (at,))
        return int((row.fetchone() or (1 << 60,))[0])

    outlets = {f"outlet-{n}": "" for n in range(OUTLETS + 1)}
    return Known(outlets, {"strait-press"}, lambda text: text, first_at, languages=words.languages(db))


def measure(path: Path, asked: Mapping[str, Sequence[str]], number: int) -> None:
    """Ask the database at `path`."""
    db = open_reading(path)
    names = known(db)

    def ask(query: str, order: Order = Order.SEEN) -> tuple[float, float, Page]:
        began, worked = time.perf_counter(), time.process_time()
        page = search(db, parse(query).root, names, limit=PAGE, order=order)
        return time.perf_counter() - began, time.process_time() - worked, page

    for queries_of_kind in asked.values():
        for query in queries_of_kind[:3]:
            ask(query)
    print(f"newest {PAGE}, parsed, found, with highlighted snippets")
    everything: list[tuple[float, float, Page]] = []
    for kind, listed in asked.items():
        taken = [ask(query) for query in listed]
        everything += taken
        timed_line(kind, taken)
    timed_line("all", everything)

    print(f"ranked, {PAGE} best")
    ranked = [ask(query, Order.BEST) for kind in ("word", "two words", "phrase", "language") for query in asked[kind]]
    timed_line(f"to {MOST_RANKED:,}", [taken for taken in ranked if not taken[2].cut])
    if many := [taken for taken in ranked if taken[2].cut]:
        timed_line("beyond", many, " (the newest of them ranked)")

    print(f"since a day, {PAGE} newest")
    dice = random.Random(4)
    days = [
        time.strftime("since:%Y-%m-%d", time.gmtime(BEGUN + dice.randrange(APART * number))) for _ in range(QUERIES)
    ]
    timed_line("since", [ask(query) for query in days])
    db.close()


def sizes(path: Path, text: int) -> None:
    """Bytes on disk of the articles and of the search index, over the bytes of headlines and texts."""
    with sqlite3.connect(path) as connection:
        rows = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    connection.close()
    kept = rows["articles"]
    index = sum(size for name, size in rows.items() if name.startswith("article_words"))
    orders = sum(rows[f"articles_by_{name}"] for name in ("first_seen", "date", "relation"))
    print(f"articles {kept / text:.2f}, words {index / text:.2f}, orders {orders / text:.2f}: ", end="")
    print(f"{(kept + index + orders) / text:.2f} times the text of {text / 1e6:,.0f} MB")


def peers(path: Path, number: int, asked: Sequence[str], folder: Path) -> None:
    """SQLite's own tokenizers and LIKE on the same articles and words."""
    source = sqlite3.connect(path)
    made = sqlite3.connect(folder / "peers.db", isolation_level=None)
    rows = source.execute("SELECT id, title, text FROM articles WHERE id <= ? ORDER BY id", (number,)).fetchall()
    text = sum(len(title.encode()) + len(body.encode()) for _, title, body in rows)
    print(f"peers, {len(rows):,} articles, newest {PAGE} of a word, numbers only")
    for tokenizer in ("unicode61", "trigram"):
        began = time.process_time()
        made.execute(f"CREATE VIRTUAL TABLE {tokenizer} USING fts5(title, body, content='', tokenize='{tokenizer}')")
        for first in range(0, len(rows), BATCH):
            made.execute("BEGIN")
            made.executemany(
                f"INSERT INTO {tokenizer} (rowid, title, body) VALUES (?, ?, ?)", rows[first : first + BATCH]
            )
            made.execute("COMMIT")
        pace = len(rows) / (time.process_time() - began)
        size = made.execute(f"SELECT sum(length(block)) FROM {tokenizer}_data").fetchone()[0]
        sql = f"SELECT rowid FROM {tokenizer} WHERE {tokenizer} MATCH ? ORDER BY rowid DESC LIMIT {PAGE}"
        taken = [timed(made, sql, f'"{word}"') for word in asked]
        line(tokenizer, taken, f"; {pace:,.0f} rows/s, index {size / text:.2f} times the text")
    like = f"SELECT id FROM articles WHERE id <= ? AND text LIKE ? ORDER BY id DESC LIMIT {PAGE}"
    line("LIKE", [timed(source, like, number, f"%{word}%") for word in asked])
    source.close()
    made.close()


def load(path: Path) -> list[Line]:
    """The documents of a file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(text) for text in data.splitlines()]


def main() -> None:
    """Build, measure, compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--peers", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="where to leave the database, or find it; default: nowhere")
    told = parser.parse_args()
    documents = [document for path in told.documents for document in load(path)]
    asked = queries(documents, random.Random(7))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = told.keep or folder / "search.db"
        if not path.exists():
            db = open_database(path)
            built = build(db, stocks(documents), told.articles)
            db.close()
            print(f"{told.articles:,} articles written", end=": ")
            print(f"{told.articles / built.wall:,.0f} rows/s ({told.articles / built.processor:,.0f}), ", end="")
            print(f"beside it workers make the tokens: {told.articles / built.workers:,.0f} rows/s each")
        with sqlite3.connect(path) as connection:
            text = "coalesce(sum(length(CAST(title AS BLOB)) + length(CAST(text AS BLOB))), 0)"
            size, number = connection.execute(f"SELECT {text}, count(*) FROM articles").fetchone()
        connection.close()
        sizes(path, size)
        measure(path, asked, number)
        peers(path, min(told.peers, number), [query for query in asked["word"] if len(query) > 2][:50], folder)


if __name__ == "__main__":
    main()
