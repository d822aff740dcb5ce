"""A copy for other tools: rows as one table of a new SQLite file."""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import UsageError
from store.database import explained

BATCH = 500  # rows of one transaction


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
    """Write rows into the table `articles` of a new file; lists go in as JSON. Raises UsageError where the file exists
    already, StoreError where it cannot be written."""
    if path.exists():
        raise UsageError(str(path), "exists already", "name a file that does not")
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute(f"CREATE TABLE articles ({names})")
            for number, row in enumerate(rows, 1):
                values = [_cell(row[name]) for name in columns]
                connection.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", values)
                if number % BATCH == 0:
                    connection.commit()
            connection.commit()
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
