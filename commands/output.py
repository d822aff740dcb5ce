"""Rows as a table for people, or as JSON, JSON lines or CSV for programs. Answers go to stdout, all else to stderr."""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO, TypeVar

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.clean import clean_text

Row = Mapping[str, Any]
Command = TypeVar("Command", bound=Callable[..., Any])

# A spreadsheet takes a cell that begins with one of these for a formula (hostile.md, row 41).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WORDY = ("title", "problem", "snippet", "said", "do", "file")  # columns that are read as sentences, and fold
ROOM = 30  # columns of a terminal in which a sentence can still be read
LONGEST_CELL = 24  # columns of anything else
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?")


def format_options(command: Command) -> Command:
    """The switches of every command that answers with rows."""
    for switch, said in (
        ("--csv", "comma-separated values"),
        ("--jsonl", "one JSON object a line"),
        ("--json", "one JSON list"),
    ):
        flag = click.option(switch, "shape", flag_value=switch[2:], help=f"Answer as {said}.")
        command = flag(command)
    return command


def show(rows: Iterable[Row], columns: Sequence[str], shape: str | None, *, empty: str = "nothing found") -> None:
    """Write rows to stdout. A table shows `columns`; the other shapes hold every field."""
    if shape == "jsonl":
        write_lines(rows)
    elif shape == "json":
        click.echo(to_json(list(rows), indent=2))
    elif shape == "csv":
        write_csv(rows)
    else:
        found = list(rows)
        if found:
            table(found, columns)
        else:
            click.echo(empty, err=True)


def write_lines(rows: Iterable[Row], *, to: TextIO | None = None) -> None:
    """One JSON object a line, flushed as it comes, so that a pipe shows progress."""
    for row in rows:
        click.echo(to_json(row), file=to)


def to_json(value: object, indent: int | None = None) -> str:
    """JSON in its own script; only where a lone surrogate came in from elsewhere does it go out escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def write_csv(rows: Iterable[Row], *, raw: bool = False, columns: Sequence[str] = (), to: TextIO | None = None) -> None:
    """CSV with a header of `columns`, or of the first row's names. Cells that a spreadsheet would run as formulas get
    an apostrophe, unless `raw`."""
    writer = csv.writer(to or sys.stdout, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    for row in rows:
        if not columns:
            columns = list(row)
            writer.writerow(columns)
        writer.writerow([_cell(row[name], raw=raw) for name in columns])


def _cell(value: object, *, raw: bool) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA) and not raw:
        return f"'{value}"
    return value


def console(*, stderr: bool = False) -> Console:
    """A console that neither guesses markup in texts nor colours numbers in them."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def table(rows: Sequence[Row], columns: Sequence[str], *, paint: Callable[[Row, str], Text] | None = None) -> None:
    """A table as wide as the terminal, its columns in order of weight. The title, or what else is told in words, needs
    room: where the others leave less than `ROOM` for it, it goes on a line of its own below each row. What does not fit
    even then is left out, the last column first. `paint` sets off parts of what is told in words."""
    out = console()
    cells = {name: [_shown(row.get(name)) for row in rows] for name in columns}
    words = [name for name in columns if name in WORDY]
    short = [name for name in columns if name not in WORDY and any(cells[name])]
    widths = {name: min(LONGEST_CELL, max(len(name), *map(cell_len, cells[name]))) + 1 for name in short}
    below = bool(words) and out.width - sum(widths.values()) < ROOM * len(words)
    while len(short) > 1 and sum(widths[name] for name in short) > out.width:
        short.pop()

    def worded(name: str, number: int) -> Text:
        return paint(rows[number], name) if paint and name in words else Text(cells[name][number])

    made = _grid(short if below else [*short, *words])
    for number in range(len(rows)):
        made.add_row(*(worded(name, number) for name in (short if below else [*short, *words])))
    if not below:
        out.print(made)
        return
    for number, line in enumerate(out.render_lines(made, out.options, pad=False)):
        out.print(Text("".join(segment.text for segment in line).rstrip(), style="" if number else "bold"))
        for name in words if number else ():
            if cells[name][number - 1]:
                out.print(Padding(worded(name, number - 1), (0, 0, 0, 2), expand=False))


def _grid(columns: Sequence[str]) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for name in columns:
        wordy = name in WORDY
        made.add_column(
            name.replace("_", " "),
            overflow="fold" if wordy else "ellipsis",
            no_wrap=not wordy,
            max_width=None if wordy else LONGEST_CELL,
        )
    return made


def _shown(value: object) -> str:
    """A cell of a table; of a time, the minute is enough."""
    text = plain(value)
    return f"{text[:10]} {text[11:16]}" if TIME.fullmatch(text) else text


def plain(value: object) -> str:
    """A value as it may stand on a terminal: no control characters, none for nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return clean_text(str(value))
