"""Bytes of a feed, sitemap or page -> text, whatever the server and the document say of them. Pure.

Declarations lie in one direction: documents are converted to UTF-8 and keep their old label, or are written in a
country's code page under a default label. So evidence in the bytes comes first, then the claims, then the look of the
text (`pipelines/decoding.py`); a claim of Latin-1 or ASCII counts as no claim.
"""

import re
import zlib
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.decoding import decode

GZIP_MAGIC = b"\x1f\x8b"
SAMPLE = 200_000  # bytes that a claim is tried on: more changes no answer and costs time
HEAD = 4_096  # bytes within which a document declares its charset
TOLERATED = 0.05  # of the non-ASCII characters may be broken: feeds cut summaries in the middle of a character
# Codecs that stand for a written language. Python knows others (punycode, unicode_escape) that are no charsets.
_CHARSET = re.compile(r"cp\d+|iso8859|koi8|euc|gb|big5|shift|mac|utf_?-?(8|16|32)|tis|johab|iso2022")
_NO_CLAIM = frozenset({"utf-8", "ascii", "cp1252", "iso8859-1", "latin-1", "iso8859-15"})
# Single bytes of two Cyrillic alphabets: each reads all texts of the other, as nonsense, so the look decides.
_LOOKALIKES = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"})
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]+")
_LABEL = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?[\w.:-]+[\"']?", re.I)


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
        return _read_by_claim(body, content_type)


def _read_by_claim(body: bytes, content_type: str) -> str:
    """The text of bytes that are not strictly UTF-8: torn UTF-8, else what is claimed, else what it looks like."""
    sample = body[:SAMPLE]
    claims = [claim for claim in _claims(sample, content_type) if _reads(sample, claim)]
    if _reads(sample, "utf-8"):
        return body.decode("utf-8", "replace")
    if claims and claims[0] not in _LOOKALIKES:
        return body.decode(claims[0], "replace")
    if not claims and _has_lonely_accents(sample):
        return body.decode("cp1252", "replace")
    unlabelled = _LABEL.sub(b"", body[:HEAD]) + body[HEAD:]  # the labels have been heard
    return decode(unlabelled) or body.decode(claims[0] if claims else "utf-8", "replace")


def _has_lonely_accents(sample: bytes) -> bool:
    """Whether most bytes that are not ASCII stand alone among plain letters, as in no script but the Latin one."""
    runs = [len(run) for run in _FOREIGN_RUN.findall(sample)]
    return sum(run for run in runs if run > 1) * 2 < sum(runs)


def _claims(sample: bytes, content_type: str) -> Iterator[str]:
    """What the document, then the server, says of its charset, where that says anything."""
    for claim in (html_body_declared_encoding(sample), http_content_type_encoding(content_type)):
        codec = resolve_encoding(claim) if claim else None
        if codec and codec not in _NO_CLAIM and _CHARSET.match(codec):
            yield codec


def _reads(sample: bytes, codec: str) -> bool:
    """Whether nearly all non-ASCII characters of the sample can be read in this charset."""
    text = sample.decode(codec, "replace")
    foreign = sum(not character.isascii() for character in text)
    return text.count("\ufffd") <= TOLERATED * foreign
