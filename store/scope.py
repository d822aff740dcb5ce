"""Which of the events between two marks belong to what a query asks for.

The query is put to the articles of these events as they stood then: as each event tells them, with the text that they
had before and after it, and with a "now" that is the last event's. So the same marks and the same query choose the same
events, whatever was edited or found since. An article that matched before an edit or after it is asked for: that a name
was taken out is news for who watches the name. What a desk says of stories (`is:`, `tag:`) can be taken back tomorrow,
and is refused.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from config import Config
from config.moments import moment
from config.topic import MAIN
from errors import UsageError
from pipelines.words import words_of
from records import Event, EventKind, Level
from store import words
from store.database import open_empty
from store.query import And, Field, Node, Not, Or, parse
from store.search import all_matches, known_names

_SAID_BY_A_DESK = ("is", "tag")
_WEIGHT = (Level.OFF, Level.PASSING, Level.RELATED, Level.ABOUT)  # an article is what the strongest verdict says


@dataclass(frozen=True, slots=True)
class _Version:
    """An article as it stood at an event: what the event says of it, and its text then. `levels` are (topic, level)."""

    event: Event
    title: str
    standfirst: str
    text: str
    relation: str
    levels: tuple[tuple[str, str], ...]

    @property
    def language(self) -> str:
        return str(self.event.facts["article"].get("language", ""))


def chosen(db: Database, told: Sequence[Event], query: str, config: Config, zone: str) -> list[Event]:
    """Those of the events whose article a query asks for, in order. Raises UsageError for what cannot be asked."""
    root = parse(query).root
    if _asks_a_desk(root):
        raise UsageError(
            f"watch `{query}`", "asks what a desk says", "narrow the report with --starred or --tag instead"
        )
    if root is None or not told:
        return [*told]
    at = datetime.fromisoformat(told[-1].at).astimezone(UTC)
    versions = sorted(_versions(db, told), key=lambda one: (_seen(one.event), one.event.id))
    with closing(open_empty()) as beside:
        for number, version in enumerate(versions, 1):
            _insert(beside, number, version)
        known = known_names(db, root, config, lambda text: moment(text, zone, at))
        then = known_names(beside, root, config, known.moment)
        found = all_matches(beside, root, replace(known, first_at=then.first_at, languages=then.languages))
    articles = {versions[number - 1].event.article for number in found}
    return [event for event in told if event.article in articles]


def _versions(db: Database, told: Sequence[Event]) -> Iterator[_Version]:
    """Each article as it stood at each of its events; at an edit, before it and after it."""
    for event in told:
        if event.article is None or "article" not in event.facts:
            continue
        rows = list(
            db.execute(
                """SELECT title, standfirst, text, replaced_at, number FROM revisions WHERE article = ?1
                UNION ALL SELECT title, standfirst, text, '9999', 1 << 30 FROM articles WHERE id = ?1
                ORDER BY number""",
                (event.article,),
            )
        )
        relation = event.facts.get("relation") or _relation(db, event.article)
        levels = _levels(event) or _levels_now(db, event.article)
        if event.kind == EventKind.EDITED:
            before = int(event.facts.get("revision", 1)) - 1
            wanted = rows[before : before + 2]
        else:
            wanted = [row for row in rows if row[3] > event.at][:1]
        for title, standfirst, text, _, _ in wanted:
            yield _Version(event, title, standfirst, text, str(relation), levels)


def _relation(db: Database, article: int) -> str:
    row = db.execute("SELECT relation FROM articles WHERE id = ?", (article,)).fetchone()
    return str(row[0]) if row else ""


def _levels(event: Event) -> tuple[tuple[str, str], ...]:
    """What each topic said of an article, as its event tells it; only those events do that tell a verdict."""
    verdict = event.facts.get("verdict") or {}
    each = verdict.get("topics") or ([{"id": MAIN, "level": verdict["level"]}] if "level" in verdict else [])
    return tuple((str(one["id"]), str(one["level"])) for one in each)


def _levels_now(db: Database, article: int) -> tuple[tuple[str, str], ...]:
    return tuple(db.execute("SELECT topic, level FROM v_verdicts WHERE article = ? ORDER BY topic", (article,)))


def _seen(event: Event) -> str:
    return str(event.facts["article"].get("first_seen") or event.at)


def _insert(beside: Database, number: int, version: _Version) -> None:
    facts: dict[str, Any] = version.event.facts["article"]
    credits = [{"agency": credit.get("id", "")} for credit in facts.get("agencies", ())]
    beside.execute(
        """INSERT INTO articles (id, story, outlet, url, title, standfirst, text, language, credits, relation, level,
        exact, first_seen) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, 0, ?)""",
        (
            *(number, version.event.story or 0, facts.get("outlet", ""), facts.get("url", "")),
            *(version.title, version.standfirst, version.language, json.dumps(credits)),
            *(version.relation, max((level for _, level in version.levels), key=_WEIGHT.index, default="")),
            _seen(version.event),
        ),
    )
    beside.conn.executemany(
        """INSERT INTO verdicts (article, topic, score, level, terms, "by") VALUES (?, ?, 0, ?, '[]', 'judge')""",
        [(number, topic, level) for topic, level in version.levels],
    )
    words.index(beside, number, words_of(version.title, version.standfirst, version.text, version.language))


def _asks_a_desk(node: Node | None) -> bool:
    if isinstance(node, Not):
        return _asks_a_desk(node.part)
    if isinstance(node, And | Or):
        return any(map(_asks_a_desk, node.parts))
    return isinstance(node, Field) and node.name in _SAID_BY_A_DESK
