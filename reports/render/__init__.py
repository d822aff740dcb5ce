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
from importlib import import_module
from types import MappingProxyType

from reports.digest import Digest


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format: how its files end, what a mail or web server calls it, and the module that makes it, which is
    imported when it is asked for: JSON should not wait for what makes a page."""

    suffix: str
    media_type: str
    module: str

    def __call__(self, digest: Digest, *, zone: str) -> str:
        """The digest in this format: the same digest and zone give the same text. `zone` is a time zone's name."""
        told: str = import_module(f"reports.render.{self.module}").render(digest, zone=zone)
        return told


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "terminal": Renderer(".txt", "text/plain", "terminal"),
        "markdown": Renderer(".md", "text/markdown", "markdown"),
        "html": Renderer(".html", "text/html", "html"),
        "json": Renderer(".json", "application/json", "structured"),
        "csv": Renderer(".csv", "text/csv", "table"),
        "atom": Renderer(".atom", "application/atom+xml", "feed"),
    }
)
