"""A bundle, a WARC file, or all kept pages -> what is wrong with them. What is well is counted, not listed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from errors import EvidenceError
from evidence import bundle, index, pages, zipped
from evidence.index import ArticleSaid, PageSaid, StorySaid
from evidence.pages import KeptPage, digest
from evidence.texts import counted, folder
from evidence.warc import LARGEST_RECORD, members, read_record
from evidence.zipped import Opened

_SUM: Final = re.compile(r"([0-9a-f]{64})[ ][ *](\S+)")
_GZIP, _ZIP = b"\x1f\x8b", b"PK"


class State(StrEnum):
    """`BROKEN` is what evidence must not be; a `NOTE` is to be known."""

    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or to be known, and where: a file, a record, an article."""

    state: State
    where: str
    said: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, in words, and what was found."""

    said: str
    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is broken."""
        return all(finding.state is not State.BROKEN for finding in self.findings)


def file(path: Path) -> Verified:
    """A bundle or a WARC file, whichever it is. Raises EvidenceError for what is neither."""
    with path.open("rb") as stream:
        begins = stream.read(2)
    if begins == _GZIP or path.suffix.lower() == ".gz":
        return warc_file(path)
    if begins == _ZIP or path.suffix.lower() == ".zip":
        return zip_file(path)
    raise EvidenceError(str(path), "is neither a bundle (.zip) nor a packed WARC file (.warc.gz)")


def warc_file(path: Path) -> Verified:
    """Each record of a WARC file: is it framed as it should be, is its content what its own digest says?"""
    found: list[Finding] = []
    records = undigested = 0
    try:
        with path.open("rb") as stream:
            for offset, _, content in members(stream):
                records += 1
                try:
                    undigested += not read_record(content).digested
                except EvidenceError as error:
                    found.append(Finding(State.BROKEN, f"{path.name}, record at {offset}", error.problem))
    except EvidenceError as error:
        found.append(Finding(State.BROKEN, f"{path.name}, {error.subject}", error.problem))
    if not records and not found:
        found.append(Finding(State.BROKEN, path.name, "holds no record"))
    if undigested:
        found.append(Finding(State.NOTE, path.name, f"{undigested:,} records carry no digest: only that they read"))
    return Verified(f"{path.name}: {counted(records, 'record')}", tuple(found))


def kept(folder_of_all: Path, named: Iterable[KeptPage]) -> Iterator[Finding | KeptPage]:
    """Pages that the database names, each held against its file: the page where it is well, else what is not."""
    for page in named:
        try:
            pages.check(pages.cut_out(folder_of_all, page), page)
        except EvidenceError as error:
            yield Finding(State.BROKEN, error.subject, error.problem)
        else:
            yield page


def zip_file(path: Path) -> Verified:
    """A bundle: its files against its manifest, its pages against their records, and nothing in it that is no part."""
    try:
        with zipped.opened(path) as opened:
            said, findings = _bundle(opened)
    except EvidenceError as error:
        return Verified(f"{path.name}: not read", (Finding(State.BROKEN, error.subject, error.problem),))
    return Verified(f"{path.name}: {said}", tuple(findings))


def _bundle(opened: Opened) -> tuple[str, list[Finding]]:
    listed = opened.read(bundle.SUMS)
    findings = list(_manifest(opened, listed))
    if opened.names != sorted(opened.names):
        findings.append(Finding(State.NOTE, opened.path.name, "its files lie in another order: it was packed anew"))
    said = "story.json cannot be read"
    try:
        story = index.read(opened.read(bundle.STORY))
        pages_said = counted(sum(len(one.pages) for one in story.articles), "page")
        said = f"story {story.id}, {counted(len(story.articles), 'article')}, {pages_said}"
        findings += _parts(opened, story)
        findings += _records(opened, story)
    except EvidenceError as error:
        findings.append(Finding(State.BROKEN, error.subject, error.problem))
    return f"{said}; SHA-256 of its {bundle.SUMS}: {digest(listed)}", findings


def _manifest(opened: Opened, listed: bytes) -> Iterator[Finding]:
    """Every file against its line, and every line against its file."""
    sums: dict[str, str] = {}
    for number, line in enumerate(listed.decode("utf-8", "replace").splitlines(), 1):
        found = _SUM.fullmatch(line)
        if found is None or found[2] in sums:
            yield Finding(State.BROKEN, f"{bundle.SUMS}, line {number}", "is no line of a manifest, or a second one")
        else:
            sums[found[2]] = found[1]
    for name in opened.names:
        if name == bundle.SUMS:
            continue
        if name not in sums:
            yield Finding(State.BROKEN, name, f"is not listed in {bundle.SUMS}")
            continue
        try:
            if opened.digest(name) != sums[name]:
                yield Finding(State.BROKEN, name, f"is not the file that {bundle.SUMS} lists")
        except EvidenceError as error:
            yield Finding(State.BROKEN, name, error.problem)
    for name in sums.keys() - set(opened.names):
        yield Finding(State.BROKEN, name, f"is listed in {bundle.SUMS}, and is not there")


def _parts(opened: Opened, story: StorySaid) -> Iterator[Finding]:
    """Whether there is everything that story.json names, and nothing else."""
    parts = {bundle.README, bundle.SUMS, bundle.CITATIONS, bundle.STORY, bundle.EVENTS}
    if any(one.pages for one in story.articles):
        parts.add(bundle.WARC)
    for one in story.articles:
        parts.add(f"{folder(one.id)}/article.json")
        parts |= {text.file for text in one.texts}
        parts |= {name for page in one.pages for name in (page.file, page.headers)}
    for name in sorted(parts - set(opened.names)):
        yield Finding(State.BROKEN, name, "is named in story.json, and is not there")
    for name in sorted(set(opened.names) - parts):
        yield Finding(State.BROKEN, name, "is no part of the bundle: story.json names no such file")


def _records(opened: Opened, story: StorySaid) -> Iterator[Finding]:
    """Each page against its record, and whether pages.warc.gz is these records and nothing else."""
    if bundle.WARC not in opened.names:
        return
    end = 0
    with opened.reading(bundle.WARC) as stream:
        for one in story.articles:
            for page in one.pages:
                if page.offset != end:
                    yield _about(one, page, f"does not follow the one before it, which ends at {end}")
                end += page.length
                yield from _record(opened, one, page, stream.read(min(page.length, LARGEST_RECORD)))
    if end != opened.size(bundle.WARC):
        said = f"holds {opened.size(bundle.WARC):,} bytes; the records that story.json names are {end:,}"
        yield Finding(State.BROKEN, bundle.WARC, said)


def _record(opened: Opened, one: ArticleSaid, page: PageSaid, member: bytes) -> Iterator[Finding]:
    named = KeptPage(
        one.id, page.url, page.fetched_at, bundle.WARC, page.offset, page.length, page.record_sha256, page.page_sha256
    )
    try:
        record = pages.check(member, named)
    except EvidenceError as error:
        yield _about(one, page, error.problem)
        return
    for name, kept, said in ((page.file, record.body, "page"), (page.headers, record.head, "headers")):
        try:
            if name in opened.names and opened.digest(name) != digest(kept):
                yield _about(one, page, f"does not hold the {said} that {name} shows")
        except EvidenceError as error:
            yield Finding(State.BROKEN, name, error.problem)


def _about(one: ArticleSaid, page: PageSaid, said: str) -> Finding:
    return Finding(State.BROKEN, f"{bundle.WARC}, record at {page.offset} (article {one.id})", said)
