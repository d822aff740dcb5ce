"""Files -> a zip of the same bytes each time; a zip -> its files, without trusting it.

Fixed times and sorted names make the same files the same zip, as long as the same zlib packs them. A zip that is read
may be anybody's: names that leave the folder, links, what unpacks without end and what is there twice are refused
before anything is unpacked, and nothing is ever written to disk.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from errors import EvidenceError

LARGEST: Final = 4_000_000_000
"""Bytes that a bundle may unpack to. Hashing as much takes some ten seconds."""
LARGEST_READ: Final = 64_000_000
"""Bytes of a file that is read into memory: story.json of a story of thousands of articles."""
MOST_PACKED: Final = 150
"""Times that a file of some size may be larger unpacked than packed. Pages pack to a fifth, a bomb to a thousandth."""
SMALL: Final = 1_000_000  # bytes; below it no ratio is asked: a page may be all blank
MOST_FILES: Final = 100_000
CHUNK: Final = 1 << 20
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can name
_PART: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
NAME: Final = re.compile(rf"{_PART}(/{_PART})*")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError)


def write(target: Path, files: Mapping[str, bytes], *, under: str) -> None:
    """Write a zip of `files` in the folder `under`, readable by its owner only. It is flushed and then renamed into its
    place: what stands under the name is whole, or is what stood there before. Raises OSError."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
                for name in sorted(files):
                    packed.writestr(_entry(f"{under}/{name}", files[name]), files[name])
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _entry(name: str, data: bytes) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    # What packs like a bomb (a page of nothing but spaces) stays as it is, or a reader would refuse it.
    bomb = len(data) > SMALL and len(zlib.compress(data, 9)) * (MOST_PACKED - 1) < len(data)
    entry.compress_type = zipfile.ZIP_STORED if bomb or name.endswith(".gz") else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, whichever system writes it
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


class Opened:
    """A zip whose names and sizes were found harmless. `names` are those of its files, without the folder that all of
    them stand in."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self.path = path
        self._packed = packed
        self._entries = _checked(path, packed.infolist())

    @property
    def names(self) -> list[str]:
        """The names of the files, in the order in which they lie."""
        return list(self._entries)

    def size(self, name: str) -> int:
        """Bytes of a file, unpacked."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """A file. Raises EvidenceError where it is damaged, or too large to be read at once."""
        if name not in self._entries:
            raise EvidenceError(name, "is not in it")
        if self.size(name) > LARGEST_READ:
            raise EvidenceError(name, f"is larger than {LARGEST_READ // 1_000_000} MB")
        with self.reading(name) as stream:
            return stream.read()

    def digest(self, name: str) -> str:
        """SHA-256 of a file. Raises EvidenceError where it is damaged."""
        summed = sha256()
        with self.reading(name) as stream:
            while chunk := stream.read(CHUNK):
                summed.update(chunk)
        return summed.hexdigest()

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """A file as a stream. What is raised inside for damaged bytes becomes an EvidenceError."""
        try:
            with self._packed.open(self._entries[name]) as stream:
                yield stream
        except _BROKEN as error:
            raise EvidenceError(name, f"cannot be unpacked ({' '.join(str(error).split())})") from error


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A zip, to be read. Raises EvidenceError where it is none, or not a harmless one."""
    try:
        packed = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise EvidenceError(str(path), f"is no whole zip file ({' '.join(str(error).split())})") from error
    with packed:
        yield Opened(path, packed)


def _checked(path: Path, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
        raise EvidenceError(str(path), f"unpacks to more than {MOST_FILES:,} files or {LARGEST // 10**9} GB: no bundle")
    found: dict[str, zipfile.ZipInfo] = {}
    taken: set[str] = set()
    tops = set()
    for entry in entries:
        if entry.is_dir():
            continue  # another program that packed it anew may have added folders
        if problem := _problem(entry):
            raise EvidenceError(ascii(entry.orig_filename)[1:-1], problem)
        top, _, name = entry.filename.partition("/")
        tops.add(top)
        if not name or len(tops) > 1:
            raise EvidenceError(entry.filename, "stands outside of the bundle's folder")
        if name.lower() in taken:
            raise EvidenceError(entry.filename, "is there twice: systems differ in which one they would unpack")
        taken.add(name.lower())
        found[name] = entry
    return found


def _problem(entry: zipfile.ZipInfo) -> str:
    """Why an entry is none that a bundle has; empty for one that may be."""
    if entry.orig_filename != entry.filename or not NAME.fullmatch(entry.filename):
        return "has a name that could leave its folder, or that some system cannot write"
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is a link or a device, no file"
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is encrypted, or packed in a way that no bundle is"
    if entry.file_size > SMALL and entry.file_size > MOST_PACKED * entry.compress_size:
        return f"would unpack to {entry.file_size:,} bytes from {entry.compress_size:,}: a bomb"
    return ""
