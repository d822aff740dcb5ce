"""A whole crawl over real pages of 169 hosts, and a second one over the same: each page ends with a named reason."""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from crawler.urls import key
from tests.real_press import PATHS, open_real_press, read_gold, write_watch
from tests.watching import Watch

ENDS = {"kept", "off topic", "duplicate URL", "unreadable", "refused", "gone"}
# Of pages that people chose as articles. A fall below this is a fault of ours, whatever the refusals say.
KEPT_AT_LEAST = 0.98


@pytest.fixture(scope="module")
def crawled(shared_data, tmp_path_factory):
    """The press, the watch, the pages, and what was kept and asked after each of two crawls."""
    pages = read_gold(shared_data / "extraction")
    folder = tmp_path_factory.mktemp("real")
    config = write_watch(pages, folder)
    with open_real_press(pages) as press:
        watch = Watch(folder, press.url, config)
        watch.run("crawl", "--no-judge")
        first = (watch.rows(), press.requests)
        press.log.clear()
        watch.run("crawl", "--no-judge")
        second = (watch.rows(), press.requests)
        yield press, watch, pages, first, second


def query(watch, sql):
    """Rows of the watch's database, which nobody else can change through this connection."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def test_each_page_ends_kept_or_refused_with_a_named_reason(crawled):
    _, watch, pages, _, _ = crawled
    ends = query(watch, "SELECT state, reason FROM leads")
    assert len(ends) == len(pages) == 232
    assert {state for state, _ in ends} <= ENDS
    assert all(reason for _, reason in ends)


def test_what_was_kept_and_what_was_not_adds_up(crawled):
    _, watch, pages, (rows, _), _ = crawled
    facts = json.loads(query(watch, "SELECT facts FROM events WHERE kind = 'run ended' ORDER BY id")[0][0])
    counts = facts["counts"]
    assert facts["ok"]
    assert counts["leads found"] == counts["pages fetched"] == len(pages)
    assert counts["articles kept"] == len(rows)
    ended = counts["articles kept"] + counts.get("duplicate addresses", 0) + sum(facts["not_taken"].values())
    assert ended == len(pages)


def test_pages_that_people_took_for_articles_are_kept(crawled):
    _, _, pages, (rows, _), _ = crawled
    assert len(rows) >= KEPT_AT_LEAST * len(pages)


def test_every_kept_article_stands_under_the_address_of_its_page_whatever_it_calls_canonical(crawled):
    _, _, pages, (rows, _), _ = crawled
    known = {key(page.record["url"]): page for page in pages}
    assert len({key(row["url"]) for row in rows}) == len(rows)
    assert {key(row["url"]) for row in rows} <= set(known)
    assert all(row["outlet"] == known[key(row["url"])].host.replace(".", "-") for row in rows)


def test_the_https_address_of_a_kept_page_is_no_second_article(crawled):
    press, watch, pages, _, (rows, _) = crawled
    secure = [page.record["url"] for page in pages if page.record["url"].startswith("https://")][:3]
    before = len(press.requests)
    said = watch.run("add", "--no-judge", *secure).stdout.splitlines()
    assert [line.split("\t")[1] for line in said] == ["kept"] * 3
    assert len(press.requests) == before
    assert len(watch.rows()) == len(rows)


def test_no_page_is_fetched_twice_by_the_finders(crawled):
    _, _, pages, (_, first), _ = crawled
    asked = Counter((seen.host, seen.path) for seen in first)
    assert set(asked.values()) == {1}
    assert {(page.host, page.target) for page in pages} <= set(asked)


def test_the_second_crawl_asks_again_for_what_was_kept_and_for_nothing_else(crawled):
    _, _, pages, (rows, _), (_, second) = crawled
    target = {key(page.url): (page.host, page.target) for page in pages}
    ours = {*PATHS.values(), "/robots.txt"}
    asked = Counter((seen.host, seen.path) for seen in second if seen.path not in ours)
    assert asked == Counter(target[key(row["url"])] for row in rows)
    assert all(seen.status == 304 for seen in second if seen.path in PATHS.values())


def test_the_same_bytes_read_again_are_no_edit(crawled):
    _, watch, _, (first, _), (second, _) = crawled
    kinds = Counter(kind for (kind,) in query(watch, "SELECT kind FROM events"))
    assert set(kinds) <= {"new story", "new carrier", "run ended"}
    assert second == first
