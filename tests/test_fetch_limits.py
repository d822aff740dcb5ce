"""Limits of fetching, met by a whole crawl: too large, too slow, cut off, in circles, refused, gone, no page."""

import json
import sqlite3
import time
from contextlib import closing

import pytest

from demo.resources import Resource, redirect
from tests.rude_press import (
    Act,
    RudePress,
    article,
    bomb,
    cut_short,
    dripping,
    endless,
    feed,
    hanging_up,
    silent,
    slow_head,
    write_watch,
)
from tests.watching import Watch

LIMIT = 60_000
TIMEOUT = 1.5
LONG = "http://pages.example/" + "long/" * 500
# path -> (answer, state, what the reason says)
FATES: dict[str, tuple[Resource | Act, str, str]] = {
    "/good": (article("A good page"), "kept", ""),
    "/good-2": (article("Another good page"), "kept", ""),
    "/forbidden": (Resource(b"no", status=403), "refused", "403 Forbidden"),
    "/login": (Resource(b"no", status=401), "refused", "401 Unauthorized"),
    "/legal": (Resource(b"no", status=451), "refused", "451 Unavailable For Legal Reasons"),
    "/missing": (Resource(b"no", status=404), "gone", "404"),
    "/removed": (Resource(b"no", status=410), "gone", "410"),
    "/home": (redirect("http://pages.example/", 302), "gone", "404"),
    "/": (article("The front page"), "", ""),
    "/paper.pdf": (Resource(b"%PDF-1.7", "application/pdf"), "refused", "not a web page: application/pdf"),
    "/large": (Resource(b"x" * (LIMIT + 1)), "refused", "larger than 60,000 bytes"),
    "/endless": (endless, "refused", "larger than 60,000 bytes"),
    "/bomb": (bomb(20 * LIMIT), "refused", "larger than 60,000 bytes"),
    "/loop": (redirect("http://pages.example/loop"), "refused", "redirected too often"),
    "/ring": (redirect("http://pages.example/ring-2"), "refused", "redirected too often"),
    "/ring-2": (redirect("http://pages.example/ring"), "", ""),
    "/to-file": (redirect("file:///etc/passwd"), "refused", "redirects to file:, which is not http"),
    "/to-data": (redirect("data:text/html,hello"), "refused", "redirects to data:, which is not http"),
    "/to-ftp": (redirect("ftp://pages.example/x"), "refused", "redirects to ftp:, which is not http"),
    "/to-script": (redirect("javascript:alert(1)"), "refused", "redirects to what is no http address"),
    "/dripping": (dripping, "new", "no answer in time"),
    "/slow-head": (slow_head, "new", "no answer in time"),
    "/silent": (silent, "new", "no answer in time"),
    "/cut": (cut_short(article("Cut short").body), "new", "the answer broke off"),
    "/hanging-up": (hanging_up, "new", "the connection failed"),
    "/broken": (Resource(b"no", status=500), "new", "500 Internal Server Error"),
    "/unchanged": (Resource(status=304), "new", "unchanged, but we have no copy"),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """One crawl over all fates, one more after the passing ones have passed; leads after each, and the first's time."""
    folder = tmp_path_factory.mktemp("limits")
    paths = [path for path, (_, state, _) in FATES.items() if state]
    urls = [LONG, *(f"http://pages.example{path}" for path in paths)]
    answers = {f"pages.example{path}": answer for path, (answer, _, _) in FATES.items()}
    with RudePress({**answers, LONG.removeprefix("http://"): article("A long address")}) as press:
        press.answers["pages.example/feed.rss"] = feed(*urls)
        config = write_watch(folder, {"pages": {"feeds": ["http://pages.example/feed.rss"]}})
        limits = {"TREATYWATCH_CRAWL_TIMEOUT": str(TIMEOUT), "TREATYWATCH_CRAWL_MAX_BYTES": str(LIMIT)}
        watch = Watch(folder, press.url, config, limits | {"TREATYWATCH_CRAWL_PER_HOST": "16"})
        before = time.monotonic()
        watch.run("crawl", "--no-judge")
        took = time.monotonic() - before
        first, asked = leads(watch), list(press.asked)
        for path, (_, state, _) in FATES.items():
            if state == "new":
                press.answers[f"pages.example{path}"] = article(f"Back again {path}")
        watch.run("crawl", "--no-judge")
        yield press, watch, first, asked, leads(watch), took


def leads(watch):
    """url -> (state, reason)."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT url, state, reason FROM leads").fetchall()
    return {url.removeprefix("http://pages.example"): (state, reason) for url, state, reason in rows}


@pytest.mark.parametrize("path", [path for path, (_, state, _) in FATES.items() if state])
def test_each_page_ends_in_its_state_with_its_reason(crawled, path):
    _, _, first, _, _, _ = crawled
    _, state, reason = FATES[path]
    assert first[path][0] == state
    assert reason in first[path][1]


def test_no_slow_page_holds_a_crawl_beyond_its_timeout(crawled):
    *_, took = crawled
    assert took < TIMEOUT + 12  # start-up and workers on a busy machine included


def test_a_page_that_failed_for_a_passing_reason_is_kept_by_the_next_crawl(crawled):
    _, _, _, _, second, _ = crawled
    waiting = [path for path, (_, state, _) in FATES.items() if state == "new"]
    assert [second[path][0] for path in waiting] == ["kept"] * len(waiting)


def test_what_ended_is_not_asked_for_again(crawled):
    press, _, first, asked, _, _ = crawled
    ended = {f"pages.example{path}" for path, (state, _) in first.items() if state != "new"}
    assert not {seen.address for seen in press.asked[len(asked) :]} & ended


def test_a_timeout_is_paid_once_a_crawl_and_a_broken_connection_is_tried_twice(crawled):
    _, _, _, asked, _, _ = crawled
    times = {path: sum(seen.path == path for seen in asked) for path in FATES}
    assert times["/silent"] == times["/dripping"] == 1
    assert times["/cut"] == times["/broken"] == 2
    assert times["/hanging-up"] in (2, 3)  # on a connection that was used before, Twisted tries once more by itself


def test_a_redirect_loop_is_given_up_after_a_few_hops(crawled):
    _, _, _, asked, _, _ = crawled
    assert sum(seen.path == "/loop" for seen in asked) <= 6


def test_a_long_address_is_fetched_like_any_other(crawled):
    _, _, first, _, _, _ = crawled
    assert first[LONG.removeprefix("http://pages.example")][0] == "kept"


def test_the_failures_are_counted_by_kind_and_the_crawl_went_well(crawled):
    _, watch, _, _, _, _ = crawled
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        kinds = dict(db.execute("SELECT kind, times FROM failures WHERE outlet = 'pages'").fetchall())
        (facts,) = db.execute("SELECT facts FROM events WHERE kind = 'run ended' ORDER BY id LIMIT 1").fetchone()
    assert kinds["timeout"] == 3
    assert kinds["too large"] == 3
    assert kinds["truncated"] == 1
    assert json.loads(facts)["ok"]
