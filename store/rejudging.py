"""What follows when a verdict changes: what is repeated of it, and the event that tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from zlib import crc32

from sqlite_utils import Database

from config import Config
from records import EventKind, Level, Verdict
from store import events, verdicts
from store.facts import article_facts, story_facts
from store.verdicts import Moved

PAGE: Final = 500  # articles that are read at once
# A date in doubt is none: no topic's time span goes by it.
_KEPT: Final = """id, outlet, title, standfirst, text, language,
    CASE published_doubt WHEN '' THEN published_at ELSE '' END"""

# Why a verdict changed, as the event says it.
BY_TOPIC: Final = "topic"
BY_USER: Final = "user"
BY_EDIT: Final = "edit"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the judge needs to know of a kept article, and what a person needs to know it by."""

    id: int
    outlet: str
    title: str
    standfirst: str
    text: str
    language: str
    published: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the judge says of an article now, where that is not what is stored. `words` stand for the text judged."""

    article: int
    outlet: str
    language: str
    title: str
    verdicts: tuple[Verdict, ...]
    moved: Moved
    words: int


def settle(db: Database, article: int, why: str, at: str, config: Config, *, run: int | None = None) -> Moved:
    """Let the verdicts of an article take effect, and tell it if its level changed or a user said something of it."""
    moved = verdicts.settle(db, article, [topic.id for topic in config.topics])
    if moved.level_changed or why == BY_USER:
        (story,) = db.execute("SELECT story FROM articles WHERE id = ?", (article,)).fetchone()
        told, verdict = article_facts(db, article, config)
        facts: dict[str, Any] = {
            "article": told,
            "story": story_facts(db, story, config),
            "verdict": verdict,
            "was": {"score": moved.was.score, "level": moved.was.level},
            "why": why,
        }
        events.append(db, EventKind.VERDICT_CHANGED, facts, at, run=run, story=story, article=article)
    return moved


def decide(db: Database, article: int, topics: Iterable[str], on: bool | None, at: str, config: Config) -> Moved | None:
    """What a user says of an article for some topics: it belongs, it does not, or (None) the judge is right after all.

    None where that was said before. Whatever is judged later, it counts until it is taken back.
    """
    if on is None:
        changed = verdicts.forget(db, article, topics)
    else:
        said = [Verdict(1.0, Level.ABOUT) if on else Verdict(0.0, Level.OFF)]
        changed = verdicts.record(
            db, article, [replace(one, topic=topic) for topic in topics for one in said], verdicts.USER
        )
    return settle(db, article, BY_USER, at, config) if changed else None


def judge_again(
    db: Database,
    article: int,
    found: tuple[Verdict, ...],
    why: str,
    at: str,
    config: Config,
    *,
    run: int | None = None,
) -> Moved | None:
    """Take what the judge says of an article now for what it said before; None where that is the same."""
    changed = verdicts.record(db, article, found)
    moved = settle(db, article, why, at, config, run=run)
    return moved if changed or moved.changed else None


def count(db: Database) -> int:
    """How many articles there are."""
    return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def everything(db: Database) -> Iterator[Kept]:
    """Every article in the order of their numbers; some at a time, so that no reader holds up a crawl's log."""
    after = 0
    while rows := db.execute(
        f"SELECT {_KEPT} FROM articles WHERE id > ? ORDER BY id LIMIT ?", (after, PAGE)
    ).fetchall():
        after = rows[-1][0]
        yield from (Kept(*row) for row in rows)


def change(db: Database, kept: Kept, found: tuple[Verdict, ...], config: Config) -> Change | None:
    """What becomes of an article with these verdicts of the judge; None where all is as it was."""
    topics = [topic.id for topic in config.topics]
    moved = verdicts.settled(db, kept.id, topics, {verdict.topic: verdict for verdict in found})
    if not moved.changed and verdicts.same(db, kept.id, found):
        return None
    return Change(kept.id, kept.outlet, kept.language, kept.title, found, moved, _words(kept))


def apply(db: Database, change: Change, at: str, config: Config) -> bool:
    """Write a change and tell it; not where the article's text is another by now, which was judged as it came."""
    row = db.execute(f"SELECT {_KEPT} FROM articles WHERE id = ?", (change.article,)).fetchone()
    if row is None or _words(Kept(*row)) != change.words:
        return False
    return judge_again(db, change.article, change.verdicts, BY_TOPIC, at, config) is not None


def _words(kept: Kept) -> int:
    return crc32("\0".join((kept.title, kept.standfirst, kept.text)).encode("utf-8", "surrogatepass"))
