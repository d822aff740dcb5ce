"""Pictures of a report: drawn from the digest alone, said in words as well, and inert."""

import pytest
from lxml import etree

from reports.digest import digest
from reports.render import pictures
from reports.render.pictures.drawing import SVG, Picture, fitted
from tests.report_samples import HOSTILE, article, new_carrier, new_story, story, week

NAMES = {"s": SVG}


def spread_of(names, relation="identical") -> Picture:
    """A story with one carrier of each name, an hour apart."""
    wire = article(1, "nordwire")
    told = story(7, wire, 1 + len(names), 1 + len(names))
    events = [new_story(1, wire, 7)]
    for number, name in enumerate(names, 2):
        at = {"value": f"2026-11-19T{6 + number % 12:02}:00:00Z", "precision": "instant"}
        one = article(number, f"outlet{number}", published=at) | {"outlet_name": name}
        events.append(new_carrier(number, one, told, wire, relation))
    (news,) = digest(events, name="", since=0, until=99).stories
    drawn = pictures.spread(news)
    assert drawn is not None
    return drawn


def test_each_picture_has_a_role_a_title_and_a_description_of_its_own():
    for one in (pictures.days(week(), zone="UTC"), pictures.outlets(week()), spread_of(["A", "B"])):
        assert one is not None
        root = etree.fromstring(one.svg.encode())
        assert root.get("role") == "img"
        ids = root.get("aria-labelledby").split()
        assert [root.find(f"s:{tag}", NAMES).get("id") for tag in ("title", "desc")] == ids
        assert root.find("s:desc", NAMES).text == one.said != ""


def test_the_table_holds_every_article_of_the_days():
    one = pictures.days(week(), zone="UTC")
    assert one is not None
    counts = [int(cell) for row in one.table for cell in row[1:]]
    assert sum(counts) == week().in_short.articles


def test_a_picture_that_would_say_nothing_is_not_drawn():
    alone = digest([new_story(1, article(1))], name="", since=0, until=1)
    assert pictures.days(alone, zone="UTC") is None
    assert pictures.outlets(alone) is None
    assert pictures.spread(alone.stories[0]) is None


def test_what_a_carrier_is_shows_by_its_shape_and_a_long_list_is_counted():
    one = spread_of(["A", "B"], "edited")
    assert {row[1] for row in one.table} == {"origin", "edited"}
    root = etree.fromstring(spread_of([f"Outlet {n}" for n in range(30)]).svg.encode())
    assert "and 18 more" in [text.text for text in root.findall("s:text", NAMES)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_leaves_its_label(text):
    one = spread_of([text, text, "B"])
    root = etree.fromstring(one.alone.encode())
    tags = {etree.QName(element).localname for element in root.iter()}
    assert tags <= {"svg", "style", "title", "desc", "text", "line", "rect", "circle", "polygon"}
    allowed = {"class", "role", "viewBox", "aria-labelledby", "id", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"}
    for element in root.iter():
        assert set(element.attrib) <= allowed | {"points", "width", "height", "font-size", "text-anchor"}


def test_labels_are_cut_by_the_room_that_their_script_takes():
    assert fitted("Harbor Post", 84) == "Harbor Post"
    assert fitted("한강일보국제뉴스", 48) == "한강일…"
