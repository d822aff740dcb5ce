"""report: what is new since the last report of that name."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import click
from sqlite_utils import Database

from commands.context import App, mark_from, pass_app
from commands.output import console
from commands.reader import check_that_stdout_was_read
from config.settings import known_zone
from delivery import telling
from delivery.folder import write_whole
from errors import Exit, StoreError, UsageError
from reports.desk import chosen
from reports.digest import DEFAULT_READER, Digest
from reports.render import FORMATS, structured
from store import desk, events, outbox, watches
from store.database import now, writing
from store.outbox import Content


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
@click.option("--watch", metavar="NAME", help="Only articles that this saved query asks for.")
@click.option(
    "--deliver", "destinations", multiple=True, metavar="NAME", help="Send it to this [[deliver]]; may be given again."
)
@click.option("--skip-empty", is_flag=True, help="With --deliver: send nothing, and move no mark, if nothing is new.")
@click.option("--job", metavar="NAME", help="With --deliver: the job of the clock that this is.")
@click.option("--schema", is_flag=True, help="Print what --format json looks like, as a JSON Schema; tell nothing.")
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
    watch: str | None,
    destinations: tuple[str, ...],
    skip_empty: bool,
    job: str | None,
    schema: bool,
) -> None:
    """Tell what is new: new stories, new carriers, edits, what is gone. The same marks give the same bytes."""
    if schema:
        _write(structured.schema(), output)
        return
    if between:
        if since is not None or until is not None:
            raise UsageError("--between", "names both ends", "leave out --since and --until")
        since, until, peek, plain = *between, True, True
    zone = _zone(zone or app.config.settings.report.zone)
    narrowed = unread or starred or bool(tags)
    stretch = _Stretch(name or DEFAULT_READER, since, until, zone, watch or "")
    # A part of what is new is no reading of it: only a reader of its own, by name, has read it then.
    moves = not peek and bool(name or (since is None and not narrowed and not watch))
    if destinations:
        if output or shape or narrowed:
            raise UsageError("--deliver", "sends what marks alone decide", "leave out --format, --output and the desk")
        sys.exit(_deliver(app, stretch, destinations, moves, skip_empty, job))
    if skip_empty or job:
        raise UsageError("--skip-empty" if skip_empty else "--job", "belongs to a report that is sent", "add --deliver")
    db = app.reading()
    content = stretch.content(db)
    said = desk.marks_of(db)
    wanted = chosen(telling.events_of(db, app.config, content), said, unread=unread, starred=starred, tags=tags)
    told = telling.digest_of(wanted, content, app.config)
    db.close()
    if not plain:
        told = replace(told, desk=said)
    _write(_render(told, shape or _shape_of(output), zone, output), output)
    if moves:
        write = app.writing()
        with writing(write):
            # A reader who looks back at an old stretch has still read what came after it.
            events.move_mark(write, stretch.reader, max(told.until, events.mark_of(write, stretch.reader)), now())


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What a command line asks to be told, before the database says which marks that are."""

    reader: str
    since: str | None
    until: str | None
    zone: str
    watch: str

    def content(self, db: Database) -> Content:
        """The two marks, and the query as it is now. Raises UsageError."""
        first = mark_from(db, self.since, self.zone) if self.since is not None else events.mark_of(db, self.reader)
        last = mark_from(db, self.until, self.zone) if self.until is not None else events.last_mark(db)
        if last < first:
            raise UsageError(f"mark {last}", f"lies before mark {first}", "swap the two")
        query = watches.query_of(db, self.watch) if self.watch else ""
        return Content(self.reader, first, last, self.zone, watch=self.watch, query=query)


def _deliver(
    app: App, stretch: _Stretch, destinations: tuple[str, ...], moves: bool, skip_empty: bool, job: str | None
) -> Exit:
    """Queue a report for its destinations and move the mark, in one transaction; then send what is due."""
    from commands.delivering import check_destinations, send_due  # noqa: PLC0415  (what sends; who reads needs none)

    check_destinations(app.config, destinations)
    db = app.writing()
    with writing(db):
        at = now()
        content = stretch.content(db)
        empty = skip_empty and telling.told(db, app.config, content).empty
        if not empty:
            outbox.queue(db, content, destinations, at)
        if moves and not empty:
            events.move_mark(db, stretch.reader, max(content.until, events.mark_of(db, stretch.reader)), at)
        if job:
            outbox.job_done(db, job, at)
    if empty:
        click.echo(f"{stretch.reader}: nothing new, nothing sent", err=True)
    return send_due(db, app.config)


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
        from reports.render import terminal  # noqa: PLC0415  (only its own format needs it)

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
        write_whole(output, text)
    except OSError as error:
        raise StoreError(
            str(output), f"cannot be written ({error.strerror})", "name another file with --output"
        ) from error
    click.echo(f"written to {output}", err=True)
