"""The doors for other tools: one line out for each line in, in order; what goes in once comes out whole."""

import csv
import gzip
import io
import json
import os
import pty
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.small_watch import SmallWatch, prose, small_watch

PAGES = 300  # enough to keep every core busy for a while
ON_TOPIC = "Norland and Sudmark opened the bridge between them on Monday. Sudmark thanked Norland."


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


def page(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    head = f'<html lang="en"><head><title>{title}</title></head>'
    return f"{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def copies(count: int = 24) -> Iterator[dict[str, Any]]:
    """Articles of which every third begins a story that the next two carry."""
    for number in range(count):
        outlet = f"outlet{number % 3}"
        text = prose(number // 3)
        yield {
            "id": f"d{number}",
            "url": f"https://{outlet}.example/{number}",
            "outlet": outlet,
            "title": f"Title {number}",
            "text": text if number % 3 < 2 else text + "\n" + prose(1000 + number, 40),
            "published_at": "2026-11-09T10:00:00Z",
        }


def stories(watch: SmallWatch) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for row in watch.run("export").lines:
        found.setdefault(row["story"], set()).add(row["ref"])
    return {frozenset(refs) for refs in found.values()}


# -- extract


def test_extract_answers_every_line_in_order_whatever_it_holds(watch: SmallWatch) -> None:
    watch.write("pages/1.html", page("The bridge opens", prose(1)))
    (watch.folder / "pages/2.html.gz").write_bytes(gzip.compress(page("The bridge closes", prose(2)).encode()))
    watch.write("pages/3.html", "<html><body></body></html>")
    (watch.folder / "pages/broken.gz").write_bytes(gzip.compress(b"x" * 9999)[:20])
    (watch.folder / "pages/bomb.gz").write_bytes(gzip.compress(b" " * 10_000_001))
    url = "https://lantern.example/1"
    lines: list[dict[str, Any] | str] = [
        "{ not JSON",
        {"id": 1, "url": url, "file": "pages/1.html"},
        {"id": "gone", "url": url, "file": "pages/none.html"},
        "[1]",
        "[" * 50_000,
        {"id": 2, "url": url, "file": "pages/2.html.gz"},
        {"id": 3, "url": url, "file": "pages/3.html"},
        {"id": None, "url": url},
        {"file": "pages/1.html"},
        {"id": "\ud800", "url": url, "file": "x\0y"},
        {"id": "folder", "url": url, "file": "pages"},
        {"id": "broken", "url": url, "file": "pages/broken.gz"},
        {"id": "bomb", "url": url, "file": "pages/bomb.gz"},
    ]
    file = watch.folder / "pages.jsonl"
    file.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    answers = watch.run("extract", "--workers", "2", str(file)).lines
    assert [answer.get("title", "-") for answer in answers] == [
        *("-", "The bridge opens", "-", "-", "-", "The bridge closes"), *["-"] * 7,
    ]  # fmt: skip
    assert [answer["id"] for answer in answers] == [
        None, 1, "gone", None, None, 2, 3, None, None, "\ud800", "folder", "broken", "bomb",
    ]  # fmt: skip
    assert answers[1]["text"] == prose(1)
    assert "line 1 is not JSON" in answers[0]["refused"]
    assert "No such file" in answers[2]["refused"]
    assert answers[6]["refused"].startswith("unreadable: ")
    assert answers[7]["refused"] == "line 8 names no file"
    assert "larger than 10,000,000 bytes" in answers[12]["refused"]
    fields = """id url title standfirst text authors published_at published_day modified_at language agency
        agency_evidence site_name canonical_url image"""
    assert set(answers[1]) == set(fields.split())


def test_extract_takes_one_page_with_its_address(watch: SmallWatch) -> None:
    watch.write("page.html", page("The bridge opens", prose(1)))
    answer = json.loads(watch.run("extract", "page.html", "--url", "https://lantern.example/1").out)
    assert (answer["title"], answer["url"]) == ("The bridge opens", "https://lantern.example/1")
    assert "needs the address it came from" in watch.run("extract", "page.html", expect=2).err
    assert "does not exist" in watch.run("extract", "none.html", expect=2).err


def children(pid: int) -> Iterator[int]:
    """The processes below one, however deep."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError):
            for child in map(int, listed.read_text().split()):
                yield child
                yield from children(child)


def busy(pid: int) -> int:
    """Clock ticks of the processor that a process has taken for itself."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])
    return 0


def test_extract_reads_pages_on_all_cores_and_shows_how_far_it_is(watch: SmallWatch) -> None:
    watch.write("page.html", page("The bridge opens", prose(1)))
    line = json.dumps({"id": "{}", "url": "https://lantern.example/1", "file": "page.html"}) + "\n"
    (watch.folder / "pages.jsonl").write_text("".join(line.replace("{}", str(n)) for n in range(PAGES)))
    screen, terminal = pty.openpty()
    told = {"TERM": "xterm", "COLUMNS": "60"}
    with (watch.folder / "out.jsonl").open("w") as out:
        running = watch.process("extract", "pages.jsonl", stdout=out, stderr=terminal, env=told)
    os.close(terminal)
    shown, worked = b"", dict[int, int]()
    with suppress(OSError):  # the end of a terminal whose other side is gone
        while chunk := os.read(screen, 4096):
            shown += chunk
            worked.update((pid, max(worked.get(pid, 0), busy(pid))) for pid in children(running.pid))
    os.close(screen)
    assert running.wait(60) == 0
    answers = [json.loads(line) for line in (watch.folder / "out.jsonl").read_text().splitlines()]
    assert [answer["id"] for answer in answers] == [str(n) for n in range(PAGES)]
    assert {answer.get("text") for answer in answers} == {prose(1)}
    assert re.search(rf"extracting.*?\d+/{PAGES}".encode(), shown)
    # Besides the workers there are the fork server, which does no work after its imports, and a tracker.
    cores = os.cpu_count() or 1
    assert len(worked) >= cores + 1
    assert sum(1 for ticks in worked.values() if ticks > 0) >= cores


# -- judge


def test_judge_takes_what_there_is_and_its_offsets_are_right(watch: SmallWatch) -> None:
    articles: list[dict[str, Any] | str] = [
        {"id": "both", "title": "Norland and Sudmark sign", "text": f"🧨 {ON_TOPIC}\n{prose(1)}"},
        {"id": "title", "title": "Норланд и Зюдмарк"},
        {"id": "text", "text": ON_TOPIC},
        {"id": "null", "title": None, "text": None},
        "nonsense",
        {"id": "off", "title": "A garden", "text": prose(2)},
    ]
    answers = watch.run("judge", str(watch.articles("a.jsonl", articles))).lines
    assert [answer["id"] for answer in answers] == ["both", "title", "text", "null", None, "off"]
    assert [answer.get("relevant") for answer in answers] == [True, True, True, False, None, False]
    assert "line 5 is not JSON" in answers[4]["refused"]
    for answer, article in zip(answers, articles, strict=True):
        for term in answer.get("terms", ()):
            assert isinstance(article, dict)
            assert article[term["field"]][term["start"] : term["end"]] == term["text"]
    assert {term["concept"] for term in answers[2]["terms"]} == {"norland", "sudmark"}


# -- import and export


def test_import_folds_in_the_order_of_the_file(watch: SmallWatch) -> None:
    answer = watch.keep(*copies())
    assert answer.out.split() == ["16", "new", "carrier", "8", "new", "story"]
    rows = watch.run("export").lines
    assert [row["ref"] for row in rows] == [f"d{number}" for number in range(24)]
    assert [row["relation"] for row in rows[:3]] == ["origin", "identical", "extended"]
    assert stories(watch) == {frozenset(f"d{3 * n + k}" for k in range(3)) for n in range(8)}


def test_import_keeps_what_is_on_the_topic_unless_told_not_to_judge(watch: SmallWatch) -> None:
    articles = [{"id": 1, "title": "Bridge", "text": ON_TOPIC}, {"id": 2, "title": "Garden", "text": prose(1)}]
    answer = watch.keep(*articles, no_judge=False)
    assert "1  not kept: off topic" in answer.out
    assert [row["ref"] for row in watch.run("export").lines] == ["1"]


def test_a_second_import_of_the_same_file_changes_nothing(watch: SmallWatch) -> None:
    watch.keep(*copies(6))
    before = watch.run("export").out
    assert watch.keep(*copies(6)).out.split() == ["6", "imported", "before"]
    assert watch.run("export").out == before


def test_an_id_whose_address_is_known_has_a_line_of_its_own(watch: SmallWatch) -> None:
    first = {"id": "a", "outlet": "o", "url": "https://o.example/1", "title": "One", "text": prose(1)}
    watch.keep(first, {**first, "id": "b", "url": "http://www.o.example/1/?utm_source=x"})
    watch.keep({**first, "id": "c", "text": prose(1) + "\nA new last line about the bridge."})
    rows = watch.run("export").lines
    assert [(row["ref"], row["id"]) for row in rows] == [("a", 1), ("b", 1), ("c", 1)]
    assert all(row["text"].endswith("about the bridge.") for row in rows)


@pytest.mark.parametrize(
    ("field", "given", "value", "precision"),
    [
        ("published_at", "2026-11-09T13:15:00+03:00", "2026-11-09T10:15:00Z", "instant"),
        ("published_at", "2026-11-09T13:15:00", "2026-11-09T13:15:00", "naive"),
        ("date", "2026-11-09 13:15:00", "2026-11-09T13:15:00", "naive"),
        ("date", "2026-11-09", "2026-11-09", "day"),
        ("date", None, "", ""),
    ],
)
def test_a_date_is_kept_as_precise_as_it_came(
    watch: SmallWatch, field: str, given: str | None, value: str, precision: str
) -> None:
    watch.keep({"id": 1, "title": "Bridge", "text": ON_TOPIC, field: given})
    (row,) = watch.run("export").lines
    assert (row["published_at"], row["published_precision"]) == (value, precision)


def test_lines_that_cannot_be_used_are_named_and_the_others_kept(watch: SmallWatch) -> None:
    lines: list[dict[str, Any] | str] = ["nonsense", {"id": 1, "title": "Bridge"}, {"id": 2}, {"id": 3, "text": "\0"}]
    answer = watch.run("import", "--no-judge", "--workers", "1", str(watch.articles("a.jsonl", lines)), expect=1)
    assert answer.out.split() == ["1", "new", "story", "3", "unusable"]
    assert "line 1 is not JSON" in answer.err
    assert "line 3: neither a title nor a text" in answer.err
    assert [row["ref"] for row in watch.run("export").lines] == ["1"]


def test_a_killed_import_that_is_started_again_ends_like_one_that_was_not(tmp_path: Path) -> None:
    whole, killed = small_watch(tmp_path / "whole"), small_watch(tmp_path / "killed")
    whole.keep(*copies(240))
    file = killed.articles("in.jsonl", copies(240))
    process = killed.process("import", "--no-judge", "--workers", "1", str(file), stdout=-3, stderr=-3)
    deadline = time.monotonic() + 60
    kept = 0
    while kept < 20 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
        kept = rows(killed)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 20 <= rows(killed) < 240
    killed.keep(*copies(240))
    assert stories(killed) == stories(whole)
    assert rows(killed) == 240


def rows(watch: SmallWatch) -> int:
    if not watch.database.exists():
        return 0
    with closing(sqlite3.connect(f"file:{watch.database}?mode=ro", uri=True)) as db:
        try:
            return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:  # the schema is not there yet
            return 0


def test_export_comes_in_three_shapes_that_hold_the_same(watch: SmallWatch) -> None:
    watch.keep(*copies(6))
    lines = watch.run("export").lines
    table = list(csv.DictReader(io.StringIO(watch.run("export", "--format", "csv").out)))
    watch.run("export", "--format", "sqlite", "--output", "copy.db")
    watch.run("export", "--format", "csv", "--output", "copy.csv")
    with closing(sqlite3.connect(watch.folder / "copy.db")) as db:
        copied = db.execute("SELECT ref, story, text, agencies FROM articles").fetchall()
    assert [(row["ref"], row["story"], row["text"], json.dumps(row["agencies"])) for row in lines] == copied
    assert [(row["ref"], str(row["story"]), row["text"]) for row in lines] == [
        (row["ref"], row["story"], row["text"]) for row in table
    ]
    assert list(table[0]) == list(lines[0])
    assert len((watch.folder / "copy.csv").read_text().splitlines()) > 6
    assert "exists already" in watch.run("export", "--format", "sqlite", "--output", "copy.db", expect=2).err
    assert "add --output" in watch.run("export", "--format", "sqlite", expect=2).err


def test_an_empty_database_is_exported_with_its_column_names(watch: SmallWatch) -> None:
    watch.keep()
    assert watch.run("export").out == ""
    assert watch.run("export", "--format", "csv").out.startswith("id,ref,story,")
    watch.run("export", "--format", "sqlite", "--output", "copy.db")
    with closing(sqlite3.connect(watch.folder / "copy.db")) as db:
        assert db.execute("SELECT count(story) FROM articles").fetchone() == (0,)


@pytest.mark.parametrize("title", ["=cmd()", "+1", "-1", "@x"])
def test_cells_that_a_spreadsheet_would_run_are_neutralised_unless_raw(watch: SmallWatch, title: str) -> None:
    watch.keep({"id": 1, "title": title, "text": "A text."})
    for switches, wanted in (([], f"'{title}"), (["--raw"], title)):
        out = watch.run("export", "--format", "csv", *switches).out
        assert next(csv.DictReader(io.StringIO(out)))["title"] == wanted


def test_whoever_stops_reading_ends_an_export_quietly(watch: SmallWatch) -> None:
    watch.keep(*copies(120))
    with watch.process("export", stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["ref"] == "d0"
        process.stdout.close()
        assert process.stderr.read() == ""
