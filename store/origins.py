"""Which article a story began with, and what each of the others is to it.

Copies are often seen before the wire that they come from. When it comes, it becomes the origin, and every copy's
relation and share are said anew against it; the events that told of them stay as they were.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlite_utils import Database

from config import Config
from pipelines.kinship import kinship
from pipelines.origin import Member, choose_origin
from pipelines.shingles import fingerprint
from records import EventKind, Fingerprint, Folding, Relation
from store import events, postings
from store.facts import article_facts, delay, named, story_facts

# Two winnowed shares of one text differ by a few hundredths for no reason that a reader could see.
AS_MUCH = 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """A story's origin that is another article now, and what each copy is to it."""

    was: int
    now: int
    copies: tuple[tuple[int, Relation, float], ...]


def settle_origin(db: Database, story: int, config: Config) -> Move | None:
    """Choose the story's origin anew: an older original, or the agency's own copy, may have come late. Returns the move
    for the caller to tell, None where the origin is as it was or the story's first."""
    origin = _chosen(db, story, config)
    (before,) = db.execute("SELECT origin FROM stories WHERE id = ?", (story,)).fetchone()
    if origin == before:
        return None
    db.execute("UPDATE stories SET origin = ? WHERE id = ?", (origin, story))
    return None if before is None else Move(before, origin, tuple(_relate(db, story, origin)))


def settle_anew(db: Database, story: int, config: Config) -> int:
    """Choose the origin of a story whose articles are others now, and say of each what it is to it. Returns it."""
    origin = _chosen(db, story, config)
    db.execute("UPDATE stories SET origin = ? WHERE id = ?", (origin, story))
    db.execute(
        """UPDATE articles SET relation = 'origin', "of" = NULL, share = 0, fold_score = 0, also = NULL
        WHERE story = ? AND "of" NOT IN (SELECT id FROM articles WHERE story = ?)""",
        (story, story),
    )
    db.execute(
        """UPDATE articles SET relation = 'edited', also = NULL
        WHERE story = ? AND also IN (SELECT id FROM articles WHERE story = ?)""",
        (story, story),
    )
    for _ in _relate(db, story, origin):
        pass
    return origin


def _chosen(db: Database, story: int, config: Config) -> int:
    rows = db.execute(
        """SELECT id, outlet, credits, published_at, published_precision, published_doubt, first_seen FROM articles
        WHERE story = ?""",
        (story,),
    ).fetchall()
    members = [
        Member(number, outlet, tuple(c["agency"] for c in json.loads(credits)), published, precision, doubt, seen)
        for number, outlet, credits, published, precision, doubt, seen in rows
    ]
    agency_of = {o.id: o.agency for o in config.outlets.values() if o.agency}
    return choose_origin(members, agency_of)


def against_origin(db: Database, folding: Folding, new: Fingerprint) -> Folding:
    """A folding told against its story's origin, wherever the origin explains as much of the text as the copy does that
    it was matched with: readers ask what was made of the wire, not which of its copies is nearest."""
    if folding.story is None or folding.relation is Relation.MERGED:
        return folding
    (origin,) = db.execute("SELECT origin FROM stories WHERE id = ?", (folding.story,)).fetchone()
    if origin in (None, folding.of):
        return folding
    found = kinship(new, postings.exemplar(db.conn, origin) or fingerprint_of(db, origin))
    if found is None or found[1] < folding.share - AS_MUCH:
        return folding
    return replace(folding, relation=found[0], of=origin, share=found[1])


def tell_move(db: Database, story: int, move: Move, at: str, run: int | None, config: Config) -> None:
    """Append the event of a moved origin."""
    article, _ = article_facts(db, move.now, config)
    was, _ = article_facts(db, move.was, config)
    facts = {
        "article": article,
        "story": story_facts(db, story, config),
        "was": {name: was[name] for name in ("id", "outlet_name", "url")},
        "copies": [
            {
                "article": copy,
                "relation": relation,
                "share": round(share, 3),
                "delay_seconds": delay(article_facts(db, copy, config)[0]["published"], article["published"]),
            }
            for copy, relation, share in move.copies
        ],
    }
    events.append(db, EventKind.ORIGIN_MOVED, facts, at, run=run, story=story, article=move.now)


def find_merger(db: Database, copy: int, wire: int, at: str, run: int | None, config: Config) -> None:
    """A wire came of which a copy in another story had been made already: now both of its wires are known. An article
    that is its story's origin was put together by nobody, and the first other wire that is found stays."""
    story, relation, of, share = db.execute(
        'SELECT story, relation, "of", share FROM articles WHERE id = ?', (copy,)
    ).fetchone()
    if relation in (Relation.ORIGIN, Relation.MERGED):
        return
    db.execute("UPDATE articles SET relation = ?, also = ? WHERE id = ?", (Relation.MERGED, wire, copy))
    article, _ = article_facts(db, copy, config)
    told = story_facts(db, story, config)
    facts = {
        "article": article,
        "story": told,
        "relation": Relation.MERGED,
        "of": named(db, of, config),
        "also": named(db, wire, config),
        "share": round(share, 3),
        "delay_seconds": delay(article["published"], told["origin"]["published"]),
    }
    events.append(db, EventKind.MERGER_FOUND, facts, at, run=run, story=story, article=copy)


def _relate(db: Database, story: int, origin: int) -> Iterator[tuple[int, Relation, float]]:
    """Say anew what each article of a story is to its origin. One that shares too little with it keeps what it had."""
    first = fingerprint_of(db, origin)
    db.execute('UPDATE articles SET relation = ?, "of" = NULL, share = 0 WHERE id = ?', (Relation.ORIGIN, origin))
    others = db.execute("SELECT id, relation FROM articles WHERE story = ? AND id <> ?", (story, origin)).fetchall()
    for article, relation in others:
        found = kinship(fingerprint_of(db, article), first)
        if found is None:
            continue
        # That a copy was put together from two wires was seen when it came, and holds whichever is the origin.
        named = Relation.MERGED if relation == Relation.MERGED else found[0]
        share = found[1]
        db.execute(
            'UPDATE articles SET relation = ?, "of" = ?, share = ? WHERE id = ?', (named, origin, share, article)
        )
        yield article, named, share


def fingerprint_of(db: Database, article: int) -> Fingerprint:
    """The fingerprint of an article as it stands."""
    title, standfirst, text, language = db.execute(
        "SELECT title, standfirst, text, language FROM articles WHERE id = ?", (article,)
    ).fetchone()
    return fingerprint(title, f"{standfirst}\n{text}", language)
