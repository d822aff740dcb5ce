"""feedparser as the second road, for feeds that are no XML any more -> the same Document. Pure.

It is twenty times slower than lxml and reads far worse documents. It gets a stream, never bytes or a string: those it
would open as a file or fetch as an address, if they look like one.
"""

import xml.sax
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import Any

from crawler.feed_formats import Document, Entry, joined
from crawler.urls import absolute

# What feedparser and the parsers under it are known to raise on broken input; everything else is a fault of ours.
KNOWN_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError,
    xml.sax.SAXException,
)  # fmt: skip
NAMES = {"atom": "Atom", "rss10": "RDF", "rss090": "RDF", "rss091n": "RSS 0.91", "rss091u": "RSS 0.91"}


def tolerant_document(text: str, url: str) -> Document | None:
    """The feed that feedparser sees in a text; None where it sees no entries."""
    import feedparser  # noqa: PLC0415  (a tenth of a second that only broken feeds are to cost)

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        feed = feedparser.parse(
            BytesIO(text.encode(errors="replace")),
            response_headers=headers,
            sanitize_html=False,  # what is stored is cleaned by us, what is shown is escaped
            resolve_relative_uris=False,
        )
    except KNOWN_FAILURES:
        return None
    if not feed.entries:
        return None
    about = feed.feed
    read = partial(_entry, url=url, language=_string(about.get("language")))
    return Document(_format(feed.get("version") or ""), _string(about.get("title")), feed.entries, _date_of, read)


def _format(version: str) -> str:
    """`rss20` -> "RSS 2.0"."""
    if version in NAMES or version.startswith("atom"):
        return NAMES.get(version, "Atom")
    digits = version.removeprefix("rss")
    return f"RSS {digits[0]}.{digits[1:]}" if len(digits) > 1 and digits.isdigit() else "RSS (no version)"


def _entry(entry: Mapping[str, Any], url: str, language: str) -> Entry:
    people = [_string(person.get("name")) for person in entry.get("authors") or () if isinstance(person, dict)]
    source = entry.get("source")
    contents = [_string(part.get("value")) for part in entry.get("content") or ()]
    detail = entry.get("title_detail")
    return Entry(
        url=absolute(url, _string(entry.get("feedburner_origlink")) or _string(entry.get("link")) or "mailto:") or "",
        title=_string(entry.get("title")),
        summary=_string(entry.get("summary")),
        content=next(filter(None, contents), ""),
        published=_date_of(entry),
        credit=joined([_string(source.get("title")) if isinstance(source, dict) else "", *people]),
        language=_string(detail.get("language")) if isinstance(detail, dict) and detail.get("language") else language,
    )


def _date_of(entry: Mapping[str, Any]) -> str:
    return next(filter(None, (_string(_plainly(entry, name)) for name in ("published", "updated", "created"))), "")


def _plainly(entry: Mapping[str, Any], name: str) -> object:
    """A value without feedparser's courtesy of answering "updated" with "published", which warns each time."""
    return dict.get(entry, name) if isinstance(entry, dict) else None


def _string(value: object) -> str:
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
