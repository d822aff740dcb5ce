"""The word index: one FTS5 table of tokens and marks (`pipelines/words.py`), without a copy of the text."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from pipelines.words import STEMMERS, mark, marks, stemmed, words_of
from records import Words


def index(db: Database, article: int, words: Words) -> None:
    """Make a kept article findable by its words and marks."""
    db.execute(
        "INSERT INTO article_words (rowid, title, body, marks) VALUES (?, ?, ?, ?)",
        (article, words.title, words.body, _marks_of(db, article)),
    )


def index_after(db: Database, last: int, most: int) -> list[int]:
    """Read the next kept articles after the id `last` into the index, at most so many; returns their ids."""
    rows = db.execute(
        "SELECT id, title, standfirst, text, language FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, most)
    ).fetchall()
    for article, *said in rows:
        index(db, article, words_of(*said))
    return [article for article, *_ in rows]


def forget(db: Database, article: int) -> None:
    """Take an article's words out again, before its row changes: the index keeps no text, it must be told what was."""
    was = words_of(
        *db.execute("SELECT title, standfirst, text, language FROM articles WHERE id = ?", (article,)).fetchone()
    )
    db.execute(
        "INSERT INTO article_words (article_words, rowid, title, body, marks) VALUES ('delete', ?, ?, ?, ?)",
        (article, was.title, was.body, _marks_of(db, article)),
    )


def languages(db: Database) -> tuple[str, ...]:
    """The languages with stems of their own that the database holds articles in: one look into the index for each."""
    held = "SELECT 1 FROM article_words WHERE article_words MATCH ? LIMIT 1"
    found = (code for code in STEMMERS if db.execute(held, (f'"{mark("language", code)}"',)).fetchone())
    return tuple(dict.fromkeys(map(stemmed, found)))


def _marks_of(db: Database, article: int) -> str:
    outlet, language, credits = db.execute(
        "SELECT outlet, language, credits FROM articles WHERE id = ?", (article,)
    ).fetchone()
    named: Sequence[dict[str, str]] = json.loads(credits)
    return " ".join(marks(outlet, language, (credit["agency"] for credit in named)))
