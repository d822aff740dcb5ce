"""That the Atom report is what RFC 4287 says, by a grammar and a reader that know nothing of its renderer."""

import warnings
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.digest import digest
from reports.render import FORMATS
from reports.render.feed import ATOM
from tests.report_samples import HOSTILE, hostile_digest, press_week, week

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def told(made):
    return FORMATS["atom"](made, zone="Asia/Seoul").encode()


def wrong_in(made):
    GRAMMAR.validate(etree.fromstring(told(made)))
    return [f"{error.line}: {error.message}" for error in GRAMMAR.error_log]


def between(since, until):
    """The press week cut at two marks."""
    events = [one for one in press_week() if since < one.id <= until]
    return digest(events, name="morning", since=since, until=until)


def entries(made):
    """Entry's id -> when it was updated."""
    root = etree.fromstring(told(made))
    found = [
        (one.findtext(f"{{{ATOM}}}id"), one.findtext(f"{{{ATOM}}}updated")) for one in root.iter(f"{{{ATOM}}}entry")
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_a_week_with_news_of_every_kind_keeps_the_grammar():
    assert wrong_in(week()) == []
    assert wrong_in(digest([], name="", since=3, until=3)) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"<updated>2026", b"<updated>20-26"),
        (b"<author><name>treatywatch</name></author>", b""),
        (b'rel="alternate"', b'rel="elsewhere"'),
        (b'type="xhtml"', b'type="text"'),
        (b"<p>", b"<p onclick='x'>"),
        (b"<entry><id>urn:", b"<entry><id>urn "),
    ],
)
def test_the_grammar_finds_what_is_wrong(good, bad):
    page = told(week())
    assert good in page
    assert not GRAMMAR.validate(etree.fromstring(page.replace(good, bad, 1)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_keep_the_grammar(text):
    assert wrong_in(hostile_digest(text, "https://x.example/a b?<c>")) == []


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_leaves_the_grammar(text, around):
    assert wrong_in(hostile_digest(around + text)) == []


@pytest.mark.parametrize("made", [week(), hostile_digest("<b>&amp;", "https://x.example/")], ids=["week", "hostile"])
def test_a_feed_reader_reads_all_of_it(made):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read = feedparser.parse(told(made))
    assert not read.bozo
    assert read.version == "atom10"
    assert {one.id for one in read.entries} == set(entries(made))
    assert all(one.title and one.updated_parsed and one.content for one in read.entries)


def test_an_entry_keeps_its_id_in_every_report_and_never_goes_back_in_time():
    whole = entries(week())
    for cut in range(1, 18):
        first, second = entries(between(0, cut)), entries(between(cut, 18))
        for id_ in first.keys() & second.keys():
            assert first[id_] <= second[id_] == whole.get(id_, second[id_])
        for id_ in first.keys() & whole.keys():
            assert first[id_] <= whole[id_]


def test_every_headline_names_its_language():
    root = etree.fromstring(told(week()))
    spoken = {
        one.findtext(f"{{{ATOM}}}title"): one.find(f"{{{ATOM}}}title").get(LANGUAGE)
        for one in root.iter(f"{{{ATOM}}}entry")
    }
    assert spoken["Edited: 북한군 1만2천명 교대 전망"] == "ko"
    assert spoken["Not present: Сводка о поставках"] == "ru"
    assert spoken["Present again: Port figures for October"] == "en"
    assert {title for title, language in spoken.items() if not language} == {"Outlets in trouble"}
    assert root.get(LANGUAGE) == "en"  # what has no language of its own
    [arabic] = [one for one in root.iter("{http://www.w3.org/1999/xhtml}a") if one.get(LANGUAGE) == "ar"]
    assert arabic.get("dir") == "rtl"
