"""Keep one article: look it up, fold it, write it with its events, all in the caller's one transaction."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from config import Config
from crawler.urls import key
from pipelines.kinship import kinship
from records import Article, EventKind, Folding, Reading
from store import decisions, events, postings, suggestions, verdicts, words
from store.facts import article_facts, delay, named, story_facts
from store.leads import later
from store.origins import against_origin, find_merger, fingerprint_of, settle_origin, tell_move
from store.stories import merge
from store.suggestions import Suggestion

# A text shorter than this may be the same by accident under two addresses of one outlet ("Live: watch here").
SAME_ARTICLE_CHARACTERS = 200


class Outcome(StrEnum):
    """What became of an article that was brought to be kept."""

    NEW_STORY = "new story"
    NEW_CARRIER = "new carrier"
    DUPLICATE = "duplicate URL"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an article went: its number, its story's, and what it was to us."""

    article: int
    story: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Visit:
    """When and in which run a page was read, and the validators that came with it for the next request.

    `fetched` is false for what came from elsewhere (a feed's entry, an import): there is no page to ask for again.
    """

    at: str
    run: int | None = None
    etag: str = ""
    last_modified: str = ""
    fetched: bool = True


def known_article(db: Database, *urls: str) -> int | None:
    """The article that one of these addresses belongs to, whatever their spelling."""
    for url in urls:
        if url and (row := db.execute("SELECT article FROM addresses WHERE key = ?", (key(url),)).fetchone()):
            return int(row[0])
    return None


def story_of(db: Database, article: int) -> int:
    """The story that an article belongs to."""
    return int(db.execute("SELECT story FROM articles WHERE id = ?", (article,)).fetchone()[0])


def keep(
    db: Database, reading: Reading, outlet: str, visit: Visit, config: Config, *, replaces: int | None = None
) -> Kept:
    """Keep what was read. An address that we know, or the same outlet's same text under another one, is no new article:
    the address is added to the article that we have. Everything else is folded, written, and told as one event.

    `replaces` is the article that stood at this address before, and has given it up."""
    article = reading.article
    claimed = known_article(db, article.canonical_url)
    if claimed is not None and not _is_text_of(db, reading, claimed):
        claimed = None  # a template's mistake: pages that all claim one address are not one article
    have = known_article(db, article.url) or claimed or _same_text(db, reading, outlet)
    if have is not None:
        _add_addresses(db, have, article, visit.at)
        # Its old address may be gone or point here now: ask soon, so that a move is told as a move.
        db.execute("UPDATE articles SET due_at = ? WHERE id = ? AND due_at IS NOT NULL", (visit.at, have))
        return Kept(have, story_of(db, have), Outcome.DUPLICATE)

    held = postings.look_up(db.conn, reading.fingerprint)
    folding = postings.fold(db.conn, reading.fingerprint, outlet, held)
    story = folding.story or _new_story(db, visit.at)
    shown = against_origin(db, folding, reading.fingerprint)
    number = _insert(db, reading, outlet, story, shown, visit, config, replaces)
    verdicts.record(db, number, reading.verdicts)
    postings.post(db.conn, number, story, outlet, reading.fingerprint, folding, held)
    suggested = suggestions.suggest(db, number, outlet, folding, visit.at, config)
    _add_addresses(db, number, article, visit.at)
    words.index(db, number, reading.words)
    move = settle_origin(db, story, config)
    db.execute(
        """INSERT INTO outlet_health (outlet, last_new_article) VALUES (?, ?)
        ON CONFLICT (outlet) DO UPDATE SET last_new_article = excluded.last_new_article""",
        (outlet, visit.at),
    )
    outcome = Outcome.NEW_STORY if folding.story is None else Outcome.NEW_CARRIER
    kept = Kept(number, story, outcome)
    _tell(db, kept, shown, visit, config, replaces)
    if move:
        tell_move(db, story, move, visit.at, visit.run, config)
    _join_what_came_before(db, suggested, visit.at, config)
    for copy in folding.held_by:
        find_merger(db, copy, number, visit.at, visit.run, config)
    return Kept(number, story_of(db, number), outcome)


def _join_what_came_before(db: Database, suggested: Sequence[Suggestion], at: str, config: Config) -> None:
    """Stories that were excerpts of one wire are one now that the agency's own copy is there, unless a user parted
    them. Any other article that holds two stories may have been made of both: only a user can tell."""
    for one in suggested:
        story, other = story_of(db, one.held[0].article), story_of(db, one.held[1].article)
        if not one.own_copy or story == other:
            continue
        if decisions.apart(db, story, other):
            suggestions.settle(db, one.id, suggestions.DECLINED)
            continue
        merge(db, story, other, at, config, by=decisions.AGENCY)
        suggestions.settle(db, one.id, suggestions.APPLIED)


def add_address(db: Database, article: int, url: str, at: str, *, claimed: bool = False) -> None:
    """One more address that an article was met under, or (`claimed`) that its page says is its own."""
    if url:
        db.execute(
            """INSERT INTO addresses (key, article, url, claimed, added_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET claimed = 0 WHERE article = excluded.article AND excluded.claimed = 0""",
            (key(url), article, url, claimed, at),
        )


def give_up_addresses(db: Database, article: int, urls: Sequence[str]) -> None:
    """These addresses show something else now: the article that stood there keeps its text, and no claim to them."""
    for url in urls:
        db.execute("DELETE FROM addresses WHERE key = ? AND article = ?", (key(url), article))


def _add_addresses(db: Database, number: int, article: Article, at: str) -> None:
    add_address(db, number, article.url, at)
    add_address(db, number, article.canonical_url, at, claimed=True)


def _is_text_of(db: Database, reading: Reading, article: int) -> bool:
    """Whether what was read is the text of an article that we have, or a part or a fuller version of it."""
    return kinship(reading.fingerprint, fingerprint_of(db, article)) is not None


def _same_text(db: Database, reading: Reading, outlet: str) -> int | None:
    """The article of the same outlet that says exactly the same under another address."""
    if len(reading.article.text) < SAME_ARTICLE_CHARACTERS:
        return None
    row = db.execute(
        "SELECT id FROM articles WHERE exact = ? AND outlet = ? AND title = ?",
        (reading.fingerprint.exact, outlet, reading.article.title),
    ).fetchone()
    return int(row[0]) if row else None


def _new_story(db: Database, at: str) -> int:
    return int(db.execute("INSERT INTO stories (first_seen) VALUES (?)", (at,)).lastrowid or 0)


def columns(article: Article) -> dict[str, Any]:
    """An article's own words and claims, as the columns that hold them."""
    published, modified = article.published, article.modified
    return {
        "canonical_url": article.canonical_url,
        "title": article.title,
        "standfirst": article.standfirst,
        "text": article.text,
        "authors": _json(article.authors),
        "language": article.language,
        "published_at": published.value if published else "",
        "published_raw": published.raw if published else "",
        "published_precision": published.precision if published else "",
        "published_zone": published.zone_from if published else "",
        "published_local": published.local if published else "",
        "published_doubt": published.doubt if published else "",
        "modified_at": modified.value if modified else "",
        "credits": _json([asdict(credit) for credit in article.credits]),
        "site_name": article.site_name,
        "image": article.image,
    }


def _insert(
    db: Database,
    reading: Reading,
    outlet: str,
    story: int,
    folding: Folding,
    visit: Visit,
    config: Config,
    replaces: int | None,
) -> int:
    intervals = config.settings.revisit.intervals
    row = {
        **columns(reading.article),
        "story": story,
        "outlet": outlet,
        "url": reading.article.url,
        "score": reading.verdict.score,
        "level": reading.verdict.level,
        "relation": folding.relation,
        "of": folding.of,
        "also": folding.also,
        "fold_score": folding.score,
        "share": folding.share,
        "perhaps": folding.perhaps.of if folding.perhaps else None,
        "perhaps_share": folding.perhaps.share if folding.perhaps else 0,
        "doubt": folding.perhaps.why if folding.perhaps else "",
        "exact": reading.fingerprint.exact,
        "first_seen": visit.at,
        "run": visit.run,
        "replaces": replaces,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "checked_at": visit.at,
        "present_at": visit.at,
        "due_at": later(visit.at, intervals[0]) if intervals and visit.fetched else None,
    }
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    return int(db.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", tuple(row.values())).lastrowid or 0)


def _tell(db: Database, kept: Kept, folding: Folding, visit: Visit, config: Config, replaces: int | None) -> None:
    article, verdict = article_facts(db, kept.article, config)
    facts: dict[str, Any] = {"article": article, "story": story_facts(db, kept.story, config), "verdict": verdict}
    kind = EventKind.NEW_STORY
    if folding.perhaps:
        doubt = {"share": round(folding.perhaps.share, 3), "why": folding.perhaps.why}
        facts["perhaps"] = (named(db, folding.perhaps.of, config) or {}) | doubt
    if replaces is not None:
        title = db.execute("SELECT title FROM articles WHERE id = ?", (replaces,)).fetchone()[0]
        facts["replaces"] = (named(db, replaces, config) or {}) | {"title": title}
    if kept.outcome is Outcome.NEW_CARRIER:
        kind = EventKind.NEW_CARRIER
        facts |= {
            "relation": folding.relation,
            "of": named(db, folding.of, config),
            "also": named(db, folding.also, config),
            "score": round(folding.score, 3),
            "share": round(folding.share, 3),
            "delay_seconds": delay(article["published"], facts["story"]["origin"]["published"]),
        }
    events.append(db, kind, facts, visit.at, run=visit.run, story=kept.story, article=kept.article)


def _json(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
