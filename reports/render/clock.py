"""How times are said: when something was published, missed, there again, found or ended."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from records import Precision, When
from reports.crawls import Run, Trouble
from reports.facts import moment
from reports.news import Back, Gone, OriginMoved
from reports.render.phrases import counted, first_before

NO_DATE = "no date"

# Not by strftime, which follows the machine's locale.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are said: in the reader's zone, and with their year only where it is not the report's own.

    `now` is the last event's time, ISO 8601; a real clock would tell the same report differently tomorrow.
    """

    zone: str
    now: str

    def stamp(self, iso: str, *, year: bool = False) -> str:
        """`19 Nov, 10:15 CET`: a moment; "" for what is none. `year`: always with its year."""
        at = moment(iso)
        if at is None:
            return ""
        local = self._local(at)
        return f"{self._day(local, year)}, {local:%H:%M} {_abbreviation(local)}"

    def published(self, when: When | None) -> str:
        """A date as precisely as the page gave it: a moment, a wall clock of an unknown zone, or a day."""
        at = moment(when.value) if when else None
        if when is None or at is None:
            return NO_DATE
        if when.precision is Precision.INSTANT:
            said = self.stamp(when.value)
        else:
            said = self._day(at) if when.precision is Precision.DAY else f"{self._day(at)}, {at:%H:%M} local time"
        return f"{said} (doubtful: {when.doubt})" if when.doubt else said

    def absence(self, gone: Gone) -> str:
        """When an article was missed: nobody can say that it was taken away, only that it was not there."""
        said = f"Not present at {self.stamp(gone.at)}"
        if gone.status:
            said += f" (answer {gone.status})"
        if gone.answers > 1 and self.stamp(gone.since):
            said += f", nor at {counted(gone.answers - 1, 'earlier visit')} since {self.stamp(gone.since)}"
        present = self.stamp(gone.last_present)
        return f"{said}; last present at {present}." if present else f"{said}."

    def presence(self, back: Back) -> str:
        """When an article was there again."""
        since = self.stamp(back.absent_since)
        return f"Present again at {self.stamp(back.at)}{f'; absent since {since}' if since else ''}."

    def dated(self, when: When | None) -> str:
        """`published 22 Nov, 04:05 UTC`, for the middle of a sentence."""
        said = self.published(when)
        return said if said == NO_DATE else f"published {said}"

    def origin(self, found: OriginMoved) -> str:
        """What a story known before is known to come from now, and what stood in its place."""
        before = first_before(found)
        said = f"Is now known to come from {found.article.outlet_name}, {self.dated(found.article.published)}"
        return f"{said}; until now the first was {before}." if before else f"{said}."

    def trouble(self, one: Trouble) -> str:
        """What is wrong with an outlet, since when, and whether it is over."""
        began = self.stamp(one.since)
        said = f"{one.problem}, since {began}" if began else one.problem
        if one.over:
            return f"{said}; the last crawl did not meet it again"
        return f"{said} (new)" if one.new else said

    def run(self, run: Run) -> str:
        """How a crawl ended."""
        return f"run {run.run} ({run.spider}): {run.finish}, {self.stamp(run.at)}"

    def _local(self, at: datetime) -> datetime:
        try:
            return at.astimezone(ZoneInfo(self.zone))
        except OverflowError:  # the first or last day that a calendar here can hold
            return at.astimezone(UTC)

    def _day(self, at: datetime, year: bool = False) -> str:
        now = moment(self.now)
        told = year or now is None or self._local(now).year != at.year
        return f"{at.day} {MONTHS[at.month - 1]}{f' {at.year}' if told else ''}"


def _abbreviation(at: datetime) -> str:
    name = at.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
