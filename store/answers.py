"""Stories, articles and outlets as plain rows, for tables, exports and pages."""

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from config import Config
from store import verdicts
from store.facts import delay

Row = dict[str, Any]

# What articles are ordered by: the moment they claim, if that had passed and nobody doubts it; else when we saw them.
AGE = """CASE WHEN published_precision = 'instant' AND published_doubt = '' AND published_at <= first_seen
    THEN published_at ELSE first_seen END"""


def stories(db: Database, *, since: str = "", language: str = "", limit: int = 20) -> list[Row]:
    """The stories last added to, newest first: origin's headline and outlet, and how many carried it."""
    return list(
        db.query(
            """SELECT s.id, o.title, o.outlet, o.language, s.first_seen, max(a.first_seen) AS last_carrier,
            count(*) AS articles, count(DISTINCT a.outlet) AS outlets, o.url
            FROM stories AS s JOIN articles AS a ON a.story = s.id JOIN articles AS o ON o.id = s.origin
            WHERE (? = '' OR EXISTS (SELECT 1 FROM articles WHERE story = s.id AND language = ?))
            GROUP BY s.id HAVING ? = '' OR last_carrier >= ?
            ORDER BY last_carrier DESC, max(a.id) DESC LIMIT ?""",
            (language, language, since, since, limit),
        )
    )


def story(db: Database, number: int) -> Row | None:
    """One story with its carriers in order of time: whose words, what each copy is to what it was made of, how long
    after the origin it came."""
    found = list(db.query("SELECT id, origin, first_seen FROM stories WHERE id = ? AND origin IS NOT NULL", (number,)))
    if not found:
        return None
    carriers = [
        _unpacked(row)
        for row in db.query(
            f"""SELECT id, outlet, url, title, language, published_at, published_precision,
            published_local, published_doubt, first_seen, credits, relation, "of", also, fold_score, share, state
            FROM articles WHERE story = ? ORDER BY {AGE}, id""",
            (number,),
        )
    ]
    origin = next(row for row in carriers if row["id"] == found[0]["origin"])
    for row in carriers:
        row["delay_seconds"] = delay(_dated(row), _dated(origin))
    return {
        **found[0],
        "title": origin["title"],
        "outlet": origin["outlet"],
        "carriers": carriers,
    }


def why_origin(found: Row, config: Config) -> str:
    """Why the origin of a story, as `story` gives it, counts as that."""
    origin = next(one for one in found["carriers"] if one["id"] == found["origin"])
    outlet = config.outlets.get(origin["outlet"])
    credited = {c["agency"] for one in found["carriers"] if one["id"] != origin["id"] for c in one["credits"]}
    if outlet and outlet.agency in credited:
        return "the own copy of the agency that others credit"
    return "the earliest that we know" if len(found["carriers"]) > 1 else "nobody else has it"


def _dated(row: Row) -> dict[str, str] | None:
    if not row["published_at"]:
        return None
    return {
        name: row[f"published_{column}"]
        for name, column in (("value", "at"), ("precision", "precision"), ("doubt", "doubt"))
    }


def article(db: Database, number: int) -> Row | None:
    """One article whole: what it says, its verdict with terms, its addresses, revisions, finders and kept pages."""
    rows = list(db.query("SELECT * FROM articles WHERE id = ?", (number,)))
    if not rows:
        return None
    return {
        **_unpacked(rows[0]),
        "verdicts": verdicts.of_article(db, number),
        "addresses": _column(db, "SELECT url FROM addresses WHERE article = ? ORDER BY added_at, url", number),
        "revisions": list(
            db.query(
                "SELECT number, title, standfirst, text, replaced_at FROM revisions WHERE article = ? ORDER BY number",
                (number,),
            )
        ),
        "replaced_by": _column(db, "SELECT id FROM articles WHERE replaces = ? ORDER BY id", number),
        "found_in": _column(
            db,
            """SELECT DISTINCT lead_sources.source FROM lead_sources JOIN leads ON leads.id = lead
            WHERE leads.article = ? ORDER BY 1""",
            number,
        ),
        "evidence": list(
            db.query(
                """SELECT file, offset, length, fetched_at, url, record_sha256, page_sha256 FROM evidence
                WHERE article = ? ORDER BY id""",
                (number,),
            )
        ),
    }


def outlets(db: Database, config: Config) -> list[Row]:
    """Every outlet of the watch list with its health: last success, last new article, failures by kind."""
    health = {row["outlet"]: row for row in db.query("SELECT * FROM outlet_health")}
    counts = dict(db.execute("SELECT outlet, count(*) FROM articles GROUP BY outlet").fetchall())
    failures: dict[str, Row] = {}
    for outlet, kind, times in db.execute("SELECT outlet, kind, times FROM failures ORDER BY outlet, times DESC, kind"):
        failures.setdefault(outlet, {})[kind] = times
    return [
        {
            "id": outlet.id,
            "name": outlet.name,
            "country": outlet.country,
            "state": _state(outlet.enabled, health.get(outlet.id)),
            "articles": counts.get(outlet.id, 0),
            "last_success": health.get(outlet.id, {}).get("last_success"),
            "last_new_article": health.get(outlet.id, {}).get("last_new_article"),
            "failing_since": health.get(outlet.id, {}).get("failing_since"),
            "problem": health.get(outlet.id, {}).get("problem") or outlet.reason,
            "failures": failures.get(outlet.id, {}),
        }
        for outlet in config.outlets.values()
    ]


def _state(enabled: bool, health: Row | None) -> str:
    if not enabled:
        return "off"
    if health is None or not (health["last_success"] or health["failing_since"]):
        return "not asked yet"
    return "failing" if health["failing_since"] else "well"


EXPORT_FIELDS = (
    *("id", "ref", "story", "relation", "of", "share", "fold_score", "outlet", "url", "canonical_url", "title"),
    *("standfirst", "text", "authors", "language", "agencies", "published_at", "published_precision", "published_raw"),
    *(
        "published_zone",
        "published_local",
        "published_doubt",
        "modified_at",
        "first_seen",
        "state",
        "level",
        "score",
        "topics",
        "terms",
        "site_name",
        "image",
    ),
)


def export(db: Database) -> Iterator[Row]:
    """One row for each imported id, also where several name one article, and one for each article without one."""
    for row in db.query(
        """SELECT a.*, r.ref,
        (SELECT json_group_array(topic) FROM v_verdicts
            WHERE article = a.id AND level IN ('about', 'related')) AS topics,
        coalesce((SELECT terms FROM v_verdicts WHERE article = a.id
            ORDER BY instr('about related passing off', level), score DESC LIMIT 1), '[]') AS terms
        FROM articles AS a LEFT JOIN refs AS r ON r.article = a.id ORDER BY a.id, r.ref"""
    ):
        whole = _unpacked(row)
        whole["agencies"] = [credit["agency"] for credit in whole.pop("credits")]
        yield {name: whole[name] for name in EXPORT_FIELDS}


def _unpacked(row: Row) -> Row:
    """JSON columns as lists."""
    return {
        name: json.loads(value) if name in ("authors", "credits", "topics", "terms") else value
        for name, value in row.items()
    }


def _column(db: Database, sql: str, number: int) -> list[str]:
    return [row[0] for row in db.execute(sql, (number,))]
