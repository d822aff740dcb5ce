"""Addresses: one article has one key however it is dressed, and two articles never share one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.urls import absolute, is_http, key, registered_domain, same_site

ONE_ARTICLE = {
    "scheme": ["http://tass.example/politika/123", "https://tass.example/politika/123", "//tass.example/politika/123"],
    "device hosts": [f"https://{label}daily.example/a/1" for label in ("", "www.", "m.", "mobile.", "amp.", "www.m.")],
    "case of the host": ["https://Daily.Example/A/1", "https://daily.example/A/1", "HTTPS://DAILY.EXAMPLE./A/1"],
    "default ports": ["http://daily.example:80/a/1", "https://daily.example:443/a/1", "http://daily.example:/a/1"],
    "slashes": ["https://daily.example/a/1", "https://daily.example/a/1/", "https://daily.example//a///1//"],
    "dot segments": ["https://daily.example/a/1", "https://daily.example/b/../a/./1"],
    "AMP": [
        "https://daily.example/a/putin-kim",
        "https://daily.example/a/putin-kim/amp",
        "https://daily.example/a/putin-kim/amp/",
        "https://daily.example/amp/a/putin-kim",
        "https://daily.example/a/putin-kim.amp",
        "https://daily.example/a/putin-kim?amp=1",
        "https://daily.example/a/putin-kim?amp",
        "https://amp.daily.example/a/putin-kim?outputType=amp",
        "https://daily.example/a/putin-kim?amp_js_v=0.1",
    ],
    "AMP before the ending": ["https://daily.example/a/12.html", "https://daily.example/a/12.amp.html"],
    "trackers": [
        "https://daily.example/a?id=7",
        "https://daily.example/a?id=7&utm_source=rss&utm_medium=feed",
        "https://daily.example/a?fbclid=IwAR0&id=7",
        "https://daily.example/a?yclid=1&ysclid=2&gclid=3&id=7&mc_cid=4&cmpid=5",
        "https://daily.example/a?id=7&at_medium=RSS&at_campaign=RSS&maca=en-rss&xtor=RSS-1",
        "https://daily.example/a?id=7&ref=rss&source=twitter&from=feed&traffic_source=rss&r=rss",
        "https://daily.example/a;jsessionid=0A1B?id=7&PHPSESSID=abc",
    ],
    "order of parameters": ["https://daily.example/a?a=1&b=2", "https://daily.example/a?b=2&a=1"],
    "fragments": ["https://daily.example/a", "https://daily.example/a#comments", "https://daily.example/a#"],
    "escapes": [
        "https://daily.example/мир/1~a",
        "https://daily.example/%D0%BC%D0%B8%D1%80/1%7ea",
        "https://daily.example/%d0%bc%d0%b8%d1%80/%31~a",
    ],
    "names in other scripts": ["https://пример.рф/новость", "https://xn--e1afmkfd.xn--p1ai/новость"],
    "users": ["https://reader:secret@daily.example/a", "https://daily.example/a"],
    "blanks": [" https://daily.example/a\n", "https://daily.example/\ta", "https://daily.example\\a"],
}

TWO_ARTICLES = [
    ("https://daily.example/view?idxno=123", "https://daily.example/view?idxno=124"),
    ("https://rodong.example/ko/?MTJAMjAyNkAxQA==", "https://rodong.example/ko/?MTJAMjAyNkAyQA=="),
    ("https://daily.example/a?ref=1", "https://daily.example/a?ref=2"),
    ("https://daily.example/a?source=88", "https://daily.example/a?source=89"),
    ("https://daily.example/a?uid=1", "https://daily.example/a?uid=2"),
    ("https://daily.example/a?gallery=1", "https://daily.example/a?gallery=2"),
    ("https://daily.example/a?session=3", "https://daily.example/a?session=4"),
    ("https://daily.example/a?amp=200", "https://daily.example/a?amp=300"),
    ("https://daily.example/a?id=2&id=1", "https://daily.example/a?id=1&id=2"),
    ("https://daily.example/a?q=x%26b", "https://daily.example/a?q=x&b"),
    ("https://daily.example/a%2Fb", "https://daily.example/a/b"),
    ("https://daily.example/A1b", "https://daily.example/a1b"),
    ("https://daily.example/#!/news/1", "https://daily.example/#!/news/2"),
    ("https://daily.example:8080/a", "https://daily.example:8081/a"),
    ("https://en.daily.example/a", "https://ru.daily.example/a"),
    ("https://daily.example/news/amplitude", "https://daily.example/news"),
    ("https://daily.example/news/1.html", "https://daily.example/news/1"),
    ("https://m.example/a", "https://other.example/a"),
    ("https://daily.example/amp", "https://daily.example/"),
]


@pytest.mark.parametrize("dressed", ONE_ARTICLE.values(), ids=list(ONE_ARTICLE))
def test_one_article_in_many_dresses_has_one_key(dressed):
    assert len({key(url) for url in dressed}) == 1


@pytest.mark.parametrize(("one", "other"), TWO_ARTICLES)
def test_two_articles_never_share_a_key(one, other):
    assert key(one) != key(other)


def test_a_query_that_is_no_list_of_parameters_survives_untouched():
    assert key("https://www.rodong.example/ko/index.php?MTJAMjAyNi0xMQ==") == (
        "rodong.example/ko/index.php?MTJAMjAyNi0xMQ=="
    )


def test_a_device_label_that_is_the_registered_name_stays():
    assert key("https://m.com/a") == "m.com/a"
    assert key("https://amp.co.uk/a") == "amp.co.uk/a"
    assert key("https://www.amp.co.uk/a") == "amp.co.uk/a"


def test_a_tracker_name_with_an_unknown_value_stays():
    assert key("https://daily.example/a?source=ministry") == "daily.example/a?source=ministry"


URLISH = st.lists(
    st.sampled_from(
        [*"htps:/.?#&=%25Amp;@[] wru0\t!~-_\\мΣİ。", "www.", "m.", "/amp", ".amp", "http://", "%2e", "..", "//"]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.one_of(st.text(max_size=60), URLISH, URLISH.map("https://daily.example/".__add__)))
@example("www..amp")
@example(". h")
@example("h//hamp/..amp/")
@example("https://[::1/")
@example("http://x:99999999/\ud800")
def test_a_key_is_its_own_key_whatever_the_text(text):
    found = key(text)
    assert key("http://" + found) == found
    found.encode()
    registered_domain(text)
    joined = absolute("https://daily.example/", text)
    assert joined is None or is_http(joined)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("https://www.tass.ru/a", "tass.ru"),
        ("en.yna.co.kr", "yna.co.kr"),
        ("www.rodong.rep.kp", "rodong.rep.kp"),
        ("a.b.press.example", "press.example"),
        ("http://press.example:8080/", "press.example"),
        ("someone.github.io", "someone.github.io"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:80/", "::1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("", ""),
    ],
)
def test_the_registered_domain_is_found_without_a_network(host, domain):
    assert registered_domain(host) == domain


def test_two_addresses_are_of_one_site_by_their_registered_domain():
    assert same_site("https://www.yna.co.kr/a", "https://en.yna.co.kr/b")
    assert not same_site("https://yna.co.kr/a", "https://mk.co.kr/b")
    assert not same_site("https://one.github.io/", "https://two.github.io/")
    assert not same_site("", "")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "data:text/html,x", "mailto:desk@daily.example", "file:///etc/passwd", "ftp://daily.example/x",
        "http://[::1", "http://daily.example:port/", "https:///path", "tel:+85021234", "https://x.example/\ud800",
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_no_address(href):
    assert absolute("https://daily.example/news/", href) is None


def test_a_relative_address_is_made_absolute():
    base = "https://daily.example/news/index.html"
    assert absolute(base, " ../a?b=1 ") == "https://daily.example/a?b=1"
    assert absolute(base, "//cdn.daily.example/x") == "https://cdn.daily.example/x"
    assert absolute(base, "HTTPS://Other.example/X") == "https://Other.example/X"
    assert absolute("", "/a") is None
