"""OPML: lists of other readers become outlets that the configuration takes, and ours can be read by others."""

import tomllib
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.watch import Address, Outlet
from crawler.opml import OpmlFeed, outlets_from_opml, read_opml, toml_tables, write_opml
from errors import FeedError

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="Asia"><outline text="Korea">
  <outline type="rss" text="항구일보 &amp; 친구" xmlUrl="https://www.harbour.example/rss/nk.xml"
           htmlUrl="https://www.harbour.example/"/>
</outline>
<outline type="rss" text="Mole News - World" xmlUrl="https://rss.mole.example/world.xml"/>
<outline type="rss" text="Mole News - Politics" xmlUrl="https://www.mole.example/politics.xml"/></outline>
<outline type="rss" text="Again" xmlUrl="http://harbour.example/rss/nk.xml/"/>
<outline type="rss" text="Carried" xmlUrl="https://feeds.feedburner.com/one"/>
<outline type="rss" text="Carried too" xmlUrl="https://feeds.feedburner.com/two" htmlUrl="https://two.example"/>
<outline type="rss" text="Passwords" xmlUrl="file:///etc/passwd"/>
<outline text="Nothing"/></body></opml>"""
PIECES = [
    *"<>/\"'& =\0\ud800x", "<opml>", "<body>", "<outline", " xmlUrl=", "</outline>", '"https://a.example/"',
    " htmlUrl=", " category=", " type='link'", " text='a'", "</opml>",
]  # fmt: skip


def test_a_list_is_read_with_titles_pages_and_folders():
    feeds = read_opml(LIST)
    assert feeds[0] == OpmlFeed(
        "항구일보 & 친구", "https://www.harbour.example/rss/nk.xml", "https://www.harbour.example/", ("Asia", "Korea")
    )
    assert [feed.url for feed in feeds[1:]] == [
        "https://rss.mole.example/world.xml",
        "https://www.mole.example/politics.xml",
        "https://feeds.feedburner.com/one",
        "https://feeds.feedburner.com/two",
    ]
    assert feeds[1].categories == ("Asia",)


@pytest.mark.parametrize("text", ["", "http://127.0.0.1:9/list.opml", "<html></html>", '{"a": 1}', "/etc/passwd"])
def test_other_texts_are_no_opml(text):
    with pytest.raises(FeedError):
        read_opml(text)


def test_entities_of_a_document_type_are_not_read():
    head = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    (feed,) = read_opml(head + '<opml><body><outline text="A &a;" xmlUrl="https://a.example/"/></body></opml>')
    assert "root:" not in feed.title


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_broken_list_gives_feeds_or_a_feed_error(text):
    try:
        feeds = read_opml("<opml>" + text)
    except FeedError:
        return
    tomllib.loads(toml_tables(outlets_from_opml(feeds, ())))


def test_feeds_are_grouped_by_site_into_outlets_with_free_ids():
    outlets = outlets_from_opml(read_opml(LIST), {"harbour"})
    assert [(outlet.id, outlet.name, len(outlet.feeds)) for outlet in outlets] == [
        ("harbour-example", "항구일보 & 친구", 1),
        ("mole", "Mole News", 2),
        ("carried", "Carried", 1),
        ("two", "Carried too", 1),
    ]
    assert (outlets[0].country, outlets[0].languages, outlets[0].home) == ("ZZ", ["und"], ["harbour.example"])
    assert outlets[0].note == "Asia; Korea"


def test_ids_never_collide():
    feeds = [
        OpmlFeed("A", f"https://a.{ending}.example.{tld}/rss") for ending in "xyz" for tld in ("com", "org", "net")
    ]
    outlets = outlets_from_opml(feeds, {"example"})
    assert [outlet.id for outlet in outlets] == ["example-com", "example-org", "example-net"]
    names = outlets_from_opml([OpmlFeed("뉴스", f"https://feeds.feedburner.com/{n}") for n in range(3)], ())
    assert len({outlet.id for outlet in names}) == 3


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.text(), st.text(), st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_tables_are_toml_that_gives_the_same_outlets_back(name, note, path):
    path = "".join(character for character in path if character.isprintable())
    feeds = [Address(url="https://a.example/" + path), Address(url="https://a.example/2", enabled=False, reason="dead")]
    outlet = Outlet(id="a", name=name, country="ZZ", languages=["und"], feeds=feeds, note=note, pace=2.5)
    (back,) = (Outlet(**table, id=known) for known, table in tomllib.loads(toml_tables([outlet])).items())
    assert back.feeds == outlet.feeds
    assert back.pace == 2.5
    assert back.name == name.encode(errors="replace").decode()
    assert back.note == note.encode(errors="replace").decode()


def test_an_import_goes_through_toml_unchanged():
    outlets = outlets_from_opml(read_opml(LIST), ())
    tables = tomllib.loads(toml_tables(outlets))
    assert tuple(Outlet(**table, id=known) for known, table in tables.items()) == outlets


def test_what_is_written_is_escaped_and_holds_enabled_feeds_only():
    outlets = [
        Outlet(
            id="a",
            name='A & B "1 < 2" \x01',
            country="KR",
            languages=["ko"],
            home=["a.example"],
            feeds=[
                Address(url="https://a.example/rss?a=1&b=2"),
                Address(url="https://a.example/old", enabled=False, reason="dead"),
            ],
        ),
        Outlet(id="b", name="B", country="RU", languages=["ru"], feeds=[Address(url="https://b.example/")],
               enabled=False, reason="refuses machines"),
        Outlet(id="c", name="C", country="RU", languages=["ru"], sections=[Address(url="https://c.example/")]),
    ]  # fmt: skip
    text = write_opml(outlets)
    root = ET.fromstring(text)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "treatywatch"
    assert [feed.get("xmlUrl") for feed in root.iter("outline") if feed.get("xmlUrl")] == [
        "https://a.example/rss?a=1&b=2"
    ]
    (feed,) = read_opml(text)
    assert (feed.title, feed.html_url) == ('A & B "1 < 2"', "https://a.example/")


def test_a_list_that_was_written_is_read_again():
    outlets = outlets_from_opml(read_opml(LIST), ())
    again = read_opml(write_opml(outlets))
    assert {feed.url for feed in again} == {feed.url for feed in read_opml(LIST)}
