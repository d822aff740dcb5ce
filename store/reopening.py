"""Leads that an earlier topic refused, and that another could go back for: each keeps title, summary and address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from sqlite_utils import Database

from records import LeadState

# A page that the gate stopped is old when the gate was another; one that was read, when the topics were.
_OLDER = f"""FROM leads WHERE state = '{LeadState.OFF_TOPIC}'
    AND CASE WHEN gate != '' THEN gate != ? ELSE judged != ? END"""
_PUNCTUATION = re.compile(r"[-_/.+]+")


@dataclass(frozen=True, slots=True)
class Refused:
    """Leads that were refused by a topic that is not today's: all of them, and those that name today's."""

    leads: tuple[int, ...]
    naming: tuple[int, ...]


def refused(db: Database, gate: str, judged: str, names: Callable[[bytes], bool]) -> Refused:
    """The leads that a gate of another version, or topics of another, refused. `names` is asked about the title, the
    summary and the words of the address of each."""
    rows = db.execute(f"SELECT id, title, summary, url {_OLDER} ORDER BY id", (gate, judged))
    found: list[int] = []
    naming: list[int] = []
    for number, title, summary, url in rows:
        found.append(number)
        words = _PUNCTUATION.sub(" ", unquote(url))
        if names("\n".join((title, summary, words)).encode("utf-8", "replace")):
            naming.append(number)
    return Refused(tuple(found), tuple(naming))


def reopen(db: Database, numbers: tuple[int, ...]) -> int:
    """Let the next crawl fetch some refused leads again; how many were still closed."""
    return sum(
        db.execute(
            f"""UPDATE leads SET state = 'new', reason = '', ended_at = NULL, readings = 0, tries = 0, not_before = ''
            WHERE id = ? AND state = '{LeadState.OFF_TOPIC}'""",
            (number,),
        ).rowcount
        for number in numbers
    )
