"""extract and judge: doors for other tools. One line out for each line in, in order, refusals included."""

import gzip
import os
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from commands.context import App, pass_app
from commands.lines import Line, answered, count_lines, read_lines, with_progress
from commands.output import to_json, write_lines
from errors import UsageError, WorkerError
from pipelines.dates import read_date
from pipelines.jobs import Job
from pipelines.judge import Judge
from pipelines.reading import Reader, set_up_extracting
from pipelines.workers import Workers
from records import Article, Refusal, Verdict, When, strongest


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", default="", help="The address that a single FILE.html came from.")
@click.option(
    "--workers",
    default=os.cpu_count() or 1,
    show_default="all cores",
    type=click.IntRange(1, 64),
    help="Processes that read at once.",
)
@pass_app
def extract(app: App, file: Path, url: str, workers: int) -> None:
    """What pages say: PAGES.jsonl with lines {"id", "url", "file"}, or one FILE.html with --url.

    Each line is answered by {"id", "title", "standfirst", "text", "authors", "published_at", "published_day",
    "modified_at", "language", "agency", "site_name", "canonical_url", "image"}, or by {"id", "refused": why}.
    """
    agencies = tuple(app.config.agencies.values())
    limit = app.config.settings.crawl.max_bytes
    if url:
        page = _page(file, limit)
        if isinstance(page, str):
            raise UsageError(str(file), page)
        answer = Reader(agencies, ()).extract(Job(url, page))
        click.echo(to_json(_record(None, url, answer), indent=2))
        return
    if file.suffix not in (".jsonl", ".gz", ".ndjson") and str(file) != "-":
        raise UsageError(str(file), "needs the address it came from", "add --url, or give a .jsonl file of pages")
    pool: Workers[Job, Article | Refusal] = Workers(
        set_up_extracting,
        agencies,
        count=workers,
        deadline_seconds=app.config.settings.crawl.page_deadline.total_seconds(),
        name_of=lambda job: job.url,
    )
    folder = Path.cwd() if str(file) == "-" else file.parent
    try:
        pages = answered(read_lines(file), lambda line: _job(line, folder, limit), pool)
        records = (_record(line.fields.get("id"), line.text("url"), answer) for line, answer in pages)
        write_lines(with_progress(records, "extracting", count_lines(file)))
    finally:
        pool.close()


def _job(line: Line, folder: Path, limit: int) -> Job | str:
    """The page that a line names, or why there is none."""
    if line.problem:
        return line.problem
    if missing := [name for name in ("url", "file") if not line.text(name)]:
        return f"line {line.number} names no {' and no '.join(missing)}"
    page = _page(folder / line.text("file"), limit)
    return page if isinstance(page, str) else Job(line.text("url"), page, content_type=line.text("content_type"))


def _page(file: Path, limit: int) -> bytes | str:
    """The bytes of a page, unpacked if it is gzipped, or why they cannot be had."""
    try:
        with file.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            body = gzip.GzipFile(fileobj=stream).read(limit + 1) if packed else stream.read(limit + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:  # the last: a NUL in the name
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return f"the file {file} cannot be read ({said})"
    return body if len(body) <= limit else f"the file {file} is larger than {limit:,} bytes"


def _record(name: object, url: str, answer: Article | Refusal | WorkerError | str) -> dict[str, Any]:
    if isinstance(answer, Refusal | str):
        return {"id": name, "url": url, "refused": str(answer)}
    if isinstance(answer, WorkerError):
        return {"id": name, "url": url, "refused": f"unreadable: {answer.problem}"}
    return {
        "id": name,
        "url": url,
        "title": answer.title,
        "standfirst": answer.standfirst,
        "text": answer.text,
        "authors": list(answer.authors),
        "published_at": _value(answer.published),
        "published_day": answer.published.day if answer.published else None,
        "modified_at": _value(answer.modified),
        "language": answer.language,
        "agency": [credit.agency for credit in answer.credits],
        "agency_evidence": [asdict(credit) for credit in answer.credits],
        "site_name": answer.site_name,
        "canonical_url": answer.canonical_url,
        "image": answer.image,
    }


def _value(when: When | None) -> str | None:
    """As the page says it: the same moment as in UTC, by the page's own clock where that is known."""
    return when.written if when else None


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@pass_app
def judge(app: App, file: Path) -> None:
    """Whether articles belong to the topic: lines {"id", "title", "text", "published_at"}, any may be missing.

    Each line is answered by {"id", "score", "level", "relevant", "terms"}; a term has its text, concept, field, and its
    place in the field as character offsets. Where several topics are on, these are of the one that the article belongs
    to most, named in "topic"; "topics" has the verdict of each.
    """
    judges = [Judge(topic) for topic in app.config.topics]
    write_lines(with_progress((_judged(judges, line) for line in read_lines(file)), "judging", count_lines(file)))


def _judged(judges: Sequence[Judge], line: Line) -> dict[str, Any]:
    if line.problem:
        return {"id": None, "refused": line.problem}
    fields = [line.text(name) for name in ("title", "standfirst", "text", "language")]
    published = read_date(line.text("published_at") or line.text("date"), languages=(fields[-1],))
    verdicts = [judge.judge(*fields, published=published.value if published else "") for judge in judges]
    answer = {"id": line.fields.get("id"), **_told(strongest(verdicts))}
    if len(judges) > 1:
        answer |= {"topic": strongest(verdicts).topic, "topics": {v.topic: _told(v) for v in verdicts}}
    return answer


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "score": verdict.score,
        "level": verdict.level,
        "relevant": verdict.relevant,
        "terms": [asdict(term) for term in verdict.terms],
    }
