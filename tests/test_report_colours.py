"""That text can be read on its ground: the colours of page and pictures, in light, dark and print (WCAG 2.1, 1.4.3)."""

import re
from pathlib import Path

import pytest

from reports.render import html

HERE = Path(html.__file__).parent
LEAST = 4.5  # contrast of text to its ground
LEAST_SHAPE = 3.0  # of a shape that says something (1.4.11)
PAIRS = [("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("old", "paper"),
         ("ink", "shade"), ("quiet", "shade"), ("old", "old-shade"), ("new", "new-shade")]  # fmt: skip


def palettes(name, root):
    """Where -> its colours, those of light beneath the others'."""
    style = (HERE / name).read_text(encoding="utf-8")
    blocks = re.findall(r"(?:@media ([^{]+)\{\s*)?" + root + r" \{([^}]*)\}", style)
    found: dict[str, dict[str, str]] = {}
    for media, block in blocks:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))
        found[media.strip() or "light"] = found.get("light", {}) | colours
    return found


def luminance(colour):
    digits = colour.removeprefix("#")
    whole = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("media", ["light", "(prefers-color-scheme: dark)", "print"])
def test_every_text_of_the_page_and_the_pictures_stands_out_from_its_ground(media):
    page = palettes("report.css", ":root")[media]
    drawn = palettes("pictures/alone.css", "svg")[media]
    for text, ground in PAIRS:
        assert contrast(page[text], page[ground]) >= LEAST, (text, ground)
    for text in ("ink", "quiet"):
        assert contrast(drawn[text], drawn["paper"]) >= LEAST
    assert contrast(drawn["accent"], drawn["paper"]) >= LEAST_SHAPE


def test_a_picture_alone_wears_the_colours_of_the_page():
    page, drawn = palettes("report.css", ":root"), palettes("pictures/alone.css", "svg")
    for media, colours in drawn.items():
        assert colours.items() <= page[media].items(), media
