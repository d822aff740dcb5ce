"""An SVG picture under construction: shapes and labels on a sheet of fixed width, built as XML and never written.

A picture is for eyes, and says the same in words: its title and description are read out, and its `table` holds every
figure. Colours are classes of `pictures.css`, so that it follows light, dark and print; nothing is told by colour
alone.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from reports.render.escaping import plain

SVG = "http://www.w3.org/2000/svg"
WIDTH = 360  # units: about the pixels of a phone, so that 12 units of type stay readable there
TYPE = 12  # units of a label's height
SMALL = 11  # still 10 pixels on the narrowest phone
# Units that a label takes: half its height for a Latin letter (with some air), all of it for a Han or Hangul one.
_LETTER = 0.54


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its twin in words. `svg` is an element for a page, `table` its rows under `head`."""

    svg: str
    title: str
    said: str
    head: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]

    @property
    def alone(self) -> str:
        """The same as a file of its own, which brings its looks along."""
        style = f"<style>{_style()}</style>"
        inside = self.svg.index(">") + 1
        return f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg[:inside]}{style}{self.svg[inside:]}\n'


class Drawing:
    """A sheet, `WIDTH` units wide. `key` makes the ids of its title and description the only ones of a page."""

    def __init__(self, key: str, title: str, said: str, height: float) -> None:
        self._title, self._said = plain(title), plain(said)
        self._root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
        self._set(
            self._root,
            {
                **{"class": "picture", "role": "img", "viewBox": f"0 0 {WIDTH} {_number(height)}"},
                "aria-labelledby": f"{key}-title {key}-said",
            },
        )
        for name, text in (("title", self._title), ("desc", self._said)):
            child = self._add(name, {"id": f"{key}-{'title' if name == 'title' else 'said'}"})
            child.text = text

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", size: int = TYPE, look: str = "") -> None:
        """A label whose base line begins (ends, is centred) at a point."""
        child = self._add("text", {"x": x, "y": y, "font-size": size, "class": look or "p-ink"})
        if anchor != "start":
            child.set("text-anchor", anchor)
        child.text = plain(text)

    def bar(self, x: float, y: float, width: float, height: float, look: str = "p-fill") -> None:
        """A filled rectangle."""
        self._add("rect", {"x": x, "y": y, "width": width, "height": height, "class": look})

    def line(self, x: float, y: float, to_x: float, to_y: float, look: str = "p-rule") -> None:
        """A straight line."""
        self._add("line", {"x1": x, "y1": y, "x2": to_x, "y2": to_y, "class": look})

    def dot(self, x: float, y: float, radius: float, look: str = "p-fill") -> None:
        """A circle."""
        self._add("circle", {"cx": x, "cy": y, "r": radius, "class": look})

    def shape(self, points: Sequence[tuple[float, float]], look: str = "p-fill") -> None:
        """A closed polygon."""
        self._add("polygon", {"points": " ".join(f"{_number(x)},{_number(y)}" for x, y in points), "class": look})

    def done(self, head: Sequence[str], table: Sequence[Sequence[str]]) -> Picture:
        """The picture, with the words that say the same."""
        rows = tuple(tuple(plain(cell) for cell in row) for row in table)
        svg: str = etree.tostring(self._root, encoding="unicode")
        return Picture(svg, self._title, self._said, tuple(map(plain, head)), rows)

    def _add(self, tag: str, attributes: dict[str, str | float]) -> etree._Element:
        child = etree.SubElement(self._root, f"{{{SVG}}}{tag}")
        self._set(child, attributes)
        return child

    @staticmethod
    def _set(element: etree._Element, attributes: dict[str, str | float]) -> None:
        for name, value in attributes.items():
            element.set(name, value if isinstance(value, str) else _number(value))


def fitted(text: str, room: float, size: int = TYPE) -> str:
    """A label cut with "…" to what fits into so many units."""
    shown = plain(text)
    if length(shown, size) <= room:
        return shown
    while shown and length(f"{shown}…", size) > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def length(text: str, size: int = TYPE) -> float:
    """Units that a label takes, as far as that can be told without its font."""
    return sum(size * (1 if unicodedata.east_asian_width(char) in "WF" else _LETTER) for char in text)


def _number(value: float) -> str:
    """A length with one decimal at most: the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "alone.css").read_text(encoding="utf-8") + looks()


@lru_cache(maxsize=1)
def looks() -> str:
    """The classes of all pictures, for the style sheet of the page that shows them."""
    return (Path(__file__).parent / "pictures.css").read_text(encoding="utf-8")
