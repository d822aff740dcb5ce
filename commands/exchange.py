"""import and export: articles into the database and out of it."""

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from commands.context import App, pass_app
from commands.lines import Line, count_lines, read_lines, with_progress
from commands.output import write_csv, write_lines
from config import Config
from crawler.launch import Exit
from errors import StoreError, UsageError, WorkerError
from pipelines.clean import clean_block, clean_text
from pipelines.dates import read_date
from pipelines.language import language_of
from pipelines.reading import set_up_assessing
from pipelines.workers import Workers
from records import Article, Reading
from store import answers, articles, refs, revisits
from store.articles import Outcome, Visit
from store.database import now, writing


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--no-judge", is_flag=True, help="Keep every article, on the topic or not.")
@click.option("--workers", default=os.cpu_count() or 1, show_default="all cores", type=click.IntRange(1, 64))
@pass_app
def import_(app: App, file: Path, no_judge: bool, workers: int) -> None:
    """Take articles from elsewhere: lines {"id", "url", "outlet", "title", "text", "published_at" or "date"}.

    They are judged, folded and kept in the order of the file, each decided on arrival. An id that was imported before
    is passed over, so that an import that was cut short can be started again.
    """
    pool: Workers[Article, Reading] = Workers(
        set_up_assessing,
        tuple(app.config.agencies.values()),
        app.config.topic,
        count=workers,
        name_of=lambda article: article.url,
    )
    counts: Counter[str] = Counter()
    db = app.writing()
    try:
        for outcome in with_progress(
            _imported(db, app.config, pool, read_lines(file), judged=not no_judge), "importing", count_lines(file)
        ):
            counts[outcome] += 1
    finally:
        pool.close()
        db.close()
    for name, number in sorted(counts.items()):
        click.echo(f"{number:>7,}  {name}")
    sys.exit(Exit.FAILED if counts["unusable"] else Exit.WELL)


def _imported(
    db: Database, config: Config, pool: Workers[Article, Reading], lines: Iterable[Line], *, judged: bool
) -> Iterator[str]:
    """What became of each line. Workers judge and fingerprint ahead; keeping is in the order of the file."""
    waiting: list[tuple[Line, Article | None]] = []

    def jobs() -> Iterator[Article]:
        for line in lines:
            article = _article(line)
            waiting.append((line, article))
            if article:
                yield article

    for reading in pool.map(jobs()):
        while waiting[0][1] is None:
            yield _unusable(waiting.pop(0)[0])
        line, _ = waiting.pop(0)
        if isinstance(reading, WorkerError):
            click.echo(str(reading), err=True)
            yield "unusable"
            continue
        with writing(db):
            outcome = _keep(db, config, line, reading, judged=judged)
        yield outcome
    for line, _ in waiting:
        yield _unusable(line)


def _keep(db: Database, config: Config, line: Line, reading: Reading, *, judged: bool) -> str:
    ref = line.text("id")
    if ref and refs.known(db, ref):
        return "imported before"
    if judged and not reading.verdict.relevant:
        return f"not kept: {reading.verdict.level} topic"
    visit = Visit(now(), fetched=False)
    have = articles.known_article(db, reading.article.url)
    if have is None:
        kept = articles.keep(db, reading, line.text("outlet") or "unknown", visit, config)
        number, outcome = kept.article, str(kept.outcome)
    else:
        number = have
        revised = revisits.revise(db, have, reading, visit, config)
        outcome = "another text of a known address" if revised else str(Outcome.DUPLICATE)
    if ref:
        refs.record(db, ref, number)
    return outcome


def _article(line: Line) -> Article | None:
    title, text = clean_text(line.text("title")), clean_block(line.text("text"))
    if line.problem or not (title or text):
        return None
    url = line.text("url") or f"urn:import:{line.text('id') or line.number}"
    language = line.text("language") or language_of(f"{title}\n{text}", "")
    raw = line.text("published_at") or line.text("date")
    authors = line.fields.get("authors")
    return Article(
        url=url,
        title=title,
        text=text,
        standfirst=clean_text(line.text("standfirst")),
        authors=tuple(map(str, authors)) if isinstance(authors, list) else (),
        published=read_date(raw, languages=(language,)) if raw else None,
        language=language,
    )


def _unusable(line: Line) -> str:
    click.echo(line.problem or f"line {line.number}: neither a title nor a text", err=True)
    return "unusable"


@click.command()
@click.option("--format", "shape", type=click.Choice(["csv", "jsonl", "sqlite"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; needed for sqlite.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, formulas too.")
@pass_app
def export(app: App, shape: str, output: Path | None, raw: bool) -> None:
    """All articles with their stories: one line for each imported id, and for each article without one."""
    rows = answers.export(app.reading())
    if shape == "sqlite":
        _export_sqlite(rows, output)
        return
    if output:
        with output.open("w", encoding="utf-8", newline="") as stream:
            sys.stdout = stream
            try:
                _write(rows, shape, raw=raw)
            finally:
                sys.stdout = sys.__stdout__
        return
    _write(rows, shape, raw=raw)


def _write(rows: Iterable[dict[str, Any]], shape: str, *, raw: bool) -> None:
    if shape == "csv":
        write_csv(rows, raw=raw)
    else:
        write_lines(rows)


def _export_sqlite(rows: Iterable[dict[str, Any]], output: Path | None) -> None:
    if output is None:
        raise UsageError("--format sqlite", "needs a file to write", "add --output FILE.db")
    if output.exists():
        raise UsageError(str(output), "exists already", "name a file that does not")
    try:
        target = Database(str(output))
        target.table("articles").insert_all(rows)
        target.close()
    except sqlite3.Error as error:
        raise StoreError(str(output), f"cannot be written ({error})") from error
