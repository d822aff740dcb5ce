"""The folding index keeps all that it knows in the one database file, and nothing anywhere else."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipelines.resemblance import COMMON
from pipelines.shingles import fingerprint, hashes_of
from records import Folding
from store import postings
from tests.conftest import ROOT
from tests.folding_texts import ENGLISH, LANGUAGES


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    return connection


@pytest.fixture(name="path")
def new_database(tmp_path):
    path = tmp_path / "folding.db"
    connection = opened(path)
    postings.create(connection)
    connection.close()
    return path


@pytest.fixture(name="connection")
def connection_to_a_new_database(path):
    connection = opened(path)
    yield connection
    connection.close()


def articles():
    """Every text of every language, whole, cut and framed: some thirty articles, copies of each other in part."""
    for texts in LANGUAGES.values():
        yield texts.whole
        yield texts.wire[:3]
        yield [*texts.follow_up, texts.background]
        yield [*texts.wire[:4], *texts.local]
        yield texts.other
        yield [*texts.wire[2:], *texts.follow_up]
        yield texts.local
        yield texts.whole


def keep(connection, number, paragraphs, outlet="gazette"):
    new = fingerprint("", "\n".join(paragraphs))
    connection.execute("BEGIN IMMEDIATE")
    folding = postings.fold(connection, new, f"{outlet}{number}")
    story = number if folding.story is None else folding.story
    postings.post(connection, number, story, f"{outlet}{number}", new, folding)
    connection.execute("COMMIT")
    return folding


def everything(connection):
    return [connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("postings", "exemplars")]


def test_closing_and_opening_the_file_at_every_article_changes_nothing(path, tmp_path):
    other = tmp_path / "other.db"
    stays = opened(other)
    postings.create(stays)
    for number, paragraphs in enumerate(articles(), 1):
        reopened = opened(path)
        assert keep(reopened, number, paragraphs) == keep(stays, number, paragraphs)
        assert everything(reopened) == everything(stays)
        reopened.close()
    stays.close()


def test_a_process_killed_between_look_up_and_commit_leaves_no_trace(path):
    program = textwrap.dedent("""
        import os, signal, sqlite3, sys
        from pipelines.shingles import fingerprint
        from store import postings
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        new = fingerprint("", sys.stdin.buffer.read().decode())
        postings.post(connection, 1, 1, "gazette", new, postings.fold(connection, new, "gazette"))
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    text = "\n".join(ENGLISH.whole)
    killed = subprocess.run(
        [sys.executable, "-c", program, path], input=text.encode(), cwd=ROOT, env=os.environ, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    connection = opened(path)
    assert everything(connection) == [[], []]
    assert keep(connection, 1, ENGLISH.whole) == Folding()
    connection.close()


def test_what_another_process_posted_in_between_is_seen(path):
    one, other = opened(path), opened(path)
    keep(one, 1, ENGLISH.other)
    keep(other, 2, ENGLISH.whole)
    assert keep(one, 3, ENGLISH.whole).of == 2
    one.close()
    other.close()


def test_two_writers_at_once_make_no_story_twice(path):
    program = textwrap.dedent("""
        import sqlite3, sys
        from pipelines.shingles import fingerprint
        from store import postings
        from tests.folding_sets import labelled
        connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
        print("ready", flush=True)
        sys.stdin.readline()
        made = labelled("ja")
        for article in made.articles:
            if made.truth[article["id"]]["of"]:
                continue
            new = fingerprint("", article["text"])
            connection.execute("BEGIN IMMEDIATE")
            folding = postings.fold(connection, new, sys.argv[2])
            (number,) = connection.execute("SELECT count(*) + 1 FROM kept").fetchone()
            story = folding.story or number
            connection.execute("INSERT INTO kept VALUES (?, ?, ?)", (number, story, article["id"]))
            postings.post(connection, number, story, sys.argv[2], new, folding)
            connection.execute("COMMIT")
    """)
    connection = opened(path)
    connection.execute("CREATE TABLE kept (number, story, article)")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, path, outlet],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ, text=True,
        )
        for outlet in ("gazette", "tidings")
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=60)
        assert writer.returncode == 0
    by_article: dict[str, set[int]] = {}
    for story, article in connection.execute("SELECT story, article FROM kept"):
        by_article.setdefault(article, set()).add(story)
    assert len(by_article) == 26
    assert len(set.union(*by_article.values())) == 26
    connection.close()


def test_a_transaction_rolled_back_was_never_folded(connection):
    new = fingerprint("", "\n".join(ENGLISH.whole))
    connection.execute("BEGIN IMMEDIATE")
    postings.post(connection, 1, 1, "gazette", new, postings.fold(connection, new, "gazette"))
    connection.execute("ROLLBACK")
    assert everything(connection) == [[], []]


def test_looking_up_writes_nothing(connection):
    keep(connection, 1, ENGLISH.whole)
    before = everything(connection)
    changes = connection.total_changes
    postings.fold(connection, fingerprint("", "\n".join(ENGLISH.wire)), "gazette")
    assert (everything(connection), connection.total_changes) == (before, changes)


def test_a_copy_with_little_of_its_own_is_no_exemplar_and_is_not_posted(connection):
    keep(connection, 1, ENGLISH.whole)
    before = everything(connection)
    assert not keep(connection, 2, ENGLISH.wire).exemplar
    assert everything(connection) == before


def test_a_forgotten_article_is_not_there_and_forgetting_it_again_does_nothing(connection):
    keep(connection, 1, ENGLISH.whole)
    before = everything(connection)
    keep(connection, 2, [*ENGLISH.follow_up, ENGLISH.background])
    for _ in range(2):
        postings.forget(connection, 2)
        assert everything(connection) == before
    postings.forget(connection, 99)


def test_posting_an_article_again_replaces_what_was_posted_of_it(connection):
    keep(connection, 1, ENGLISH.other)
    new = fingerprint("", "\n".join(ENGLISH.whole))
    for _ in range(2):
        postings.post(connection, 1, 1, "gazette", new, Folding())
    held = dict(connection.execute("SELECT hash, length(holders) FROM postings"))
    assert sorted(held) == hashes_of(new.posted).tolist()
    assert set(held.values()) == {8}
    postings.post(connection, 1, 1, "gazette", new, Folding(story=1, of=1, exemplar=False))
    assert everything(connection) == [[], []]


def test_a_common_hash_costs_one_empty_row_and_stays_common_when_its_holders_are_forgotten(connection):
    background = set(hashes_of(fingerprint("", ENGLISH.background).hashes).tolist())
    stories = [story for texts in LANGUAGES.values() for story in (texts.wire, texts.follow_up, texts.other)]
    for number, story in enumerate(stories, 1):
        keep(connection, number, [*story, ENGLISH.background])
    held = dict(connection.execute("SELECT hash, holders FROM postings"))
    common = {number for number, holders in held.items() if not holders}
    assert common
    assert common <= background
    for number in range(1, len(stories) + 1):
        postings.forget(connection, number)
    assert {number for (number,) in connection.execute("SELECT hash FROM postings")} == common
    assert len(stories) > COMMON


def test_the_same_articles_make_the_same_file_whoever_keeps_them(tmp_path):
    made = []
    for name in ("one.db", "two.db"):
        connection = opened(tmp_path / name)
        postings.create(connection)
        for number, paragraphs in enumerate(articles(), 1):
            keep(connection, number, paragraphs)
        made.append(everything(connection))
        connection.close()
    assert made[0] == made[1]


def test_a_text_with_thousands_of_hashes_and_one_with_none_are_kept(connection):
    words = " ".join(f"word{number}" for number in range(60_000))
    assert keep(connection, 1, [words]) == Folding()
    assert keep(connection, 2, [words]).of == 1
    assert keep(connection, 3, [""]) == Folding()
    assert keep(connection, 4, [""]) == Folding()


def test_an_edited_copy_stays_in_its_story_and_is_an_exemplar_only_while_it_has_something_new(connection):
    keep(connection, 1, ENGLISH.whole)
    before = everything(connection)
    assert keep(connection, 2, [*ENGLISH.wire, *ENGLISH.local]).exemplar
    framed = everything(connection)
    texts = {
        name: fingerprint("", "\n".join(paragraphs))
        for name, paragraphs in {
            "cut": ENGLISH.wire,
            "framed": [*ENGLISH.wire, *ENGLISH.local],
            "other": ENGLISH.follow_up,
        }.items()
    }
    postings.repost(connection, 2, 1, "gazette2", texts["cut"], of=1)
    assert everything(connection) == before
    postings.repost(connection, 2, 1, "gazette2", texts["framed"], of=1)
    assert everything(connection) == framed
    postings.repost(connection, 2, 1, "gazette2", texts["other"], of=1)
    assert keep(connection, 3, ENGLISH.follow_up).story == 1


def test_the_edited_first_article_of_a_story_stays_an_exemplar(connection):
    keep(connection, 1, ENGLISH.whole)
    postings.repost(connection, 1, 1, "gazette1", fingerprint("", "\n".join(ENGLISH.follow_up)), of=None)
    assert keep(connection, 2, ENGLISH.follow_up).of == 1
    assert keep(connection, 3, ENGLISH.whole).story is None
