"""Pieces -> the bytes of a feed or sitemap, in the formats that outlets use. Pure."""

import json
from collections.abc import Callable, Sequence

from lxml import etree

from demo.world.dating import rfc822, utc
from demo.world.newsroom import Piece
from demo.world.outlets import Channel, Format, Outlet, Stamp
from demo.world.templates import furniture

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"

CONTENT_TYPES = {
    Format.RSS: "application/rss+xml",
    Format.RSS_091: "text/xml",
    Format.RSS_092: "text/xml",
    Format.RDF: "application/rdf+xml",
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.JSON: "application/feed+json",
    Format.SITEMAP: "application/xml",
    Format.SECTION: "text/html; charset=utf-8",
}

Renderer = Callable[[Outlet, Channel, Sequence[Piece]], bytes]


def render(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    """A feed or news sitemap of pieces, newest first. Section pages are made in `templates.py`."""
    return RENDERERS[channel.format](outlet, channel, pieces)


def content_type(channel: Channel) -> str:
    """The Content-Type of a channel, as outlets send it: not all of them tell the encoding."""
    return CONTENT_TYPES[channel.format]


def summary(piece: Piece) -> str:
    """What a feed says of an article: its standfirst, else the beginning of its first paragraph."""
    return piece.text.standfirst or " ".join(piece.credited[0].split()[:30]) + " ..."


def sitemap_index(outlet: Outlet, children: Sequence[str]) -> bytes:
    """An index that names other sitemaps of the outlet."""
    root = etree.Element(_name(SITEMAPS, "sitemapindex"), nsmap={None: SITEMAPS})
    for path in children:
        child = _sub(root, _name(SITEMAPS, "sitemap"))
        _sub(child, _name(SITEMAPS, "loc"), f"http://{outlet.host}{path}")
    return _bytes(root, "utf-8")


def _rss(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    root = etree.Element("rss", version="2.0", nsmap={"content": CONTENT, "dc": DC, "atom": ATOM})
    top = _channel(root, outlet, channel)
    for piece in pieces:
        item = _sub(top, "item")
        _sub(item, "title", piece.text.title)
        _sub(item, "link", piece.shown(channel))
        guid = _sub(item, "guid", f"{outlet.id}-{piece.story.key}")
        guid.set("isPermaLink", "false")
        _sub(item, "pubDate", rfc822(piece.published, named=outlet.stamp is Stamp.NAMED))
        if piece.printing.byline:
            _sub(item, _name(DC, "creator"), piece.printing.byline)
        _sub(item, "category", furniture(piece.language)["section"])
        _sub(item, "description", summary(piece))
        if channel.full_text:
            markup = "".join(f"<p>{_escaped(paragraph)}</p>" for paragraph in piece.credited)
            _sub(item, _name(CONTENT, "encoded")).text = etree.CDATA(markup)
    return _bytes(root, channel.encoding)


def _rss_09(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    """RSS 0.91 and 0.92: no dates and no ids; 0.92 may name a source."""
    old = channel.format is Format.RSS_091
    root = etree.Element("rss", version="0.91" if old else "0.92")
    top = _channel(root, outlet, channel)
    for piece in pieces:
        item = _sub(top, "item")
        _sub(item, "title", piece.text.title)
        _sub(item, "link", piece.shown(channel))
        _sub(item, "description", summary(piece))
        if not old and piece.printing.byline:
            source = _sub(item, "source", piece.printing.byline)
            source.set("url", f"http://{outlet.host}{channel.path}")
    return _bytes(root, channel.encoding)


def _rdf(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    root = etree.Element(_name(RDF, "RDF"), nsmap={"rdf": RDF, None: RSS1, "dc": DC})
    top = _sub(root, _name(RSS1, "channel"))
    top.set(_name(RDF, "about"), f"http://{outlet.host}{channel.path}")
    _sub(top, _name(RSS1, "title"), outlet.name)
    _sub(top, _name(RSS1, "link"), f"http://{outlet.host}/")
    _sub(top, _name(RSS1, "description"), outlet.name)
    listed = _sub(_sub(top, _name(RSS1, "items")), _name(RDF, "Seq"))
    for piece in pieces:
        url = piece.shown(channel)
        _sub(listed, _name(RDF, "li")).set(_name(RDF, "resource"), url)
        item = _sub(root, _name(RSS1, "item"))
        item.set(_name(RDF, "about"), url)
        _sub(item, _name(RSS1, "title"), piece.text.title)
        _sub(item, _name(RSS1, "link"), url)
        _sub(item, _name(RSS1, "description"), summary(piece))
        _sub(item, _name(DC, "date"), piece.published.isoformat())
        if piece.printing.byline:
            _sub(item, _name(DC, "creator"), piece.printing.byline)
    return _bytes(root, channel.encoding)


def _atom(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    root = etree.Element(_name(ATOM, "feed"), nsmap={None: ATOM})
    _sub(root, _name(ATOM, "title"), outlet.name)
    _sub(root, _name(ATOM, "id"), f"http://{outlet.host}{channel.path}")
    _sub(root, _name(ATOM, "updated"), utc(max(piece.touched for piece in pieces)))
    _sub(root, _name(ATOM, "link")).set("href", f"http://{outlet.host}/")
    for piece in pieces:
        entry = _sub(root, _name(ATOM, "entry"))
        _sub(entry, _name(ATOM, "title"), piece.text.title)
        link = _sub(entry, _name(ATOM, "link"))
        link.set("rel", "alternate")
        link.set("href", piece.shown(channel))
        _sub(entry, _name(ATOM, "id"), f"tag:{outlet.host},2026:{piece.story.key}")
        _sub(entry, _name(ATOM, "published"), piece.published.isoformat())
        _sub(entry, _name(ATOM, "updated"), utc(piece.touched))
        _sub(_sub(entry, _name(ATOM, "author")), _name(ATOM, "name"), piece.printing.byline or outlet.name)
        _sub(entry, _name(ATOM, "summary"), summary(piece))
    return _bytes(root, channel.encoding)


def _json(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"http://{outlet.host}/",
        "feed_url": f"http://{outlet.host}{channel.path}",
        "language": outlet.own_language,
        "items": [
            {
                "id": f"{outlet.id}:{piece.story.key}",
                "url": piece.shown(channel),
                "title": piece.text.title,
                "summary": summary(piece),
                "date_published": piece.published.isoformat(),
                "authors": [{"name": piece.printing.byline or outlet.name}],
            }
            for piece in pieces
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _news_sitemap(outlet: Outlet, channel: Channel, pieces: Sequence[Piece]) -> bytes:
    root = etree.Element(_name(SITEMAPS, "urlset"), nsmap={None: SITEMAPS, "news": NEWS})
    for piece in pieces:
        entry = _sub(root, _name(SITEMAPS, "url"))
        _sub(entry, _name(SITEMAPS, "loc"), piece.shown(channel))
        news = _sub(entry, _name(NEWS, "news"))
        publication = _sub(news, _name(NEWS, "publication"))
        _sub(publication, _name(NEWS, "name"), outlet.name)
        _sub(publication, _name(NEWS, "language"), piece.language)
        _sub(news, _name(NEWS, "publication_date"), piece.published.isoformat())
        _sub(news, _name(NEWS, "title"), piece.text.title)
    return _bytes(root, channel.encoding)


RENDERERS: dict[Format, Renderer] = {
    Format.RSS: _rss,
    Format.RSS_091: _rss_09,
    Format.RSS_092: _rss_09,
    Format.RDF: _rdf,
    Format.ATOM: _atom,
    Format.JSON: _json,
    Format.SITEMAP: _news_sitemap,
}


def _channel(root: etree._Element, outlet: Outlet, channel: Channel) -> etree._Element:
    top = _sub(root, "channel")
    _sub(top, "title", outlet.name)
    _sub(top, "link", f"http://{outlet.host}/")
    _sub(top, "description", outlet.name)
    _sub(top, "language", channel.language or outlet.own_language)
    return top


def _name(namespace: str, tag: str) -> str:
    return f"{{{namespace}}}{tag}"


def _sub(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, tag)
    child.text = text or None
    return child


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bytes(root: etree._Element, encoding: str) -> bytes:
    written: bytes = etree.tostring(root, encoding=encoding, xml_declaration=True, pretty_print=True)
    return written
