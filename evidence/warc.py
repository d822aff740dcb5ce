"""A WARC file -> its records, one gzip member each. What is read may be anybody's: sizes are bounded.

The framing is checked here, to the byte; warcio then reads the record and its digests.
"""

import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from errors import EvidenceError

LARGEST_RECORD: Final = 128_000_000
"""Bytes of one record, packed or unpacked: a crawl takes 10 MB of a page by default. What is larger is no page."""
CHUNK: Final = 1 << 16
logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it would print a stranger's addresses as they are
_GZIP: Final = zlib.MAX_WBITS + 16
_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_UNREADABLE: Final = (
    *(ArchiveLoadFailed, StatusAndHeadersParserException, StopIteration, EOFError, ValueError),
    *(AttributeError, TypeError),  # warcio takes a missing header for a string, and any word for a hash
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `head` is the answer's status line and headers as they stand in the record, `body` what follows them;
    `digested` says that the record carries a digest of its own, which was found right."""

    id: str
    type: str
    url: str
    date: str
    status: str
    headers: tuple[tuple[str, str], ...]
    head: bytes
    body: bytes
    digested: bool


def members(stream: BinaryIO) -> Iterator[tuple[int, bytes, bytes]]:
    """Each gzip member of a stream: its offset, its bytes as they are, its content. Raises EvidenceError where what
    follows is none, is cut short or unpacks to more than LARGEST_RECORD; what came before has been given by then."""
    offset, waiting = 0, stream.read(CHUNK)
    while waiting:
        where = f"record at {offset}"
        unpacking = zlib.decompressobj(wbits=_GZIP)
        packed, content = bytearray(), bytearray()
        while not unpacking.eof:
            waiting = waiting or stream.read(CHUNK)
            if not waiting:
                raise EvidenceError(where, "the file ends in the middle of it")
            try:
                content += unpacking.decompress(waiting, LARGEST_RECORD + 1 - len(content))
            except zlib.error:
                raise EvidenceError(where, "is no gzip member, or a damaged one") from None
            left = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
            packed += waiting[: len(waiting) - len(left)]
            waiting = left
            if max(len(content), len(packed)) > LARGEST_RECORD:
                raise EvidenceError(where, f"is larger than {LARGEST_RECORD // 1_000_000} MB, which no page is")
        yield offset, bytes(packed), bytes(content)
        offset += len(packed)
        waiting = waiting or stream.read(CHUNK)


def read_member(member: bytes) -> Record:
    """The record of a member, which must be one member and nothing else. Raises EvidenceError."""
    found = list(members(BytesIO(member)))
    if len(found) != 1:
        raise EvidenceError("", f"{len(found)} records stand where one should")
    return read_record(found[0][2])


def read_record(content: bytes) -> Record:
    """The record that the content of a member is. Raises EvidenceError where its framing, headers or digests are
    wrong."""
    named, parted, block = content.partition(_END)
    if not parted or not named.startswith(b"WARC/1."):
        raise EvidenceError("", "is no WARC record")
    length = _LENGTH.search(named)
    if length is None:
        raise EvidenceError("", "does not say how long it is")
    if len(block) != int(length[1]) + len(_END) or not block.endswith(_END):
        raise EvidenceError("", f"says that it holds {int(length[1]):,} bytes, and holds {len(block) - len(_END):,}")
    try:
        record = next(iter(ArchiveIterator(BytesIO(content), check_digests=True)))
        body = bytes(record.raw_stream.read())
    except _UNREADABLE as error:
        raise EvidenceError("", f"cannot be read ({' '.join(str(error).split())[:80]})") from error
    if record.digest_checker.passed is False:
        raise EvidenceError("", "its content is not what its own digest says")
    http = record.http_headers
    return Record(
        id=_header(record, "WARC-Record-ID"),
        type=str(record.rec_type),
        url=_header(record, "WARC-Target-URI"),
        date=_header(record, "WARC-Date"),
        status=http.get_statuscode() if http else "",
        headers=tuple((str(name), str(value)) for name, value in http.headers) if http else (),
        head=block[: int(length[1]) - len(body)],
        body=body,
        digested=bool(record.digest_checker.passed),
    )


def _header(record: object, name: str) -> str:
    return str(getattr(record, "rec_headers").get_header(name) or "")  # noqa: B009  (warcio has no types)
