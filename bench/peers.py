"""The extractors that a user would otherwise pick, each called as its own documentation does, behind one shape.

A peer that is not installed (`pip install -e .[bench]`) is left out by whoever asks for it: `load` answers None.
"""

import socket
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from typing import Any

from pipelines.decoding import decode
from pipelines.extract import extract_page
from records import Article, Precision


@dataclass(frozen=True, slots=True)
class Answer:
    """What one extractor says of one page. `published` is ISO 8601, `instant` says that it names its zone; `day` is the
    page's own, where an extractor tells it apart from the first ten characters of `published`."""

    title: str = ""
    text: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    instant: bool = False
    language: str = ""
    refusal: str = ""
    day: str = ""


Extractor = Callable[[bytes, str], Answer]


def ours(body: bytes, url: str) -> Answer:
    """This project's answer."""
    found = extract_page(body, url)
    if not isinstance(found, Article):
        return Answer(refusal=str(found))
    when = found.published
    return Answer(
        title=found.title,
        text=found.text,
        standfirst=found.standfirst,
        authors=found.authors,
        published=when.written if when else "",
        day=when.day if when else "",
        instant=when is not None and when.precision is Precision.INSTANT,
        language=found.language,
    )


def plain_trafilatura(body: bytes, url: str, *, fast: bool = False, precise: bool = False) -> Answer:
    """One mode of trafilatura, with metadata."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a peer is loaded only when it is asked for

    found = bare_extraction(
        body, url=url, with_metadata=True, include_comments=False, fast=fast, favor_precision=precise
    )
    if found is None or isinstance(found, dict):
        return Answer(refusal="nothing")
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.title or "", found.text or "", "", authors, found.date or "", False, found.language or "")


def newspaper(body: bytes, url: str) -> Answer:
    """newspaper4k. It is given the text that our decoding finds: it expects a string, not bytes."""
    from newspaper import Article as Paper  # noqa: PLC0415
    from newspaper import ArticleException  # noqa: PLC0415

    paper = Paper(url, fetch_images=False)
    try:
        paper.download(input_html=decode(body) or "")
        paper.parse()
    except (ArticleException, ImportError, ValueError) as error:  # ImportError: a language whose tokenizer it lacks
        return Answer(refusal=str(error))
    return _answer(paper.title, paper.text, paper.authors, paper.publish_date, paper.meta_lang)


def news_please(body: bytes, url: str) -> Answer:
    """news-please. It opens sockets while it parses: `load` shuts the network for the whole process first."""
    from newsplease import NewsPlease  # noqa: PLC0415

    try:
        found = NewsPlease.from_html(decode(body) or "", url=url, fetch_images=False)
    except (AttributeError, ImportError, OSError, TypeError, ValueError) as error:  # what its parsers raise
        return Answer(refusal=type(error).__name__)
    if isinstance(found, dict) or found is None:
        return Answer(refusal="nothing")
    return _answer(found.title, found.maintext, found.authors, found.date_publish, found.language)


PEERS: dict[str, Extractor] = {
    "trafilatura": plain_trafilatura,
    "fast": partial(plain_trafilatura, fast=True),
    "precision": partial(plain_trafilatura, precise=True),
    "newspaper4k": newspaper,
    "news-please": news_please,
}
_MODULES = {"newspaper4k": "newspaper", "news-please": "newsplease"}


def load(name: str) -> Extractor | None:
    """A peer by its name, or None where it is not installed."""
    if find_spec(_MODULES.get(name, "trafilatura")) is None:
        return None
    if name in _MODULES:
        _shut_the_network()
        warnings.simplefilter("ignore")  # theirs, of their own libraries
    return PEERS[name]


def _answer(title: object, text: object, authors: Iterable[Any] | None, when: object, language: object) -> Answer:
    moment = when if isinstance(when, datetime) else None
    return Answer(
        title=str(title or ""),
        text=str(text or ""),
        authors=tuple(str(name) for name in authors or ()),
        published=moment.isoformat() if moment else "",
        instant=moment is not None and moment.tzinfo is not None,
        language=str(language or ""),
    )


def _shut_the_network() -> None:
    """Refuse every connection and look-up of this process: a bench reads pages, it fetches none."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("the bench is offline")

    for owner, attribute in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")):
        setattr(owner, attribute, refuse)
