"""Strings from pages, made safe to show. What is shown comes from strangers; each format escapes what remains."""

import re
import unicodedata

# What turns the reading direction, hides, or moves a cursor: control characters, bidirectional marks, tags,
# annotations, halves of a surrogate pair. The joiners U+200C and U+200D stay: Persian and Hindi spell with them.
_HIJACKS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ANSI = re.compile("(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)|\x1b[@-Z\\\\-_]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# Diacritics that climb over the lines above. Four on one letter is more than any language writes.
_PILE = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

_WEB = re.compile(r"https?://[^/?#\s\\@\"'<>]+(?:[/?#]|$)", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile("[\x00-\x20\x7f-\xa0\"'<>\\\\`{|}^\u2028\u2029\ud800-\udfff]")

_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$]|(?<=\bwww)\.|:(?=//)", re.IGNORECASE)
_MARKDOWN_START = re.compile(r"^(\d{0,9})([-+=.)])")


def plain(text: str) -> str:
    """A text as one line: no control characters, no marks that turn or hide what follows, single spaces."""
    shown = _ANSI.sub("", text)
    shown = _SPACE.sub(" ", shown)
    shown = _SURROGATE.sub("\ufffd", _HIJACKS.sub("", shown))
    return _PILE.sub(r"\1", shown).strip()


def passage(text: str) -> str:
    """Like `plain`, for a piece of a sentence: one space at either end stays, as it parts it from its neighbour."""
    shown = plain(text)
    if not shown:
        return " " if _SPACE.search(text) else ""
    return f"{' ' * text[:1].isspace()}{shown}{' ' * text[-1:].isspace()}"


def whole(text: str) -> str:
    """A text that can be written as UTF-8: half a surrogate pair becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def web_address(url: str) -> str:
    """A URL that may be a link: http or https with a host, its dangerous characters percent-encoded; else ""."""
    if not _WEB.match(url):
        return ""
    encoded = _UNSAFE_IN_ADDRESS.sub(lambda match: _percent(match[0]), url)
    return _HIJACKS.sub(lambda match: _percent(match[0]), encoded)


def markdown(text: str) -> str:
    """A text that Markdown shows as it is: no emphasis, code, link, table cell, entity, markup or list of its own."""
    line = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", line))


def language_tag(code: str) -> str:
    """A language code that may stand in `lang`; "" if it is none."""
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", code) else ""


def direction(text: str) -> str:
    """ "rtl" where the first letter that has a direction is Hebrew's or Arabic's, else "ltr"."""
    for char in text:
        turn = unicodedata.bidirectional(char)
        if turn in ("L", "R", "AL"):
            return "ltr" if turn == "L" else "rtl"
    return "ltr"


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
