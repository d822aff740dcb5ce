"""What to watch: the outlets and agencies of `seeds/`, as models that refuse what they do not know."""

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

# ISO 639-1 with an optional script or region, as feeds and <html lang> write it.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

OLDEST, LAST_YEAR = 1600, 2199  # the first newspapers; the last year that a date here may have
MIN_PACE, MAX_PACE = 0.0, 600.0  # seconds between two requests to one host; above ten minutes a crawl never ends


class Strict(BaseModel):
    """A model that answers an unknown key with an error instead of silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Address(Strict):
    """One feed, news sitemap or section page of an outlet.

    `seen` is the evidence for it: recent (seen 2025–26), older, guessed (nobody has seen it), dead (seen, but reported
    dead, frozen or refusing). A disabled address says why in `reason`. `links` is for section pages: a regular
    expression that the addresses of articles match.
    """

    url: str
    enabled: bool = True
    seen: Literal["recent", "older", "guessed", "dead"] = "recent"
    evidence: str = ""
    reason: str = ""
    links: str = ""

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address starts with http:// or https:// and names a host")
        return url

    @field_validator("links")
    @classmethod
    def _is_a_pattern(cls, links: str) -> str:
        try:
            re.compile(links)
        except re.error as error:
            raise ValueError(f"is no regular expression ({error})") from None
        return links

    @model_validator(mode="after")
    def _says_why(self) -> "Address":
        if not self.enabled and not self.reason:
            raise ValueError("a disabled address says why: add `reason`")
        return self


def _address_from_string(value: object) -> object:
    """An address may be written as a plain string, which is what most users will write."""
    return {"url": value} if isinstance(value, str) else value


class Outlet(Strict):
    """One outlet: a table of `seeds/outlets.toml`, named by its id.

    `kind` says what it is; `copy_of` says how much of what it prints is agency copy; `agency` is an id of
    `seeds/agencies.toml` where this outlet *is* that agency. `pages = "feed only"` takes what the feed says and fetches
    no page, for outlets that refuse machines. `state` says that a state or its ruling party speaks here. `pace` is
    seconds between two requests to one of its hosts. `founded` is the year or day from which the title exists, whatever
    its site: an article dated earlier is doubted. `certificates = "unchecked"` reads the outlet's https whoever answers
    there: for hosts that let theirs run out, with the reason.
    """

    name: str
    country: Country
    languages: list[Language] = Field(min_length=1)
    kind: Literal["agency", "specialist", "press", "broadcaster", "primary"] = "press"
    copy_of: Literal["own", "mixed", "mostly agencies", "agencies"] = "mixed"
    agency: str = ""
    founded: int | date | None = None
    home: list[str] = Field(default_factory=list)
    feeds: list[Address] = Field(default_factory=list)
    sitemaps: list[Address] = Field(default_factory=list)
    sections: list[Address] = Field(default_factory=list)
    pages: Literal["fetch", "feed only"] = "fetch"
    pace: float | None = Field(default=None, ge=MIN_PACE, le=MAX_PACE)
    certificates: Literal["checked", "unchecked"] = "checked"
    state: bool = False
    enabled: bool = True
    reason: str = ""
    note: str = ""
    id: str = ""

    @field_validator("feeds", "sitemaps", "sections", mode="before")
    @classmethod
    def _strings_are_addresses(cls, value: object) -> object:
        return [_address_from_string(item) for item in value] if isinstance(value, list) else value

    @model_validator(mode="after")
    def _says_why(self) -> "Outlet":
        if not self.enabled and not self.reason:
            raise ValueError("a disabled outlet says why: add `reason`")
        if self.pages == "feed only" and not self.reason:
            raise ValueError('an outlet with pages = "feed only" says why: add `reason`')
        if self.certificates == "unchecked" and not self.reason:
            raise ValueError('an outlet with certificates = "unchecked" says why: add `reason`')
        return self

    @field_validator("founded", mode="before")
    @classmethod
    def _is_a_year(cls, value: object) -> object:
        if type(value) is date or (type(value) is int and OLDEST <= value <= LAST_YEAR):
            return value
        raise ValueError("write a year (1904) or a day (1904-09-01), without quotes")

    @property
    def first_day(self) -> str:
        """The first day on which it can have published, ISO 8601; "" if that is not known."""
        if self.founded is None:
            return ""
        return self.founded.isoformat() if isinstance(self.founded, date) else f"{self.founded}-01-01"

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that the outlet's addresses and home pages stand on, without `www.`."""
        named = [urlsplit(a.url).hostname or "" for a in (*self.feeds, *self.sitemaps, *self.sections)]
        return frozenset(h.removeprefix("www.") for h in (*named, *(h.split("/")[0] for h in self.home)) if h)


class Family(Strict):
    """Outlets of one house: a table of `seeds/families.toml`, named by its id. `reason` says how that is known."""

    owner: str
    outlets: list[str] = Field(min_length=2)
    reason: str
    id: str = ""


class Agency(Strict):
    """A news agency: a table of `seeds/agencies.toml`, named by its id.

    `names` are the words that credit it, in every script; `initials` are short names ("AP", "AA") that count only in
    the shape of a credit, never in running text.
    """

    name: str
    country: Country
    names: list[str] = Field(min_length=1)
    initials: list[str] = Field(default_factory=list)
    hosts: list[str] = Field(default_factory=list)
    id: str = ""
