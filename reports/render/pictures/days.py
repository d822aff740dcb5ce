"""Articles a day by language: a line of bars for each language, all on one scale."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from reports.digest import Digest
from reports.facts import ArticleTold
from reports.render import phrases
from reports.render.clock import MONTHS
from reports.render.pictures.drawing import SMALL, WIDTH, Drawing, Picture, fitted

SHOWN_DAYS = 31  # bars of a line; what is older is told in the description
SHOWN_LANGUAGES = 8  # lines; the rest share the last one
LEFT = 84.0  # units for the names of languages
RIGHT = 30.0  # units for the sum of a line
ROW = 30.0
TALLEST = 18.0  # units of the longest bar
TOP = 6.0
BOTTOM = 20.0
NUMBERS_FROM = 13.0  # units of a bar's place from which its number fits above it
OTHERS = "others"


def days(digest: Digest, *, zone: str) -> Picture | None:
    """The articles that came between the marks, by the day on which they were published (seen, if that is unknown).

    None where they are all of one day.
    """
    articles = [carrier.article for news in [*digest.stories, *digest.grown] for carrier in news.carriers]
    dated = [(_day(article, zone), article.language) for article in articles]
    found = {day for day, _ in dated}
    if len(found) < 2:
        return None
    last = max(found)
    first = max(min(found), last - timedelta(days=SHOWN_DAYS - 1))
    older = sum(day < first for day, _ in dated)
    shown = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counts = Counter((code, day) for day, code in dated if day >= first)
    lines = _lines(counts)
    title = "Articles a day by language"
    said = _said(shown, counts, older)
    return _draw(title, said, shown, lines)


def _day(article: ArticleTold, zone: str) -> date:
    try:
        return article.dated.astimezone(ZoneInfo(zone)).date()
    except OverflowError:  # the first or last day that a calendar here can hold
        return article.dated.astimezone(UTC).date()


def _lines(counts: Counter[tuple[str, date]]) -> list[tuple[str, Counter[date]]]:
    """The languages with most articles first, each with its counts by day; the rarest together."""
    total: Counter[str] = Counter()
    for (code, _), count in counts.items():
        total[code] += count
    ranked = sorted(total, key=lambda code: (-total[code], code))
    kept = ranked if len(ranked) <= SHOWN_LANGUAGES else ranked[: SHOWN_LANGUAGES - 1]
    lines: dict[str, Counter[date]] = {phrases.language(code): Counter() for code in kept}
    for (code, day), count in counts.items():
        name = phrases.language(code) if code in kept else OTHERS
        lines.setdefault(name, Counter())[day] += count
    return [*lines.items()]


def _draw(title: str, said: str, shown: Sequence[date], lines: list[tuple[str, Counter[date]]]) -> Picture:
    sheet = Drawing("days", title, said, TOP + ROW * len(lines) + BOTTOM)
    place = (WIDTH - LEFT - RIGHT) / len(shown)
    most = max(count for _, counts in lines for count in counts.values())
    for row, (name, counts) in enumerate(lines):
        floor = TOP + ROW * (row + 1) - 2
        sheet.text(0, floor - 2, fitted(name, LEFT - 8))
        sheet.line(LEFT, floor, WIDTH - RIGHT, floor)
        for number, day in enumerate(shown):
            count = counts[day]
            if not count:
                continue
            tall = max(1.5, TALLEST * count / most)
            middle = LEFT + place * (number + 0.5)
            wide = min(22.0, max(1.5, place * 0.72))
            sheet.bar(middle - wide / 2, floor - tall, wide, tall)
            if place >= NUMBERS_FROM:
                sheet.text(middle, floor - tall - 1.5, f"{count:,}", anchor="middle", size=SMALL)
        sheet.text(WIDTH, floor - 2, f"{sum(counts.values()):,}", anchor="end", look="p-quiet")
    base = TOP + ROW * len(lines) + 12
    for number in _labelled(len(shown), place):
        sheet.text(LEFT + place * (number + 0.5), base, said_day(shown[number]), anchor="middle", size=SMALL)
    head = ("Day", *(name for name, _ in lines))
    table = [(day.isoformat(), *(str(counts[day]) for _, counts in lines)) for day in shown]
    return sheet.done(head, table)


def _labelled(number: int, place: float) -> list[int]:
    """Which days get their date: as many as fit, always the last."""
    step = next(step for step in (1, 2, 3, 4, 7, 10, 14, SHOWN_DAYS) if step * place >= 40 or step == SHOWN_DAYS)
    return [*range(number - 1, -1, -step)][::-1]


def _said(shown: Sequence[date], counts: Counter[tuple[str, date]], older: int) -> str:
    by_day: Counter[date] = Counter()
    for (_, day), count in counts.items():
        by_day[day] += count
    busiest = max(shown, key=lambda day: (by_day[day], day))
    languages = len({code for code, _ in counts})
    said = (
        f"{phrases.counted(sum(by_day.values()), 'article')} from {said_day(shown[0])} to {said_day(shown[-1])}, in "
        f"{phrases.counted(languages, 'language')}; most on {said_day(busiest)}: {by_day[busiest]:,}."
    )
    return f"{said} {phrases.counted(older, 'more')} from before." if older else said


def said_day(day: date | datetime) -> str:
    """`19 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"
