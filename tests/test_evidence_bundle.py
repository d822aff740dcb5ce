"""`treatywatch export --story ID --bundle FILE.zip`: what an editor or a court gets, and that it can be checked."""

import json
import re
import shutil
import stat
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from demo.press import open_press
from tests.evidence_kit import Files, Kept, Spoil, listed_anew, one_of, unzipped, zipped
from tests.small_watch import prose, small_watch
from tests.watching import Watch

BOMB = 64_000_000  # bytes of nothing


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Both days of the demo press, crawled with evidence on; nothing here changes it."""
    folder = tmp_path_factory.mktemp("crawled")
    with open_press() as press:
        watch = Watch(folder, press.url)
        watch.run("crawl")
        press.set_day(2)
        watch.run("crawl")
    return Kept(folder)


@pytest.fixture(scope="module")
def edited(crawled: Kept) -> int:
    """A story with several carriers, one of which was edited."""
    [(story,)] = crawled.ask(
        "SELECT story FROM articles WHERE id IN (SELECT article FROM revisions) GROUP BY story"
        " ORDER BY (SELECT count(*) FROM articles a WHERE a.story = articles.story) DESC LIMIT 1"
    )
    return int(story)


@pytest.fixture(scope="module")
def bundle(crawled: Kept, edited: int) -> Path:
    return crawled.bundle(edited, "module.zip")


@pytest.fixture(scope="module")
def files(bundle: Path) -> Files:
    return unzipped(bundle)


@pytest.fixture
def kept(crawled: Kept, tmp_path: Path) -> Kept:
    """A copy that a test may spoil."""
    return crawled.copy(tmp_path / "kept")


def articles_of(files: Files) -> list[dict[str, Any]]:
    return [json.loads(data) for name, data in files.items() if name.endswith("/article.json")]


def test_the_manifest_is_checked_by_sha256sum_itself(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path)
    [top] = tmp_path.iterdir()
    if shutil.which("sha256sum") is None:
        pytest.skip("needs sha256sum")
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=top, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == sum(path.is_file() for path in top.rglob("*")) - 1


def test_other_tools_read_the_pages_and_find_their_digests_right(files: Files, tmp_path: Path) -> None:
    warc = tmp_path / "pages.warc.gz"
    warc.write_bytes(files[one_of(files, "pages.warc.gz$")])
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", str(warc)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.count("digest pass") == sum(len(one["pages"]) for one in articles_of(files))


def test_every_page_is_the_record_s_body_and_the_record_is_the_one_that_was_kept(crawled: Kept, files: Files) -> None:
    warc = files[one_of(files, "pages.warc.gz$")]
    for article in articles_of(files):
        for page in article["pages"]:
            record = warc[page["offset"] : page["offset"] + page["length"]]
            kept = (crawled.warc / page["kept_in"]["file"]).read_bytes()
            assert kept[page["kept_in"]["offset"] :].startswith(record)
            read = next(iter(ArchiveIterator(BytesIO(record))))
            assert read.raw_stream.read() == files[one_of(files, page["file"])]
            assert read.rec_headers.get_header("WARC-Date") == page["fetched_at"]
            assert f"HTTP/1.1 {page['status']}".encode() in files[one_of(files, page["headers"])]


def test_every_text_is_there_with_the_page_that_it_was_read_from(crawled: Kept, files: Files) -> None:
    [changed] = [one for one in articles_of(files) if len(one["texts"]) > 1]
    [old] = crawled.ask("SELECT title, text, replaced_at FROM revisions WHERE article = ?", changed["id"])
    [new] = crawled.ask("SELECT title, text FROM articles WHERE id = ?", changed["id"])
    first, second = changed["texts"]
    for told, (title, text) in ((first, old[:2]), (second, new)):
        written = files[one_of(files, told["file"])].decode()
        assert written.startswith(f"{title}\n")
        assert all(paragraph in written for paragraph in text.split("\n"))
    assert (first["until"], second["fetched_at"], second["until"]) == (old[2], old[2], None)
    assert [told["page"] for told in changed["texts"]] == [page["file"] for page in changed["pages"]]


def test_a_citation_names_outlet_headline_claimed_date_address_time_and_digest(files: Files) -> None:
    lines = files[one_of(files, "citations.txt$")].decode().splitlines()
    told = {one["id"]: one for one in articles_of(files)}
    assert len(lines) == len(told)
    for line in lines:
        article = told[int(line[1 : line.index("]")])]
        page = article["pages"][-1]
        claimed = article["published_local"] or article["published_at"]
        for part in (article["outlet_name"], article["title"], claimed, page["url"], page["fetched_at"]):
            assert part in line
        assert page["page_sha256"] in line


def test_the_story_says_where_it_came_from_and_what_made_it_so(crawled: Kept, edited: int, files: Files) -> None:
    story = json.loads(files[one_of(files, "story.json$")])
    told = json.loads(crawled.run("story", str(edited), "--json").out)
    assert story["origin"]["article"] == told["origin"]
    assert story["origin"]["why"]
    shown = [(one["id"], one["relation"], one["of"], one["share"], one["credits"]) for one in story["articles"]]
    assert shown == [(c["id"], c["relation"], c["of"], c["share"], c["credits"]) for c in told["carriers"]]
    assert set(story["versions"]) == {"treatywatch", "extraction", "judge", "folding", "folded_by"}
    events = [json.loads(line) for line in files[one_of(files, "events.jsonl$")].splitlines()]
    assert {"new carrier", "edited"} < {event["kind"] for event in events}
    assert [event["mark"] for event in events] == sorted(event["mark"] for event in events)


def test_the_readme_says_how_to_verify_and_what_is_not_promised(files: Files) -> None:
    text = files[one_of(files, "README.txt$")].decode()
    assert "sha256sum -c SHA256SUMS" in text
    assert "WHAT IS NOT PROMISED" in text
    assert max(map(len, text.splitlines())) <= 79


def test_names_are_safe_on_every_system(files: Files) -> None:
    assert all(re.fullmatch(r"story-\d+(/[A-Za-z0-9][A-Za-z0-9.-]*)+", name) for name in files)
    assert len({name.lower() for name in files}) == len(files)


def test_the_same_state_gives_the_same_bytes(crawled: Kept, edited: int, bundle: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    crawled.run("export", "--story", str(edited), "--bundle", str(again), TZ="Asia/Seoul")
    assert again.read_bytes() == bundle.read_bytes()
    with zipfile.ZipFile(bundle) as packed:
        assert packed.namelist() == sorted(packed.namelist())
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_bundle_is_its_owner_s_and_never_written_over_unasked(kept: Kept, edited: int, tmp_path: Path) -> None:
    path = tmp_path / "out" / "one.zip"
    path.parent.mkdir()
    path.write_text("mine")
    command = ("export", "--story", str(edited), "--bundle", str(path))
    assert "exists already" in kept.run(*command, expect=1).err
    assert path.read_text() == "mine"
    kept.run(*command, "--replace")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["one.zip"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--story", "1"), "go together"),
        (("--bundle", "x.zip"), "go together"),
        (("--replace",), "go together"),
        (("--story", "1", "--bundle", "x.zip", "--format", "csv"), "leave --format"),
        (("--story", "999", "--bundle", "x.zip"), "story 999: does not exist"),
    ],
)
def test_a_wrong_call_is_answered(crawled: Kept, arguments: tuple[str, ...], said: str) -> None:
    assert said in crawled.run("export", *arguments, expect=2).err
    assert not (crawled.folder / "x.zip").exists()


def test_an_article_read_by_its_feed_alone_says_that_it_has_no_page(crawled: Kept, tmp_path: Path) -> None:
    [(story, article)] = crawled.ask(
        "SELECT story, id FROM articles AS a WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE article = a.id) LIMIT 1"
    )
    path = tmp_path / "feed.zip"
    assert "without a page" in crawled.run("export", "--story", str(story), "--bundle", str(path)).out
    files = unzipped(path)
    [told] = [one for one in articles_of(files) if one["id"] == article]
    assert "read by its feed alone" in told["no_page"]
    assert told["no_page"] in " ".join(files[one_of(files, "README.txt$")].decode().split())
    assert told["no_page"] in files[one_of(files, "citations.txt$")].decode()
    crawled.run("evidence", "verify", str(path))


def test_what_was_crawled_with_evidence_off_says_so(kept: Kept, edited: int) -> None:
    kept.ask("DELETE FROM evidence")
    files = unzipped(kept.bundle(edited))
    assert all("kept no pages" in one["no_page"] for one in articles_of(files))
    assert not any("warc" in name for name in files)
    kept.run("evidence", "verify", "story.zip")


def test_imported_articles_say_so_and_decisions_of_users_are_told(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    rows = [{"id": n, "title": f"Headline\u2028{n}", "text": prose(n), "url": f"https://a.example/{n}"} for n in (1, 2)]
    watch.keep(*rows)
    watch.run("story", "merge", "1", "2")
    watch.run("export", "--story", "1", "--bundle", "b.zip")
    files = unzipped(tmp_path / "b.zip")
    assert all("imported from a file" in one["no_page"] for one in articles_of(files))
    [decision] = json.loads(files[one_of(files, "story.json$")])["decisions"]
    assert (decision["kind"], decision["by"], decision["went"]) == ("merge", "user", [2])
    watch.run("evidence", "verify", "b.zip")
    assert "it is a part of story 1 now" in watch.run("export", "--story", "2", "--bundle", "c.zip", expect=2).err


def test_a_page_that_is_lost_or_altered_is_left_out_and_named(kept: Kept, edited: int) -> None:
    [file] = {file for (file,) in kept.ask("SELECT file FROM evidence ORDER BY id LIMIT 1")}
    (kept.warc / file).unlink()
    answer = kept.run("export", "--story", str(edited), "--bundle", "lost.zip", expect=3)
    assert f"{file}, record at" in answer.err
    files = unzipped(kept.folder / "lost.zip")
    assert any(lost["kept_in"]["file"] == file for one in articles_of(files) for lost in one["pages_lost"])
    assert "NOT IN HERE" in files[one_of(files, "README.txt$")].decode()
    kept.run("evidence", "verify", "lost.zip")


def test_a_whole_bundle_verifies_without_a_database(bundle: Path, edited: int, tmp_path: Path) -> None:
    answer = Kept(tmp_path).run("evidence", "verify", str(bundle))
    assert f"story {edited}" in answer.out
    assert "all well" in answer.out
    assert not (tmp_path / "watch.db").exists()


def change(pattern: str, how: Any, *, listed: bool = False) -> Spoil:
    """Change a file of a bundle, and its line of the manifest with it where `listed`."""

    def spoil(files: Files) -> Files:
        name = one_of(files, pattern)
        spoilt = {**files, name: how(files[name])}
        return listed_anew(spoilt) if listed else spoilt

    return spoil


def other_byte(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def records_swapped(data: bytes) -> bytes:
    """The first two gzip members in the other order."""
    second = data.index(b"\x1f\x8b\x08", 10)
    third = data.find(b"\x1f\x8b\x08", second + 10)
    third = len(data) if third < 0 else third
    return data[second:third] + data[:second] + data[third:]


def without(pattern: str, *, listed: bool = False) -> Spoil:
    def spoil(files: Files) -> Files:
        left = {name: data for name, data in files.items() if not re.search(pattern, name)}
        return listed_anew(left) if listed else left

    return spoil


def with_file(name: str, data: bytes = b"more", *, listed: bool = False) -> Spoil:
    def spoil(files: Files) -> Files:
        more = {**files, name.replace("TOP", next(iter(files)).partition("/")[0]): data}
        return listed_anew(more) if listed else more

    return spoil


SPOILT: dict[str, tuple[Spoil, str]] = {
    "a text": (change("text-01.txt$", other_byte), "text-01.txt: is not the file that SHA256SUMS lists"),
    "a page": (change("page-01.html$", other_byte), "page-01.html: is not the file that SHA256SUMS lists"),
    "a page, listed anew": (change("page-01.html$", other_byte, listed=True), "does not hold the page that articles/"),
    "headers, listed anew": (change("http.txt$", other_byte, listed=True), "does not hold the headers that articles/"),
    "a record": (change("warc.gz$", other_byte), "pages.warc.gz: is not the file that SHA256SUMS lists"),
    "a record, listed anew": (change("warc.gz$", other_byte, listed=True), "(article "),
    "records cut": (
        change("warc.gz$", lambda data: data[:-9], listed=True),
        "the file ends in the middle of it",
    ),
    "records in another order": (change("warc.gz$", records_swapped, listed=True), "record at 0 (article "),
    "a record more": (change("warc.gz$", lambda data: data * 2, listed=True), "the records that story.json names are"),
    "a wrong manifest": (change("SHA256SUMS$", lambda data: data.replace(b"0", b"1")), "is not the file that SHA256S"),
    "a manifest of nonsense": (change("SHA256SUMS$", lambda data: b"\xff\n" + data), "SHA256SUMS, line 1: is no line"),
    "no manifest": (without("SHA256SUMS$"), "SHA256SUMS: is not in it"),
    "a file less": (without("text-01.txt$"), "text-01.txt: is listed in SHA256SUMS, and is not there"),
    "a file less, listed anew": (without("text-01.txt$", listed=True), "is named in story.json, and is not there"),
    "no story": (without("story.json$", listed=True), "story.json: is not in it"),
    "a story of nonsense": (change("story.json$", lambda _: b'{"format": 1}', listed=True), "is not that of a bundle"),
    "a story too deep": (change("story.json$", lambda _: b"[" * 9**5, listed=True), "is not that of a bundle"),
    "a file more": (with_file("TOP/more.txt"), "more.txt: is not listed in SHA256SUMS"),
    "a file more, listed anew": (with_file("TOP/more.txt", listed=True), "more.txt: is no part of the bundle"),
    "a file beside the folder": (with_file("beside.txt"), "beside.txt: stands outside of the bundle's folder"),
    "a path upwards": (with_file("TOP/../../evil.txt"), "has a name that could leave its folder"),
    "an absolute path": (with_file("/etc/evil.txt"), "has a name that could leave its folder"),
    "a drive": (with_file("C:\\evil.txt"), "has a name that could leave its folder"),
    "a name with a terminal's commands": (with_file("TOP/\x1b[2Jevil"), "has a name that could leave its folder"),
    "a name twice but for its case": (with_file("TOP/readme.TXT"), "is there twice"),
    "a bomb": (with_file("TOP/articles/000001/page-99.html", bytes(BOMB)), "a bomb"),
}


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT.keys())
def test_what_was_changed_is_told(files: Files, tmp_path: Path, spoil: Spoil, said: str) -> None:
    path = zipped(tmp_path / "spoilt.zip", spoil(dict(files)))
    answer = Kept(tmp_path).run("evidence", "verify", str(path), expect=1)
    assert said in answer.out
    assert "\x1b" not in answer.out
    assert [one.name for one in tmp_path.iterdir()] == ["spoilt.zip"]


def whole_zips(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "cut short", data[: len(data) // 2]
    yield "its end lost", data[:-1]
    yield "empty", b""
    yield "no zip", b"PK nothing of the kind"
    yield "bytes changed", data[:2000] + bytes(50) + data[2050:]


def test_a_damaged_zip_is_told_and_nothing_is_raised(bundle: Path, tmp_path: Path) -> None:
    for name, data in whole_zips(bundle.read_bytes()):
        path = tmp_path / f"{name}.zip"
        path.write_bytes(data)
        assert "broken: " in Kept(tmp_path).run("evidence", "verify", str(path), expect=1).out, name


def test_a_link_and_a_second_entry_of_one_name_are_refused(files: Files, tmp_path: Path) -> None:
    top = next(iter(files)).partition("/")[0]
    link = zipfile.ZipInfo(f"{top}/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for entry, said in ((link, "is a link"), (zipfile.ZipInfo(f"{top}/README.txt"), "is there twice")):
        path = zipped(tmp_path / "one.zip", files)
        with zipfile.ZipFile(path, "a") as packed, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zipfile would not do it unasked either
            packed.writestr(entry, "/etc/passwd")
        assert said in Kept(tmp_path).run("evidence", "verify", str(path), expect=1).out


def test_a_bundle_that_was_packed_anew_is_the_same_and_said_to_be(files: Files, tmp_path: Path) -> None:
    path = zipped(tmp_path / "anew.zip", dict(reversed(files.items())))
    answer = Kept(tmp_path).run("evidence", "verify", str(path))
    assert "it was packed anew" in answer.out
    assert "all well" in answer.out
