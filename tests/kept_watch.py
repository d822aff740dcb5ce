"""A small watch with articles in one file, and what `treatywatch check` says of it."""

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

from store.database import PAGE_BYTES
from tests.small_watch import SmallWatch, prose, small_watch

ARTICLES = 60


def kept_watch(folder: Path) -> SmallWatch:
    watch = small_watch(folder)
    watch.keep(*({"id": n, "title": f"Headline {n}", "text": prose(n)} for n in range(ARTICLES)))
    with closing(sqlite3.connect(watch.database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return watch


def findings(watch: SmallWatch, *, expect: int = 0) -> dict[str, Any]:
    return {line["check"]: line for line in json.loads(watch.run("check", "--json", expect=expect).out)}


def overwrite(path: Path, first: int, every: int, spared: Collection[int] = ()) -> None:
    """Break pages: from number `first` on, one in `every`, but those."""
    with path.open("r+b") as stream:
        for page in {*range(first, path.stat().st_size // PAGE_BYTES, every)} - {*spared}:
            stream.seek(page * PAGE_BYTES)
            stream.write(b"\xff" * PAGE_BYTES)
