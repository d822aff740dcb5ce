"""Who wrote it: persons before publishers, from JSON-LD, then meta, then the byline on the page.

JSON-LD often names only the first of several authors; a meta list that holds all of its names and more is then taken.
Where nobody is named as a person, the name of the publisher or agency that stands in the author's place is the author.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.clean import clean_text, key_of
from pipelines.structured import Claims, text_of, types

MAX_AUTHORS = 20
AND_OTHERS = "and others"  # in the place of those above it
NAME_LIMIT = 60  # characters; longer strings are sentences about an author
MAX_WORDS = 6

_META = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.creator.name",
    "parsely-author", "sailthru.author", "byl", "byline", "cxenseparse:author", "citation_author",
    "mediator_author", "articleauthor", "article_author", "news_authors", "authors",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written|story|reported|words|article|posted|published|text)\s+by|by|von|vom|par|por|di|da|av|door|od|"
    r"автор(?:ы)?|текст|text"
    r"|autor(?:in|es|en)?|yazan|haber|작성자?|文|作者|撰文)(?:\s*[:：]\s*|\s+)",
    re.I,
)
_PARTED = re.compile(
    r"\s*(?:;|\||•|·|\n|\s/\s|\s+(?:and|und|et|y|&|и|і|та|och|og)\s+|,\s*(?:and|und|et|y|&)\s+|、|，|,\s*$)\s*", re.I
)
_CREDENTIALS = re.compile(r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?S\.?|R\.?D\.?N?\.?|L\.?D\.?|MBA|Jr\.)(?=$|[,\s])")
_NOISE = re.compile(
    r"https?:|www\.|@|\d|[<>{}\[\]#=]|^\(|\bimages?:|^(?:admin(?:istrator)?|editor|null|none|undefined|unknown|"
    r"author|authors|staff|"
    r"webmaster|anonymous|guest|false|true|profile|follow|more|min read|journalist|about the author)$",
    re.I,
)
# After a comma or the like, or after two words: "Ann Writer" is a name, "Ann Smith Staff Writer" has a role.
_ROLE = re.compile(
    r"(?:\s*[,(–|]\s*|\s-\s|(?<=\w)(?<!^)\s(?=(?:senior|chief|staff|foreign|political)\s))"
    r"(?:(?:senior|chief|staff|foreign|political|associate|deputy|contributing|news|managing)\s)*"
    r"(?:reporters?|correspondents?|editors?|writers?|contributors?|columnist|journalist)\b.*$",
    re.I,
)
_JOB = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|contributors?|columnist|journalist|producer|anchor|fellow|"
    r"redakteur(?:in)?|korrespondent(?:in)?|reporterin|autor(?:in)?)$",
    re.I,
)
_REPORTER = re.compile(r"(?<=[가-힣])\s*(?:기자|특파원|논설위원)(?:\s*외\s*\d+명)?$")
_HOUSE = re.compile(
    r"\b(?:press|news|journal|times|gazette|tribune|telegram|magazine|media|staff|redaktion|agentur|agency|agence|"
    r"team|editors?|desk|"
    r"online|nachrichten|zeitung|newsroom|university|school|institute|redacci[oó]n|r[ée]daction|редакция|редакції|"
    r"service|bureau|"
    r"reuters|afp|dpa|apa|ap|tass|ansa|pti|ani|ians|kyodo|xinhua|yonhap|тасс|интерфакс)\b|연합뉴스|뉴시스|新闻|新聞|"
    r"通信|"
    r"编辑|編集|\.(?:com|de|at|ch|net|org|co\.uk|tr|is)\b",
    re.I,
)


def find_authors(claims: Claims, lines: Iterable[str], site_names: Iterable[str]) -> tuple[str, ...]:
    """The names of a page's authors, in order, each once. `lines` are its bylines."""
    sites = {key_of(name) for name in site_names if name}
    structured = _distinct(name for text in structured_names(claims) for name in split_names(text))
    lists = [_distinct(name for value in claims.meta.get(key, ()) for name in split_names(value)) for key in _META]
    listed = _distinct(name for names in lists for name in names)
    persons = [name for name in structured if _is_person(name, sites)]
    told = {key_of(name) for name in persons}
    for names in lists:
        if told and told < {key_of(name) for name in names}:
            persons = [name for name in names if _is_person(name, sites)]
            break
    persons = persons or next(
        (found for names in lists if (found := [name for name in names if _is_person(name, sites)])), []
    )
    said = [
        _distinct(name for name in split_names(text) if _looks_like_a_name(name) and not _JOB.search(name))
        for text in lines
    ]
    signed = [found for names in said if (found := [name for name in names if _is_person(name, sites)])]
    told = {key_of(name) for name in persons}
    for names in signed:
        # The first byline with a person speaks where nothing else does; one may complete what begins as it does.
        if not persons or (told < {key_of(name) for name in names} and key_of(names[0]) == key_of(persons[0])):
            persons = names
            break
    houses = next((names for names in said if names), [])
    return at_most(persons or structured or listed or houses)


def at_most(names: Sequence[str]) -> tuple[str, ...]:
    """The names, or as many of them as anybody reads with a word that there are more."""
    return tuple(names) if len(names) <= MAX_AUTHORS else (*names[:MAX_AUTHORS], AND_OTHERS)


def split_names(text: str) -> list[str]:
    """The names in a byline: "By A B, C D and E F" -> three. Addresses, numbers and remarks give none."""
    text = clean_text(text, 400)
    if "://" in text or text.startswith("("):
        return []
    names: list[str] = []
    for part in _PARTED.split(_CREDENTIALS.sub("", _BY.sub("", text))):
        pieces = [piece.strip() for piece in part.split(",")]
        # "Surname, Name" has one word on a side; full names have two or more, and a place or a paper may follow them.
        if len(pieces) > 1 and _HOUSE.search(pieces[0]):
            # "DAILY PAPER, Hamburg, Germany": a single word after a house is its place.
            names.extend(piece for place, piece in enumerate(pieces) if place == 0 or " " in piece)
        elif len(pieces) > 1 and " " in pieces[0]:
            names.extend(pieces)
        elif len(pieces) > 1 and not pieces[0]:
            names.extend(pieces[1:])
        else:
            names.append(part)
    return [cleaned for name in names if (cleaned := _name(name))]


def structured_names(claims: Claims) -> list[str]:
    """The texts in the author's place of the believed JSON-LD object."""
    for key in ("author", "creator"):
        found = [name for name in _names(claims, claims.article.get(key)) if name]
        if found:
            return found
    return []


def meta_names(claims: Claims) -> Iterator[str]:
    """The values of meta elements that name an author, as they stand."""
    for key in _META:
        yield from claims.meta.get(key, ())


def _names(claims: Claims, value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - a JSON value
    value = claims.resolve(value)
    if isinstance(value, str):
        yield text_of(value)
    elif isinstance(value, list) and depth < 4:
        for inner in value[: 2 * MAX_AUTHORS]:
            yield from _names(claims, inner, depth + 1)
    elif isinstance(value, Mapping):
        if not value.get("name") and (value.get("familyName") or value.get("givenName")):
            yield f"{text_of(value.get('givenName'))} {text_of(value.get('familyName'))}".strip()
        elif depth < 4 and isinstance(value.get("name"), list):
            yield from _names(claims, value["name"], depth + 1)
        elif any("organization" in kind for kind in types(value)):
            # The comma of an organisation's name parts no persons.
            yield text_of(value.get("name")).replace(",", " ")
        else:
            yield text_of(value.get("name"))


def _name(text: str) -> str:
    text = _ROLE.sub("", _BY.sub("", text.strip(" \t,;:|-–·•/"))) or text
    text = _REPORTER.sub("", text).strip(" \t,;:|-–·•/")
    if (
        not re.search(r"[^\W\d_]", text)
        or len(text) > NAME_LIMIT
        or len(text.split()) > MAX_WORDS
        or _NOISE.search(text)
    ):
        return ""
    return text


def _is_person(name: str, sites: set[str]) -> bool:
    key = key_of(name)
    return not _HOUSE.search(name) and not any(key == site or (len(site) > 4 and site in key) for site in sites)


def _looks_like_a_name(name: str) -> bool:
    """Two to five words with capitals, or as many characters of a script without them: a page's own text is loose."""
    words = name.split()
    if ":" in name:
        return False  # "Earrings: Stella Hoops"
    if not name.isascii() and all(
        "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name if not c.isspace()
    ):
        return 2 <= len(name) <= 5
    return 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper()


def _distinct(names: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(key_of(name), name)
    seen.pop("", None)
    return list(seen.values())
