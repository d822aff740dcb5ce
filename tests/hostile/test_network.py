"""Rows 1 to 11, 13 and 16: servers that are down, slow, too large, rude or strange, met in one crawl; what is told.

The crawl runs in a pretended internet (`internet/sitecustomize.py`): names are resolved and connections opened as they
always are. Three more crawls find the servers in order, then a page cut short, then everybody busy.
"""

import gzip
import socket
import struct
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import MAX_RETRY_AFTER, retry_after
from demo.resources import Resource, redirect
from pipelines.whole import ends_in_a_tag, is_beginning, is_open
from tests.hostile.world import (
    HEALTHY,
    Authority,
    Internet,
    assert_the_healthy_finished,
    closed_port,
    counts,
    health,
    healthy_answers,
    healthy_outlets,
    leads,
    query,
    secured,
)
from tests.rude_press import (
    Act,
    Asked,
    Handler,
    RudePress,
    article,
    cut_short,
    dripping,
    endless,
    feed,
    hanging_up,
    later,
    robots,
    silent,
    slow_head,
    write_watch,
)
from tests.watching import Watch

TIMEOUT = 5.0  # seconds: 6 MB of rules must make it on a busy machine
LIMIT = 1_000_000  # bytes
UNPACKED = 64_000_000  # bytes of a bomb
SOON = 2  # seconds that a host asks us to wait
MEMORY = 250_000  # kB that the crawling process may have, with all bombs at once
LONG = "pages.example/" + "long-" * 600 + "1"


def reset(handler: Handler) -> None:
    """The connection broken with a RST."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def packed(encoding: str, body: bytes) -> Resource:
    """A few bytes that unpack to many."""
    return Resource(body, headers=(("Content-Encoding", encoding),))


SPACES = b" " * UNPACKED
GZIPPED = gzip.compress(SPACES, 1)

# Row -> path -> what the host answers, the lead's state after the crawl, the reason that it names.
FATES: dict[int, dict[str, tuple[Resource | Act, str, str]]] = {
    6: {
        "/dripping": (dripping, "new", "no answer in time"),
        "/slow-head": (slow_head, "new", "no answer in time"),
        "/silent": (silent, "new", "no answer in time"),
    },
    7: {
        "/cut": (cut_short(article("Cut short").body), "new", "the answer broke off"),
        "/cut-in-a-tag": (Resource(article("Cut in a tag").body[:-30] + b'<p class="'), "new", "the answer broke off"),
        "/hanging-up": (hanging_up, "new", "the connection failed"),
        "/broken": (Resource(b"no", status=500), "new", "500 Internal Server Error"),
        "/unchanged": (Resource(status=304), "new", "unchanged, but we have no copy"),
    },
    9: {
        "/gzip": (packed("gzip", GZIPPED), "refused", "larger than 1,000,000 bytes"),
        "/brotli": (packed("br", brotli.compress(SPACES, quality=1)), "refused", "larger than 1,000,000 bytes"),
        "/zstd": (packed("zstd", zstd.compress(SPACES, 1)), "refused", "larger than 1,000,000 bytes"),
        "/nested": (packed("gzip, gzip", gzip.compress(GZIPPED)), "refused", "larger than 1,000,000 bytes"),
    },
    10: {
        "/large": (Resource(b"x" * (LIMIT + 1)), "refused", "larger than 1,000,000 bytes"),
        "/endless": (endless, "refused", "larger than 1,000,000 bytes"),
    },
    11: {
        "/loop": (redirect("http://pages.example/loop"), "refused", "redirected too often"),
        "/ring": (redirect("http://pages.example/ring-2"), "refused", "redirected too often"),
        "/hop-0": (redirect("http://pages.example/hop-1"), "refused", "redirected too often"),
    },
    13: {
        "/to-file": (redirect("file:///etc/passwd"), "refused", "redirects to file:, which is not http"),
        "/to-data": (redirect("data:text/html,hello"), "refused", "redirects to data:, which is not http"),
        "/to-ftp": (redirect("ftp://pages.example/x"), "refused", "redirects to ftp:, which is not http"),
        "/to-script": (redirect("javascript:alert(1)"), "refused", "redirects to what is no http address"),
    },
    0: {  # not of the matrix: ends that any day brings
        "/good": (article("A good page"), "kept", ""),
        "/moved": (redirect("http://pages.example/good-2"), "kept", ""),
        "/none": (Resource(b"no", status=404), "gone", "404"),
        "/gone": (Resource(b"no", status=410), "gone", "410"),
        "/home": (redirect("http://pages.example/", 302), "gone", "404"),
        "/paper.pdf": (Resource(b"%PDF-1.7", "application/pdf"), "refused", "not a web page: application/pdf"),
    },
}
ALL_FATES = {path: fate for fates in FATES.values() for path, fate in fates.items()}
BEHIND: dict[str, Resource | Act] = {
    "pages.example/good-2": article("A moved page"),
    "pages.example/": article("The front page"),
    "pages.example/ring-2": redirect("http://pages.example/ring"),
    **{f"pages.example/hop-{n}": redirect(f"http://pages.example/hop-{n + 1}") for n in range(1, 101)},
}
NO_LINKS = [
    "file:///etc/passwd",
    "data:text/html,x",
    "ftp://pages.example/x",
    "javascript:alert(1)",
    "gopher://x.example",
]
BOMB = "User-agent: *\n" + f"Disallow: /{'*a' * 200}b$\n" * 1_000  # stars that a careless matcher never comes back from
LONG_ROBOTS = "User-agent: *\nDisallow: /early\n" + "# nothing at all here\n" * 280_000 + "Disallow: /late\n"
ROBOTS: dict[str, Resource | Act] = {
    "robots-500.example": Resource(b"oops", status=500),
    "robots-silent.example": silent,
    "robots-403.example": Resource(b"no", status=403),
    "robots-bomb.example": robots(BOMB),
    "robots-long.example": robots(LONG_ROBOTS),
    "denying.example": robots("User-agent: *\nDisallow: /private/"),
    "by-name.example": robots("User-agent: *\nAllow: /\n\nUser-agent: TreatyWatch\nDisallow: /"),
    "by-chance.example": robots("User-agent: watch\nDisallow: /"),  # a word of our contact
}
GUESTS = {  # address -> the state that its lead ends in, and why
    "robots-404.example/a": "kept",
    "robots-403.example/a": "kept",
    "robots-500.example/a": "new: robots-500.example/robots.txt cannot be had now: 500 Internal Server Error",
    "robots-silent.example/a": "new: robots-silent.example/robots.txt cannot be had now: no answer in time",
    "robots-long.example/late": "kept",
    "robots-long.example/early": "refused: robots.txt denies it",
    f"robots-bomb.example/{'a' * 2_000}": "kept",
    "denying.example/private/a": "refused: robots.txt denies it",
    "denying.example/open/a": "kept",
    "by-name.example/a": "refused: robots.txt denies it",
    "by-chance.example/a": "kept",
}
SECURE = ("trusted", "expired", "selfsigned", "wronghost", "unchecked")
REVISED = "revised.example/1"
WHOLE = article("The whole harbour").body


class Crawls:
    """What four crawls left behind: what was asked and where each lead stood after each of them."""

    def __init__(self) -> None:
        self.asked: list[list[Asked]] = []
        self.leads: list[dict[str, tuple[str, str, int]]] = []
        self.health: dict[str, dict[str, Any]] = {}  # after the first
        self.last_health: dict[str, dict[str, Any]] = {}
        self.secure: list[Asked] = []
        self.peak = 0


@pytest.fixture(scope="module")
def crawls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    internet, authority, told = Internet(folder), Authority(folder), Crawls()
    waiting = {"long": later("3600"), "soon": later(str(SOON), 503), "negative": later("-5", 503)}
    answers: dict[str, Resource | Act] = {f"pages.example{path}": fate[0] for path, fate in ALL_FATES.items()}
    answers |= BEHIND | healthy_answers() | {LONG: article("A long address")}
    answers |= {address: article(f"A page on {address[:30]}") for address in GUESTS}
    answers |= {f"{host}/robots.txt": answer for host, answer in ROBOTS.items()}
    answers |= {
        "pages.example/feed.rss": feed(*NO_LINKS, f"http://{LONG}", *(f"http://pages.example{p}" for p in ALL_FATES)),
        "hub.example/feed.rss": feed("http://nohost.example/a", *(f"http://{address}" for address in GUESTS)),
        "reset.example/robots.txt": Resource(b"", "text/plain", headers=(("Connection", "close"),)),
        "reset.example/feed.rss": reset,
        "revised.example/feed.rss": feed(f"http://{REVISED}"),
        REVISED: Resource(WHOLE),
    }
    outlets: dict[str, dict[str, Any]] = {"pages": {}, "hub": {}, "down": {}, "nowhere": {}, "reset": {}, "revised": {}}
    for name, answer in waiting.items():
        outlets[name] = {"pace": 0.3}
        answers[f"{name}.example/feed.rss"] = feed(*(f"http://{name}.example/{n}" for n in range(4)))
        answers |= {f"{name}.example/{n}": answer if n == 1 else article(f"On {name} {n}") for n in range(4)}
    for name, keys in outlets.items():
        keys["feeds"] = [f"http://{name}.example/feed.rss"]
    secure: dict[str, Resource | Act] = {}
    for name in SECURE:
        outlets[name] = {"feeds": [f"https://{name}.example/feed.rss"]}
        secure[f"{name}.example/feed.rss"] = feed(f"https://{name}.example/1", f"https://{name}.example/elsewhere")
        secure[f"{name}.example/1"] = article(f"Behind the certificate of {name}")
        secure[f"{name}.example/elsewhere"] = redirect("https://expired.example/1", 302)
    outlets["unchecked"] |= {"certificates": "unchecked", "reason": "its certificate ran out in 2019"}
    contexts = {
        "trusted.example": authority.context("trusted.example"),
        "expired.example": authority.context("expired.example", expired=True),
        "selfsigned.example": authority.context("selfsigned.example", self_signed=True),
        "wronghost.example": authority.context("another.example"),
        "unchecked.example": authority.context("other.example", expired=True, self_signed=True),
    }
    with RudePress(answers) as press, secured(RudePress(secure), contexts) as secure_press:
        hosts = {address.partition("/")[0] for address in answers}
        for host in sorted(hosts):
            internet.place(host, 80, press.port)
        for host in contexts:
            internet.place(host, 443, secure_press.port)
        internet.place("down.example", 80, closed_port())
        crawl = f"pace = 0\ntimeout = {TIMEOUT}\nmax_bytes = {LIMIT}\nper_host = 16\nconcurrency = 64"
        config = write_watch(folder, healthy_outlets() | outlets, crawl)
        extra = internet.write() | {"SSL_CERT_FILE": str(authority.file), "TREATYWATCH_REVISIT_INTERVALS": "0s"}
        watch = Watch(folder, "", config, extra | {"TREATYWATCH_CRAWL_CONTACT": "https://watch.example/contact"})

        def go(expect: int = 0) -> None:
            before = len(press.asked)
            watch.run("crawl", "--no-judge", expect=expect)
            told.asked.append(press.asked[before:])
            told.leads.append(leads(watch))

        go()
        assert_the_healthy_finished(watch)  # the sentence of every row of this file
        told.health = health(watch)
        told.secure = list(secure_press.asked)
        told.peak = internet.peak
        for path, (_, state, _) in ALL_FATES.items():
            if state == "new":
                answers[f"pages.example{path}"] = article(f"Back again {path}")
        del answers["robots-500.example/robots.txt"], answers["robots-silent.example/robots.txt"]
        answers |= {f"{name}.example/1": article(f"Late on {name}") for name in waiting}
        answers[REVISED] = Resource(WHOLE[: WHOLE.index(b"sentence 5")])  # with a length that fits
        said = next(one.at for one in press.asked if one.address == "soon.example/1")
        time.sleep(max(0.0, said + SOON + 2 - time.monotonic()))
        go()
        answers[REVISED] = cut_short(WHOLE[:600])
        go()
        assert_the_healthy_finished(watch)
        answers.clear()
        answers |= {f"{host}/feed.rss": Resource(b"busy", status=503) for host in hosts}
        go(expect=3)
        told.last_health = health(watch)
        yield watch, press, told, internet


def fates(number):
    return pytest.mark.parametrize("path", FATES[number])


def ends_as_it_should(crawls, path):
    _, _, told, _ = crawls
    _, state, reason = ALL_FATES[path]
    found, why, _ = told.leads[0][f"pages.example{path}"]
    return found == state and reason in why


def comes_back(crawls, path):
    _, _, told, _ = crawls
    return told.leads[1][f"pages.example{path}"][0] == "kept"


def times(crawls, path, crawl=0):
    _, _, told, _ = crawls
    return sum(one.host == "pages.example" and one.path == path for one in told.asked[crawl])


def test_01_an_outlet_that_is_down_or_resets_is_unreachable_and_asked_again_by_the_next_crawl(crawls):
    _, _, told, _ = crawls
    for name in ("down", "reset"):
        assert told.health[name]["state"] == "failing"
        assert told.health[name]["failures"] == {"unreachable": 1}
    assert "down.example: the connection was refused" in told.health["down"]["problem"]
    assert "the connection failed" in told.health["reset"]["problem"]
    assert sum(one.address == "reset.example/feed.rss" for one in told.asked[1]) > 0


def test_02_a_name_that_does_not_resolve_is_named_and_its_leads_wait_longer_each_time(crawls):
    watch, _, told, _ = crawls
    assert "nowhere.example: the host has no public address" in told.health["nowhere"]["problem"]
    assert told.health["nowhere"]["failures"] == {"DNS": 1}
    assert told.leads[0]["nohost.example/a"] == ("new", "nohost.example: the host has no public address", 1)
    assert told.leads[1]["nohost.example/a"][2] == 2
    assert told.leads[2]["nohost.example/a"][2] == 2  # it waited
    [(until,)] = query(watch, "SELECT not_before FROM leads WHERE url LIKE '%nohost%'")
    assert until > (datetime.now(UTC) + timedelta(minutes=5)).isoformat()


@pytest.mark.parametrize("name", ["expired", "selfsigned", "wronghost"])
def test_03_a_certificate_that_is_not_valid_is_refused_and_said_so(crawls, name):
    _, _, told, _ = crawls
    assert told.health[name]["state"] == "failing"
    assert f"{name}.example: the certificate is not valid" in told.health[name]["problem"]
    assert told.health[name]["failures"] == {"TLS": 1}
    assert not [one for one in told.secure if one.host == f"{name}.example"]


def test_03_a_valid_one_is_taken_and_one_outlet_may_go_unchecked_and_nobody_whom_it_names(crawls):
    _, _, told, _ = crawls
    for name in ("trusted", "unchecked"):
        assert told.health[name]["state"] == "well"
        assert told.leads[0][f"https://{name}.example/1"][0] == "kept"
        state, reason, _ = told.leads[0][f"https://{name}.example/elsewhere"]
        assert state == "new"
        assert "expired.example: the certificate is not valid" in reason


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
def test_04_retry_after_is_read_as_the_standard_says_and_never_beyond_a_day(header, seconds):
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header, datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)) == wanted


@given(st.text(max_size=60))
def test_04_no_header_makes_retry_after_raise(header):
    wait = retry_after(header, datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC))
    assert wait is None or timedelta() < wait <= MAX_RETRY_AFTER


def test_04_a_host_that_asks_us_to_wait_is_not_asked_again_even_by_the_next_crawl(crawls):
    _, _, told, _ = crawls
    assert [one.path for one in told.asked[0] if one.host == "long.example"][-1] == "/1"
    assert not [one for asked in told.asked[1:] for one in asked if one.host == "long.example"]
    assert told.leads[0]["long.example/1"][:2] == ("new", "429 Too Many Requests")
    waiting = [end for address, end in told.leads[1].items() if address.startswith("long") and end[0] == "new"]
    assert len(waiting) > 1  # some were queued behind the one that was answered so
    assert all(reason.startswith("asked to wait until 20") for _, reason, _ in waiting)
    assert [tries for *_, tries in waiting].count(0) == len(waiting) - 1


def test_04_when_the_wait_is_over_the_host_is_asked_and_not_before(crawls):
    _, _, told, _ = crawls
    said = next(one.at for one in told.asked[0] if one.address == "soon.example/1")
    after = [one.at for asked in told.asked for one in asked if one.host == "soon.example" and one.at > said]
    assert min(after) - said >= SOON
    assert {told.leads[1][f"soon.example/{n}"][0] for n in range(4)} == {"kept"}


def test_04_a_wait_below_zero_is_none(crawls):
    _, _, told, _ = crawls
    assert {told.leads[0][f"negative.example/{n}"][0] for n in (0, 2, 3)} == {"kept"}
    assert told.leads[1]["negative.example/1"][0] == "kept"


def test_05_when_everybody_answers_503_each_is_asked_once_and_the_end_is_partial(crawls):
    watch, _, told, _ = crawls  # exit code 3 is held by the fixture
    asked = [one.address for one in told.asked[3]]
    assert len(asked) == len(set(asked))
    assert {f"{name}.example/feed.rss" for name in HEALTHY} <= set(asked)
    [(partial, ok, finish)] = query(watch, "SELECT partial, ok, finish FROM runs WHERE id = 4")
    assert (partial, ok, finish) == (1, 1, "finished")
    assert "503 Service Unavailable" in told.last_health[HEALTHY[0]]["problem"]
    assert counts(watch, 4)["sources failed"] >= len(HEALTHY)
    assert "healthy-1" in watch.run("report", "--since", "0", "--format", "json").stdout


@fates(6)
def test_06_a_slow_answer_is_cut_at_the_timeout_once_a_crawl_and_kept_when_it_comes(crawls, path):
    assert ends_as_it_should(crawls, path)
    assert times(crawls, path) == 1
    assert comes_back(crawls, path)


@fates(7)
def test_07_a_broken_answer_waits_for_the_next_crawl(crawls, path):
    assert ends_as_it_should(crawls, path)
    assert comes_back(crawls, path)


def test_07_a_broken_connection_is_tried_twice(crawls):
    assert times(crawls, "/cut") == times(crawls, "/broken") == 2
    # Its robots.txt closed the connection: on one that was used before, Twisted would ask again by itself.
    _, _, told, _ = crawls
    assert sum(one.address == "reset.example/feed.rss" for one in told.asked[0]) == 2
    assert times(crawls, "/cut-in-a-tag") == 1


def test_07_truncated_body_never_overwrites(crawls):
    watch, _, told, _ = crawls
    assert [sum(one.address == REVISED for one in asked) for asked in told.asked[:3]] == [1, 1, 2]
    [(text, state, due)] = query(watch, "SELECT text, state, due_at FROM articles WHERE url = ?", f"http://{REVISED}")
    assert "why it opened again" in text
    assert state == "present"
    assert due
    assert query(watch, "SELECT * FROM revisions") == []
    assert told.last_health["revised"]["failures"]["unreadable: cut short"] == 1  # the one whose length was a lie
    assert told.last_health["revised"]["failures"]["truncated"] == 1
    assert counts(watch, 2)["articles cut short"] == 1


def test_07_a_page_is_open_until_it_says_that_it_is_over():
    whole = b"<!doctype html><html><body><p>One two three four.</p></body></html>\n<!-- 12 ms -->"
    assert not is_open(whole)
    cuts = [whole[:end] for end in range(20, whole.index(b"</body>") + 7)]
    assert all(is_open(cut) for cut in cuts)
    assert [ends_in_a_tag(cut) for cut in (whole[:27], whole[:29], whole[:40], whole)] == [False, True, False, False]
    assert not ends_in_a_tag(b"plain text in which 1 > 0 and a < b")


@given(st.lists(st.sampled_from(["harbour", "pier", "crane", "ferry"]), min_size=1, max_size=30), st.integers(0, 29))
def test_07_a_beginning_is_fewer_words_that_are_the_same(words, length):
    whole = " ".join(words)
    assert is_beginning(" ".join(words[:length]), whole) == (length < len(words))
    assert not is_beginning(whole, whole)
    assert not is_beginning(f"another story of the day, {whole}", whole)


@fates(9)
def test_09_what_unpacks_to_too_much_is_refused(crawls, path):
    assert ends_as_it_should(crawls, path)


def test_09_all_bombs_at_once_stay_within_the_memory_of_an_ordinary_crawl(crawls):
    _, _, told, _ = crawls
    assert told.peak < MEMORY


@fates(10)
def test_10_what_is_too_large_or_never_ends_is_refused_with_the_size_in_the_message(crawls, path):
    assert ends_as_it_should(crawls, path)
    assert times(crawls, path) == 1


@fates(11)
def test_11_a_redirect_loop_is_given_up_after_a_few_hops(crawls, path):
    assert ends_as_it_should(crawls, path)
    assert times(crawls, path) <= 6


def test_11_no_chain_is_followed_beyond_a_few_hops(crawls):
    _, _, told, _ = crawls
    assert sum("/hop-" in one.path for one in told.asked[0]) == 6


@fates(13)
def test_13_a_redirect_to_what_is_not_http_is_refused(crawls, path):
    assert ends_as_it_should(crawls, path)
    assert times(crawls, path) == 1


def test_13_a_link_that_is_not_http_is_never_stored(crawls):
    watch, _, told, _ = crawls
    stored = [url for (url,) in query(watch, "SELECT url FROM leads UNION SELECT url FROM addresses")]
    assert {url.partition("://")[0] for url in stored} == {"http", "https"}
    assert told.health["pages"]["problem"].endswith(f"{len(NO_LINKS)} entries without a link")


@pytest.mark.parametrize("address", GUESTS)
def test_16_robots_txt_allows_denies_or_puts_off(crawls, address):
    _, _, told, _ = crawls
    state, reason, _ = told.leads[0][address]
    assert (state if state == "kept" else f"{state}: {reason}") == GUESTS[address]


def test_16_a_robots_txt_that_failed_is_asked_for_again_by_the_next_crawl_and_counts_no_try(crawls):
    _, _, told, _ = crawls
    for name in ("robots-500.example", "robots-silent.example"):
        assert {one.path for one in told.asked[0] if one.host == name} == {"/robots.txt"}
        assert told.leads[0][f"{name}/a"][2] == 0
        assert told.leads[1][f"{name}/a"][0] == "kept"


def test_16_what_is_denied_is_never_asked_for(crawls):
    _, _, told, _ = crawls
    assert {one.path for one in told.asked[0] if one.host == "denying.example"} == {"/robots.txt", "/open/a"}
    assert not [one for one in told.asked[0] if one.address == "by-name.example/a"]


@fates(0)
def test_each_other_page_ends_in_its_state_with_its_reason(crawls, path):
    assert ends_as_it_should(crawls, path)


def test_a_long_address_is_fetched_like_any_other(crawls):
    _, _, told, _ = crawls
    assert told.leads[0][LONG][0] == "kept"


def test_what_ended_is_not_asked_for_again_but_for_its_revisit(crawls):
    _, _, told, _ = crawls
    ended = {address for address, (state, *_) in told.leads[0].items() if state in ("refused", "gone")}
    assert not {one.address for one in told.asked[1]} & ended


def test_nothing_was_connected_to_but_what_the_pretended_internet_has(crawls):
    _, _, _, internet = crawls
    assert internet.connections <= set(internet.routes)
