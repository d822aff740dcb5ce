"""Whatever the bytes, the finders give leads that can be stored and fetched, or a FeedError; nothing else ever."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.feeds import read_feed
from crawler.sections import read_section
from crawler.sitemaps import read_sitemap
from crawler.urls import is_http, key
from errors import FeedError
from tests.feed_samples import ATOM, JSON_FEED, RDF, RSS091, RSS2

URL = "https://daily.example/x"
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n"><url>
<loc>https://daily.example/1</loc><lastmod>2026-11-09</lastmod><news:news><news:title>Мост открыт</news:title>
<news:publication_date>2026-11-09T10:00:00+09:00</news:publication_date></news:news></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://daily.example/2026-11.xml</loc><lastmod>2026-11-09</lastmod></sitemap>
<sitemap><loc>https://daily.example/x</loc></sitemap></sitemapindex>"""
PAGE = """<!doctype html><html><head><meta charset="utf-8"><base href="/a/"></head><body>
<nav><a href="/b/1234">Menu</a></nav><h2><a href="2026/11/09/pier">The old pier opens again</a></h2>
<a href="/k/48213">북쪽 항로가 다시 열렸다고 발표</a></body></html>"""
SAMPLES = [RSS2, RSS091, RDF, ATOM, json.dumps(JSON_FEED), SITEMAP, INDEX, PAGE]
CHARSETS = ["utf-8", "utf-16", "utf-8-sig", "cp1251", "euc-kr", "koi8-r"]
PIECES = [
    b'<', b'>', b'&', b']]>', b'<![CDATA[', b'<!--', b'-->', b'&nbsp;', b'&#0;', b'&#xd800;', b'&#x110000;', b'&a;',
    b'\x00', b'\xff\xfe', b'\x1f\x8b', b'\xed\xa0\x80', b'\x1b$B', b'<item>', b'</item>', b'<link>', b'<title>',
    b'</title>', b'{', b'[', b'"', b'\\ud800', b'<!DOCTYPE x [', b"<!ENTITY a '&a;'>", b']>', b'http://[::1',
    b'javascript:', b" xml:base='//['", b" xmlns='\x01'", b"<?xml version='1.0' encoding='punycode'?>",
    b'99999999999999999999', b'0000-00-00', b'9999-12-31', b'Mon, 99 Foo 0000 99:99:99 +9999',
    b"<a href='http://[/1234'>", b"<base href='http://['>", b'<svg>', b'<frameset>',
]  # fmt: skip


@st.composite
def broken(draw):
    """A sample in some charset with some of its bytes cut out, doubled, moved or replaced by the worst of others."""
    body = draw(st.sampled_from(SAMPLES)).encode(draw(st.sampled_from(CHARSETS)), "replace")
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 200)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(body[start:end] * 2)))
        body = body[:start] + piece + body[end:]
    return body


anything = st.one_of(st.binary(max_size=300), broken())
labels = st.sampled_from(
    ["", "text/xml", "text/html; charset=utf-8", "x; charset=euc-kr", "charset=\0", "a; charset=hex"]
)
fixed = settings(max_examples=300, derandomize=True, deadline=None, database=None)


def hold(leads, limit):
    """What every lead must be, wherever it came from."""
    assert len(leads) <= limit
    for lead in leads:
        assert is_http(lead.url)
        assert key("http://" + key(lead.url)) == key(lead.url)
        for text in (lead.title, lead.summary, lead.credit):
            assert "\0" not in text
            assert "\n" not in text
        json.dumps([lead.title, lead.content, lead.published, lead.language], ensure_ascii=False).encode()


@fixed
@given(anything, labels, st.integers(0, 5))
def test_a_feed_of_any_bytes_gives_leads_or_a_feed_error(body, label, limit):
    with suppress(FeedError):
        reading = read_feed(body, URL, "daily", content_type=label, limit=limit)
        hold(reading.leads, limit)
        assert reading.dropped >= 0


@fixed
@given(anything, st.integers(0, 5))
def test_a_sitemap_of_any_bytes_gives_leads_or_a_feed_error(body, limit):
    with suppress(FeedError):
        reading = read_sitemap(body, URL, "daily", limit=limit, children=limit)
        hold(reading.leads, limit)
        assert len(reading.children) <= limit
        assert all(is_http(url) and key(url) != key(URL) for url, _ in reading.children)


@fixed
@given(anything, labels, st.sampled_from(["", r"\d", "."]), st.integers(0, 5))
def test_a_section_of_any_bytes_gives_leads_or_a_feed_error(body, label, links, limit):
    with suppress(FeedError):
        leads = read_section(body, URL, "daily", links=links, content_type=label, limit=limit)
        hold(leads, limit)
        assert len({key(lead.url) for lead in leads}) == len(leads)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_are_whole_before_they_are_broken(sample):
    readers = [
        lambda: read_feed(sample.encode(), URL, "daily", limit=5).leads,
        lambda: read_sitemap(sample.encode(), URL, "daily", limit=5, children=5).children,
        lambda: read_sitemap(sample.encode(), URL, "daily", limit=5, children=5).leads,
        lambda: read_section(sample.encode(), URL, "daily", limit=5),
    ]
    found = 0
    for reader in readers:
        with suppress(FeedError):
            found += len(reader())
    assert found
