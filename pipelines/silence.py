"""Who did not carry a story, of those who were listened to all the time: not carrying it is a finding only then.

An outlet was *listened to* from one moment to another if its sources were read without a failure again and again, never
more than `LONGEST_PAUSE` apart. Whoever was down, switched off or added later, or whose pages could not be read, is not
judged. Nor is an agency silent whose words others carried while its own copy was not seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LONGEST_PAUSE: Final = timedelta(hours=24)
"""A feed of a busy outlet holds about a day: between two readings further apart something may have been missed."""


@dataclass(frozen=True, slots=True)
class Listened:
    """An outlet as it was listened to: `spells` are (from, until), UTC, ISO 8601. `carried_at` is when it first carried
    the story, "" if it never did; `credited`: others carried its words; `readable`: its pages could be read."""

    outlet: str
    spells: tuple[tuple[str, str], ...]
    carried_at: str = ""
    credited: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Silence:
    """The outlets by what they did between two moments; `later` says of silent ones when they carried it after all."""

    carried: tuple[str, ...]
    silent: tuple[str, ...]
    unknown: tuple[str, ...]
    later: tuple[tuple[str, str], ...]


def silence(outlets: Iterable[Listened], since: str, until: str) -> Silence:
    """Who carried a story between two moments, who did not, and of whom nobody can say."""
    carried, silent, unknown, later = [], [], [], []
    for one in outlets:
        if one.credited or (one.carried_at and one.carried_at <= until):
            carried.append(one.outlet)
        elif one.readable and covered(one.spells, since, until):
            silent.append(one.outlet)
            if one.carried_at:
                later.append((one.outlet, one.carried_at))
        else:
            unknown.append(one.outlet)
    return Silence(tuple(carried), tuple(silent), tuple(unknown), tuple(later))


def covered(spells: Sequence[tuple[str, str]], since: str, until: str) -> bool:
    """Whether one spell holds the whole stretch."""
    return any(begun <= since and ended >= until for begun, ended in spells)
