"""Who has which article on which day, and under which addresses."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from demo.world.editing import Text, corrected, retitled, retypeset
from demo.world.outlets import BY_ID, KST, Channel, Outlet, Shown
from demo.world.stories import Printing, Story, stories

DAYS = (1, 2)
SECOND_DAY_BEGINS = datetime(2026, 11, 23, tzinfo=KST)  # the day begins where it begins first
UTM = "?utm_source=feed&utm_medium=rss"


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as its outlet has it on one day.

    `path` is where it stands, `first_path` where it was first published (another one only once it has moved).
    `touched` is when its page last changed: its publication, or a moment of the second day.
    """

    outlet: Outlet
    story: Story
    printing: Printing
    text: Text
    path: str
    first_path: str
    touched: datetime
    gone: bool = False
    new_furniture: bool = False

    @property
    def canonical(self) -> str:
        """The address that the page itself names."""
        return f"http://{self.outlet.host}{self.path}"

    @property
    def language(self) -> str:
        """The language of the article."""
        return self.story.language

    @property
    def published(self) -> datetime:
        """When it was published, in the outlet's own zone."""
        return self.printing.at.astimezone(self.outlet.zone)

    @property
    def by_person(self) -> bool:
        """Whether its byline names a person: it does where the text is no agency's."""
        return bool(self.printing.byline) and not BY_ID[self.story.printed[0].outlet].agency

    @property
    def credited(self) -> tuple[str, ...]:
        """Its paragraphs with the credit lines that a reader sees in them."""
        first, *rest = self.text.paragraphs
        closing = (self.printing.closing,) if self.printing.closing else ()
        return (self.printing.dateline + first, *rest, *closing)

    def shown(self, channel: Channel) -> str:
        """The address that a channel gives."""
        match channel.shown:
            case Shown.TRACKED:
                return self.canonical + UTM
            case Shown.MOBILE:
                return f"http://m.{self.outlet.host}{self.path}"
        return self.canonical

    def takes(self, channel: Channel) -> bool:
        """Whether a channel lists it."""
        return not self.gone and channel.language in ("", self.language)


def path_of(outlet: Outlet, story: Story, at: datetime, slug: str) -> str:
    """The path of an article, from the outlet's pattern. `number` is stable: it rests on the outlet and the story."""
    local = at.astimezone(outlet.zone)
    return outlet.address.format(
        language=story.language,
        slug=slug,
        number=f"{zlib.crc32(f'{outlet.id}/{story.key}'.encode()) % 100_000:05}",
        stamp=local.strftime("%Y%m%d"),
        dashed=local.strftime("%Y/%m/%d"),
    )


def piece(story: Story, printing: Printing, day: int) -> Piece:
    """The article that a printing is on a day on which it has already appeared."""
    outlet, later = BY_ID[printing.outlet], printing.later
    text = story.as_printed(printing)
    first_path = path_of(outlet, story, printing.at, story.key)
    if day == 1 or printing.day == 2:
        return Piece(outlet, story, printing, text, first_path, first_path, printing.at)
    text = retitled(corrected(text, later.replace), later.title)
    text = retypeset(text) if later.typography else text
    path = path_of(outlet, story, printing.at, later.moved) if later.moved else first_path
    touched = printing.at + timedelta(days=1) if later != type(later)() else printing.at
    return Piece(outlet, story, printing, text, path, first_path, touched, later.gone, later.furniture)


@cache
def pieces(day: int) -> Mapping[str, Sequence[Piece]]:
    """By outlet: the articles that have appeared by a day, newest first; those taken down are there as `gone`."""
    by_outlet: dict[str, list[Piece]] = {outlet: [] for outlet in BY_ID}
    for story in stories().values():
        for printing in story.printed:
            if printing.day <= day:
                by_outlet[printing.outlet].append(piece(story, printing, day))
    return {
        outlet: sorted(found, key=lambda it: (it.published, it.path), reverse=True)
        for outlet, found in by_outlet.items()
    }
