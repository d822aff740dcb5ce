"""A story's spread: its carriers over the time since its origin, each a mark whose shape says what it is to it."""

from dataclasses import dataclass
from datetime import datetime

from records import Precision, When
from reports.facts import moment
from reports.news import Carrier, StoryNews
from reports.render import phrases
from reports.render.pictures.drawing import SMALL, TYPE, WIDTH, Drawing, Picture, fitted, length

SHOWN = 14  # rows; the last of a longer list says how many more there are
NARROWEST, WIDEST = 60.0, 148.0  # units for the names of outlets: as many as the longest needs, within these
RIGHT = 10.0
ROW = 20.0
TOP = 6.0
BOTTOM = 20.0
LEGEND = 17.0  # units of a line of what the shapes mean
MARK = 4.5  # half the size of a mark

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Distances between the lines of time, in seconds, with how they are said.
_STEPS = (
    *((n * _MINUTE, "min", _MINUTE) for n in (5, 10, 15, 30)),
    *((n * _HOUR, "h", _HOUR) for n in (1, 2, 3, 6, 12)),
    *((n * _DAY, "d", _DAY) for n in (1, 2, 4, 7, 14, 30, 60, 120, 365, 3650)),
)
_MOST_LINES = 5
_AIR = 6.0  # units between two labels
_LEGEND_GAP = 12.0  # units between two shapes of the legend

_CIRCLE, _RING, _SQUARE, _TRIANGLE, _DIAMOND, _FRAME = "circle", "ring", "square", "triangle", "diamond", "frame"
_SHAPES = {
    "origin": _DIAMOND,
    "verbatim": _CIRCLE,
    "edited": _RING,
    "excerpt": _TRIANGLE,
    "extended": _SQUARE,
    "merged": _FRAME,
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """One carrier: how many seconds after the origin it was published, or seen where no moment is known."""

    name: str
    relation: str
    after: float
    seen: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    """A line of time in steps, in seconds after the origin. `unit` is what `size` seconds are called."""

    step: int
    unit: str
    size: int
    low: float
    high: float

    def lines(self) -> list[tuple[float, str]]:
        """Where the lines stand, each with its label."""
        places = [self.low + self.step * n for n in range(round((self.high - self.low) / self.step) + 1)]
        return [(at, self._label(at)) for at in places]

    def _label(self, at: float) -> str:
        told = round(at / self.size)
        return "0" if told == 0 else f"{told:+d} {self.unit}".replace("-", "−")

    def fits(self, room: float) -> bool:
        """Whether no label runs into the next; the last one ends at the sheet's edge."""
        lines = self.lines() if (self.high - self.low) / self.step <= _MOST_LINES else []
        widths = [length(label, SMALL) for _, label in lines]
        place = room / max(1, len(lines) - 1)
        spare = RIGHT + MARK
        return bool(lines) and place >= max(widths) + _AIR and place >= widths[-2] / 2 + widths[-1] - spare + _AIR


def _axis(step: int, unit: str, size: int, first: float, last: float) -> _Axis:
    low = step * (min(first, 0.0) // step)
    return _Axis(step, unit, size, low, max(step * -(-last // step), low + step))


def spread(news: StoryNews) -> Picture | None:
    """The carriers that came between the marks, in order of time. None where fewer than three can be placed."""
    marks = _marks(news)
    if len(marks) < 3:
        return None
    first, last = marks[0].after, max(one.after for one in marks)
    relations = [relation for relation in _SHAPES if any(one.relation == relation for one in marks)]
    others = any(one.relation not in _SHAPES for one in marks)
    shown = marks if len(marks) <= SHOWN else marks[: SHOWN - 1]
    rows = len(shown) + (len(shown) < len(marks))
    title = "How the story spread"
    said = (
        f"{phrases.counted(len(marks), 'carrier')} within {_span(last - min(first, 0.0))}; "
        f"the last was {fitted(marks[-1].name, 400)}."
    )
    legend = _legend_lines([*relations, *(["other"] if others else [])])
    sheet = Drawing(f"spread-{news.story.id}", title, said, TOP + ROW * rows + BOTTOM + LEGEND * len(legend))
    left = min(max(NARROWEST, *(length(one.name) + 8 for one in shown)), WIDEST)
    begin, room = left + MARK, WIDTH - left - RIGHT - 2 * MARK
    axis = next((one for one in (_axis(*step, first, last) for step in _STEPS) if one.fits(room)), None)
    axis = axis or _axis(*_STEPS[-1], first, last)

    def across(after: float) -> float:
        return begin + room * (after - axis.low) / (axis.high - axis.low)

    floor = TOP + ROW * rows
    for at, label in axis.lines():
        sheet.line(across(at), TOP, across(at), floor, "p-axis" if at == 0 else "p-rule")
        end = at == axis.high
        sheet.text(WIDTH if end else across(at), floor + 12, label, anchor="end" if end else "middle", size=SMALL)
    for number, one in enumerate(shown):
        middle = TOP + ROW * (number + 0.5)
        sheet.text(0, middle + TYPE * 0.35, fitted(one.name, left - 8))
        _mark(sheet, _SHAPES.get(one.relation, _FRAME), across(one.after), middle)
    if rows > len(shown):
        middle = TOP + ROW * (rows - 0.5)
        sheet.text(0, middle + TYPE * 0.35, f"and {len(marks) - len(shown)} more", look="p-quiet")
        for one in marks[len(shown) :]:
            sheet.line(across(one.after), middle - MARK, across(one.after), middle + MARK, "p-axis")
    for number, line in enumerate(legend):
        _legend(sheet, line, floor + BOTTOM + 8 + LEGEND * number)
    table = [
        (one.name, one.relation, f"{_span(one.after)}{' (seen)' if one.seen else ''}" if one.after else "0")
        for one in marks
    ]
    return sheet.done(("Outlet", "What it is", "After the origin"), table)


def _marks(news: StoryNews) -> list[_Mark]:
    origin = news.story.origin
    instants = [_instant(one.article.published) for one in news.carriers]
    begin = _instant(origin.published) or min((one for one in instants if one), default=None)
    if begin is None:
        return []
    marks = [_placed(one, begin, origin.id) for one in news.carriers]
    return sorted((one for one in marks if one is not None), key=lambda one: (one.after, one.name))


def _placed(carrier: Carrier, begin: datetime, origin: int) -> _Mark | None:
    article = carrier.article
    published = _instant(article.published)
    at = published or moment(article.first_seen)
    if at is None:
        return None
    relation = "origin" if article.id == origin else phrases.relation_word(carrier.relation)
    return _Mark(article.outlet_name, relation, (at - begin).total_seconds(), published is None)


def _instant(when: When | None) -> datetime | None:
    return moment(when.value) if when and when.precision is Precision.INSTANT else None


def _span(seconds: float) -> str:
    """`25 min`, `−2 h 5 min`, `3 days`."""
    told = phrases.span(int(abs(seconds))) or "a minute"
    return f"−{told}" if seconds < 0 and told != "a minute" else told


def _mark(sheet: Drawing, shape: str, x: float, y: float) -> None:
    if shape == _CIRCLE:
        sheet.dot(x, y, MARK)
    elif shape == _RING:
        sheet.dot(x, y, MARK, "p-paper")
    elif shape == _DIAMOND:
        far = MARK + 1.5
        sheet.shape([(x, y - far), (x + far, y), (x, y + far), (x - far, y)])
    elif shape == _TRIANGLE:
        sheet.shape([(x, y - MARK), (x + MARK, y + MARK), (x - MARK, y + MARK)])
    else:
        sheet.bar(x - MARK, y - MARK, 2 * MARK, 2 * MARK, "p-fill" if shape == _SQUARE else "p-paper")


def _legend_lines(relations: list[str]) -> list[list[str]]:
    """What shapes there are, in as many lines as the sheet's width asks for."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for relation in relations:
        needed = _legend_room(relation)
        if used + needed > WIDTH + _LEGEND_GAP and lines[-1]:
            lines.append([])
            used = 0.0
        lines[-1].append(relation)
        used += needed
    return lines


def _legend_room(relation: str) -> float:
    return 2 * MARK + 4 + length(relation, SMALL) + _LEGEND_GAP


def _legend(sheet: Drawing, relations: list[str], y: float) -> None:
    """What each shape of a line means."""
    x = MARK + 1.5
    for relation in relations:
        _mark(sheet, _SHAPES.get(relation, _FRAME), x, y - SMALL * 0.35)
        sheet.text(x + MARK + 4, y, relation, size=SMALL, look="p-quiet")
        x += _legend_room(relation)
