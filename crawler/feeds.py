"""Bytes of a feed -> leads, newest first: RSS 0.9x/1.0/2.0, Atom, JSON Feed. Pure.

lxml reads what is well-formed; what is not is repaired and read with recovery, and by feedparser as well: the road that
finds more entries with a title and a link is taken. What is wrong is told, and what parses is kept.
"""

import re
from dataclasses import dataclass

from crawler.decoding import decoded, unpacked
from crawler.feed_formats import Document, Entry, xml_document
from crawler.json_feed import json_document
from crawler.plain import plain
from crawler.recency import newest_first
from crawler.safexml import PROLOG, local, parse_xml
from crawler.tolerant_feed import tolerant_document
from errors import FeedError
from records import Lead, Via

LONGEST_BODY = 10_000_000  # bytes out of a gzip body: the same as DOWNLOAD_MAXSIZE
LONGEST_TOLERANT = 2_000_000  # characters that feedparser is asked to read
MOST_TOLERANT = 50_000  # tags and references that it is asked to read: they cost it 25 us each
LONGEST_TITLE = 1_000  # characters: the longest real headlines are below 400
LONGEST_SUMMARY = 10_000
LONGEST_CONTENT = 1_000_000  # characters of markup: what extraction takes at most

_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?rdf|channel)\b", re.I)
_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b", re.I
)


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed says. `dropped` counts entries beyond the limit; `faults` say what was wrong and was survived."""

    leads: tuple[Lead, ...]
    format: str
    title: str
    dropped: int = 0
    faults: tuple[str, ...] = ()


def read_feed(body: bytes, url: str, outlet: str, *, content_type: str = "", limit: int) -> FeedReading:
    """The newest `limit` entries of a feed as leads. Raises FeedError, naming what came instead, and nothing else."""
    body, fault = unpacked(body, LONGEST_BODY)
    faults = [fault] if fault else []
    text = decoded(body, content_type).strip("\ufeff\0 \t\r\n")
    if not text:
        raise FeedError(url, "an empty answer instead of a feed")
    if text[0] in "{[":
        document = json_document(text, url)
    else:
        document, more = _xml_document(text, url)
        faults += more
    if document is None:
        raise FeedError(url, f"{_what_came(text)} instead of a feed", "check the address in a browser")
    leads, dropped = _leads(document, url, outlet, limit, faults)
    return FeedReading(leads, document.format, plain(document.title, LONGEST_TITLE), dropped, tuple(faults))


def _xml_document(text: str, url: str) -> tuple[Document | None, tuple[str, ...]]:
    """The feed in an XML text, by the road that finds more in it, and what was wrong."""
    if _HTML.match(text) and not _ROOT.search(text, 0, PROLOG):
        return None, ()
    root, faults = parse_xml(text)
    document = xml_document(root, url) if root is not None else None
    begins = _ROOT.search(text, 0, PROLOG)
    if document is None and begins and begins.start():
        root, faults = parse_xml(text[begins.start() :])
        document = xml_document(root, url) if root is not None else None
        faults = ("text before the feed", *faults)
    if document and document.items and not _is_malformed(faults):
        return document, faults
    if (begins is None and document is None) or _is_too_much(text):
        return document, faults
    tolerant = tolerant_document(text[begins.start() :] if begins else text, url)
    if tolerant and _usable(tolerant) > (_usable(document) if document else 0):
        return tolerant, faults
    return document, faults


def _is_too_much(text: str) -> bool:
    return len(text) > LONGEST_TOLERANT or text.count("<") + text.count("&") > MOST_TOLERANT


def _is_malformed(faults: tuple[str, ...]) -> bool:
    return any(fault.startswith("malformed") for fault in faults)


def _usable(document: Document) -> int:
    """Entries that have both a link and a title."""
    return sum(bool(entry.url and entry.title) for entry in map(document.read, document.items))


def _leads(document: Document, url: str, outlet: str, limit: int, faults: list[str]) -> tuple[tuple[Lead, ...], int]:
    """The newest entries as leads, and how many were not looked at; adds what was wrong with them to `faults`."""
    leads: list[Lead] = []
    without_link = cut = seen = 0
    for item in newest_first(document.items, document.date_of):
        if len(leads) >= limit:
            break
        seen += 1
        entry = document.read(item)
        if not entry.url:
            without_link += 1
            continue
        cut += len(entry.content) > LONGEST_CONTENT or len(entry.title) > LONGEST_TITLE
        leads.append(_lead(entry, url, outlet))
    if without_link:
        faults.append(f"{without_link} {'entry' if without_link == 1 else 'entries'} without a link")
    if cut:
        faults.append(f"{cut} oversized {'entry' if cut == 1 else 'entries'}, cut")
    return tuple(leads), len(document.items) - seen


def _lead(entry: Entry, url: str, outlet: str) -> Lead:
    return Lead(
        url=entry.url,
        outlet=outlet,
        source=url,
        via=Via.FEED,
        title=plain(entry.title, LONGEST_TITLE),
        summary=plain(entry.summary, LONGEST_SUMMARY),
        content=entry.content[:LONGEST_CONTENT],
        published=entry.published[:200],
        credit=plain(entry.credit, LONGEST_TITLE),
        language=entry.language[:35],  # the longest tag that RFC 5646 asks to take
    )


def _what_came(text: str) -> str:
    """A few words for bytes that are no feed."""
    if _HTML.match(text):
        return "an HTML page"
    if text[0] in "{[":
        return "JSON that is no JSON Feed"
    if not text.startswith("<"):
        return "binary data" if _BINARY.search(text, 0, 1_000) else "plain text"
    root, _ = parse_xml(text[:PROLOG])
    name = local(root) if root is not None else ""
    if name in ("urlset", "sitemapindex"):
        return "a sitemap"
    return f"XML of another kind (<{name[:40]}>)" if name else "broken XML"
