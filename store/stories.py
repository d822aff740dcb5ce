"""Stories taken apart and put together, by a user or by what a later article showed; each a decision and an event.

A split takes copies along that are nearer to what was split off than to what stays; later copies follow by folding, for
what was split off is looked up like the first of a story. The number of a story that was merged stays known, and leads
to the story that it is a part of.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from config import Config
from errors import UsageError
from pipelines.kinship import kinship
from records import EventKind, Folding
from store import decisions, events, postings
from store.decisions import MERGE, SPLIT, USER
from store.facts import article_facts, named, story_facts
from store.origins import AS_MUCH, fingerprint_of, settle_anew


def split(db: Database, story: int, articles: Sequence[int], at: str, config: Config) -> int:
    """A user says that these articles are none of the story: they, and the copies nearest to them, are one of their
    own. Returns its number. Raises UsageError for what cannot be split."""
    members = _members(db, story)
    _check(story, articles, members)
    stays = _origin_of(db, story)
    if stays in articles:  # what stays needs an origin of its own
        stays = next(one for one in members if one not in articles)
    going = [*articles, *followers(db, stays, articles, [one for one in members if one not in (*articles, stays)])]
    number = int(db.execute("INSERT INTO stories (first_seen) VALUES (?)", (at,)).lastrowid or 0)
    decisions.record(db, SPLIT, USER, (story, number), stays, articles, going, at)
    take_apart(db, story, number, going, at, config, by=USER)
    return number


def merge(db: Database, story: int, other: int, at: str, config: Config, *, by: str = USER) -> None:
    """The other story is a part of this one. Raises UsageError for what is no pair of stories."""
    if story == other:
        raise UsageError(f"story {story}", "cannot be merged with itself", "name two stories")
    _members(db, story)
    went = _members(db, other)
    for standing in decisions.apart(db, story, other):  # the later decision holds
        decisions.undo(db, standing, at)
    decisions.record(db, MERGE, by, (story, other), _origin_of(db, story), [_origin_of(db, other)], went, at)
    put_together(db, story, other, at, config, by=by)


def undo_split(db: Database, story: int, articles: Sequence[int], at: str, config: Config) -> int:
    """Take a split back: what was split off is a part of the story again. Returns the number that it had."""
    found = decisions.last(db, SPLIT, story, None, articles)
    if found is None:
        raise UsageError(
            f"story {story}", "had no such articles split off", "`treatywatch story ID` lists its articles"
        )
    decisions.undo(db, found.id, at)
    apart = _story_of(db, found.goes[0])
    home = _story_of(db, found.stays[0])
    if apart != home:
        put_together(db, home, apart, at, config, by=USER, undo=True)
    return apart


def undo_merge(db: Database, story: int, other: int, at: str, config: Config) -> None:
    """Take a merge back: the other story is one of its own again, under its number."""
    found = decisions.last(db, MERGE, story, other)
    if found is None:
        raise UsageError(f"story {other}", f"was not merged into story {story}", "name them in the order of the merge")
    decisions.undo(db, found.id, at)
    home = _story_of(db, found.stays[0])
    members = _members(db, home)
    back = [one for one in found.went if one in members]
    if not back or len(back) == len(members):
        return
    others = [one for one in members if one not in (*back, *found.stays)]
    back += followers(db, found.stays[0], back, others)
    db.execute("UPDATE stories SET merged_into = NULL WHERE id = ?", (other,))
    take_apart(db, home, other, back, at, config, by=USER, undo=True)


def take_apart(
    db: Database, story: int, other: int, going: Sequence[int], at: str, config: Config, *, by: str, undo: bool = False
) -> None:
    """Move articles of a story into another, which is new, and tell it."""
    for article in going:
        _move(db, article, other, exemplar=True)
    settle_anew(db, other, config)
    settle_anew(db, story, config)
    first, _ = article_facts(db, _origin_of(db, other), config)
    facts = {
        "article": first,
        "story": story_facts(db, story, config),
        "new_story": story_facts(db, other, config),
        "articles": told(db, going, config),
        "by": by,
        "undo": undo,
    }
    events.append(db, EventKind.STORY_SPLIT, facts, at, story=story, article=first["id"])


def put_together(db: Database, story: int, other: int, at: str, config: Config, *, by: str, undo: bool = False) -> None:
    """Move all articles of the other story into this one, and tell it."""
    was, going = story_facts(db, other, config), _members(db, other)
    first, _ = article_facts(db, was["origin"]["id"], config)
    for article in going:
        _move(db, article, story)
    db.execute("UPDATE stories SET origin = NULL, merged_into = ? WHERE id = ?", (story, other))
    settle_anew(db, story, config)
    facts = {
        "article": first,
        "story": story_facts(db, story, config),
        "was": was,
        "articles": told(db, going, config),
        "by": by,
        "undo": undo,
    }
    events.append(db, EventKind.STORY_MERGED, facts, at, story=story, article=first["id"])


def home_of(db: Database, story: int) -> int | None:
    """The story that this one was merged into, however often; None for one that stands on its own."""
    home, seen = story, {story}
    while (row := db.execute("SELECT merged_into FROM stories WHERE id = ?", (home,)).fetchone()) and row[0]:
        home = int(row[0])
        if home in seen:
            break
        seen.add(home)
    return home if home != story else None


def no_such(db: Database, story: int) -> UsageError:
    """What to tell somebody who names a story that is none, or none any more."""
    home = home_of(db, story)
    advice = f"it is a part of story {home} now" if home else "`treatywatch stories` lists them"
    return UsageError(f"story {story}", "was merged" if home else "does not exist", advice)


def _move(db: Database, article: int, story: int, *, exemplar: bool = False) -> None:
    """Into another story, with its place in the folding index. `exemplar`: copies of it are to find it there."""
    outlet, of = db.execute('SELECT outlet, "of" FROM articles WHERE id = ?', (article,)).fetchone()
    db.execute("UPDATE articles SET story = ? WHERE id = ?", (story, article))
    if exemplar or postings.exemplar(db.conn, article) is not None:
        folding = Folding(story=story, of=None if exemplar else of)
        postings.post(db.conn, article, story, outlet, fingerprint_of(db, article), folding)


def followers(db: Database, stays: int, going: Iterable[int], others: Iterable[int]) -> list[int]:
    """Of the other articles of a story those that have more of what goes than of what stays."""
    home = fingerprint_of(db, stays)
    away = [fingerprint_of(db, one) for one in going]
    found = []
    for other in others:
        mine = fingerprint_of(db, other)
        near = kinship(mine, home)
        far = max((kin[1] for one in away if (kin := kinship(mine, one))), default=0.0)
        if far > (near[1] if near else 0.0) + AS_MUCH:
            found.append(other)
    return found


def _check(story: int, articles: Sequence[int], members: Sequence[int]) -> None:
    for article in articles:
        if article not in members:
            raise UsageError(
                f"article {article}", f"is none of story {story}", f"`treatywatch story {story}` lists its articles"
            )
    if len(set(articles)) == len(members):
        raise UsageError(f"story {story}", "would have no article left", "name fewer, or leave it as it is")


def _members(db: Database, story: int) -> list[int]:
    found = [row[0] for row in db.execute("SELECT id FROM articles WHERE story = ? ORDER BY id", (story,))]
    if not found:
        home = home_of(db, story)
        advice = f"it is a part of story {home}" if home else "`treatywatch stories` lists them"
        raise UsageError(f"story {story}", "does not exist" if not home else "has no articles of its own", advice)
    return found


def _origin_of(db: Database, story: int) -> int:
    return int(db.execute("SELECT origin FROM stories WHERE id = ?", (story,)).fetchone()[0])


def _story_of(db: Database, article: int) -> int:
    return int(db.execute("SELECT story FROM articles WHERE id = ?", (article,)).fetchone()[0])


def told(db: Database, articles: Iterable[int], config: Config) -> list[dict[str, Any]]:
    """How an event names the articles that moved."""
    titles = {one: db.execute("SELECT title FROM articles WHERE id = ?", (one,)).fetchone()[0] for one in articles}
    return [{**(named(db, one, config) or {}), "title": title} for one, title in titles.items()]
