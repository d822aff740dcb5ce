"""Feeds: every format into leads, by two roads that agree; broken and hostile ones survived and told."""

import gzip
import json
import time
from contextlib import suppress

import pytest

from crawler.feed_formats import xml_document
from crawler.feeds import read_feed
from crawler.safexml import parse_xml
from crawler.tolerant_feed import tolerant_document
from errors import FeedError
from records import Via
from tests.feed_samples import ATOM, JSON_FEED, RDF, RSS091, RSS2

URL = "https://daily.example/rss.xml"

WELL_FORMED = {"RSS 2.0": RSS2, "RSS 0.91": RSS091, "RDF": RDF, "Atom": ATOM}


def rss(*items: str, head: str = "") -> str:
    """A small RSS 2.0 feed around these items."""
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def item(number: int, title: str = "Title", more: str = "") -> str:
    return f"<item><title>{title}</title><link>https://daily.example/{number}</link>{more}</item>"


def read(text: str | bytes, *, limit: int = 100, content_type: str = "", url: str = URL):
    body = text.encode() if isinstance(text, str) else text
    return read_feed(body, url, "daily", content_type=content_type, limit=limit)


def test_every_field_of_rss_becomes_a_lead():
    reading = read(RSS2)
    assert (reading.format, reading.title, reading.dropped, reading.faults) == ("RSS 2.0", "Вестник берега", 0, ())
    newest, first = reading.leads
    assert newest.url == "https://daily.example/news/102"
    assert (first.outlet, first.source, first.via) == ("daily", URL, Via.FEED)
    assert first.title == "Делегация прибыла в порт"
    assert first.summary == "Короткое изложение."
    assert first.content == "<p>Полный текст &amp; подпись.</p>"
    assert first.published == "Mon, 09 Nov 2026 10:15:00 +0300"
    assert first.credit == "Агентство «Маяк»; Анна Рулёва"
    assert first.language == "ru-RU"


def test_atom_links_are_the_alternate_ones_under_the_base_of_the_document():
    first, second = read(ATOM, url="https://feeds.example/x").leads
    assert first.url == "https://daily.example/en/news/7"
    assert first.title == "Pilots & captains agree"
    assert first.published == "2026-11-09T10:15:00Z"
    assert first.credit == "Desk Seven"
    assert "<b>signed</b>" in first.content
    assert (first.language, second.language) == ("en", "ru")
    assert second.content == "1 &lt; 2"
    assert second.published == "2026-11-08T10:15:00Z"


def test_rdf_and_old_rss_are_read():
    korean = read(RDF)
    assert korean.format == "RDF"
    assert [lead.title for lead in korean.leads] == ["북쪽 항로 다시 열려", "다리 보수 공사 끝나"]
    assert (korean.leads[0].credit, korean.leads[0].language) == ("김하늘", "ko")
    old = read(RSS091)
    assert (old.format, old.faults) == ("RSS 0.91", ())
    assert [lead.title for lead in old.leads] == ["Ferry line reopens", "Council votes on pier"]


def test_json_feed_is_read():
    reading = read(json.dumps(JSON_FEED))
    assert (reading.format, reading.faults) == ("JSON Feed", ("1 entry without a link",))
    newest, oldest = reading.leads
    assert newest.url == "https://daily.example/j/2"
    assert newest.title == "New & bold"
    assert (newest.content, newest.summary, newest.credit) == ("<p>Text</p>", "In short", "Desk; Wire")
    assert (newest.language, oldest.language) == ("ko", "en")


@pytest.mark.parametrize("name", WELL_FORMED)
def test_both_roads_agree_on_well_formed_feeds(name):
    text = WELL_FORMED[name]
    root, faults = parse_xml(text)
    assert root is not None
    assert faults == ()
    fast, tolerant = xml_document(root, URL), tolerant_document(text, URL)
    assert fast
    assert tolerant
    assert (fast.format, fast.title) == (tolerant.format, tolerant.title)

    def said(document):
        entries = [document.read(entry) for entry in document.items]
        return [(entry.url, entry.title.replace("&amp;", "&"), entry.published, entry.language) for entry in entries]

    assert said(fast) == said(tolerant)


def test_the_newest_are_taken_and_the_rest_is_counted():
    days = [f"<pubDate>{day:02} Nov 2026 10:00:00 GMT</pubDate>" for day in range(1, 29)]
    reading = read(rss(*(item(number, more=day) for number, day in enumerate(days))), limit=3)
    assert [lead.url[-2:] for lead in reading.leads] == ["27", "26", "25"]
    assert reading.dropped == 25


def test_entries_without_dates_stay_where_the_outlet_put_them():
    dated = "<pubDate>Mon, 09 Nov 2026 10:00:00 GMT</pubDate>"
    older = "<pubDate>Sun, 08 Nov 2026 10:00:00 GMT</pubDate>"
    reading = read(
        rss(item(1), item(2, more=older), item(3), item(4, more=dated), item(5, more="<pubDate>soon</pubDate>"))
    )
    assert [lead.url[-1] for lead in reading.leads] == ["1", "4", "5", "2", "3"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mayor&#160;and &amp;nbsp;council", "Mayor and council"),
        ("Mayor&nbsp;and council", "Mayor and council"),
        ("<![CDATA[Mayor &amp; <b>council</b>]]>", "Mayor & council"),
        ("Mayor &amp;amp;amp; council", "Mayor & council"),
        ("Mayor &amp;lt;b&amp;gt;and&amp;lt;/b&amp;gt; council", "Mayor and council"),
        ("Mayor &amp; council & port", "Mayor & council & port"),
        ("Mayor <b>and</b> council", "Mayor and council"),
        ("  Mayor\n  and <br/>council ", "Mayor and council"),
        ("Ships: 5 &lt; 7", "Ships: 5 < 7"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Mayor", "Mayor"),
        ("Mayor&#xd800;&#0;&#xffff;&#x110000; and council & port", "Mayor and council & port"),
        ("Mayor\x0b\x01 and council", "Mayor and council"),
        ("조약&#8203; 체결 &ldquo;확인&rdquo;", "조약 체결 “확인”"),
    ],
)
def test_titles_come_out_as_plain_text(written, said):
    assert read(rss(item(1, written))).leads[0].title == said


def test_the_guid_is_the_link_only_where_it_says_so():
    link = "<item><title>A</title><guid{}>https://daily.example/9</guid></item>"
    assert read(rss(link.format(""))).leads[0].url == "https://daily.example/9"
    assert read(rss(link.format(' isPermaLink="true"'))).leads[0].url == "https://daily.example/9"
    refused = read(rss(link.format(' isPermaLink="false"'), "<item><guid>tag:9</guid></item>"))
    assert refused.leads == ()
    assert "2 entries without a link" in refused.faults


def test_the_address_behind_feedburner_is_preferred():
    head = '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>'
    entry = "<item><link>https://feeds.example/~r/1</link><feedburner:origLink>https://daily.example/1</feedburner:origLink>"
    assert read(f"{head}{entry}</item></channel></rss>").leads[0].url == "https://daily.example/1"


def test_relative_links_belong_to_the_site_and_not_to_the_host_of_the_feed():
    feed = rss("<link>https://daily.example/</link><item><title>A</title><link>/a/1</link></item>")
    assert read(feed, url="https://feeds.example/daily").leads[0].url == "https://daily.example/a/1"


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://daily.example/1"]
)
def test_addresses_that_are_not_fetched_are_no_leads(scheme):
    reading = read(rss(f"<item><title>A</title><link>{scheme}</link></item>"))
    assert (reading.leads, reading.faults) == ((), ("1 entry without a link",))


def test_titles_and_links_of_pictures_are_not_those_of_the_entry():
    media = (
        '<media:content xmlns:media="http://search.yahoo.com/mrss/"><media:title>Photo</media:title></media:content>'
    )
    flat = '<m:title xmlns:m="http://search.yahoo.com/mrss/">Photo</m:title><m:link xmlns:m="x">https://cdn.example/</m:link>'
    lead = read(rss(f"<item>{media}{flat}<title>A</title><link>https://daily.example/1</link></item>")).leads[0]
    assert (lead.title, lead.url) == ("A", "https://daily.example/1")


def test_yandex_full_texts_are_content():
    head = '<rss version="2.0" xmlns:yandex="http://news.yandex.ru"><channel>'
    entry = "<item><link>https://daily.example/1</link><yandex:full-text>Полный текст.</yandex:full-text></item>"
    assert read(f"{head}{entry}</channel></rss>").leads[0].content == "Полный текст."


def test_a_namespace_that_was_never_declared_is_survived():
    reading = read(rss(item(1, more="<dc:creator>Desk</dc:creator><content:encoded>Text</content:encoded>")))
    assert (reading.leads[0].credit, reading.leads[0].content) == ("Desk", "Text")
    assert reading.faults[0].startswith("malformed XML")


RUSSIAN = "Договор о всеобъемлющем партнёрстве вступил в силу, сообщили в порту"
KOREAN = "포괄적 전략적 동반자 관계 조약이 발효되었다고 항구일보가 전했다"
CHINESE = "全面战略伙伴关系条约已经生效，港口日报的记者在现场报道了这一消息"
JAPANESE = "包括的戦略パートナーシップ条約が発効したと港日報が伝えました"
GERMAN = "Über die Brücke fährt wieder ein Zug, erklärte der Präsident in Köln"


@pytest.mark.parametrize(
    ("title", "written", "declared", "served"),
    [
        (RUSSIAN, "cp1251", "windows-1251", ""),
        (RUSSIAN, "cp1251", "utf-8", ""),
        (RUSSIAN, "cp1251", "", "text/xml; charset=windows-1251"),
        (RUSSIAN, "cp1251", "utf-8", "text/xml; charset=ISO-8859-1"),
        (RUSSIAN, "koi8-r", "windows-1251", ""),
        (RUSSIAN, "koi8-r", "", ""),
        (RUSSIAN, "utf-8", "windows-1251", "text/xml; charset=windows-1251"),
        (RUSSIAN, "utf-8-sig", "", "text/xml; charset=euc-kr"),
        (RUSSIAN, "utf-16", "utf-16", ""),
        (RUSSIAN, "utf-16-le", "utf-16", ""),
        (KOREAN, "euc-kr", "EUC-KR", ""),
        (KOREAN, "euc-kr", "utf-8", ""),
        (KOREAN, "euc-kr", "", "application/xml; charset=ks_c_5601-1987"),
        (KOREAN, "euc-kr", "", ""),
        (CHINESE, "gb18030", "gb2312", ""),
        (CHINESE, "gb18030", "utf-8", ""),
        (JAPANESE, "shift_jis", "Shift_JIS", ""),
        (JAPANESE, "euc-jp", "utf-8", ""),
        (GERMAN, "cp1252", "iso-8859-1", ""),
        (GERMAN, "cp1252", "utf-8", ""),
    ],
)
def test_the_bytes_are_read_whatever_is_said_of_their_charset(title, written, declared, served):
    label = f' encoding="{declared}"' if declared else ""
    feed = rss(f"<title>{title}</title>", item(1, title)).replace("?>", f"{label}?>", 1).replace("<title>T</title>", "")
    reading = read(feed.encode(written), content_type=served)
    assert (reading.title, reading.leads[0].title) == (title, title)


@pytest.mark.parametrize(
    "codec", ["punycode", "unicode_escape", "idna", "rot13", "utf-7", "hex", "undefined", "no-such"]
)
def test_a_codec_that_is_no_charset_is_no_claim(codec):
    body = rss(item(1, RUSSIAN)).replace("?>", f' encoding="{codec}"?>', 1).encode("cp1251")
    assert read(body, content_type=f"text/xml; charset={codec}").leads[0].title == RUSSIAN


def test_a_character_cut_in_half_spoils_nothing_else():
    body = rss(item(1, RUSSIAN), item(2, RUSSIAN)).encode()
    torn = body.replace("порту".encode(), "порту".encode()[:-1], 1)
    titles = [lead.title for lead in read(torn).leads]
    assert titles[1] == RUSSIAN
    assert titles[0].startswith("Договор о всеобъемлющем")


def test_a_gzip_body_is_unpacked():
    assert len(read(gzip.compress(RSS2.encode())).leads) == 2


def test_what_parses_of_a_torn_feed_is_kept():
    torn = read(RSS2[: RSS2.index("<title>Мост")])
    assert [lead.title for lead in torn.leads] == ["Делегация прибыла в порт"]
    assert any(fault.startswith("malformed XML") for fault in torn.faults)


def test_a_feed_of_unclosed_tags_is_left_to_the_tolerant_road():
    torn = rss(*(item(number, f"Pier <br> number {number}") for number in range(5)))
    assert [lead.title for lead in read(torn).leads] == [f"Pier number {number}" for number in range(5)]


def test_words_before_the_feed_are_survived():
    reading = read("<br />\n<b>Warning</b>: deprecated in feed.php on line 3<br />\n" + RSS2)
    assert len(reading.leads) == 2
    assert "text before the feed" in reading.faults


def test_a_feed_without_entries_is_a_feed():
    reading = read(rss())
    assert (reading.leads, reading.format, reading.faults) == ((), "RSS 2.0", ())


@pytest.mark.parametrize(
    ("body", "came"),
    [
        (b"", "an empty answer"),
        (b" \r\n\0", "an empty answer"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>x</body></html>", "an HTML page"),
        (b"\n<!-- cached --><html lang=ko><p>consent", "an HTML page"),
        (b'{"error": "not found"}', "JSON that is no JSON Feed"),
        (b"[1, 2]", "JSON that is no JSON Feed"),
        (b"[" * 100_000, "JSON that is no JSON Feed"),
        (b"Access denied", "plain text"),
        (b"/etc/passwd", "plain text"),
        (b"http://127.0.0.1:9/feed", "plain text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "binary data"),
        (b"<urlset><url><loc>https://daily.example/</loc></url></urlset>", "a sitemap"),
        (b"<opml><body/></opml>", "XML of another kind (<opml>)"),
        (b"<<<<", "broken XML"),
    ],
)
def test_what_is_no_feed_is_named(body, came):
    with pytest.raises(FeedError) as caught:
        read(body)
    assert str(caught.value).startswith(f"{URL}: {came} ")


def laughs(depth: int) -> str:
    """A document type in which each entity is ten of the one before."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))]
    return f"<!DOCTYPE rss [{''.join(lines)}]>"


@pytest.mark.parametrize(
    "head",
    [
        laughs(20),
        '<!DOCTYPE rss [<!ENTITY a19 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY a19 "x">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE rss [<!ENTITY a19 "{"x" * 100_000}">]>',
    ],
)
def test_entities_of_a_document_type_expand_to_nothing(head):
    began = time.process_time()
    reading = read(rss(item(1, "Ha &a19;", '<category domain="&a19;">&a19;</category>'), head=head))
    assert time.process_time() - began < 2
    assert reading.leads[0].url == "https://daily.example/1"
    assert len(reading.leads[0].title) < 20
    assert "root:" not in repr(reading)


def test_an_entity_bomb_that_hides_from_the_cut_still_ends():
    hidden = "<!-- " + "x" * 70_000 + " -->" + laughs(12)
    began = time.process_time()
    with suppress(FeedError):
        assert len(repr(read(rss(item(1, "&a11;", '<x y="&a11;"/>'), head=hidden)))) < 10_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "bomb",
    ["<" * 1_000_000, "<![CDATA[" * 200_000, "<!--" * 400_000, "<!DOCTYPE" * 200_000, "&" * 1_000_000, "<a>" * 400_000,
     "<script>" * 200_000, "&lt;!--" * 200_000, "<item>" * 100_000, '<a b="' * 200_000, "]]>" * 300_000],
    ids=lambda bomb: bomb[:9],
)  # fmt: skip
def test_bombs_of_markup_take_little_time(bomb):
    for text in (bomb, rss(item(1, bomb)), rss(item(1, more=f"<description><![CDATA[{bomb}]]></description>"))):
        began = time.process_time()
        with suppress(FeedError):
            read(text)
        assert time.process_time() - began < 5


def test_a_gzip_bomb_stays_within_its_bound():
    with pytest.raises(FeedError):
        read(gzip.compress(bytes(50_000_000)))


def test_oversized_fields_are_cut_and_told():
    reading = read(rss(item(1, "word " * 10_000, f"<description>{'word ' * 10_000}</description>")))
    assert len(reading.leads[0].title) <= 1_000
    assert len(reading.leads[0].summary) <= 10_000
    assert reading.faults == ("1 oversized entry, cut",)


def test_json_of_any_types_is_survived():
    worst = {
        "url": "https://daily.example/1",
        "title": {"a": 1},
        "authors": "Desk",
        "author": 5,
        "summary": "a\ud800\0b",
    }
    odd: list[object] = [None, 1, [], {}, {"url": 3, "id": ["x"]}, {"url": "https://daily.example/\ud800"}, worst]
    reading = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": odd}))
    assert [lead.url for lead in reading.leads] == ["https://daily.example/1"]
    repr(reading).encode()
    assert "\0" not in reading.leads[0].summary
