"""stories: ask the database."""

import click

from commands.context import App, option_moment, pass_app
from commands.output import format_options, show
from store import answers, desk


@click.command()
@click.option("--since", metavar="TIME", help="Stories with a carrier first seen at or after.")
@click.option("--language", default="", metavar="CODE", help="Stories with an article in this language.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@format_options
@pass_app
def stories(app: App, since: str | None, language: str, limit: int, shape: str | None) -> None:
    """The stories last added to: headline, origin, and how many carried them."""
    db = app.reading()
    rows = answers.stories(db, since=option_moment(app, since), language=language, limit=limit)
    marks = desk.marks_of(db, (row["id"] for row in rows))
    rows = [{**row, "desk": marks[row["id"]].in_short if row["id"] in marks else ""} for row in rows]
    show(
        rows,
        ("id", "articles", "outlets", "outlet", "language", "last_carrier", "desk", "title"),
        shape,
        empty="no stories yet",
    )
