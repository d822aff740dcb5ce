"""rejudge: today's topics on everything that is kept, without one request."""

import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

import click
from sqlite_utils import Database

from commands.context import App, pass_app
from commands.lines import with_progress
from commands.output import format_options, show
from config import Topic
from config.topic import version
from errors import StoreError, WorkerError
from pipelines.gate import Gate
from pipelines.judge import Judge
from pipelines.workers import Workers
from records import Verdict
from store import rejudging, reopening
from store.database import now, writing
from store.rejudging import Change, Kept
from store.verdicts import Moved

BATCH = 50  # articles that a worker judges at a time: what passes through a pipe costs as much as judging one
TRANSACTION = 500  # articles written at once: a crawl beside us waits no longer than that takes
DEADLINE_SECONDS = 300.0  # for one batch; a book of an article takes a second


@click.command()
@click.option("--apply", "apply", is_flag=True, help="Do it. Without this, only what would move is told.")
@click.option(
    "--fetch-again",
    type=click.Choice(["named", "all"]),
    flag_value="named",
    is_flag=False,
    help="Let the next crawl fetch what an earlier topic refused: what names today's, or all of it.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0, 1_000_000), help="List so many moves.")
@click.option(
    "--workers",
    default=os.cpu_count() or 1,
    show_default="all cores",
    type=click.IntRange(1, 64),
    help="Processes that judge at once.",
)
@format_options
@pass_app
def rejudge(app: App, apply: bool, fetch_again: str | None, limit: int, workers: int, shape: str | None) -> None:
    """Judge everything that is kept by today's topics, and tell what moves in and out. Nothing is fetched.

    Nothing is written without --apply, and no article is ever deleted: one that falls out is marked, told in the next
    report, and left out of searches (`search level:off,passing` finds it). What you said yourself stays. It can be
    stopped at any time and started again.
    """
    db = app.writing() if apply or fetch_again else app.reading()
    with closing(db), tempfile.TemporaryFile() as spool:
        found = _judge_all(app, db, workers, spool)
        moves = found.moves if limit == 0 or shape else found.moves[:limit]
        if limit or shape:
            show(
                moves, ("id", "was", "now", "outlet", "language", "title"), shape, empty="no article changes its level"
            )
        for line in _in_words(found, len(moves), apply=apply):
            click.echo(line, err=True)
        if apply:
            click.echo(f"{_apply(app, db, spool, found.changed):,} articles written", err=True)
        _leads(app, db, fetch_again)


@dataclass
class _Found:
    """What judging anew says of everything: the articles whose level changes as rows, and counts."""

    moves: list[dict[str, Any]]
    counts: Counter[str]
    judged: int = 0
    changed: int = 0


def set_up_judging(topics: Sequence[Topic]) -> Callable[[Sequence[Kept]], list[tuple[Verdict, ...]]]:
    """What a worker of `treatywatch rejudge` runs: some articles -> the verdicts on each."""
    judges = [Judge(topic) for topic in topics]
    return lambda batch: [
        tuple(
            judge.judge(kept.title, kept.standfirst, kept.text, kept.language, published=kept.published)
            for judge in judges
        )
        for kept in batch
    ]


def _judge_all(app: App, db: Database, workers: int, spool: IO[bytes]) -> _Found:
    """Judge everything and compare; what differs from what is stored goes to a file, for `_apply`."""
    found = _Found([], Counter())
    topics = app.config.topics
    pool: Workers[list[Kept], list[tuple[Verdict, ...]]] = Workers(
        set_up_judging, topics, count=workers, deadline_seconds=DEADLINE_SECONDS, preload=()
    )
    total = rejudging.count(db)
    try:
        for change in with_progress(_changes(app, db, pool, found), "judging", total):
            if change is None:
                continue
            pickle.dump(change, spool)
            found.changed += 1
            if change.moved.level_changed:
                found.counts[_direction(change.moved)] += 1
                found.moves.append(_row(change))
    finally:
        pool.close()
    return found


def _changes(
    app: App, db: Database, pool: Workers[list[Kept], list[tuple[Verdict, ...]]], found: _Found
) -> Iterator[Change | None]:
    """For each article what would change of it, None where nothing would."""
    everything = rejudging.everything(db)
    batches = iter(lambda: list(islice(everything, BATCH)), [])
    waiting: list[list[Kept]] = []

    def jobs() -> Iterator[list[Kept]]:
        for batch in batches:
            waiting.append(batch)
            yield batch

    for answer in pool.map(jobs()):
        batch = waiting.pop(0)
        if isinstance(answer, WorkerError):
            raise StoreError(f"articles {batch[0].id} to {batch[-1].id}", f"cannot be judged: {answer.problem}")
        for kept, verdicts in zip(batch, answer, strict=True):
            found.judged += 1
            yield rejudging.change(db, kept, verdicts, app.config)


def _direction(moved: Moved) -> str:
    if moved.now.relevant and not moved.was.relevant:
        return "in"
    return "out" if moved.was.relevant and not moved.now.relevant else "within"


def _row(change: Change) -> dict[str, Any]:
    moved = change.moved
    return {
        "id": change.article,
        "was": str(moved.was.level),
        "now": str(moved.now.level),
        "topic": moved.now.topic if moved.now.relevant else "",
        "was_score": moved.was.score,
        "score": moved.now.score,
        "outlet": change.outlet,
        "language": change.language,
        "title": change.title,
    }


def _in_words(found: _Found, listed: int, *, apply: bool) -> Iterator[str]:
    told = sum(found.counts.values())
    if listed < told:
        yield f"... and {told - listed:,} more: --limit {told}"
    would = "" if apply else "would "
    yield (
        f"{found.judged:,} articles judged: {found.counts['in']:,} {would}move in, {found.counts['out']:,} out, "
        f"{found.counts['within']:,} between about and related or off and passing; "
        f"{found.changed - told:,} change their score or names only"
    )
    if found.changed and not apply:
        yield "nothing was written: `treatywatch rejudge --apply` does it"


def _apply(app: App, db: Database, spool: IO[bytes], changed: int) -> int:
    """Write what changed, some at a time. An article whose text changed meanwhile was judged with its new text."""
    spool.seek(0)
    written = 0
    progress = iter(with_progress(range(changed), "writing", changed))
    while some := list(islice(progress, TRANSACTION)):
        with writing(db):
            for _ in some:
                written += rejudging.apply(db, pickle.load(spool), now(), app.config)
    return written


def _leads(app: App, db: Database, fetch_again: str | None) -> None:
    """Say which refused leads today's topics could go back for, and reopen them where told to."""
    gate = Gate(app.config.topics)
    refused = reopening.refused(db, gate.version, version(app.config.topics), gate.passes)
    if fetch_again is None:
        if refused.leads:
            click.echo(
                f"{len(refused.leads):,} pages were refused by an earlier topic; the title, summary or address of "
                f"{len(refused.naming):,} names today's: `--fetch-again` lets the next crawl fetch these, "
                "`--fetch-again all` every one",
                err=True,
            )
        return
    chosen = refused.naming if fetch_again == "named" else refused.leads
    with writing(db):
        count = reopening.reopen(db, chosen)
    click.echo(f"{count:,} {'page is' if count == 1 else 'pages are'} fetched again by the next crawl", err=True)
