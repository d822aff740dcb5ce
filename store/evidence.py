"""Raw pages in WARC files: what a report says can be read again as it was answered, by any tool that knows the format.

A page is written and flushed before the transaction that names its place commits; one file a crawl, so that two never
write into each other. What a killed crawl wrote after its last commit is cut off when the next one starts.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlite_utils import Database
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from records import Page

# The body is stored as it was after decoding, so headers that speak of its transfer no longer hold.
_TRANSFER_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: a file's name, and the offset and length in bytes of its record."""

    file: str
    offset: int
    length: int


class EvidenceFile:
    """The WARC file of one crawl; made with the first page."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.warc.gz"
        self._stream = None if not self.path.exists() else self.path.open("ab")

    def write(self, page: Page) -> Place:
        """Append one page and flush it. Raises OSError where the disk is full."""
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("ab")
        writer = WARCWriter(self._stream, gzip=True, warc_version="1.1")
        headers = [(n, v) for n, v in page.headers if n.lower() not in _TRANSFER_HEADERS]
        headers.append(("Content-Length", str(len(page.body))))
        record = writer.create_warc_record(
            page.final_url,
            "response",
            payload=BytesIO(page.body),
            http_headers=StatusAndHeaders(str(page.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": page.fetched_at},
        )
        start = self._stream.tell()
        writer.write_record(record)
        self._stream.flush()
        return Place(self.path.name, start, self._stream.tell() - start)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()


def record_place(db: Database, page: Page, place: Place, lead: int | None, article: int | None) -> None:
    """Name the place of a page in the database, in the transaction of what was made of it."""
    db.execute(
        "INSERT INTO evidence (url, lead, article, fetched_at, file, offset, length) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (page.final_url, lead, article, page.fetched_at, place.file, place.offset, place.length),
    )


def cut_torn_end(db: Database, folder: Path) -> None:
    """Cut from the newest file what no transaction names: a killed crawl's last, perhaps half-written, pages."""
    row = db.execute("SELECT file, offset + length FROM evidence ORDER BY file DESC, offset DESC LIMIT 1").fetchone()
    if row is None:
        return
    path, end = folder / row[0], row[1]
    if path.exists() and path.stat().st_size > end:
        with path.open("r+b") as stream:
            stream.truncate(end)
