"""search, stories, story, article: ask the database."""

import click
from rich.text import Text

from commands.context import App, option_moment, pass_app
from commands.output import console, format_options, plain, show, to_json
from errors import UsageError
from store import answers
from store.search import Filters
from store.search import search as find


@click.command()
@click.argument("words", nargs=-1)
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only articles in this language.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only articles of this outlet.")
@click.option("--agency", "agencies", multiple=True, metavar="ID", help="Only articles that credit this agency.")
@click.option("--since", metavar="TIME", help="First seen at or after: 2026-11-01, yesterday, 3d.")
@click.option("--until", metavar="TIME", help="First seen before.")
@click.option("--story", "fold", is_flag=True, help="One line a story instead of one an article.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
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
    fold: bool,
    limit: int,
    shape: str | None,
) -> None:
    """Find articles by their words, newest first, in any language: 'WORDS "a phrase" -not'."""
    filters = Filters(languages, outlets, agencies, option_moment(app, since), option_moment(app, until))
    rows = find(app.reading(), " ".join(words), filters, limit=limit, fold=fold)
    columns = ("id", "story", "outlet", "language", "first_seen", "title")
    show(rows, (*columns[:2], "matches", *columns[2:]) if fold else columns, shape)


@click.command()
@click.option("--since", metavar="TIME", help="Stories with a carrier first seen at or after.")
@click.option("--language", default="", metavar="CODE", help="Stories with an article in this language.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@format_options
@pass_app
def stories(app: App, since: str | None, language: str, limit: int, shape: str | None) -> None:
    """The stories last added to: headline, origin, and how many carried them."""
    rows = answers.stories(app.reading(), since=option_moment(app, since), language=language, limit=limit)
    show(
        rows,
        ("id", "articles", "outlets", "outlet", "language", "last_carrier", "title"),
        shape,
        empty="no stories yet",
    )


@click.command()
@click.argument("number", metavar="ID", type=int)
@format_options
@pass_app
def story(app: App, number: int, shape: str | None) -> None:
    """Who carried a story, when, whose words, and what each copy is to the one it came from."""
    found = answers.story(app.reading(), number)
    if found is None:
        raise UsageError(f"story {number}", "does not exist", "`treatywatch stories` lists them")
    if shape == "json":
        click.echo(to_json(found, indent=2))
        return
    if shape:
        show(found["carriers"], (), shape)
        return
    out = console()
    out.print(Text(plain(found["title"]), style="bold"))
    out.print(f"story {found['id']}, first seen {found['first_seen']}; origin: {plain(found['outlet'])}\n")
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


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
@pass_app
def article(app: App, number: int, as_json: bool) -> None:
    """All that is known of an article: its text, verdict, addresses, revisions and kept pages."""
    found = answers.article(app.reading(), number)
    if found is None:
        raise UsageError(f"article {number}", "does not exist", "`treatywatch search` finds them")
    if as_json:
        click.echo(to_json(found, indent=2))
        return
    out = console()
    out.print(Text(plain(found["title"]), style="bold"))
    facts = {
        "outlet": found["outlet"],
        "published": f"{found['published_at'] or 'no date'} ({found['published_raw'] or 'none claimed'})",
        "first seen": found["first_seen"],
        "authors": found["authors"],
        "words of": [f"{credit['agency']} ({credit['where']}: {credit['span']})" for credit in found["credits"]],
        "story": f"{found['story']}, {found['relation']}" + (f" of article {found['of']}" if found["of"] else ""),
        "verdict": f"{found['level']}, score {found['score']:.2f}",
        "terms": sorted({term["text"] for term in found["terms"]}),
        "state": found["state"],
        "revisions": f"{len(found['revisions'])} earlier" if found["revisions"] else "none",
        "addresses": found["addresses"],
        "found in": found["found_in"],
        "kept page": [f"{kept['file']} at {kept['offset']}" for kept in found["evidence"]],
    }
    for name, value in facts.items():
        if value:
            out.print(Text(f"{name:>10}  {plain(value)}"))
    for paragraph in [found["standfirst"], *found["text"].split("\n")]:
        if paragraph:
            out.print(Text("\n" + plain(paragraph)))
