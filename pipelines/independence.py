"""How many of those who carried a story say something of their own: articles, outlets, houses, independent origins.

An *original text* is one that comes from no other text of its story; a merged copy brings the other wire that it was
made of as one more. The *source* of a text is the agency whose words it is (credited, or the outlet's own), else the
house that printed it. Two original texts of one source are one origin: an agency that reports twice confirms nothing,
nor do two mastheads of one house. What was copied adds carriers and never an origin, and a text that credits an agency
counts as the agency's also where the agency's own copy is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words of a text come from: `agency` (an id) or, where that is empty, the house of `outlet`."""

    outlet: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """An article of a story: its outlet, and the originals that it brings: itself where it is no copy, and the other
    wire of a merged copy."""

    outlet: str
    originals: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """`houses` are outlets, those of one owner counted once; `origins` the independent ones, in order of appearance."""

    articles: int
    outlets: int
    houses: int
    origins: tuple[Source, ...]


def reach(members: Iterable[Carried], family_of: Mapping[str, str]) -> Reach:
    """What a story's articles amount to. `family_of` maps outlets to their family; others are houses of their own."""
    carried = list(members)
    outlets = {member.outlet for member in carried}
    origins: dict[tuple[str, str], Source] = {}
    for member in carried:
        for source in member.originals:
            key = ("agency", source.agency) if source.agency else _house(source.outlet, family_of)
            origins.setdefault(key, source)
    houses = {_house(outlet, family_of) for outlet in outlets}
    return Reach(len(carried), len(outlets), len(houses), tuple(origins.values()))


def _house(outlet: str, family_of: Mapping[str, str]) -> tuple[str, str]:
    return ("family", family_of[outlet]) if outlet in family_of else ("outlet", outlet)
