"""The standfirst: the lines between headline and text, by the page's own description or the marks of its boxes.

A text that the page's head gives as its description is the standfirst wherever it stands apart from the paragraphs.
What is only marked as a lead must stand near the headline, and be no caption, no offer and no list of teasers.
"""

from collections.abc import Collection, Iterable

from lxml.html import HtmlElement

from pipelines.clean import clean_text, key_of
from pipelines.marks import is_offer

LEAD_MINIMUM, LEAD_LIMIT = 25, 1_200  # characters of a standfirst: shorter are kickers, longer are the article
SHORTEST_LINK = 12  # characters of a link in a lead that counts as a teaser
OFFER_DEPTH = 4  # ancestors whose classes tell that what stands in them is an offer or a caption
LEADS = 3  # that are marked as such; the first that is no caption is taken
BEFORE_A_LEAD, PARAGRAPH = 3, 80  # paragraphs of so many characters after the headline: what follows them is no lead
LINKS_OF_A_LEAD = 3  # more of them are a list of teasers
LINES_OF_A_LEAD = 4  # paragraphs that an element marked as lead may hold and still be one

_OUTSIDE = frozenset(
    {"nav", "footer", "aside", "form", "li", "figure", "figcaption", "a", "button", "head", "script", "style"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "figure"}
)
_HEADINGS_AND_P = frozenset({"p", "h2", "h3", "h4"})
_LEAD_TAGS = frozenset({"p", "div", "section", "header", "span", "strong", "h2", "h3", "h4", "summary"})


class Leads:
    """Takes a page's elements in order, and knows its standfirst at the end."""

    def __init__(self, summaries: Iterable[str], title: str) -> None:
        said = (key_of(summary.rstrip("….").strip()) for summary in summaries)
        self._wanted = {key for key in said if len(key) >= LEAD_MINIMUM * 0.7}
        self._title = key_of(title)
        self._named: list[str] = []
        self._described: list[str] = []
        self._after_headline = False
        self._passed = 0

    def look(self, element: HtmlElement, is_lead: bool) -> None:
        """Take one element; `is_lead` says that its marks call it a lead."""
        tag = element.tag
        if tag == "h1":
            self._after_headline = True
        if tag not in _LEAD_TAGS or self._described or (len(self._named) == LEADS and not self._wanted):
            return
        near = self._after_headline and self._passed <= BEFORE_A_LEAD
        if near and tag == "p" and not is_lead:
            self._passed += sum(map(len, element.itertext())) > PARAGRAPH
        marked = near and is_lead and self._passed <= BEFORE_A_LEAD
        if marked or (_begins_as(element, self._wanted) and (tag in _HEADINGS_AND_P or not _has_blocks(element))):
            self._consider(element, marked)

    def standfirst(self, captions: Collection[str]) -> str:
        """The standfirst, empty if there is none; `captions` are keys of what it must not be."""
        return next((text for text in (*self._described, *self._named) if key_of(text) not in captions), "")

    def _consider(self, element: HtmlElement, marked: bool) -> None:
        text = _lead_text(element)
        key = key_of(text)
        if not text or key in self._title or _is_outside(element):
            return
        if key in self._wanted and (marked or _stands_apart(element)):
            self._described.append(text)
        elif marked and len(self._named) < LEADS and _is_short_and_apart(element):
            self._named.append(text)


def _lead_text(element: HtmlElement) -> str:
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        length += len(part)
        if length > 2 * LEAD_LIMIT:
            return ""
        parts.append(part)
    text = clean_text("".join(parts) if not element.findall("br") else " ".join(parts), LEAD_LIMIT + 1)
    return text if len(text) * _weight(text) >= LEAD_MINIMUM and len(text) <= LEAD_LIMIT else ""


def _weight(text: str) -> float:
    """Scripts that write a word in one or two characters say as much in fewer of them."""
    return 2.5 if any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text[:50]) else 1.0


def _begins_as(element: HtmlElement, wanted: set[str]) -> bool:
    """Whether an element can hold one of the wanted texts, by its first words: a cheap look that spares most."""
    start = key_of((element.text or "")[:LEAD_MINIMUM])
    if not start:
        return bool(wanted) and element.tag in _HEADINGS_AND_P
    return any(key.startswith(start) for key in wanted)


def _is_outside(element: HtmlElement) -> bool:
    for depth, parent in enumerate(element.iterancestors()):
        if parent.tag in _OUTSIDE:
            return True
        if depth < OFFER_DEPTH and (marks := parent.get("class")) and is_offer(marks):
            return True
    return False


def _is_short_and_apart(element: HtmlElement) -> bool:
    """Whether what is marked as a lead holds few lines and is not the first of the article's own paragraphs."""
    links = [link for link in element.iter("a") if len("".join(link.itertext())) >= SHORTEST_LINK]
    if len(element.findall(".//p")) > LINES_OF_A_LEAD or len(links) > LINKS_OF_A_LEAD:
        return False
    return element.tag != "p" or _stands_apart(element)


def _has_blocks(element: HtmlElement) -> bool:
    return any(isinstance(child.tag, str) and child.tag in _BLOCKS for child in element)


def _stands_apart(element: HtmlElement) -> bool:
    """Whether a summary's element is no paragraph among others: a first paragraph in its place stays in the text."""
    if element.tag in ("h2", "h3", "h4"):
        return True
    parent = element.getparent()
    if parent is None:
        return False
    # <p><strong>The summary.</strong></p> is its paragraph.
    if element.tag in ("strong", "span") and parent.tag == "p":
        element, parent = parent, parent.getparent()
    if parent is None:
        return False
    siblings = sum(
        1 for child in parent if child.tag == "p" and child is not element and len("".join(child.itertext())) > 80
    )
    return siblings < 2
