"""What reports say when a copy was seen before the article that it comes from."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from records import Event
from reports.digest import digest
from reports.origins import SEEN_FIRST
from reports.render import FORMATS, terminal
from reports.render.feed import ATOM
from reports.render.phrases import behind
from tests.report_samples import article, credit, event, new_carrier, new_story, origin_moved, story

HUMAN = ["terminal", "markdown", "html"]


def instant(value):
    return {"value": value, "precision": "instant"}


DESK = article(1, "harborpost", "Desk: ferry stops", published=instant("2026-11-22T02:40:00Z"))
COPY = article(2, "tidings", "Ferry stops, wire says", published=instant("2026-11-22T05:00:00Z"))
WIRE = article(
    3,
    "nordwire",
    "Ferry at Rason stops",
    standfirst="Ice came early this year.",
    published=instant("2026-11-22T04:05:00Z"),
    agencies=[credit(span="RASON, Nov 22 (Nordwire) —")],
)
MOVE = origin_moved(4, WIRE, 7, DESK, [(1, "identical", 0.98, -5100), (2, "edited", 0.71, 3300)])


def came(*, new=True):
    """The desk, a copy of it, then the wire: the story's origin moves. `new`: the desk is among what came."""
    begun = story(7, DESK, 2, 2)
    events = [
        new_story(1, DESK, 7),
        new_carrier(2, COPY, begun, DESK, "excerpt", 0.4, 8400),
        new_carrier(3, WIRE, story(7, WIRE, 3, 3), DESK, "extended", 0.9, 0),
        MOVE,
    ]
    return events if new else events[1:]


def tell(*events):
    return digest(events, name="", since=0, until=9, zone="UTC")


def said(form, made):
    """A report's words, in a row; without its pictures, which call the origin by that name."""
    told = terminal.render(made, zone="UTC", width=200) if form == "terminal" else FORMATS[form](made, zone="UTC")
    if form == "html":
        main = lxml_html.document_fromstring(told.encode()).find("body/main")
        for figure in main.findall(".//figure"):
            figure.drop_tree()
        told = main.text_content()
    return " ".join(told.replace("*", "").split())


def test_a_new_story_comes_from_its_origin_and_its_copies_are_held_against_that():
    [news] = tell(*came()).stories
    assert [one.article.id for one in news.carriers] == [3, 1, 2]
    assert (news.lead.relation, news.lead.of_id, news.lead.delay_seconds) == ("origin", 0, None)
    assert [(one.relation, one.of_id, one.share, one.delay_seconds) for one in news.others] == [
        ("identical", 3, 0.98, -5100),
        ("edited", 3, 0.71, 3300),
    ]
    assert news.found is None


@pytest.mark.parametrize("form", HUMAN)
def test_in_a_new_story_the_origin_is_the_first_and_its_copies_came_earlier_or_later(form):
    told = said(form, tell(*came()))
    assert "First: Nordwire" in told
    assert "Origin found" not in told
    assert "1 h 25 min earlier" in told
    assert "55 min later" in told
    assert "verbatim, 98 %" in told
    assert "edited, 71 %" in told
    assert "extended" not in told
    assert told.index("First: Nordwire") < told.index("Harbor Post") < told.index("Eastern Tidings")


@pytest.mark.parametrize("form", HUMAN)
def test_in_a_known_story_that_grew_the_move_is_told_beside_it(form):
    made = tell(*came(new=False))
    told = said(form, made)
    assert "Comes from Nordwire (NO, English)" in told or "Comes from Nordwire NO, English" in told
    assert "Origin found: until now the first was" in told
    assert told.count("until now the first was") == 1
    assert "edited, 71 %" in told
    assert made.found_alone == ()
    assert made.grown[0].found is not None


@pytest.mark.parametrize("form", HUMAN)
def test_a_known_story_without_other_news_stands_under_origin_found(form):
    made = tell(MOVE)
    assert not made.empty
    told = said(form, made)
    assert "is now known to come from Nordwire" in told.replace("Is now", "is now")
    assert "published 22 Nov, 04:05 UTC; until now the first was" in told
    assert "RASON, Nov 22 (Nordwire) —" in told
    assert "treatywatch story 7" in told
    whole = FORMATS[form](made, zone="UTC")
    assert DESK["url"] in whole
    assert WIRE["url"] in whole
    assert "The origin of 1 known story was found." in whole
    assert "Nothing new" not in whole


@pytest.mark.parametrize("form", HUMAN)
@pytest.mark.parametrize("new", [True, False])
def test_no_carrier_beside_the_origin_is_called_one(form, new):
    told = said(form, tell(*came(new=new))).casefold().replace("independent origin", "").replace("origin found", "")
    told = told.replace("the origin of 1 known story", "")
    assert "origin" not in told


def test_the_first_of_a_story_that_is_no_copy_of_its_origin_was_seen_first():
    move = origin_moved(4, WIRE, 7, DESK)
    [news] = tell(*came()[:3], move).stories
    assert [(one.relation, one.of_id) for one in news.carriers] == [("origin", 0), (SEEN_FIRST, 0), ("excerpt", 1)]
    told = said("terminal", tell(*came()[:3], move))
    assert "22 Nov, 02:40 UTC · seen first · 1 h 25 min before the origin" in told
    assert "excerpt, 40 %" in told
    assert "from Harbor Post · 55 min after the origin" in told


def test_without_an_event_of_the_move_the_story_itself_says_what_its_origin_is():
    [news] = tell(*came()[:3]).stories
    assert [(one.article.id, one.relation) for one in news.carriers] == [(3, "origin"), (1, SEEN_FIRST), (2, "excerpt")]


def test_an_origin_that_was_one_for_a_while_is_told_as_it_was_before():
    older = article(5, "vestnik", "Паром", published=instant("2026-11-22T01:00:00Z"))
    later = [
        new_carrier(5, older, story(7, older, 4, 4), WIRE, "excerpt", 0.3, 0),
        origin_moved(6, older, 7, WIRE, [(2, "merged", 0.5, None)]),
    ]
    [news] = tell(*came(), *later).stories
    assert [(one.article.id, one.relation, one.of_id) for one in news.carriers] == [
        (5, "origin", 0),
        (1, "identical", 3),
        (2, "merged", 5),
        (3, "extended", 1),
    ]


def test_moves_between_the_same_marks_are_told_as_the_way_from_the_first_to_the_last():
    older = article(5, "vestnik", "Паром")
    made = tell(MOVE, origin_moved(5, older, 7, WIRE))
    [found] = made.found_alone
    assert (found.article.id, found.was_id, made.in_short.origins_found) == (5, 1, 1)
    assert [one.event for one in made.origins_moved] == [4, 5]


def test_an_origin_that_is_the_first_again_is_no_news():
    made = tell(MOVE, origin_moved(5, DESK, 7, WIRE))
    assert made.empty
    assert len(made.origins_moved) == 2


def test_a_carrier_that_came_after_the_move_stays_as_it_was_told():
    late = new_carrier(5, COPY, story(7, WIRE, 3, 3), WIRE, "excerpt", 0.2, 3300)
    [news] = tell(MOVE, late).grown
    assert [(one.relation, one.of_id) for one in news.carriers] == [("excerpt", 3)]


def test_json_holds_the_move_with_what_each_copy_is():
    told = json.loads(FORMATS["json"](tell(*came()), zone="UTC"))
    [move] = told["origins_moved"]
    assert (move["event"], move["article"]["id"], move["was"]["outlet_name"]) == (4, 3, "Harbor Post")
    assert [(one["article"], one["relation"], one["delay_seconds"]) for one in move["copies"]] == [
        (1, "verbatim", -5100),
        (2, "edited", 3300),
    ]
    assert told["in_short"]["origins_found"] == 0
    assert json.loads(FORMATS["json"](tell(MOVE), zone="UTC"))["in_short"]["origins_found"] == 1


def test_csv_has_a_line_for_the_move():
    [line] = csv.DictReader(io.StringIO(FORMATS["csv"](tell(MOVE), zone="UTC"), newline=""))
    assert (line["what"], line["event"], line["outlet"]) == ("origin moved", "4", "Nordwire")
    assert line["detail"] == "until now Harbor Post https://harborpost.example/news/1"


def test_a_feed_tells_the_move_in_the_story_or_in_an_entry_of_its_own():
    alone = etree.fromstring(FORMATS["atom"](tell(MOVE), zone="UTC").encode())
    assert [one.text for one in alone.iter(f"{{{ATOM}}}title")][1:] == ["Origin found: Ferry at Rason stops"]
    grown = FORMATS["atom"](tell(*came(new=False)), zone="UTC")
    assert grown.count("<entry>") == 1
    assert grown.count("Is now known to come from Nordwire") == 1
    new = FORMATS["atom"](tell(*came()), zone="UTC")
    assert "now known" not in new
    assert "(verbatim, 98 % from Nordwire, 1 h 25 min earlier)" in new


@pytest.mark.parametrize(
    ("seconds", "of_origin", "of_another"),
    [
        (-5100, "1 h 25 min earlier", "1 h 25 min before the origin"),
        (-7200, "2 h earlier", "2 h before the origin"),
        (-60, "1 min earlier", "1 min before the origin"),
        (-59, "within a minute", "within a minute of the origin"),
        (-4 * 86400, "4 days earlier", "4 days before the origin"),
        (5100, "1 h 25 min later", "1 h 25 min after the origin"),
        (None, "", ""),
    ],
)
def test_a_delay_below_nought_is_told_as_earlier_and_that_of_a_copys_copy_as_after_the_origin(
    seconds, of_origin, of_another
):
    [news] = tell(new_carrier(2, COPY, story(7, WIRE), WIRE, "edited", 0.7, seconds)).grown
    assert behind(news.carriers[0], WIRE["id"]) == of_origin
    assert behind(news.carriers[0], DESK["id"]) == of_another


@st.composite
def lives(draw):
    """The life of one story as a store writes it: articles come, some of them become its origin, which is told or, in
    an older database, is not."""
    events: list[Event] = []
    origin = 1
    told = {number: article(number) for number in range(1, draw(st.integers(2, 6)))}
    for number, one in told.items():
        became = number > 1 and draw(st.booleans())
        before, origin = origin, number if became else origin
        whole = story(7, told[origin], number, number)
        mark = len(events) + 1
        come = new_story(mark, one, 7) if number == 1 else new_carrier(mark, one, whole, told[before], "edited")
        events.append(come)
        if became and draw(st.booleans()):
            copies = [(n, "excerpt", 0.5, -60) for n in range(1, number) if draw(st.booleans())]
            events.append(origin_moved(mark + 1, one, 7, told[before], copies))
    return events


@settings(derandomize=True, deadline=None, max_examples=150)
@given(lives(), st.data())
def test_the_origin_leads_and_no_other_carrier_is_called_one(events, data):
    mark = data.draw(st.integers(0, len(events)))
    for half in (events[:mark], events[mark:]):
        made = tell(*half)
        for news in [*made.stories, *made.grown]:
            ids = [one.article.id for one in news.carriers]
            assert news.led_by_origin == (news.story.origin.id in ids)
            assert all(one.relation not in ("", "origin") for one in news.others)
            assert [one.event for one in made.origins_moved] == [one.id for one in half if one.kind == MOVE.kind]


def test_a_move_that_names_nothing_breaks_no_format():
    made = tell(event(1, MOVE.kind, {"story": {"id": 3}, "article": {"id": 5}}))
    for form in FORMATS:
        assert "until now the first" not in FORMATS[form](made, zone="UTC")
