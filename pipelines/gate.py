"""The cheap scan of a raw page: does it name both sides of any topic? Only then is it worth extracting and judging.

The gate may let in too much (a name in a sidebar), never too little: what the judge would take must pass. One pass
over the bytes looks for the beginnings of the sides' names, in every way that pages write them; what follows a
beginning and what stands before it is then checked as the judge does. A page in valid UTF-8 is searched for what stands
in UTF-8 and as entities or escapes; any other one for names in all legacy encodings as well, whatever it declares.
"""

import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from config.topic import Concept, Topic
from pipelines.names import Strength, script_of, split_name, stands_alone, tables
from pipelines.scanners import ENGINES, SHORT_WORD, Engine, Scanner, scanner
from pipelines.spellings import LEGACY, PLAIN, Form, Spelling, forms

ALGORITHM = 3  # to be raised when the gate reads pages otherwise, so that what it stopped can be told by its version
VERSION_LENGTH = 12  # hexadecimal digits of the hash
SNIFFED = 2048  # bytes from the beginning of a page in which its encoding is declared

# A page is taken for UTF-8 after so many pieces of it that hold more than ASCII. One is nearly always enough; legacy
# pages may hold a piece in UTF-8 that somebody else's widget put there.
PIECE = 4096
PIECES = 3

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{3,30})""")
_PROLOG = re.compile(rb"""\s*<\?xml[^<>]{0,60}?encoding\s*=\s*["']\s*([\w.:-]{3,30})""")
# Encodings in which even ASCII letters may mean something else: such a page is decoded.
_SHIFTING = ("iso-2022", "iso2022", "csiso2022", "hz", "utf-7", "utf-16", "utf16", "utf-32")
_WIDE = ("utf-16", "utf-16-le", "utf-16-be")

# Letters and signs that no reader sees, and marks of stress and vowels: names are looked for again without them.
_UNSEEN = (
    b"\xc2\xad",
    b"&shy;",
    b"&#173;",
    b"&zwnj;",
    *(b"\xe2\x80" + bytes([byte]) for byte in (*range(0x8B, 0x90), *range(0xAA, 0xAF))),
    b"\xe2\x81\xa0",
    b"\xef\xbb\xbf",
    b"\xcc\x80",
    b"\xcc\x81",
    *(b"\xd9" + bytes([byte]) for byte in (0x80, *range(0x8B, 0x93), 0xB0)),
)
# Bytes of a name's beginning that are looked for in the one pass; the rest is compared where they are found. Names
# share their beginnings: a quarter as many strings compile in half the time. More than a short word (scanners.py) has.
LOOKED_FOR = SHORT_WORD + 1
LONGEST_TAG = 20  # bytes of an end tag behind an initial that is set in a tag of its own
AROUND = 200  # bytes before and after what is not seen in which a name that holds it must lie

_HANGUL = re.compile("[가-힣]")
NEARBY = 90  # bytes around a name of one Han character that show whether it stands in Korean


# What a page names: encoding -> side -> whether in full; the encoding is "" for what may stand in any page.
_Named = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class _Sign:
    """What some bytes say when they are found: the side that they name, by which name, and whether in full.

    `alone` is the East Asian language of a name of a single character; `open_end`: the word may go on after the name.
    """

    side: str
    name: str
    full: bool
    form: Form
    spelling: Spelling
    open_end: bool
    alone: str
    group: str
    rest: "_Rest | None"


class _Rest:
    """An expression for what follows the beginning of a name; compiled when it is first needed."""

    def __init__(self, expression: bytes) -> None:
        self._expression = expression

    @cached_property
    def match(self) -> Callable[[bytes, int], re.Match[bytes] | None]:
        """Match at a place of a page."""
        return re.compile(self._expression, re.IGNORECASE).match


class Gate:
    """Lets a page in if it names the two sides of a pair of any topic: one scan for all topics. Build once for a
    process and thread.

    `version` is a hash of the names and of how they are looked for: two gates of the same version let the same pages
    in, whichever `engine` they use.
    """

    def __init__(self, topics: Sequence[Topic], engine: Engine = ENGINES[0]) -> None:
        self._pairs = [frozenset(_sides(topic, pair)) for topic in topics for pair in topic.pairs]
        self._engine = engine
        self._topics = topics
        looked_for = repr((ALGORITHM, sorted(map(_looked_for, topics))))
        self.version = sha256(looked_for.encode()).hexdigest()[:VERSION_LENGTH]

    def passes(self, body: bytes, declared: str = "") -> bool:
        """Whether the page is worth extracting. `declared` is its encoding or Content-Type header, as far as known."""
        claims = _claims(body, declared)
        shifting = [claim for claim in claims if claim.startswith(_SHIFTING)]
        if b"\x00" in body[:SNIFFED]:
            shifting += _WIDE
        for encoding in dict.fromkeys(shifting):
            try:
                page = body.decode(encoding, "ignore").encode("utf-8", "ignore")
            except (LookupError, UnicodeError):
                continue
            if self._plain(page):
                return True
        legacy = any(not claim.startswith(("utf", "us-ascii")) for claim in claims)
        if (legacy and not body.isascii()) or not is_utf8(body):
            return self._legacy(body)
        return self._plain(body)

    # What most pages do not need is built for the first one that does.

    @cached_property
    def _plain(self) -> "_InTwoSteps":
        return _InTwoSteps(self._topics, PLAIN, self._pairs, self._engine)

    @cached_property
    def _legacy(self) -> "_InTwoSteps":
        return _InTwoSteps(self._topics, (*PLAIN, *LEGACY), self._pairs, self._engine)


class _InTwoSteps:
    """Looks for few sides first, without which no pair is named: most pages have none of them. Only a page that names
    one is searched for the others."""

    def __init__(
        self, topics: Sequence[Topic], spellings: Sequence[Spelling], pairs: Sequence[frozenset[str]], engine: Engine
    ) -> None:
        self._topics, self._spellings, self._pairs, self._engine = topics, spellings, pairs, engine
        self._needed = frozenset(_needed(pairs))
        self._first = _Search(list(_signs(topics, spellings, self._needed)), (), engine)

    def __call__(self, page: bytes) -> bool:
        named: _Named = {}
        self._first.finds(page, named)
        return bool(named) and self._second.finds(page, named)

    @cached_property
    def _second(self) -> "_Search":
        others = frozenset[str]().union(*self._pairs) - self._needed
        return _Search(list(_signs(self._topics, self._spellings, others)), self._pairs, self._engine)


def _needed(pairs: Sequence[frozenset[str]]) -> list[str]:
    """Some sides of which every pair has one: the side of most pairs first, so that they are few."""
    needed: list[str] = []
    left = list(pairs)
    while left:
        counted = Counter(side for pair in left for side in sorted(pair))
        side = max(sorted(counted), key=lambda one: counted[one])
        needed.append(side)
        left = [pair for pair in left if side not in pair]
    return needed


class _Search:
    """Looks for some signs with one engine, until a pair is named."""

    def __init__(self, signs: Sequence[_Sign], pairs: Sequence[frozenset[str]], engine: Engine) -> None:
        by_head: dict[bytes, dict[int, dict[bytes, dict[_Sign, None]]]] = {}
        for sign in signs:
            head, tail = sign.form.head[:LOOKED_FOR], sign.form.head[LOOKED_FOR:]
            by_head.setdefault(head, {}).setdefault(len(tail), {}).setdefault(tail, {})[sign] = None
        heads = sorted(by_head)
        self._pairs = pairs
        # for each string that is looked for: what may follow it, by its length, and what that says
        self._signs = [tuple(by_head[head].items()) for head in heads]
        initials = {
            form
            for sign in signs
            if sign.full and sign.form.first == "word" and sign.spelling.name == "utf-8"
            for form in sign.spelling.cases(sign.name[0])
        }
        self._initials_from = len(heads) + len(_UNSEEN)
        self._scanner: Scanner = scanner([*heads, *_UNSEEN, *(b">" + i + b"</" for i in sorted(initials))], engine)

    def finds(self, page: bytes, named: _Named) -> bool:
        """Whether both sides of a pair, one of them in full, are among what is `named` already or on the page, which is
        added to it."""
        if self._paired(named):
            return True
        unseen: list[tuple[int, int]] = []
        return self._scan(page, named, unseen) or (bool(unseen) and self._scan(_seen(page, unseen), named, []))

    def _scan(self, page: bytes, named: _Named, unseen: list[tuple[int, int]]) -> bool:
        """Whether a pair is named, by what was `named` before or is here. Both arguments are added to."""
        all_signs, number = self._signs, len(self._signs)
        done: set[int] = set()

        def found(index: int, start: int, end: int) -> bool:
            if index in done:
                return False
            if index >= number:
                unseen.append((start, end) if index < self._initials_from else (end - 2, _tag_end(page, end)))
                return False
            new, left = False, False
            for length, tails in all_signs[index]:
                signs = tails.get(page[end : end + length].lower() if length else b"", ())
                left = left or len(tails) > 1 or not signs
                for sign in signs:
                    sides = named.get(sign.group)
                    if sides is not None and sides.get(sign.side, -1) >= sign.full:
                        continue
                    if not _says(sign, page, start, end + length):
                        left = True
                        continue
                    named.setdefault(sign.group, {})[sign.side] = sign.full
                    new = True
            if not left:
                done.add(index)
            return new and self._paired(named)

        return self._scanner.scan(page, found)

    def _paired(self, named: _Named) -> bool:
        everywhere = named.get("", {})
        for sides in named.values():
            for pair in self._pairs:
                strengths = [max(sides.get(side, -1), everywhere.get(side, -1)) for side in pair]
                if min(strengths) >= 0 and max(strengths) > 0:
                    return True
        return False


def is_utf8(body: bytes) -> bool:
    """Whether a page is in UTF-8, as far as its first pieces tell that hold more than ASCII."""
    decoder = getincrementaldecoder("utf-8")()
    seen = 0
    for begin in range(0, len(body), PIECE):
        piece = body[begin : begin + PIECE]
        if piece.isascii():
            continue
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return False
        seen += 1
        if seen == PIECES:
            break
    return True


def _claims(body: bytes, declared: str) -> list[str]:
    """The encodings that the headers and the page's own head name, in lower case."""
    header = declared.encode("ascii", "ignore").lower()
    prolog = _PROLOG.match(body)
    named = [
        *(_CHARSET.findall(header) if b"=" in header or b"/" in header else [header]),
        *([prolog[1].lower()] if prolog else []),
        *_CHARSET.findall(body[:SNIFFED].lower()),
    ]
    return [name.decode().strip() for name in named if name.strip()]


def _sides(topic: Topic, concepts: Iterable[str]) -> list[str]:
    """Concepts of a topic under names that no other topic has."""
    return sorted(f"{topic.id}/{concept}" for concept in concepts)


def _looked_for(topic: Topic) -> str:
    """All of a topic that decides which pages the gate lets in, its name not among it."""
    sides = sorted({side for pair in topic.pairs for side in pair})
    names = [
        (concept_id, [side for side in sides if side in (concept_id, *concept.implies)], tables(concept))
        for concept_id, concept in topic.concepts.items()
    ]
    return repr((sorted(map(sorted, topic.pairs)), [name for name in names if name[1]]))


def _signs(topics: Iterable[Topic], spellings: Sequence[Spelling], sides: frozenset[str]) -> Iterator[_Sign]:
    """Every form of the names of some sides, with what it says."""
    for topic in topics:
        for concept_id, concept in topic.concepts.items():
            meant = [side for side in _sides(topic, {concept_id, *concept.implies}) if side in sides]
            if meant:
                yield from _signs_of(concept, meant, spellings)


def _signs_of(concept: Concept, meant: Sequence[str], spellings: Sequence[Spelling]) -> Iterator[_Sign]:
    """Every form of a concept's names, each for every side that it means."""
    for strength, table in tables(concept):
        full = strength is Strength.FULL
        for language, written in ((language, name) for language, names in table.items() for name in names):
            pieces, open_end = split_name(written)
            alone = language if len(written) == 1 and language in ("ko", "ja", "zh") else ""
            for spelling in spellings:
                for form in forms(pieces, written, spelling) if spelling.suits(written, language) else ():
                    rest = _rest(form.rest)
                    for side in meant:
                        yield _Sign(side, written, full, form, spelling, open_end, alone, spelling.group, rest)


def _tag_end(page: bytes, inside: int) -> int:
    """Where a tag ends; where it is not over soon, the place inside it that was asked about."""
    return page.find(b">", inside, inside + LONGEST_TAG) + 1 or inside


@cache
def _rest(expression: bytes) -> _Rest | None:
    return _Rest(expression) if expression else None


def _seen(page: bytes, unseen: list[tuple[int, int]]) -> bytes:
    """The surroundings of what is not seen, without it."""
    parts: list[bytes] = []
    after = 0
    for start, end in sorted(unseen):
        if start - after > 2 * AROUND:
            parts += [page[after : after + AROUND] if after else b"", b"\n"]
            after = start - AROUND
        parts.append(page[after:start])
        after = max(after, end)
    return b"".join([*parts, page[after : after + AROUND]])


def _says(sign: _Sign, page: bytes, start: int, end: int) -> bool:
    """Whether the name whose beginning stands here is whole, as `pipelines/names.py` understands it."""
    form, spelling = sign.form, sign.spelling
    if form.first == "word" and start and _letter_before(page, start, spelling):
        return False
    if sign.rest is not None:
        rest = sign.rest.match(page, end - form.again)
        if rest is None:
            return False
        end = rest.end()
    if sign.alone:
        before, after = spelling.before(page, start), spelling.read(page[end : end + NEARBY])
        name = spelling.read(page[start:end])
        if not stands_alone(before + name + after, len(before), sign.alone):
            return False
        near = spelling.read(page[max(0, start - NEARBY) : start]) + after
        return sign.alone != "ko" or _HANGUL.search(name + near) is not None
    if sign.open_end or form.last not in ("word", "arabic"):
        return True
    return script_of(spelling.after(page, end) or " ") != form.last


def _letter_before(page: bytes, start: int, spelling: Spelling) -> bool:
    """Whether a word that is written as Latin or Cyrillic ones are stands right before a place."""
    before = page[start - 1]
    if before < 0x80 and not spelling.long:
        return 0x30 <= before <= 0x39 or 0x41 <= before <= 0x5A or 0x61 <= before <= 0x7A
    return script_of(spelling.before(page, start) or " ") == "word"
