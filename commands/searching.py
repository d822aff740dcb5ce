"""search, watch: find articles by what they say, and keep a query under a name."""

from collections.abc import Mapping
from typing import Any

import click
from rich.text import Text

from commands.context import App, moment, option_moment, pass_app
from commands.output import format_options, plain, show, table
from errors import UsageError
from store import desk, watches
from store.across import widened
from store.database import now, writing
from store.query import Node, parse
from store.search import MOST_RANKED, Order, Page, known_names, option, together
from store.search import search as find

LONGEST_NAME = 60  # characters of a saved query's name


@click.command()
@click.argument("words", nargs=-1)
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only articles in this language.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only articles of this outlet.")
@click.option("--agency", "agencies", multiple=True, metavar="ID", help="Only articles that credit this agency.")
@click.option("--since", metavar="TIME", help="First seen at or after: 2026-11-01, yesterday, 3d.")
@click.option("--until", metavar="TIME", help="First seen before.")
@click.option("--watch", "saved", multiple=True, metavar="NAME", help="What a saved query asks for, too.")
@click.option("--across", is_flag=True, help="Search for the topic's names in all their languages.")
@click.option("--best", is_flag=True, help="The best matches first, not the newest.")
@click.option(
    "--by", type=click.Choice(["seen", "published"]), default="seen", show_default=True, help="Newest by what."
)
@click.option("--story", "fold", is_flag=True, help="One line a story instead of one an article.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@click.option("--before", default="", metavar="PAGE", help="The next page: what the page before said at its end.")
@format_options
@pass_app
def search(
    app: App,
    words: tuple[str, ...],
    languages: tuple[str, ...],
    outlets: tuple[str, ...],
    agencies: tuple[str, ...],
    since: str | None,
    until: str | None,
    saved: tuple[str, ...],
    across: bool,
    best: bool,
    by: str,
    fold: bool,
    limit: int,
    before: str,
    shape: str | None,
) -> None:
    """Find articles by their words, newest first, in any language: 'WORDS "a phrase" -not (a OR b) language:ru'."""
    if best and by == "published":
        raise UsageError("--best", "ranks, and --by published sorts by date", "take one of them")
    db = app.reading()
    asked = parse(" ".join(words))
    for word in asked.common:
        click.echo(f"left out, for nearly every text has it: {word}", err=True)
    root = together(
        asked.root,
        *(parse(watches.query_of(db, name)).root for name in saved),
        option("language", *languages),
        option("outlet", *outlets),
        option("agency", *agencies),
        option("since", option_moment(app, since)),
        option("until", option_moment(app, until)),
    )
    if across:
        root = _across(app, root)
    zone = app.config.settings.report.zone
    known = known_names(db, root, app.config, lambda text: moment(text, zone))
    order = Order.BEST if best else Order(by)
    page = find(db, root, known, limit=limit, order=order, fold=fold, before=before)
    marks = desk.marks_of(db, (row["story"] for row in page.rows))
    for row in page.rows:
        row["desk"] = marks[row["story"]].in_short if row["story"] in marks else ""
    _show(page, fold, shape)


def _across(app: App, root: Node | None) -> Node | None:
    root, told = widened(root, app.config.topic)
    for name, others in told.items():
        click.echo(f"searching for {name} also as {', '.join(others)}", err=True)
    if not told:
        click.echo("--across: no word of the query is a name of the topic; searched as it is", err=True)
    return root


def _show(page: Page, fold: bool, shape: str | None) -> None:
    columns = ("id", "story", *(["matches"] if fold else []), "outlet", "language", "first_seen", "desk", "title")
    if shape or not page.rows:
        show(page.rows, columns, shape)
    else:
        found = any(row["snippet_spans"] for row in page.rows)
        table(page.rows, (*columns, "snippet") if found else columns, paint=_painted)
    if page.cut:
        click.echo(f"ranked are the newest {MOST_RANKED:,} matches; there are more: narrow the search", err=True)
    if page.next:
        click.echo(f"more: --before {page.next}", err=True)


def _painted(row: Mapping[str, Any], name: str) -> Text:
    """A title or snippet with the found words set off, which only a terminal shows."""
    text = Text(plain(row[name]))
    if text.plain == row[name]:
        for start, end in row[f"{name}_spans"]:
            text.stylize("bold yellow", start, end)
    return text


@click.group()
def watch() -> None:
    """Queries kept under a name, for `search --watch NAME`."""


@watch.command("add")
@click.argument("name")
@click.argument("query")
@pass_app
def add(app: App, name: str, query: str) -> None:
    """Keep a query under a name; one that has the name already is replaced."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"watch `{plain(name)[:LONGEST_NAME]}`", "is no name", f"write up to {LONGEST_NAME} characters"
        )
    root = parse(query).root
    if root is None:
        raise UsageError(f"watch `{name}`", "has no query", "add words, such as 'troops Kursk -football'")
    db = app.writing()
    zone = app.config.settings.report.zone
    find(db, root, known_names(db, root, app.config, lambda text: moment(text, zone)), limit=1)
    with writing(db):
        had = watches.add(db, name, query, now())
    click.echo(f"{'replaced' if had else 'kept'} {name}: {query}", err=True)


@watch.command("list")
@format_options
@pass_app
def list_(app: App, shape: str | None) -> None:
    """The queries that are kept."""
    show(watches.listed(app.reading()), ("name", "added_at", "query"), shape, empty="no query is kept yet")


@watch.command("remove")
@click.argument("name")
@pass_app
def remove(app: App, name: str) -> None:
    """Forget a query that was kept."""
    db = app.writing()
    with writing(db):
        watches.remove(db, name)
    click.echo(f"removed {name}", err=True)
