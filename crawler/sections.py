"""The front of a section -> leads: the links that look like articles, in the order of the page. Pure.

Where an outlet's `links` expression is given it alone decides; the heuristic is for outlets that have none yet.
"""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from crawler.decoding import decoded, unpacked
from crawler.plain import plain
from crawler.urls import absolute, key, same_site
from errors import ConfigError, FeedError
from records import Lead, Via

LONGEST_PAGE = 2_000_000  # characters: a section page of 300 links is a fifth of that
LONGEST_TITLE = 300  # characters: an anchor around a whole card holds its headline first
MOST_ANCHORS = 5_000  # links looked at: a page of more is a trap, and its news stand on top
ENOUGH_WORDS = 4  # "Read the full story" aside, menus say less and headlines say more
ENOUGH_CHARACTERS = 12  # the same for Chinese, Japanese and Korean
SLUG_HYPHENS = 3  # a slug of four words: /putin-kim-sign-treaty
LONG_QUERY = 16  # characters of an opaque id, as Rodong Sinmun's addresses carry it

_ANCHORS = etree.XPath(
    "//a[@href][not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::*["
    "@role='navigation' or @role='contentinfo' or @role='complementary' or @role='search'])]"
)
_ALL_ANCHORS = etree.XPath("//a[@href]")
_BASE = etree.XPath("string(//base/@href)")
_HEADING = etree.XPath("(.//h1|.//h2|.//h3|.//h4|.//h5|.//h6)[1]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_ID = re.compile(r"\d{4,}")  # an article's number, or a date
_DATE = re.compile(r"/\d{4}/\d{1,2}/")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m3u8|zip|xml|rss|json|css|js|ics|apk|docx?|xlsx?)$", re.I)
# First or last parts of paths that lead to lists and services, in the words that sites of any language use.
_NO_ARTICLES = frozenset({
    "about", "account", "advertise", "author", "authors", "careers", "categories", "category", "contact", "contacts",
    "cookies", "help", "login", "newsletter", "newsletters", "page", "podcasts", "privacy", "register", "rss", "search",
    "signin", "signup", "subscribe", "subscription", "tag", "tags", "terms", "topic", "topics",
    "calendar",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    text: str
    is_heading: bool


def read_section(
    body: bytes, url: str, outlet: str, *, links: str = "", content_type: str = "", limit: int
) -> tuple[Lead, ...]:
    """At most `limit` leads, distinct by key, of the same site as `url`; none for a page without such links.

    `links` is searched in the absolute address. Raises FeedError for bytes that are no page, ConfigError where `links`
    is no regular expression.
    """
    try:
        wanted = re.compile(links) if links else None
    except re.error as error:
        raise ConfigError(url, f"`links` is no regular expression ({error})") from error
    found: dict[str, _Link] = {}
    here = key(url)
    for link in _links(body, url, content_type, everywhere=wanted is not None):
        if not same_site(link.url, url) or (place := key(link.url)) == here:
            continue
        if wanted.search(link.url) if wanted else _path_of_article(link.url):
            found[place] = _better(found.get(place), link)
    named = (link for link in found.values() if wanted or _headline(link.text))
    return tuple(
        Lead(link.url, outlet, source=url, via=Via.SECTION, title=link.text) for link in islice(named, max(0, limit))
    )


def _links(body: bytes, url: str, content_type: str, *, everywhere: bool) -> list[_Link]:
    """The http(s) links of a page with their words; those of menus and footers only where asked for."""
    text = decoded(unpacked(body, LONGEST_PAGE)[0], content_type)[:LONGEST_PAGE]
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise FeedError(url, "no HTML page" if text.strip() else "an empty answer instead of a page")
    base = absolute(url, str(_BASE(root))) or url
    anchors = (_ALL_ANCHORS if everywhere else _ANCHORS)(root)[:MOST_ANCHORS]
    links = []
    for anchor in anchors:
        if address := absolute(base, anchor.get("href")):
            heading = _HEADING(anchor)
            words = plain_text(heading[0] if heading else anchor) or plain(anchor.get("title", ""), LONGEST_TITLE)
            links.append(_Link(address, words, bool(heading)))
    return links


def plain_text(element: "etree._Element") -> str:
    """The words in an element, on one line."""
    return plain(html.tostring(element, encoding="unicode", with_tail=False), LONGEST_TITLE)


def _better(known: _Link | None, link: _Link) -> _Link:
    """Of two links to one article the address of the first and the fuller words; a heading is the fullest."""
    if known is None or (link.is_heading, len(link.text)) <= (known.is_heading, len(known.text)):
        return known or link
    return _Link(known.url, link.text, link.is_heading)


def _headline(text: str) -> bool:
    return len(_CJK.findall(text)) >= ENOUGH_CHARACTERS or len(_WORD.findall(text)) >= ENOUGH_WORDS


def _path_of_article(url: str) -> bool:
    """Whether an address has the shape of an article's: a number, a date or a long slug, and is no list or file."""
    parts = urlsplit(url)
    steps = [step for step in unquote(parts.path).lower().split("/") if step]
    if _FILE.search(parts.path) or (steps and _NO_ARTICLES & {steps[0], steps[-1], *steps[-2:-1]}):
        return False
    last = steps[-1] if steps else ""
    return bool(
        _DATE.search(parts.path)
        or any(_ID.search(step) for step in steps)
        or last.count("-") + last.count("_") >= SLUG_HYPHENS
        or _ID.search(parts.query)
        or len(parts.query) >= LONG_QUERY
    )
