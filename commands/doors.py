"""extract and judge: doors for other tools. One line out for each line in, in order, refusals included."""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from commands.context import App, pass_app
from commands.lines import Line, count_lines, read_lines, with_progress
from commands.output import write_lines
from errors import UsageError, WorkerError
from pipelines.judge import Judge
from pipelines.reading import Job, Reader, set_up_extracting
from pipelines.workers import Workers
from records import Article, Refusal, When


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", default="", help="The address that a single FILE.html came from.")
@click.option("--workers", default=os.cpu_count() or 1, show_default="all cores", type=click.IntRange(1, 64))
@pass_app
def extract(app: App, file: Path, url: str, workers: int) -> None:
    """What pages say: PAGES.jsonl with lines {"id", "url", "file"}, or one FILE.html with --url.

    Each line is answered by {"id", "title", "standfirst", "text", "authors", "published_at", "modified_at", "language",
    "agency", "site_name", "canonical_url", "image"}, or by {"id", "refused": why}.
    """
    agencies, topic = tuple(app.config.agencies.values()), app.config.topic
    if file.suffix not in (".jsonl", ".gz", ".ndjson") and str(file) != "-":
        if not url:
            raise UsageError(str(file), "needs the address it came from", "add --url, or give a .jsonl file of pages")
        answer = Reader(agencies, topic).extract(Job(url, _bytes(file)))
        click.echo(json.dumps(_record(None, url, answer), ensure_ascii=False, indent=2))
        return
    deadline = app.config.settings.crawl.page_deadline.total_seconds()
    pool: Workers[Job, Article | Refusal] = Workers(
        set_up_extracting, agencies, topic, count=workers, deadline_seconds=deadline, name_of=lambda job: job.url
    )
    try:
        lines = read_lines(file)
        write_lines(with_progress(_extracted(pool, lines, file.parent), "extracting", count_lines(file)))
    finally:
        pool.close()


def _extracted(pool: Workers[Job, Article | Refusal], lines: Iterator[Line], folder: Path) -> Iterator[dict[str, Any]]:
    """Answers in the order of the lines; a line that names no readable page takes the place of its answer."""
    waiting: list[Line] = []

    def jobs() -> Iterator[Job]:
        for line in lines:
            waiting.append(line)
            if job := _job(line, folder):
                yield job

    answers = pool.map(jobs())
    for answer in answers:
        while not _job_is_possible(waiting[0], folder):
            yield _unreadable(waiting.pop(0), folder)
        line = waiting.pop(0)
        yield _record(line.fields.get("id"), line.text("url"), answer)
    for line in waiting:
        yield _unreadable(line, folder)


def _job(line: Line, folder: Path) -> Job | None:
    if not _job_is_possible(line, folder):
        return None
    return Job(line.text("url"), _bytes(folder / line.text("file")), content_type=line.text("content_type"))


def _job_is_possible(line: Line, folder: Path) -> bool:
    return not line.problem and bool(line.text("file")) and (folder / line.text("file")).is_file()


def _unreadable(line: Line, folder: Path) -> dict[str, Any]:
    problem = line.problem or f"there is no file {folder / line.text('file')}"
    return {"id": line.fields.get("id"), "url": line.text("url"), "refused": problem}


def _bytes(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


def _record(name: object, url: str, answer: Article | Refusal | WorkerError) -> dict[str, Any]:
    if isinstance(answer, Refusal):
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
        "modified_at": _value(answer.modified),
        "language": answer.language,
        "agency": [credit.agency for credit in answer.credits],
        "agency_evidence": [asdict(credit) for credit in answer.credits],
        "site_name": answer.site_name,
        "canonical_url": answer.canonical_url,
        "image": answer.image,
    }


def _value(when: When | None) -> str | None:
    return when.value if when else None


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@pass_app
def judge(app: App, file: Path) -> None:
    """Whether articles belong to the topic: lines {"id", "title", "text"}, either may be missing.

    Each line is answered by {"id", "score", "level", "relevant", "terms"}; a term has its text, concept, field, and its
    place in the field as character offsets.
    """
    made = Judge(app.config.topic)
    write_lines(with_progress((_judged(made, line) for line in read_lines(file)), "judging", count_lines(file)))


def _judged(made: Judge, line: Line) -> dict[str, Any]:
    if line.problem:
        return {"id": None, "refused": line.problem}
    verdict = made.judge(line.text("title"), line.text("standfirst"), line.text("text"), line.text("language"))
    return {
        "id": line.fields.get("id"),
        "score": verdict.score,
        "level": verdict.level,
        "relevant": verdict.relevant,
        "terms": [asdict(term) for term in verdict.terms],
    }
