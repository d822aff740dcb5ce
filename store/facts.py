"""What an event carries of an article and its story, as it was then (docs/events.md lists every fact)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from config import Config, Topic
from pipelines.glosses import Glossary, glossary
from pipelines.independence import Carried, Reach, Source, reach
from records import Level, Precision, Verdict, strongest
from store import verdicts

Facts = dict[str, Any]

_built: tuple[tuple[Topic, ...], Glossary] | None = None

_ARTICLE = """SELECT id, url, outlet, title, standfirst, text, language, published_at, published_precision,
    published_local, published_doubt, first_seen, credits, authors FROM articles WHERE id = ?"""


def article_facts(db: Database, article: int, config: Config) -> tuple[Facts, Facts]:
    """(article facts, verdict facts) of a kept article as it stands now."""
    return _article(db, article, config), verdict_facts(db, article, config)


def verdict_facts(db: Database, article: int, config: Config) -> Facts:
    """The strongest verdict of an article; where several topics are watched, also each that it belongs to."""
    names = {topic.id: topic.name for topic in config.topics}
    found = verdicts.counting(db, article, [*names])
    first = strongest([*found, Verdict(0.0, Level.OFF)])
    facts: Facts = {"score": first.score, "level": first.level, "terms": _distinct(first)}
    if len(names) > 1:
        facts["topics"] = [
            {"id": v.topic, "name": names[v.topic], "score": v.score, "level": v.level, "terms": _distinct(v)}
            for v in found
            if v.relevant
        ]
    return facts


def _distinct(verdict: Verdict) -> list[str]:
    return list(dict.fromkeys(term.text for term in verdict.terms))


def _article(db: Database, article: int, config: Config) -> Facts:
    row = db.execute(_ARTICLE, (article,)).fetchone()
    number, url, outlet_id, title, standfirst, text, language, *dates, first_seen, credits, authors = row
    outlet = config.outlets.get(outlet_id)
    return {
        "id": number,
        "url": url,
        "outlet": outlet_id,
        "outlet_name": outlet.name if outlet else outlet_id,
        "country": outlet.country if outlet else "",
        "kind": outlet.kind if outlet else "press",
        "title": title,
        "standfirst": standfirst,
        "language": language,
        "glosses": [{"name": one.name, "form": one.form} for one in _glossary(config).find(title, language)],
        "published": _claimed(*dates),
        "first_seen": first_seen,
        "agencies": [_agency(credit, config) for credit in json.loads(credits)],
        "authors": json.loads(authors),
        "words": len(text.split()),
    }


def _glossary(config: Config) -> Glossary:
    """The glossary of a configuration; that of the last one asked for is kept, for a process has one."""
    global _built  # noqa: PLW0603 - building takes as long as a hundred headlines, and a Config has no hash
    if _built is None or _built[0] is not config.topics:
        _built = config.topics, glossary(config.topics)
    return _built[1]


def _claimed(value: str, precision: str, local: str, doubt: str) -> Facts | None:
    if not value:
        return None
    claimed = {"value": value, "precision": precision, "local": local, "doubt": doubt}
    return {name: said for name, said in claimed.items() if said}


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
    first = _article(db, origin, config)
    far = reach_of(db, story, config)
    kept = ("id", "outlet", "outlet_name", "url", "title", "language", "glosses", "published")
    return {
        "id": story,
        "title": first["title"],
        "origin": {name: first[name] for name in kept},
        "articles": articles,
        "outlets": outlets,
        "houses": far.houses,
        "sources": [_source_name(source, config) for source in far.origins],
    }


def reach_of(db: Database, story: int, config: Config) -> Reach:
    """How many houses carried a story, and how many independent origins it has (`pipelines/independence.py`)."""
    rows = db.execute(
        """SELECT a.outlet, a.credits, a.of, other.outlet, other.credits FROM articles AS a
        LEFT JOIN articles AS other ON other.id = a.also AND other.story <> a.story
        WHERE a.story = ? ORDER BY a.id = (SELECT origin FROM stories WHERE id = a.story) DESC, a.id""",
        (story,),
    ).fetchall()
    members = []
    for outlet, credits, of, second, second_credits in rows:
        own = (_source(outlet, credits, config),) if of is None else ()
        also = (_source(second, second_credits, config),) if second is not None else ()
        members.append(Carried(outlet, (*own, *also)))
    return reach(members, config.family_of)


def _source(outlet: str, credits: str, config: Config) -> Source:
    known = config.outlets.get(outlet)
    credited = json.loads(credits)
    return Source(outlet, (known.agency if known else "") or (credited[0]["agency"] if credited else ""))


def _source_name(source: Source, config: Config) -> str:
    if source.agency:
        agency = config.agencies.get(source.agency)
        return agency.name if agency else source.agency
    outlet = config.outlets.get(source.outlet)
    return outlet.name if outlet else source.outlet


def named(db: Database, article: int | None, config: Config) -> Facts | None:
    """How an event names another article than its own."""
    if article is None:
        return None
    facts, _ = article_facts(db, article, config)
    return {name: facts[name] for name in ("id", "outlet_name", "url")}


def delay(published: dict[str, str] | None, origin: dict[str, str] | None) -> int | None:
    """Seconds from the origin's publication to this one's, where both name a moment that nobody doubts."""
    if not published or not origin or published.get("doubt") or origin.get("doubt"):
        return None
    if {published["precision"], origin["precision"]} != {Precision.INSTANT}:
        return None
    between = datetime.fromisoformat(published["value"]) - datetime.fromisoformat(origin["value"])
    return int(between.total_seconds())
