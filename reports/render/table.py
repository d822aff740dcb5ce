"""Digest -> CSV: one line for each article that came, became its story's origin, was edited, went, came back or moved.

A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula; such a cell gets an
apostrophe in front, which spreadsheets show as plain text. Programs that want the text as it is read JSON.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from reports.digest import Digest
from reports.facts import ArticleTold, StoryTold
from reports.news import Carrier
from reports.render.clock import Clock
from reports.render.escaping import plain, web_address
from reports.render.phrases import notice as said
from reports.render.phrases import percent, relation_word, verdict_change, weight

COLUMNS = (
    "what",
    "event",
    "at",
    "story",
    "headline of the story",
    "article",
    "outlet",
    "country",
    "language",
    "headline",
    "address",
    "published",
    "precision",
    "doubt",
    "first seen",
    "late",
    "houses",
    "independent origins",
    "relation",
    "share",
    "from",
    "words of",
    "topics",
    "detail",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # also full width: some programs fold them


def render(digest: Digest, *, zone: str) -> str:
    """The whole report as CSV with a header, lines ended by a line feed.

    Times stay UTC, in ISO 8601; `zone` is used in remarks only.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(digest, Clock(zone, digest.at)):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _rows(digest: Digest, clock: Clock) -> Iterator[list[str]]:
    for news in [*digest.stories, *digest.grown]:
        what = "new story" if news.new else "known story"
        for carrier in news.carriers:
            yield _row(what, carrier.event, carrier.at, news.story, carrier.article, ", ".join(news.terms), carrier)
    for move in digest.origins_moved:
        before = " ".join(one for one in (move.was_name, web_address(move.was_url)) if one)
        yield _row("origin moved", move.event, move.at, move.story, move.article, f"until now {before}")
    for notice in digest.notices:
        shown = [notice.kind, str(notice.event), notice.at, str(notice.story.id), notice.story.title]
        shown += [str(notice.article or ""), notice.outlet_name, "", notice.language, notice.title]
        yield [*shown, web_address(notice.url), *[""] * (len(COLUMNS) - len(shown) - 2), said(notice)]
    for edited in digest.edited:
        for edit in edited.edits:
            yield _row("edited", edit.event, edit.at, edited.story, edited.article, weight(edit))
    for gone in digest.gone:
        yield _row("gone", gone.event, gone.at, gone.story, gone.article, clock.absence(gone))
    for back in digest.back:
        yield _row("back", back.event, back.at, back.story, back.article, clock.presence(back))
    for moved in digest.moved:
        yield _row("moved", moved.event, moved.at, moved.story, moved.article, f"from {web_address(moved.old_url)}")
    for one in digest.rejudged:
        yield _row("verdict changed", one.event, one.at, one.story, one.article, verdict_change(one))


def _row(
    what: str, event: int, at: str, story: StoryTold, article: ArticleTold, detail: str, carrier: Carrier | None = None
) -> list[str]:
    published = article.published
    copied = carrier is not None and bool(carrier.of_id)
    return [
        what,
        str(event),
        at,
        str(story.id),
        story.title,
        str(article.id),
        article.outlet_name,
        article.country,
        article.language,
        article.title,
        web_address(article.url),
        published.value if published else "",
        published.precision.value if published else "",
        published.doubt.value if published else "",
        article.first_seen,
        "late" if article.late else "",
        str(story.houses or ""),
        str(len(story.sources) or ""),
        relation_word(carrier.relation) if carrier else "",
        percent(carrier.share) if carrier and copied else "",
        " + ".join(one for one in (carrier.of_name, carrier.also_name) if one) if carrier else "",
        ", ".join(credit.name for credit in article.agencies),
        ", ".join(topic.name for topic in carrier.verdict.topics) if carrier else "",
        detail,
    ]


def _cell(value: str) -> str:
    shown = plain(value)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
