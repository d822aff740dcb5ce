"""Copies beside their originals: two columns where the terminal is wide, one below the other where it is not.

Nothing rests on colour: = kept, ~ changed, - cut, + added; inside a changed sentence [-these words went-] and {+these
came+}. What was kept is counted, not repeated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.output import plain
from reports.facts import read_changes
from reports.render.phrases import passages as told
from reports.render.phrases import percent, relation_word
from reports.wording import changes

WIDE = 100  # columns from which two columns hold a sentence each that can be read
STYLES = {"cut": "red", "added": "green", "changed": "yellow", "kept": "dim"}
MARKS = {"cut": "-", "added": "+", "changed": "~", "kept": "="}

Copy = Mapping[str, Any]


def show(out: Console, copies: Sequence[Copy], names: Mapping[str, str]) -> None:
    """Write the copies of one story; `names` are outlets' names by their ids."""
    for copy in copies:
        out.print()
        for line in _head(copy, names):
            out.print(line)
        out.print(_columns(copy, out.width) if out.width >= WIDE else _stacked(copy))


def _columns(copy: Copy, width: int) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold", width=width)
    table.add_column("original", ratio=1, overflow="fold")
    table.add_column("", width=1)
    table.add_column("copy", ratio=1, overflow="fold")
    for fate, was, now in _rows(copy):
        table.add_row(was or "", Text(MARKS[fate], style=STYLES[fate]), now or "")
    return table


def _stacked(copy: Copy) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=3)
    table.add_column(overflow="fold")
    for fate, was, now in _rows(copy):
        for text in (was, now):
            if text:
                table.add_row(Text(f"  {MARKS[fate]}", style=STYLES[fate]), text)
    return table


def _head(copy: Copy, names: Mapping[str, str]) -> Iterator[Text]:
    of, also = copy["of"], copy["also"]
    yield Text.assemble(
        (f"{plain(names.get(copy['outlet'], copy['outlet']))}, article {copy['id']}", "bold"),
        f": {relation_word(copy['relation'])}, {percent(copy['share'])} from ",
        f"{plain(names.get(of['outlet'], of['outlet']))}, article {of['id']}",
        f", and from {plain(names.get(also['outlet'], also['outlet']))}, article {also['id']}" if also else "",
    )
    counted = [(fate, sum(one["fate"] == fate for one in copy["passages"])) for fate in MARKS]
    yield Text(
        "  " + ", ".join(f"{count} {fate}" for fate, count in reversed(counted) if count) or "  no text", style="dim"
    )
    if copy["title"] != of["title"]:
        was, now = f"[-{plain(of['title'])}-]", "{+" + plain(copy["title"]) + "+}"
        yield Text.assemble("  headline: ", (was, "red"), " ", (now, "green"))


def _rows(copy: Copy) -> Iterator[tuple[str, Text | None, Text | None]]:
    """(fate, original, copy) of each row; what was kept in a row is one."""
    second = copy["also"]["id"] if copy["also"] else None
    for (kept, source), run in groupby(copy["passages"], lambda one: (one["fate"] == "kept", one["article"])):
        from_second = f" (article {second})" if second is not None and source == second else ""
        if kept:
            count = sum(1 for _ in run)
            said = Text(f"{count} sentence{'s' if count > 1 else ''} as in the original{from_second}", style="dim")
            yield "kept", None, said
            continue
        for one in run:
            was, now = plain(one["was"]), plain(one["now"])
            if one["fate"] == "changed":
                yield "changed", *_changed(was, now, copy["language"])
            elif one["fate"] == "cut":
                yield "cut", Text(was + from_second, style="red"), None
            else:
                yield "added", None, Text(now, style="green")


def _changed(was: str, now: str, language: str) -> tuple[Text, Text]:
    """Both sides of a changed sentence, the words marked that went and came."""
    found = read_changes({"changes": changes({"title": was}, {"title": now}, language)})
    pieces = [piece for change in found for passage in told(change) for piece in passage]
    if not pieces:  # the same words in other sentences
        return Text(was), Text(now)
    return _side(pieces, "old"), _side(pieces, "new")


def _side(pieces: Iterable[Any], kind: str) -> Text:
    opening, closing, style = ("[-", "-]", "red") if kind == "old" else ("{+", "+}", "green")
    side = Text()
    for piece in pieces:
        if piece.kind == "kept":
            side.append(piece.text)
        elif piece.kind == kind:
            side.append(f"{opening}{piece.text}{closing}", style=style)
    return side
