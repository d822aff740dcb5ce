"""JSON Feed 1.0 and 1.1 -> the same Document as the XML formats. Pure."""

import json
from functools import partial
from html import escape
from typing import Any

from crawler.feed_formats import Document, Entry, joined
from crawler.urls import absolute


def json_document(text: str, url: str) -> Document | None:
    """The feed in a JSON text; None where it is none. Never raises: any value may have any type."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):  # ValueError: no JSON, or an integer of more than 4,300 digits
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org" not in _string(feed.get("version")) and not _string(feed.get("title")):
        return None
    items = [item for item in feed["items"] if isinstance(item, dict)]
    read = partial(_entry, url=url, language=_string(feed.get("language")))
    return Document("JSON Feed", _string(feed.get("title")), items, _date_of, read)


def _entry(item: dict[str, Any], url: str, language: str) -> Entry:
    authors = item.get("authors")
    named = [*authors, item.get("author")] if isinstance(authors, list) else [item.get("author")]
    people = [author for author in named if isinstance(author, dict)]
    text = _string(item.get("content_text"))
    return Entry(
        url=_link(item, url),
        title=_string(item.get("title")),
        summary=_string(item.get("summary")),
        content=_string(item.get("content_html")) or escape(text, quote=False),
        published=_date_of(item),
        credit=joined(_string(person.get("name")) for person in people),
        language=_string(item.get("language")) or language,
    )


def _link(item: dict[str, Any], url: str) -> str:
    """`url`, else an `id` that is an address: the format asks for the permanent link there."""
    given, identity = item.get("url"), item.get("id")
    found = absolute(url, given) if isinstance(given, str) and given.strip() else None
    return found or (absolute("", identity) if isinstance(identity, str) else None) or ""


def _date_of(item: dict[str, Any]) -> str:
    return _string(item.get("date_published")) or _string(item.get("date_modified"))


def _string(value: object) -> str:
    """A string of the feed without what no database takes; "" for every other type."""
    return value.encode(errors="replace").decode().replace("\0", "").strip() if isinstance(value, str) else ""
