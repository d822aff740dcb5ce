"""OPML, the lists that feed readers exchange -> outlets for `seeds/`, and outlets -> OPML. Pure.

A list says a title and an address; it does not say a country, nor what language an outlet writes. Those become "ZZ" and
"und", the codes that ISO 3166 and ISO 639 keep for the unknown, so that nothing invented stands in a report.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from config.watch import Address, Outlet
from crawler.plain import plain
from crawler.safexml import local, parse_xml
from crawler.urls import absolute, key, registered_domain, same_site
from errors import FeedError

UNKNOWN_COUNTRY = "ZZ"
UNKNOWN_LANGUAGE = "und"
LONGEST_NAME = 200
# Hosts that serve other people's feeds: the feed's address says nothing of the outlet.
CARRIERS = frozenset(
    {"feedburner.com", "feedblitz.com", "feedly.com", "google.com", "openrss.org", "rss.app", "rsshub.app"}
)

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list. `categories` are the folders it stands in, from the outside in."""

    title: str
    url: str
    html_url: str = ""
    categories: tuple[str, ...] = ()


def read_opml(text: str) -> tuple[OpmlFeed, ...]:
    """The feeds of an OPML text with an http(s) address, distinct, in its order. Raises FeedError for other texts."""
    if "<opml" not in text[:10_000].lower():
        raise FeedError("", "no OPML", "export the list of feeds from your reader as OPML")
    import listparser  # noqa: PLC0415  (brings what fetches along, 0.2 s that only who imports a list is to wait)

    text = _NO_XML.sub("", text)
    try:
        feeds = listparser.parse(text.encode())["feeds"]  # bytes: listparser fetches a string that is an address
    except LookupError as error:  # what its stack of folders raises on outlines that do not nest
        raise FeedError("", "broken OPML", "export the list of feeds anew") from error
    homes = _homes(text)
    found: dict[str, OpmlFeed] = {}
    for feed in feeds:
        if address := absolute("", feed.get("url") or ""):
            folders = [part for path in feed.get("categories") or () for part in path]
            known = OpmlFeed(
                title=plain(feed.get("title") or "", LONGEST_NAME),
                url=address,
                html_url=absolute("", homes.get(feed["url"], "")) or "",
                categories=tuple(dict.fromkeys(filter(None, (plain(part, LONGEST_NAME) for part in folders)))),
            )
            found.setdefault(key(address), known)
    return tuple(found.values())


def outlets_from_opml(feeds: Iterable[OpmlFeed], existing_ids: Collection[str]) -> tuple[Outlet, ...]:
    """Outlets for `seeds/outlets.local.toml`, one a site, in the order of the list, with ids that are not taken yet.

    The site is the registered domain of the page that a feed belongs to, else of the feed. Feeds of a carrier such as
    FeedBurner that name no page stay apart. Country and language are the codes for "unknown".
    """
    sites: dict[str, list[OpmlFeed]] = {}
    for feed in feeds:
        sites.setdefault(_site(feed), []).append(feed)
    taken = set(existing_ids)
    outlets = []
    for site, members in sites.items():
        name = _common_title([feed.title for feed in members]) or site
        identity = _free_id(site if "/" not in site else name, taken)
        taken.add(identity)
        folders = dict.fromkeys(folder for feed in members for folder in feed.categories)
        outlets.append(
            Outlet(
                id=identity,
                name=name,
                country=UNKNOWN_COUNTRY,
                languages=[UNKNOWN_LANGUAGE],
                home=[] if "/" in site else [site],
                feeds=[Address(url=feed.url, evidence="an imported OPML list") for feed in members],
                note="; ".join(folders),
            )
        )
    return tuple(outlets)


def write_opml(outlets: Iterable[Outlet]) -> str:
    """OPML 2.0 of the enabled feeds of the enabled outlets, one folder an outlet."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "treatywatch"
    body = ET.SubElement(root, "body")
    for outlet in outlets:
        feeds = [address for address in outlet.feeds if address.enabled]
        if not outlet.enabled or not feeds:
            continue
        name = _NO_XML.sub("", outlet.name)
        folder = ET.SubElement(body, "outline", text=name, title=name)
        for address in feeds:
            feed = {"type": "rss", "text": name, "title": name, "xmlUrl": _NO_XML.sub("", address.url)}
            if outlet.home:
                feed["htmlUrl"] = _NO_XML.sub("", f"https://{outlet.home[0]}/")
            if UNKNOWN_LANGUAGE not in outlet.languages:
                feed["language"] = outlet.languages[0]
            ET.SubElement(folder, "outline", feed)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def toml_tables(outlets: Iterable[Outlet]) -> str:
    """The outlets as tables of a seeds file: what differs from the defaults, feeds as plain strings if possible."""
    return "\n".join(_table(outlet) for outlet in outlets)


def _table(outlet: Outlet) -> str:
    lines = [f"[{outlet.id}]"]
    for name, value in outlet.model_dump(exclude_defaults=True, exclude={"id"}).items():
        if name in ("feeds", "sitemaps", "sections"):
            lines += [f"{name} = [", *(f"    {_toml(_address(address))}," for address in value), "]"]
        else:
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _address(address: dict[str, Any]) -> dict[str, Any] | str:
    url: str = address["url"]
    return address if len(address) > 1 else url


def _toml(value: object) -> str:
    """A value in TOML. JSON's strings are TOML's, once characters stand for themselves and no surrogate is left."""
    match value:
        case bool() | int() | float():
            return json.dumps(value)
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case dict():
            return "{ " + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + " }"
    text = str(value).encode(errors="replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _homes(text: str) -> dict[str, str]:
    """The page that each feed belongs to, which listparser does not tell."""
    root, _ = parse_xml(text)
    homes: dict[str, str] = {}
    for outline in root.iter() if root is not None else ():
        if local(outline) == "outline":
            attributes = {name.lower(): value.strip() for name, value in outline.attrib.items()}
            homes.setdefault(attributes.get("xmlurl", ""), attributes.get("htmlurl", ""))
    return homes


def _site(feed: OpmlFeed) -> str:
    """What groups feeds into an outlet: a registered domain; for a carrier's feed without a page its own key."""
    for address in filter(None, (feed.html_url, feed.url)):
        if not any(same_site(address, carrier) for carrier in CARRIERS):
            return registered_domain(address)
    return key(feed.url)


def _common_title(titles: list[str]) -> str:
    """The title of one feed, or the words that all titles begin with ("TASS: politics", "TASS: world" -> "TASS")."""
    words = [title.split() for title in titles if title]
    if not words:
        return ""
    common = 0
    while all(len(w) > common for w in words) and len({w[common] for w in words}) == 1:
        common += 1
    return " ".join(words[0][:common]).strip(" -–—:|»>/") or " ".join(words[0])


def _free_id(named: str, taken: Collection[str]) -> str:
    """An id that is not taken: the domain's first label, then with its ending, then with a number."""
    labels = [_NO_SLUG.sub("-", label.lower()).strip("-") for label in named.split(".")]
    first = labels[0] or "outlet"
    whole = "-".join(filter(None, labels)) or first
    candidates = chain([first, whole], (f"{whole}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
