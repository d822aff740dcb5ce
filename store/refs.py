"""The ids under which articles were imported: several may name one article."""

from sqlite_utils import Database


def known(db: Database, ref: str) -> bool:
    """Whether this id was imported before."""
    return db.execute("SELECT 1 FROM refs WHERE ref = ?", (ref,)).fetchone() is not None


def record(db: Database, ref: str, article: int) -> None:
    """Remember which article an imported id came to."""
    db.execute("INSERT OR IGNORE INTO refs (ref, article) VALUES (?, ?)", (ref, article))
