"""A guest's manners, as the hosts see them: robots.txt, Crawl-delay, pace, Retry-After, who we say we are."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import MAX_RETRY_AFTER, retry_after
from demo.resources import Resource
from tests.rude_press import Act, RudePress, article, feed, later, robots, silent, write_watch
from tests.watching import Watch

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
DELAY = 0.4  # seconds between two requests, asked for by one host and set for another
SOON = 8  # seconds that a host asks us to wait
CONTACT = "https://watch.example/contact"
# Between our clock and the server's lie the connection and a busy machine: single gaps are seen shorter and longer.
TICK = 0.2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0120", 120),
        ("86400", 86400),
        ("86401", 86400),
        ("99999999999999999999", 86400),
        ("9" * 5000, 86400),
        ("Mon, 23 Nov 2026 12:05:00 GMT", 300),
        ("Mon, 23 Nov 2026 13:05:00 +0100", 300),
        ("Monday, 23-Nov-26 12:05:00 GMT", 300),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
        ("Mon, 23 Nov 2026 11:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("--5", None),
        ("", None),
        ("soon", None),
        ("1.5", None),
        ("²", None),
        ("١٢", None),
        ("Mon, 99 Nov 2026 12:05:00 GMT", None),
        ("2026-11-23T12:05:00Z", None),
        ("1 hour", None),
    ],
)
def test_retry_after_is_read_as_the_standard_says_and_never_beyond_a_day(header, seconds):
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header, AT) == wanted


@given(st.text(max_size=60))
def test_no_header_makes_retry_after_raise(header):
    wait = retry_after(header, AT)
    assert wait is None or timedelta() < wait <= MAX_RETRY_AFTER


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Three crawls. The second finds the hosts in order that were not; the third begins when a host's wait is over."""
    folder = tmp_path_factory.mktemp("manners")
    pages = [
        *("http://robots-500.example/a", "http://robots-silent.example/a", "http://robots-403.example/a"),
        *("http://robots-404.example/a", "http://denying.example/private/a", "http://denying.example/open/a"),
        *("http://by-name.example/a", "http://by-chance.example/a"),
    ]
    answers: dict[str, Resource | Act] = {
        url.removeprefix("http://"): article(f"Page {n}") for n, url in enumerate(pages)
    }
    hosts = ("slow", "paced", "long", "soon", "plain")
    feeds = {host: [f"http://{host}.example/{n}" for n in range(4)] for host in hosts}
    for urls in feeds.values():
        answers |= {url.removeprefix("http://"): article(f"On {url}") for url in urls}
    answers |= {f"{host}.example/feed.rss": feed(*urls) for host, urls in feeds.items()}
    answers |= {
        "hub.example/feed.rss": feed(*pages),
        "plain.example/feed.rss": Resource(feed(*feeds["plain"]).body, "application/rss+xml"),
        "robots-500.example/robots.txt": Resource(b"oops", status=500),
        "robots-silent.example/robots.txt": silent,
        "robots-403.example/robots.txt": Resource(b"no", status=403),
        "denying.example/robots.txt": robots("User-agent: *\nDisallow: /private/"),
        "by-name.example/robots.txt": robots("User-agent: *\nAllow: /\n\nUser-agent: TreatyWatch\nDisallow: /"),
        "by-chance.example/robots.txt": robots("User-agent: watch\nDisallow: /"),  # a word of our contact
        "slow.example/robots.txt": robots(f"User-agent: *\nCrawl-delay: {DELAY}"),
        "long.example/1": later("3600"),
        "soon.example/1": later(str(SOON), 503),
    }
    outlets: dict[str, dict[str, Any]] = {
        name: {"feeds": [f"http://{name}.example/feed.rss"]} for name in ("hub", *hosts)
    }
    for name in ("paced", "long", "soon"):
        outlets[name]["pace"] = DELAY
    crawl = f'pace = 0\ntimeout = 1.5\ncontact = "{CONTACT}"'
    with RudePress(dict(answers)) as press:
        watch = Watch(folder, press.url, write_watch(folder, outlets, crawl))
        seen = []
        for number in range(3):
            if number == 1:
                del press.answers["robots-500.example/robots.txt"], press.answers["robots-silent.example/robots.txt"]
                press.answers |= {f"{host}.example/1": article(f"Late on {host}") for host in ("long", "soon")}
            if number == 2:
                asked_to_wait = next(asked.at for asked in press.asked if asked.address == "soon.example/1")
                time.sleep(max(0.0, asked_to_wait + SOON + 2 - time.monotonic()))
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


@pytest.mark.parametrize("host", ["robots-404.example", "robots-403.example"])
def test_a_robots_txt_that_is_not_there_or_is_forbidden_allows_all(crawled, host):
    _, [(_, first), *_] = crawled
    assert first[f"http://{host}/a"][0] == "kept"


@pytest.mark.parametrize("host", ["robots-500.example", "robots-silent.example"])
def test_a_robots_txt_that_fails_means_not_now_and_the_lead_waits_for_the_next_crawl(crawled, host):
    _, [(asked, first), (_, second), _] = crawled
    assert {one.path for one in asked if one.host == host} == {"/robots.txt"}
    assert first[f"http://{host}/a"] == ("new", f"{host}/robots.txt cannot be had now", 0)
    assert second[f"http://{host}/a"][0] == "kept"


def test_what_robots_txt_denies_is_named_as_denied_and_never_asked_for(crawled):
    _, [(asked, first), *_] = crawled
    assert first["http://denying.example/private/a"][:2] == ("refused", "robots.txt denies it")
    assert first["http://denying.example/open/a"][0] == "kept"
    assert {one.path for one in asked if one.host == "denying.example"} == {"/robots.txt", "/open/a"}


def test_rules_are_ours_where_they_name_the_product_and_not_where_they_match_our_contact(crawled):
    _, [(_, first), *_] = crawled
    assert first["http://by-name.example/a"][0] == "refused"
    assert first["http://by-chance.example/a"][0] == "kept"


def test_robots_txt_is_asked_for_first_and_once_a_host_and_crawl(crawled):
    _, seen = crawled
    for asked, _ in seen:
        for host in hosts_of(asked):
            paths = [one.path for one in asked if one.host == host]
            assert paths[0] == "/robots.txt"
            # A connection that fails is tried twice; a failing status too.
            assert paths.count("/robots.txt") == (2 if host == "robots-500.example" and "/a" not in paths else 1)


@pytest.mark.parametrize("host", ["slow.example", "paced.example"])
def test_a_crawl_delay_and_a_pace_part_every_two_requests_to_a_host(crawled, host):
    _, [(asked, first), *_] = crawled
    moments = [one.at for one in asked if one.host == host]
    assert len(moments) == 6  # robots.txt, the feed, four pages
    assert min(after - before for before, after in pairwise(moments)) >= DELAY - TICK
    assert moments[-1] - moments[0] >= 5 * DELAY - TICK
    assert all(state == "kept" for url, (state, *_) in first.items() if host in url)


def test_a_slow_host_slows_nobody_else(crawled):
    _, [(asked, _), *_] = crawled
    moments = [one.at for one in asked if one.host == "plain.example"]
    assert moments[-1] - moments[0] < 4 * DELAY


def test_a_host_that_asks_us_to_wait_is_not_asked_again_even_by_the_next_crawl(crawled):
    _, [(asked, first), (again, second), (third, _)] = crawled
    assert [one.path for one in asked if one.host == "long.example"][-1] == "/1"
    assert not [one for one in (*again, *third) if one.host == "long.example"]  # and no crawl called that a failure
    assert first["http://long.example/1"][:2] == ("new", "429 Too Many Requests")
    waiting = [(reason, tries) for url, (state, reason, tries) in second.items() if "long" in url and state == "new"]
    assert len(waiting) > 1  # some were queued behind the one that was answered so
    assert all(reason.startswith("asked to wait until 20") for reason, _ in waiting)
    assert [tries for _, tries in waiting].count(0) == len(waiting) - 1


def test_when_the_wait_is_over_the_host_is_asked_and_not_before(crawled):
    _, [(asked, _), (again, _), (third, ends)] = crawled
    said = next(one.at for one in asked if one.address == "soon.example/1")
    later_ones = [one.at for one in (*again, *third) if one.host == "soon.example"]
    assert later_ones
    assert min(later_ones) - said >= SOON
    assert {state for url, (state, *_) in ends.items() if "soon" in url} == {"kept"}


def test_an_unchanged_feed_is_asked_for_conditionally_and_not_read_again(crawled):
    watch, [(first, _), (second, _), _] = crawled
    mine = [one for one in second if one.address == "paced.example/feed.rss"]
    assert [one.conditional for one in mine] == [True]
    assert not any(one.conditional for one in first)
    # Without validators, the same bytes are known by their hash.
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        counts = db.execute("SELECT json_extract(counts, '$.\"sources unchanged\"') FROM runs ORDER BY id").fetchall()
    assert [one.conditional for one in second if one.address == "plain.example/feed.rss"] == [False]
    assert counts[1][0] == sum(one.path == "/feed.rss" for one in second) >= 4


def test_every_request_says_who_we_are_and_how_to_reach_us(crawled):
    _, seen = crawled
    assert {one.agent for asked, _ in seen for one in asked} == {f"treatywatch/0.1 (+{CONTACT})"}
