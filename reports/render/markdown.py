"""Digest -> Markdown (CommonMark), for a note, a chat or an issue.

Whatever comes from a page is escaped, so that it can be no link, markup, list or table of its own; the only links are
web addresses, in angle brackets.
"""

import re
from collections.abc import Iterable
from typing import Final

from reports.digest import Digest
from reports.facts import ArticleTold, Glossed, StoryTold
from reports.news import Carrier, EditedArticle, OriginMoved, StoryNews
from reports.notices import Notice
from reports.render import phrases
from reports.render.clock import Clock
from reports.render.escaping import markdown, passage, plain, web_address
from reports.wording import same

_PLAIN_COMMAND: Final = re.compile(r"[\w .:'-]+")
"""What may stand as code: a reader's or a query's name may hold anything, and in code nothing is escaped."""


def render(digest: Digest, *, zone: str) -> str:
    """The whole report, its blocks parted by empty lines."""
    clock = Clock(zone, digest.at)
    blocks = [*_head(digest, clock)]
    if digest.stories:
        blocks.append("## New stories")
    for news in digest.stories:
        blocks += _story(news, clock, digest.desk_says(news.story.id))
    if digest.grown:
        blocks.append("## Known stories, new carriers")
    for news in digest.grown:
        blocks += _story(news, clock, digest.desk_says(news.story.id))
    if digest.found_alone:
        blocks += ["## Origin found", "\n".join(_found(found, clock) for found in digest.found_alone)]
    for heading, notices in digest.found.items():
        blocks += [f"## {heading}", "\n".join(map(_notice, notices))]
    if digest.edited:
        blocks.append("## Edited articles")
    for edited in digest.edited:
        blocks += _edited(edited, clock)
    blocks += _came_and_went(digest, clock)
    blocks += _rejudged(digest)
    blocks += _foot(digest, clock)
    return "\n\n".join(blocks) + "\n"


def _head(digest: Digest, clock: Clock) -> Iterable[str]:
    name = f"treatywatch · {markdown(digest.name)}" if plain(digest.name) else "treatywatch"
    at = clock.stamp(digest.at, year=True)
    yield f"# {name}{f' · {at}' if at else ''}"
    if digest.empty:
        yield phrases.nothing_new(digest)
    said = " ".join(phrases.in_short(digest))
    if said:
        yield f"**In short:** {markdown(said)}"
    languages = " · ".join(markdown(one) for one in phrases.languages(digest))
    if languages:
        yield languages


def _story(news: StoryNews, clock: Clock, desk: Iterable[str]) -> Iterable[str]:
    lead, origin = news.lead.article, news.story.origin
    yield f"### {_link(news.story.title or lead.title, origin.url or lead.url)}"
    if names := phrases.story_names(news):
        yield f"*{markdown(names)}*"
    yield from (f"*{markdown(said)}*" for said in desk)
    if news.led_by_origin:
        came = f"{_by(lead, clock)}{'' if news.new else ' · new'}{_whose(lead)}"
        yield f"First: {came}" if news.new else f"Comes from {came}"
    else:
        yield f"Comes from **{markdown(origin.outlet_name)}**, {markdown(clock.published(origin.published))}"
    if news.found and phrases.first_before(news.found):
        yield f"Origin found: {_until_now(news.found)}."
    if phrases.reach(news.story):
        yield markdown(phrases.reach(news.story))
    if news.led_by_origin and plain(lead.standfirst):
        yield f"> {markdown(lead.standfirst)}"
    if doubt := news.lead.perhaps:
        before, after = phrases.perhaps(news)
        yield f"{before}{_link(doubt.outlet_name, doubt.url)}{markdown(after)}."
    if news.others:
        yield "\n".join(_carrier(carrier, news.story, clock) for carrier in news.others)
    found = ", ".join(markdown(term) for term in phrases.terms(news))
    terms = f"{markdown(phrases.on_topic(news))}: {found}. " if found else ""
    yield f"{terms}More: `treatywatch story {news.story.id}`"


def _found(found: OriginMoved, clock: Clock) -> str:
    article = found.article
    said = f"- {_link(found.story.title or article.title, article.url)}{_names(article.glosses)} "
    said += "is now known to come from "
    said += f"**{markdown(article.outlet_name)}**, {markdown(clock.dated(article.published))}"
    if phrases.first_before(found):
        said += f"; {_until_now(found)}"
    return f"{said}{_whose(article)} · `treatywatch story {found.story.id}`"


def _notice(notice: Notice) -> str:
    shown = f"{_link(notice.title, notice.url)}{_names(notice.glosses)} ({markdown(notice.outlet_name)})"
    said = f"{shown}. {markdown(phrases.notice(notice))}"
    return f"- {said} · `treatywatch story {notice.story.id}`"


def _until_now(found: OriginMoved) -> str:
    return f"until now the first was {_link(phrases.first_before(found), found.was_url)}"


def _carrier(carrier: Carrier, story: StoryTold, clock: Clock) -> str:
    article = carrier.article
    said = f"- {_by(article, clock)} · {markdown(phrases.relation(carrier))}"
    if plain(carrier.of_name):
        said += f" from {_link(carrier.of_name, carrier.of_url)}"
    if plain(carrier.also_name):
        said += f" and from {_link(carrier.also_name, carrier.also_url)}"
    behind = phrases.behind(carrier, story.origin.id)
    if behind:
        said += f" · {behind}"
    if same(article.title, story.title):
        return f"{said}: {_link('the same headline', article.url)}{_whose(article)}"
    return f"{said}: {_headline(article)}{_whose(article)}"


def _by(article: ArticleTold, clock: Clock) -> str:
    where = ", ".join(markdown(one) for one in (article.country, phrases.language(article.language)) if plain(one))
    said = f"**{markdown(article.outlet_name)}** ({where}), {markdown(clock.published(article.published))}"
    return f"{said} · *late find*, first seen {clock.stamp(article.first_seen)}" if article.late else said


def _whose(article: ArticleTold) -> str:
    return "".join(
        f" · words of {markdown(credit.name)}, says the {markdown(credit.where)}: “{markdown(credit.span)}”"
        for credit in article.agencies
    )


def _edited(edited: EditedArticle, clock: Clock) -> Iterable[str]:
    yield f"### {_link(edited.article.title, edited.article.url)}"
    if names := phrases.names(edited.article.glosses):
        yield f"*{markdown(names)}*"
    yield f"{_by(edited.article, clock)} · `treatywatch article {edited.article.id}`"
    for edit in edited.edits:
        lines = [f"- Edit seen {clock.stamp(edit.at)} · {phrases.weight(edit)}"]
        for change in edit.changes:
            passages, rest = phrases.shown(change)
            lines += [f"  - {markdown(phrases.field(change.field))}: {_marked(pieces)}" for pieces in passages]
            lines += [f"  - {rest}"] * bool(rest)
        yield "\n".join(lines)


def _marked(pieces: Iterable[phrases.Piece]) -> str:
    """A passage with what was taken away struck out in [- -], and what was added in bold in {+ +}.

    The emphasis stands inside the brackets: beside a bare Han character it would be no emphasis.
    """
    shown = []
    for piece in pieces:
        words = passage(piece.text)
        escaped = markdown(words)
        if not escaped:
            shown.append(words)
        elif piece.kind == "old":
            shown.append(f"\\[-~~{escaped}~~-\\]")
        elif piece.kind == "new":
            shown.append(f"{{+**{escaped}**+}}")
        else:
            shown.append(f"{' ' * words[:1].isspace()}{escaped}{' ' * words[-1:].isspace()}")
    return "".join(shown).strip()


def _came_and_went(digest: Digest, clock: Clock) -> Iterable[str]:
    lines = [
        f"- {_headline(gone.article)} ({markdown(gone.article.outlet_name)}). {markdown(clock.absence(gone))}"
        for gone in digest.gone
    ]
    lines += [
        f"- {_headline(back.article)} ({markdown(back.article.outlet_name)}). {markdown(clock.presence(back))}"
        for back in digest.back
    ]
    lines += [
        f"- {_link(moved.article.title, moved.new_url)}{_names(moved.article.glosses)} "
        f"({markdown(moved.article.outlet_name)}). "
        f"Moved from {_link(moved.old_url, moved.old_url)} to {_link(moved.new_url, moved.new_url)}, "
        f"seen {clock.stamp(moved.at)}."
        for moved in digest.moved
    ]
    if lines:
        yield "## Gone, back, moved"
        yield "\n".join(lines)


def _rejudged(digest: Digest) -> Iterable[str]:
    if digest.rejudged:
        yield "## Verdict changed"
        yield "\n".join(
            f"- {_headline(one.article)} ({markdown(one.article.outlet_name)}). "
            f"{markdown(phrases.verdict_change(one))} `treatywatch article {one.article.id} --why`"
            for one in digest.rejudged
        )


def _foot(digest: Digest, clock: Clock) -> Iterable[str]:
    if digest.troubles:
        yield "## Outlets in trouble"
        yield "\n".join(f"- **{markdown(one.outlet_name)}**: {markdown(clock.trouble(one))}" for one in digest.troubles)
    failed = [run for run in digest.runs if not run.ok]
    if failed:
        yield "## Crawls that did not end well"
        yield "\n".join(f"- {markdown(clock.run(run))}" for run in failed)
    if digest.not_taken:
        yield "## Looked at, not taken"
        yield "\n".join(f"- {count:,} {markdown(reason)}" for reason, count in digest.not_taken)
    command = phrases.replay(digest)
    yield f"To see this again: {f'`{command}`' if _PLAIN_COMMAND.fullmatch(command) else markdown(command)}"


def _headline(article: ArticleTold) -> str:
    return f"{_link(article.title, article.url)}{_names(article.glosses)}"


def _names(glosses: Iterable[Glossed]) -> str:
    """` *(names: Kursk, Putin)*` behind a headline within a line."""
    said = phrases.names(glosses)
    return f" *({markdown(said[:1].lower() + said[1:])})*" if said else ""


def _link(text: str, url: str) -> str:
    """A link where the address is one for the web; else the text alone. A link without a text shows its address."""
    address = web_address(url)
    shown = markdown(text) or markdown(address) or "(no headline)"
    return f"[{shown}](<{address}>)" if address else shown
