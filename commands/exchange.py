"""import and export: articles into the database and out of it."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import click
from sqlite_utils import Database

from commands import bundling
from commands.context import App, pass_app
from commands.lines import Line, answered, count_lines, read_lines, with_progress
from commands.output import write_csv, write_lines
from config import Agency, Config, Topic
from errors import Exit, UsageError, WorkerError
from pipelines.authors import at_most
from pipelines.clean import clean_block, clean_text
from pipelines.dates import read_date
from pipelines.doubts import doubted
from pipelines.language import language_of
from pipelines.reading import Reader
from pipelines.workers import Workers
from records import Article, Reading
from store import answers, articles, copies, refs, revisits, verdicts
from store.articles import Outcome, Visit
from store.database import now, writing


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--no-judge", is_flag=True, help="Keep every article, on the topic or not.")
@click.option(
    "--workers",
    default=os.cpu_count() or 1,
    show_default="all cores",
    type=click.IntRange(1, 64),
    help="Processes that read at once.",
)
@pass_app
def import_(app: App, file: Path, no_judge: bool, workers: int) -> None:
    """Take articles from elsewhere: lines {"id", "url", "outlet", "title", "text", "published_at" or "date"}.

    They are judged, folded and kept in the order of the file, each decided on arrival. An id that was imported before
    is passed over, so that an import that was cut short can be started again.
    """
    pool: Workers[Line, Reading] = Workers(
        set_up_importing,
        tuple(app.config.agencies.values()),
        app.config.topics,
        app.config.founded,
        now(),
        count=workers,
        name_of=lambda line: line.text("url") or f"line {line.number}",
    )
    counts: Counter[str] = Counter()
    db = app.writing()
    try:
        outcomes = _imported(db, app.config, pool, read_lines(file), judged=not no_judge)
        for outcome in with_progress(outcomes, "importing", count_lines(file)):
            counts[outcome] += 1
    finally:
        pool.close()
        db.close()
    for name, number in sorted(counts.items()):
        click.echo(f"{number:>7,}  {name}")
    sys.exit(Exit.FAILED if counts["unusable"] else Exit.WELL)


def set_up_importing(
    agencies: Sequence[Agency], topics: Sequence[Topic], founded: Mapping[str, str], at: str
) -> Callable[[Line], Reading]:
    """What a worker of `treatywatch import` runs: line -> reading. `at` is when the import began."""
    reader = Reader(agencies, topics)
    return lambda line: reader.assess(_article(line, at, founded.get(line.text("outlet"), "")))


def _imported(
    db: Database, config: Config, pool: Workers[Line, Reading], lines: Iterable[Line], *, judged: bool
) -> Iterator[str]:
    """What became of each line. Workers clean, judge and fingerprint ahead; keeping is in the order of the file."""
    for line, reading in answered(lines, lambda line: _unusable(line) or line, pool):
        if isinstance(reading, str | WorkerError):
            click.echo(str(reading), err=True)
            yield "unusable"
            continue
        with writing(db):
            outcome = _keep(db, config, line, reading, judged=judged)
        yield outcome


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


def _unusable(line: Line) -> str:
    """Why nothing can be kept of a line; empty where something can."""
    if line.problem:
        return line.problem
    said = clean_text(line.text("title")) or clean_block(line.text("text"))
    return "" if said else f"line {line.number}: neither a title nor a text"


def _article(line: Line, at: str, founded: str) -> Article:
    title, text = clean_text(line.text("title")), clean_block(line.text("text"))
    language = line.text("language") or language_of(f"{title}\n{text}", "")
    raw = line.text("published_at") or line.text("date")
    authors = line.fields.get("authors")
    return Article(
        url=clean_text(line.text("url")) or f"urn:import:{line.text('id') or line.number}",
        title=title,
        text=text,
        standfirst=clean_text(line.text("standfirst")),
        authors=at_most([clean_text(str(name)) for name in authors]) if isinstance(authors, list) else (),
        published=doubted(read_date(raw, languages=(language,)), at, founded),
        language=language,
    )


@click.command()
@click.option(
    "--format",
    "shape",
    type=click.Choice(["csv", "jsonl", "sqlite"]),
    show_default="jsonl",
    help="What to write.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; needed for sqlite.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, formulas too.")
@click.option("--labels", is_flag=True, help="Only what you decided (article ID --on, --off), as labelled texts.")
@click.option("--story", type=int, metavar="ID", help="One story, as evidence: needs --bundle.")
@click.option(
    "--bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="Write texts, kept pages and their digests of the story to this file.",
)
@click.option("--replace", is_flag=True, help="Write over the bundle if it is there.")
@pass_app
def export(
    app: App, shape: str | None, output: Path | None, raw: bool, labels: bool, story: int | None, bundle: Path | None,
    replace: bool,
) -> None:  # fmt: skip
    """All articles with their stories: one line for each imported id, and for each article without one.

    With --story and --bundle, one story as an editor or a court needs it: `treatywatch evidence verify FILE.zip` checks
    it, docs/evidence.md says what is in it. Exit code 3: a page that was kept is lost, and the bundle says so.

    With --labels, JSON lines {"id", "topic", "label": on, near or off, "title", "standfirst", "text", "language", ...}:
    `python -m bench.judging FILE` measures the judge by them.
    """
    if story is not None or bundle is not None or replace:
        if story is None or bundle is None:
            raise UsageError("--story and --bundle", "go together", "`treatywatch export --story ID --bundle FILE.zip`")
        if labels or raw or output is not None or shape is not None:
            raise UsageError(
                "--bundle", "is one file of one format", "leave --format, --output, --raw and --labels out"
            )
        sys.exit(Exit.WELL if bundling.write(app, story, bundle, replace=replace) else Exit.PARTIAL)
    shape = shape or "jsonl"
    if labels:
        if shape != "jsonl":
            raise UsageError("--labels", "are written as JSON lines", "leave --format out")
        if output is None:
            write_lines(verdicts.labels(app.reading()))
            return
        with output.open("w", encoding="utf-8") as stream:
            write_lines(verdicts.labels(app.reading()), to=stream)
        return
    if shape == "sqlite":
        if output is None:
            raise UsageError("--format sqlite", "needs a file to write", "add --output FILE.db")
        copies.write(answers.export(app.reading()), answers.EXPORT_FIELDS, output)
        return
    rows = answers.export(app.reading())
    if output is None:
        _write(rows, shape, raw=raw, to=sys.stdout)
        return
    with output.open("w", encoding="utf-8", newline="") as stream:
        _write(rows, shape, raw=raw, to=stream)


def _write(rows: Iterable[dict[str, Any]], shape: str, *, raw: bool, to: TextIO) -> None:
    if shape == "csv":
        write_csv(rows, raw=raw, columns=answers.EXPORT_FIELDS, to=to)
    else:
        write_lines(rows, to=to)
