"""Outlet + day -> everything that its hosts answer that day."""

from collections.abc import Mapping, Sequence
from functools import cache

from demo.resources import Resource, Site, redirect, resource
from demo.world.dating import http_date
from demo.world.feeds import content_type, render, sitemap_index
from demo.world.newsroom import Piece, pieces
from demo.world.outlets import OUTLETS, Channel, Format, Outlet
from demo.world.templates import amp_path, article_page, list_page

# An outlet whose only sitemap is an index keeps its articles in this child.
NEWS_CHILD = "/sitemaps/news-1.xml"
REFUSAL = b"<!doctype html><title>403 Forbidden</title><h1>Forbidden</h1><p>Automated readers are not served here.</p>"


@cache
def sites(day: int) -> Mapping[str, Site]:
    """Every host of this world, as it is on one day."""
    hosts: dict[str, Site] = {}
    for outlet in OUTLETS:
        found = site(outlet, pieces(day)[outlet.id])
        hosts[outlet.host] = Site(found)
        if outlet.mobile:
            hosts[f"m.{outlet.host}"] = Site(found)
    return hosts


def site(outlet: Outlet, its: Sequence[Piece]) -> dict[str, Resource]:
    """What one outlet answers: its channels, its articles, a front page."""
    answers: dict[str, Resource] = {}
    for channel in outlet.channels:
        answers |= _channel(outlet, channel, [piece for piece in its if piece.takes(channel)])
    for piece in its:
        answers |= _article(piece, its)
    front = [(piece.text.title, piece.path) for piece in its if not piece.gone]
    return answers | {"/": Resource(list_page(outlet, front), _html(outlet))}


def _channel(outlet: Outlet, channel: Channel, listed: Sequence[Piece]) -> dict[str, Resource]:
    changed = http_date(max(piece.touched for piece in listed))
    kind = content_type(channel)
    if channel.format is Format.SECTION:
        page = list_page(outlet, [(piece.text.title, piece.shown(channel)) for piece in listed])
        return {channel.path: resource(page, kind)}
    body = render(outlet, channel, listed)
    if channel.path == "/sitemap.xml":
        index = sitemap_index(outlet, [NEWS_CHILD])
        return {channel.path: resource(index, kind), NEWS_CHILD: resource(body, kind, last_modified=changed)}
    if channel.format in (Format.RSS_091, Format.RSS_092):
        return {channel.path: Resource(body, kind, last_modified=changed)}  # old software: a date, no ETag
    return {channel.path: resource(body, kind, last_modified=changed)}


def _article(piece: Piece, its: Sequence[Piece]) -> dict[str, Resource]:
    outlet = piece.outlet
    if piece.gone:
        return {piece.path: Resource(b"<!doctype html><title>410</title><h1>410</h1>", status=410)}
    if outlet.refuses:
        return {piece.path: Resource(REFUSAL, status=403)}
    answers = {piece.path: _page(piece, its)}
    if outlet.amp:
        answers[amp_path(piece)] = answers[piece.path]
    if piece.path != piece.first_path:
        answers[piece.first_path] = redirect(piece.canonical)
        if outlet.amp:
            answers[f"/amp{piece.first_path}"] = redirect(piece.canonical)
    return answers


def _page(piece: Piece, its: Sequence[Piece]) -> Resource:
    outlet = piece.outlet
    if not outlet.validators:
        return Resource(article_page(piece, its), _html(outlet))
    # A careful outlet leaves the links of a page as they were on the day it was published.
    beside = pieces(piece.printing.day)[outlet.id]
    return resource(article_page(piece, beside), _html(outlet), last_modified=http_date(piece.touched))


def _html(outlet: Outlet) -> str:
    return f"text/html; charset={outlet.encoding}" if outlet.charset_told else "text/html"
