"""backup and restore: a copy of the database to keep, and the way back."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from commands.context import App, pass_app
from commands.output import console
from store import keeping, locks
from store.backups import Progress as Told

MEGABYTE = 1_000_000


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace FILE if it is there.")
@pass_app
def backup(app: App, file: Path, replace: bool) -> None:
    """Copy the database to FILE, while crawls may go on. The copy is one file, checked before it gets its name."""
    with _bar("copying") as told:
        size = keeping.back_up(app.config.database, file, told, replace=replace)
    click.echo(f"{file}: {size / MEGABYTE:,.1f} MB")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_app
def restore(app: App, file: Path) -> None:
    """Put a copy of the backup FILE where the database is. What stood there is moved aside, and never deleted."""
    database = app.config.database
    with locks.alone(database):
        aside = keeping.restore(file, database)
    if aside:
        click.echo(f"what stood there is now {aside}", err=True)
    click.echo(f"{database}: as it was in {file}")


@contextlib.contextmanager
def _bar(doing: str) -> Iterator[Told | None]:
    """A bar on stderr, where a terminal is there."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=shown, transient=True) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
