"""Digest -> Atom (RFC 4287), for a feed reader: one entry a story, and one a change of an article known before.

The id of a story's entry rests on the number of the story, so that a reader who meets it again in a later report, with
more carriers, sees the same entry updated. The XML is built, never written: lxml escapes what pages said.
"""

import uuid

from lxml import etree

from records import Precision
from reports.digest import Digest
from reports.facts import ArticleTold
from reports.news import EditedArticle, StoryNews
from reports.notices import Notice
from reports.render import phrases
from reports.render.clock import Clock
from reports.render.escaping import direction, language_tag, passage, plain, web_address
from reports.wording import same

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"

# Our own name space of ids, drawn once at random; it may never change.
_IDS = uuid.UUID("6f0c6d0e-6a5b-4f0e-9d57-2f0a4c1e8b37")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BEFORE_ALL = "1970-01-01T00:00:00Z"  # of a report without events: Atom demands a time, and no clock is asked


def render(digest: Digest, *, zone: str) -> str:
    """The whole report as one Atom feed document."""
    clock = Clock(zone, digest.at)
    feed = etree.Element(_atom("feed"), {_LANGUAGE: "en"}, nsmap={None: ATOM})  # ours; a headline names its own
    name = plain(digest.name)
    _add(feed, "id", _id("feed", name))
    _add(feed, "title", f"treatywatch · {name}" if name else "treatywatch")
    said = " ".join([phrases.nothing_new(digest)] * digest.empty + phrases.in_short(digest))
    _add(feed, "subtitle", f"{said} To see this again: {phrases.replay(digest)}")
    _add(feed, "updated", digest.at or _BEFORE_ALL)
    _add(_add(feed, "author"), "name", "treatywatch")
    for news in [*digest.stories, *digest.grown]:
        _story(feed, news, clock)
    for found in digest.found_alone:
        content = _entry(feed, f"origin {found.event}", found.at, found.article, "Origin found")
        _line(content, clock.origin(found))
    for heading, notices in digest.found.items():
        for notice in notices:
            _notice(feed, notice, heading)
    for edited in digest.edited:
        _edited(feed, edited)
    for gone in digest.gone:
        content = _entry(feed, f"gone {gone.event}", gone.at, gone.article, "Not present")
        _line(content, clock.absence(gone))
    for back in digest.back:
        content = _entry(feed, f"back {back.event}", back.at, back.article, "Present again")
        _line(content, clock.presence(back))
    for moved in digest.moved:
        content = _entry(feed, f"moved {moved.event}", moved.at, moved.article, "Moved")
        _line(content, f"Moved from {web_address(moved.old_url)} to {web_address(moved.new_url)}")
    for one in digest.rejudged:
        content = _entry(feed, f"rejudged {one.event}", one.at, one.article, "Verdict changed")
        _line(content, phrases.verdict_change(one))
    if digest.troubles:
        _troubles(feed, digest, clock)
    for child in feed:
        child.tail = "\n"  # nothing is indented: in mixed text, space is content
    written: str = etree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _story(feed: etree._Element, news: StoryNews, clock: Clock) -> None:
    origin, lead = news.story.origin, news.lead.article
    entry = _add(feed, "entry")
    _add(entry, "id", _id("story", str(news.story.id)))
    title = _add(entry, "title", plain(news.story.title or lead.title) or "(no headline)")
    _speak(title, origin.language or lead.language)
    _add(entry, "updated", max(one.at for one in [*news.carriers, news.found] if one) or _BEFORE_ALL)
    if origin.published and origin.published.precision is Precision.INSTANT and not origin.published.doubt:
        _add(entry, "published", origin.published.value)
    _link(entry, origin.url or lead.url)
    _add(_add(entry, "author"), "name", plain(origin.outlet_name) or "unknown")
    content = _content(entry)
    if names := phrases.story_names(news):
        _line(content, names)
    if news.found:
        _line(content, clock.origin(news.found))
    if news.led_by_origin and plain(lead.standfirst):
        line = _line(content, lead.standfirst)
        _speak(line, lead.language)
        _turn(line, lead.standfirst)
    if doubt := news.lead.perhaps:
        before, after = phrases.perhaps(news)
        line = _line(content, before)
        _anchor(line, doubt.outlet_name, doubt.url).tail = f"{plain(after)}."
    if phrases.reach(news.story):
        _line(content, phrases.reach(news.story))
    listing = etree.SubElement(content, _xhtml("ul"))
    for carrier in news.carriers:
        article = carrier.article
        item = etree.SubElement(listing, _xhtml("li"))
        late = f", late find, first seen {clock.stamp(article.first_seen)}" if article.late else ""
        sources = [plain(name) for name in (carrier.of_name, carrier.also_name) if plain(name)]
        source = f" from {phrases.listed(sources)}" if sources else ""
        item.text = f"{plain(article.outlet_name)}, {clock.published(article.published)}{late}: "
        shown = _anchor(item, article.title, article.url)
        _speak(shown, article.language)
        _turn(shown, article.title)
        behind = phrases.behind(carrier, origin.id)
        shown.tail = f" ({plain(phrases.relation(carrier))}{source}{f', {behind}' if behind else ''})"
        names = "" if same(article.title, news.story.title) else phrases.names(article.glosses)
        shown.tail += f" · {plain(names)}" if names else ""
        for credit in article.agencies:
            shown.tail += f" · words of {plain(credit.name)}, says the {plain(credit.where)}: “{plain(credit.span)}”"
    if news.terms:
        _line(content, f"{phrases.on_topic(news)}: {', '.join(phrases.terms(news))}")


def _notice(feed: etree._Element, notice: Notice, heading: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _id("notice", str(notice.event)))
    _speak(_add(entry, "title", f"{heading}: {plain(notice.title) or '(no headline)'}"), notice.language)
    _add(entry, "updated", notice.at or _BEFORE_ALL)
    _link(entry, notice.url)
    _add(_add(entry, "author"), "name", plain(notice.outlet_name) or "unknown")
    content = _content(entry)
    if names := phrases.names(notice.glosses):
        _line(content, names)
    _line(content, phrases.notice(notice))


def _edited(feed: etree._Element, edited: EditedArticle) -> None:
    last = edited.edits[-1]
    content = _entry(feed, f"edited {edited.article.id} {last.revision}", last.at, edited.article, "Edited")
    for edit in edited.edits:
        _line(content, phrases.weight(edit))
        for change in edit.changes:
            for pieces in phrases.shown(change)[0]:
                line = _line(content, f"{phrases.field(change.field)}: ")
                words = etree.SubElement(line, _xhtml("span"))
                _speak(words, edited.article.language)
                _turn(words, edited.article.title)
                for piece in pieces:
                    tag = {"old": "del", "new": "ins"}.get(piece.kind, "span")
                    etree.SubElement(words, _xhtml(tag)).text = passage(piece.text)


def _troubles(feed: etree._Element, digest: Digest, clock: Clock) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _id("troubles", str(digest.until)))
    _add(entry, "title", "Outlets in trouble")
    _add(entry, "updated", digest.at or _BEFORE_ALL)
    content = _content(entry)
    for one in digest.troubles:
        _line(content, f"{one.outlet_name}: {clock.trouble(one)}")


def _entry(feed: etree._Element, key: str, at: str, article: ArticleTold, what: str) -> etree._Element:
    """The content, to be filled, of an entry on one article that was known before."""
    entry = _add(feed, "entry")
    _add(entry, "id", _id("article", key))
    _speak(_add(entry, "title", f"{what}: {plain(article.title) or '(no headline)'}"), article.language)
    _add(entry, "updated", at or _BEFORE_ALL)
    _link(entry, article.url)
    _add(_add(entry, "author"), "name", plain(article.outlet_name) or "unknown")
    content = _content(entry)
    if names := phrases.names(article.glosses):
        _line(content, names)
    return content


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, _atom(tag))
    if text:
        child.text = plain(text)
    return child


def _content(entry: etree._Element) -> etree._Element:
    content = _add(entry, "content")
    content.set("type", "xhtml")
    return etree.SubElement(content, _xhtml("div"), nsmap={None: XHTML})


def _line(content: etree._Element, text: str) -> etree._Element:
    line = etree.SubElement(content, _xhtml("p"))
    line.text = passage(text)
    return line


def _link(entry: etree._Element, url: str) -> None:
    address = web_address(url)
    if address:
        link = _add(entry, "link")
        link.set("rel", "alternate")
        link.set("href", address)


def _anchor(parent: etree._Element, text: str, url: str) -> etree._Element:
    address = web_address(url)
    shown = etree.SubElement(parent, _xhtml("a" if address else "span"))
    if address:
        shown.set("href", address)
    shown.text = plain(text) or address or "(no headline)"
    return shown


def _speak(element: etree._Element, language: str) -> None:
    if language_tag(language):
        element.set(_LANGUAGE, language_tag(language))


def _turn(element: etree._Element, text: str) -> None:
    """XHTML says which way a text runs; Atom itself cannot."""
    if direction(text) == "rtl":
        element.set("dir", "rtl")


def _id(kind: str, key: str) -> str:
    return uuid.uuid5(_IDS, f"{kind} {key}").urn


def _atom(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _xhtml(tag: str) -> str:
    return f"{{{XHTML}}}{tag}"
