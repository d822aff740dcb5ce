"""What a desk says of a story while it works: starred, read, tagged, noted, the headline in its own language.

No event, and no part of the truth that a report tells: they lie over it. A report shows them as they are when it is
made (`Digest.desk`); one that is told again or delivered leaves them out, so that its marks alone decide its bytes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from records import Event


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a story. `at` is UTC, ISO 8601."""

    id: int
    text: str
    at: str
    who: str


@dataclass(frozen=True, slots=True)
class DeskMarks:
    """A story's marks. `read` is the mark (an event's number) up to which it was read, 0 for never; `headlines` are
    (language, text) pairs: translations by the desk."""

    starred: bool = False
    read: int = 0
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    headlines: tuple[tuple[str, str], ...] = ()

    @property
    def in_short(self) -> str:
        """`★ front page, 2 notes`: what fits into a cell; what is read is not told here, for that ages."""
        notes = len(self.notes)
        said = [*self.tags, *([f"{notes} note{'s' * (notes > 1)}"] if notes else [])]
        return " ".join(part for part in ("★" if self.starred else "", ", ".join(said)) if part)

    @property
    def lines(self) -> tuple[str, ...]:
        """A line each for star and tags, for a headline in another language, and for a note with its writer and day."""
        star = " ".join(part for part in ("★" if self.starred else "", ", ".join(self.tags)) if part)
        return (
            *([f"Desk: {star}"] if star else []),
            *(f"Headline ({language}): {text}" for language, text in self.headlines),
            *(f"Note{f' by {note.who}' if note.who else ''}, {note.at[:10]}: {note.text}" for note in self.notes),
        )


NO_MARKS = DeskMarks()


def chosen(
    events: Iterable[Event],
    desk: Mapping[int, DeskMarks],
    *,
    unread: bool = False,
    starred: bool = False,
    tags: Collection[str] = (),
) -> Iterator[Event]:
    """The events that a reader wants: with `unread` those after the mark up to which their story was read; of starred
    stories only, of stories with one of `tags` only. What belongs to no story is nobody's tag or star."""
    for event in events:
        marks = desk.get(event.story or 0, NO_MARKS)
        if unread and event.id <= marks.read:
            continue
        if (starred and not marks.starred) or (tags and not {*marks.tags} & {*tags}):
            continue
        yield event
