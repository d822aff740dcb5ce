"""Rows 8 and 17 to 28: feeds, sitemaps and pages that are broken, endless, lying or empty, met in two crawls.

The second crawl finds edits and what waited; a third is killed between a feed and its leads.
"""

import gzip
import os
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from demo.resources import Resource, resource
from tests.hostile.world import (
    Canary,
    Internet,
    assert_the_healthy_finished,
    counts,
    health,
    healthy_answers,
    healthy_outlets,
    leads,
    query,
)
from tests.rude_press import Act, Handler, RudePress, article, feed, index, write_watch
from tests.watching import Watch

BUDGET = 10  # pages of one outlet in a crawl
NEWEST = 40  # entries taken from one feed
STALL = 250  # ms of processor time that nothing may keep the event loop from its other hosts
RSS = '<?xml version="1.0"?>{}<rss version="2.0"><channel><title>F</title>{}</channel></rss>'


def rss(*items: str, head: str = "") -> Resource:
    """A feed of these entries as they are written."""
    return Resource(RSS.format(head, "".join(f"<item>{item}</item>" for item in items)).encode(), "text/xml")


def entry(url: str, more: str = "", title: str = "An entry") -> str:
    return f"<title>{title}</title><link>{url}</link>{more}"


SENTENCES = {
    "cp1251": "Гавань снова открылась в понедельник после девяти недель ремонта северного причала, сообщил порт.",
    "koi8-r": "Паромы вышли в море утром во вторник, и на пристани их ждали сотни пассажиров с детьми и чемоданами.",
    "euc-kr": "항만공사는 북쪽 부두의 보수 공사가 아홉 주 만에 끝나 월요일에 항구가 다시 문을 열었다고 밝혔다.",
    "gb18030": "港务局表示，北码头经过九个星期的维修之后，港口已经在星期一重新开放，第一批渡轮当天早上就出发了。",
    "shift_jis": "港湾当局によると、北埠頭の修理が九週間で終わり、港は月曜日に再び開かれ、朝には最初の船が出た。",
}
LABELS = {"cp1251": "; charset=utf-8", "koi8-r": "", "euc-kr": "; charset=iso-8859-1", "gb18030": "; charset=utf-8"}
LOCKED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
WALLS = {
    "soft-404": ("<h1>404</h1><p>The page you are looking for does not exist.</p>", "soft 404"),
    "consent": (
        "<h1>Before you continue</h1><p>We value your privacy. Accept all cookies to read on.</p>",
        "consent wall",
    ),
    "captcha": ("<h1>Just a moment...</h1><p>Checking your browser before accessing the site.</p>", "captcha"),
    "javascript": (
        "<div></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "needs JavaScript",
    ),
    "paywall": (
        f"{LOCKED}<h1>The pier</h1><p>The first words.</p><p>Subscribe now to continue reading.</p>",
        "paywall stub",
    ),
}
DRESSES = [
    "http://dresses.example/2026/pier",
    "http://dresses.example/2026/pier?utm_source=rss&utm_medium=feed",
    "http://www.dresses.example/2026/pier?fbclid=IwAR0abc",
    "http://m.dresses.example/2026/pier/",
    "https://dresses.example/2026/pier/amp",
]
SESSIONS = [f"http://sessions.example/pier?{s}" for s in ("sid=a8f5f167f44f4964e6c998dee827110c", "PHPSESSID=x1", "")]
SESSIONS += [f"http://sessions.example/pier;jsessionid={n}" for n in range(3)]
DATES = {
    # The zero of the machine's clock is a date that nobody wrote.
    "1970": ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    "2099": ("Sun, 01 Nov 2099 10:00:00 GMT", "2099-11-01T10:00:00Z"),
    "none": ("", None),
    "korean": ("2026-11-09 10:15:00 +0900", "2026-11-09T01:15:00Z"),
    "nonsense": ("the day before yesterday", None),
}


def words(sentence: str, encoding: str) -> Resource:
    """An article in an encoding that is called something else, or nothing."""
    text = "".join(f"<p>{sentence} {n}</p>" for n in range(6))
    body = f"<html><head><title>{sentence[:20]}</title></head><body><article><h1>{sentence[:20]}</h1>{text}"
    return Resource(f"{body}</article></body></html>".encode(encoding), f"text/html{LABELS.get(encoding, '')}")


def wall(body: str) -> Resource:
    return Resource(f"<html><head><title>News</title></head><body>{body}</body></html>".encode())


def with_etag(page: Resource, remark: str) -> Resource:
    """A page with a remark that no reader sees, and an ETag of its own."""
    return resource(page.body.replace(b"</html>", f"<!-- {remark} --></html>".encode()), page.content_type)


@pytest.fixture(scope="module")
def crawls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finding")
    internet = Internet(folder)
    deep = [f"http://deep.example/level-{n}.xml" for n in range(50)]
    days = "".join(f'<a href="/agenda/2026/11/{n}">All that is on this day {n}</a>' for n in range(40))
    million = "".join(f"<url><loc>http://maps.example/{n:07}</loc></url>" for n in range(1_000_000))
    many = rss(*(entry(f"http://crowd.example/{n}", f"<guid>{n}</guid>") for n in range(100_000)))
    with Canary() as canary:
        dtd = f'<!ENTITY % p SYSTEM "http://127.0.0.1:{canary.port}/x.dtd"> %p;'
        external = f'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">{dtd}]>'
        laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
        answers: dict[str, Resource | Act] = healthy_answers() | {
            "entities.example/a.rss": rss(entry("http://entities.example/1", title="Ha &f;"), head=external),
            "entities.example/b.rss": rss(
                entry("http://entities.example/2", title="Ha &a19;"), head=f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]>'
            ),
            "crowd.example/feed.rss": many,
            "torn.example/feed.rss": Resource(
                feed("http://torn.example/1", "http://torn.example/2").body[:-60], "text/xml"
            ),
            "html.example/feed.rss": Resource(b"<!doctype html><html><body>Sign in</body></html>"),
            "empty.example/feed.rss": Resource(b"", "text/xml"),
            "guids.example/feed.rss": rss(
                entry("http://guids.example/1", "<guid>same</guid>"),
                entry("http://guids.example/2", "<guid>same</guid>"),
                entry("http://guids.example/3"),
                "<title>Only a guid</title><guid>http://guids.example/4</guid>",
                "<title>Nothing at all</title>",
            ),
            "ring.example/index.xml": index("http://ring.example/other.xml", "http://ring.example/index.xml"),
            "ring.example/other.xml": index("http://ring.example/index.xml", "http://ring.example/other.xml"),
            "maps.example/index.xml": index("http://maps.example/million.xml.gz"),
            "maps.example/million.xml.gz": Resource(
                gzip.compress(f"<urlset>{million}</urlset>".encode(), 1), "application/gzip"
            ),
            "trap.example/feed.rss": feed(),
            "trap.example/agenda": Resource(f"<html><body>{days}</body></html>".encode()),
            "dresses.example/feed.rss": feed(*DRESSES),
            "sessions.example/feed.rss": feed(*SESSIONS),
            "shared.example/1": article("Shown by three"),
            "again.example/feed.rss": feed("http://again.example/same", "http://again.example/etag"),
            "again.example/same": with_etag(article("The same"), "1"),
            "again.example/etag": with_etag(article("Another etag"), "1"),
            "pages.example/feed.rss": feed(
                *(f"http://pages.example/{name}" for name in SENTENCES),
            ),
            "walls.example/feed.rss": feed(*(f"http://walls.example/{name}" for name in WALLS)),
            "dates.example/feed.rss": rss(
                *(entry(f"http://dates.example/{n}", f"<pubDate>{told}</pubDate>") for n, (told, _) in DATES.items())
            ),
            "killed.example/feed.rss": feed(),
        }
        answers |= {url.removeprefix("http://"): index(after) for url, after in pairwise(deep)}
        answers |= {f"pages.example/{name}": words(text, name) for name, text in SENTENCES.items()}
        answers |= {f"walls.example/{name}": wall(body) for name, (body, _) in WALLS.items()}
        answers |= {f"dates.example/{name}": article(f"Dated {name}") for name in DATES}
        answers |= {
            f"{host}.example/{n}": article(f"{host} {n}") for host in ("entities", "torn", "guids") for n in range(5)
        }
        answers |= {f"crowd.example/{n}": article(f"Crowd {n}") for n in range(NEWEST)}
        answers |= {f"maps.example/{n:07}": article(f"Map {n}") for n in range(NEWEST)}
        answers |= {f"trap.example/agenda/2026/11/{n}": article(f"Day {n}") for n in range(40)}
        answers |= {f"{host}.example/feed.rss": feed("http://shared.example/1") for host in ("one", "two", "three")}
        for url in (*DRESSES, *SESSIONS):
            host, _, path = url.partition("://")[2].partition("/")
            answers[f"{host}/{path}"] = article(f"The pier of {host.split('.')[-2]}")
        names = (
            "crowd",
            "torn",
            "html",
            "empty",
            "guids",
            "dresses",
            "sessions",
            "one",
            "two",
            "three",
            "again",
            "pages",
        )
        outlets: dict[str, dict[str, Any]] = {
            name: {"feeds": [f"http://{name}.example/feed.rss"]}
            for name in (*names, "walls", "dates", "killed", "trap")
        }
        outlets["trap"]["sections"] = ["http://trap.example/agenda"]
        outlets["entities"] = {"feeds": [f"http://entities.example/{name}.rss" for name in "ab"]}
        outlets |= {name: {"sitemaps": [f"http://{name}.example/index.xml"]} for name in ("ring", "maps")}
        outlets["deep"] = {"sitemaps": [deep[0]]}
        with RudePress(answers) as press:
            for host in {address.partition("/")[0] for address in answers}:
                internet.place(host, 80, press.port)
            crawl = f"pace = 0\nper_host = 16\nmax_leads = 40\nmax_pages = {BUDGET}"
            config = write_watch(folder, healthy_outlets() | outlets, crawl)
            watch = Watch(folder, "", config, internet.write() | {"TREATYWATCH_REVISIT_INTERVALS": "0s"})
            watch.run("crawl", "--no-judge")
            assert_the_healthy_finished(watch)  # the sentence of every row of this file
            first, after_first = list(press.asked), leads(watch)
            answers["again.example/etag"] = with_etag(article("Another etag"), "2")
            answers["trap.example/feed.rss"] = feed("http://trap.example/news")
            answers["trap.example/news"] = article("News beside the trap")
            watch.run("crawl", "--no-judge")
            second = press.asked[len(first) :]
            yield watch, press, first, after_first, second, canary, internet


def states(watch, outlet):
    return {
        url: (state, reason)
        for url, state, reason in query(watch, "SELECT url, state, reason FROM leads WHERE outlet = ?", outlet)
    }


def asked_of(asked, host):
    return sorted(one.path for one in asked if one.host == host)


@pytest.mark.parametrize("encoding", SENTENCES)
def test_08_the_right_text_is_kept_under_a_wrong_or_missing_label(crawls, encoding):
    watch, *_ = crawls
    [(text,)] = query(watch, "SELECT text FROM articles WHERE url = ?", f"http://pages.example/{encoding}")
    assert SENTENCES[encoding] in text
    assert "\ufffd" not in text


def test_17_no_entity_opens_a_file_or_a_connection_and_no_bomb_goes_off(crawls):
    watch, _, _, _, _, canary, internet = crawls
    titles = [title for (title,) in query(watch, "SELECT title FROM leads WHERE outlet = 'entities'")]
    assert sorted(titles) == ["Ha &a19;", "Ha &f;"]  # as they are written, and nothing of what they stand for
    assert canary.visits == 0
    assert internet.connections <= set(internet.routes)
    assert {state for state, _ in states(watch, "entities").values()} == {"kept"}
    assert "declarations, which are ignored" in health(watch)["entities"]["problem"]


def test_18_of_a_hundred_thousand_entries_the_newest_are_taken_and_the_rest_is_told(crawls):
    watch, *_ = crawls
    assert len(states(watch, "crowd")) == NEWEST
    assert counts(watch, 1)["entries beyond the limit"] >= 99_960


def test_18_no_feed_or_sitemap_stops_the_event_loop(crawls):
    *_, internet = crawls
    assert internet.longest < STALL


def test_19_claimed_dates_are_kept_beside_the_time_of_finding(crawls):
    watch, *_ = crawls
    rows = query(watch, "SELECT url, published_at, published_doubt, first_seen FROM articles WHERE outlet = 'dates'")
    dated = {url.rpartition("/")[2]: (at or None) for url, at, _, _ in rows}
    assert dated == {name: at for name, (_, at) in DATES.items()}
    doubts = {url.rpartition("/")[2]: doubt for url, _, doubt, _ in rows}
    assert doubts["2099"] == "in the future"
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert {seen[:10] for *_, seen in rows} == {today}


def test_20_what_parses_of_a_torn_feed_is_kept_and_health_shows_the_fault(crawls):
    watch, *_ = crawls
    told = health(watch)
    assert states(watch, "torn")["http://torn.example/1"][0] == "kept"
    assert (told["torn"]["state"], "malformed XML" in told["torn"]["problem"]) == ("well", True)
    assert told["html"]["problem"] == "http://html.example/feed.rss: an HTML page instead of a feed"
    assert told["empty"]["problem"] == "http://empty.example/feed.rss: an empty answer instead of a feed"
    assert told["html"]["state"] == told["empty"]["state"] == "failing"
    assert told["html"]["failures"] == {"not a feed": 2}


def test_21_entries_without_guid_or_link_or_with_another_s_guid_are_neither_lost_nor_doubled(crawls):
    watch, *_ = crawls
    ends = states(watch, "guids")
    assert {url: state for url, (state, _) in ends.items()} == {
        f"http://guids.example/{n}": "kept" for n in (1, 2, 3, 4)
    }
    assert "1 entry without a link" in health(watch)["guids"]["problem"]


def test_22_indexes_that_list_each_other_or_go_ever_deeper_are_left_after_a_few(crawls):
    _, _, first, *_ = crawls
    assert asked_of(first, "ring.example") == ["/index.xml", "/other.xml", "/robots.txt"]
    assert len(asked_of(first, "deep.example")) <= 4


def test_22_of_a_million_addresses_no_more_than_the_limit_are_taken(crawls):
    watch, *_ = crawls
    assert len(states(watch, "maps")) == 40
    assert "http://maps.example/0000000" in states(watch, "maps")


def test_23_a_calendar_costs_an_outlet_s_budget_and_hides_no_news(crawls):
    watch, _, first, _, second, _, _ = crawls
    pages = [path for path in asked_of(first, "trap.example") if path.startswith("/agenda/")]
    assert len(pages) == BUDGET
    fresh = {one.path for one in second if one.host == "trap.example"} - set(pages)
    assert len([path for path in fresh if path.startswith("/agenda/")]) == BUDGET // 2
    assert states(watch, "trap")["http://trap.example/news"][0] == "kept"
    assert counts(watch, 1)["pages left for the next crawl"] >= 30
    assert sum(state == "new" for state, _ in states(watch, "trap").values()) == 40 - BUDGET - BUDGET // 2


def test_23_an_article_under_many_sessions_is_one(crawls):
    watch, _, first, *_ = crawls
    assert len(states(watch, "sessions")) == 1
    assert len([one for one in first if one.host == "sessions.example" and "pier" in one.path]) == 1


def test_24_an_article_in_many_dresses_is_fetched_once_and_kept_once(crawls):
    watch, _, first, *_ = crawls
    assert sum("dresses.example" in one.host and "pier" in one.path for one in first) == 1
    assert query(watch, "SELECT count(*) FROM articles WHERE outlet = 'dresses'") == [(1,)]


def test_25_an_address_in_many_feeds_is_fetched_once_and_every_finder_is_credited(crawls):
    watch, _, first, *_ = crawls
    assert sum(one.address == "shared.example/1" for one in first) == 1
    rows = query(
        watch, "SELECT lead_sources.source FROM lead_sources JOIN leads ON leads.id = lead WHERE url LIKE '%shared%'"
    )
    assert {source for (source,) in rows} == {f"http://{name}.example/feed.rss" for name in ("one", "two", "three")}
    [(finder,)] = query(watch, "SELECT outlet FROM articles WHERE url LIKE '%shared%'")
    assert finder in ("one", "two", "three")


def test_26_neither_a_304_nor_another_etag_over_the_same_text_is_a_revision(crawls):
    watch, _, _, _, second, _, _ = crawls
    again = {one.path: one.conditional for one in second if one.host == "again.example"}
    assert again["/same"]
    assert again["/etag"]
    assert query(watch, "SELECT * FROM revisions") == []
    assert query(watch, "SELECT * FROM events WHERE kind = 'edited'") == []


def test_27_killed_between_a_feed_and_its_leads_the_next_crawl_gets_them(crawls):
    watch, press, *_ = crawls
    before = press.answers["killed.example/feed.rss"]
    urls = [f"http://killed.example/{n}" for n in range(3)]
    shown = resource(feed(*urls).body, "text/xml")
    press.answers |= {url.removeprefix("http://"): article(f"After the kill {url[-1]}") for url in urls}
    started: list[Any] = []
    with closing(sqlite3.connect(watch.database, isolation_level=None, check_same_thread=False)) as db:

        def answer(handler: Handler) -> None:
            db.execute("BEGIN IMMEDIATE")  # nobody can write from here on: the feed is read, its leads are not stored
            handler.send(shown)
            handler.closing.wait(1.0)
            os.killpg(started[0].pid, signal.SIGKILL)

        press.answers["killed.example/feed.rss"] = answer
        started.append(watch.start("crawl", "--no-judge", "--outlet", "killed"))
        started[0].wait(60)
        db.execute("ROLLBACK")
    assert states(watch, "killed") == {}
    press.answers["killed.example/feed.rss"] = shown
    watch.run("crawl", "--no-judge", "--outlet", "killed")
    assert {url: state for url, (state, _) in states(watch, "killed").items()} == dict.fromkeys(urls, "kept")
    assert before is not shown


@pytest.mark.parametrize("name", WALLS)
def test_28_what_stands_in_an_article_s_place_is_not_kept_and_its_reason_is_counted(crawls, name):
    watch, *_ = crawls
    kind = WALLS[name][1]
    assert states(watch, "walls")[f"http://walls.example/{name}"] == ("unreadable", kind)
    assert health(watch)["walls"]["failures"][f"unreadable: {kind}"] == 1
    assert counts(watch, 1)["not taken"][f"unreadable: {kind}"] == 1
