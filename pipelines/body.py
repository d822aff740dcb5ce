"""The article's own paragraphs, as trafilatura finds them, checked against what the page's structured data says."""

import logging
import re
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Extractor

from pipelines.clean import clean_text
from pipelines.loose import loose_lines
from pipelines.missed import missed_paragraphs

# The fast way misses a part of an article now and then; it is asked to prove itself by length, and by its share of the
# page's prose. On the development pages 24 of 232 take the full way then, and no text is lost by it.
LITTLE, LITTLE_DENSE = 1_500, 600  # characters; of Chinese, Japanese and Korean fewer say as much
PROSE_SHARE = 0.6
SENTENCE = 80  # characters
LABEL = 30  # characters; menus are made of shorter lines
MOST_IN_LABELS = 0.35  # of what was found: more is the whole page; articles have 0.25 at most
STATED_MINIMUM = 500  # characters of an articleBody that is worth comparing; shorter ones are summaries
COMMON_SHARE = 0.35  # of its word triples; on 49 development pages two shared 0.01, all others 0.46 or more
PARAGRAPH_LIMIT = 50_000

# It tells of each page that it cannot read; the refusal we make of that is the record.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Below its least size trafilatura gives up and takes the whole page as one paragraph; in Chinese, Japanese and Korean
# an article of the same length has half as many characters.
DENSE_MINIMUM = 100
DENSE_SAMPLE = 400
_DENSE = deepcopy(DEFAULT_CONFIG)
_DENSE["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(DENSE_MINIMUM)


def _options(config: ConfigParser, *, fast: bool) -> Extractor:
    options = Extractor(config=config, output_format="python", fast=fast, comments=False, tables=True, dedup=False)
    if fast:
        # The balanced way tries again by itself where it found little of a page, and so does the full way that we take
        # then: any other word than its own three skips that, and changes nothing else.
        options.focus = "once"
    return options


_FAST, _FULL = _options(DEFAULT_CONFIG, fast=True), _options(DEFAULT_CONFIG, fast=False)
_FAST_DENSE, _FULL_DENSE = _options(_DENSE, fast=True), _options(_DENSE, fast=False)

_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "code", "ab", "fw"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list item. `kind` is trafilatura's tag: p, head, item, quote, row, code."""

    kind: str
    text: str


def find_blocks(tree: HtmlElement, stated: str = "") -> list[Block]:
    """The blocks of the article, in order; empty where nothing was found. The tree is not changed.

    `stated` is the text that the page's structured data gives as its article. It is often cut, run together or another
    version, so it only ever replaces what was found where the two have next to nothing in common: then the page shows
    other articles' teasers, or a part of its own.
    """
    body = tree.body if tree.body is not None else tree
    headings = "".join("".join(h.itertext()) for h in body.iter("h1", "h2", "h3"))[:DENSE_SAMPLE]
    dense = sum(1 for c in headings if "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3") > len(headings) / 3
    blocks = _extracted(tree, _FAST_DENSE if dense else _FAST)
    found = sum(len(block.text) for block in blocks)
    if found < (LITTLE_DENSE if dense else LITTLE) or found < PROSE_SHARE * _prose(body) or _is_whole_page(blocks):
        blocks = _extracted(tree, _FULL_DENSE if dense else _FULL)
        if _is_whole_page(blocks) and (lines := loose_lines(body)):
            blocks = [Block("p", clean_text(line, PARAGRAPH_LIMIT)) for line in lines]
    blocks = _completed(blocks, body)
    if len(stated) >= STATED_MINIMUM:
        grams = _grams(stated)
        if len(grams & _grams(" ".join(block.text for block in blocks))) < COMMON_SHARE * len(grams):
            return [Block("p", text) for line in stated.split("\n") if (text := clean_text(line, PARAGRAPH_LIMIT))]
    return blocks


def _completed(blocks: list[Block], body: HtmlElement) -> list[Block]:
    """The blocks with the paragraphs that were missed or cut, each after the one that it follows on the page."""
    back, whole_again = missed_paragraphs(body, [block.text for block in blocks], PARAGRAPH_LIMIT)
    if not back and not whole_again:
        return blocks
    whole = [Block(*missed) for missed in back.get(-1, ())]
    for place, block in enumerate(blocks):
        whole.append(Block(block.kind, whole_again.get(place, block.text)))
        whole.extend(Block(*missed) for missed in back.get(place, ()))
    return whole


def _grams(text: str) -> set[str]:
    words = _WORDS.findall(text.casefold())
    return {" ".join(words[n : n + 3]) for n in range(len(words) - 2)}


def _is_whole_page(blocks: list[Block]) -> bool:
    """Whether menus make up much of what was found: that is what is taken where no article is recognised."""
    labels = sum(len(block.text) for block in blocks if len(block.text) < LABEL)
    return labels > MOST_IN_LABELS * sum(len(block.text) for block in blocks)


def _prose(body: HtmlElement) -> int:
    """Characters in the paragraphs of a page that are long enough to be sentences."""
    lengths = (sum(map(len, p.itertext())) for p in body.iter("p"))
    return sum(length for length in lengths if length > SENTENCE)


def _extracted(tree: HtmlElement, options: Extractor) -> list[Block]:
    # The head holds hundreds of elements, no text, and each of trafilatura's expressions would look at them.
    head = tree.find("head")
    if head is not None:
        tree.remove(head)
    try:
        document = bare_extraction(tree, options=options)
    finally:
        if head is not None:
            tree.insert(0, head)
    # A dict is only ever given where `as_dict` asks for it.
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return list(_blocks_of(document.body))


def _blocks_of(body: _Element) -> list[Block]:
    blocks: list[Block] = []
    for element in body:
        _collect(element, blocks)
    return blocks


def _collect(element: _Element, blocks: list[Block]) -> None:
    kind = element.tag if isinstance(element.tag, str) else ""
    inner = [
        child for child in element if isinstance(child.tag, str) and child.tag in (*_BLOCKS, "list", "table", "div")
    ]
    if kind in ("list", "table", "div", "quote") and inner:
        _add(blocks, kind, element.text)
        for child in element:
            _collect(child, blocks)
            _add(blocks, "p", child.tail)
        return
    parts: list[str] = []
    # Trafilatura takes the line ends out of plain text, and leaves them in where a paragraph has links and the like in
    # it. What is found as plain text with line ends is a page without paragraphs, or code.
    plain = all(child.tag == "lb" for child in element)
    _gather(element, parts, as_written=plain or kind == "code")
    for text in re.split(r"\n+", "".join(parts)):
        _add(blocks, kind or "p", text)


def _gather(element: _Element, parts: list[str], *, as_written: bool = False) -> None:
    """The texts inside an element. A line end of the markup is a space, but in code `as_written`; `lb` breaks lines."""
    if element.text:
        parts.append(element.text if as_written else element.text.replace("\n", " "))
    for child in element:
        if child.tag == "lb":
            parts.append("\n")
        elif isinstance(child.tag, str):
            if child.tag in ("cell", "p"):
                parts.append(" ")
            _gather(child, parts, as_written=as_written)
        if child.tail:
            parts.append(child.tail if as_written else child.tail.replace("\n", " "))


def _add(blocks: list[Block], kind: str, text: str | None) -> None:
    cleaned = clean_text(text or "", PARAGRAPH_LIMIT)
    if cleaned:
        blocks.append(Block(kind, cleaned))
