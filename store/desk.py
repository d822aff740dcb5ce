"""What a desk says of stories: stars, what was read, tags, notes, translated headlines.

Each is kept with the article that its story came from when it was said, and belongs to the story that holds this
article today: a story that is split or merged takes its marks along.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlite_utils import Database

from errors import UsageError
from reports.desk import DeskMarks, Note
from store import events

TABLES = ("stars", "reads", "tags", "notes", "headlines")


def star(db: Database, story: int, who: str, at: str) -> None:
    """Mark a story as one to come back to."""
    db.execute("INSERT OR IGNORE INTO stars (article, at, who) VALUES (?, ?, ?)", (_origin(db, story), at, who))


def unstar(db: Database, story: int) -> None:
    """Take the star off."""
    _forget(db, "stars", story)


def read(db: Database, story: int, who: str, at: str) -> None:
    """A story was read as it is now: what comes of it later is unread again."""
    origin = _origin(db, story)
    _forget(db, "reads", story)
    db.execute(
        "INSERT INTO reads (article, mark, at, who) VALUES (?, ?, ?, ?)", (origin, events.last_mark(db), at, who)
    )


def unread(db: Database, story: int) -> None:
    """A story is to be read, from its beginning."""
    _forget(db, "reads", story)


def tag(db: Database, story: int, name: str, who: str, at: str) -> None:
    """Put a story under a name; see `check_tag`."""
    check_tag(name)
    db.execute(
        "INSERT OR IGNORE INTO tags (article, tag, at, who) VALUES (?, ?, ?, ?)", (_origin(db, story), name, at, who)
    )


def untag(db: Database, story: int, name: str) -> None:
    """Take a story from under a name. Raises UsageError where it is not there."""
    if not _forget(db, "tags", story, "tag = ?", name):
        raise UsageError(f"story {story}", f"has no tag `{name}`", "`treatywatch story` shows its tags")


def note(db: Database, story: int, text: str, who: str, at: str) -> int:
    """Write something down about a story; returns the note's number."""
    values = (_origin(db, story), text, at, who)
    return int(db.execute("INSERT INTO notes (article, note, at, who) VALUES (?, ?, ?, ?)", values).lastrowid or 0)


def unnote(db: Database, story: int, number: int) -> None:
    """Take a note back. Raises UsageError where the story has none of that number."""
    if not _forget(db, "notes", story, "notes.id = ?", number):
        raise UsageError(f"story {story}", f"has no note {number}", "`treatywatch story` shows its notes")


def headline(db: Database, story: int, language: str, text: str, who: str, at: str) -> None:
    """Say a story's headline in another language; no text takes it back."""
    origin = _origin(db, story)
    _forget(db, "headlines", story, "language = ?", language)
    if text:
        db.execute(
            "INSERT INTO headlines (article, language, headline, at, who) VALUES (?, ?, ?, ?, ?)",
            (origin, language, text, at, who),
        )


def check_tag(name: str) -> str:
    """A tag can be asked for in a query (`tag:a,b`): it has no space, comma or quote. Raises UsageError."""
    if not name or not name.isprintable() or any(c.isspace() or c in ',"()' for c in name):
        raise UsageError(f"tag `{name}`", "cannot be searched for", "write one word, such as front-page")
    return name


def marks_of(db: Database, stories: Iterable[int] | None = None) -> dict[int, DeskMarks]:
    """Story -> its marks, of those that have any; of all stories, or of these."""
    wanted = None if stories is None else {*stories}
    rows = {table: _rows(db, table, wanted) for table in TABLES}
    return {
        number: DeskMarks(
            starred=number in rows["stars"],
            read=max((row["mark"] for row in rows["reads"].get(number, ())), default=0),
            tags=tuple(sorted({row["tag"] for row in rows["tags"].get(number, ())})),
            notes=tuple(Note(row["id"], row["note"], row["at"], row["who"]) for row in rows["notes"].get(number, ())),
            headlines=tuple(
                sorted({row["language"]: row["headline"] for row in rows["headlines"].get(number, ())}.items())
            ),
        )
        for number in sorted({story for found in rows.values() for story in found})
    }


def _rows(db: Database, table: str, stories: Collection[int] | None) -> dict[int, list[dict[str, Any]]]:
    """The rows of one table by the story that holds their article today, in the order in which they were said."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.query(
        f"SELECT articles.story, {table}.* FROM {table} JOIN articles ON articles.id = {table}.article ORDER BY at, 2"
    ):
        if stories is None or row["story"] in stories:
            found.setdefault(row["story"], []).append(row)
    return found


def _origin(db: Database, story: int) -> int:
    """The article that a story comes from. Raises UsageError."""
    row = db.execute("SELECT origin FROM stories WHERE id = ?", (story,)).fetchone()
    if row is None or row[0] is None:
        raise UsageError(f"story {story}", "does not exist", "`treatywatch stories` lists them")
    return int(row[0])


def _forget(db: Database, table: str, story: int, which: str = "1", *values: str | int) -> int:
    """Delete a story's rows of one table; returns how many there were. Raises UsageError for a story that is none."""
    _origin(db, story)
    of_story = "article IN (SELECT id FROM articles WHERE story = ?)"
    return int(db.execute(f"DELETE FROM {table} WHERE {of_story} AND {which}", (story, *values)).rowcount)
