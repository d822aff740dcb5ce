"""Pictures for those who would rather look than read: Digest -> SVG, each with the same in words and as a table.

    drawing.py   the sheet: shapes, labels, and what is read out instead
    days.py      articles a day, a line of bars for each language
    spread.py    how a story spread: its carriers over the time since its origin
    outlets.py   outlets by circle (agency, press, broadcaster, ...) and language

Pure, as all of `render/`: the same digest and zone give the same bytes. `pictures.css` holds their looks, `alone.css`
what a file of its own needs besides. A picture that would say nothing is None: one day, one outlet, one carrier.
"""

from reports.render.pictures.days import days
from reports.render.pictures.drawing import Picture, looks
from reports.render.pictures.outlets import outlets
from reports.render.pictures.spread import spread

__all__ = ["Picture", "days", "looks", "outlets", "spread"]
