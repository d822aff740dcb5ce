"""How a crawl ends, as cron and the next crawl see it: exit codes, troubles told once, signals, the lock, `add`."""

import json
import sqlite3
import time
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest

from demo.resources import Resource
from tests.rude_press import RudePress, article, feed, index, silent, sitemap, write_watch
from tests.watching import Watch

TIMEOUT = 1.0
ENTRY = "The harbour opened again on Monday, the port authority said, after nine weeks of repairs to its northern pier."


def query(watch, sql):
    """Rows of a watch's database, read only."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def last_end(watch):
    """What the last crawl told of its end."""
    return json.loads(query(watch, "SELECT facts FROM events WHERE kind = 'run ended' ORDER BY id DESC LIMIT 1")[0][0])


@pytest.fixture(scope="module")
def weeks(tmp_path_factory):
    """A good crawl, two with one outlet down, two with all of them down, one with all of them back."""
    folder = tmp_path_factory.mktemp("weeks")
    deep = [f"http://deep.example/level-{n}.xml" for n in range(9)]
    entry = "<item><title>Harbour opens</title><link>http://feedonly.example/1</link><description>"
    answers = {
        "steady.example/feed.rss": feed("http://steady.example/1", "http://steady.example/2"),
        "steady.example/1": article("First on the steady"),
        "steady.example/2": article("Second on the steady"),
        "falling.example/feed.rss": feed("http://falling.example/1"),
        "falling.example/1": article("Only one on the falling"),
        "never.example/feed.rss": Resource(b"down since ever", status=500),
        "maps.example/index.xml": index("http://maps.example/a.xml", "http://maps.example/b.xml"),
        "maps.example/a.xml": sitemap("http://maps.example/1"),
        "maps.example/b.xml": sitemap("http://maps.example/2"),
        "maps.example/1": article("First on the map"),
        "maps.example/2": article("Second on the map"),
        "ring.example/index.xml": index("http://ring.example/other.xml", "http://ring.example/index.xml"),
        "ring.example/other.xml": index("http://ring.example/index.xml", "http://ring.example/other.xml"),
        "feedonly.example/feed.rss": Resource(
            f'<rss version="2.0"><channel><title>F</title>{entry}{ENTRY}</description></item></channel></rss>'.encode(),
            "application/rss+xml",
        ),
        **{url.removeprefix("http://"): index(after) for url, after in pairwise(deep)},
    }
    outlets: dict[str, dict[str, Any]] = {
        "steady": {"feeds": ["http://steady.example/feed.rss"]},
        "falling": {"feeds": ["http://falling.example/feed.rss"]},
        "never": {"feeds": ["http://never.example/feed.rss"]},
        "maps": {"sitemaps": ["http://maps.example/index.xml"]},
        "ring": {"sitemaps": ["http://ring.example/index.xml"]},
        "deep": {"sitemaps": [deep[0]]},
        "feedonly": {"feeds": ["http://feedonly.example/feed.rss"], "pages": "feed only", "reason": "refuses machines"},
    }
    with RudePress(dict(answers)) as press:
        watch = Watch(folder, press.url, write_watch(folder, outlets, f"pace = 0\ntimeout = {TIMEOUT}"))
        seen = []

        def crawl(expect):
            before, began = len(press.asked), time.monotonic()
            said = watch.run("crawl", "--no-judge", expect=expect)
            seen.append((press.asked[before:], last_end(watch), time.monotonic() - began, said))

        crawl(0)
        press.answers["falling.example/feed.rss"] = Resource(b"down", status=502)
        crawl(3)
        crawl(0)
        hosts = [f"{name}.example" for name in outlets]
        press.answers.clear()
        press.answers |= {f"{host}/robots.txt": silent for host in hosts}
        crawl(3)
        crawl(0)
        press.answers.clear()
        press.answers |= answers
        crawl(0)
        yield press, watch, seen


def test_an_outlet_that_never_worked_is_a_trouble_but_no_exit_code(weeks):
    _, _, [(_, told, _, _), *_] = weeks
    assert [(t["outlet"], t["new"]) for t in told["troubles"]] == [("never", False)]
    assert "500" in told["troubles"][0]["problem"]


def test_an_outlet_that_had_worked_and_fails_gives_exit_code_3_once(weeks):
    _, _, [_, (_, second, _, _), (_, third, _, _), *_] = weeks  # the exit codes themselves are held by the fixture
    assert {(t["outlet"], t["new"]) for t in second["troubles"]} == {("never", False), ("falling", True)}
    assert {(t["outlet"], t["new"]) for t in third["troubles"]} == {("never", False), ("falling", False)}


def test_the_report_lists_the_outlet_and_its_problem(weeks):
    _, watch, _ = weeks
    shown = watch.run("report", "--since", "0", "--format", "json").stdout
    assert "falling" in shown
    assert "502 Bad Gateway" in shown


def test_a_crawl_with_all_outlets_down_is_over_after_one_timeout_and_tells_it_once(weeks):
    _, _, [*_, (asked, fourth, took, _), (_, fifth, _, _), _] = weeks
    assert took < TIMEOUT + 12  # start-up on a busy machine included
    assert len(asked) == 7  # each host's robots.txt, once
    assert {t["outlet"] for t in fourth["troubles"] if t["new"]} == {"steady", "maps", "ring", "deep", "feedonly"}
    assert not any(t["new"] for t in fifth["troubles"])
    assert fourth["ok"]


def test_when_they_are_back_no_trouble_is_left(weeks):
    _, _, [*_, (_, sixth, _, _)] = weeks
    assert [t["outlet"] for t in sixth["troubles"]] == ["never"]


def test_an_index_is_read_each_time_and_its_sitemaps_only_when_they_changed(weeks):
    _, _, [(first, _, _, _), (second, _, _, _), *_] = weeks
    assert not any(one.conditional for one in first)
    again = {one.path: one.conditional for one in second if one.host == "maps.example"}
    assert again == {"/robots.txt": False, "/index.xml": False, "/a.xml": True, "/b.xml": True}


def test_an_outlet_that_gives_only_its_feed_never_has_a_page_fetched(weeks):
    press, watch, _ = weeks
    assert {one.path for one in press.of("feedonly.example")} == {"/robots.txt", "/feed.rss"}
    kept = query(watch, "SELECT title, text FROM articles WHERE outlet = 'feedonly'")
    assert kept == [("Harbour opens", ENTRY)]


def test_the_summary_adds_up(weeks):
    _, _, [(_, told, _, said), *_] = weeks
    assert told["counts"]["articles kept"] == 6
    assert "run 1: finished" in said.stdout
    assert "6  articles kept" in said.stdout


TREATY = "Russia and North Korea extend their comprehensive strategic partnership treaty"


def test_a_page_found_elsewhere_goes_down_the_same_road_and_its_end_is_told(tmp_path):
    on_topic = Resource(article(TREATY).body.replace(b"harbour", b"treaty of Russia with North Korea"))
    with RudePress({"found.example/treaty": on_topic, "found.example/other": article("A harbour")}) as press:
        press.answers["nowhere.example/robots.txt"] = Resource(b"no such host", status=502)
        watch = Watch(tmp_path, press.url, write_watch(tmp_path, {"one": {"feeds": ["http://one.example/feed.rss"]}}))
        assert watch.run("add", "http://found.example/treaty").stdout.split("\t")[1] == "kept"
        assert press.times("one.example/feed.rss") == 0
        asked = len(press.asked)
        known = watch.run("add", "https://www.found.example/treaty?utm_source=mail")
        assert known.stdout.split("\t")[1] == "kept"
        assert len(press.asked) == asked
        urls = [
            "http://found.example/other",
            "http://nowhere.example/x",
            "http://found.example/none",
            "http://intranet/",
        ]
        lines = watch.run("add", *urls, expect=1).stdout.splitlines()
        assert [line.split("\t")[:2] for line in lines] == [
            [urls[0], "off topic"],
            [urls[1], "new"],
            [urls[2], "gone"],
            [urls[3], "refused"],
        ]
        assert "robots.txt cannot be had now" in lines[1]
        assert "local name" in lines[3]
        watch.run("add", "ftp://found.example/x", expect=2)
        [row] = watch.rows()
        assert row["outlet"] == "found.example"
