"""A guest's manners, as the hosts see them: robots.txt first, Crawl-delay, pace, who we say we are."""

import sqlite3
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest

from demo.resources import Resource
from tests.rude_press import Act, RudePress, article, feed, robots, write_watch
from tests.watching import Watch

DELAY = 0.4  # seconds between two requests, asked for by one host and set for another
CONTACT = "https://watch.example/contact"
# Between our clock and the server's lie the connection and a busy machine: single gaps are seen shorter and longer.
TICK = 0.2


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two crawls of three hosts; what each asked, and the leads after it."""
    folder = tmp_path_factory.mktemp("manners")
    hosts = ("slow", "paced", "plain")
    feeds = {host: [f"http://{host}.example/{n}" for n in range(4)] for host in hosts}
    answers: dict[str, Resource | Act] = {
        url.removeprefix("http://"): article(f"On {url}") for urls in feeds.values() for url in urls
    }
    answers |= {f"{host}.example/feed.rss": feed(*urls) for host, urls in feeds.items()}
    answers |= {
        "plain.example/feed.rss": Resource(feed(*feeds["plain"]).body, "application/rss+xml"),
        "slow.example/robots.txt": robots(f"User-agent: *\nCrawl-delay: {DELAY}"),
    }
    outlets: dict[str, dict[str, Any]] = {name: {"feeds": [f"http://{name}.example/feed.rss"]} for name in hosts}
    outlets["paced"]["pace"] = DELAY
    with RudePress(answers) as press:
        watch = Watch(folder, press.url, write_watch(folder, outlets, f'pace = 0\ncontact = "{CONTACT}"'))
        seen = []
        for _ in range(2):
            before = len(press.asked)
            watch.run("crawl", "--no-judge")
            seen.append((press.asked[before:], leads(watch)))
        yield watch, seen


def leads(watch):
    """url -> (state, reason, tries)."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT url, state, reason, tries FROM leads").fetchall()
    return {url: (state, reason, tries) for url, state, reason, tries in rows}


def hosts_of(asked):
    return {one.host for one in asked}


def test_robots_txt_is_asked_for_first_and_once_a_host_and_crawl(crawled):
    _, seen = crawled
    for asked, _ in seen:
        for host in hosts_of(asked):
            paths = [one.path for one in asked if one.host == host]
            assert paths[0] == "/robots.txt"
            assert paths.count("/robots.txt") == 1


@pytest.mark.parametrize("host", ["slow.example", "paced.example"])
def test_a_crawl_delay_and_a_pace_part_every_two_requests_to_a_host(crawled, host):
    _, [(asked, first), _] = crawled
    moments = [one.at for one in asked if one.host == host]
    assert len(moments) == 6  # robots.txt, the feed, four pages
    assert min(after - before for before, after in pairwise(moments)) >= DELAY - TICK
    assert moments[-1] - moments[0] >= 5 * DELAY - TICK
    assert all(state == "kept" for url, (state, *_) in first.items() if host in url)


def test_a_slow_host_slows_nobody_else(crawled):
    _, [(asked, _), _] = crawled
    moments = [one.at for one in asked if one.host == "plain.example"]
    assert moments[-1] - moments[0] < 4 * DELAY


def test_an_unchanged_feed_is_asked_for_conditionally_and_not_read_again(crawled):
    watch, [(first, _), (second, _)] = crawled
    mine = [one for one in second if one.address == "paced.example/feed.rss"]
    assert [one.conditional for one in mine] == [True]
    assert not any(one.conditional for one in first)
    # Without validators, the same bytes are known by their hash.
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        counts = db.execute("SELECT json_extract(counts, '$.\"sources unchanged\"') FROM runs ORDER BY id").fetchall()
    assert [one.conditional for one in second if one.address == "plain.example/feed.rss"] == [False]
    assert counts[1][0] == sum(one.path == "/feed.rss" for one in second) >= 3


def test_every_request_says_who_we_are_and_how_to_reach_us(crawled):
    _, seen = crawled
    assert {one.agent for asked, _ in seen for one in asked} == {f"treatywatch/0.1 (+{CONTACT})"}
