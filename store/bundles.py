"""All that is known of a story, as one JSON-able object: what an evidence bundle says of it, and is made from."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Final

from sqlite_utils import Database

from config import Config
from config.topic import version as version_of_topics
from pipelines.fold import VERSION as FOLDING
from store import about, answers, decisions
from store.backups import one_moment

Row = dict[str, Any]

_SAID: Final = (
    *("id", "outlet", "url", "canonical_url", "title", "standfirst", "text", "authors", "site_name", "language"),
    *("published_at", "published_raw", "published_precision", "published_zone", "published_local", "published_doubt"),
    *("modified_at", "credits", "first_seen", "present_at", "state", "relation", "of", "also", "share", "fold_score"),
    *("level", "score", "verdicts", "addresses", "found_in", "revisions"),
)
"""Of an article, what it says and is; not what the crawler notes of it for itself, and nothing of the desk's own."""


def facts(db: Database, story: int, config: Config) -> Row | None:
    """A story with its articles whole, what was decided about them, its events, and the versions that made it so; None
    where there is no such story. All of one moment, and the same for the same database and configuration."""
    with one_moment(db.conn):
        found = answers.story(db, story)
        if found is None:
            return None
        numbers = [carrier["id"] for carrier in found["carriers"]]
        mark, at = db.execute("SELECT coalesce(max(id), 0), coalesce(max(at), '') FROM events").fetchone()
        return {
            "id": story,
            "title": found["title"],
            "first_seen": found["first_seen"],
            "origin": {"article": found["origin"], "why": answers.why_origin(found, config)},
            "articles": [_article(db, carrier, config) for carrier in found["carriers"]],
            "decisions": decisions.about(db, numbers),
            "events": list(_events(db, story, numbers)),
            "as_of": {"mark": mark, "at": at},
            "versions": {
                "treatywatch": version("treatywatch"),
                "extraction": f"trafilatura {version('trafilatura')}",
                "judge": f"the topics of version {version_of_topics(config.topics)}",
                "folding": FOLDING,
                "folded_by": about.version_of_folding(db),
            },
        }


def _article(db: Database, carrier: Row, config: Config) -> Row:
    whole = answers.article(db, carrier["id"]) or {}
    outlet = config.outlets.get(whole["outlet"])
    return {
        **{name: whole[name] for name in _SAID},
        "outlet_name": outlet.name if outlet else whole["outlet"],
        "country": outlet.country if outlet else "",
        "delay_seconds": carrier["delay_seconds"],
        "run": whole["run"],
        "pages": whole["evidence"],
        "page_fetched": whole["run"] is not None and not (outlet and outlet.pages == "feed only"),
    }


def _events(db: Database, story: int, articles: list[int]) -> Iterator[Row]:
    rows = db.execute(
        """SELECT id, at, kind, run, story, article, facts FROM events
        WHERE story = ? OR article IN (SELECT value FROM json_each(?)) ORDER BY id""",
        (story, json.dumps(articles)),
    )
    names = ("mark", "at", "kind", "run", "story", "article", "facts")
    for row in rows:
        event = dict(zip(names, row, strict=True))
        yield event | {"facts": json.loads(event["facts"])}
