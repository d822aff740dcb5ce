"""What a page's markup tells about the pieces of text on it: captions, links, bylines, boxes beside the article, lead.

Pieces are compared by their key, a text's letters and digits.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipelines.bylines import Bylines
from pipelines.clean import key_of
from pipelines.marks import UNMARKED, marks_of
from pipelines.standfirst import Leads

SHORTEST_LINK = 12  # letters; a shorter link text can be any name in a sentence
BESIDE_LIMIT = 1_500  # letters of a box beside an article; a larger one that is marked so holds the article too

_INNER = re.compile(r"#[\w-]+$")
_HEADINGS = frozenset({"h2", "h3", "h4"})
_NOT_PAGES = ("mailto:", "tel:")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*$", re.I)  # shown as it is, it is no headline
_INNER_PIECES = ("p", "li", "h2", "h3", "h4", "div")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Keys of captions, of links' texts (`all_links`: the same, one a line) and of boxes beside; the standfirst;
    keys of links too short to be teasers (`labels`: sections, tags, names); the texts of bylines.
    """

    captions: frozenset[str]
    links: frozenset[str]
    standfirst: str
    beside: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    bylines: tuple[str, ...] = ()
    all_links: str = field(default="", repr=False)


def read_landmarks(tree: HtmlElement, summaries: tuple[str, ...], title: str, domain: str = "") -> Landmarks:
    """One walk over a page. `summaries` are what its head gives as its description, `domain` is the page's own."""
    leads, lines = Leads(summaries, title), Bylines()
    captions: set[str] = set()
    beside: set[str] = set()
    inside: set[HtmlElement] = set()
    links: set[str] = set()
    labels: set[str] = set()
    headings: set[str] = set()
    body: Any = tree.body if tree.body is not None else tree
    for element in body.iter(etree.Element):
        tag = element.tag
        classes, name = element.get("class"), element.get("id")
        marks = marks_of(classes or "", name or "") if classes or name else UNMARKED
        if marks.byline or tag == "a" or element.get("itemprop"):
            lines.look(element, marks.byline)
        if tag in _HEADINGS and element.find(".//a") is None and next(element.iterancestors("a"), None) is None:
            headings.add(key_of("".join(element.itertext())))
        if tag == "a":
            # A table of contents links to the headings of this very page, and an anchor links nowhere.
            href = element.get("href")
            if href and not ("#" in href and _INNER.search(href)):
                words = "".join(element.itertext())
                key = key_of(words)
                if len(key) < SHORTEST_LINK:
                    labels.add(key)
                elif not (href.startswith(_NOT_PAGES) or _ADDRESS.match(words) or _leads_out(href, domain)):
                    links.add(key)
        elif tag == "figcaption" or marks.caption:
            captions.update(_keys_inside(element))
        elif marks.beside:
            if pieces := _pieces_beside(element):
                inside.update(pieces)
                beside.update(key_of("".join(piece.itertext())) for piece in pieces)
        else:
            leads.look(element, marks.lead)
    links -= headings  # a heading that is no link is its own text's, wherever else on the page it is linked to
    captions.discard("")
    beside.discard("")
    if beside:
        # What a comment quotes, or a box pulls out, is the article's own paragraph all the same.
        outside = (p for p in body.iter("p") if p not in inside)
        beside.difference_update([key_of("".join(p.itertext())) for p in outside])
    labels.discard("")
    return Landmarks(
        frozenset(captions),
        frozenset(links),
        leads.standfirst(captions),
        frozenset(beside),
        frozenset(labels),
        lines.texts(),
        "\n".join(links),
    )


def _leads_out(href: str, domain: str) -> bool:
    """Whether a link leads to another site: a teaser leads to a page of its own."""
    if not domain or "//" not in href[:8]:
        return False
    return not href.split("/", 3)[2].lower().endswith(domain)


def _keys_inside(element: HtmlElement) -> set[str]:
    keys = {key_of("".join(element.itertext()))}
    keys.update(key_of("".join(child.itertext())) for child in element if isinstance(child.tag, str))
    return keys


def _pieces_beside(element: HtmlElement) -> list[HtmlElement]:
    """A small box and its pieces; a large one that is marked so holds the article too."""
    if len(key_of("".join(element.itertext()))) > BESIDE_LIMIT:
        return []
    return [element, *element.iter(*_INNER_PIECES)]
