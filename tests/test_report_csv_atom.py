"""That the CSV report is safe in a spreadsheet, and the Atom report a valid feed."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.digest import digest
from reports.render import FORMATS
from reports.render.feed import ATOM, XHTML
from reports.render.table import COLUMNS
from tests.report_samples import HOSTILE, article, hostile_digest, new_carrier, new_story, story, week

NAMES = {"a": ATOM, "x": XHTML}


def rows(made):
    return list(csv.reader(io.StringIO(FORMATS["csv"](made, zone="UTC"), newline="")))


def feed(made):
    return etree.fromstring(FORMATS["atom"](made, zone="UTC").encode())


def test_csv_has_a_line_for_every_article_that_came_or_changed():
    head, *lines = rows(week())
    assert tuple(head) == COLUMNS
    assert sorted(int(line[1]) for line in lines) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18]


def assert_valid(root):
    """What RFC 4287 demands of a feed and its entries, and that only our own elements stand in it."""
    assert root.tag == f"{{{ATOM}}}feed"
    for holder in [root, *root.findall("a:entry", NAMES)]:
        for tag in ("id", "title", "updated"):
            [one] = holder.findall(f"a:{tag}", NAMES)
            assert one.text
        [updated] = holder.findall("a:updated", NAMES)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", updated.text)
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", holder.find("a:id", NAMES).text)
    ids = [one.text for one in root.findall("a:entry/a:id", NAMES)]
    assert len(ids) == len(set(ids))
    assert root.find("a:author/a:name", NAMES).text
    allowed = {"feed", "entry", "id", "title", "subtitle", "updated", "published", "author", "name", "link", "content"}
    for element in root.iter():
        name = etree.QName(element)
        assert name.localname in (
            allowed if name.namespace == ATOM else {"div", "p", "ul", "li", "a", "span", "del", "ins"}
        )
        assert set(element.attrib) <= {"rel", "href", "type", "dir", "{http://www.w3.org/XML/1998/namespace}lang"}
        assert re.match(r"https?://", element.get("href", "https://"))


def test_atom_is_valid_and_has_an_entry_for_every_story_and_change():
    root = feed(week())
    assert_valid(root)
    assert len(root.findall("a:entry", NAMES)) == 3 + 1 + 1 + 2 + 3 + 1 + 1
    assert_valid(feed(digest([], name="", since=3, until=3)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_leave_atom_valid(text):
    assert_valid(feed(hostile_digest(text)))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_breaks_the_feed_or_the_table(text, around):
    made = hostile_digest(around + text + around)
    assert_valid(feed(made))
    assert all(len(line) == len(COLUMNS) for line in rows(made))


def test_a_story_keeps_its_id_from_report_to_report():
    wire = article(1, "nordwire")
    first = digest([new_story(1, wire, 7)], name="", since=0, until=1)
    second = digest([new_carrier(2, article(2), story(7, wire, 2, 2), wire)], name="", since=1, until=2)
    assert feed(first).find("a:entry/a:id", NAMES).text == feed(second).find("a:entry/a:id", NAMES).text


def test_changed_words_stand_in_a_feed_as_they_do_in_the_text():
    told = ["".join(line.itertext()) for line in feed(week()).findall(".//x:p", NAMES)]
    assert "Headline: 북한군 1만명1만2천명 교대 전망" in told
