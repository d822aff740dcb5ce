"""Text -> one tree that every step shares, within limits that keep any page's cost bounded.

Scripts (but for structured data), styles, drawings and comments are cut out before anything is measured or parsed: they
are most of a large page and nobody here reads them. The cut is one pass over the text, also where nothing closes.
"""

import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring

# hostile.md: the time of the body extraction grows with the square of these; 1 MB of short paragraphs takes about 2 s.
MAX_CHARACTERS = 1_000_000  # of markup that is left; the development pages have up to 0.91 million
MAX_ELEMENTS = 20_000  # the development pages have up to 4,300
MAX_DEPTH = 250  # libxml2 cuts a tree at 256 in silence, and trafilatura then finds nothing

MENU_LINKS, MENU_LINKED = 4, 0.9  # links, and their share of the letters, that make a list a menu or a list of teasers
MENU_DEPTH = 3  # lists around a list that is looked at: each look costs its length

TOO_LARGE, TOO_DEEP, NO_TEXT = "too large", "too deep", "no text"

_OPENING = re.compile(r"<(script|style|svg|!--)", re.I)
_CLOSING = {
    "script": re.compile(r"</script[^>]{0,100}>?", re.I),
    "style": re.compile(r"</style[^>]{0,100}>?", re.I),
    "svg": re.compile(r"</svg[^>]{0,100}>?", re.I),
    "!--": re.compile(r"--!?>"),
}
_STRUCTURED = re.compile(r"<script[^>]{0,300}ld\+json", re.I)
# Not allowed in XML: one of them anywhere, and trafilatura finds nothing on the page.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_WORDLESS = ("img", "picture", "source", "input", "link", "video", "audio", "canvas", "object", "embed", "map", "track")
# A fifth of a page's elements hold nothing once pictures and scripts are gone, and each later step walks them all.
_MAY_BE_EMPTY = (
    "article", "aside", "button", "div", "footer", "form", "header", "i", "label", "li", "main", "nav", "ol", "p",
    "section", "span", "ul",
)  # fmt: skip
_LISTS = ("ul", "ol")
_INLINE = frozenset({"button", "i", "label", "span"})
_NEVER_TEXT = ("nav", "footer", "aside", "select", "button", "iframe", "template", "script", "style")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>", re.I)
_COUNT = etree.XPath("count(//*)")
_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {MAX_DEPTH}])")

# lxml.html asks a Python function for the class of each element it touches; no step here needs its forms and inputs.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


class UnfitError(Exception):
    """A page that is not worth parsing; its text is the reason."""


def parse(text: str) -> HtmlElement:
    """The tree of a page. Raises UnfitError with the kind of its refusal: too large, too deep, no text."""
    text = _DECLARATION.sub("", text)
    slim, structured = without_machinery(text)
    if len(slim) - structured > MAX_CHARACTERS or slim.count("<") > 4 * MAX_ELEMENTS:
        raise UnfitError(TOO_LARGE)
    slim = _CONTROLS.sub("", slim)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnfitError(NO_TEXT) from None
    if _COUNT(tree) > MAX_ELEMENTS:
        raise UnfitError(TOO_LARGE)
    if _DEEP(tree):
        raise UnfitError(TOO_DEEP)
    return tree


def cut_wordless(tree: HtmlElement) -> None:
    """Cut from a tree, in place, the elements that hold no words: no step after the page's claims needs them."""
    etree.strip_elements(tree, *_WORDLESS, with_tail=False)
    body = tree.body
    if body is None:
        return
    for element in reversed(list(body.iterdescendants(*_MAY_BE_EMPTY))):
        text = element.text
        if not len(element) and (text is None or not text.strip()):
            if (tail := element.tail) is not None and tail.isspace():
                # Of thousands in a row each would hand the gathered white space on to the one before it.
                element.tail = " " if element.tag in _INLINE else None
            element.drop_tree()


def slim(tree: HtmlElement) -> int:
    """Cut from a tree, in place, what holds no article on any page: every later step copies the rest.

    The answer is the number of letters in the lists of links that were cut: a page that is made of them is no article.
    """
    for element in list(tree.iter(*_NEVER_TEXT)):
        if element.getparent() is not None and element.find(".//h1") is None:
            element.drop_tree()
    cut = 0
    for element in list(tree.iter(*_LISTS)):
        around = list(element.iterancestors())
        if not around or around[-1] is not tree or sum(1 for parent in around if parent.tag in _LISTS) > MENU_DEPTH:
            continue
        links = element.findall(".//a")
        whole = _letters(element)
        if len(links) >= MENU_LINKS and sum(map(_letters, links)) > MENU_LINKED * whole:
            cut += whole
            element.drop_tree()
    return cut


def _letters(element: HtmlElement) -> int:
    return sum(len(part.strip()) for part in element.itertext())


def without_machinery(text: str) -> tuple[str, int]:
    """The markup without scripts, styles, drawings and comments, and how much of it is structured data."""
    kept: list[str] = []
    structured = 0
    place = 0
    unclosed: set[str] = set()
    while match := _OPENING.search(text, place):
        kind = match[1].lower()
        start = match.start()
        closing = None if kind in unclosed else _CLOSING[kind].search(text, match.end())
        if closing is None:
            # Nothing closes it to the end: look past it, and never search for that end again.
            unclosed.add(kind)
            kept.append(text[place : match.end()])
            place = match.end()
            continue
        if kind == "script" and _STRUCTURED.match(text, start):
            kept.append(text[place : closing.end()])
            structured += closing.end() - start
        else:
            kept.append(text[place:start])
        place = closing.end()
    kept.append(text[place:])
    return "".join(kept), structured
