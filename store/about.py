"""What a database says of how it was made."""

from sqlite_utils import Database

from pipelines.fold import VERSION

FOLDED_BY = "fold version"


def create(db: Database) -> None:
    """Make the table; for a migration. What was folded before there was one was folded by the first version."""
    db.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
    folded_by(db, "1" if articles else VERSION)


def folded_by(db: Database, version: str) -> None:
    """Say by which version of folding the stories were made."""
    db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (FOLDED_BY, version))


def version_of_folding(db: Database) -> str:
    """The version of folding by which the stories were made."""
    return str(db.execute("SELECT value FROM about WHERE name = ?", (FOLDED_BY,)).fetchone()[0])
