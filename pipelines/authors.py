"""Who wrote it: persons before publishers, from JSON-LD, then meta, then the page's own author links."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from pipelines.clean import clean_text
from pipelines.structured import Claims, text_of, types

MAX_AUTHORS = 20
NAME_LIMIT = 80  # characters; longer strings are sentences about an author
MAX_WORDS = 7

_META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "cxenseparse:author",
         "citation_author", "dc.creator.name", "article:author_name", "mediator_author")  # fmt: skip
_BY = re.compile(
    r"^(?:by|von|vom|par|por|di|da|av|door|od|автор[ы]?:?|текст:|written by|story by|text:?|autor(?:in|es)?:?)\s+", re.I
)
_PARTED = re.compile(
    r"\s*(?:;|\||/|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+|\s+&\s+|,\s+and\s+|\s+и\s+|\s+і\s+|、|・(?=\S+\s)|，)\s*", re.I
)
_COMMA = re.compile(r"\s*,\s*")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|de|org|net|ru)\b|^\W*$|^(?:admin(?:istrator)?|editor|null|none|undefined|unknown|n/a|author|staff|webmaster)$",
    re.I,
)
_ROLE = re.compile(
    r"\s*[,(–|-]\s*(?:(?:senior |chief |staff |foreign |political )?(?:reporter|correspondent|editor|writer|contributor)).*$",
    re.I,
)
_REPORTER = re.compile(r"(?<=[가-힣])\s*(?:기자|특파원)$")


def find_authors(claims: Claims, tree: HtmlElement | None, site_names: Iterable[str]) -> tuple[str, ...]:
    """The names of a page's authors, in order, each once."""
    sites = {_key(name) for name in site_names if name}
    persons: list[str] = []
    others: list[str] = []
    for name, person in _structured(claims):
        (persons if person else others).extend(split_names(name))
    found = _distinct(persons, sites)
    if not found:
        found = _distinct(
            (name for key in _META for value in claims.meta.get(key, ()) for name in split_names(value)), sites
        )
    if not found and tree is not None:
        found = _distinct((name for text in _linked(tree) for name in split_names(text)), sites)
    return found or _distinct(others, sites)


def split_names(text: str) -> list[str]:
    """The names in a byline: "By A B, C D and E F" -> three."""
    text = _BY.sub("", clean_text(text, 400))
    names: list[str] = []
    for part in _PARTED.split(text):
        pieces = _COMMA.split(part)
        # "Surname, Name" of one person has one word before the comma; two full names have two or more each.
        if len(pieces) > 1 and all(" " in piece.strip() for piece in pieces if piece):
            names.extend(pieces)
        else:
            names.append(part)
    return [cleaned for name in names if (cleaned := _name(name))]


def _name(text: str) -> str:
    text = _REPORTER.sub("", _ROLE.sub("", _BY.sub("", text.strip(" \t,;:|-–·•")))).strip()
    if not text or len(text) > NAME_LIMIT or len(text.split()) > MAX_WORDS or _NOT_A_NAME.search(text):
        return ""
    return text


def _structured(claims: Claims) -> Iterator[tuple[str, bool]]:
    """Each JSON-LD author with whether it is a person."""
    for key in ("author", "creator"):
        values = claims.article.get(key) or []
        for value in values if isinstance(values, list) else [values]:
            yield from _one(claims.resolve(value))
        if values:
            return


def _one(value: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - a JSON value
    if isinstance(value, str):
        yield text_of(value), True
    elif isinstance(value, Mapping):
        names = value.get("name") or ""
        for name in names if isinstance(names, list) else [names]:
            yield text_of(name), not any(kind in ("organization", "newsmediaorganization") for kind in types(value))


def _linked(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath('//*[@rel="author" or @itemprop="author"]')[:5]:
        named = element.xpath('.//*[@itemprop="name"]')
        yield (named[0] if named else element).text_content()


def _distinct(names: Iterable[str], sites: set[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        key = _key(name)
        if key and key not in sites:
            seen.setdefault(key, name)
    return tuple(seen.values())[:MAX_AUTHORS]


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
