"""A press of real pages: each under its own host name, led to by a feed or news sitemap made from what is known of it.

The pages are the development data (`gold.jsonl` and `pages/`), which a user does not have and which is never copied
here. A host gets RSS, Atom or a news sitemap by its name, so that every run serves the same. Titles, dates and
languages are the gold's; where it knows none, the finder says none. Pages come without validators, so that asking for
one again brings its bytes again: a text that is not the same the second time is then seen. Addresses are given as http,
since a plain proxy carries no TLS; what the pages say of themselves is mostly https.
"""

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from demo.resources import Resource, Site, resource
from demo.server import Press

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN_COUNTRY = "ZZ"  # ISO 3166: left free for users, and never a country
UNKNOWN_LANGUAGE = "und"  # ISO 639-2: undetermined
RSS, ATOM, SITEMAP = "rss", "atom", "sitemap"
PATHS = {RSS: "/made/feed.rss", ATOM: "/made/feed.atom", SITEMAP: "/made/news-sitemap.xml"}
TYPES = {RSS: "application/rss+xml", ATOM: "application/atom+xml", SITEMAP: "application/xml"}


@dataclass(frozen=True)
class GoldPage:
    """One page: what is known of it, and the file that it is."""

    record: Mapping[str, Any]
    file: Path

    @property
    def url(self) -> str:
        """Its address as the finder gives it: http, and without the fragment, which no server ever sees."""
        return urlsplit(str(self.record["url"]))._replace(scheme="http", fragment="").geturl()

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def target(self) -> str:
        parts = urlsplit(self.url)
        return parts._replace(scheme="", netloc="").geturl() or "/"

    @cached_property
    def body(self) -> bytes:
        return gzip.decompress(self.file.read_bytes())


def read_gold(folder: Path) -> list[GoldPage]:
    """The pages of a folder that holds gold.jsonl, in its order."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return [GoldPage(record, folder / record["file"]) for record in records]


def open_real_press(pages: list[GoldPage], *, delay: float = 0.0) -> Press:
    """A press with one site a host, for a `with` block."""
    return Press({1: {host: _site(host, group) for host, group in by_host(pages).items()}}, delay=delay)


def by_host(pages: list[GoldPage]) -> dict[str, list[GoldPage]]:
    """Host -> its pages."""
    groups: dict[str, list[GoldPage]] = {}
    for page in pages:
        groups.setdefault(page.host, []).append(page)
    return groups


def shape_of(host: str) -> str:
    """RSS, Atom or news sitemap: which of them a host has, by its name alone."""
    return (RSS, ATOM, SITEMAP)[zlib.crc32(host.encode()) % 3]


def write_watch(pages: list[GoldPage], folder: Path) -> Path:
    """A watch of all hosts in `folder`; returns its treatywatch.toml."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    copyfile(ROOT / "seeds" / "agencies.toml", seeds / "agencies.toml")
    groups = by_host(pages)
    (seeds / "outlets.toml").write_text(
        "\n".join(_outlet(host, group) for host, group in groups.items()), encoding="utf-8"
    )
    config = folder / "treatywatch.toml"
    config.write_text(
        f"""seeds = "seeds"
topic = {json.dumps(str(ROOT / "seeds" / "topic.toml"))}

[crawl]
pace = 0

[revisit]
intervals = ["0s"]
""",
        encoding="utf-8",
    )
    return config


def _outlet(host: str, pages: list[GoldPage]) -> str:
    shape = shape_of(host)
    address = f"http://{host}{PATHS[shape]}"
    languages = sorted({page.record.get("lang") or UNKNOWN_LANGUAGE for page in pages})
    name = pages[0].record.get("pub") or host
    return f"""[{host.replace(".", "-")}]
name = {json.dumps(name, ensure_ascii=False)}
country = "{UNKNOWN_COUNTRY}"
languages = {json.dumps(languages)}
{"sitemaps" if shape == SITEMAP else "feeds"} = ["{address}"]
"""


def _site(host: str, pages: list[GoldPage]) -> Site:
    shape = shape_of(host)
    resources = {page.target: Resource(page.body, "text/html") for page in pages}
    made = {RSS: _rss, ATOM: _atom, SITEMAP: _sitemap}[shape](host, pages)
    return Site({**resources, PATHS[shape]: resource(made.encode(), TYPES[shape])})


def _moment(page: GoldPage) -> datetime | None:
    """When a page was published, where gold knows a moment with its zone."""
    raw = page.record.get("published_at")
    found = datetime.fromisoformat(raw) if raw else None
    return found if found and found.tzinfo else None


def _day(page: GoldPage) -> str:
    return str(page.record.get("day") or "")


def _rss(host: str, pages: list[GoldPage]) -> str:
    items = ""
    for page in pages:
        moment, day = _moment(page), _day(page)
        date = f"<pubDate>{format_datetime(moment)}</pubDate>" if moment else f"<dc:date>{day}</dc:date>" if day else ""
        items += f"<item><title>{_text(page)}</title><link>{escape(page.url)}</link>{date}</item>\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{host}</title><link>http://{host}/</link>
{items}</channel></rss>
"""


def _atom(host: str, pages: list[GoldPage]) -> str:
    entries = ""
    for page in pages:
        moment, day = _moment(page), _day(page)
        said = moment.isoformat() if moment else day
        date = f"<published>{said}</published>" if said else ""
        link = f'<link rel="alternate" href="{escape(page.url, {chr(34): "&quot;"})}"/>'
        entries += f"<entry><id>{escape(page.url)}</id><title>{_text(page)}</title>{link}{date}</entry>\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{host}</title><id>http://{host}/</id>
{entries}</feed>
"""


def _sitemap(host: str, pages: list[GoldPage]) -> str:
    places = ""
    for page in pages:
        moment = _moment(page)
        said, language = moment.isoformat() if moment else _day(page), page.record.get("lang") or ""
        named = f"<n:publication><n:name>{host}</n:name><n:language>{language}</n:language></n:publication>"
        date = f"<n:publication_date>{said}</n:publication_date>" if said else ""
        news = f"<n:news>{named if language else ''}{date}<n:title>{_text(page)}</n:title></n:news>"
        places += f"<url><loc>{escape(page.url)}</loc>{news}</url>\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
{places}</urlset>
"""


def _text(page: GoldPage) -> str:
    return escape(str(page.record.get("title") or ""))
