"""story: who carried it, what they made of it; and what a user decides about it."""

from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches

import click
from rich.text import Text
from sqlite_utils import Database

from commands import beside
from commands.context import App, pass_app
from commands.output import console, format_options, plain, show, to_json
from reports.desk import NO_MARKS, DeskMarks
from reports.facts import read_story
from reports.render.phrases import percent, reach, relation_word, span
from reports.render.phrases import silence as silence_said
from store import answers, desk, provenance, silence
from store import stories as decided
from store.database import now, writing
from store.facts import story_facts


class ByNumber(click.Group):
    """A group that takes a story's number where a command's name could stand: `story 3` is `story show 3`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the command that was left out."""
        first = args[0] if args else ""
        misspelt = get_close_matches(first, self.commands, 1)  # or right; click names the near one
        if first and not misspelt and first not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ByNumber, subcommand_metavar="ID | split ID ARTICLE... | merge ID ID")
def story() -> None:
    """Who carried a story, and what each made of it; split and merge stories."""


@story.command("show")
@click.argument("number", metavar="ID", type=int)
@click.option("--copies", is_flag=True, help="Beside the original: which sentences were cut, changed and added.")
@click.option("--silent", is_flag=True, help="Who did not carry it, of those that were read all the time.")
@format_options
@pass_app
def show_(app: App, number: int, copies: bool, silent: bool, shape: str | None) -> None:
    """Who carried a story, when, whose words, and what each copy is to the one it came from. `show` may be left out."""
    db = app.reading()
    found = answers.story(db, number)
    if found is None:
        raise decided.no_such(db, number)
    if silent:
        _silence(app, db, found, shape)
        return
    marks = desk.marks_of(db, [number]).get(number, NO_MARKS)
    found["desk"] = {**asdict(marks), "headlines": dict(marks.headlines)}
    far = story_facts(db, number, app.config)
    found |= {name: far[name] for name in ("articles", "outlets", "houses", "sources")}
    made = provenance.copies(db, number) if copies else []
    if shape == "json":
        click.echo(to_json({**found, "copies": made} if copies else found, indent=2))
        return
    if shape:
        show(made if copies else found["carriers"], (), shape, empty="no copies")
        return
    names = {outlet.id: outlet.name for outlet in app.config.outlets.values()}
    out = console()
    out.print(Text(plain(found["title"]), style="bold"))
    origin = next(one for one in found["carriers"] if one["id"] == found["origin"])
    why = answers.why_origin(found, app.config)
    out.print(f"story {number}, first seen {found['first_seen']}; origin: {plain(origin['outlet'])}, {why}")
    if said := reach(read_story({"story": far})):
        out.print(Text(said))
    for credit in origin["credits"]:
        out.print(Text(f"words of {credit['agency']}, says the {credit['where']}: “{plain(credit['span'])}”", "dim"))
    for line in _of_desk(marks):
        out.print(Text(line))
    if copies:
        beside.show(out, made, names)
        if not made:
            out.print("\nnobody copied it")
        return
    out.print()
    rows = [
        {
            **carrier,
            "published": (carrier["published_at"] or "no date") + (" ?" if carrier["published_doubt"] else ""),
            "after": _after(carrier["delay_seconds"]) if carrier["id"] != found["origin"] else "",
            "words_of": [credit["agency"] for credit in carrier["credits"]],
            "relation": relation_word(carrier["relation"]),
            "of": " + ".join(str(one) for one in (carrier["of"], carrier["also"]) if one),
            "share": percent(carrier["share"]) if carrier["of"] else "",
            "origin": "*" if carrier["id"] == found["origin"] else "",
        }
        for carrier in found["carriers"]
    ]
    columns = ("origin", "id", "outlet", "published", "relation", "share", "of", "after", "words_of", "state", "title")
    show(rows, columns, None)


def _silence(app: App, db: Database, found: answers.Row, shape: str | None) -> None:
    """Who did not carry a story, by what is known now."""
    looked = silence.look(db, found["id"], now(), app.config)
    facts = silence.silence_facts(looked, app.config)
    if shape == "json":
        click.echo(to_json({"story": found["id"], "over": looked.over, **facts}, indent=2))
        return
    if not shape:
        out = console()
        out.print(Text(plain(found["title"]), style="bold"))
        out.print(Text(silence_said(facts)))
        if not looked.over:
            out.print(f"The time for it is not over: until {looked.until}.")
        out.print()
    show(facts["silent"], ("outlet", "outlet_name", "country", "kind", "state"), shape, empty="nobody to name")


def _of_desk(marks: DeskMarks) -> Iterator[str]:
    """What the desk says of a story, a line each."""
    for language, text in marks.headlines:
        yield f"{plain(language)}: {plain(text)}"
    if marks.starred or marks.tags:
        yield " ".join(part for part in ("★" if marks.starred else "", plain(marks.tags)) if part)
    for note in marks.notes:
        yield f"note {note.id}, {plain(note.who)}, {note.at[:10]}: {plain(note.text)}"


def _after(seconds: int | None) -> str:
    if seconds is None:
        return "?"
    return f"{'+' if seconds >= 0 else '-'}{span(seconds) or '0 min'}"


@story.command("split")
@click.argument("number", metavar="ID", type=int)
@click.argument("articles", metavar="ARTICLE...", type=int, nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Take an earlier split of these articles back.")
@pass_app
def split(app: App, number: int, articles: tuple[int, ...], undo: bool) -> None:
    """These articles are none of this story: they, and what was copied from them, become one of their own.

    It is remembered: folding never joins them again, `treatywatch refold` neither.
    """
    with app.writing() as db, writing(db):
        named = list(dict.fromkeys(articles))
        if undo:
            other = decided.undo_split(db, number, named, now(), app.config)
            click.echo(f"story {other} is a part of story {number} again")
            return
        other = decided.split(db, number, named, now(), app.config)
        went = [one["id"] for one in (answers.story(db, other) or {})["carriers"]]
    followed = [one for one in went if one not in named]
    more = f"; with it went {', '.join(f'article {one}' for one in followed)}, nearer to it" if followed else ""
    click.echo(f"story {other} has {', '.join(f'article {one}' for one in named)} now{more}")


@story.command("merge")
@click.argument("number", metavar="ID", type=int)
@click.argument("other", metavar="ID", type=int)
@click.option("--undo", is_flag=True, help="Take an earlier merge of these two back.")
@pass_app
def merge(app: App, number: int, other: int, undo: bool) -> None:
    """The second story is a part of the first. It is remembered, and outlives folding anew."""
    with app.writing() as db, writing(db):
        if undo:
            decided.undo_merge(db, number, other, now(), app.config)
            click.echo(f"story {other} stands on its own again")
            return
        decided.merge(db, number, other, now(), app.config)
    click.echo(f"story {other} is a part of story {number} now")
