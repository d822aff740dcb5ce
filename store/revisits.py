"""What became of a kept article when its page was asked for again: unchanged, edited, moved, replaced, gone, back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from config import Config
from crawler.urls import key
from pipelines.whole import is_beginning
from records import EventKind, Lead, Reading, Via
from reports import wording
from store import events, postings, rejudging, words
from store.articles import (
    Outcome,
    Visit,
    add_address,
    columns,
    give_up_addresses,
    keep,
    known_article,
    story_of,
)
from store.facts import article_facts, story_facts
from store.leads import later
from store.origins import fingerprint_of, settle_origin, tell_move


class Finding(StrEnum):
    """What one visit found."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    OFTEN = "edited too often for a day"
    REPLACED = "replaced"
    MOVED = "moved"
    MISSING = "missing"
    GONE = "gone"
    BACK = "back"
    CUT_SHORT = "cut short"


@dataclass(frozen=True, slots=True)
class Due:
    """A kept article that is to be asked for again, with the validators to send.

    `lead` has the address that the article is at now, and says of it what its finder said: a page that is read again is
    read with the same knowledge as the first time, so that what differs is the page.
    """

    article: int
    etag: str
    last_modified: str
    lead: Lead


# Less than this of the old text's weight is left under another headline: an outlet put another story at the address. An
# edit leaves more, and so does a rewrite that still tells the same news (hostile.md, row 31).
STILL_THE_SAME = 0.30

# The answer of a server that shows another page at the address, off the topic.
SOMETHING_ELSE = 200


def due_articles(db: Database, at: str, config: Config, outlets: Collection[str] | None = None) -> list[Due]:
    """The articles whose next visit is due, the longest overdue first. One that is further off than the greatest
    distance between two visits was put off by a clock that was wrong, or by intervals that were longer."""
    longest = max(config.settings.revisit.intervals, default=timedelta())
    rows = db.execute(
        """SELECT articles.id, etag, last_modified, articles.url, articles.outlet, coalesce(leads.title, ''),
        coalesce(leads.summary, ''), coalesce(leads.published, ''), coalesce(leads.credit, ''),
        coalesce(leads.language, ''), coalesce(leads.via, ?), coalesce(leads.source, '') FROM articles
        LEFT JOIN addresses ON addresses.article = articles.id
        LEFT JOIN leads ON leads.key = addresses.key AND leads.article = articles.id AND leads.state = 'kept'
        WHERE due_at IS NOT NULL AND (due_at <= ? OR due_at > ?)
        ORDER BY due_at, articles.id, leads.id IS NULL, leads.id""",
        (Via.ADDED, at, later(at, longest)),
    )
    found: dict[int, Due] = {}
    for article, etag, last_modified, url, outlet, title, summary, published, credit, language, via, source in rows:
        if article in found or (outlets is not None and outlet not in outlets):
            continue  # an article has as many rows as addresses; the first is the one that its finder gave
        said = Lead(url, outlet, source, Via(via), title, summary, "", published, credit, language)
        found[article] = Due(article, etag, last_modified, said)
    return [*found.values()]


def unchanged(db: Database, article: int, visit: Visit, config: Config) -> Finding:
    """The server said that the page is as it was (304)."""
    back = _was_gone(db, article)
    _schedule(db, article, visit, config)
    if back:
        _tell_back(db, article, back, visit, config)
        return Finding.BACK
    return Finding.UNCHANGED


def read_again(
    db: Database,
    article: int,
    reading: Reading,
    visit: Visit,
    config: Config,
    *,
    judged: bool = True,
    is_open: bool = False,
) -> Finding:
    """The page was there and could be read: compare it with what we hold, and keep a revision where a reader would see
    a change. `reading.article.url` is the address that answered: another one than before is a move.

    A page that `is_open`, which never says that it is over, and holds only the beginning of our text has broken off:
    what we hold stays, and nothing is told.

    Another story at the same address is an article of its own, if it is on topic or nothing is `judged`; if it is not,
    ours is missing.
    """
    if is_open and _is_cut_short(db, article, reading):
        unreadable(db, article, visit, config)
        return Finding.CUT_SHORT
    if _is_another_story(db, article, reading):
        if judged and not reading.verdict.relevant:
            return missing(db, article, SOMETHING_ELSE, visit, config)
        _replace(db, article, reading, visit, config)
        return Finding.REPLACED
    found = Finding.UNCHANGED
    if back := _was_gone(db, article):
        _tell_back(db, article, back, visit, config)
        found = Finding.BACK
    if _moved(db, article, reading.article.url, visit, config):
        found = Finding.MOVED
    if _day_is_full(db, article, visit, config):
        if _count_only(db, article, reading):
            found = Finding.OFTEN
    elif revise(db, article, reading, visit, config):
        found = Finding.EDITED
    _schedule(db, article, visit, config)
    return found


def _is_cut_short(db: Database, article: int, reading: Reading) -> bool:
    (text,) = db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()
    return is_beginning(reading.article.text, text)


def _is_another_story(db: Database, article: int, reading: Reading) -> bool:
    """Whether the page shows other news than the article's: another headline, and hardly anything of the text left."""
    (title,) = db.execute("SELECT title FROM articles WHERE id = ?", (article,)).fetchone()
    if wording.same(title, reading.article.title):
        return False
    left = postings.left_of(db.conn, fingerprint_of(db, article), reading.fingerprint)
    return left is not None and left < STILL_THE_SAME


def _replace(db: Database, article: int, reading: Reading, visit: Visit, config: Config) -> None:
    """Keep the other story as an article of its own at this address. The one that stood there stays as it is and is
    asked for no more: nothing can be said of it from there."""
    outlet, url = db.execute("SELECT outlet, url FROM articles WHERE id = ?", (article,)).fetchone()
    give_up_addresses(db, article, (url, reading.article.url, reading.article.canonical_url))
    _set(db, article, {"checked_at": visit.at, "due_at": None})
    kept = keep(db, reading, outlet, visit, config, replaces=article)
    if kept.outcome is Outcome.DUPLICATE:  # one that stood here before stands here again
        _set(db, kept.article, {"url": reading.article.url})
        _schedule(db, kept.article, visit, config)


def _day_is_full(db: Database, article: int, visit: Visit, config: Config) -> bool:
    """Whether as many edits of this day are kept as are kept of one."""
    (kept,) = db.execute(
        "SELECT count(*) FROM revisions WHERE article = ? AND substr(replaced_at, 1, 10) = substr(?, 1, 10)",
        (article, visit.at),
    ).fetchone()
    return int(kept) >= config.settings.revisit.revisions_a_day


def _count_only(db: Database, article: int, reading: Reading) -> bool:
    """Count an edit that is not kept, once however often it is read. The text that we hold stays as it is, so that the
    next edit that is kept tells all that changed since."""
    _, changes = _edit(db, article, reading)
    exact = reading.fingerprint.exact
    (last,) = db.execute("SELECT left_out_exact FROM articles WHERE id = ?", (article,)).fetchone()
    if not changes or exact == last:
        return False
    db.execute("UPDATE articles SET left_out = left_out + 1, left_out_exact = ? WHERE id = ?", (exact, article))
    return True


def _edit(db: Database, article: int, reading: Reading) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What an article says as we hold it, and what a reader would see changed in it."""
    title, standfirst, text, language = db.execute(
        "SELECT title, standfirst, text, language FROM articles WHERE id = ?", (article,)
    ).fetchone()
    was = {"title": title, "standfirst": standfirst, "text": text}
    return was, wording.changes(was, {name: getattr(reading.article, name) for name in was}, language)


def revise(db: Database, article: int, reading: Reading, visit: Visit, config: Config) -> bool:
    """Keep another text of an article as a revision, and tell it; False where a reader would see no difference."""
    was, changes = _edit(db, article, reading)
    if not changes:
        return False
    title, standfirst, text = was.values()
    (left_out,) = db.execute("SELECT left_out FROM articles WHERE id = ?", (article,)).fetchone()
    number = db.execute("SELECT count(*) + 1 FROM revisions WHERE article = ?", (article,)).fetchone()[0]
    db.execute(
        "INSERT INTO revisions (article, number, title, standfirst, text, replaced_at, run) VALUES (?,?,?,?,?,?,?)",
        (article, number, title, standfirst, text, visit.at, visit.run),
    )
    words.forget(db, article)
    now = reading.article
    _set(db, article, columns(now) | {"exact": reading.fingerprint.exact, "left_out": 0, "left_out_exact": None})
    words.index(db, article, reading.words)
    story, outlet, of = db.execute('SELECT story, outlet, "of" FROM articles WHERE id = ?', (article,)).fetchone()
    postings.repost(db.conn, article, story, outlet, reading.fingerprint, of)
    move = settle_origin(db, story, config)
    facts, _ = article_facts(db, article, config)
    told = {
        "article": facts,
        "story": story_facts(db, story, config),
        "revision": number,
        "was": {"title": title, "standfirst": standfirst},
        "changes": changes,
        "left_out": left_out,
    }
    events.append(db, EventKind.EDITED, told, visit.at, run=visit.run, story=story, article=article)
    rejudging.judge_again(db, article, reading.verdicts, rejudging.BY_EDIT, visit.at, config, run=visit.run)
    if move:
        tell_move(db, story, move, visit.at, visit.run, config)
    return True


def missing(db: Database, article: int, status: int, visit: Visit, config: Config) -> Finding:
    """The server said that there is no such page. It counts as gone after so many answers over such a span."""
    revisit = config.settings.revisit
    state, answers, since, present_at = db.execute(
        "SELECT state, missing_answers, missing_since, present_at FROM articles WHERE id = ?", (article,)
    ).fetchone()
    answers, since = answers + 1, since or visit.at
    long_enough = datetime.fromisoformat(visit.at) - datetime.fromisoformat(since) >= revisit.gone_span
    gone = state != "gone" and answers >= revisit.gone_answers and long_enough
    _set(db, article, {"missing_answers": answers, "missing_since": since, "checked_at": visit.at})
    if gone:
        _set(db, article, {"state": "gone"})
    _next_visit(db, article, visit.at, config, missing=True)
    if not gone:
        return Finding.MISSING
    facts, _ = article_facts(db, article, config)
    told = {
        "article": facts,
        "story": story_facts(db, story_of(db, article), config),
        "status": status,
        "answers": answers,
        "since": since,
        "last_present": present_at,
    }
    events.append(db, EventKind.GONE, told, visit.at, run=visit.run, story=story_of(db, article), article=article)
    return Finding.GONE


def unreadable(db: Database, article: int, visit: Visit, config: Config) -> None:
    """The page answered with nothing that we could read: what we hold stays, and it is asked for again."""
    _set(db, article, {"checked_at": visit.at})
    _next_visit(db, article, visit.at, config)


def _moved(db: Database, article: int, url: str, visit: Visit, config: Config) -> bool:
    (old,) = db.execute("SELECT url FROM articles WHERE id = ?", (article,)).fetchone()
    owner = known_article(db, url)
    if key(url) == key(old) or (owner is not None and owner != article):
        return False  # a redirect to another article is that one's address, not this one's
    add_address(db, article, url, visit.at)
    _set(db, article, {"url": url})
    story = story_of(db, article)
    facts, _ = article_facts(db, article, config)
    told = {"article": facts, "story": story_facts(db, story, config), "old_url": old, "new_url": url}
    events.append(db, EventKind.MOVED, told, visit.at, run=visit.run, story=story, article=article)
    return True


def _was_gone(db: Database, article: int) -> str:
    """Since when an article counted as gone; empty for one that does not."""
    row = db.execute("SELECT missing_since FROM articles WHERE id = ? AND state = 'gone'", (article,)).fetchone()
    return str(row[0]) if row else ""


def _tell_back(db: Database, article: int, since: str, visit: Visit, config: Config) -> None:
    story = story_of(db, article)
    facts, _ = article_facts(db, article, config)
    told = {"article": facts, "story": story_facts(db, story, config), "absent_since": since}
    events.append(db, EventKind.BACK, told, visit.at, run=visit.run, story=story, article=article)


def _schedule(db: Database, article: int, visit: Visit, config: Config) -> None:
    """The page was there: note its validators and when it is asked for next."""
    there = {"state": "present", "missing_answers": 0, "missing_since": None, "present_at": visit.at}
    validators = {"etag": visit.etag, "last_modified": visit.last_modified}
    known = {name: value for name, value in validators.items() if value}
    _set(db, article, {**there, **known, "checked_at": visit.at})
    _next_visit(db, article, visit.at, config)


def _next_visit(db: Database, article: int, at: str, config: Config, *, missing: bool = False) -> None:
    """The distances grow; the last one repeats until the article is older than `[revisit] span`. A page that is missing
    and not yet told as gone is asked for all the same, and so often that the answer is known after `gone_span`."""
    revisit = config.settings.revisit
    visits, first_seen, state = db.execute(
        "SELECT visits, first_seen, state FROM articles WHERE id = ?", (article,)
    ).fetchone()
    step = min(visits + 1, len(revisit.intervals) - 1)
    young = datetime.fromisoformat(at) - datetime.fromisoformat(first_seen) <= revisit.span
    unsure = missing and state != "gone"
    wanted = bool(revisit.intervals) and (young or unsure)
    wait = revisit.intervals[step] if revisit.intervals else timedelta()
    if unsure:  # a page that is visited once a fortnight should not need six weeks to count as gone
        wait = min(wait, revisit.gone_span / max(1, revisit.gone_answers - 1))
    _set(db, article, {"visits": visits + 1, "due_at": later(at, wait) if wanted else None})


def _set(db: Database, article: int, values: dict[str, Any]) -> None:
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    db.execute(f"UPDATE articles SET {assignments} WHERE id = ?", (*values.values(), article))
