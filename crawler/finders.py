"""The three ways to find: feeds, news sitemaps, section pages. Each says which addresses it asks and how it reads."""

from collections.abc import Callable
from dataclasses import dataclass

from config import Address, Outlet
from config.settings import Crawl
from crawler.feeds import read_feed
from crawler.sections import read_section
from crawler.sitemaps import read_sitemap
from records import Lead, Via


@dataclass(frozen=True, slots=True)
class Answer:
    """One source as it was answered. `address` is the outlet's entry that led here."""

    body: bytes
    url: str
    content_type: str
    outlet: str
    address: Address


@dataclass(frozen=True, slots=True)
class Found:
    """What one source shows: leads, and for a sitemap index the sitemaps below it. `dropped` lie beyond the limit."""

    leads: tuple[Lead, ...]
    children: tuple[str, ...] = ()
    dropped: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to find leads. `read` raises FeedError for bytes that are not what it reads."""

    via: Via
    addresses: Callable[[Outlet], list[Address]]
    read: Callable[[Answer, Crawl], Found]


def _read_feed(answer: Answer, limits: Crawl) -> Found:
    reading = read_feed(
        answer.body, answer.url, answer.outlet, content_type=answer.content_type, limit=limits.max_leads
    )
    return Found(reading.leads, dropped=reading.dropped, faults=reading.faults)


def _read_sitemap(answer: Answer, limits: Crawl) -> Found:
    reading = read_sitemap(answer.body, answer.url, answer.outlet, limit=limits.max_leads, children=limits.max_sitemaps)
    children = tuple(url for url, _ in reading.children)
    return Found(reading.leads, children, dropped=reading.dropped, faults=reading.faults)


def _read_section(answer: Answer, limits: Crawl) -> Found:
    leads = read_section(
        answer.body,
        answer.url,
        answer.outlet,
        links=answer.address.links,
        content_type=answer.content_type,
        limit=limits.max_leads,
    )
    return Found(leads)


FEEDS = Finder(Via.FEED, lambda outlet: outlet.feeds, _read_feed)
SITEMAPS = Finder(Via.SITEMAP, lambda outlet: outlet.sitemaps, _read_sitemap)
SECTIONS = Finder(Via.SECTION, lambda outlet: outlet.sections, _read_section)
