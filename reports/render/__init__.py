"""Digest -> text, one module a format, each with `render(digest, *, zone) -> str`.

    escaping.py    strings from pages made safe to show: one line, nothing that hijacks, only web addresses as links
    phrases.py     what all formats say alike: counts, relations, the passages of an edit
    clock.py       how they say times, in the reader's zone
    terminal.py    for reading in a shell, at any width
    markdown.py    for a note, a chat or an issue
    html.py        one file for a browser, a mail attachment or a printer; report.html.j2 is its page
    pictures/      SVG in the page: articles a day, a story's spread, outlets by circle and language
    structured.py  JSON for programs; report.schema.json says what stands where
    table.py       CSV for a spreadsheet, one line an article
    feed.py        Atom for a feed reader, one entry a story
    brief.py       a few lines for a chat or a telephone; no format of a whole report

Every format tells everything: headlines with their addresses, the marks to replay it, nothing by colour alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from reports.digest import Digest
from reports.render import feed, html, markdown, structured, table, terminal


class Render(Protocol):
    """A pure function: the same digest and zone give the same text. `zone` is a time zone's name."""

    def __call__(self, digest: Digest, *, zone: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format: how its files end, what a mail or web server calls it, and what makes it."""

    suffix: str
    media_type: str
    render: Render

    def __call__(self, digest: Digest, *, zone: str) -> str:
        """The digest in this format."""
        return self.render(digest, zone=zone)


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "terminal": Renderer(".txt", "text/plain", terminal.render),
        "markdown": Renderer(".md", "text/markdown", markdown.render),
        "html": Renderer(".html", "text/html", html.render),
        "json": Renderer(".json", "application/json", structured.render),
        "csv": Renderer(".csv", "text/csv", table.render),
        "atom": Renderer(".atom", "application/atom+xml", feed.render),
    }
)
