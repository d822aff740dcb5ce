"""A kept page: where the database says that it lies, and what lies there."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from errors import EvidenceError
from evidence.warc import LARGEST_RECORD, Record, read_member


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as the database names it: its record is the `length` bytes from `offset` on of the WARC file `file`.

    `record_sha256` is the digest of those bytes, `page_sha256` that of the page in them; both are empty for what was
    kept before digests were stored. `article` is None for a page that became none.
    """

    article: int | None
    url: str
    fetched_at: str
    file: str
    offset: int
    length: int
    record_sha256: str = ""
    page_sha256: str = ""

    @property
    def where(self) -> str:
        """The record, and whose page it is, in words."""
        whose = f"article {self.article}" if self.article else f"a page that became no article, {self.url}"
        return f"{self.file}, record at {self.offset} ({whose})"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits, as `sha256sum` writes it."""
    return sha256(data).hexdigest()


def cut_out(folder: Path, page: KeptPage) -> bytes:
    """The bytes of a page's record, as they lie in its file. Raises EvidenceError where they do not."""
    path = folder / page.file
    if Path(page.file).name != page.file or not 0 < page.length <= LARGEST_RECORD or page.offset < 0:
        raise EvidenceError(page.where, "the database names no place in a file")
    try:
        with path.open("rb") as stream:
            stream.seek(page.offset)
            found = stream.read(page.length)
    except FileNotFoundError:
        raise EvidenceError(page.where, f"the file is not in {folder}") from None
    except OSError as error:
        raise EvidenceError(page.where, f"the file cannot be read ({error.strerror})") from error
    if len(found) < page.length:
        raise EvidenceError(page.where, f"the file ends {page.length - len(found):,} bytes before its end")
    return found


def check(member: bytes, page: KeptPage) -> Record:
    """The record in these bytes, if it is the one that was kept as this page. Raises EvidenceError."""
    if page.record_sha256 and digest(member) != page.record_sha256:
        raise EvidenceError(page.where, f"is not what was kept{_more(member)}")
    try:
        record = read_member(member)
    except EvidenceError as error:
        raise EvidenceError(page.where, error.problem) from error
    if record.type != "response":
        raise EvidenceError(page.where, f"is a record of another kind ({record.type}), no server's answer")
    if not record.digested:
        raise EvidenceError(page.where, "carries no digest of its own")
    for name, said, kept in (("address", record.url, page.url), ("time", record.date, page.fetched_at)):
        if said != kept:
            raise EvidenceError(page.where, f"names another {name} ({said}) than was noted ({kept})")
    if page.page_sha256 and digest(record.body) != page.page_sha256:
        raise EvidenceError(page.where, "holds another page than was kept")
    return record


def _more(member: bytes) -> str:
    """What bytes that are not those kept are, as far as that can be told."""
    try:
        found = read_member(member)
    except EvidenceError as error:
        return f": {error.problem}"
    return f": a whole record of {found.url}, fetched {found.date}, with other bytes"
