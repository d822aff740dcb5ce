"""Text that stands in a box and in no paragraph: parted by line breaks, or left between the paragraphs of others."""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

SHORTEST = 80  # characters of a text between paragraphs; shorter ones are labels
LINE = 30  # characters of a line of prose where line breaks part them
LINKED = 0.6  # of a text's letters: more is a list of links
WITNESSES = 3  # paragraphs of the article in a box before what stands between them counts as its text too

_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"}
)
_BOXES = ("div", "td", "section", "article", "main")


def loose_texts(known: Mapping[HtmlElement, int]) -> Iterator[tuple[int, str]]:
    """The texts between the paragraphs of a box, each with the place of the paragraph that it follows.

    `known` gives the places of the paragraphs that were found.
    """
    holders = Counter(paragraph.getparent() for paragraph in known)
    for holder in [holder for holder, count in holders.items() if holder is not None and count >= WITNESSES]:
        place = min(known[child] for child in holder if child in known) - 1
        for text, linked, child in _runs(holder):
            if len(" ".join(text.split())) >= SHORTEST and linked <= LINKED * len(text):
                yield place, text
            place = known.get(child, place)


def loose_lines(body: HtmlElement) -> list[str]:
    """The lines of the box that has most prose of its own between line breaks; empty where no box has any."""
    best: list[str] = []
    most = SHORTEST
    for box in body.iter(*_BOXES):
        if box.find("br") is None:
            continue
        lines = [line for text, linked, _ in _runs(box) if (line := text.strip()) and linked <= LINKED * len(text)]
        prose = sum(len(line) for line in lines if len(line) >= LINE)
        if prose > most:
            best, most = lines, prose
    return best


def _runs(box: HtmlElement) -> Iterator[tuple[str, int, HtmlElement | None]]:
    """The texts of a box that its blocks and line breaks part: text, letters of links in it, the element after it."""
    run, linked = box.text or "", 0
    for child in box:
        if child.tag in _INLINE:
            words = "".join(child.itertext())
            run += words
            linked += len(words) if child.tag == "a" else 0
        elif isinstance(child.tag, str):
            yield run, linked, child
            run, linked = "", 0
        run += child.tail or ""
    yield run, linked, None
