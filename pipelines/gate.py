"""The cheap scan of a raw page: does it name both sides at all? Only then is it worth extracting and judging.

The gate may let in too much (a name in a sidebar), never too little: what the judge would take must pass. One
Aho-Corasick pass over the bytes looks for the first words of the sides' names; what follows them and what stands before
is then checked as the judge does. A page that does not pass is read again with care, if there is anything to read in
another way (entities, escapes, letters in parts); one whose encoding is in doubt, in every encoding it could be in.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from ahocorasick_rs import BytesAhoCorasick, Implementation

from config.topic import Topic
from pipelines.names import Strength, fold, script_of, split_name, tables

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
_LOWER = bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))  # ASCII only, as `bytes.lower` does

# What may stand where a name has a space: spaces, hyphens and dashes of any kind, a line's end also as an escape, tags.
_GAP = (
    rb"(?:[\s-]|&nbsp;|&#160;|&ndash;|\\[nt]|\xc2\xa0|\xe2\x80[\x80-\x8a\x90-\x95\xaf]|\xe2\x88\x92|\xe3\x80\x80"
    rb"|</?[a-z][^<>]{0,300}>)+"
)
_GAPS = (b" ", b"-", b"\n", b"&nbsp;", b"\xc2\xa0", b"\xe2\x80\x91")
SHORT = 3  # letters up to which a first word alone would be found everywhere
# Letters of a name that pages write in several ways; keys are folded.
_SPELLINGS = {
    "е": "еёЁ",
    "'": "'’ʼ`´‘",
    "·": "·・ㆍ‧･•∙⋅",
    "ا": "اأإآ",
    "ي": "يى",
}
# Letters written as entities or as JavaScript escapes; letters written as a base and its marks, Hangul in parts,
# full-width letters; letters and signs that no reader sees.
_ENTITY = re.compile(
    rb"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|shy|[A-Za-z]{1,6}(?:acute|uml|grave|circ|tilde|cedil|slash|ring|caron|lig));"
)
_ESCAPE = re.compile(rb"\\u(?!00[0-7])([0-9a-fA-F]{4})")
_LETTER = rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})"
_ODD = tuple(
    (signs, re.compile(pattern))
    for signs, pattern in (
        ((b"\xcc", b"\xcd"), _LETTER + rb"(?:\xcc[\x80-\xbf]|\xcd[\x80-\xaf])+"),
        ((b"\xe3\x82\x99", b"\xe3\x82\x9a"), _LETTER + rb"\xe3\x82[\x99\x9a]"),
        ((b"\xe1\x84",), rb"(?:\xe1[\x84-\x87][\x80-\xbf])+"),
        ((b"\xef\xbc", b"\xef\xbd"), rb"(?:\xef(?:\xbc[\x90-\xba]|\xbd[\x81-\xbf]|\xbe[\x80-\x9f]))+"),
        ((b"\xd9", b"\xd8"), rb"(?:\xd9[\x80\x8b-\x92\xb0])+"),
        ((b"\xc2\xad",), rb"\xc2\xad"),
        ((b"\xe2\x80",), rb"\xe2\x80[\x8b-\x8f\xaa-\xae]"),
        ((b"\xe2\x81\xa0",), rb"\xe2\x81\xa0"),
        ((b"\xef\xbb\xbf",), rb"\xef\xbb\xbf"),
    )
)
_IN_WORDS = re.compile(
    rb"<(?<=[0-9A-Za-z\x80-\xff]<)/?(?:b|i|em|strong|span|a|mark|wbr|font|u)\b[^<>]{0,300}>(?=[0-9A-Za-z\x80-\xff])",
    re.IGNORECASE,
)
# What marks a page as Korean: only there is a name of one Han character more than a piece of a Chinese word.
_HANGUL = re.compile(rb"[\xea-\xed][\x80-\xbf]{2}")


@dataclass(frozen=True, order=True, slots=True)
class _Sign:
    """What a byte pattern says when it is found: the side it names, and whether in full; what must follow it; whether
    it says so on Korean pages only; whether the word may go on after it."""

    side: str
    full: bool
    tail: bytes
    korean: bool
    open_end: bool


class Gate:
    """Lets a page in if it names the two sides of a pair. Build once for a process; `passes` is pure.

    `version` is a hash of all that the gate looks for: two gates of the same version let the same pages in.
    """

    def __init__(self, topic: Topic) -> None:
        self._pairs = [frozenset(pair) for pair in topic.pairs]
        signs: dict[bytes, set[_Sign]] = {}
        for head, sign in _signs(topic):
            signs.setdefault(head, set()).add(sign)
        said = [(head, sorted(signs[head])) for head in sorted(signs)]
        self.version = sha256(repr((sorted(map(sorted, self._pairs)), said)).encode()).hexdigest()[:VERSION_LENGTH]
        self._signs = [[(s, re.compile(s.tail) if s.tail else None) for s in found] for _, found in said]
        self._automaton = BytesAhoCorasick([head for head, _ in said], implementation=Implementation.DFA)

    def passes(self, body: bytes, declared: str = "") -> bool:
        """Whether the page is worth extracting. `declared` is the encoding that its headers claim, if any."""
        for page in _readings(body, declared):
            if self._names_pair(page.translate(_LOWER)):
                return True
            careful = _with_care(page)
            if careful != page and self._names_pair(careful.translate(_LOWER)):
                return True
        return False

    def _names_pair(self, page: bytes) -> bool:
        """Whether a page, UTF-8 in lower case, names both sides of a pair, one of them in full."""
        korean: bool | None = None
        named: set[str] = set()
        full: set[str] = set()
        done: set[int] = set()
        for index, start, end in self._automaton.find_matches_as_indexes(page, overlapping=True):
            if index in done or not _begins(page, start):
                continue
            for sign, tail in self._signs[index]:
                stop = end
                if tail is not None:
                    rest = tail.match(page, end)
                    if rest is None:
                        continue
                    stop = rest.end()
                if sign.korean and korean is None:
                    korean = _HANGUL.search(page) is not None
                if (korean or not sign.korean) and (sign.open_end or _ends(page, stop)):
                    done.add(index)
                    named.add(sign.side)
                    if sign.full:
                        full.add(sign.side)
            if index in done and any(pair <= named and pair & full for pair in self._pairs):
                return True
        return False


def _signs(topic: Topic) -> Iterator[tuple[bytes, _Sign]]:
    """Every byte pattern of the sides' names, with what it says."""
    sides = {side for pair in topic.pairs for side in pair}
    for concept_id, concept in topic.concepts.items():
        meant = sides & {concept_id, *concept.implies}
        for strength, table in tables(concept):
            for language, names in table.items():
                for written in names if meant else ():
                    korean = language == "ko" and len(written) == 1
                    open_end = written.rstrip().endswith("*")
                    for side, (head, tail) in product(sorted(meant), _forms(written)):
                        yield head, _Sign(side, strength is Strength.FULL, tail, korean, open_end)


def _forms(written: str) -> Iterator[tuple[bytes, bytes]]:
    """The byte patterns of a name: its first word as UTF-8, and a regular expression for what follows it."""
    pieces, _ = split_name(written)
    first, *others = re.split(r"([ '·])", pieces[0], maxsplit=1)
    heads = {form for spelling in (first, written.strip().lower()[: len(first)]) for form in _cases(spelling)}
    if len(first) <= SHORT and others and others[0] == " ":
        second, *others = re.split(r"([ '·])", others[1], maxsplit=1)
        heads = {gap + form for gap in _GAPS for form in _cases(second)}
        heads = {head + more for head, more in product(_cases(first), heads)}
    rest = b"".join(_pattern(piece) for piece in others)
    rest += b"".join(rb"[^\s<>]{0,40}?" + _pattern(piece) for piece in pieces[1:])
    for head in sorted(heads):
        yield head, rest


def _cases(word: str) -> set[bytes]:
    """A word in the capitals it is written with on pages; ASCII is in lower case."""
    return {form.encode().translate(_LOWER) for form in (word.lower(), word.capitalize(), word.upper())}


def _pattern(piece: str) -> bytes:
    """A regular expression for a folded piece of a name, in any capitals and spelling."""
    return b"".join(_GAP if letter == " " else _letter(letter) for letter in piece)


def _letter(letter: str) -> bytes:
    forms = sorted({form for spelling in _SPELLINGS.get(letter, letter) for form in _cases(spelling)})
    return b"(?:" + b"|".join(map(re.escape, forms)) + b")"


def _readings(body: bytes, declared: str) -> Iterator[bytes]:
    """The page as UTF-8 in every encoding that it could be in, the likeliest first."""
    try:
        if not body.isascii():
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


def _claimed(body: bytes) -> list[str]:
    """The encodings that the page's own head names."""
    return [name.decode("ascii", "ignore") for name in _META.findall(body[:SNIFFED])]


def _with_care(page: bytes) -> bytes:
    """A page with its entities and escapes read, odd letters folded and no tags inside words."""
    page = _ENTITY.sub(lambda match: html.unescape(match[0].decode("ascii")).encode("utf-8", "ignore"), page)
    page = _ESCAPE.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "ignore"), page)
    page = _IN_WORDS.sub(b"", page)
    if not page.isascii():
        for signs, pattern in _ODD:
            if any(sign in page for sign in signs):
                page = pattern.sub(lambda match: fold(match[0].decode("utf-8", "ignore")).text.encode(), page)
    return page


def _begins(page: bytes, start: int) -> bool:
    """Whether a name may begin here: not inside a word of the same writing, as in `pipelines/names.py`."""
    first = page[start]
    if not start or 0xD8 <= first <= 0xDB or first >= 0xE1:  # Arabic may carry a prefix; beyond are no word boundaries
        return True
    before = page[start - 1]
    if before < 0x80:
        return not (0x30 <= before <= 0x39 or 0x61 <= before <= 0x7A)
    lead = start - 1
    while page[lead] & 0xC0 == 0x80 and lead:
        lead -= 1
    return script_of(page[lead:start].decode("utf-8", "replace")[-1]) != "word"


def _ends(page: bytes, stop: int) -> bool:
    """Whether a name may end here, as in `pipelines/names.py`."""
    last = stop - 1
    while page[last] & 0xC0 == 0x80 and last:
        last -= 1
    script = script_of(page[last:stop].decode("utf-8", "replace")[-1:] or " ")
    if script not in ("word", "arabic"):
        return True
    return script_of(page[stop : stop + 4].decode("utf-8", "ignore")[:1] or " ") != script
