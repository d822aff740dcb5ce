"""An article's texts, citation and file names. Takes an article as `store/bundles.py` gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]

ENDINGS: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
    "application/json": "json",
    "text/xml": "xml",
    "application/xml": "xml",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article, its first or a revision: `number` counts from 1, `since` is when it was fetched (UTC), as
    is `until`, when the next one was; empty for the one that stands."""

    number: int
    title: str
    standfirst: str
    text: str
    since: str
    until: str

    @property
    def whole(self) -> str:
        """Headline, standfirst and paragraphs, parted by empty lines."""
        parts = [self.title, self.standfirst, *self.text.split("\n")]
        return "\n\n".join(part for part in parts if part) + "\n"


def texts(article: Row) -> list[Text]:
    """All texts of an article, the oldest first; the last is the one that stands."""
    found: list[Text] = []
    since = article["first_seen"]
    for one in article["revisions"]:
        until = one["replaced_at"]
        found.append(Text(len(found) + 1, one["title"], one["standfirst"], one["text"], since, until))
        since = until
    return [*found, Text(len(found) + 1, article["title"], article["standfirst"], article["text"], since, "")]


def folder(article: int) -> str:
    """The folder of an article in a bundle: letters, digits and hyphens, which every system takes."""
    return f"articles/{article:06}"


def page_name(article: int, number: int, content_type: str) -> str:
    """The name of an article's kept page; what it is called elsewhere is never used as a name here."""
    kind = content_type.partition(";")[0].strip().lower()
    return f"{folder(article)}/page-{number:02}.{ENDINGS.get(kind, 'bin')}"


def why_no_page(article: Row) -> str:
    """Why an article has no kept page."""
    if article["run"] is None:
        return "no page is kept: the article was imported from a file, nothing was fetched"
    if not article["page_fetched"]:
        return "no page is kept: the outlet is read by its feed alone, its pages are not fetched"
    return "no page is kept: the crawl that found it kept no pages, or a feed's entry was all that there was"


def date_claimed(article: Row) -> str:
    """The date as the outlet claims it, in words for a citation: with its zone, what it was read from, and doubts."""
    value, local, raw = article["published_at"], article["published_local"], one_line(article["published_raw"])
    if not value:
        return f"No date claimed (“{raw}”)" if raw else "No date claimed"
    said = f"Dated {local or value}"
    if article["published_precision"] == "naive":
        said += ", no zone given"
    elif local and local != value and value.endswith("Z"):
        said += f" ({value})"
    if raw and raw not in (value, local):
        said += f", on the page “{raw}”"
    return said + (f", doubted: {article['published_doubt']}" if article["published_doubt"] else "")


def citation(article: Row, pages: Sequence[Row]) -> str:
    """One line: outlet, headline, date as claimed, address, when fetched, SHA-256 of the page.

    Cites the newest page that was kept, with the headline that it bore.
    """
    told = texts(article)
    last = pages[-1] if pages else None
    shown = next((text for text in told if last and text.number == last["text"]), told[-1])
    parts = [
        f"{one_line(article['outlet_name'])}: “{one_line(shown.title)}”",
        date_claimed(article),
        one_line(last["url"] if last else article["url"]),
    ]
    if last is None:
        parts.append(f"Seen {article['first_seen']}; {article['no_page']}")
    else:
        parts.append(f"Fetched {last['fetched_at']}, SHA-256 of the page {last['page_sha256']}, {last['file']}")
        if last["text"] is not None and last["text"] < told[-1].number:
            parts.append(f"Changed by {told[-1].since} to “{one_line(told[-1].title)}”, no page of which is kept")
        elif told[-1].number > 1:
            parts.append(f"Text {shown.number} of {told[-1].number}")
    return f"[{article['id']}] {'. '.join(part.rstrip('.') for part in parts if part)}."


def one_line(text: str) -> str:
    """A text without line breaks: a headline never makes a line of its own."""
    return " ".join(text.split())


def counted(number: int, name: str) -> str:
    """A number of things: 1 page, 2 pages."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
