"""Which article of a story is its origin: the credited agency's own copy if it is there, else the earliest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records import Precision


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story, as far as its age and its agencies go. Times are UTC, ISO 8601."""

    article: int
    outlet: str
    agencies: tuple[str, ...]
    published: str
    precision: str
    doubt: str
    first_seen: str

    @property
    def age(self) -> tuple[str, int]:
        """What it is ordered by: the moment it claims, if that has passed and nobody doubts it; else when it was seen.

        A claim counts only down to the second: a bare day, or a clock without its zone, would beat every real moment
        of that day.
        """
        claims = self.precision == Precision.INSTANT and not self.doubt and self.published <= self.first_seen
        return (self.published if claims else self.first_seen, self.article)


def choose_origin(members: Sequence[Member], agency_of: Mapping[str, str]) -> int:
    """The article that a story began with. `agency_of` maps an outlet to the agency whose own site it is.

    Where two agencies are credited, the one that more members credit decides; then age.
    """
    credited = Counter(agency for member in members for agency in set(member.agencies))
    own = [m for m in members if credited[agency_of.get(m.outlet, "")] and agency_of.get(m.outlet)]
    if own:
        most = max(credited[agency_of[m.outlet]] for m in own)
        own = [m for m in own if credited[agency_of[m.outlet]] == most]
    return min(own or members, key=lambda member: member.age).article
