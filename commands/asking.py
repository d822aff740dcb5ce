"""stories, story: ask the database."""

from collections.abc import Iterator
from dataclasses import asdict

import click
from rich.text import Text

from commands.context import App, option_moment, pass_app
from commands.output import console, format_options, plain, show, to_json
from errors import UsageError
from reports.desk import NO_MARKS, DeskMarks
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


@click.command()
@click.argument("number", metavar="ID", type=int)
@format_options
@pass_app
def story(app: App, number: int, shape: str | None) -> None:
    """Who carried a story, when, whose words, and what each copy is to the one it came from."""
    db = app.reading()
    found = answers.story(db, number)
    if found is None:
        raise UsageError(f"story {number}", "does not exist", "`treatywatch stories` lists them")
    marks = desk.marks_of(db, [number]).get(number, NO_MARKS)
    found["desk"] = {**asdict(marks), "headlines": dict(marks.headlines)}
    if shape == "json":
        click.echo(to_json(found, indent=2))
        return
    if shape:
        show(found["carriers"], (), shape)
        return
    out = console()
    out.print(Text(plain(found["title"]), style="bold"))
    out.print(f"story {found['id']}, first seen {found['first_seen']}; origin: {plain(found['outlet'])}")
    for line in _of_desk(marks):
        out.print(Text(line))
    out.print()
    rows = [
        {
            **carrier,
            "published": carrier["published_at"] or "no date",
            "words_of": [credit["agency"] for credit in carrier["credits"]],
            "share": f"{carrier['share']:.0%}" if carrier["of"] else "",
            "origin": "*" if carrier["id"] == found["origin"] else "",
        }
        for carrier in found["carriers"]
    ]
    show(rows, ("origin", "id", "outlet", "published", "words_of", "relation", "of", "share", "state", "title"), None)


def _of_desk(marks: DeskMarks) -> Iterator[str]:
    """What the desk says of a story, a line each."""
    for language, text in marks.headlines:
        yield f"{plain(language)}: {plain(text)}"
    if marks.starred or marks.tags:
        yield " ".join(part for part in ("★" if marks.starred else "", plain(marks.tags)) if part)
    for note in marks.notes:
        yield f"note {note.id}, {plain(note.who)}, {note.at[:10]}: {plain(note.text)}"
