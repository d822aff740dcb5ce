"""Kill -9 a process at every SQL statement of one crawl's worth of store calls, go on, and compare with one that lived.

    python -m bench.killing --sample 40         # or without, at every statement

The work is what a small crawl asks of `store`: a run begins, a feed brings leads, pages are read, kept, folded, refused
and asked again, the run ends. Each time a child of this process does it and kills itself before statement N; then the
work is done again as the next crawl would, and the articles, stories, leads and told events must be those of a run that
nobody killed. Prints kills, losses and doubles; exits with 1 if there is any.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from config import Config, load
from pipelines.reading import Reader
from records import Article, Lead, LeadState, Reading, Via
from store import leads, revisits, runs, sources
from store.articles import Outcome, Visit, keep
from store.database import open_database, writing
from store.leads import Finding

ROOT = Path(__file__).resolve().parent.parent
FIRST, AGAIN = "2026-11-09T12:00:00Z", "2026-11-10T12:00:00Z"
FEED = "https://lantern.example/rss"
SEED = 20241109
WORDS = ("harbour", "bridge", "minister", "river", "winter", "council", "ferry", "tower", "signal", "canal", "cargo")


@dataclass(frozen=True, slots=True)
class Kills:
    """How often the work was killed, and what differed afterwards."""

    statements: int
    kills: int
    faults: tuple[str, ...]


def readings(config: Config) -> list[Reading]:
    """Six articles: two wires, a copy of each, and two that stand alone."""
    reader, dice = Reader(tuple(config.agencies.values()), config.topics), random.Random(SEED)
    texts = [" ".join(dice.choice(WORDS) + str(dice.randrange(99)) for _ in range(90)) for _ in range(4)]
    chosen = [texts[0], texts[1], texts[0], f"{texts[1]} and so they went home", texts[2], texts[3]]
    return [
        reader.assess(Article(f"https://site{n}.example/{n}", f"Headline {n}", text, language="en"))
        for n, text in enumerate(chosen)
    ]


def crawl(db: Database, read: Sequence[Reading], config: Config) -> None:
    """One crawl's worth of store calls, as the stages and the spider make them; what is done already is passed over."""
    with writing(db):
        run = runs.begin(db, "watch", "", FIRST)
        sources.parked_hosts(db, FIRST)
    found = tuple(Lead(one.article.url, f"site{n}", FEED, Via.FEED) for n, one in enumerate(read))
    gone = Lead("https://lantern.example/off", "lantern", FEED, Via.FEED)
    with writing(db):
        leads.record_finding(db, Finding(FEED, "lantern", Via.FEED, (*found, gone), etag="1"), FIRST)
    with writing(db):
        sources.record_reading(db, FEED, "lantern", "feed", (), FIRST)
    pages = {one.article.url: one for one in read}
    for lead in leads.open_leads(db, FIRST):
        with writing(db):
            refused = leads.begin_reading(db, lead.id)
        with writing(db):
            if refused or lead.url not in pages:
                leads.end_lead(db, lead.id, LeadState.OFF_TOPIC, "off topic", FIRST)
                continue
            kept = keep(db, pages[lead.url], lead.outlet, Visit(FIRST, run), config)
            state = LeadState.DUPLICATE if kept.outcome is Outcome.DUPLICATE else LeadState.KEPT
            leads.end_lead(db, lead.id, state, kept.outcome, FIRST, article=kept.article)
    for due in revisits.due_articles(db, AGAIN, config):
        with writing(db):
            revisits.read_again(db, due.article, pages[due.lead.url], Visit(AGAIN, run), config)
    with writing(db):
        runs.end(db, run, finish="finished", ok=True, counts={}, not_taken={}, asked=(), config=config, at=AGAIN)


def state(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """What must be the same however often the work was cut short. Numbers may differ: a page that was touched once
    comes last the next time."""
    asked = {
        "articles": "SELECT url, title, text, state, present_at FROM articles ORDER BY url",
        "stories": """SELECT group_concat(url) FROM (SELECT story, url FROM articles ORDER BY url)
            GROUP BY story ORDER BY 1""",
        "leads": "SELECT leads.url, leads.state, a.url FROM leads LEFT JOIN articles AS a ON a.id = article ORDER BY 1",
        "events": """SELECT a.url, count(*) FROM events JOIN articles AS a ON a.id = article
            WHERE kind IN ('new story', 'new carrier') GROUP BY a.url ORDER BY 1""",
        "exemplars": "SELECT count(*) FROM exemplars WHERE story <> (SELECT story FROM articles WHERE id = article)",
        "words": "SELECT count(*) FROM article_words WHERE article_words MATCH 'headline'",
        "runs": "SELECT count(*) FROM runs WHERE ok",
        "file": "PRAGMA integrity_check",
    }
    return {name: db.execute(sql).fetchall() for name, sql in asked.items()}


def _child(path: Path, read: Sequence[Reading], config: Config, last: int) -> int:
    """The work in a process of its own, killed before statement `last` (0: never); returns how many there were."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        os.waitpid(pid, 0)
        with os.fdopen(reader) as told:
            return int(told.read() or 0)
    counted = 0

    def statement(_: str) -> None:
        nonlocal counted
        counted += 1
        if counted == last:
            os.kill(os.getpid(), signal.SIGKILL)

    db = open_database(path)
    db.conn.set_trace_callback(statement)
    crawl(db, read, config)
    db.close()
    os.write(writer, str(counted).encode())
    os._exit(0)


def kill_at_every_statement(folder: Path, sample: int = 0) -> Kills:
    """Kill the work at `sample` statements, the same at each call, or at all of them; `folder` is scratch."""
    config = load(ROOT / "demo" / "treatywatch.toml", environment={})
    read, empty = readings(config), folder / "empty.db"
    open_database(empty).close()
    shutil.copyfile(empty, folder / "whole.db")
    statements = _child(folder / "whole.db", read, config, 0)
    with closing(open_database(folder / "whole.db").conn) as connection:
        wanted = state(Database(connection))
    moments = range(1, statements + 1)
    chosen = sorted(random.Random(SEED).sample(moments, sample)) if 0 < sample < statements else moments
    faults: list[str] = []
    for moment in chosen:
        path = folder / f"killed-{moment}.db"
        shutil.copyfile(empty, path)
        if _child(path, read, config, moment):
            faults.append(f"statement {moment}: was not killed")
        with closing(open_database(path).conn) as connection:
            db = Database(connection)
            crawl(db, read, config)
            got = state(db)
        faults += [f"statement {moment}: {name} differ" for name in wanted if got[name] != wanted[name]]
        for leftover in folder.glob(f"{path.name}*"):
            leftover.unlink()
    return Kills(statements, len(chosen), tuple(faults))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="so many statements; 0: every one")
    with tempfile.TemporaryDirectory() as folder:
        done = kill_at_every_statement(Path(folder), parser.parse_args().sample)
    print(f"killed at {done.kills:,} of {done.statements:,} statements: {len(done.faults)} lost or doubled")
    for fault in done.faults:
        print(fault)
    sys.exit(bool(done.faults))


if __name__ == "__main__":
    main()
