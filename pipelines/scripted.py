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

_SCRIPT = re.compile(r"<script(?P<marks>[^>]{0,500})>(?P<code>.*?)</script", re.I | re.S)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.S)
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]{0,500})?>(.*?)</p\s*>", re.I | re.S)
_TAG = re.compile(r"<[^<>]{0,500}>")
_SENTENCE = re.compile(r"[.!?…。！？]['\"”’»」)]*$")
_CODE = re.compile(r"[{}\[\]]|=>|://|\\u00|[;_]{2}|\bfunction\b|\bvar\b")


def scripted_markup(page: str) -> str:
    """The paragraphs of a page's scripts as markup, empty where they hold none. Time is linear in the page's length."""
    best, most = "", PROSE
    read = 0
    for script in _SCRIPT.finditer(page):
        if "ld+json" in script["marks"].lower():
            continue
        read += len(script["code"])
        if read > SCRIPT_CHARACTERS:
            break
        plain: list[str] = []
        for text in _literals(script["code"]):
            paragraphs = [inner for inner in _PARAGRAPH.findall(text) if len(_TAG.sub("", inner)) >= PARAGRAPH]
            prose = sum(len(_TAG.sub("", inner)) for inner in paragraphs)
            if prose > most:
                best, most = _markup(_PARAGRAPH.findall(text)), prose
            elif not paragraphs and _is_prose(text):
                plain.append(text.strip())
        told = list(dict.fromkeys(plain))
        if (prose := sum(map(len, told))) > most:
            best, most = _markup(told), prose
    return best


def _literals(code: str, depth: int = 0) -> Iterator[str]:
    """The long string literals of a script, and those inside of them where they hold data again."""
    for match in _LITERAL.finditer(code):
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
    return len(text) >= PARAGRAPH and bool(_SENTENCE.search(text.rstrip())) and not _CODE.search(text)


def _markup(paragraphs: list[str]) -> str:
    return "".join(f"<p>{inner}</p>" for inner in paragraphs)
