"""Sitemaps: pages newest first, the newest children of an index, and nothing that costs more than its bound."""

import gzip
import time

import pytest

from crawler.sitemaps import read_sitemap
from errors import FeedError
from records import Via

URL = "https://daily.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/v/1.1">
<url><loc>https://daily.example/k/1</loc>
  <image:image><image:loc>https://cdn.example/1.jpg</image:loc><image:title>Photo</image:title></image:image>
  <news:news><news:publication><news:name>항구일보</news:name><news:language>ko</news:language></news:publication>
    <news:publication_date>2026-11-08T09:00:00+09:00</news:publication_date>
    <news:title>북쪽 항로 &amp; 다리</news:title></news:news><lastmod>2026-11-20</lastmod></url>
<url><loc> https://daily.example/k/2 </loc><video:video><video:title>Film</video:title></video:video>
  <news:news><news:publication_date>2026-11-09T09:00:00+09:00</news:publication_date><news:title>조약 발효</news:title>
  </news:news></url>
</urlset>"""


def urls(*rows: tuple[str, str]) -> bytes:
    """A plain sitemap of (address, lastmod) rows."""
    places = (f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for loc, day in rows)
    return f"<urlset>{''.join(places)}</urlset>".encode()


def index(*rows: tuple[str, str]) -> bytes:
    """An index of (address, lastmod) rows."""
    places = (f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for loc, day in rows)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(places)}</sitemapindex>'.encode()
    )


def read(body: str | bytes, *, limit: int = 100, children: int = 10):
    return read_sitemap(body.encode() if isinstance(body, str) else body, URL, "daily", limit=limit, children=children)


def test_a_news_sitemap_tells_title_date_and_language():
    newest, first = read(NEWS).leads
    assert (newest.title, newest.published) == ("조약 발효", "2026-11-09T09:00:00+09:00")
    assert (first.url, first.outlet, first.source, first.via) == (
        "https://daily.example/k/1",
        "daily",
        URL,
        Via.SITEMAP,
    )
    assert (first.title, first.published, first.language) == ("북쪽 항로 & 다리", "2026-11-08T09:00:00+09:00", "ko")


def test_a_page_without_news_has_no_date_of_publication():
    (lead,) = read(urls(("https://daily.example/1", "2026-11-09"))).leads
    assert (lead.published, lead.title) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        NEWS.replace("http://www.sitemaps.org/schemas/sitemap/0.9", "https://sitemaps.example/wrong"),
        NEWS.replace("sitemap-news/0.9", "sitemap-news/9.9"),
        NEWS.replace('xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" ', ""),
        NEWS.replace('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', ""),
        NEWS.replace("<urlset ", '<s:urlset xmlns:s="x" ').replace("</urlset>", "</s:urlset>"),
    ],
)
def test_wrong_namespaces_are_survived(text):
    assert [lead.title for lead in read(text).leads] == ["조약 발효", "북쪽 항로 & 다리"]


def test_the_newest_pages_are_taken_and_the_rest_is_counted():
    days = [(f"https://daily.example/{day}", f"2026-11-{day:02}") for day in range(1, 29)]
    reading = read(urls(*days), limit=2)
    assert [lead.url for lead in reading.leads] == ["https://daily.example/28", "https://daily.example/27"]
    assert reading.dropped == 26


def test_the_newest_children_of_an_index_come_first():
    months = [(f"https://daily.example/{month}.xml", f"2026-{month:02}-01T00:00:00Z") for month in range(1, 12)]
    reading = read(index(*months), children=2)
    assert [url for url, _ in reading.children] == ["https://daily.example/11.xml", "https://daily.example/10.xml"]
    assert reading.children[0][1] == "2026-11-01T00:00:00Z"
    assert (reading.dropped_children, reading.leads) == (9, ())


def test_children_without_dates_are_ordered_by_those_in_their_addresses():
    rows = [
        "https://daily.example/sitemap-2019.xml",
        "https://daily.example/sitemap.xml?date_start=20241101",
        "https://daily.example/2026/03/sitemap.xml",
        "https://daily.example/sitemap-2026-11.xml.gz",
    ]
    assert [url for url, _ in read(index(*((row, "") for row in rows))).children] == rows[::-1]


def test_an_index_that_lists_itself_is_not_followed():
    reading = read(index(("http://www.daily.example/sitemap.xml", ""), ("https://daily.example/a.xml", "")))
    assert [url for url, _ in reading.children] == ["https://daily.example/a.xml"]
    assert reading.faults == ("an index that lists itself",)


@pytest.mark.parametrize(
    "loc", ["file:///etc/passwd", "ftp://daily.example/a", "javascript:alert(1)", "", "http://[::1"]
)
def test_only_http_addresses_are_taken(loc):
    reading = read(urls((loc, ""), ("https://daily.example/1", "")))
    assert [lead.url for lead in reading.leads] == ["https://daily.example/1"]
    assert reading.faults == ("1 place without an http(s) address",)
    assert read(index((loc, ""))).children == ()


def test_a_plain_text_sitemap_is_read():
    leads = read("\ufeffhttps://daily.example/1\r\n\r\nhttps://daily.example/2\nftp://daily.example/3\n").leads
    assert [lead.url for lead in leads] == ["https://daily.example/1", "https://daily.example/2"]


def test_a_gzip_body_is_unpacked_also_in_parts():
    assert len(read(gzip.compress(NEWS.encode())).leads) == 2
    half = len(NEWS) // 2
    assert len(read(gzip.compress(NEWS[:half].encode()) + gzip.compress(NEWS[half:].encode())).leads) == 2


def test_a_torn_gzip_body_gives_what_could_be_read():
    rows = [(f"https://daily.example/{number * 7919 % 100_003}", "2026-11-09") for number in range(3_000)]
    packed = gzip.compress(urls(*rows))
    reading = read(packed[: len(packed) // 2], limit=5_000)
    assert 500 < len(reading.leads) < 3_000
    assert reading.faults[0] == "gzip that ends too early"


def test_more_than_ten_megabytes_are_not_unpacked():
    body = urls(*((f"https://daily.example/{number}", "") for number in range(300_000)))
    reading = read(gzip.compress(body), limit=10)
    assert len(reading.leads) == 10
    assert reading.faults[0] == "more than 10,000,000 bytes unpacked, the rest not read"
    with pytest.raises(FeedError):
        read(gzip.compress(bytes(100_000_000)))


def test_a_gzip_body_in_a_gzip_body_is_no_sitemap():
    with pytest.raises(FeedError):
        read(gzip.compress(gzip.compress(NEWS.encode())))


@pytest.mark.parametrize(
    ("body", "came"),
    [
        ("", "an empty answer"),
        ("<!doctype html><html><body>404</body></html>", "an HTML page"),
        ('<rss version="2.0"><channel/></rss>', "a feed"),
        ("<opml/>", "XML of another kind (<opml>)"),
        ("User-agent: *\nDisallow: /", "text"),
        ("<", "broken XML"),
    ],
)
def test_what_is_no_sitemap_is_named(body, came):
    with pytest.raises(FeedError) as caught:
        read(body)
    assert str(caught.value).startswith(f"{URL}: {came} instead of a sitemap")


def test_entities_of_a_document_type_expand_to_nothing():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    head = f'<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    began = time.process_time()
    reading = read(head + "<urlset><url><loc>https://daily.example/1?&a19;&f;</loc></url></urlset>")
    assert time.process_time() - began < 2
    assert len(reading.leads[0].url) < 60


def test_a_torn_sitemap_gives_what_parses():
    reading = read(NEWS[: NEWS.index("<url><loc> ")])
    assert [lead.url for lead in reading.leads] == ["https://daily.example/k/1"]
    assert reading.faults[0].startswith("malformed XML")
