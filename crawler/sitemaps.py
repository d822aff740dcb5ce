"""Bytes of a sitemap -> leads, or the child sitemaps of an index, newest first and bounded. Pure.

Read by local names, since the namespaces of the field are misspelt more often than its elements. A sitemap gives
`published` only where its news extension does: `lastmod` is when a page was touched, not when it was published, so it
serves the order and nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from crawler.decoding import decoded, unpacked
from crawler.plain import plain
from crawler.recency import newest_first
from crawler.safexml import local, parse_xml
from crawler.urls import absolute, is_http, key
from errors import FeedError
from records import Lead, Via

LONGEST_UNPACKED = 10_000_000  # bytes out of a gzip body: the same as DOWNLOAD_MAXSIZE
LONGEST_TITLE = 1_000  # characters, as for feeds

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
# Years of a news archive in the address of a child: sitemap-2024-06.xml, ?date_start=20240601, /2024/06/.
_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2])(?:[-_/.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class SitemapReading:
    """What a sitemap says: leads of a plain one, `children` (address, lastmod) of an index.

    `dropped` counts pages and `dropped_children` child sitemaps beyond the limits; `faults` were survived.
    """

    leads: tuple[Lead, ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    dropped: int = 0
    dropped_children: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """One <url> or <sitemap>, as written; `published`, `title` and `language` come from the news extension."""

    loc: str
    lastmod: str = ""
    published: str = ""
    title: str = ""
    language: str = ""
    is_map: bool = False

    @property
    def date(self) -> str:
        return self.published or self.lastmod


def read_sitemap(body: bytes, url: str, outlet: str, *, limit: int, children: int) -> SitemapReading:
    """The newest `limit` pages of a sitemap, and the newest `children` sitemaps of an index.

    Raises FeedError, naming what came instead, and nothing else.
    """
    body, fault = unpacked(body, LONGEST_UNPACKED)
    faults = [fault] if fault else []
    text = decoded(body).strip("\ufeff\0 \t\r\n")
    if not text:
        raise FeedError(url, "an empty answer instead of a sitemap")
    if text.startswith("<"):
        pages, maps, more = _xml_places(text, url)
        faults += more
    else:
        pages, maps = _text_places(text, url), []
    newest, dropped = _newest(pages, lambda place: place.date, url, limit, faults)
    first, dropped_children = _newest(maps, lambda place: place.lastmod or _date_in(place.loc), url, children, faults)
    return SitemapReading(
        leads=tuple(_lead(place, found, url, outlet) for found, place in newest),
        children=tuple((found, place.lastmod) for found, place in first),
        dropped=dropped,
        dropped_children=dropped_children,
        faults=tuple(faults),
    )


def _newest(
    places: list[_Place], date_of: Callable[[_Place], str], url: str, limit: int, faults: list[str]
) -> tuple[list[tuple[str, _Place]], int]:
    """The newest places with their addresses, and how many were not looked at; adds what was wrong to `faults`."""
    taken: list[tuple[str, _Place]] = []
    seen = without_address = 0
    for place in newest_first(places, date_of):
        if len(taken) >= limit:
            break
        seen += 1
        found = absolute(url, place.loc) if place.loc else None
        if not found:
            without_address += 1
        elif place.is_map and key(found) == key(url):
            faults.append("an index that lists itself")
        else:
            taken.append((found, place))
    if without_address:
        faults.append(f"{without_address} {'place' if without_address == 1 else 'places'} without an http(s) address")
    return taken, len(places) - seen


def _xml_places(text: str, url: str) -> tuple[list[_Place], list[_Place], tuple[str, ...]]:
    """Pages and child sitemaps of an XML sitemap, and what was wrong. A file that holds both is read as both."""
    if _HTML.match(text):
        raise FeedError(url, "an HTML page instead of a sitemap", "check the address in a browser")
    root, faults = parse_xml(text)
    name = local(root).lower() if root is not None else ""
    if root is None or name not in ("urlset", "sitemapindex", "url", "sitemap"):
        if name in ("rss", "feed", "rdf"):
            raise FeedError(url, "a feed instead of a sitemap", "list it under `feeds`")
        came = f"XML of another kind (<{name[:40]}>)" if name else "broken XML"
        raise FeedError(url, f"{came} instead of a sitemap", "check the address in a browser")
    pages = [_place(element) for element in root.iter("{*}url", "url")]
    maps = [_place(element) for element in root.iter("{*}sitemap", "sitemap")]
    return pages, maps, faults


def _place(element: "etree._Element") -> _Place:
    found: dict[str, str] = {}
    for child in element:
        name = local(child).lower()
        if name == "news":
            for part in child.iter():
                found.setdefault(f"news {local(part).lower()}", _string(part))
        elif child.prefix in (None, element.prefix):  # not image:loc, not video:title
            found.setdefault(name, _string(child))
    return _Place(
        loc=found.get("loc", ""),
        lastmod=found.get("lastmod", "")[:200],
        published=found.get("news publication_date", "")[:200],
        title=found.get("news title", ""),
        language=found.get("news language", "")[:35],
        is_map=local(element).lower() == "sitemap",
    )


def _text_places(text: str, url: str) -> list[_Place]:
    """A plain-text sitemap: one address a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    places = [_Place(line) for line in lines if is_http(line)]
    if len(places) * 2 < len(lines):
        raise FeedError(url, "text instead of a sitemap", "check the address in a browser")
    return places


def _date_in(url: str) -> str:
    """The last date in an address, as far as it goes: "2024", "2024-06" or "2024-06-09"; "" for none."""
    found = _DATED.findall(url)
    return "-".join(filter(None, found[-1])) if found else ""


def _lead(place: _Place, found: str, url: str, outlet: str) -> Lead:
    return Lead(
        url=found,
        outlet=outlet,
        source=url,
        via=Via.SITEMAP,
        title=plain(place.title, LONGEST_TITLE),
        published=place.published,
        language=place.language,
    )


def _string(element: "etree._Element") -> str:
    return "".join(element.itertext()).strip()
