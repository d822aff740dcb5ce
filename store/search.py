"""What a user types -> articles. Words are ANDed, "phrases" stay together, `-word` excludes; nothing is an error."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from store.words import first_of, tokens

_PARTS = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
SNIPPET_CHARACTERS = 160
MOST_PHRASES = 100  # of one query; FTS5 takes up to 256 in one expression
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search besides its words; empty values narrow nothing. `since` and `until` are UTC, ISO 8601."""

    languages: Sequence[str] = ()
    outlets: Sequence[str] = ()
    agencies: Sequence[str] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as FTS5 expressions of quoted strings: what must be there, and what must not. Empty where nothing is."""

    wanted: str = ""
    unwanted: str = ""


def asked(query: str) -> Asked:
    """What a user's words ask for. Nothing that can be typed is an error."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for part in _PARTS.finditer(query):
        found = tokens(part["phrase"] if part["phrase"] is not None else part["word"])
        if found:
            (unwanted if part["minus"] else wanted).setdefault(_phrase(found))
    return Asked(" AND ".join([*wanted][:MOST_PHRASES]), " OR ".join([*unwanted][:MOST_PHRASES]))


def _phrase(found: Sequence[str]) -> str:
    quoted = '"' + " ".join(token.replace('"', "") for token in found) + '"'
    # One character of Chinese or Korean is the beginning of some pair.
    single = len(found) == 1 and len(found[0]) == 1 and _CJK.match(found[0])
    return f"{quoted} *" if single else quoted


def search(db: Database, query: str, filters: Filters, *, limit: int, fold: bool = False) -> list[dict[str, Any]]:
    """The articles that hold all the words, newest first; an empty query matches all that the filters leave.

    With `fold`, one row a story (its newest match) with the number of matching articles in `matches`.
    """
    conditions, values = _conditions(filters)
    source = "articles"
    found = asked(query)
    if found.wanted:
        source = "article_words JOIN articles ON articles.id = article_words.rowid"
        conditions.append("article_words MATCH ?")
        values.append(found.wanted)
    if found.unwanted:
        conditions.append("articles.id NOT IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)")
        values.append(found.unwanted)
    if query.strip() and found == Asked():
        return []  # signs alone name nothing
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    which = "max(articles.id) AS id, count(*) AS matches" if fold else "articles.id AS id, 1 AS matches"
    group = "GROUP BY articles.story" if fold else ""
    rows = db.query(
        f"""SELECT a.id, a.story, a.outlet, a.language, a.title, a.url, a.published_at, a.first_seen, a.relation,
        a.state, a.standfirst, a.text, hits.matches
        FROM (SELECT {which} FROM {source} {where} {group} ORDER BY 1 DESC LIMIT ?) AS hits
        JOIN articles AS a ON a.id = hits.id ORDER BY a.id DESC""",
        (*values, limit),
    )
    return [_with_snippet(row, query) for row in rows]


def _conditions(filters: Filters) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    for column, chosen in (("language", filters.languages), ("outlet", filters.outlets)):
        if chosen:
            conditions.append(f"articles.{column} IN ({', '.join('?' for _ in chosen)})")
            values += chosen
    if filters.agencies:
        marks = ", ".join("?" for _ in filters.agencies)
        conditions.append(
            f"EXISTS (SELECT 1 FROM json_each(articles.credits) AS c WHERE c.value ->> 'agency' IN ({marks}))"
        )
        values += filters.agencies
    if filters.since:
        conditions.append("articles.first_seen >= ?")
        values.append(filters.since)
    if filters.until:
        conditions.append("articles.first_seen < ?")
        values.append(filters.until)
    return conditions, values


def _with_snippet(row: dict[str, Any], query: str) -> dict[str, Any]:
    text = "\n".join(filter(None, (row.pop("standfirst"), row.pop("text"))))
    return row | {"snippet": snippet(text, query)}


def snippet(text: str, query: str) -> str:
    """The part of a text around the first searched word, in the original script; else the text's beginning."""
    words = [part["phrase"] or part["word"] or "" for part in _PARTS.finditer(query) if not part["minus"]]
    wanted = {token for word in words[:MOST_PHRASES] for token in tokens(word)}
    return _cut(text, first_of(wanted, text))


def _cut(text: str, at: int) -> str:
    start = max(0, at - SNIPPET_CHARACTERS // 3)
    end = min(len(text), start + SNIPPET_CHARACTERS)
    part = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}"
