"""What follows when a verdict changes: what is repeated of it, and the event that tells it."""

from typing import Any, Final

from sqlite_utils import Database

from config import Config
from records import EventKind, Verdict
from store import events, verdicts
from store.facts import article_facts, story_facts
from store.verdicts import Moved

# Why a verdict changed, as the event says it.
BY_TOPIC: Final = "topic"
BY_USER: Final = "user"
BY_EDIT: Final = "edit"


def settle(db: Database, article: int, why: str, at: str, config: Config, *, run: int | None = None) -> Moved:
    """Let the verdicts of an article take effect, and tell it if its level changed."""
    moved = verdicts.settle(db, article, [topic.id for topic in config.topics])
    if moved.level_changed:
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
    return moved if changed or moved.was != moved.now else None
