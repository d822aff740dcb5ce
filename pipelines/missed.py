"""Paragraphs that the body extraction left out although they stand where the article's others do.

A page splits an article around an advert, or a paragraph full of links looks like a menu: trafilatura then takes one
part and leaves the other. What stands in the same kind of box as the paragraphs that were found, under the same
<article>, is put back in its place; so is text that stands there in none (`loose.py`), and a heading
between two of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipelines.clean import clean_text, key_of
from pipelines.loose import loose_texts

WITNESSES = 3  # paragraphs found in a kind of box before it counts as the article's
SHORTEST = 80  # characters of a paragraph that is put back; shorter ones are often labels
MOST_LOOKS = 1_000  # paragraphs that were not found: more are a list or a trap, and each look costs the text's length
PART = 40  # letters at either end of a paragraph by which it is known where its middle was changed
BREAKS = 2  # lines of a paragraph; more are a table or a list of names
LINKED = 0.6  # of a paragraph's letters: more is a list of links

HEADING = 150  # characters; longer ones are teasers
_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})

Box = tuple[object, ...]
Missed = tuple[str, str]  # kind and text of a block: p, head


def missed_paragraphs(
    body: HtmlElement, found: Sequence[str], limit: int
) -> tuple[dict[int, list[Missed]], dict[int, str]]:
    """The blocks to put after each of the `found` ones, by its place (-1: before the first), and those to replace some.

    A text is put in the place of its own beginning, where the rest of a paragraph was cut off. `limit` is the most
    characters of one text. Most pages miss nothing.
    """
    keys = [key_of(text) for text in found]
    whole = "\n".join(keys)
    begun = {key[:PART]: place for place, key in enumerate(keys) if len(key) >= SHORTEST}
    whole_again: dict[int, str] = {}
    place_of = {key: place for place, key in enumerate(keys)}
    articles = {article: number for number, article in enumerate(body.iter("article"))}
    boxes: Counter[Box] = Counter()
    known: dict[HtmlElement, int] = {}
    missing: list[tuple[Box, int, HtmlElement]] = []
    last = -1
    looked = 0
    for paragraph in body.iter("p"):
        key = key_of("".join(paragraph.itertext()))
        if not key:
            continue
        box = _box(paragraph, articles)
        if key in place_of:
            known[paragraph] = last = place_of[key]
            if box is not None:
                boxes[box] += 1
            continue
        # Each look goes through the whole text: a page of many thousand paragraphs that were not found is no article.
        looked += 1
        if looked > MOST_LOOKS:
            break
        if key[:PART] in begun and _goes_on(key, keys[begun[key[:PART]]], whole):
            last = begun[key[:PART]]
            whole_again[last] = clean_text("".join(paragraph.itertext()), limit)
        elif len(key) >= SHORTEST and box is not None and key[:PART] not in whole and key[-PART:] not in whole:
            missing.append((box, last, paragraph))
    back: dict[int, list[Missed]] = {}
    for kind, place, text in _between(known):
        key = key_of(text)
        if key[:PART] not in whole and key[-PART:] not in whole:
            back.setdefault(place, []).append((kind, clean_text(text, limit)))
    for box, place, paragraph in missing:
        if len(paragraph.findall("br")) > BREAKS:
            continue
        text = clean_text("".join(paragraph.itertext()), limit)
        links = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        if boxes[box] >= WITNESSES and len(text) >= SHORTEST and links <= LINKED * len(text):
            back.setdefault(place, []).append(("p", text))
    return back, whole_again


def _between(known: Mapping[HtmlElement, int]) -> Iterator[tuple[str, int, str]]:
    """Kind, place and text of the headings and the loose texts between paragraphs that were found."""
    yield from (("head", place, text) for place, text in _headings(known))
    yield from (("p", place, text) for place, text in islice(loose_texts(known), MOST_LOOKS))


def _headings(known: Mapping[HtmlElement, int]) -> Iterator[tuple[int, str]]:
    """The headings right between two paragraphs that were found, each with the place of the one before it."""
    for paragraph, place in known.items():
        heading = paragraph.getnext()
        if heading is None or heading.tag not in _HEADINGS or heading.getnext() not in known:
            continue
        text = "".join(heading.itertext()).strip()
        if text and len(text) <= HEADING and heading.find(".//a") is None:
            yield place, text


def _goes_on(key: str, beginning: str, whole: str) -> bool:
    """Whether a paragraph goes on where a text that was found ends, with words that were found nowhere."""
    return key.startswith(beginning) and len(key) >= len(beginning) + PART and key[-PART:] not in whole


def _box(paragraph: HtmlElement, articles: Mapping[HtmlElement, int]) -> Box | None:
    """The kind of box that a paragraph stands in: its parent's tag and marks, and the <article> around it.

    None where its parent has no mark: such boxes are everywhere on a page.
    """
    parent = paragraph.getparent()
    marks = parent.get("class") or parent.get("itemprop") if parent is not None else None
    if parent is None or not marks:
        return None
    article = next(paragraph.iterancestors("article"), None)
    return parent.tag, marks, articles.get(article) if article is not None else None
