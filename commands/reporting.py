"""report: what is new since the last report of that name."""

import contextlib
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from sqlite_utils import Database

from commands.context import App, moment, pass_app
from commands.output import console
from commands.reader import check_that_stdout_was_read
from config.settings import known_zone
from errors import StoreError, UsageError
from reports.desk import chosen
from reports.digest import DEFAULT_READER, Digest, digest
from reports.render import FORMATS, terminal
from store import desk, events
from store.database import now, writing


@click.command()
@click.option("--name", metavar="READER", help="Whose mark to go by; the mark moves once the report is written.")
@click.option("--since", metavar="MARK|TIME", help="Begin at this mark or time instead; no mark moves without --name.")
@click.option("--until", metavar="MARK|TIME", help="End at this mark or time; default: the newest event.")
@click.option(
    "--between",
    nargs=2,
    metavar="MARK|TIME MARK|TIME",
    help="Tell this stretch again, as its report told it; no mark moves. --name only names the reader in it.",
)
@click.option("--unread", is_flag=True, help="Only what came of a story after it was marked as read.")
@click.option("--starred", is_flag=True, help="Only stories that the desk has starred.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only stories with this tag; may be given again.")
@click.option("--plain", is_flag=True, help="Without what the desk says of stories.")
@click.option("--peek", is_flag=True, help="Leave the mark where it is.")
@click.option(
    "--format", "shape", type=click.Choice([*FORMATS]), help="Default: terminal, or by the suffix of --output."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to a file.")
@click.option("--zone", metavar="AREA/CITY", help="Time zone of the report; default: [report] zone.")
@pass_app
def report(
    app: App,
    name: str | None,
    since: str | None,
    until: str | None,
    between: tuple[str, str] | None,
    unread: bool,
    starred: bool,
    tags: tuple[str, ...],
    plain: bool,
    peek: bool,
    shape: str | None,
    output: Path | None,
    zone: str | None,
) -> None:
    """Tell what is new: new stories, new carriers, edits, what is gone. The same marks give the same bytes."""
    if between:
        if since is not None or until is not None:
            raise UsageError("--between", "names both ends", "leave out --since and --until")
        since, until, peek, plain = *between, True, True
    zone = _zone(zone or app.config.settings.report.zone)
    db = app.reading()
    reader = name or DEFAULT_READER
    first = _mark(db, since, zone) if since is not None else events.mark_of(db, reader)
    last = _mark(db, until, zone) if until is not None else events.last_mark(db)
    if last < first:
        raise UsageError(f"mark {last}", f"lies before mark {first}", "swap the two")
    said = desk.marks_of(db)
    wanted = chosen(events.between(db, first, last), said, unread=unread, starred=starred, tags=tags)
    told = digest(wanted, name=reader, since=first, until=last, zone=zone)
    db.close()
    if not plain:
        told = replace(told, desk=said)
    _write(_render(told, shape or _shape_of(output), zone, output), output)
    whole = since is None and not (unread or starred or tags)  # a part of what is new is no reading of it
    if not peek and (whole or name):
        write = app.writing()
        with writing(write):
            # A reader who looks back at an old stretch has still read what came after it.
            events.move_mark(write, reader, max(last, events.mark_of(write, reader)), now())


def _mark(db: Database, text: str, zone: str) -> int:
    if text.strip().isdigit():
        return events.check_mark(db, int(text))
    return events.mark_at(db, moment(text, zone))


def _zone(name: str) -> str:
    try:
        return known_zone(name)
    except ValueError as error:
        raise UsageError(f"time zone `{name}`", str(error)) from None


def _shape_of(output: Path | None) -> str:
    suffixes = {renderer.suffix: shape for shape, renderer in FORMATS.items()}
    return suffixes.get(output.suffix, "terminal") if output else "terminal"


def _render(told: Digest, shape: str, zone: str, output: Path | None) -> str:
    if shape == "terminal" and output is None:
        screen = console()
        return terminal.render(told, zone=zone, width=screen.width, color=screen.is_terminal and not screen.no_color)
    return FORMATS[shape](told, zone=zone)


def _write(text: str, output: Path | None) -> None:
    """To stdout, or to a file by rename: whoever reads it finds the old report or the new one, never half of one."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()  # raises BrokenPipeError here, before any mark moves
        check_that_stdout_was_read()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(part).chmod(0o644)
            Path(part).replace(output)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(part).unlink()
            raise
    except OSError as error:
        raise StoreError(
            str(output), f"cannot be written ({error.strerror})", "name another file with --output"
        ) from error
    click.echo(f"written to {output}", err=True)
