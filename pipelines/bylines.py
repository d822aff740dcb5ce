"""The bylines of a page: what its markup calls an author, outside of figures, teasers and footers."""

import re

from lxml.html import HtmlElement

from pipelines.clean import clean_text

BYLINE_LIMIT = 160  # characters of a byline; longer ones are biographies
MAX_BYLINES = 12

# A name in a figure made the picture; one in a list of teasers wrote another article.
_ELSEWHERE = frozenset({"figure", "figcaption", "aside", "footer", "nav"})

# What sites call the page of one of their writers; a name follows it in the address.
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autori|writers?|contributors?|reporters?|journalists?|staff|"
    r"redakteure?|yazar(?:lar)?|avtor[yi]?|tac-gia)/[^/?#]",
    re.I,
)


class Bylines:
    """Takes a page's elements in order, and knows its bylines at the end."""

    def __init__(self) -> None:
        self._best: list[HtmlElement] = []
        self._others: list[HtmlElement] = []
        self._linked: list[HtmlElement] = []

    def look(self, element: HtmlElement, is_byline: bool) -> None:
        """Take one element; `is_byline` says that its class calls it one."""
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            if len(self._best) < MAX_BYLINES:
                self._best.append(element)
        elif element.tag == "a" and not is_byline:
            if len(self._linked) < MAX_BYLINES and _AUTHOR_PAGE.search(element.get("href") or ""):
                self._linked.append(element)
        elif is_byline and len(self._others) < 4 * MAX_BYLINES:
            self._others.append(element)

    def texts(self) -> tuple[str, ...]:
        """The bylines, best marked first."""
        texts: list[str] = []
        for element in (*self._best, *self._others, *self._linked):
            if any(parent.tag in _ELSEWHERE for parent in element.iterancestors()):
                continue
            named = element.xpath('.//*[@itemprop="name"]')
            text = clean_text(" ".join((named[0] if named else element).itertext()), BYLINE_LIMIT + 1)
            if text and len(text) <= BYLINE_LIMIT:
                texts.append(text)
        return tuple(texts[:MAX_BYLINES])
