"""export --story ID --bundle FILE.zip: a story as evidence, in one file."""

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from commands.context import App
from errors import EvidenceError, StoreError
from evidence import bundle, pages, zipped
from evidence.bundle import Taken
from evidence.pages import KeptPage, digest
from evidence.texts import counted
from store import bundles, stories


def write(app: App, story: int, target: Path, *, replace: bool) -> bool:
    """Write the bundle of a story; whether every page that was kept is in it. Raises UsageError where there is no such
    story, StoreError where the file is there already or cannot be written."""
    if target.exists() and not replace:
        raise StoreError(str(target), "exists already", "name another file, or add --replace")
    db = app.reading()
    facts = bundles.facts(db, story, app.config)
    if facts is None:
        raise stories.no_such(db, story)
    folder = app.config.evidence
    taken = {one["id"]: [_taken(folder, one["id"], page) for page in one["pages"]] for one in facts["articles"]}
    files = bundle.build(facts, taken)
    try:
        zipped.write(target, files, under=f"story-{story}")
    except OSError as error:
        advice = "make room" if error.errno == errno.ENOSPC else "name a file in a folder of yours"
        raise StoreError(str(target), f"cannot be written ({error.strerror})", advice) from error
    lost = [item for items in taken.values() for item in items if item.record is None]
    for item in lost:
        click.echo(f"{item.page.where}: {item.lost}; the bundle says so", err=True)
    found = sum(len(items) for items in taken.values()) - len(lost)
    without = sum(not any(item.record for item in items) for items in taken.values())
    more = f", {without} without a page" if without else ""
    click.echo(f"{target}: {counted(len(facts['articles']), 'article')}{more}, {counted(found, 'page')}")
    click.echo(f"SHA-256 of its {bundle.SUMS}: {digest(files[bundle.SUMS])}")
    return not lost


def _taken(folder: Path | None, article: int, named: Mapping[str, Any]) -> Taken:
    """A page from its file, or why it could not be taken."""
    page = KeptPage(article=article, **named)
    if folder is None:
        return Taken(page, lost="no folder of kept pages is set: `evidence` under [crawl]")
    try:
        member = pages.cut_out(folder, page)
        return Taken(page, member, pages.check(member, page))
    except EvidenceError as error:
        return Taken(page, lost=error.problem)
