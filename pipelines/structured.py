"""What a page says of itself: JSON-LD and meta elements, read once, believed by nobody in particular.

JSON-LD is read leniently (trailing commas, raw line feeds, comment marks, several objects in one script), `@graph` and
nested objects are walked, and `@id` references resolved. Of several article objects the richest one that can be this
page's is taken: a page's script may describe another article, or only its breadcrumbs.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.clean import clean_text

MAX_OBJECTS = 2_000  # JSON-LD objects walked on one page; one development page has more, the next 214
MAX_DEPTH = 20
MAX_SCRIPTS = 50
MAX_HEADINGS = 5
BREADCRUMB_DEPTH = 4  # elements around a heading whose names tell that it is the last of the breadcrumbs
VALUE_LIMIT = 5_000  # characters of one value; a summary is the longest that is used whole
SAME_HEADLINE_SHARE = (
    0.4  # of the shorter headline's words in the other; of unrelated pairs, 99 in 100 share 0.25 or less
)

Object = Mapping[str, Any]

_ARTICLE_TYPES = frozenset(
    {"article", "blogposting", "liveblogposting", "report", "socialmediaposting", "discussionforumposting"}
)
_TAG = re.compile(r"<[^<>]{1,500}>")
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_COMMENT_MARKS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,200}?\*/)|(?://\s*\]\]>|\]\]>|-->)\s*;?\s*$", re.S
)
_BARE_CONTROLS = re.compile(r"[\x00-\x1f]+")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\w+")


@dataclass(frozen=True, slots=True)
class Claims:
    """A page's word about itself. `article` is the JSON-LD object that is believed, empty if there is none.

    `kinds` are the lower-case types of all JSON-LD objects; `meta` maps a lower-case name, property or itemprop to its
    values in order; `headings` are what a reader sees as the headline, mostly the h1; `title_tag` is that of <title>.
    """

    article: Object = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title_tag: str = ""
    headings: tuple[str, ...] = ()
    canonical: str = ""
    language: str = ""
    by_id: Mapping[str, Object] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first meta value that is not empty, in the order of the names."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def resolve(self, value: Any) -> Any:  # noqa: ANN401 - a JSON value
        """The object that an `{"@id": ...}` stands for, or the value itself."""
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"} and value.get("@id") in self.by_id:
            return self.by_id[value["@id"]]
        return value


def read_claims(tree: HtmlElement, url: str) -> Claims:
    """All that the head and the JSON-LD of a page say."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content:
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(attribute):
                    meta.setdefault(name.strip().lower(), []).append(_value(content))
    titles = [title for title in tree.iter("title") if title.getparent() is None or title.getparent().tag != "symbol"]
    title_tag = clean_text(titles[0].text_content()) if titles else ""
    headings = _headings(tree)
    canonical = next(
        (
            link.get("href", "").strip()
            for link in tree.iter("link")
            if "canonical" in link.get("rel", "").lower().split()
        ),
        "",
    )
    objects = list(_objects(tree))
    frozen = {name: tuple(values) for name, values in meta.items()}
    by_id: dict[str, Object] = {}
    for candidate in objects:
        name = candidate.get("@id")
        if isinstance(name, str) and len(candidate) > len(by_id.get(name, ())) and len(candidate) > 2:
            by_id[name] = candidate
    told = [title_tag, *headings, *frozen.get("og:title", ()), *frozen.get("twitter:title", ())]
    addresses = {_path(address) for address in (url, canonical, *frozen.get("og:url", ())) if address}
    return Claims(
        article=_this_article(objects, told, addresses),
        kinds=frozenset(kind for candidate in objects for kind in types(candidate)),
        meta=frozen,
        title_tag=title_tag,
        headings=headings,
        canonical=canonical,
        language=_declared_language(tree, frozen),
        by_id=by_id,
    )


def types(thing: Object) -> tuple[str, ...]:
    """The lower-case types of a JSON-LD object, without the schema's address."""
    kinds = thing.get("@type") or ()
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return tuple(str(kind).rpartition("/")[2].lower() for kind in kinds)


def is_article(thing: Object) -> bool:
    """Whether an object describes an article of any kind."""
    return any(kind in _ARTICLE_TYPES or kind.endswith(("article", "newsarticle")) for kind in types(thing))


def text_of(value: Any) -> str:  # noqa: ANN401 - a JSON value
    """The text of a JSON-LD value: a string, a list's first, an object's `@value` or `name`; empty for all else."""
    if isinstance(value, str):
        return _value(value)
    if isinstance(value, list):
        return next((text for text in map(text_of, value[:20]) if text), "")
    if isinstance(value, Mapping):
        return text_of(value.get("@value") or value.get("name") or "")
    return ""


def same_headline(one: str, other: str) -> bool:
    """Whether two headlines can be one article's: a good part of the shorter one's words stand in the other."""
    first, second = (set(_WORD.findall(text.lower())) for text in (one, other))
    smaller = min(len(first), len(second))
    return smaller > 0 and len(first & second) >= SAME_HEADLINE_SHARE * smaller


def _headings(tree: HtmlElement) -> tuple[str, ...]:
    """The texts of the h1 elements. Where the only one ends the breadcrumbs, that of the next h2.

    Outlets write what search engines shall find into the breadcrumbs, and what readers see into an h2: the headline,
    alone or as its last part, after a kicker.
    """
    all_h1 = list(tree.iter("h1"))
    if len(all_h1) == 1 and _ends_breadcrumbs(all_h1[0]):
        following = all_h1[0].xpath("following::h2[1][not(.//a)]")
        shown = [text for h2 in following for part in (h2, *h2) if (text := clean_text(part.text_content()))]
        if shown:
            return (shown[-1],)
    return tuple(filter(None, (clean_text(h1.text_content()) for h1 in all_h1)))[:MAX_HEADINGS]


def _ends_breadcrumbs(heading: HtmlElement) -> bool:
    around = (heading, *islice(heading.iterancestors(), BREADCRUMB_DEPTH))
    return any(parent.tag == "nav" or "breadcrumb" in (parent.get("class") or "").lower() for parent in around)


def _value(text: str) -> str:
    if "&" in text:
        # Twice: many systems escape what is escaped already.
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return clean_text(text, VALUE_LIMIT)


def _this_article(objects: Iterable[Object], told: list[str], addresses: set[str]) -> Object:
    """The richest article object that names this page's address, or has no other headline than the page."""
    best: Object = {}
    rank = (-1, -1)
    for candidate in objects:
        if not is_article(candidate):
            continue
        headline = text_of(candidate.get("headline") or candidate.get("name") or "")
        here = any(_path(address) in addresses for address in _addresses(candidate))
        alike = any(same_headline(headline, title) for title in told if title)
        if headline and told and not alike and not here:
            continue
        ranked = (2 * here + alike, sum(1 for value in candidate.values() if value))
        if ranked > rank:
            best, rank = candidate, ranked
    return best


def _addresses(thing: Object) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = thing.get(key)
        if isinstance(value, Mapping):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and "/" in value:
            yield value


def _path(address: str) -> str:
    """An address as two claims of it are compared: host without www., path without its end."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return (parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")) or "/"


def _declared_language(tree: HtmlElement, meta: Mapping[str, tuple[str, ...]]) -> str:
    candidates = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        *meta.get("content-language", ()),
        *meta.get("language", ()),
        *meta.get("dc.language", ()),
        *meta.get("og:locale", ()),
    )
    return next(
        (c.strip().replace("_", "-") for c in candidates if c and re.match(r"[a-zA-Z]{2,3}(?:[-_]|$)", c.strip())), ""
    )


def _objects(tree: HtmlElement) -> Iterator[Object]:
    """All JSON-LD objects of a page, outer before inner."""
    count = 0
    scripts = [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    for script in scripts[:MAX_SCRIPTS]:
        for root in _lenient_json(script.text or ""):
            waiting: list[tuple[Any, int]] = [(root, 0)]
            while waiting and count < MAX_OBJECTS:
                value, depth = waiting.pop(0)
                if isinstance(value, dict):
                    count += 1
                    yield value
                    inner: Iterable[Any] = value.values()
                else:
                    inner = value
                if depth < MAX_DEPTH:
                    waiting.extend((child, depth + 1) for child in inner if isinstance(child, (dict, list)))


def _lenient_json(text: str) -> list[Any]:
    """The values of a script: as it is, else with the usual faults mended, else as much as can be read."""
    text = _COMMENT_MARKS.sub("", text.strip()).strip().rstrip(";")
    if not text:
        return []
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _BARE_CONTROLS.sub(" ", text))):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    decoder = json.JSONDecoder(strict=False)
    text = _TRAILING_COMMA.sub(r"\1", _BARE_CONTROLS.sub(" ", text))
    found: list[Any] = []
    place = 0
    while place < len(text) and len(found) < MAX_SCRIPTS:
        place = min((p for p in (text.find("{", place), text.find("[", place)) if p >= 0), default=len(text))
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found
