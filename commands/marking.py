"""mark: what a desk says of a story while it works."""

import getpass

import click

from commands.context import App, pass_app
from commands.output import plain
from errors import UsageError
from pipelines.clean import clean_text
from store import desk
from store.database import now, writing


@click.command()
@click.argument("stories", nargs=-1, required=True, type=int, metavar="STORY...")
@click.option("--star/--unstar", default=None, help="One to come back to; or not any more.")
@click.option("--read/--unread", default=None, help="Read as it is now; or to be read from its beginning.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Put under a tag: one word; may be given again.")
@click.option("--untag", "untags", multiple=True, metavar="TAG", help="Take a tag off.")
@click.option("--note", "notes", multiple=True, metavar="TEXT", help="Write something down.")
@click.option("--unnote", "unnotes", multiple=True, type=int, metavar="NUMBER", help="Take a note back.")
@click.option(
    "--headline",
    "headlines",
    nargs=2,
    multiple=True,
    metavar="CODE TEXT",
    help="The headline in your language, such as: en 'Envoys meet'. An empty text takes it back.",
)
@click.option("--by", "who", metavar="NAME", help="Who says so; default: the name that you are logged in with.")
@pass_app
def mark(
    app: App,
    stories: tuple[int, ...],
    star: bool | None,
    read: bool | None,
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    notes: tuple[str, ...],
    unnotes: tuple[int, ...],
    headlines: tuple[tuple[str, str], ...],
    who: str | None,
) -> None:
    """Star, tag and note a story, call it read, translate its headline. `story`, `search` and reports show it."""
    said = (tags, untags, notes, unnotes, headlines)
    if star is None and read is None and not any(said):
        raise UsageError("mark", "nothing to say of the story", "add --star, --read, --tag, --note or --headline")
    by, at = clean_text(who or _login()), now()
    db = app.writing()
    with writing(db):  # all of it or nothing
        for story in stories:
            if star is not None:
                desk.star(db, story, by, at) if star else desk.unstar(db, story)
            if read is not None:
                desk.read(db, story, by, at) if read else desk.unread(db, story)
            for name in tags:
                desk.tag(db, story, name, by, at)
            for name in untags:
                desk.untag(db, story, name)
            for text in notes:
                desk.note(db, story, _text("note", text), by, at)
            for number in unnotes:
                desk.unnote(db, story, number)
            for language, text in headlines:
                desk.headline(db, story, language.lower(), clean_text(text), by, at)
    marks = desk.marks_of(db, stories)
    for story in stories:
        click.echo(f"story {story}: {plain(marks[story].in_short) if story in marks else 'no marks'}", err=True)


def _text(what: str, text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise UsageError(what, "is empty", "write something between the quotes")
    return cleaned


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "somebody"
