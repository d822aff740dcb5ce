"""What a page's markup tells about the pieces of text on it: which are captions, which are links, which is the lead.

Classes and ids are named in English words wherever pages are written, so this evidence needs no list of languages.
Pieces are compared by their key, a text's letters and digits.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from pipelines.clean import clean_text

LEAD_MINIMUM, LEAD_LIMIT = 25, 1_200  # characters of a standfirst: shorter are kickers, longer are the article
SHORTEST_LINK = 12  # letters; a shorter link text can be any name in a sentence
MARKS_REMEMBERED = (
    20_000  # class attributes: a site's pages repeat theirs, and looking at them is most of the work here
)
LINES_OF_A_LEAD = 4  # paragraphs that an element marked as lead may hold and still be one

_WORD, _END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPTION = re.compile(
    rf"{_WORD}(?:captions?|figcaption|credits?|copyright|image-?(?:text|credit|source)|photo-?credit|"
    rf"bildunterschrift|bildnachweis|"
    rf"mediarights|mediainfo|legend|wp-caption\w*|byline-?photo|photographer){_END}",
    re.I,
)
_LEAD = re.compile(
    rf"{_WORD}(?:stand-?first|lead|lede|leadin|lead-?(?:text|in)|intro\w*|sub-?titles?|sub-?tit\w*|sub-?head(?:line|"
    rf"ing)?s?|subheadline|"
    rf"dec?k|excerpt|summary|strap-?line|vorspann|einleitung|preface|teaser-?text|chapo|chapeau|sous-?titre|bajada|"
    rf"entradilla|ingress|"
    rf"preamble|perex|anons|announce|spot|voc-subtitle|tagline|description|abstract|desc){_END}",
    re.I,
)
_NOT_LEAD = re.compile(
    rf"{_WORD}(?:related|teaser-?list|card|nav|menu|promo\w*|newsletter\w*|comment\w*|footer|author\w*|bio|video|"
    rf"tags?){_END}",
    re.I,
)
_OUTSIDE = frozenset(
    {"nav", "footer", "aside", "form", "li", "figure", "figcaption", "a", "button", "head", "script", "style"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "figure"}
)
_HEADINGS_AND_P = frozenset({"p", "h2", "h3", "h4"})
_LEAD_TAGS = frozenset({"p", "div", "section", "header", "span", "strong", "h2", "h3", "h4", "summary"})
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Keys of captions and of links' texts (`all_links`: the same, one a line); the standfirst, if one is known."""

    captions: frozenset[str]
    links: frozenset[str]
    standfirst: str
    all_links: str = field(default="", repr=False)


def key_of(text: str) -> str:
    """A text as two copies of it are compared."""
    return _NOT_LETTERS.sub("", text.casefold())


def read_landmarks(tree: HtmlElement, summaries: tuple[str, ...], title: str) -> Landmarks:
    """One walk over a page. `summaries` are what its head gives as its description."""
    wanted = {key for summary in summaries if len(key := key_of(summary.rstrip("….").strip())) >= LEAD_MINIMUM * 0.7}
    title_key = key_of(title)
    captions: set[str] = set()
    links: set[str] = set()
    named = ""
    described = ""
    after_headline = False
    body: Any = tree.body if tree.body is not None else tree
    for element in body.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "a":
            # A table of contents links to the headings of this very page.
            inner = (element.get("href") or "").startswith("#")
            if not inner and len(key := key_of("".join(element.itertext()))) >= SHORTEST_LINK:
                links.add(key)
            continue
        if tag == "h1":
            after_headline = True
        is_caption, is_lead = _marks(element.get("class") or "", element.get("id") or "")
        if tag == "figcaption" or is_caption:
            captions.update(_keys_inside(element))
        elif tag in _LEAD_TAGS and not (described or (named and not wanted)):
            marked = after_headline and is_lead
            if marked or (_begins_as(element, wanted) and (tag in _HEADINGS_AND_P or not _has_blocks(element))):
                text = _lead_text(element)
                key = key_of(text)
                if not text or key == title_key or key in title_key or _is_outside(element):
                    continue
                if key in wanted and (marked or _stands_apart(element)):
                    described = text
                elif marked and not named and len(element.findall(".//p")) <= LINES_OF_A_LEAD:
                    named = text
    captions.discard("")
    return Landmarks(frozenset(captions), frozenset(links), described or named, "\n".join(links))


@lru_cache(maxsize=MARKS_REMEMBERED)
def _marks(classes: str, name: str) -> tuple[bool, bool]:
    """Whether an element's class and id mark a caption, and whether they mark a lead."""
    marks = _CAMEL.sub("-", f"{classes} {name}")
    if len(marks) <= 3:
        return False, False
    return bool(_CAPTION.search(marks)), bool(_LEAD.search(marks)) and not _NOT_LEAD.search(marks)


def _keys_inside(element: HtmlElement) -> set[str]:
    keys = {key_of("".join(element.itertext()))}
    keys.update(key_of("".join(child.itertext())) for child in element if isinstance(child.tag, str))
    return keys


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
    return any(parent.tag in _OUTSIDE for parent in element.iterancestors())


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
