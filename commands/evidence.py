"""evidence: the pages that were kept as they were answered; what there is, and whether it is still what was kept."""

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click
from sqlite_utils import Database

from commands.context import App, pass_app
from commands.lines import with_progress
from commands.output import format_options, plain, show
from errors import EvidenceError, Exit
from evidence import verify as verifying
from evidence.verify import Finding, State, Verified
from store import evidence as kept
from store.evidence import KeptFile

RUN: Final = re.compile(r"-run(\d+)\.")
"""In the name of a WARC file, the crawl that wrote it."""


@click.group()
def evidence() -> None:
    """Pages that were kept as the outlets' servers answered them: list them, verify them, a bundle of them too."""


@evidence.command("list")
@format_options
@pass_app
def list_(app: App, shape: str | None) -> None:
    """The WARC files: run, pages, bytes, when fetched, and whether each is there."""
    rows = list(_files(app.reading(), app.config.evidence))
    show(rows, ("run", "pages", "state", "size", "first", "last", "file"), shape, empty="no pages are kept")


def _files(db: Database, folder: Path | None) -> Iterator[dict[str, Any]]:
    """Every file that the database names, then those in the folder that it does not name."""
    named = kept.kept_files(db)
    for one in named:
        path = folder / one.name if folder else None
        size = path.stat().st_size if path and path.is_file() else None
        state = "well" if size == one.end else _state(size, one.end)
        yield _row(one.name, size, state) | {"pages": one.pages, "first": one.first, "last": one.last}
    for path in _unnamed(folder, named):
        yield _row(path.name, path.stat().st_size, "not named") | {"pages": 0, "first": "", "last": ""}


def _row(name: str, size: int | None, state: str) -> dict[str, Any]:
    run = RUN.search(name)
    return {"file": name, "run": int(run[1]) if run else None, "size": size, "state": state}


def _state(size: int | None, end: int) -> str:
    """How a file stands beside what the database names of it."""
    if size is None:
        return "missing"
    return "too short" if size < end else "goes on"


def _unnamed(folder: Path | None, named: list[KeptFile]) -> list[Path]:
    names = {one.name for one in named}
    found = sorted(folder.glob("*.warc.gz")) if folder and folder.is_dir() else []
    return [path for path in found if path.name not in names]


@evidence.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@format_options
@pass_app
def verify(app: App, file: Path | None, shape: str | None) -> None:
    """Is it still what was kept? Of FILE, a bundle (.zip) or a WARC file (.warc.gz); without one, of every kept page.

    Says what fails: which file, which record, which article. Exit code 1 if anything is broken. A bundle and a WARC
    file are verified by what they say themselves, without a database; kept pages by the digests in the database.
    """
    found = verifying.file(file) if file else _kept(app.reading(), app.config.evidence)
    if shape:
        show([asdict(finding) for finding in found.findings], (), shape, empty=found.said)
        click.echo(_summary(found), err=True)
    else:
        for finding in found.findings:
            click.echo(f"{finding.state}: {plain(finding.where)}: {plain(finding.said)}")
        click.echo(_summary(found))
    if not found.well:
        sys.exit(Exit.FAILED)


def _summary(found: Verified) -> str:
    broken = sum(finding.state is State.BROKEN for finding in found.findings)
    return f"{plain(found.said)}; {f'{broken:,} broken' if broken else 'all well'}"


def _kept(db: Database, folder: Path | None) -> Verified:
    """Every page that the database names, and what lies beside them."""
    named = kept.kept_files(db)
    count = sum(one.pages for one in named)
    if folder is None:
        if count:
            advice = "set `evidence` under [crawl] to where the WARC files are"
            raise EvidenceError("", f"{count:,} pages are named, but no folder of them is set", advice)
        return Verified("no pages are kept", ())
    answers = with_progress(verifying.kept(folder, kept.kept_pages(db)), "verifying", count)
    findings = [answer for answer in answers if isinstance(answer, Finding)]
    findings += _beside(folder, named)
    return Verified(f"{folder}: {count:,} pages in {len(named):,} files", tuple(findings))


def _beside(folder: Path, named: list[KeptFile]) -> Iterator[Finding]:
    """What lies there that the database does not vouch for. A crawl that was killed, or runs, leaves such ends."""
    for one in named:
        path = folder / one.name
        more = path.stat().st_size - one.end if path.is_file() else 0
        if more > 0:
            said = f"goes on for {more:,} bytes that the database does not name: a crawl runs, or was killed"
            yield Finding(State.NOTE, one.name, said)
        if one.undigested:
            said = f"{one.undigested:,} of its pages were kept before digests were noted: their own SHA-1 vouches"
            yield Finding(State.NOTE, one.name, said)
    for path in _unnamed(folder, named):
        yield Finding(State.NOTE, path.name, "the database names no page of it")
