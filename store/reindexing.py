"""What hangs on the articles, made anew from them: the search index and the folding index."""

from sqlite_utils import Database

from pipelines.shingles import fingerprint
from records import Folding
from store import postings, words
from store.database import writing

BATCH = 500  # articles of one transaction


def index_words(db: Database) -> int:
    """Throw the search index away and read every article into it again; returns how many."""
    with writing(db):
        db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    number, last = 0, 0
    while True:
        with writing(db):
            found = words.index_after(db, last, BATCH)
        if not found:
            return number
        number, last = number + len(found), found[-1]


def index_folding(db: Database) -> int:
    """Post every exemplar again, and the first of each story, from their texts; returns how many. No story changes."""
    exemplars = db.execute(
        "SELECT id FROM articles WHERE relation = 'origin' OR id IN (SELECT article FROM exemplars) ORDER BY id"
    ).fetchall()
    with writing(db):
        db.execute("DELETE FROM postings")
        db.execute("DELETE FROM exemplars")
    for start in range(0, len(exemplars), BATCH):
        with writing(db):
            for (article,) in exemplars[start : start + BATCH]:
                _post(db, article)
    return len(exemplars)


def _post(db: Database, article: int) -> None:
    story, of, outlet, title, standfirst, text, language = db.execute(
        "SELECT story, of, outlet, title, standfirst, text, language FROM articles WHERE id = ?", (article,)
    ).fetchone()
    read = fingerprint(title, f"{standfirst}\n{text}", language)
    postings.post(db.conn, article, story, outlet, read, Folding(story=story, of=of))
