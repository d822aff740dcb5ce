"""Rows as a table for people, or as JSON, JSON lines or CSV for programs. Answers go to stdout, all else to stderr."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.clean import clean_text

Row = Mapping[str, Any]
Command = TypeVar("Command", bound=Callable[..., Any])

# A spreadsheet takes a cell that begins with one of these for a formula (hostile.md, row 41).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDE = 100  # columns of a terminal from which addresses fit into a table


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
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif shape == "csv":
        write_csv(rows)
    else:
        found = list(rows)
        if found:
            table(found, columns)
        else:
            click.echo(empty, err=True)


def write_lines(rows: Iterable[Row]) -> None:
    """One JSON object a line, flushed as it comes, so that a pipe shows progress."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def write_csv(rows: Iterable[Row], *, raw: bool = False) -> None:
    """CSV with a header. Cells that a spreadsheet would run as formulas get an apostrophe, unless `raw`."""
    writer = None
    for row in rows:
        flat = {name: _cell(value, raw=raw) for name, value in row.items()}
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(flat), lineterminator="\n")
            writer.writeheader()
        writer.writerow(flat)


def _cell(value: object, *, raw: bool) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA) and not raw:
        return f"'{value}"
    return value


def console(*, stderr: bool = False) -> Console:
    """A console that neither guesses markup in texts nor colours numbers in them."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """A table as wide as the terminal; the title is what folds."""
    out = console()
    made = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        wraps = name in ("title", "problem", "snippet")
        made.add_column(name.replace("_", " "), overflow="fold" if wraps else "ellipsis", no_wrap=not wraps)
    for row in rows:
        made.add_row(*(Text(plain(row.get(name))) for name in columns))
    out.print(made)


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
