"""Pages that break off: what a server that promised too few bytes sends, and no length tells. Pure.

A page that stops inside a tag has certainly broken off. One that merely never closes its `<html>` may be written so
(HTML allows it); only beside the text that we hold already can it be known for a part of it.
"""

import re

_HTML_BEGINS = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_HTML_ENDS = re.compile(rb"</(?:html|body)\s*>", re.I)
_PROLOG = 4_000  # bytes within which a page says that it is one
_WORD = re.compile(r"\w+")


def is_open(body: bytes) -> bool:
    """Whether a page never says that it is over."""
    return bool(_HTML_BEGINS.search(body, 0, _PROLOG)) and not _HTML_ENDS.search(body)


def ends_in_a_tag(body: bytes) -> bool:
    """Whether a page has certainly broken off."""
    return body.rfind(b"<") > body.rfind(b">") and is_open(body)


def is_beginning(text: str, whole: str) -> bool:
    """Whether a text says less than another one and nothing else: its words are the first of that one's, but for the
    last two, which may be cut themselves."""
    few, many = _WORD.findall(text), _WORD.findall(whole)
    sure = few[:-2]
    return len(few) < len(many) and sure == many[: len(sure)]
