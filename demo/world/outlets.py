"""The outlets of the demo world: who they are, how they publish, and the habits of their pages.

All of them are made up, and their hosts stand under the top-level domain that RFC 2606 keeps for examples. What they
differ in is what real outlets differ in, so that each way of finding, decoding, dating and extracting is met once.
"""

from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import StrEnum

KST = timezone(timedelta(hours=9), "KST")
VLADIVOSTOK = timezone(timedelta(hours=10), "VLAT")
MSK = timezone(timedelta(hours=3), "MSK")
SINGAPORE = timezone(timedelta(hours=8), "SGT")
PACIFIC = timezone(timedelta(hours=-8), "PST")
CENTRAL_EUROPE = timezone(timedelta(hours=1), "CET")
KYIV = timezone(timedelta(hours=2), "EET")


class Format(StrEnum):
    """The formats that a channel of articles can have."""

    RSS = "rss 2.0"
    RSS_092 = "rss 0.92"
    RSS_091 = "rss 0.91"
    RDF = "rss 1.0"
    ATOM = "atom"
    JSON = "json feed"
    SITEMAP = "news sitemap"
    SECTION = "section page"


class Stamp(StrEnum):
    """How a page writes the moment of its publication into `article:published_time`; RSS dates follow `NAMED`."""

    OFFSET = "2026-11-22T10:30:00+03:00"
    TIGHT = "2026-11-22T10:30:00+0300"
    NAMED = "2026-11-22 10:30:00 MSK"
    UTC = "2026-11-22T07:30:00Z"
    NONE = ""


class Structured(StrEnum):
    """What the JSON-LD of a page says."""

    RIGHT = "right"
    GRAPH = "right, inside a graph"
    OTHER_HEADLINE = "the headline of another article"
    BROKEN = "broken"
    BREADCRUMB = "breadcrumbs only"
    NONE = "none"


class Shown(StrEnum):
    """Which address of an article a channel shows."""

    CANONICAL = "canonical"
    TRACKED = "with utm_ parameters"
    MOBILE = "on the mobile host"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed, news sitemap or section page. `language` narrows it to articles in that language."""

    format: Format
    path: str
    shown: Shown = Shown.CANONICAL
    language: str = ""
    encoding: str = "utf-8"
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. `template` names a file of `pages/`; `address` is the pattern of its articles' paths.

    `validators` says whether its server sends ETag and Last-Modified; `refuses` answers every page with 403; `amp` and
    `mobile` add a second address to each article; `charset_told` puts the encoding into the Content-Type header.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    zone: timezone
    template: str
    address: str
    channels: tuple[Channel, ...]
    agency: str = ""
    encoding: str = "utf-8"
    charset_told: bool = True
    stamp: Stamp = Stamp.OFFSET
    structured: Structured = Structured.RIGHT
    validators: bool = True
    refuses: bool = False
    amp: bool = False
    mobile: bool = False

    @property
    def host(self) -> str:
        """The host of the outlet; its mobile host has `m.` in front."""
        return f"{self.id}.example"

    @property
    def own_language(self) -> str:
        """The language of the outlet's own furniture."""
        return self.languages[0]


OUTLETS = (
    Outlet(
        "strait-press", "Strait Press", ("en", "ko"), KST, "wire", "/{language}/view/{stamp}{number}",
        (
            Channel(Format.RSS, "/en/rss.xml", language="en"),
            Channel(Format.RSS, "/ko/rss.xml", language="ko"),
        ),
        agency="strait-press",
    ),
    Outlet(
        "tia", "ТИА", ("ru",), MSK, "blocks", "/lenta/{stamp}/{number}.html",
        (Channel(Format.RSS, "/export/rss.xml", encoding="windows-1251"),),
        agency="tia", encoding="windows-1251", stamp=Stamp.NAMED, structured=Structured.BREADCRUMB,
    ),
    Outlet(
        "north-strait-herald", "North Strait Herald", ("en",), PACIFIC, "broadsheet", "/world/{dashed}/{slug}",
        (
            Channel(Format.RSS, "/rss.xml", shown=Shown.TRACKED),
            Channel(Format.SITEMAP, "/news-sitemap.xml"),
        ),
        amp=True,
    ),
    Outlet(
        "vestnik-primorya", "Вестник Приморья", ("ru",), VLADIVOSTOK, "blocks", "/news/{dashed}/{number}/",
        (Channel(Format.RSS_092, "/rss/"),),
        stamp=Stamp.NONE, structured=Structured.BROKEN,
    ),
    Outlet(
        "donghae-ilbo", "동해일보", ("ko",), KST, "table", "/article/view.php?no={stamp}{number}",
        (Channel(Format.RSS, "/rss/all.xml", encoding="euc-kr"),),
        encoding="euc-kr", charset_told=False, stamp=Stamp.NONE, structured=Structured.NONE, validators=False,
    ),
    Outlet(
        "port-alder-chronicle", "Port Alder Chronicle", ("en",), PACIFIC, "broadsheet", "/story/{slug}-{number}.html",
        (Channel(Format.ATOM, "/atom.xml"),),
        stamp=Stamp.TIGHT, structured=Structured.OTHER_HEADLINE, validators=False,
    ),
    Outlet(
        "pacific-ledger", "Pacific Ledger", ("en",), SINGAPORE, "magazine", "/asia/{slug}",
        (Channel(Format.JSON, "/feed.json"),),
        stamp=Stamp.UTC, structured=Structured.GRAPH,
    ),
    Outlet(
        "panorama-amura", "Панорама Амура", ("ru",), VLADIVOSTOK, "blocks", "/{stamp}/{slug}.html",
        (Channel(Format.RDF, "/index.rdf"),),
        stamp=Stamp.TIGHT, structured=Structured.NONE,
    ),
    Outlet(
        "haehyop-sinmun", "해협신문", ("ko",), KST, "magazine", "/news/{stamp}/{number}",
        (Channel(Format.SECTION, "/section/politics"),),
        stamp=Stamp.OFFSET,
    ),
    Outlet(
        "nordufer-bote", "Nordufer Bote", ("de",), CENTRAL_EUROPE, "microdata", "/politik/{slug}-{number}.html",
        (Channel(Format.ATOM, "/feed/politik.atom"),),
        structured=Structured.NONE,
    ),
    Outlet(
        "donau-depesche", "Donau-Depesche", ("de",), CENTRAL_EUROPE, "microdata", "/welt/{slug}/{number}",
        (Channel(Format.SITEMAP, "/sitemap.xml"),),
        stamp=Stamp.UTC,
    ),
    Outlet(
        "visnyk-lymanu", "Вісник Лиману", ("uk",), KYIV, "plain", "/{slug}/",
        (Channel(Format.RSS_091, "/rss091.xml"),),
        structured=Structured.NONE,
    ),
    Outlet(
        "peninsula-desk", "Peninsula Desk", ("en",), KST, "magazine", "/{dashed}/{slug}/",
        (Channel(Format.RSS, "/feed/", full_text=True),),
        refuses=True,
    ),
    Outlet(
        "mayak-tikhogo", "Маяк Тихого", ("ru",), MSK, "plain", "/a/{number}-{slug}.html",
        (
            Channel(Format.RSS, "/rss.xml", shown=Shown.MOBILE),
            Channel(Format.SECTION, "/politics/"),
        ),
        stamp=Stamp.NAMED, structured=Structured.BREADCRUMB, mobile=True,
    ),
)  # fmt: skip

BY_ID = {outlet.id: outlet for outlet in OUTLETS}
