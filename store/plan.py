"""A query's tree -> one FTS5 expression and, for what the word index does not hold, conditions of SQL. Pure.

Whatever can be asked of the word index goes into it, so that SQLite walks the lists of matches side by side, newest
first, and stops when a page is full. Every string in an expression is made of tokens in quotes: nothing a user types is
syntax.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice, product

from errors import UsageError
from pipelines.words import EVERY, MARK, asked, is_beginning, mark, stem, stemmed
from records import Level, Relation
from store.query import And, Field, Near, Node, Not, Or, Text, conjoined, wrong

MOST_ROOMS = 64  # phrases that one NEAR is spelled out to
# Endings that the stemmers take off: a word that begins with `ratificat` is kept as `ratif`.
_ENDINGS = """
    e y s es ed ing ion ions ional ation ations ive al er ers or ors ly ness ment ments ity ities ies ied
    а я о е и ы у ю ь ой ей ам ах ями ов ев ие ия ию ии ый ий ая ое ого ому ыми ость ости ать ить ал ил
""".split()  # noqa: SIM905  one ending a line would be a page

# The same in languages that are stemmed by themselves.
_OTHER_ENDINGS = """
    a e i o u s n y é ée és as es os is en er em um ung ungen on ion ions ión iones ção ções zione zioni ement ements
    isch ische ado ada ato ata ować anie ania ości ami ach owi ego ym lar ler
""".split()  # noqa: SIM905  as above

# What a desk says of a story hangs on an article of it (store/desk.py).
_ITS_ARTICLE = "JOIN articles AS a ON a.id = d.article"
_STARRED = f"SELECT a.story FROM stars AS d {_ITS_ARTICLE}"
_READ = f"""SELECT a.story FROM reads AS d {_ITS_ARTICLE}
    WHERE d.mark >= (SELECT coalesce(max(events.id), 0) FROM events WHERE events.story = a.story)"""

Moment = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a query's names may be: outlet -> country of each outlet, the agencies, how a time is read (text -> UTC, ISO
    8601; raises UsageError), the first article seen at or after such a time, the topics' ids, and the languages with
    stems of their own (`pipelines.words.stemmed`) that are to be looked through."""

    outlets: Mapping[str, str]
    agencies: Collection[str]
    moment: Moment
    first_at: Callable[[str], int]
    topics: Collection[str] = ()
    languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`match` is an FTS5 expression, empty where all articles are meant; `conditions` are SQL on `articles.id` with the
    values of their marks; all must hold. `words` are what ranking goes by: the part of `match` that stands in texts."""

    match: str = ""
    conditions: tuple[str, ...] = ()
    values: tuple[str | int, ...] = ()
    words: str = ""


def plan(root: Node | None, known: Known) -> Plan:
    """How to find what a query asks for. Raises UsageError for names that nothing has."""
    if root is None:
        return Plan()
    known = replace(known, languages=_languages(root, known))
    inside: list[Node] = []
    conditions: list[str] = []
    values: list[str | int] = []
    for part in root.parts if isinstance(root, And) else (root,):
        if _in_index(part, known):
            inside.append(part)
        else:
            condition, found = _condition(part, known)
            conditions.append(condition)
            values += found
    node = conjoined(*inside)
    ranked = conjoined(*(part for part in inside if not isinstance(part, Not | Field)))
    return Plan(
        _match(node, known) if node else "",
        tuple(conditions),
        tuple(values),
        _match(ranked, known) if ranked else "",
    )


def _languages(root: Node, known: Known) -> Sequence[str]:
    """The languages that a match may be of: those that are named, or all."""
    for part in root.parts if isinstance(root, And) else (root,):
        if isinstance(part, Field) and part.name == "language":
            named = {*map(stemmed, part.values)}
            return [language for language in known.languages if language in named]
    return known.languages


def texts(node: Node | None) -> Iterator[Text]:
    """The texts that a match of a query may hold: all that does not stand under a `-`."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Near | And | Or):
        for part in node.parts:
            yield from texts(part)


def _in_index(node: Node, known: Known) -> bool:
    """Whether the word index alone can answer a part."""
    if isinstance(node, Field):
        return node.name in ("language", "outlet", "agency", "country")
    if isinstance(node, Not):
        return _in_index(node.part, known)
    if isinstance(node, And | Or):
        return all(_in_index(part, known) for part in node.parts)
    return True


def _match(node: Node, known: Known) -> str:
    if isinstance(node, Text):
        forms = {
            text: None
            for language in ("", *known.languages)
            if asks_in(node, language)
            for text in spellings(node, language)
        }
        return _either([_column(node) + _phrase(text) for text in forms])
    if isinstance(node, Near):
        return _near(node, known)
    if isinstance(node, Field):
        return _either([_phrase(Text("", (token,))) for token in _marks(node, known)])
    if isinstance(node, Or):
        return _either([_match(part, known) for part in node.parts])
    parts = node.parts if isinstance(node, And) else (node,)
    wanted = [_match(part, known) for part in parts if not isinstance(part, Not)] or [f'"{EVERY}"']
    unwanted = [_match(part.part, known) for part in parts if isinstance(part, Not)]
    all_of = wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})"
    return f"({all_of} NOT {_either(unwanted)})" if unwanted else all_of


def _either(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({' OR '.join(expressions)})"


def asks_in(text: Text, language: str) -> bool:
    """Whether a text is looked for in a language, and other than in all."""
    if not language:
        return True
    wanted = text.languages is None or language in text.languages
    return wanted and tuple(asked(text.words, language)) != text.tokens


def spellings(text: Text, language: str = "") -> list[Text]:
    """The forms in which the index may hold a text in articles of a language with stems of its own, or of all others.
    Words are kept without their endings: where these are shorter than the beginning that is asked for, they are named
    one by one."""
    tokens = tuple(asked(text.words, language)) if language else text.tokens
    if not text.prefix or is_beginning(text.tokens[-1]):
        return [replace(text, tokens=tokens)]
    *before, _ = tokens
    last = text.tokens[-1]
    stems = {stem(last + ending, language) for ending in (_OTHER_ENDINGS if language else _ENDINGS)}
    shorter = sorted(found for found in stems if not found.startswith(last) and len(found.partition(MARK)[0]) > 2)
    whole = replace(text, tokens=(*before, last))  # what a stem says of its language stands at its end
    return [whole, *(replace(text, tokens=(*before, found), prefix=False) for found in shorter)]


def _phrase(text: Text) -> str:
    tokens = " ".join(token.replace('"', "") for token in text.tokens)
    return f'"{tokens}" *' if text.prefix else f'"{tokens}"'


def _column(text: Text) -> str:
    return "title : " if text.title else ""


def _near(node: Near, known: Known) -> str:
    rooms: dict[tuple[Text, ...], None] = {}
    for language in ("", *known.languages):
        forms = (spellings(part, language)[:4] for part in node.parts)
        rooms |= dict.fromkeys(islice(product(*forms), MOST_ROOMS))
    column = _column(node.parts[0])
    return _either([f"{column}NEAR({' '.join(map(_phrase, room))}, {node.distance})" for room in rooms])


def _marks(node: Field, known: Known) -> list[str]:
    """The marks that a field's values mean."""
    if node.name == "country":
        wanted = {value.upper() for value in node.values}
        for value in sorted(wanted - set(known.outlets.values())):
            raise _unknown(node, value, {country for country in known.outlets.values() if country}, "no outlet is from")
        return [mark("outlet", outlet) for outlet, country in known.outlets.items() if country in wanted]
    listed = {"outlet": known.outlets, "agency": known.agencies}.get(node.name)
    if listed is not None:
        folded = {name.casefold() for name in listed}
        for value in node.values:
            if value.casefold() not in folded:
                raise _unknown(node, value, listed, f"there is no {node.name}")
    return [mark(node.name, value) for value in node.values]


def _unknown(node: Field, value: str, listed: Collection[str], said: str) -> UsageError:
    near = get_close_matches(value, listed, n=1)
    advice = f"did you mean `{near[0]}`?" if near else "`treatywatch outlets` lists them"
    return wrong(node.at, f"{said} `{value}`", advice) if node.at else UsageError("query", f"{said} `{value}`", advice)


def _condition(node: Node, known: Known) -> tuple[str, list[str | int]]:
    """What the word index does not hold, or not alone, as SQL on `articles.id`."""
    if _in_index(node, known):
        return "articles.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)", [_match(node, known)]
    if isinstance(node, Not):
        condition, values = _condition(node.part, known)
        return f"NOT ({condition})", values
    if isinstance(node, And | Or):
        sides = [_condition(part, known) for part in node.parts]
        joined = (" AND " if isinstance(node, And) else " OR ").join(side for side, _ in sides)
        return f"({joined})", [value for _, found in sides for value in found]
    assert isinstance(node, Field)
    return _fact(node, known)


def _fact(node: Field, known: Known) -> tuple[str, list[str | int]]:
    if node.name in ("since", "until"):
        if len(node.values) > 1:
            raise wrong(node.at, f"`{node.name}:` takes one time", "write since:2026-11-01")
        try:
            at = known.first_at(known.moment(node.values[0]))
        except UsageError as error:
            raise wrong(node.at, f"{error.subject} {error.problem}", error.advice) if node.at else error from None
        return f"articles.id {'>=' if node.name == 'since' else '<'} ?", [at]
    marks = ", ".join("?" for _ in node.values)
    if node.name == "is":
        return f"({' OR '.join(_of_desk(value.lower(), node) for value in node.values)})", []
    if node.name == "tag":
        return _of_stories(f"SELECT a.story FROM tags AS d {_ITS_ARTICLE} WHERE d.tag IN ({marks})"), [*node.values]
    if node.name == "story":
        for value in node.values:
            if not (value.isascii() and value.isdigit() and len(value) < 16):
                raise wrong(node.at, f"`{value}` is no story's number", "write story:12")
        numbers: list[str | int] = [int(value) for value in node.values]
        return f"articles.id IN (SELECT id FROM articles WHERE story IN ({marks}))", numbers
    if node.name == "topic":
        belongs = f"v.topic IN ({marks}) AND v.level IN ('about', 'related')"
        found = f"SELECT 1 FROM v_verdicts AS v WHERE v.article = articles.id AND {belongs}"
        return f"EXISTS ({found})", [*_among(node, known.topics)]
    listed = [*Relation] if node.name == "relation" else [*Level]
    # The index is named, because an article's own row is longer to read than this look at one column of it.
    index = f"articles_by_{node.name}"
    found = f"SELECT 1 FROM articles AS r INDEXED BY {index} WHERE r.{node.name} IN ({marks})"
    return f"EXISTS ({found} AND r.id = articles.id)", [*_among(node, listed)]


def _of_desk(value: str, node: Field) -> str:
    """A condition for one of the things that a desk says of stories."""
    said = {"starred": _of_stories(_STARRED), "read": _of_stories(_READ), "unread": f"NOT {_of_stories(_READ)}"}
    if value not in said:
        raise wrong(node.at, f"nothing is `{value}`", "write is:starred, is:read or is:unread")
    return said[value]


def _of_stories(stories: str) -> str:
    return f"articles.id IN (SELECT id FROM articles WHERE story IN ({stories}))"


def _among(node: Field, listed: Collection[str]) -> list[str]:
    """A field's values, each of which is one of a few."""
    values = [value.lower() for value in node.values]
    for value in values:
        if value not in listed:
            near = get_close_matches(value, listed, n=1)
            advice = f"did you mean `{near[0]}`?" if near else f"{node.name}s are {', '.join(listed)}"
            raise wrong(node.at, f"there is no {node.name} `{value}`", advice)
    return values
