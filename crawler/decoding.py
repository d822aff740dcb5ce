"""Bytes of a feed, sitemap or page -> text, whatever the server and the document say of them. Pure.

Declarations lie in one direction: documents are converted to UTF-8 and keep their old label, or are written in a
country's code page under a default label. So evidence in the bytes comes first, then the claims, then the look of the
text; a claim of Latin-1 or ASCII counts as no claim.
"""

import re
import zlib
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

GZIP_MAGIC = b"\x1f\x8b"
SAMPLE = 200_000  # bytes that a guess looks at: more changes no guess and costs time
TOLERATED = 0.05  # of the non-ASCII characters may be broken: feeds cut summaries in the middle of a character
# Codecs that stand for a written language. Python knows others (punycode, unicode_escape) that are no charsets.
_CHARSET = re.compile(r"cp\d+|iso8859|koi8|euc|gb|big5|shift|mac|utf_?-?(8|16|32)|tis|johab|ascii|latin|iso2022")
_DEFAULT_LABELS = frozenset({"utf-8", "ascii", "cp1252", "iso8859-1", "latin-1", "iso8859-15"})
_CYRILLIC = ("cp1251", "koi8-r")
_FOREIGN_RUN = re.compile(r"[^\W\d_a-zA-Z]+")


def unpacked(body: bytes, limit: int) -> tuple[bytes, str]:
    """The bytes inside a gzip body, at most `limit` of them, and what was wrong ("" for nothing).

    Other bytes come back as they are. A torn or oversized body gives what could be read; memory stays within the limit.
    """
    if not body.startswith(GZIP_MAGIC):
        return body, ""
    found, rest, fault = b"", body, ""
    while rest.startswith(GZIP_MAGIC) and not fault:
        machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            found += machine.decompress(rest, limit - len(found) + 1)
        except zlib.error:
            fault = "broken gzip"
        if len(found) > limit:
            return found[:limit], f"more than {limit:,} bytes unpacked, the rest not read"
        if not machine.eof:
            fault = fault or "gzip that ends too early"
        rest = machine.unused_data
    return found, fault


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of a document, without its byte order mark. Never raises: what cannot be read becomes U+FFFD."""
    marked, mark = read_bom(body)
    if marked and mark:
        return body[len(mark) :].decode(marked, "replace")
    for beginning, wide in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if body.startswith(beginning):
            return body.decode(wide, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode(_charset(body[:SAMPLE], content_type), "replace")


def _charset(sample: bytes, content_type: str) -> str:
    """The charset of bytes that are not strictly UTF-8."""
    if _reads(sample, "utf-8"):
        return "utf-8"
    for claim in _claims(sample, content_type):
        if _reads(sample, claim):
            return _better_cyrillic(sample) if claim in _CYRILLIC else claim
    return _guess(sample)


def _claims(sample: bytes, content_type: str) -> Iterator[str]:
    """What the document, then the server, says of its charset, where that says anything."""
    for claim in (html_body_declared_encoding(sample), http_content_type_encoding(content_type)):
        codec = resolve_encoding(claim) if claim else None
        if codec and codec not in _DEFAULT_LABELS and _CHARSET.match(codec):
            yield codec


def _reads(sample: bytes, codec: str) -> bool:
    """Whether nearly all non-ASCII characters of the sample can be read in this charset."""
    text = _try(sample, codec)
    foreign = sum(not character.isascii() for character in text)
    return text.count("\ufffd") <= TOLERATED * foreign


def _guess(sample: bytes) -> str:
    """The charset whose reading looks most like a language; cp1252 where nothing speaks for another.

    Hangul must be nearly pure: Chinese bytes read as Korean are two thirds Hangul. Kana never comes by accident.
    Cyrillic is mostly lower-case in the right charset and upper-case in the wrong one.
    """
    western = _try(sample, "cp1252")
    runs = _FOREIGN_RUN.findall(western)
    if sum(len(run) for run in runs if len(run) > 1) * 2 < sum(map(len, runs)):
        return "cp1252"  # single accents between plain letters
    if _reads(sample, "cp949") and _share(_try(sample, "cp949"), "가", "힣") > 0.85:
        return "cp949"
    for japanese in ("cp932", "euc_jp"):
        if _reads(sample, japanese) and _share(_try(sample, japanese), "ぁ", "ヿ") > 0.2:
            return japanese
    cyrillic = _better_cyrillic(sample)
    if _share(_try(sample, cyrillic), "а", "ё") > 0.5:
        return cyrillic
    return next((chinese for chinese in ("gb18030", "big5") if _reads(sample, chinese)), "cp1252")


def _better_cyrillic(sample: bytes) -> str:
    return max(_CYRILLIC, key=lambda codec: _share(_try(sample, codec), "а", "ё"))


def _share(text: str, first: str, last: str) -> float:
    """The share of a range among the letters that are not ASCII."""
    letters = [character for character in text if not character.isascii() and character.isalpha()]
    return sum(first <= letter <= last for letter in letters) / max(1, len(letters))


def _try(sample: bytes, codec: str) -> str:
    return sample.decode(codec, "replace")
