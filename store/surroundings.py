"""What a database stands among: rights of its file, room on its disk, its log, its evidence, copies left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from store.backups import LEFT_BEHIND
from store.database import OWNER_ONLY
from store.soundness import Finding, State

LARGEST_LOG: Final = 64_000_000
"""hostile.md: over weeks of crawling the log stays below 64 MB, unless a reader holds it."""
LEAST_ROOM: Final = 200_000_000
"""Below 200 MB free, a crawl may end with a full disk any moment."""
MEGABYTE: Final = 1_000_000


def look_around(db: Database, database: Path, evidence: Path | None) -> Iterator[Finding]:
    """Every finding about the files around `database`; `evidence` is the folder of the WARC files, if any is kept."""
    yield _rights(database, evidence)
    yield _room(database)
    yield _log(database)
    yield _evidence(db, evidence)
    beside = database.parent.glob(f"{database.stem}.*{database.suffix}")
    if copies := sorted(copy for copy in beside if LEFT_BEHIND.search(copy.name)):
        yield _copies(copies)


def _rights(database: Path, evidence: Path | None) -> Finding:
    open_to_others = [str(path) for path in (database, evidence) if path and _open_to_others(path)]
    if open_to_others:
        said = f"others on this machine can read {' and '.join(open_to_others)}"
        return Finding("rights", State.NOTE, said, f"`chmod go= {' '.join(open_to_others)}`")
    return Finding("rights", State.WELL, "only their owner can read the database and the evidence")


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OWNER_ONLY)


def _room(database: Path) -> Finding:
    free, size = shutil.disk_usage(database.parent).free, database.stat().st_size
    said = f"{free / MEGABYTE:,.0f} MB free beside a database of {size / MEGABYTE:,.1f} MB"
    if free < LEAST_ROOM:
        return Finding("disk", State.BROKEN, said, "make room: the next crawl may not be able to keep what it finds")
    if free < 2 * size:
        return Finding("disk", State.NOTE, said, "an upgrade or a repair needs room for a copy and its log")
    return Finding("disk", State.WELL, said)


def _log(database: Path) -> Finding:
    log = database.with_name(f"{database.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    said = f"{size / MEGABYTE:,.1f} MB"
    if size > LARGEST_LOG:
        return Finding("log", State.NOTE, said, "a reader has held it; it shrinks once nobody reads for long")
    return Finding("log", State.WELL, said)


def _evidence(db: Database, folder: Path | None) -> Finding:
    named = db.execute("SELECT file, max(offset + length), count(*) FROM evidence GROUP BY file").fetchall()
    if not named:
        return Finding("evidence", State.WELL, "no raw pages are kept")
    if folder is None:
        said = f"{sum(row[2] for row in named):,} pages are named, but no folder is set"
        return Finding("evidence", State.NOTE, said, "set `evidence` under [crawl] to where the WARC files are")
    missing = [name for name, _, _ in named if not (folder / name).exists()]
    short = [name for name, end, _ in named if name not in missing and (folder / name).stat().st_size < end]
    if missing or short:
        said = f"in {folder}: {len(missing):,} files missing, {len(short):,} too short, first {(missing + short)[0]}"
        return Finding("evidence", State.BROKEN, said, "copy them from a backup; what they held cannot be read again")
    return Finding("evidence", State.WELL, f"{sum(row[2] for row in named):,} pages in {len(named):,} files")


def _copies(copies: list[Path]) -> Finding:
    size = sum(copy.stat().st_size for copy in copies)
    said = f"{len(copies):,} left beside it, {size / MEGABYTE:,.1f} MB, the last {copies[-1].name}"
    return Finding("copies", State.NOTE, said, "delete them when you are content with what you have")
