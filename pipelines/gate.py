"""The cheap scan of a raw page: does it name both sides at all? Only then is it worth extracting and judging.

The gate may let in too much (a name in a sidebar), never too little: what the judge would take must pass. So it looks
for pieces of names without asking for word boundaries, takes weak names for full ones where a full one is there, and
on a page whose encoding is in doubt tries every encoding that the page could be in.
"""

import html
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import product

from ahocorasick_rs import BytesAhoCorasick, Implementation

from config.topic import Topic
from pipelines.names import fold, split_name

LEGACY = (
    "cp1251",
    "koi8-r",
    "cp949",
    "gb18030",
    "cp932",
    "big5hkscs",
    "cp1252",
    "cp1250",
    "cp1256",
    "cp1258",
    "cp1254",
)
VERSION_LENGTH = 12  # hexadecimal digits of the names' hash
SNIFFED = 2048  # bytes from the beginning of a page in which its encoding is declared

_META = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{3,30})""", re.IGNORECASE)
# ASCII in one go: lower case, and everything that stands for a space in a name.
_LOWER = bytes(b + 32 if 65 <= b <= 90 else 32 if b in b"\t\r\n\f\v-" else 39 if b == 96 else b for b in range(256))
# What folding makes equal and pages really hold, done on UTF-8 bytes.
_ALIKE = tuple(
    (written.encode(), plain.encode())
    for plain, several in {
        " ": ("\u00a0", "&nbsp;", "\u2011", "\u2013", "\u2014", "\u3000"),
        "": ("\u00ad", "&shy;"),
        "'": ("\u2019",),
        "е": ("ё", "Ё"),
        "·": ("\u30fb", "ㆍ"),
    }.items()
    for written in several
)
# What only folding the whole text as the judge does can make equal: letters written as entities, JavaScript escapes,
# combining marks, Hangul in parts, unseen characters, full-width and half-width letters.
_HARD = re.compile(
    rb"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{1,6}(?:acute|uml|grave|circ|tilde|cedil|slash|ring|caron|lig));"
    rb"|\\u0[0-9a-fA-F]{3}|\\u[1-9a-dA-D][0-9a-fA-F]{3}"
    rb"|\xcc[\x80-\xbf]|\xcd[\x80-\xaf]|\xe1[\x84-\x87][\x80-\xbf]|\xe3\x82[\x99\x9a]|\xef\xbb\xbf.|\xef[\xbc\xbd][\x80-\xbf]"
    rb"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81\xa0|\xd9[\x80\x8b-\x92\xb0]|\xd8[\xa2\xa3\xa5]|\xe2\x80[\x90\x92\x95\x98]|\xd9\x89|\xe0\xa5[\x98-\x9f]",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAGS_IN_WORDS = re.compile(rb"</?(?:b|i|em|strong|span|a|mark|wbr)\b[^<>]{0,300}>")


class Gate:
    """Lets a page in if it names the two sides of a pair. Build once for a process; `passes` is pure."""

    def __init__(self, topic: Topic) -> None:
        self._pairs = [frozenset(pair) for pair in topic.pairs]
        sides = frozenset().union(*self._pairs)
        patterns: dict[bytes, set[tuple[str, bool, bytes]]] = {}
        for concept_id, concept in topic.concepts.items():
            meant = sides & {concept_id, *concept.implies}
            for weak, table in ((False, concept.names), (True, concept.weak)):
                for written in (name for names in table.values() for name in names if meant):
                    for side, (head, tail) in product(meant, _forms(written)):
                        patterns.setdefault(head, set()).add((side, weak, tail))
        self.version = sha256(repr(sorted((k, sorted(v)) for k, v in patterns.items())).encode()).hexdigest()[
            :VERSION_LENGTH
        ]
        self._meanings = [
            [(side, weak, re.compile(tail) if tail else None) for side, weak, tail in sorted(found)]
            for found in patterns.values()
        ]
        self._automaton = BytesAhoCorasick(list(patterns), implementation=Implementation.ContiguousNFA)

    def passes(self, body: bytes, declared: str = "") -> bool:
        """Whether the page is worth extracting. `declared` is the encoding that its headers claim, if any."""
        return any(self._names_pair(text) for text in _readings(body, declared))

    def _names_pair(self, page: bytes) -> bool:
        """Whether UTF-8 bytes name both sides of a pair, one of them by a full name."""
        page = page.translate(_LOWER)
        for written, plain in _ALIKE:
            page = page.replace(written, plain)
        page = b" ".join(page.split())
        full: set[str] = set()
        named: set[str] = set()
        asked: set[int] = set()
        for index, _, end in self._automaton.find_matches_as_indexes(page, overlapping=True):
            if index in asked:
                continue
            settled = True
            for side, weak, tail in self._meanings[index]:
                if tail is not None and not tail.match(page, end):
                    settled = False
                    continue
                named.add(side)
                if not weak:
                    full.add(side)
            if settled:
                asked.add(index)
            if full and any(pair <= named for pair in self._pairs):
                return True
        return False


def _forms(written: str) -> Iterator[tuple[bytes, bytes]]:
    """The byte patterns of a name: its first piece as UTF-8, and a regular expression for what follows it."""
    pieces, _ = split_name(written)
    rest = b"".join(rb"[^\s<>]{0,40}?" + b"(?:" + b"|".join(re.escape(f) for f in _cases(p)) + b")" for p in pieces[1:])
    for head in _cases(pieces[0]):
        yield head, rest


def _cases(piece: str) -> list[bytes]:
    """A folded piece in the capitals it is written with on pages; ASCII is lower already."""
    forms = {piece, piece.title(), piece.capitalize(), piece.upper()}
    forms |= {piece[:1] + piece[1:].title()} if piece[:1] == " " else set()
    return sorted({form.encode().translate(_LOWER) for form in forms})


def _readings(body: bytes, declared: str) -> Iterator[bytes]:
    """The page as UTF-8 in every encoding that it could be in, the likeliest first."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        encodings = ["utf-8", declared, *_claimed(body), *LEGACY]
    else:
        encodings = [
            "utf-8",
            *(e for e in (declared, *_claimed(body)) if e.lower().startswith(("iso-2022", "hz", "utf-7"))),
        ]
    if b"\x00" in body[:SNIFFED]:
        encodings += ["utf-16", "utf-16-le", "utf-16-be"]
    for encoding in dict.fromkeys(e.lower() for e in encodings if e):
        try:
            page = body if encoding == "utf-8" else body.decode(encoding, "ignore").encode("utf-8", "ignore")
        except (LookupError, UnicodeError):
            continue
        yield page
        if b"<" in page and _TAGS_IN_WORDS.search(page):
            yield _TAGS_IN_WORDS.sub(b"", page)
        if _HARD.search(page):
            yield _folded(page)


def _claimed(body: bytes) -> list[str]:
    """The encodings that the page's own head names."""
    return [name.decode("ascii", "ignore") for name in _META.findall(body[:SNIFFED])]


def _folded(page: bytes) -> bytes:
    """The page with its entities and escapes read, folded as the judge folds an article."""
    text = html.unescape(page.decode("utf-8", "ignore"))
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return fold(text).text.encode("utf-8", "ignore")
