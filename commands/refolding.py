"""refold: fold everything anew, and say what moves before it does."""

import contextlib
from collections.abc import Iterator
from typing import Any

import click

from commands.context import App, pass_app
from commands.lines import with_progress
from commands.output import format_options, show
from reports.render.phrases import counted
from store import about, refolding
from store.database import now, open_database
from store.locks import alone
from store.refolding import Plan

COLUMNS = ("story", "to", "what", "articles", "title")
SHOWN = 20  # moves that are listed where nobody asks for all of them


@click.command()
@click.option("--apply", "really", is_flag=True, help="Do it; without it, what would move is only told.")
@click.option("--all", "everything", is_flag=True, help=f"List every move, not the first {SHOWN}.")
@format_options
@pass_app
def refold(app: App, really: bool, everything: bool, shape: str | None) -> None:
    """Fold all articles anew, as this version of the program would have, and say what moves from story to story.

    Users' splits and merges hold. A story keeps its number where most of its articles stay together. With --apply all
    is put in place at once, or, where it is cut short, nothing; every move is told in the next report.
    """
    with contextlib.ExitStack() as held:
        if really:
            held.enter_context(alone(app.config.database))
        reading = app.reading()  # says it if there is no database
        db = held.enter_context(contextlib.closing(open_database(app.config.database) if really else reading))
        path = held.enter_context(refolding.beside(app.config.database))
        made = refolding.plan(db, path, with_progress)
        rows = refolding.rows(db, made)
        if shape:
            show(rows, COLUMNS, shape)
        else:
            _tell(about.version_of_folding(db), made, rows if everything else rows[:SHOWN])
        if really:
            refolding.apply(db, path, made, now(), app.config)
        if not shape:
            for line in _ending(made, really, len(rows) - SHOWN if not everything else 0):
                click.echo(line)


def _tell(was: str, made: Plan, rows: list[dict[str, Any]]) -> None:
    stories = len(set(made.before.values()))
    moved = sum(len(shift.articles) for shift in made.shifts)
    by = f"folded by version {was}, now by {made.version}" if was != made.version else f"folded by version {was}"
    said = f"{counted(moved, 'article')} in another story" if moved else "all stay where they are"
    click.echo(f"{counted(len(made.before), 'article')} in {counted(stories, 'story', 'stories')}, {by}: {said}")
    if rows:
        show(rows, COLUMNS, None)


def _ending(made: Plan, really: bool, hidden: int) -> Iterator[str]:
    if hidden > 0:
        yield f"and {counted(hidden, 'more move')}: add --all"
    if really:
        yield "done" if made.shifts else "nothing moved; the index was made anew"
    elif made.shifts:
        yield "nothing was changed: add --apply to do it"
