"""`treatywatch check` finds each fault and says what to do; `--repair` copies the file first, then mends it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.kept_watch import ARTICLES, findings, kept_watch
from tests.small_watch import SmallWatch, prose


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return kept_watch(tmp_path)


def change(watch: SmallWatch, *statements: str) -> None:
    with closing(sqlite3.connect(watch.database)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def test_a_sound_watch_has_nothing_broken(watch: SmallWatch) -> None:
    found = findings(watch)
    assert {line["state"] for line in found.values()} <= {"well", "note"}
    assert {"configuration", "integrity", "schema", "keys", "search index", "leads", "clock", "disk"} <= set(found)
    assert found["stories"]["said"].startswith(f"{ARTICLES} stories of {ARTICLES} articles")


def test_a_check_changes_nothing(watch: SmallWatch) -> None:
    before = watch.database.read_bytes()
    watch.run("check")
    assert watch.database.read_bytes() == before


def test_no_database_yet_is_no_fault(watch: SmallWatch) -> None:
    assert "is not there yet" in watch.run("--db", "other.db", "check", "--json").out
    assert not (watch.folder / "other.db").exists()


@pytest.mark.parametrize(
    ("statement", "check", "says"),
    [
        ("DELETE FROM stories WHERE id = 1", "keys", "articles 1 names no stories"),
        ("UPDATE articles SET story = 2 WHERE id = 1", "stories", "the origin of story 1 stands in another story"),
        ("DROP INDEX articles_by_story", "schema", "missing: index articles_by_story"),
        ("INSERT INTO article_words (article_words) VALUES ('delete-all')", "search index", f"{ARTICLES} articles"),
        ("UPDATE exemplars SET story = 2 WHERE article = 1", "folding index", "1 exemplars stand in another story"),
    ],
)
def test_what_contradicts_itself_is_named_and_makes_the_command_fail(
    watch: SmallWatch, statement: str, check: str, says: str
) -> None:
    change(watch, statement)
    found = findings(watch, expect=1)
    assert found[check]["state"] == "broken"
    assert says in found[check]["said"]
    assert found[check]["do"]


LEAD = (
    "INSERT INTO leads (key, url, outlet, source, via, found_at, not_before)"
    " VALUES ('k', 'https://lantern.example/1', 'lantern', 's', 'feed', '{found}', '{wait}')"
)


def test_leads_that_wait_for_weeks_are_named_with_their_outlet(watch: SmallWatch) -> None:
    change(watch, LEAD.format(found="2026-01-01T00:00:00Z", wait=""))
    assert findings(watch)["leads"]["said"].endswith(": lantern 1")


def test_what_comes_from_the_future_speaks_of_a_wrong_clock(watch: SmallWatch) -> None:
    change(watch, "UPDATE stories SET first_seen = '2099-01-01T00:00:00Z' WHERE id = 3")
    assert "2099-01-01T00:00:00Z" in findings(watch)["clock"]["said"]


def test_what_a_wrong_clock_put_off_for_years_is_asked_again_after_a_repair(watch: SmallWatch) -> None:
    change(
        watch,
        LEAD.format(found="2026-11-01T00:00:00Z", wait="2099-01-01T00:00:00Z"),
        "INSERT INTO hosts VALUES ('lantern.example', '2099-01-01T00:00:00Z', 'Retry-After')",
    )
    assert "1 leads and 1 hosts" in findings(watch)["clock"]["said"]
    assert "1 leads and 1 hosts may be asked again" in watch.run("check", "--repair").err
    assert findings(watch)["clock"]["state"] == "well"


def test_a_file_that_others_can_read_is_told(watch: SmallWatch) -> None:
    watch.database.chmod(0o644)
    assert findings(watch)["rights"]["do"] == f"`chmod go= {watch.database}`"


def test_lost_evidence_is_told(watch: SmallWatch) -> None:
    change(
        watch,
        "INSERT INTO evidence (url, fetched_at, file, offset, length)"
        " VALUES ('u', '2026-11-01T00:00:00Z', 'a.gz', 0, 9)",
    )
    (watch.folder / "warc").mkdir()
    (watch.folder / "warc" / "a.gz").write_bytes(b"123")
    asked = {"TREATYWATCH_CRAWL_EVIDENCE": "warc"}
    assert "0 files missing, 1 too short" in watch.run("check", "--json", expect=1, **asked).out
    (watch.folder / "warc" / "a.gz").unlink()
    assert "1 files missing, 0 too short" in watch.run("check", "--json", expect=1, **asked).out


def test_a_lost_search_index_is_built_anew(watch: SmallWatch) -> None:
    found = watch.run("search", "--json", "title:headline").out
    change(watch, "INSERT INTO article_words (article_words) VALUES ('delete-all')")
    said = watch.run("check", "--repair").err
    assert f"indexed {ARTICLES} articles anew" in said
    assert watch.run("search", "--json", "title:headline").out == found


def test_a_folding_index_that_strayed_is_built_anew(watch: SmallWatch) -> None:
    change(watch, "UPDATE exemplars SET story = 2 WHERE article = 1", "DELETE FROM postings")
    assert f"indexed {ARTICLES} articles for folding anew" in watch.run("check", "--repair").err
    copy = [{"id": "copy", "title": "Another headline", "text": prose(0), "url": "https://lantern.example/copy"}]
    watch.run("import", "--no-judge", "--workers", "1", str(watch.articles("copy.jsonl", copy)))
    with closing(sqlite3.connect(watch.database)) as db:
        assert db.execute("SELECT story FROM articles ORDER BY id DESC LIMIT 1").fetchone() == (1,)
