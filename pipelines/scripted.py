"""The article of a page that carries it only in its scripts, as the data that a browser would build it from.

A last resort, for pages whose markup holds no article: frameworks write the same data as JSON, as assignments or as
calls with one string in another, so the scripts' string literals are read and their grammar is not. What is taken is
the one literal with the most prose in paragraphs, or else the prose of one script.
"""

import json
import re
from collections.abc import Iterator

SCRIPT_CHARACTERS = 3_000_000  # of all scripts of a page; what stands behind them is not read
PROSE = 500  # characters of prose that make an article; less is a teaser
PARAGRAPH = 60  # characters of a paragraph, and so of the shortest literal that is looked at
DEEPEST = 2  # literals within literals

_SCRIPT = re.compile(r"<script([^>]{0,500})>", re.I)
_SCRIPT_END = re.compile(r"</script", re.I)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.S)
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]{0,500})?>", re.I)
_PARAGRAPH_END = re.compile(r"</p\s{0,9}>", re.I)
_TAG = re.compile(r"<[^<>]{0,500}>")
_SENTENCE = re.compile(r"[.!?…。！？]['\"”’»」)]*$")
_CODE = re.compile(r"[{}\[\]]|=>|://|\\u00|[;_]{2}|\bfunction\b|\bvar\b")


def scripted_markup(page: str) -> str:
    """The paragraphs of a page's scripts as markup, empty where they hold none. Time is linear in the page's length."""
    best, most = "", PROSE
    read = 0
    for marks, code in _between(page, _SCRIPT, _SCRIPT_END):
        if "ld+json" in marks.lower():
            continue
        read += len(code)
        if read > SCRIPT_CHARACTERS:
            break
        plain: list[str] = []
        for text in _literals(code):
            marked = [inner for _, inner in _between(text, _PARAGRAPH, _PARAGRAPH_END)]
            lengths = [length for inner in marked if (length := len(_TAG.sub("", inner))) >= PARAGRAPH]
            if (prose := sum(lengths)) > most:
                best, most = _markup(marked), prose
            elif not lengths and _is_prose(text):
                plain.append(text.strip())
        told = list(dict.fromkeys(plain))
        if (prose := sum(map(len, told))) > most:
            best, most = _markup(told), prose
    return best


def _between(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The marks of each opening and what stands between it and the next closing."""
    place = 0
    while (begin := opening.search(text, place)) and (end := closing.search(text, begin.end())):
        yield begin[1] if opening.groups else "", text[begin.end() : end.start()]
        place = end.end()


def _literals(code: str, depth: int = 0) -> Iterator[str]:
    """The long string literals of a script, and those inside of them where they hold data again."""
    place = code.find('"')
    # What nothing closes ends the search: looking for its end again from each quotation mark would take for ever.
    while place >= 0 and (match := _LITERAL.match(code, place)):
        place = code.find('"', match.end())
        if len(match[1]) < PARAGRAPH:
            continue
        try:
            text = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        yield text
        if depth < DEEPEST and '":' in text:
            yield from _literals(text, depth + 1)


def _is_prose(text: str) -> bool:
    return len(text) >= PARAGRAPH and bool(_SENTENCE.search(text.rstrip()[-9:])) and not _CODE.search(text)


def _markup(paragraphs: list[str]) -> str:
    return "".join(f"<p>{inner}</p>" for inner in paragraphs)
