"""Fold everything anew: with new thresholds, or a new version of the program.

The new folding is made beside the old one, in a file of its own, article by article in the order in which they came, as
if they came today; then the decisions of users are made again on it, and its clusters get the numbers of the stories
that they are. Nothing of the database is touched until `apply`, which is one transaction: whenever the process dies,
the database holds the old folding or the new one.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from config import Config
from errors import StoreError
from pipelines.fold import VERSION
from pipelines.regrouping import Shift, named, shifts
from pipelines.shingles import fingerprint
from records import EventKind, Fingerprint, Folding
from store import about, decisions, events, postings
from store.database import writing
from store.decisions import REFOLD
from store.facts import article_facts, story_facts
from store.origins import settle_anew
from store.stories import followers, told

Item = TypeVar("Item")
Watched = Callable[[Iterable[Item], str, int], Iterator[Item]]

BATCH = 500  # articles of one transaction beside


@dataclass(frozen=True, slots=True)
class Plan:
    """A new folding. `mark` is the last event that it knows of; `after` says the story of each article, and `folded`
    what folding said of it; `shifts` are what changes."""

    mark: int
    version: str
    before: Mapping[int, int]
    after: Mapping[int, int]
    folded: Mapping[int, Folding]
    shifts: tuple[Shift, ...]

    @property
    def changed(self) -> tuple[int, ...]:
        """The stories that have other articles afterwards, those that vanish included."""
        return tuple(sorted({story for shift in self.shifts for story in (shift.story, shift.to)}))


@contextlib.contextmanager
def beside(database: Path) -> Iterator[Path]:
    """A file for the new index, beside the database, gone afterwards; one that a killed process left is no harm."""
    path = database.with_name(f"{database.name}.refold")
    _remove(path)
    try:
        yield path
    finally:
        _remove(path)


def plan(db: Database, path: Path, watched: Watched[tuple[int, ...]]) -> Plan:
    """Fold everything anew into an index at `path`. Reads the database as it is at this moment, and writes nothing."""
    db.execute("BEGIN")
    try:
        mark = events.last_mark(db)
        before = dict(db.execute("SELECT id, story FROM articles ORDER BY id").fetchall())
        origins = dict(db.execute("SELECT id, origin FROM stories WHERE origin IS NOT NULL").fetchall())
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM stories").fetchone()
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as index:
            index.execute("PRAGMA synchronous = OFF")  # who dies here begins anew
            postings.create(index)
            postings.tune(index)
            clusters, folded = _fold_all(db, index, before, last, watched)
            alone = _decide_again(db, clusters)
            after = named(clusters, before, origins, last + 1)
            index.execute("BEGIN")
            _rename(db, index, after, alone)
            index.execute("COMMIT")
    finally:
        db.execute("ROLLBACK")
    return Plan(mark, VERSION, before, after, folded, shifts(before, after))


def apply(db: Database, path: Path, made: Plan, at: str, config: Config) -> None:
    """Put a plan, with its index at `path`, into effect in one transaction. Raises StoreError where somebody wrote
    since it was made."""
    db.execute("ATTACH ? AS beside", (str(path),))
    try:
        with writing(db):
            (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
            if (events.last_mark(db), articles) != (made.mark, len(made.before)):
                raise StoreError(str(config.database), "was written to meanwhile", "nothing was changed; run it again")
            put_in_place(db, made, at, config)
    finally:
        db.execute("DETACH beside")


def rows(db: Database, made: Plan) -> list[dict[str, Any]]:
    """What moves, a row each."""
    said = []
    for shift in made.shifts:
        (title,) = db.execute("SELECT title FROM articles WHERE id = ?", (shift.articles[0],)).fetchone()
        what = "merged" if shift.whole else "split off" if shift.new else "moved"
        said.append(
            {"story": shift.story, "to": shift.to, "what": what, "articles": list(shift.articles), "title": title}
        )
    return said


def put_in_place(db: Database, made: Plan, at: str, config: Config) -> None:
    """All that changes, in the caller's transaction; the new index is attached as `beside`."""
    was = {shift.story: story_facts(db, shift.story, config) for shift in made.shifts if shift.whole}
    for story in sorted(set(made.after.values()) - set(made.before.values())):
        db.execute(
            "INSERT INTO stories (id, first_seen) SELECT ?, min(first_seen) FROM articles WHERE id IN"
            " (SELECT value FROM json_each(?))",
            (story, str([article for article, home in made.after.items() if home == story])),
        )
    left = set(made.after.values())
    for shift in made.shifts:
        marks = ",".join("?" * len(shift.articles))
        db.execute(f"UPDATE articles SET story = ? WHERE id IN ({marks})", (shift.to, *shift.articles))
        if shift.whole:
            db.execute("UPDATE stories SET origin = NULL, merged_into = ? WHERE id = ?", (shift.to, shift.story))
    changed = [story for story in made.changed if story in left]
    for story in changed:
        db.execute("UPDATE stories SET merged_into = NULL WHERE id = ?", (story,))
        for (article,) in db.execute("SELECT id FROM articles WHERE story = ?", (story,)).fetchall():
            one = made.folded[article]
            db.execute(
                'UPDATE articles SET relation = ?, "of" = ?, also = ?, fold_score = ?, share = ? WHERE id = ?',
                (one.relation, one.of, one.also, one.score, one.share, article),
            )
            doubt = (one.perhaps.of, one.perhaps.share, one.perhaps.why) if one.perhaps else (None, 0, "")
            db.execute("UPDATE articles SET perhaps = ?, perhaps_share = ?, doubt = ? WHERE id = ?", (*doubt, article))
        settle_anew(db, story, config)
    for (table,) in db.execute("SELECT name FROM beside.sqlite_master WHERE type = 'table'").fetchall():
        db.execute(f'DELETE FROM main."{table}"')
        db.execute(f'INSERT INTO main."{table}" SELECT * FROM beside."{table}"')
    about.folded_by(db, made.version)
    for shift in made.shifts:
        _tell(db, shift, was, at, config)


def _fold_all(
    db: Database, index: sqlite3.Connection, before: Mapping[int, int], last: int, watched: Watched[tuple[int, ...]]
) -> tuple[dict[int, int], dict[int, Folding]]:
    """Article -> cluster and folding. A cluster is called like the story that its first article was in, if that name is
    free: then hardly any needs another name in the end."""
    clusters: dict[int, int] = {}
    folded: dict[int, Folding] = {}
    used: set[int] = set()
    index.execute("BEGIN")
    for number, (article,) in enumerate(watched([(one,) for one in before], "folding anew", len(before)), 1):
        outlet, read = _read(db, article)
        folding = postings.fold(index, read, outlet)
        cluster = folding.story
        if cluster is None:
            cluster = before[article]
            if cluster in used:
                last += 1
                cluster = last
            used.add(cluster)
        postings.post(index, article, cluster, outlet, read, folding)
        clusters[article], folded[article] = cluster, folding
        if number % BATCH == 0:
            index.execute("COMMIT")
            index.execute("BEGIN")
    index.execute("COMMIT")
    return clusters, folded


def _read(db: Database, article: int) -> tuple[str, Fingerprint]:
    outlet, title, standfirst, text, language = db.execute(
        "SELECT outlet, title, standfirst, text, language FROM articles WHERE id = ?", (article,)
    ).fetchone()
    return outlet, fingerprint(title, f"{standfirst}\n{text}", language)


def _decide_again(db: Database, clusters: dict[int, int]) -> set[int]:
    """Make the decisions that stand again, in their order. Returns the articles that were split off: copies of them are
    to find them, so that they must be in the index."""
    fresh = max(clusters.values(), default=0)
    alone: set[int] = set()
    for decision in decisions.standing(db):
        home = clusters[decision.stays[0]]
        if decision.kind == decisions.MERGE:
            for other in {clusters[one] for one in decision.goes} - {home}:
                for article in [one for one, cluster in clusters.items() if cluster == other]:
                    clusters[article] = home
            continue
        going = [one for one in decision.goes if clusters[one] == home]
        if not going:
            continue
        others = [one for one, cluster in clusters.items() if cluster == home and one not in (*going, *decision.stays)]
        kept = [one for one in others if one in decision.went]  # went along when it was decided
        nearer = followers(db, decision.stays[0], going, [one for one in others if one not in kept])
        fresh += 1
        for article in (*going, *kept, *nearer):
            clusters[article] = fresh
            alone.add(article)
    return alone


def _rename(db: Database, index: sqlite3.Connection, after: Mapping[int, int], alone: set[int]) -> None:
    """Post those exemplars again that stand in the index under another story than their own."""
    rows = index.execute("SELECT article, story, of FROM exemplars ORDER BY article").fetchall()
    posted = {article for article, _, _ in rows}
    wrong = [(article, of) for article, story, of in rows if story != after[article] or article in alone]
    for article, of in [*wrong, *((one, None) for one in sorted(alone - posted))]:
        outlet, read = _read(db, article)
        parent = None if article in alone else of
        postings.post(index, article, after[article], outlet, read, Folding(story=after[article], of=parent))


def _tell(db: Database, shift: Shift, was: Mapping[int, dict[str, object]], at: str, config: Config) -> None:
    facts = {
        "article": article_facts(db, shift.articles[0], config)[0],
        "articles": told(db, shift.articles, config),
        "by": REFOLD,
        "undo": False,
    }
    if shift.whole:
        facts |= {"story": story_facts(db, shift.to, config), "was": was[shift.story]}
        events.append(db, EventKind.STORY_MERGED, facts, at, story=shift.to, article=shift.articles[0])
        return
    left = db.execute("SELECT origin, merged_into FROM stories WHERE id = ?", (shift.story,)).fetchone()
    home = shift.story if left[0] is not None else left[1]
    facts |= {"story": story_facts(db, home, config), "new_story": story_facts(db, shift.to, config)}
    events.append(db, EventKind.STORY_SPLIT, facts, at, story=home, article=shift.articles[0])


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
