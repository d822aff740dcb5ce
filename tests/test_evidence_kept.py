"""Kept pages are what they were when they were kept: `treatywatch evidence verify` and `list` against the database."""

import gzip
import json
import stat
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from records import Lead, Page, Via
from store.database import open_database, writing
from store.evidence import EvidenceFile, cut_torn_end, record_place
from tests.evidence_kit import Kept
from tests.small_watch import prose

FILE = "20261109T120000Z-run1.warc.gz"
PAGES = 4
HEADERS = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Cache", "Hit"))


def page(number: int) -> Page:
    url = f"https://lantern.example/{number}"
    body = f"<html><h1>Page {number}</h1><p>{prose(number)}</p></html>".encode()
    lead = Lead(url, "lantern", "https://lantern.example/a.xml", Via.FEED)
    return Page(url, url, 200, HEADERS, body, f"2026-11-09T12:00:0{number}Z", lead)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Four pages of no article, kept as a crawl keeps them."""
    kept = Kept(tmp_path)
    written = EvidenceFile(kept.warc, FILE.removesuffix(".warc.gz"))
    db = open_database(tmp_path / "watch.db")
    for number in range(PAGES):
        place = written.write(page(number))
        with writing(db):
            record_place(db, page(number), place, None, None)
    written.close()
    db.close()
    return kept


def places(kept: Kept) -> list[tuple[int, int]]:
    return [tuple(row) for row in kept.ask("SELECT offset, length FROM evidence ORDER BY id")]


def rewrite(kept: Kept, data: bytes) -> None:
    (kept.warc / FILE).write_bytes(data)


def bytes_of(kept: Kept) -> bytes:
    return (kept.warc / FILE).read_bytes()


def forged(member: bytes, old: bytes, new: bytes) -> bytes:
    """The same record with other words in its page, and digests that agree with them."""
    record = next(iter(ArchiveIterator(BytesIO(member))))
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    headers = {name: record.rec_headers.get_header(name) for name in ("WARC-Date", "WARC-Record-ID")}
    payload = record.raw_stream.read().replace(old, new)
    writer.write_record(
        writer.create_warc_record(
            record.rec_headers.get_header("WARC-Target-URI"),
            "response",
            payload=BytesIO(payload),
            length=len(payload),
            http_headers=record.http_headers,
            warc_headers_dict=headers,
        )
    )
    return out.getvalue()


def test_pages_as_they_were_kept_verify(kept: Kept) -> None:
    assert f"{PAGES} pages in 1 files; all well" in kept.run("evidence", "verify").out
    assert f"{FILE}: {PAGES} records; all well" in kept.run("evidence", "verify", str(kept.warc / FILE)).out


def test_folder_and_files_are_their_owner_s(kept: Kept) -> None:
    assert stat.S_IMODE(kept.warc.stat().st_mode) == 0o700
    assert stat.S_IMODE((kept.warc / FILE).stat().st_mode) == 0o600


def test_a_folder_that_its_owner_shares_stays_shared(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    written = EvidenceFile(shared, "one")
    written.write(page(1))
    written.close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o750
    assert stat.S_IMODE((shared / "one.warc.gz").stat().st_mode) == 0o600


def test_a_byte_changed_names_its_record_and_no_other(kept: Kept) -> None:
    for offset, length in places(kept):
        data = bytes_of(kept)
        spoilt = bytearray(data)
        spoilt[offset + length // 2] ^= 1
        rewrite(kept, bytes(spoilt))
        answer = kept.run("evidence", "verify", expect=1)
        assert answer.out.count("broken: ") == 1
        assert f"broken: {FILE}, record at {offset} " in answer.out
        rewrite(kept, data)


def test_a_page_forged_with_right_digests_is_known_by_the_database(kept: Kept) -> None:
    data, (offset, length) = bytes_of(kept), places(kept)[-1]
    rewrite(kept, data[:offset] + forged(data[offset : offset + length], b"Page 3", b"Page 8"))
    kept.run("evidence", "verify", str(kept.warc / FILE))  # by itself it is without a fault
    answer = kept.run("evidence", "verify", expect=1)
    assert f"record at {offset} (a page that became no article, https://lantern.example/3)" in answer.out


def test_a_record_packed_anew_is_not_the_one_that_was_kept(kept: Kept) -> None:
    offset, _ = places(kept)[-1]
    data = bytes_of(kept)
    rewrite(kept, data[:offset] + gzip.compress(gzip.decompress(data[offset:]), 1))
    assert kept.run("evidence", "verify", expect=1).out.count("broken: ") == 1


def test_records_in_another_order_are_each_told(kept: Kept) -> None:
    data, (one, two, *_) = bytes_of(kept), places(kept)
    first, second = data[: one[1]], data[two[0] : sum(two)]
    rewrite(kept, second + first + data[sum(two) :])
    answer = kept.run("evidence", "verify", expect=1)
    assert answer.out.count("broken: ") == 2
    kept.run("evidence", "verify", str(kept.warc / FILE))


def test_a_file_cut_short_or_missing_names_every_page_that_is_lost(kept: Kept) -> None:
    cut = sum(places(kept)[1]) - 5
    rewrite(kept, bytes_of(kept)[:cut])
    answer = kept.run("evidence", "verify", expect=1)
    assert answer.out.count("broken: ") == 3
    assert "the file ends 5 bytes before its end" in answer.out
    assert "the file ends in the middle of it" in kept.run("evidence", "verify", str(kept.warc / FILE), expect=1).out
    (kept.warc / FILE).unlink()
    assert kept.run("evidence", "verify", expect=1).out.count("the file is not in ") == PAGES
    assert "missing" in kept.run("evidence", "list").out


def test_what_a_killed_crawl_left_is_told_and_is_no_fault(kept: Kept) -> None:
    rewrite(kept, bytes_of(kept) + b"half a record")
    (kept.warc / "20261110T120000Z-run2.warc.gz").write_bytes(b"")
    answer = kept.run("evidence", "verify")
    assert "goes on for 13 bytes that the database does not name" in answer.out
    assert "run2.warc.gz: the database names no page of it" in answer.out
    states = [row["state"] for row in json.loads(kept.run("evidence", "list", "--json").out)]
    assert states == ["goes on", "not named"]
    db = open_database(kept.folder / "watch.db")
    cut_torn_end(db, kept.warc)
    db.close()
    assert "goes on" not in kept.run("evidence", "verify").out


def test_what_was_kept_before_digests_were_noted_is_said_to_be(kept: Kept) -> None:
    kept.ask("UPDATE evidence SET record_sha256 = '', page_sha256 = '' WHERE id < 3")
    assert "2 of its pages were kept before digests were noted" in kept.run("evidence", "verify").out
    spoilt = bytearray(bytes_of(kept))
    spoilt[places(kept)[0][1] // 2] ^= 1
    rewrite(kept, bytes(spoilt))
    kept.run("evidence", "verify", expect=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("url = 'https://else.example/'", "names another address (https://lantern.example/0)"),
        ("fetched_at = '2026-11-09T13:00:00Z'", "names another time (2026-11-09T12:00:00Z)"),
        ("offset = 1", "is not what was kept: record at 0 is no gzip member"),
        ("length = length - 1", "is not what was kept"),
        ("file = '../watch.db'", "the database names no place in a file"),
        ("length = -1", "the database names no place in a file"),
    ],
)
def test_a_database_that_was_altered_does_not_agree_either(kept: Kept, change: str, said: str) -> None:
    kept.ask(f"UPDATE evidence SET {change} WHERE id = 1")
    assert said.replace("record at 0 ", "") in kept.run("evidence", "verify", expect=1).out


BROKEN = {
    "no gzip": (b"\x1f\x8b nonsense", "is no gzip member"),
    "empty": (b"", "holds no record"),
    "no record": (gzip.compress(b"GET / HTTP/1.1\r\n\r\n"), "is no WARC record"),
    "no length": (gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n"), "does not say how long it is"),
    "a wrong length": (
        gzip.compress(b"WARC/1.1\r\nContent-Length: 9\r\n\r\nabc\r\n\r\n"), "says that it holds 9 bytes, and holds 3",
    ),
    "a wrong digest": (
        gzip.compress(
            b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Block-Digest: sha1:AAAA\r\n"
            b"Content-Length: 3\r\n\r\nabc\r\n\r\n"
        ),
        "broken: ",
    ),
    "a bomb": (gzip.compress(bytes(129_000_000), 1), "is larger than 128 MB"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_warc_file_of_anybody_is_told_what_is_wrong_with_it(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "any.warc.gz"
    path.write_bytes(data)
    assert said in Kept(tmp_path).run("evidence", "verify", str(path), expect=1).out


def test_neither_a_bundle_nor_a_warc_file(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("hello")
    assert "is neither a bundle" in Kept(tmp_path).run("evidence", "verify", "text.txt", expect=1).err


def test_for_programs_the_findings_are_rows(kept: Kept) -> None:
    assert json.loads(kept.run("evidence", "verify", "--json").out) == []
    (kept.warc / FILE).unlink()
    rows = json.loads(kept.run("evidence", "verify", "--json", expect=1).out)
    assert [set(row) for row in rows] == [{"state", "where", "said"}] * PAGES
    [row] = json.loads(kept.run("evidence", "list", "--json").out)
    assert (row["file"], row["run"], row["pages"], row["size"], row["state"]) == (FILE, 1, PAGES, None, "missing")


def test_pages_without_a_folder_are_no_evidence(kept: Kept) -> None:
    assert "no folder of them is set" in kept.run("evidence", "verify", expect=1, TREATYWATCH_CRAWL_EVIDENCE="").err
    kept.ask("DELETE FROM evidence")
    assert "no pages are kept" in kept.run("evidence", "verify", TREATYWATCH_CRAWL_EVIDENCE="").out
