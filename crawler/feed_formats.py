"""RSS, RDF, Atom and JSON Feed, each read into the same `Entry`. Pure.

A `Document` is lazy: an entry is read only when asked for, so that of a feed of 100,000 entries only the newest cost
time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from typing import Any

from lxml import etree

from crawler.safexml import local
from crawler.urls import absolute

# Names are compared in lower case: `pubdate` and `PubDate` are written, too. First come, first served.
PUBLISHED = (
    "published", "pubdate", "atom:published", "dc:date", "dcterms:issued", "issued", "dcterms:created", "created",
)  # fmt: skip
TOUCHED = ("atom:updated", "updated", "modified")  # taken where nothing says when the entry was published
FULL_TEXTS = ("content:encoded", "content", "yandex:full-text")
SUMMARIES = ("description", "summary", "atom:summary", "tagline")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {  # a part of the namespace's name, because versions and hosts of it vary
    "purl.org/dc/elements": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "modules/content": "content:",
    "w3.org/2005/atom": "atom:",
    "purl.org/atom": "atom:",
    "feedburner": "feedburner:",
    "news.yandex": "yandex:",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was written: title and summary may hold markup, `url` is "" where no link is given."""

    url: str
    title: str
    summary: str
    content: str
    published: str
    credit: str
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """A feed whose entries are yet to be read: `read` makes an Entry of an item, `date_of` its raw date."""

    format: str
    title: str
    items: Sequence[Any]
    date_of: Callable[[Any], str]
    read: Callable[[Any], Entry]


def xml_document(root: "etree._Element", url: str) -> Document | None:
    """The feed under this root; None where it is none."""
    name = local(root).lower()
    if name == "rss":
        return _rss(root, f"RSS {root.get('version', '').strip() or '(no version)'}", url)
    if name == "channel":
        return _rss(root, "RSS (no version)", url)
    if name == "rdf" and "rdf" in root.tag.lower() and any(local(child) in ("channel", "item") for child in root):
        return _rss(root, "RDF", url)
    return _atom(root, url) if name == "feed" else None


def _rss(root: "etree._Element", version: str, url: str) -> Document:
    channel = root if local(root).lower() == "channel" else _first(root, "channel")
    about = _fields(channel) if channel is not None else {}
    language = _text(about, "language", "dc:language") or root.get(LANGUAGE, "")
    site = absolute(url, _text(about, "link")) or url  # a relative link is one of the site, not of the feed's host
    items = [element for element in root.iter("{*}item", "{*}Item") if element is not channel]
    return Document(
        version, _text(about, "title"), items, _date_of, partial(_rss_entry, url=url, site=site, language=language)
    )


def _rss_entry(item: "etree._Element", url: str, site: str, language: str) -> Entry:
    fields = _fields(item)
    return Entry(
        url=_rss_link(fields, url, site),
        title=_text(fields, "title", "dc:title"),
        summary=_text(fields, *SUMMARIES),
        content=next(filter(None, (_markup(element) for name in FULL_TEXTS for element in fields.get(name, ()))), ""),
        published=_published(fields),
        credit=_credit(fields),
        language=_text(fields, "dc:language", "language") or item.get(LANGUAGE, "") or language,
    )


def _rss_link(fields: "dict[str, list[etree._Element]]", url: str, site: str) -> str:
    candidates = [*fields.get("feedburner:origlink", ()), *fields.get("link", ())]
    candidates += [element for element in fields.get("atom:link", ()) if _is_alternate(element)]
    for element in candidates:
        href = _string(element).strip() or element.get("href", "")
        base = element.base
        if href and (found := absolute(absolute(url, base) or site if base else site, href)):
            return found
    for guid in fields.get("guid", ()):
        if guid.get("isPermaLink", "true").strip().lower() != "false" and (found := absolute("", _string(guid))):
            return found
    return ""


def _atom(root: "etree._Element", url: str) -> Document:
    about = _fields(root)
    items = list(root.iter("{*}entry"))
    return Document(
        "Atom", _text(about, "title"), items, _date_of, partial(_atom_entry, url=url, language=root.get(LANGUAGE, ""))
    )


def _atom_entry(item: "etree._Element", url: str, language: str) -> Entry:
    fields = _fields(item)
    return Entry(
        url=_atom_link(fields, url),
        title=_text(fields, "title"),
        summary=_text(fields, "summary"),
        content=next(filter(None, map(_atom_content, fields.get("content", ()))), ""),
        published=_published(fields),
        credit=_credit(fields),
        language=item.get(LANGUAGE, "") or _text(fields, "dc:language") or language,
    )


def _atom_link(fields: "dict[str, list[etree._Element]]", url: str) -> str:
    for element in fields.get("feedburner:origlink", ()):
        if found := absolute(url, _string(element)):
            return found
    links = [element for element in fields.get("link", ()) if _is_alternate(element)]
    links.sort(key=lambda element: "html" not in (element.get("type") or "html"))
    for element in links:
        if (href := element.get("href", "").strip()) and (
            found := absolute(absolute(url, element.base or "") or url, href)
        ):
            return found
    return ""


def _is_alternate(element: "etree._Element") -> bool:
    return element.get("rel", "alternate").strip().lower() in ("alternate", "")


def _atom_content(element: "etree._Element") -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("text", "text/plain"):
        return escape(_string(element).strip(), quote=False)
    return _markup(element) if "html" in kind or "xml" in kind else ""  # else base64 of a picture or a film


def _markup(element: "etree._Element") -> str:
    """What an element holds as markup: its text, which is escaped markup, or its own child elements."""
    if not len(element):
        return (element.text or "").strip()
    inner = (etree.tostring(child, method="html", encoding="unicode") for child in element)
    return (escape(element.text or "", quote=False) + "".join(inner)).strip()


def _published(fields: "dict[str, list[etree._Element]]") -> str:
    return _text(fields, *PUBLISHED, *TOUCHED)


def _date_of(item: "etree._Element") -> str:
    return _published(_fields(item))


def _credit(fields: "dict[str, list[etree._Element]]") -> str:
    """Everybody whom the entry names: <source>, dc:creator, author."""
    named: list[str] = []
    for element in (*fields.get("source", ()), *fields.get("dc:creator", ()), *fields.get("author", ())):
        inner = next((child for child in element if local(child) in ("name", "title")), element)
        named.append(" ".join(_string(inner).split()))
    return joined(named)


def joined(names: Iterable[str]) -> str:
    """Distinct names in one line."""
    return "; ".join(dict.fromkeys(filter(None, names)))


def _fields(item: "etree._Element") -> "dict[str, list[etree._Element]]":
    """The children of an element by lower-case name; names of foreign namespaces carry our prefix for them."""
    own = item.tag[1:].partition("}")[0] if item.tag.startswith("{") else ""
    fields: dict[str, list[etree._Element]] = {}
    for child in item:
        if isinstance(child.tag, str):
            fields.setdefault(_name(child.tag, own), []).append(child)
    return fields


@lru_cache(maxsize=1024)
def _name(tag: str, own: str) -> str:
    if not tag.startswith("{"):
        return tag.lower()  # no namespace, or a prefix that was never declared
    space, _, name = tag[1:].lower().partition("}")
    if space == own.lower():
        return name
    return next((prefix for part, prefix in PREFIXES.items() if part in space), "other:") + name


def _first(element: "etree._Element", name: str) -> "etree._Element | None":
    return next((child for child in element.iter() if local(child).lower() == name), None)


def _text(fields: "dict[str, list[etree._Element]]", *names: str) -> str:
    """The text of the first of these fields that has any."""
    for name in names:
        for element in fields.get(name, ()):
            if text := _string(element).strip():
                return text
    return ""


def _string(element: "etree._Element") -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""
