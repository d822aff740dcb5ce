"""Outlets by circle and language: which corners of the press carried the news, and which did not.

A circle is what kind of publisher an outlet is: agency, press, broadcaster, specialist, or a primary source.
"""

from math import sqrt

from reports.digest import Digest
from reports.render import phrases
from reports.render.pictures.drawing import SMALL, TYPE, WIDTH, Drawing, Picture, fitted

CIRCLES = ("primary", "agency", "press", "broadcaster", "specialist")
_SHORT = {"broadcaster": "broadcast"}  # as it fits above a column
SHOWN_LANGUAGES = 12  # rows; the rest share the last one
LEFT = 84.0
RIGHT = 26.0
ROW = 26.0
TOP = 20.0
LARGEST = 11.0  # units of the largest circle's radius
SMALLEST = 3.0
OTHERS = "others"


def outlets(digest: Digest) -> Picture | None:
    """The outlets that carried something between the marks, each once in every language that it wrote in.

    None where there are fewer than three of them.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for news in [*digest.stories, *digest.grown]:
        for carrier in news.carriers:
            one = carrier.article
            circle = one.kind if one.kind in CIRCLES else "press"
            found.setdefault((one.language, circle), set()).add(one.outlet)
    every = {outlet for names in found.values() for outlet in names}
    if len(every) < 3:
        return None
    rows = _rows(found)
    columns = [circle for circle in CIRCLES if any(circle in row for _, row in rows)]
    total = {name: len({outlet for names in row.values() for outlet in names}) for name, row in rows}
    widest = max(total, key=lambda name: total[name])
    said = (
        f"{phrases.counted(len(every), 'outlet')}, {phrases.counted(len({code for code, _ in found}), 'language')}; "
        f"most in {widest}: {total[widest]:,}."
    )
    sheet = Drawing("outlets", "Outlets by circle and language", said, TOP + ROW * len(rows) + 2)
    place = (WIDTH - LEFT - RIGHT) / len(columns)
    most = max(len(names) for _, row in rows for names in row.values())
    for number, circle in enumerate(columns):
        label = fitted(_SHORT.get(circle, circle), place, SMALL)
        sheet.text(LEFT + place * (number + 0.5), 11, label, anchor="middle", size=SMALL, look="p-quiet")
    for number, (name, row) in enumerate(rows):
        middle = TOP + ROW * (number + 0.5)
        sheet.line(0, middle + ROW / 2, WIDTH, middle + ROW / 2)
        sheet.text(0, middle + TYPE * 0.35, fitted(name, LEFT - 6))
        for column, circle in enumerate(columns):
            count = len(row.get(circle, ()))
            if count:
                x = LEFT + place * (column + 0.5)
                radius = max(SMALLEST, LARGEST * sqrt(count / most))
                sheet.dot(x - 8, middle, radius)
                sheet.text(x - 8 + radius + 3, middle + TYPE * 0.35, f"{count:,}")
        sheet.text(WIDTH, middle + TYPE * 0.35, f"{total[name]:,}", anchor="end", look="p-quiet")
    table = [(name, *(str(len(row.get(circle, ()))) for circle in columns)) for name, row in rows]
    return sheet.done(("Language", *columns), table)


def _rows(found: dict[tuple[str, str], set[str]]) -> list[tuple[str, dict[str, set[str]]]]:
    """Languages, those with most outlets first, each with its outlets by circle; the rarest together."""
    by_language: dict[str, dict[str, set[str]]] = {}
    for (code, circle), names in found.items():
        by_language.setdefault(code, {})[circle] = names
    size = {code: len({one for names in row.values() for one in names}) for code, row in by_language.items()}
    ranked = sorted(by_language, key=lambda code: (-size[code], code))
    kept = ranked if len(ranked) <= SHOWN_LANGUAGES else ranked[: SHOWN_LANGUAGES - 1]
    rows: dict[str, dict[str, set[str]]] = {}
    for code in ranked:
        row = rows.setdefault(phrases.language(code) if code in kept else OTHERS, {})
        for circle, names in by_language[code].items():
            row.setdefault(circle, set()).update(names)
    return [*rows.items()]
