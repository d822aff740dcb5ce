"""Whatever bytes a record or a bundle is made of, reading it ends in an answer; nothing altered passes for whole."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import EvidenceError
from evidence import bundle, verify, zipped
from evidence.bundle import Taken
from evidence.pages import KeptPage, digest
from evidence.warc import members, read_record
from records import Lead, Page, Via
from store.evidence import EvidenceFile
from tests.evidence_kit import unzipped

URL, AT = "https://lantern.example/1", "2026-11-09T12:00:00Z"
BODY = b"<h1>Norland and Sudmark</h1>"
QUICK = settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = (b"\r\n", b":", b"\0", b"\xff\xfe", b"sha1:", b"\r\n ", b"9" * 20, b"\x1b[2J", b" ")
edits = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=3)), max_size=4
)


def edited(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """At each place so many bytes replaced by others."""
    for place, gone, come in changes:
        at = place % (len(data) + 1)
        data = data[:at] + come + data[at + gone :]
    return data


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("one")
    lead = Lead(URL, "lantern", URL, Via.FEED)
    written = EvidenceFile(folder, "one")
    written.write(Page(URL, URL, 200, (("Content-Type", "text/html"),), BODY, AT, lead))
    written.close()
    return (folder / "one.warc.gz").read_bytes()


@pytest.fixture(scope="module")
def whole(member: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest bundle."""
    [(_, _, content)] = members(BytesIO(member))
    record = read_record(content)
    page = KeptPage(1, URL, AT, "one.warc.gz", 0, len(member), digest(member), digest(BODY))
    told = {"title": "One", "standfirst": "", "text": "Two", "published_at": ""}
    told |= dict.fromkeys(("published_raw", "published_local", "published_precision", "published_doubt"), "")
    more = {"outlet_name": "Lantern", "url": URL, "run": 1, "page_fetched": True, "revisions": [], "first_seen": AT}
    versions = dict.fromkeys(("treatywatch", "extraction", "judge", "folding", "folded_by"), "1")
    story = {"id": 1, "title": "One", "first_seen": AT, "origin": {"article": 1, "why": "it is"}, "decisions": []}
    facts = story | {"articles": [{"id": 1, **told, **more}], "events": [], "versions": versions}
    path = tmp_path_factory.mktemp("whole") / "one.zip"
    files = bundle.build(facts | {"as_of": {"mark": 1, "at": AT}}, {1: [Taken(page, member, record)]})
    zipped.write(path, files, under="story-1")
    assert verify.file(path).well
    return path


@QUICK
@given(edits)
def test_a_record_of_any_bytes_is_read_or_refused(member: bytes, capfd: pytest.CaptureFixture[str], changes) -> None:
    [(_, _, content)] = members(BytesIO(member))
    head, parted, block = edited(content, changes).partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    framed = b"\r\n".join([*lines, b"Content-Length: %d" % max(0, len(block) - 4)]) + parted + block
    for data in (framed, edited(content, changes)):
        with suppress(EvidenceError):
            read_record(data)
    assert capfd.readouterr() == ("", "")


@QUICK
@given(edits)
def test_a_file_of_any_bytes_is_read_or_refused(member: bytes, tmp_path: Path, changes) -> None:
    path = tmp_path / "any.warc.gz"
    path.write_bytes(edited(member * 2, changes))
    verify.file(path)


@QUICK
@given(edits)
def test_a_bundle_that_verifies_holds_what_was_put_into_it(whole: Path, tmp_path: Path, changes) -> None:
    path = tmp_path / "any.zip"
    path.write_bytes(edited(whole.read_bytes(), changes))
    with suppress(EvidenceError):
        if verify.file(path).well:
            assert [*unzipped(path).values()] == [*unzipped(whole).values()]
