"""What the copies of a story made of their originals, from the texts as they are stored now."""

from typing import Any

from sqlite_utils import Database

from pipelines.provenance import compare
from store.answers import AGE

Row = dict[str, Any]


def copies(db: Database, story: int) -> list[Row]:
    """The copies of a story in order of time: what each is to the article that it was made of (`of`; of two, `also`),
    and its passages in reading order: `fate` (kept, changed, cut, added), `was`, `now`, and whose `was` is (`article`).
    """
    found = db.execute(
        f"""SELECT id, relation, share, "of", also FROM articles WHERE story = ? AND "of" IS NOT NULL
        ORDER BY {AGE}, id""",
        (story,),
    ).fetchall()
    told = []
    for article, relation, share, of, also in found:
        sources = [one for one in (of, also) if one is not None]
        passages = compare([_text(db, one) for one in sources], _text(db, article))
        told.append(
            {
                **_named(db, article),
                "relation": relation,
                "share": share,
                "of": _named(db, of),
                "also": _named(db, also) if also is not None else None,
                "passages": [
                    {"fate": one.fate.value, "was": one.was, "now": one.now, "article": sources[one.source]}
                    if one.was
                    else {"fate": one.fate.value, "was": "", "now": one.now, "article": None}
                    for one in passages
                ],
            }
        )
    return told


def _text(db: Database, article: int) -> str:
    """What folding reads of an article."""
    standfirst, text = db.execute("SELECT standfirst, text FROM articles WHERE id = ?", (article,)).fetchone()
    return f"{standfirst}\n{text}"


def _named(db: Database, article: int) -> Row:
    row = db.execute("SELECT id, outlet, title, url, language FROM articles WHERE id = ?", (article,)).fetchone()
    return dict(zip(("id", "outlet", "title", "url", "language"), row, strict=True))
