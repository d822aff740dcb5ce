"""When, where to, and limits: the keys of `treatywatch.toml`. Each is also a variable (see `loading.py`)."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from config.cron import check_cron
from config.delivery import Deliver, Name
from config.scripts import SCRIPTS
from config.watch import Strict

# From one visit of a kept article to the next. Most corrections come within the hours after publication, so the first
# visits are close; what is changed weeks later is rare, and worth a request a fortnight.
INTERVALS = (
    *(timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(hours=12)),
    *(timedelta(days=3), timedelta(days=14)),
)
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_duration(value: object) -> object:
    """`"90s"`, `"15m"`, `"3h"`, `"2d"`, `"1w"` or `"0"` -> timedelta. Raises ValueError for anything else."""
    if isinstance(value, timedelta):
        return value
    if value in ("0", 0):
        return timedelta()
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)", str(value).strip())
    if not match:
        raise ValueError('a span of time is a number and a unit, such as "15m", "3h" or "2d"')
    try:
        return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
    except OverflowError:
        raise ValueError("so long a span leaves the calendar") from None


Span = Annotated[timedelta, BeforeValidator(parse_duration)]


def _none_if_empty(value: object) -> object:
    """TOML and the environment have no word for none: an empty string switches a folder or file off."""
    return None if value == "" else value


OptionalPath = Annotated[Path | None, BeforeValidator(_none_if_empty)]


class Crawl(Strict):
    """Who we say we are, how fast we go, and what we refuse. Units are in the names or the comments."""

    contact: str = ""  # a page or an address where a publisher can reach you; part of the user agent
    pace: float = Field(default=2.0, ge=0, le=600)  # seconds between two requests to one host
    concurrency: int = Field(default=16, ge=1, le=256)  # requests at once, over all hosts
    per_host: int = Field(default=2, ge=1, le=16)
    timeout: float = Field(default=30.0, gt=0, le=600)  # seconds
    max_bytes: int = Field(default=10_000_000, ge=10_000)
    max_leads: int = Field(default=500, ge=1)  # taken from one feed or sitemap in one reading, newest first
    max_pages: int = Field(default=300, ge=2)  # of one outlet in one crawl; what is left waits for the next one
    max_sitemaps: int = Field(default=20, ge=1)  # children read of one sitemap index
    workers: int = Field(default=2, ge=1, le=64)  # extraction processes
    page_deadline: Span = timedelta(seconds=30)
    proxy: str = ""
    allow: list[str] = Field(default_factory=list)  # host:port of private addresses that may be reached
    evidence: OptionalPath = None  # folder of the WARC files; none: no raw pages are kept
    deadline: Span = timedelta(hours=2)  # a crawl that is not done by then is stopped, and recorded as such


class Revisit(Strict):
    """When a kept article is asked for again, and when it counts as gone."""

    intervals: list[Span] = Field(default_factory=lambda: [*INTERVALS])
    span: Span = timedelta(days=60)  # the last interval repeats until an article is this old
    gone_answers: int = Field(default=3, ge=1)
    gone_span: Span = timedelta(days=2)
    # A page that is written all day has one revision a visit; after these the rest of a day is counted and told as one
    # edit with the first of the next. Articles that are corrected, not continued, have one or two.
    revisions_a_day: int = Field(default=4, ge=1)


Told = Literal["state", "agency", "primary", "specialist", "press", "broadcaster"]
TOLD_BY_NAME: tuple[Told, ...] = ("state", "agency", "primary")


class Silence(Strict):
    """Which stories are looked at for who did not carry them, and whose silence is told by name."""

    span: Span = Field(
        default=timedelta(hours=72), gt=timedelta(), le=timedelta(days=60)
    )  # after the origin; outlets that carry it later were silent
    outlets: int = Field(default=3, ge=1)  # a story that fewer carried is not looked at
    named: list[Told] = Field(default_factory=lambda: list(TOLD_BY_NAME))


class Report(Strict):
    """How reports look where no option says otherwise."""

    zone: str = "UTC"
    folder: Path = Path("data/reports")
    reads: list[str] = Field(default_factory=lambda: ["en"])  # names in other scripts are told in Latin letters too

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        return known_zone(zone)

    @field_validator("reads")
    @classmethod
    def _languages_exist(cls, reads: list[str]) -> list[str]:
        for code in reads:
            if code not in SCRIPTS:
                raise ValueError(f"no language is called `{code}` here; write two letters, such as en, ru or ko")
        return reads


_OF_REPORTS = {"reader", "zone", "deliver", "watch", "empty"}  # keys of a job
REPORTS = "reports"  # the folder of [report], a destination that needs no table


class Job(Strict):
    """One line of the clock: `every = "30m"` or `cron = "30 7 * * mon-fri"`, in a named time zone.

    What only a report has: whose it is, in which zone it is told, where to, of what, and whether it is sent if empty.
    """

    name: str
    run: Literal["crawl", "report"] = "crawl"
    spider: Literal["watch", "feeds", "sitemaps", "sections", "revisit"] = "watch"
    every: Span | None = None
    cron: str = ""
    timezone: str = "UTC"
    reader: str = ""  # whose mark it goes by; empty: the job's name
    zone: str = ""  # empty: that of [report]
    deliver: list[str] = Field(default_factory=lambda: [REPORTS], min_length=1)
    watch: str = ""  # a saved query that narrows it
    empty: Literal["send", "skip"] = "send"

    @field_validator("timezone", "zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        return zone and known_zone(zone)

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, cron: str) -> str:
        if cron:
            check_cron(cron)
        return cron

    @model_validator(mode="after")
    def _fits_together(self) -> "Job":
        if (self.every is None) == (not self.cron):
            raise ValueError("a job has either `every` or `cron`")
        alien = _OF_REPORTS & self.model_fields_set if self.run == "crawl" else {"spider"} & self.model_fields_set
        if alien:
            other = "report" if self.run == "crawl" else "crawl"
            raise ValueError(f'`{sorted(alien)[0]}` belongs to a job with run = "{other}"')
        return self


class Alert(Strict):
    """What is told at once, and to whom: see `reports/alerts.py`. The conditions that are written must all hold."""

    name: Name
    on: Literal["new story", "article", "material edit", "edit", "gone", "carriers", "silence"]
    agencies: list[str] = Field(default_factory=list)  # whose words an article carries, or whose own it is
    outlets: list[str] = Field(default_factory=list)
    watch: str = ""  # a saved query
    carriers: int = Field(default=0, ge=0)  # on = "carriers": as many articles as make a story worth telling
    silent: Span | None = None  # on = "silence": as long without a new article
    pause: Span = timedelta(minutes=15)  # after a message; what comes meanwhile is told in one
    zone: str = ""
    deliver: list[str] = Field(min_length=1)

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        return zone and known_zone(zone)

    @model_validator(mode="after")
    def _fits_together(self) -> "Alert":
        if (self.on == "carriers") != bool(self.carriers):
            raise ValueError('`carriers` is written where on = "carriers", and only there')
        if (self.on == "silence") != bool(self.silent):
            raise ValueError('`silent` is written where on = "silence", and only there')
        if self.on == "silence" and (self.agencies or self.watch):
            raise ValueError("silence is an outlet's: narrow it with `outlets` only")
        return self


class Settings(Strict):
    """All of `treatywatch.toml`. Paths are relative to the file that names them."""

    database: Path = Path("data/treatywatch.db")
    seeds: Path = Path("seeds")
    topic: OptionalPath = None  # another topic file than the one in `seeds`
    crawl: Crawl = Field(default_factory=Crawl)
    revisit: Revisit = Field(default_factory=Revisit)
    report: Report = Field(default_factory=Report)
    silence: Silence = Field(default_factory=Silence)
    deliver: list[Deliver] = Field(default_factory=list)
    job: list[Job] = Field(default_factory=list)
    alert: list[Alert] = Field(default_factory=list)

    @field_validator("job", "deliver", "alert")
    @classmethod
    def _names_differ(cls, tables: list[Any], told: ValidationInfo) -> list[Any]:
        names = [table.name for table in tables]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            what = {"job": "jobs", "alert": "alerts"}.get(told.field_name or "", "destinations")
            raise ValueError(f"two {what} are named `{twice[0]}`")
        return tables


def known_zone(zone: str) -> str:
    """The name of a time zone, if this machine knows it. Raises ValueError otherwise."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called `{zone}`; write it as Area/City, such as Europe/Berlin") from None
    return zone
