"""Markup of titles and summaries -> one line of plain text. Pure.

Not a sanitiser of pages (`pipelines/clean.py` says what is safe to store): feeds escape a title once, twice or not at
all, and a reader is to see the same words each time.
"""

import re
from html import unescape

ROUNDS = 3  # times that a text may have been escaped; more was never meant
# Every pattern ends at the end of the text as well, so that an unclosed tag costs one pass and not one for each tag.
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>", re.I | re.S)
_INLINE = re.compile(r"</?(?:a|abbr|b|big|cite|em|font|i|mark|nobr|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.I)
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ud800-\udfff]")


def plain(markup: str, longest: int) -> str:
    """The words of a piece of markup, unescaped, on one line, cut to `longest` characters with a final "…"."""
    text = markup[: longest * 8]  # what is cut away costs no time; eight leaves room for tags and escapes
    for _ in range(ROUNDS):
        before = text
        if "<" in text:
            text = _TAG.sub(" ", _INLINE.sub("", _UNSEEN.sub("", text)))
        text = unescape(text) if "&" in text else text
        if text == before:
            break
    text = " ".join(_NOT_TEXT.sub("", text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
