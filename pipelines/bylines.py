"""The bylines of a page: what its markup calls an author, outside of figures, teasers and footers."""

from lxml.html import HtmlElement

from pipelines.clean import clean_text

BYLINE_LIMIT = 160  # characters of a byline; longer ones are biographies
MAX_BYLINES = 12

# A name in a figure made the picture; one in a list of teasers wrote another article.
_ELSEWHERE = frozenset({"figure", "figcaption", "aside", "footer", "nav"})


class Bylines:
    """Takes a page's elements in order, and knows its bylines at the end."""

    def __init__(self) -> None:
        self._best: list[HtmlElement] = []
        self._others: list[HtmlElement] = []

    def look(self, element: HtmlElement, is_byline: bool) -> None:
        """Take one element; `is_byline` says that its class calls it one."""
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            if len(self._best) < MAX_BYLINES:
                self._best.append(element)
        elif is_byline and len(self._others) < 4 * MAX_BYLINES:
            self._others.append(element)

    def texts(self) -> tuple[str, ...]:
        """The bylines, best marked first."""
        texts: list[str] = []
        for element in (*self._best, *self._others):
            if any(parent.tag in _ELSEWHERE for parent in element.iterancestors()):
                continue
            named = element.xpath('.//*[@itemprop="name"]')
            text = clean_text(" ".join((named[0] if named else element).itertext()), BYLINE_LIMIT + 1)
            if text and len(text) <= BYLINE_LIMIT:
                texts.append(text)
        return tuple(texts[:MAX_BYLINES])
