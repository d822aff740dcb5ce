"""Raw pages in WARC files: what a report says can be read again as it was answered, by any tool that knows the format.

A page is written and flushed before the transaction that names its place commits; one file a crawl, so that two never
write into each other. What a killed crawl wrote after its last commit is cut off when the next one starts. The database
holds the SHA-256 of each record and of the page in it: a file that is altered later no longer agrees with it. Folder
and files are their owner's only.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from evidence.pages import KeptPage, digest
from records import Page

# The body is stored as it was after decoding, so headers that speak of its transfer no longer hold.
_TRANSFER_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: a file's name, the offset and length in bytes of its record, and the record's SHA-256."""

    file: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A WARC file as the database knows it: how many pages of it are named, fetched from when to when, where the last
    of them ends (bytes), and how many have no digest in the database."""

    name: str
    pages: int
    first: str
    last: str
    end: int
    undigested: int


class EvidenceFile:
    """The WARC file of one crawl; made with the first page."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.warc.gz"
        self._stream = self._open() if self.path.exists() else None

    def write(self, page: Page) -> Place:
        """Append one page and flush it. Raises OSError where the disk is full."""
        if self._stream is None:
            make_private(self.path.parent)
            self._stream = self._open()
        packed = BytesIO()
        writer = WARCWriter(packed, gzip=True, warc_version="1.1")
        headers = [(n, v) for n, v in page.headers if n.lower() not in _TRANSFER_HEADERS]
        headers.append(("Content-Length", str(len(page.body))))
        record = writer.create_warc_record(
            page.final_url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            http_headers=StatusAndHeaders(str(page.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": page.fetched_at},
        )
        start = self._stream.tell()
        writer.write_record(record)
        self._stream.write(packed.getbuffer())
        self._stream.flush()
        return Place(self.path.name, start, packed.tell(), digest(packed.getvalue()))

    def _open(self) -> BinaryIO:
        return os.fdopen(os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab")

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into. One that is there stays as it is: its owner may share it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def record_place(db: Database, page: Page, place: Place, lead: int | None, article: int | None) -> None:
    """Name the place of a page in the database, in the transaction of what was made of it."""
    db.execute(
        """INSERT INTO evidence (url, lead, article, fetched_at, file, offset, length, record_sha256, page_sha256)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(page.final_url, lead, article, page.fetched_at, place.file, place.offset, place.length),
            *(place.sha256, digest(page.body)),
        ),
    )


def kept_pages(db: Database, *, article: int | None = None, file: str | None = None) -> Iterator[KeptPage]:
    """All pages that are named, or those of an article or a file, in the order in which they lie."""
    rows = db.execute(
        """SELECT article, url, fetched_at, file, offset, length, record_sha256, page_sha256 FROM evidence
        WHERE (?1 IS NULL OR article = ?1) AND (?2 IS NULL OR file = ?2) ORDER BY file, offset, id""",
        (article, file),
    )
    return (KeptPage(*row) for row in rows)


def kept_files(db: Database) -> list[KeptFile]:
    """The WARC files that the database names, in the order of their names."""
    rows = db.execute(
        """SELECT file, count(*), min(fetched_at), max(fetched_at), max(offset + length), sum(record_sha256 = '')
        FROM evidence GROUP BY file ORDER BY file"""
    )
    return [KeptFile(*row) for row in rows]


def cut_torn_end(db: Database, folder: Path) -> None:
    """Cut from the newest file what no transaction names: a killed crawl's last, perhaps half-written, pages."""
    row = db.execute("SELECT file, offset + length FROM evidence ORDER BY file DESC, offset DESC LIMIT 1").fetchone()
    if row is None:
        return
    path, end = folder / row[0], row[1]
    if path.exists() and path.stat().st_size > end:
        with path.open("r+b") as stream:
            stream.truncate(end)
