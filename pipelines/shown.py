"""The day that a page shows its readers: beside the headline, behind a word such as "Published", or in the address.

Where a page's data name no date, this is the date. Where they name a moment in UTC only, it tells which day that was
by the outlet's own clock, and often by how many hours that clock differs.
"""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.clean import key_of
from pipelines.dates import day_of, read_date
from records import Precision, When

LINE = 90  # characters of a piece of text that is a date line; one with a date in a sentence is longer
PARAGRAPH = 200  # characters of a piece of text that belongs to the article
AFTER = 700  # characters after a headline in which its date stands; standfirst, byline and captions come between
BEFORE = 100  # characters before it: the line above, but not the head of the site with the date of today
PARAGRAPHS_AFTER = 2  # a date behind more of them belongs to the text
SHORTEST_HEADLINE = 8  # letters of a piece of text that is known again as the headline's beginning
LABEL = 40  # characters of the piece before a date that can be its label
WORDS = 6  # of a date line without a label, month and author among them; a caption that ends in a date has more
MOST_PIECES = 20_000
MOST_READ = 60  # dates read on one page, as the first ones are the page's own

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d)|[٠-٩]{4}|令和")
_SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d\d)(?![\d./-])")
_SAID_FIRST = re.compile(
    r"\b(?:publi(?:shed(?! by)|é|cado|cada|cato|kováno|kowano)|posted(?! by)|released?|submitted|issued|veröffentlicht"
    r"|erschienen|erstellt|geschrieben|verfasst|created(?! by)|pubblicato|objavljeno|geplaatst"
    r"|gepubliceerd|publicerad|yayınlan\w*|yayın tarihi|giriş|dodano|vydáno|опубликован\w*|размещено"
    r"|опубліковано)\b"
    r"|^\W*(?:date|datum|data|fecha|дата)(?! of)\b"
    r"|기사입력|입력|등록|승인|발행|게재|发布时间|发布|發布|發表|发表时间|刊登|公開|掲載|配信|投稿"
    r"|نشر|تاريخ النشر|प्रकाशित",
    re.I,
)
_SAID_LATER = re.compile(
    r"\b(?:updat\w*|modif\w*|mis à jour|màj|actuali[sz]\w*|aktualisiert|aktualisierung|geändert|bearbeitet|edited"
    r"|revised|stand|aggiornat\w*|atualizad\w*|güncelle\w*|zaktualizowano|aktualizováno|bijgewerkt|uppdaterad"
    r"|обновлен\w*|обновлён\w*|изменен\w*|оновлен\w*|expires?|retrieved|accessed|abgerufen|copyright)\b"
    r"|©|수정|최종|更新|修改|تحديث",
    re.I,
)
_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")  # no reader is shown that: it is hidden, and often of the last change
_WORD = re.compile(r"[^\W\d_]{2,}")
# /2026/11/09/, /2026/nov/09/, /2026/world/11/09/, /2026-11-09-title, /20261109/, /09-11-2026 is told by nobody
_ADDRESS = re.compile(
    r"[/_-](?P<y>(?:19|20)\d\d)(?P<sep>[/.-])(?:[A-Za-z_]{2,20}/)?(?P<m>\d{1,2}|[a-z]{3})(?P=sep)(?P<d>\d{1,2})(?![\d])"
    r"|[/_-](?P<cy>(?:19|20)\d\d)(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)


def address_day(url: str) -> str:
    """The day (ISO 8601) that an address names, or ""."""
    for match in _ADDRESS.finditer(url.partition("?")[0]):
        year, month, day = (match[name] or match["c" + name] for name in "ymd")
        if found := day_of(year, month, day):
            return found
    return ""


def shown_date(tree: HtmlElement, title: str, languages: Sequence[str], month: str = "") -> When | None:
    """The date of publication that the page shows, if it shows one where readers look for it.

    Beside the headline a date needs no label; elsewhere only one that is labelled as the publication's counts. A date
    that is labelled as the last change is the last resort.
    """
    body = tree.body if tree.body is not None else tree
    pieces = [piece for text in body.itertext() if (piece := text.strip())][:MOST_PIECES]
    dated = [n for n, piece in enumerate(pieces) if len(piece) <= LINE and _YEAR.search(piece)][:MOST_READ]
    if not dated:
        return None
    ranked = sorted((rank, n) for n, rank in _ranks(pieces, dated, title).items())
    for _, n in ranked:
        if when := _read_at(pieces, n, languages):
            return when
    if month:
        found = (_read_at(pieces, n, languages) for n in dated)
        return next((when for when in found if when and when.day.startswith(month)), None)
    return None


def _ranks(pieces: list[str], dated: list[int], title: str) -> dict[int, int]:
    """How well the place and the label of each dated piece recommend it, the best lowest; others are left out."""
    below, above = _beside(pieces, title)
    ranks: dict[int, int] = {}
    for n in dated:
        before = pieces[n - 1] if n else ""
        label = before if len(before) <= LABEL and not _YEAR.search(before) else ""
        said = f"{label} {pieces[n]}"
        first = _SAID_FIRST.search(said) is not None
        later = _SAID_LATER.search(said) is not None or _MACHINE.search(pieces[n]) is not None
        if not first and len(_WORD.findall(pieces[n])) > WORDS:
            continue
        grounds = (
            n in below and first,
            n in above and first and not later,
            n in below and not later,
            n in above and not later,
            first and not later,
            n in below or n in above,
        )
        if any(grounds):
            ranks[n] = grounds.index(True)
    return ranks


def _read_at(pieces: list[str], n: int, languages: Sequence[str]) -> When | None:
    """The date of a piece, which may have begun in the pieces before it and end in the next."""
    piece = pieces[n]
    when = _read(piece, languages)
    for start in range(n - 1, max(n - 4, -1), -1):  # "<b>9</b> <b>November</b> <b>2026</b>"
        if when is not None or sum(map(len, pieces[start : n + 1])) > LINE:
            break
        piece = " ".join(pieces[start : n + 1])
        when = _read(piece, languages)
    if when is not None and when.precision is Precision.DAY and n + 1 < len(pieces) and len(pieces[n + 1]) <= LABEL:
        # The time often stands in an element of its own; what no time is changes nothing.
        timed = _read(f"{piece} {pieces[n + 1]}", languages)
        return timed if timed is not None and timed.day == when.day else when
    return when


def _read(piece: str, languages: Sequence[str]) -> When | None:
    return read_date(_SHORT_YEAR.sub(r"\1\g<2>\3\g<2>20\4", piece), languages=languages, ask=False)


def _beside(pieces: list[str], title: str) -> tuple[set[int], set[int]]:
    """The pieces that stand below and right above the headline, wherever it is repeated."""
    wanted = key_of(title)
    below: set[int] = set()
    above: set[int] = set()
    for n, piece in enumerate(pieces):
        if len(piece) > len(title) + LABEL or len(piece) < min(SHORTEST_HEADLINE, len(title)):
            continue
        key = key_of(piece)
        if len(key) < min(SHORTEST_HEADLINE, len(wanted)) or not (wanted.startswith(key) or key.startswith(wanted)):
            continue
        left, paragraphs = AFTER, 0
        for m in range(n, len(pieces)):
            left -= len(pieces[m]) if m > n else 0
            paragraphs += len(pieces[m]) >= PARAGRAPH
            if left < 0 or paragraphs > PARAGRAPHS_AFTER:
                break
            below.add(m)
        left = BEFORE
        for m in range(n - 1, -1, -1):
            left -= len(pieces[m])
            if left < 0:
                break
            above.add(m)
    return below, above
