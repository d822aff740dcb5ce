"""article: all that is kept of one, why it is on topic, and what a user says instead."""

from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.text import Text

from commands.context import App, pass_app
from commands.output import console, plain, to_json
from config import Config
from config.reading import nearest
from errors import UsageError
from pipelines.judge import Judge
from pipelines.why import marked, names_found, places, rule
from records import Term
from store import answers, rejudging
from store.database import now, writing
from store.verdicts import USER, Moved

MARK = "bold yellow"

Row = dict[str, Any]


@click.command()
@click.argument("numbers", metavar="ID...", type=int, nargs=-1, required=True)
@click.option("--why", is_flag=True, help="The names that were found, set off in the text, and the rule that decided.")
@click.option("--on", "said", flag_value="on", help="It belongs to the topic, whatever the judge says.")
@click.option("--off", "said", flag_value="off", help="It does not belong to the topic.")
@click.option("--auto", "said", flag_value="auto", help="Take that back: the judge decides.")
@click.option(
    "--topic", "topic", metavar="NAME", help="Which topic: --on is the first, the others all, unless you say."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object; a list for several articles.")
@pass_app
def article(app: App, numbers: tuple[int, ...], why: bool, said: str | None, topic: str | None, as_json: bool) -> None:
    """All that is known of an article: its text, verdicts, addresses, revisions and kept pages.

    --on, --off and --auto say what it is to you. That outlives `rejudge`, is told in reports, and `export --labels`
    gives it as labelled data.
    """
    if topic and not (said or why):
        raise UsageError(
            "--topic", "needs --on, --off, --auto or --why", "`search topic:NAME` lists a topic's articles"
        )
    chosen = chosen_topics(app.config, topic, first=said == "on")
    if said:
        _decide(app, numbers, chosen, said)
        return
    db = app.reading()
    found = [_found(answers.article(db, number), number) for number in numbers]
    if why:
        found = [_explained(app.config, row, chosen) for row in found]
    if as_json:
        click.echo(to_json(found if len(found) > 1 else found[0], indent=2))
        return
    for place, row in enumerate(found):
        if place:
            click.echo()
        _show_why(row) if why else _show(row)


def chosen_topics(config: Config, name: str | None, *, first: bool) -> list[str]:
    """The ids of the topics that an option means: the one named, else the first or all of those that are on."""
    ids = [topic.id for topic in config.topics]
    if name is None:
        return ids[:1] if first else ids
    if name not in ids:
        raise UsageError(f"topic `{plain(name)}`", "is not among those that are on", nearest(name, ids))
    return [name]


def _found(row: Row | None, number: int) -> Row:
    if row is None:
        raise UsageError(f"article {number}", "does not exist", "`treatywatch search` finds them")
    return row


def _decide(app: App, numbers: Sequence[int], topics: Sequence[str], said: str) -> None:
    db = app.writing()
    for number in numbers:
        _found(answers.article(db, number), number)
    on = {"on": True, "off": False, "auto": None}[said]
    for number in numbers:
        with writing(db):
            moved = rejudging.decide(db, number, topics, on, now(), app.config)
        click.echo(f"article {number}: {_moved(moved, said)}", err=True)


def _moved(moved: Moved | None, said: str) -> str:
    if moved is None:
        return "nothing was said of it" if said == "auto" else f"was {said} already"
    if not moved.level_changed:
        return f"{moved.now.level}, as before"
    return f"was {moved.was.level}, is {moved.now.level}"


def _explained(config: Config, row: Row, chosen: Sequence[str]) -> Row:
    """An article with a reason beside each verdict, and with what today's topics say where that differs."""
    topics = {topic.id: topic for topic in config.topics}
    told = []
    for verdict in row["verdicts"]:
        if verdict["topic"] not in chosen:
            continue
        topic = topics[verdict["topic"]]
        reason = "you said so" if verdict["by"] == USER else ""
        if not reason:
            judge, words = Judge(topic), (row["title"], row["standfirst"], row["text"], row["language"])
            today = judge.judge(*words, published="" if row["published_doubt"] else row["published_at"])
            evidence, _ = judge.weigh(*words)
            reason = rule(evidence)
            if (today.score, today.level) != (verdict["score"], verdict["level"]):
                reason = f"judged by an earlier topic; today {today.level}, score {today.score:.2f}: {reason}"
        told.append({**verdict, "name": topic.name, "reason": reason})
    return {**row, "verdicts": told}


def _show_why(row: Row) -> None:
    out = console()
    terms = [Term(**term) for verdict in row["verdicts"] for term in verdict["terms"]]
    out.print(_set_off(row["title"], places(terms, "title"), coloured=out.is_terminal, style="bold"))
    for verdict in row["verdicts"]:
        counts = "" if verdict["counts"] else ", which does not count"
        head = f"{plain(verdict['name'])}: {verdict['level']}, score {verdict['score']:.2f}, by {verdict['by']}{counts}"
        out.print(Text(f"  {head}"))
        out.print(Text(f"    {verdict['reason']}"))
        if verdict["terms"]:
            out.print(Text(f"    {plain(names_found(Term(**term) for term in verdict['terms']))}"))
    if not row["verdicts"]:
        out.print(Text("  never judged by this topic: `treatywatch rejudge` does it"))
    for field in ("standfirst", "text"):
        if row[field]:
            out.print()
            out.print(_set_off(row[field], places(terms, field), coloured=out.is_terminal))


def _set_off(text: str, spans: Sequence[tuple[int, int]], *, coloured: bool, style: str = "") -> Text:
    """A text with the names found in it in colour, or in brackets where there is none."""
    made = Text(text if coloured else marked(text, spans), style=style)
    for start, end in spans if coloured else ():
        made.stylize(MARK, start, end)
    return made


def _show(row: Row) -> None:
    out = console()
    out.print(Text(plain(row["title"]), style="bold"))
    facts = {
        "outlet": row["outlet"],
        "published": _published(row),
        "first seen": row["first_seen"],
        "authors": row["authors"],
        "words of": [f"{credit['agency']} ({credit['where']}: {credit['span']})" for credit in row["credits"]],
        "story": f"{row['story']}, {row['relation']}" + (f" of article {row['of']}" if row["of"] else ""),
        "perhaps": f"a copy of article {row['perhaps']}: {row['doubt']}" if row["perhaps"] else "",
        "verdict": f"{row['level']}, score {row['score']:.2f}",
        "judged": list(_judged(row["verdicts"])),
        "terms": sorted({term["text"] for verdict in row["verdicts"] for term in verdict["terms"]}),
        "state": row["state"],
        "replaces": f"article {row['replaces']}, which stood at this address" if row["replaces"] else "",
        "replaced by": [f"article {later}" for later in row["replaced_by"]],
        "revisions": _revisions(row),
        "addresses": row["addresses"],
        "found in": row["found_in"],
        "kept page": [f"{kept['file']} at {kept['offset']}" for kept in row["evidence"]],
    }
    for name, value in facts.items():
        if value:
            out.print(Text(f"{name:>10}  {plain(value)}"))
    for paragraph in [row["standfirst"], *row["text"].split("\n")]:
        if paragraph:
            out.print(Text("\n" + plain(paragraph)))


def _revisions(row: Row) -> str:
    said = f"{len(row['revisions'])} earlier" if row["revisions"] else "none"
    return f"{said}, {row['left_out']} edits since the last one only counted" if row["left_out"] else said


def _judged(verdicts: Sequence[Row]) -> Iterator[str]:
    """Each verdict in short, where there is more to tell than that of one topic."""
    if len(verdicts) > 1:
        for one in verdicts:
            by = " (you)" if one["by"] == USER else "" if one["counts"] else " (does not count)"
            yield f"{one['topic']} {one['level']} {one['score']:.2f}{by}"


def _published(row: Row) -> str:
    """A date with the words it was read from, where its zone came from, the page's own clock, and what is doubted."""
    if not row["published_at"]:
        return f"no date ({row['published_raw'] or 'none claimed'})"
    said = [row["published_raw"]]
    if row["published_zone"]:
        said.append(f"zone: {row['published_zone']}")
    if row["published_local"]:
        said.append(f"on the page {row['published_local']}")
    doubt = f", doubtful: {row['published_doubt']}" if row["published_doubt"] else ""
    return f"{row['published_at']}{doubt} ({'; '.join(said)})"
