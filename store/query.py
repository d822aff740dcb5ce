"""What a user types -> a tree, or a UsageError that names the character and says what to write instead. Pure.

    troops shells            both                    "road bridge"            side by side, in this order
    troops OR shells         either                  ratif*                   any ending
    troops -Iran             not this one            troops NEAR/5 shells     at most 5 words apart
    (troops OR shells) Kursk                         title:treaty language:ru outlet:tass since:2026-11-01

OR, AND, NOT and NEAR are operators only in capitals. What merely looks like a field (an address, 12:30) is words.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from errors import UsageError
from pipelines.words import asked, is_beginning

FIELDS: Final = {
    "title": "title:treaty",
    "language": "language:ru",
    "outlet": "outlet:tass",
    "agency": "agency:yonhap",
    "country": "country:KR",
    "since": "since:2026-11-01",
    "until": "until:yesterday",
    "story": "story:12",
    "relation": "relation:edited",
    "is": "is:starred",
    "tag": "tag:front-page",
    "topic": "topic:main",
    "level": "level:about",
}
NEAR_WORDS: Final = 10  # as in SQLite's own NEAR
FARTHEST: Final = 1_000  # words; farther apart is anywhere
MOST_TERMS: Final = 200  # of one query: SQLite takes 256 in one expression
DEEPEST: Final = 20  # parentheses in parentheses
SHORTEST_PREFIX: Final = 3  # letters; two begin thousands of words

_OPENING: Final = '"“”„«「『'
_CLOSING: Final = {'"': '"', "“": '”“"', "”": '”"', "„": '“”"', "«": '»"', "「": "」", "『": "』"}
_WORD: Final = re.compile(rf"[^\s(){_OPENING}»」』]+")
_FIELD: Final = re.compile(r"([^\W\d_]+):")
_NEAR: Final = re.compile(r"NEAR(?:/(\d+))?")
_LETTERS: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand together. `tokens` are never empty; with `prefix` the last one may end in any way. `languages`
    are those with stems of their own in which the words are looked for; None means all."""

    words: str = field(compare=False)
    tokens: tuple[str, ...]
    prefix: bool = False
    title: bool = False
    quoted: bool = field(default=False, compare=False)
    at: int = field(default=0, compare=False)
    languages: tuple[str, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Texts of which each stands at most `distance` words from the next."""

    parts: tuple[Text, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """A fact of the article: one of `values`, as they were typed."""

    name: str
    values: tuple[str, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Node = Text | Near | Field | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood. `root` is None for an empty one, which asks for everything; `common` are the words that
    were left out, because nearly every text has them."""

    root: Node | None
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sign:
    """`(`, `)`, `-` or an operator, with the distance of a NEAR."""

    kind: str
    at: int
    distance: int = NEAR_WORDS


def parse(typed: str) -> Query:
    """Understand a query. Raises UsageError with the position, counted in characters from 1."""
    if not typed.strip():
        return Query(None)
    common: list[str] = []
    lexed = list(_lex(typed, common))
    if not lexed:
        if common:
            raise wrong(1, f"`{common[0]}` is in nearly every text", "add a word that is not")
        raise wrong(1, "there is no word to search for", 'write words, such as treaty or "road bridge"')
    terms = [term for term in lexed if not isinstance(term, _Sign)]
    if len(terms) > MOST_TERMS:
        raise wrong(terms[MOST_TERMS].at, f"more than {MOST_TERMS} words", "search for fewer at once")
    parser = _Parser(lexed, len(typed) + 1, common)
    root = parser.either()
    if (rest := parser.next) is not None:
        raise wrong(rest.at, "this `)` closes nothing", "leave it out, or open it with ( before")
    return Query(root, tuple(dict.fromkeys(common)))


def wrong(at: int, problem: str, advice: str) -> UsageError:
    """The one shape in which a query is refused."""
    return UsageError(f"query, character {at}", problem, advice)


def conjoined(*nodes: Node | None) -> Node | None:
    """All of these at once, flat; None asks for nothing."""
    parts: dict[Node, None] = {}
    for node in nodes:
        if node is not None:
            parts.update(dict.fromkeys(node.parts if isinstance(node, And) else (node,)))
    return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _disjoined(nodes: list[Node]) -> Node:
    parts: dict[Node, None] = {}
    for node in nodes:
        parts.update(dict.fromkeys(node.parts if isinstance(node, Or) else (node,)))
    return Or(tuple(parts)) if len(parts) > 1 else next(iter(parts))


def _lex(typed: str, common: list[str]) -> Iterator[_Sign | Text | Field]:
    """The signs and terms of a query. Words of nearly every text go into `common`; what has no letter is left out."""
    place, minus = 0, 0
    while place < len(typed):
        sign = typed[place]
        if sign.isspace():
            place += 1
            continue
        at = place + 1
        if sign == "-" and re.match(r"-+(?=[^\s)-])", typed[place:]):
            place += len(typed[place:]) - len(typed[place:].lstrip("-"))
            minus = at
            continue
        made: _Sign | Text | Field | None
        if sign in "()":
            made, place = _Sign(sign, at), place + 1
        elif (spoken := _operator(typed, place)) is not None:
            made, place = spoken
        else:
            made, place = _term(typed, place, common)
        if made is not None:
            if minus:
                yield _Sign("-", minus)
            yield made
        minus = 0


def _operator(typed: str, place: int) -> tuple[_Sign, int] | None:
    word = _WORD.match(typed, place)
    if word is None:
        return None
    if word[0] in ("OR", "AND", "NOT"):
        return _Sign(word[0], place + 1), word.end()
    near = _NEAR.fullmatch(word[0])
    if near is None:
        return None
    if typed[word.end() : word.end() + 1] == "(":
        raise wrong(place + 1, "NEAR stands between two words", "write troops NEAR/5 shells")
    distance = int((near[1] or str(NEAR_WORDS))[:9])
    if not 1 <= distance <= FARTHEST:
        raise wrong(place + 1, f"the distance of NEAR is from 1 to {FARTHEST} words", f"write NEAR/{NEAR_WORDS}")
    return _Sign("NEAR", place + 1, distance), word.end()


def _term(typed: str, place: int, common: list[str]) -> tuple[Text | Field | None, int]:
    """The word, phrase or field at a place, and where it ends."""
    if named := _FIELD.match(typed, place):
        name = _field_name(named[1], typed[named.end() :], place + 1)
        if name == "title":
            words, quoted, end = _value(typed, named.end(), place + 1, name)
            return _text(words, quoted, typed, end, place + 1, common, title=True)
        if name:
            value, _, end = _value(typed, named.end(), place + 1, name)
            values = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
            if not values:
                raise wrong(place + 1, f"`{name}:` has no value", f"write {FIELDS[name]}")
            return Field(name, values, place + 1), end
    if typed[place] in _OPENING:
        phrase = _quoted(typed, place)
        if phrase is None:
            return None, place + 1
        return _text(phrase[0], True, typed, phrase[1], place + 1, common)
    word = _WORD.match(typed, place)
    if word is None:  # a quote that was never opened
        return None, place + 1
    return _text(word[0], False, typed, word.end(), place + 1, common)


def _field_name(typed: str, rest: str, at: int) -> str:
    """Which field is meant; empty where the text is no field: an address, or a headline's `Kremlin: ...`."""
    name = typed.lower()
    if name in FIELDS:
        return name
    if not typed.isascii() or rest.startswith("//") or not rest or rest[0].isspace():
        return ""
    near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6) or [
        full for full in FIELDS if full.startswith(name)
    ]
    if near:
        advice = f'did you mean `{near[0]}:`? in "quotes" it is searched as text'
    elif typed.islower():
        advice = f'fields are {", ".join(FIELDS)}; in "quotes" it is searched as text'
    else:
        return ""
    raise wrong(at, f"there is no field `{typed}`", advice)


def _value(typed: str, place: int, at: int, name: str) -> tuple[str, bool, int]:
    """What stands after the colon of a field: a word or a phrase."""
    if typed[place : place + 1] in set(_OPENING):
        phrase = _quoted(typed, place)
        if phrase is not None:
            return phrase[0], True, phrase[1]
    word = _WORD.match(typed, place)
    if word is None:
        raise wrong(at, f"`{name}:` has no value", f"write {FIELDS[name]}, without a space")
    return word[0], False, word.end()


def _quoted(typed: str, place: int) -> tuple[str, int] | None:
    """The phrase that opens at a place, and where it ends. A typographic quote that nothing closes is only a sign."""
    ends = [found for found in (typed.find(sign, place + 1) for sign in _CLOSING[typed[place]]) if found >= 0]
    if ends:
        return typed[place + 1 : min(ends)], min(ends) + 1
    if typed[place] == '"':
        raise wrong(place + 1, 'this " is never closed', 'close it: "road bridge"')
    return None


def _text(
    words: str, quoted: bool, typed: str, end: int, at: int, common: list[str], *, title: bool = False
) -> tuple[Text | None, int]:
    if quoted and typed[end : end + 1] == "*":
        prefix, end = True, end + 1
    else:
        prefix = not quoted and words.endswith("*")
    found = tuple(asked(words))
    if not found:
        if _LETTERS.search(words):
            common.append(words)
        return None, end
    if prefix and len(found[-1]) < SHORTEST_PREFIX and found[-1].isascii():
        raise wrong(at, f"`{words}` begins too many words", f"write at least {SHORTEST_PREFIX} letters before the *")
    return Text(words.rstrip("*"), found, prefix or is_beginning(found[-1]), title, quoted, at), end


class _Parser:
    """Reads the signs and terms from left to right: OR binds least, then side by side, `-`, NEAR."""

    def __init__(self, lexed: "list[_Sign | Text | Field]", end: int, common: list[str]) -> None:
        self._lexed = lexed
        self._place = 0
        self._depth = 0
        self._end = end
        self._common = common

    @property
    def next(self) -> "_Sign | Text | Field | None":
        """What is to be read next."""
        return self._lexed[self._place] if self._place < len(self._lexed) else None

    def either(self) -> Node:
        parts = [self._all()]
        while sign := self._take("OR"):
            parts.append(self._all(after=sign))
        return _disjoined(parts)

    def _all(self, after: _Sign | None = None) -> Node:
        parts: list[Node] = []
        while True:
            if sign := self._take("AND"):
                if not parts:
                    raise wrong(sign.at, "AND has nothing before it", "write troops AND shells, or only troops shells")
                parts.append(self._one(after=sign))
            elif self.next is None or (isinstance(self.next, _Sign) and self.next.kind in ("OR", ")", "NEAR")):
                break
            else:
                parts.append(self._one())
        made = conjoined(*parts)
        if made is None:
            raise self._missing(after)
        return made

    def _one(self, after: _Sign | None = None) -> Node:
        if (sign := self._take("-")) or (sign := self._take("NOT")):
            self._depth += 1  # NOT NOT NOT ... is a depth too
            if self._depth > DEEPEST:
                raise wrong(sign.at, f"more than {DEEPEST} levels", "ask more simply")
            part = self._one(after=sign)
            self._depth -= 1
            return part.part if isinstance(part, Not) else Not(part)
        first = self._term(after)
        if not isinstance(self.next, _Sign) or self.next.kind != "NEAR":
            return first
        parts, distance = [first], 0
        while sign := self._take("NEAR"):
            distance = max(distance, sign.distance)
            parts.append(self._term(after=sign))
            texts = [part for part in parts if isinstance(part, Text)]
            if len(texts) < len(parts) or len({text.title for text in texts}) > 1:
                raise wrong(sign.at, "NEAR stands between two words or phrases", "write troops NEAR/5 shells")
        return Near(tuple(texts), distance)

    def _term(self, after: _Sign | None) -> Node:
        found = self.next
        if found is None or (isinstance(found, _Sign) and found.kind != "("):
            raise self._missing(after)
        self._place += 1
        if not isinstance(found, _Sign):
            return found
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong(found.at, f"more than {DEEPEST} parentheses in each other", "ask more simply")
        if isinstance(self.next, _Sign) and self.next.kind == ")":
            raise wrong(found.at, "there is nothing between ( and )", "leave them out")
        made = self.either()
        if self._take(")") is None:
            raise wrong(found.at, "this ( is never closed", "close it with )")
        self._depth -= 1
        return made

    def _take(self, kind: str) -> _Sign | None:
        found = self.next
        if isinstance(found, _Sign) and found.kind == kind:
            self._place += 1
            return found
        return None

    def _missing(self, after: _Sign | None) -> UsageError:
        """What to say where a word should stand."""
        found = self.next
        if after is not None:
            said = "`-`" if after.kind == "-" else after.kind
            return wrong(after.at, f"{said} has nothing after it", "add a word, or put it in quotes to search for it")
        if isinstance(found, _Sign) and found.kind != "(":
            if found.kind == ")":
                return wrong(found.at, "this `)` closes nothing", "leave it out, or open it with ( before")
            return wrong(found.at, f"{found.kind} has nothing before it", f"write troops {found.kind} shells")
        return wrong(self._end, "a word is missing at the end", "add one")
