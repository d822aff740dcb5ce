"""What each topic says of an article, and what a user says of it, which counts instead.

`verdicts` is the truth. `articles.score` and `articles.level` repeat the strongest that counts, for those who list many
articles; `left_out` names the articles that belonged to a topic once and belong to none now: searches leave them out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlite_utils import Database

from records import Level, Term, Verdict, strongest

JUDGE: Final = "judge"
USER: Final = "user"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """An article's strongest verdict before and after something was decided of it."""

    was: Verdict
    now: Verdict

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return (self.was.score, self.was.level) != (self.now.score, self.now.level)

    @property
    def level_changed(self) -> bool:
        """Whether it is worth telling."""
        return self.was.level is not self.now.level


def record(db: Database, article: int, verdicts: Iterable[Verdict], by: str = JUDGE) -> bool:
    """Write what some topics say of an article; whether that differs from what they said before."""
    changed = False
    for verdict in verdicts:
        cursor = db.execute(
            """INSERT INTO verdicts (article, topic, score, level, terms, "by") VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (article, topic, "by") DO UPDATE
            SET score = excluded.score, level = excluded.level, terms = excluded.terms
            WHERE score IS NOT excluded.score OR level IS NOT excluded.level OR terms IS NOT excluded.terms""",
            (article, verdict.topic, verdict.score, verdict.level, _terms(verdict.terms), by),
        )
        changed |= cursor.rowcount > 0
    return changed


def forget(db: Database, article: int, topics: Iterable[str]) -> bool:
    """Take back what a user said of an article for some topics; whether anything was said."""
    gone = [
        db.execute("""DELETE FROM verdicts WHERE article = ? AND topic = ? AND "by" = ?""", (article, topic, USER))
        for topic in topics
    ]
    return any(cursor.rowcount for cursor in gone)


def labels(db: Database) -> Iterator[Row]:
    """What users decided, as labelled texts: on, or near where the judge found both sides, else off."""
    rows = db.query(
        """SELECT a.id, a.url, a.title, a.standfirst, a.text, a.language, u.topic,
        CASE WHEN u.level IN ('about', 'related') THEN 'on' WHEN coalesce(j.level, 'off') != 'off' THEN 'near'
            ELSE 'off' END AS label, coalesce(j.level, '') AS judge
        FROM verdicts AS u JOIN articles AS a ON a.id = u.article
        LEFT JOIN verdicts AS j ON j.article = u.article AND j.topic = u.topic AND j."by" = 'judge'
        WHERE u."by" = 'user' ORDER BY u.article, u.topic"""
    )
    for row in rows:
        yield {
            **row,
            "kind": "full" if row["text"] else "headline",
            "why": f"user, where the judge said {row['judge']}",
        }


def settle(db: Database, article: int, topics: Sequence[str]) -> Moved:
    """Bring what is repeated in an article in line with its verdicts by `topics`, and say how it moved."""
    moved = settled(db, article, topics)
    was, now = moved.was, moved.now
    if moved.changed:
        db.execute("UPDATE articles SET score = ?, level = ? WHERE id = ?", (now.score, now.level, article))
    if now.relevant:
        db.execute("DELETE FROM left_out WHERE article = ?", (article,))
    elif was.relevant:
        db.execute("INSERT OR IGNORE INTO left_out (article) VALUES (?)", (article,))
    return moved


def settled(
    db: Database, article: int, topics: Sequence[str], judged: Mapping[str, Verdict] = MappingProxyType({})
) -> Moved:
    """How an article moves when its verdicts take effect, those of the judge in `judged` instead of the stored ones."""
    score, level = db.execute("SELECT score, level FROM articles WHERE id = ?", (article,)).fetchone()
    counts = {verdict.topic: verdict for verdict in counting(db, article, topics)}
    users = {
        row[0] for row in db.execute("""SELECT topic FROM verdicts WHERE article = ? AND "by" = 'user'""", (article,))
    }
    counts |= {topic: verdict for topic, verdict in judged.items() if topic not in users}
    in_order = [counts[topic] for topic in topics if topic in counts]
    return Moved(Verdict(score, Level(level or Level.OFF)), strongest([*in_order, Verdict(0.0, Level.OFF)]))


def same(db: Database, article: int, found: Iterable[Verdict]) -> bool:
    """Whether this is what the judge said before."""
    rows = db.execute(
        """SELECT topic, score, level, terms FROM verdicts WHERE article = ? AND "by" = 'judge'""", (article,)
    )
    stored = {topic: rest for topic, *rest in rows}
    return all(stored.get(v.topic) == [v.score, v.level, _terms(v.terms)] for v in found)


def counting(db: Database, article: int, topics: Sequence[str]) -> list[Verdict]:
    """The verdicts that count, in the order of `topics`; those of other topics do not."""
    rows = db.execute("SELECT topic, score, level, terms FROM v_verdicts WHERE article = ?", (article,)).fetchall()
    found = {topic: Verdict(score, Level(level), _read(terms), topic) for topic, score, level, terms in rows}
    return [found[topic] for topic in topics if topic in found]


def of_article(db: Database, article: int) -> list[Row]:
    """Every verdict on an article, a user's before the judge's, with `counts` saying which of the two counts."""
    rows = db.query(
        """SELECT topic, score, level, terms, "by" FROM verdicts WHERE article = ? ORDER BY id""", (article,)
    )
    found = [{**row, "terms": json.loads(row["terms"])} for row in rows]
    said = {row["topic"] for row in found if row["by"] == USER}
    found = [{**row, "counts": row["by"] == USER or row["topic"] not in said} for row in found]
    return sorted(found, key=lambda row: row["by"] != USER)


def _terms(terms: Iterable[Term]) -> str:
    return json.dumps([asdict(term) for term in terms], ensure_ascii=False)


def _read(terms: str) -> tuple[Term, ...]:
    return tuple(Term(**term) for term in json.loads(terms))
