"""Find articles: newest first, by publication or ranked; page after page, though a crawl writes meanwhile."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from sqlite_utils import Database

from config import Config
from errors import UsageError
from pipelines.words import stemmed
from store import words
from store.plan import Known, Plan, plan, texts
from store.query import And, Field, Node, Not, Or, conjoined
from store.snippets import Sought, found, merged, snippet, sought

MOST_RANKED: Final = 30_000  # to weigh a match takes up to 1 us: all of a million would take a second
TITLE_WEIGHT: Final = 4.0  # a word in the headline says as much as four in the text
_CURSOR: Final = re.compile(r"(\d{1,15})(?:\+(\d{1,9}))?")
_SHOWN: Final = "id, story, outlet, language, title, url, published_at, published_doubt, first_seen, relation, state"

Row = dict[str, Any]


class Order(StrEnum):
    """Which matches come first."""

    SEEN = "seen"
    PUBLISHED = "published"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matches. `next` continues after them, and is empty where nothing follows; `cut` says that only the
    newest `MOST_RANKED` matches were ranked."""

    rows: list[Row] = field(default_factory=list)
    next: str = ""
    cut: bool = False


def known_names(db: Database, root: Node | None, config: Config, moment: Callable[[str], str]) -> Known:
    """What a query's names may be: the watch list's, and outlets that articles were imported under."""
    outlets = {outlet.id: outlet.country for outlet in config.outlets.values()}
    if _names(root, "outlet"):
        outlets |= {outlet: "" for outlet in _outlets(db) if outlet not in outlets}
    topics = [topic.id for topic in config.topics]
    languages = words.languages(db) if root else ()
    return Known(outlets, config.agencies, moment, lambda at: _first_at(db, at), topics, languages)


def search(
    db: Database,
    root: Node | None,
    known: Known,
    *,
    limit: int,
    order: Order = Order.SEEN,
    fold: bool = False,
    before: str = "",
) -> Page:
    """A page of the articles that a query asks for; one row a story with `fold`, its first match with the number of all
    in `matches`. `before` is the `next` of the page before. Raises UsageError for what cannot be asked."""
    asked = _without_left_out(db, plan(root, known), root)
    top, skip = _cursor(db, before)
    cut = False
    if order is Order.BEST and asked.words:
        ids, cut = _ranked(db, asked, top, MOST_RANKED if fold else skip + limit + 1)
        matches: Iterator[int] = iter(ids)
    elif order is Order.PUBLISHED:
        matches = _by_date(db, asked, top)
    else:
        matches = _newest(db, asked, top)
    counts: dict[int, int] = {}
    if fold:
        matches = _one_a_story(db, matches)
    chosen = list(islice(matches, skip, skip + limit + 1))
    more = len(chosen) > limit
    rows = _rows(db, chosen[:limit], root)
    if fold:
        counts = {row["story"]: _matches_in(db, asked, row["story"], top) for row in rows}
    following = ""
    if more:
        plain = order is not Order.PUBLISHED and not fold and not (order is Order.BEST and asked.words)
        following = str(chosen[limit - 1]) if plain else f"{top}+{skip + limit}"
    return Page([{**row, "matches": counts.get(row["story"], 1)} for row in rows], following, cut)


def _without_left_out(db: Database, asked: Plan, root: Node | None) -> Plan:
    """Without the articles that belong to a topic no more, unless a query asks for a level."""
    if _names(root, "level") or db.execute("SELECT 1 FROM left_out LIMIT 1").fetchone() is None:
        return asked
    return replace(asked, conditions=(*asked.conditions, "articles.id NOT IN (SELECT article FROM left_out)"))


def all_matches(db: Database, root: Node | None, known: Known) -> list[int]:
    """The numbers of all articles that a query asks for. Raises UsageError for what cannot be asked."""
    return [*_newest(db, plan(root, known), _cursor(db, "")[0])]


def _cursor(db: Database, before: str) -> tuple[int, int]:
    """(articles below this number, how many of them were shown)."""
    if not before:
        return (db.execute("SELECT max(id) FROM articles").fetchone()[0] or 0) + 1, 0
    read = _CURSOR.fullmatch(before.strip())
    if read is None:
        raise UsageError(f"page `{before}`", "cannot be read", "take it from the end of the page before")
    return int(read[1]), int(read[2] or 0)


def _source(asked: Plan, top: int, ids: str) -> tuple[str, list[str | int]]:
    """FROM and WHERE of a plan, with the values of its marks. `ids` is the column that names an article in it."""
    conditions = [f"{ids} < ?", *(condition.replace("articles.id", ids) for condition in asked.conditions)]
    values: list[str | int] = [top, *asked.values]
    if asked.match:
        conditions.append("article_words MATCH ?")
        values.append(asked.match)
    return f"FROM {'article_words' if asked.match else 'articles'} WHERE {' AND '.join(conditions)}", values


def _newest(db: Database, asked: Plan, top: int) -> Iterator[int]:
    ids = "article_words.rowid" if asked.match else "articles.id"
    source, values = _source(asked, top, ids)
    return _column(db, f"SELECT {ids} {source} ORDER BY {ids} DESC", values)


def _ranked(db: Database, asked: Plan, top: int, most: int) -> tuple[list[int], bool]:
    """The best `most` matches, the best first, and whether there were more than are ranked. Only words count: how many
    articles a language or outlet has says nothing, and would take as long to count as all the words."""
    ids = "article_words.rowid"
    weight = f"bm25(article_words, 1.0, {TITLE_WEIGHT}, 0.0)"
    source, values = _source(asked, top, ids)
    after = f"SELECT {ids} {source} ORDER BY {ids} DESC LIMIT 1 OFFSET ?"
    beyond = db.execute(after, (*values, MOST_RANKED)).fetchone()
    bottom = beyond[0] if beyond else 0
    if asked.match != asked.words or asked.conditions:
        source = f"""FROM article_words WHERE article_words MATCH ? AND {ids} BETWEEN ? AND ?
            AND +{ids} IN (SELECT {ids} {source} AND {ids} > ?)"""
        values = [asked.words, bottom + 1, top - 1, *values, bottom]
    # SQLite sorts what it has weighed: to hand 30,000 rows to Python takes as long as to weigh them.
    sql = f"""SELECT id FROM (SELECT {ids} AS id, {weight} AS weight {source} ORDER BY {ids} DESC LIMIT ?)
        ORDER BY weight, id DESC LIMIT ?"""
    return [*_column(db, sql, (*values, MOST_RANKED, most))], beyond is not None


def _by_date(db: Database, asked: Plan, top: int) -> Iterator[int]:
    """By publication, as far as it is believed: a date in doubt, or after the one on which we saw the article, is
    that one."""
    ids = "article_words.rowid" if asked.match else "articles.id"
    source, values = _source(asked, top, ids)
    sql = f"""SELECT dated.id FROM articles AS dated INDEXED BY articles_by_date
        WHERE dated.id IN (SELECT {ids} {source})
        ORDER BY min(CASE dated.published_doubt WHEN '' THEN dated.published_at ELSE dated.first_seen END,
            dated.first_seen) DESC, dated.id DESC"""
    return _column(db, sql, values)


def _one_a_story(db: Database, ids: Iterable[int]) -> Iterator[int]:
    """The first match of each story."""
    seen: set[int] = set()
    for number in ids:
        story = db.execute("SELECT story FROM articles WHERE id = ?", (number,)).fetchone()[0]
        if story not in seen:
            seen.add(story)
            yield number


def _matches_in(db: Database, asked: Plan, story: int, top: int) -> int:
    ids = "article_words.rowid" if asked.match else "articles.id"
    source, values = _source(asked, top, ids)
    sql = f"SELECT count(*) {source} AND {ids} IN (SELECT id FROM articles WHERE story = ?)"
    return int(db.execute(sql, (*values, story)).fetchone()[0])


def _column(db: Database, sql: str, values: Iterable[str | int]) -> Iterator[int]:
    return (int(row[0]) for row in db.execute(sql, tuple(values)))


def _rows(db: Database, ids: list[int], root: Node | None) -> list[Row]:
    """The articles of these numbers, in this order, each with the part of its text that was searched for."""
    asked = [*texts(root)]
    text = "standfirst, text" if asked else "standfirst, substr(text, 1, 1000) AS text"
    marks = ", ".join("?" for _ in ids)
    rows = {row["id"]: row for row in db.query(f"SELECT {_SHOWN}, {text} FROM articles WHERE id IN ({marks})", ids)}
    wanted: dict[str, Sought] = {}
    made: list[Row] = []
    for number in ids:
        row = rows[number]
        if (language := stemmed(row["language"])) not in wanted:
            wanted[language] = sought(asked, language)
        part, spans = snippet(wanted[language], "\n".join(filter(None, (row.pop("standfirst"), row.pop("text")))))
        title_spans = merged(found(wanted[language], row["title"]))
        made.append({**row, "snippet": part, "snippet_spans": spans, "title_spans": title_spans})
    return made


def option(name: str, *values: str) -> Node | None:
    """A fact that an option asks for, as if it were typed in the query."""
    return Field(name, values) if any(values) else None


def together(*nodes: Node | None) -> Node | None:
    """All of these at once."""
    return conjoined(*nodes)


def _names(node: Node | None, field: str) -> bool:
    """Whether a query asks for a field anywhere."""
    if isinstance(node, Not):
        return _names(node.part, field)
    if isinstance(node, And | Or):
        return any(_names(part, field) for part in node.parts)
    return isinstance(node, Field) and node.name == field


def _outlets(db: Database) -> Iterator[str]:
    """Every outlet that has an article: one look into the index for each, however many articles there are."""
    rows = db.execute(
        """WITH RECURSIVE each(outlet) AS (SELECT min(outlet) FROM articles UNION ALL
        SELECT (SELECT min(outlet) FROM articles WHERE outlet > each.outlet) FROM each WHERE each.outlet IS NOT NULL)
        SELECT outlet FROM each WHERE outlet IS NOT NULL"""
    )
    return (str(row[0]) for row in rows)


def _first_at(db: Database, at: str) -> int:
    """The first article seen at or after a moment; the number of the next one where there is none."""
    row = db.execute("SELECT id FROM articles WHERE first_seen >= ? ORDER BY first_seen, id LIMIT 1", (at,)).fetchone()
    return int(row[0]) if row else (db.execute("SELECT max(id) FROM articles").fetchone()[0] or 0) + 1
