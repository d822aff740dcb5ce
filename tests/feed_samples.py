"""Feeds of our own writing in each format, for the tests that read them."""

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Вестник берега</title><link>https://daily.example/</link><language>ru-RU</language>
<atom:link rel="self" href="https://daily.example/rss.xml"/>
<item><title>Делегация прибыла в порт</title><link>https://daily.example/news/101</link>
  <guid isPermaLink="false">101</guid><pubDate>Mon, 09 Nov 2026 10:15:00 +0300</pubDate>
  <description>&lt;p&gt;Короткое &lt;b&gt;изло&lt;/b&gt;жение.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Полный текст &amp; подпись.</p>]]></content:encoded>
  <dc:creator>Анна Рулёва</dc:creator><source url="https://wire.example/rss">Агентство «Маяк»</source></item>
<item><title>Мост открыли после ремонта</title><link>https://daily.example/news/102</link>
  <pubDate>Tue, 10 Nov 2026 08:00:00 +0300</pubDate></item>
</channel></rss>"""

RSS091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour Daily</title><link>https://daily.example/</link><language>en</language>
<item><title>Ferry line reopens</title><link>https://daily.example/a/1</link>
  <description>After two years.</description></item>
<item><title>Council votes on pier</title><link>https://daily.example/a/2</link></item></channel></rss>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://daily.example/"><title>항구일보</title><link>https://daily.example/</link>
  <dc:language>ko</dc:language></channel>
<item rdf:about="https://daily.example/k/1"><title>북쪽 항로 다시 열려</title><link>https://daily.example/k/1</link>
  <dc:date>2026-11-09T10:15:00+09:00</dc:date><dc:creator>김하늘</dc:creator></item>
<item rdf:about="https://daily.example/k/2"><title>다리 보수 공사 끝나</title><link>https://daily.example/k/2</link>
  <dc:date>2026-11-08T10:15:00+09:00</dc:date></item></rdf:RDF>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://daily.example/en/">
<title type="text">Harbour Daily</title><link rel="self" href="atom.xml"/><link href="https://daily.example/"/>
<updated>2026-11-10T00:00:00Z</updated>
<entry><title type="html">Pilots &amp;amp; captains &lt;i&gt;agree&lt;/i&gt;</title>
  <link rel="edit" href="https://daily.example/edit/7"/><link rel="alternate" type="text/html" href="news/7"/>
  <id>urn:7</id><published>2026-11-09T10:15:00Z</published><updated>2026-11-10T00:00:00Z</updated>
  <summary>What they signed</summary><author><name>Desk Seven</name></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They <b>signed</b>.</p></div></content></entry>
<entry xml:lang="ru"><title>Лоцманы согласны</title><link href="https://daily.example/ru/8"/><id>urn:8</id>
  <updated>2026-11-08T10:15:00Z</updated><content type="text">1 &lt; 2</content></entry></feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Daily",
    "language": "en",
    "items": [
        {"id": "1", "url": "https://daily.example/j/1", "title": "Old news", "date_published": "2026-11-01T00:00:00Z"},
        {
            "id": "https://daily.example/j/2",
            "title": "New &amp; <b>bold</b>",
            "content_html": "<p>Text</p>",
            "summary": "In short",
            "date_published": "2026-11-09T10:15:00+03:00",
            "authors": [{"name": "Desk"}, {"name": "Wire"}],
            "language": "ko",
        },
        {"id": "3", "title": "No address"},
    ],
}
