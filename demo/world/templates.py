"""Piece -> the bytes of its page, with the furniture and the habits of its outlet."""

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from demo.world.dating import in_words, stamped
from demo.world.newsroom import Piece
from demo.world.outlets import Outlet, Structured

FOLDER = Path(__file__).parent / "pages"
RELATED = 4  # links beside an article; enough to name other stories, few enough to look real


@cache
def environment() -> Environment:
    """The page templates; a name that is missing in them is an error."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def furniture(language: str) -> dict[str, Any]:
    """The words around an article."""
    words: dict[str, Any] = tomllib.loads((FOLDER / "furniture.toml").read_text("utf-8"))[language]
    return words


def article_page(piece: Piece, others: Sequence[Piece]) -> bytes:
    """The page of an article. `others` are the outlet's articles to link to, itself included or not."""
    links = [(other.text.title, other.canonical) for other in others if other.story.key != piece.story.key][:RELATED]
    if piece.new_furniture:
        links.reverse()
    outlet = piece.outlet
    html = (
        environment()
        .get_template(f"{outlet.template}.html")
        .render(
            outlet=outlet,
            words=furniture(piece.language),
            language=piece.language,
            title=piece.text.title,
            standfirst=piece.text.standfirst,
            paragraphs=piece.credited,
            byline=piece.printing.byline,
            shown_date=in_words(piece.published, piece.language),
            machine_date=piece.published.isoformat(),
            stamp=stamped(piece.published, outlet.stamp),
            canonical=piece.canonical,
            amp=amp_path(piece) if outlet.amp else "",
            structured=structured(piece, links),
            related=links,
            updated=piece.new_furniture,
        )
    )
    return html.encode(outlet.encoding, "xmlcharrefreplace")


def list_page(outlet: Outlet, listed: Sequence[tuple[str, str]]) -> bytes:
    """A front or section page: headlines with their addresses."""
    html = (
        environment()
        .get_template("list.html")
        .render(outlet=outlet, words=furniture(outlet.own_language), language=outlet.own_language, listed=listed)
    )
    return html.encode(outlet.encoding, "xmlcharrefreplace")


def amp_path(piece: Piece) -> str:
    """Where the accelerated version of an article stands."""
    return f"/amp{piece.path}"


def structured(piece: Piece, links: Sequence[tuple[str, str]]) -> Markup:
    """The inside of the page's JSON-LD element; empty where the outlet has none."""
    byline = piece.printing.byline or piece.outlet.name
    article = {
        "@type": "NewsArticle",
        "headline": piece.text.title,
        "datePublished": piece.published.isoformat(),
        "dateModified": piece.touched.astimezone(piece.outlet.zone).isoformat(),
        "inLanguage": piece.language,
        "author": {"@type": "Person" if piece.by_person else "Organization", "name": byline},
        "publisher": {"@type": "NewsMediaOrganization", "name": piece.outlet.name},
        "mainEntityOfPage": piece.canonical,
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": furniture(piece.language)["section"]}],
    }
    context = {"@context": "https://schema.org"}
    match piece.outlet.structured:
        case Structured.RIGHT:
            return _script(context | article)
        case Structured.GRAPH:
            return _script(context | {"@graph": [crumbs, article]})
        case Structured.OTHER_HEADLINE:
            return _script(context | article | {"headline": links[0][0] if links else piece.outlet.name})
        case Structured.BREADCRUMB:
            return _script(context | crumbs)
        case (
            Structured.BROKEN
        ):  # a headline with bare quotation marks and a line feed, as templates without escaping make it
            return (
                Markup('{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "%s" "new"\n"x",}') % ""
            )
    return Markup("")


def _script(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))
