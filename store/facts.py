"""What an event carries of an article and its story, as it was then (docs/events.md lists every fact)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from config import Config
from records import Precision

Facts = dict[str, Any]

_ARTICLE = """SELECT id, url, outlet, title, standfirst, text, language, published_at, published_precision, first_seen,
    credits, authors, score, level, terms FROM articles WHERE id = ?"""


def article_facts(db: Database, article: int, config: Config) -> tuple[Facts, Facts]:
    """(article facts, verdict facts) of a kept article as it stands now."""
    row = db.execute(_ARTICLE, (article,)).fetchone()
    number, url, outlet_id, title, standfirst, text, language, published, precision, first_seen, *lists = row
    credits, authors, score, level, terms = lists
    outlet = config.outlets.get(outlet_id)
    facts = {
        "id": number,
        "url": url,
        "outlet": outlet_id,
        "outlet_name": outlet.name if outlet else outlet_id,
        "country": outlet.country if outlet else "",
        "kind": outlet.kind if outlet else "press",
        "title": title,
        "standfirst": standfirst,
        "language": language,
        "published": {"value": published, "precision": precision} if published else None,
        "first_seen": first_seen,
        "agencies": [_agency(credit, config) for credit in json.loads(credits)],
        "authors": json.loads(authors),
        "words": len(text.split()),
    }
    distinct = list(dict.fromkeys(term["text"] for term in json.loads(terms)))
    return facts, {"score": score, "level": level, "terms": distinct}


def _agency(credit: Mapping[str, str], config: Config) -> Facts:
    agency = config.agencies.get(credit["agency"])
    return {
        "id": credit["agency"],
        "name": agency.name if agency else credit["agency"],
        "where": credit["where"],
        "span": credit["span"],
    }


def story_facts(db: Database, story: int, config: Config) -> Facts:
    """What a report says of a story: its origin, and how many articles of how many outlets it holds."""
    origin, articles, outlets = db.execute(
        """SELECT origin, (SELECT count(*) FROM articles WHERE story = stories.id),
        (SELECT count(DISTINCT outlet) FROM articles WHERE story = stories.id) FROM stories WHERE id = ?""",
        (story,),
    ).fetchone()
    first, _ = article_facts(db, origin, config)
    kept = ("id", "outlet", "outlet_name", "url", "title", "language", "published")
    return {
        "id": story,
        "title": first["title"],
        "origin": {name: first[name] for name in kept},
        "articles": articles,
        "outlets": outlets,
    }


def delay(published: dict[str, str] | None, origin: dict[str, str] | None) -> int | None:
    """Seconds from the origin's publication to this one's, where both name a moment."""
    if not published or not origin or {published["precision"], origin["precision"]} != {Precision.INSTANT}:
        return None
    between = datetime.fromisoformat(published["value"]) - datetime.fromisoformat(origin["value"])
    return int(between.total_seconds())
