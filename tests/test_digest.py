"""What a digest tells, in which order, and that nothing is told twice or lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import Event, EventKind
from reports.digest import digest
from reports.facts import moment
from tests.report_samples import (
    article,
    back,
    credit,
    edited,
    event,
    gone,
    moved,
    new_carrier,
    new_story,
    origin_moved,
    press_week,
    run_ended,
    story,
    trouble,
)


def tell(*events, since=0, until=100):
    return digest(events, name="morning", since=since, until=until)


def told_events(made):
    """The numbers of all events that a digest shows somewhere."""
    news = [carrier.event for one in [*made.stories, *made.grown] for carrier in one.carriers]
    edits = [edit.event for one in made.edited for edit in one.edits]
    return [
        *news,
        *edits,
        *(one.event for one in [*made.origins_moved, *made.gone, *made.back, *made.moved, *made.rejudged, *made.runs]),
        *(one.event for one in made.notices),
    ]


def instant(value):
    return {"value": value, "precision": "instant"}


def test_a_new_story_holds_all_carriers_that_came_with_it():
    wire, copy, later = article(1, "nordwire"), article(2), article(3, "tidings")
    whole = story(7, wire, 3, 3)
    made = tell(new_story(1, wire, 7), new_carrier(2, copy, whole, wire), new_carrier(3, later, whole, wire, "excerpt"))
    [news] = made.stories
    assert [carrier.article.id for carrier in news.carriers] == [1, 2, 3]
    assert [carrier.relation for carrier in news.carriers] == ["origin", "identical", "excerpt"]
    assert news.story.articles == 3
    assert made.grown == ()


def test_a_carrier_of_a_story_told_before_is_told_under_the_known_story():
    wire, copy = article(1, "nordwire"), article(2)
    made = tell(new_carrier(9, copy, story(7, wire, 2, 2), wire))
    assert made.stories == ()
    [grown] = made.grown
    assert (grown.story.id, grown.carriers[0].of_name, grown.carriers[0].share) == (7, "Nordwire", 0.98)


def test_the_origin_stands_first_the_others_in_the_order_of_their_crawls_and_within_one_as_published():
    wire = article(1, "nordwire", first_seen="2026-11-19T07:00:00Z")
    second = article(2, published=instant("2026-11-19T06:30:00Z"), first_seen="2026-11-19T07:00:01Z")
    first = article(3, published=instant("2026-11-19T06:10:00Z"), first_seen="2026-11-19T07:00:02Z")
    found_later = article(4, published=instant("2026-11-19T06:05:00Z"), first_seen="2026-11-19T09:00:00Z")
    whole = story(7, wire)
    made = tell(
        new_story(1, wire, 7),
        new_carrier(2, second, whole, wire),
        new_carrier(3, first, whole, wire),
        replace(new_carrier(4, found_later, whole, wire), run=2),
        replace(new_carrier(5, article(5, first_seen="2026-11-19T06:59:00Z"), whole, wire), run=None),
    )
    assert [carrier.article.id for carrier in made.stories[0].carriers] == [1, 5, 3, 2, 4]


def test_the_origin_speaks_for_the_story_even_if_it_came_later():
    copy, wire = article(1), article(2, "nordwire", "The agency's own words")
    made = tell(new_story(1, copy, 7), new_carrier(2, wire, story(7, wire, 2, 2), copy))
    assert made.stories[0].lead.article.id == 2
    assert made.stories[0].story.title == "The agency's own words"


def test_stories_come_newest_published_first():
    old = article(1, published=instant("2026-11-18T06:00:00Z"))
    new = article(2, published=instant("2026-11-19T06:00:00Z"))
    assert [one.story.id for one in tell(new_story(1, old), new_story(2, new)).stories] == [2, 1]


def test_a_date_in_the_future_tops_no_list():
    future = article(1, published=instant("2099-01-01T00:00:00Z"), first_seen="2026-11-19T05:00:00Z")
    today = article(2, published=instant("2026-11-19T06:00:00Z"))
    assert [one.story.id for one in tell(new_story(1, future), new_story(2, today)).stories] == [2, 1]


def test_without_a_date_the_moment_of_the_find_decides():
    none = article(1, published=None, first_seen="2026-11-19T05:00:00Z")
    today = article(2, published=instant("2026-11-19T06:00:00Z"))
    assert [one.story.id for one in tell(new_story(1, none), new_story(2, today)).stories] == [2, 1]


def test_equals_stand_in_the_order_of_their_events():
    assert [one.story.id for one in tell(*(new_story(mark, article(mark)) for mark in (1, 2, 3))).stories] == [1, 2, 3]


@pytest.mark.parametrize(
    ("published", "late"),
    [
        (instant("2026-11-17T06:21:00Z"), False),
        (instant("2026-11-17T06:19:00Z"), True),
        ({"value": "2026-11-17", "precision": "day"}, False),
        ({"value": "2026-11-16", "precision": "day"}, False),  # it may have ended 46 hours before, west of here
        ({"value": "2026-11-15", "precision": "day"}, True),
        ({"value": "2026-11-16T20:00:00", "precision": "naive"}, False),
        ({"value": "2026-11-16T10:00:00", "precision": "naive"}, True),
        ({"value": "9999-12-31", "precision": "day"}, False),
        ({"value": "0001-01-01T00:00:00", "precision": "naive"}, True),
        (None, False),
    ],
)
def test_a_find_is_late_only_if_it_surely_is(published, late):
    made = tell(new_story(1, article(1, published=published, first_seen="2026-11-19T06:20:00Z")))
    assert made.stories[0].carriers[0].article.late is late
    assert made.in_short.late == late


def test_several_edits_of_one_article_are_each_shown_in_order():
    first = article(1, title="It will come")
    second = first | {"title": "It may come"}
    third = first | {"title": "It may not come"}
    made = tell(edited(5, first, second), edited(6, second, third, revision=3))
    [one] = made.edited
    assert one.article.title == "It may not come"
    assert [(edit.revision, edit.was_title, edit.title) for edit in one.edits] == [
        (2, "It will come", "It may come"),
        (3, "It may come", "It may not come"),
    ]
    assert (made.in_short.edited_articles, made.in_short.edits) == (1, 2)


def test_the_last_run_of_each_spider_and_what_began_between_the_marks_are_in_trouble():
    made = tell(
        run_ended(1, [trouble("vestnik", new=True), trouble("tidings", new=True), trouble("manara")]),
        run_ended(2, [], spider="revisit"),
        run_ended(3, [trouble("tidings"), trouble("hangang")]),
    )
    assert [(one.outlet, one.new, one.over) for one in made.troubles] == [
        ("tidings", True, False),
        ("hangang", False, False),
        ("vestnik", True, True),
    ]


def test_what_was_not_taken_is_summed_over_runs_by_reason():
    made = tell(run_ended(1, not_taken={"off topic": 3, "refused": 9}), run_ended(2, not_taken={"off topic": 8}))
    assert made.not_taken == (("off topic", 11), ("refused", 9))


def test_the_figures_in_short_count_what_is_told():
    made = digest(press_week(), name="", since=0, until=18)
    told = made.in_short
    assert (told.new_stories, told.new_carriers, told.known_carriers, told.articles) == (3, 4, 1, 7)
    assert (told.gone, told.back, told.moved, told.runs, told.late) == (1, 1, 1, 2, 1)
    assert told.languages == (("en", 4), ("ar", 1), ("ko", 1), ("ru", 1))
    assert told.origins == ("한강일보", "Nordwire", "Eastern Tidings")


def test_two_stories_in_the_words_of_one_agency_have_one_origin():
    made = tell(new_story(1, article(1, agencies=[credit()])), new_story(2, article(2, "nordwire")))
    assert made.in_short.origins == ("Nordwire",)


def test_an_event_of_a_later_version_is_counted_not_told():
    later = SimpleNamespace(
        id=4, at="2026-11-19T06:00:00Z", kind="a later kind", run=1, story=3, article=None, facts={}
    )
    made = tell(later)
    assert made.in_short.other == 1
    assert made.empty


@pytest.mark.parametrize("kind", list(EventKind))
def test_an_event_with_no_facts_or_facts_of_another_shape_breaks_nothing(kind):
    bare = event(1, kind, {})
    odd = {"article": [], "story": "x", "changes": [1, {"hunks": {}}], "troubles": [None], "share": "x", "of": 3}
    made = tell(bare, replace(bare, id=2, story=5, article=5, facts=odd))
    assert sorted(told_events(made)) == [1, 2]


def test_now_is_the_last_events_time():
    assert tell(new_story(1, article(1), at="2026-11-19T06:00:00Z")).at == "2026-11-19T06:00:00Z"
    assert tell().at == ""


def test_a_digest_of_runs_alone_is_empty_of_news():
    assert tell(run_ended(1)).empty
    assert not tell(gone(1, article(1))).empty


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.permutations(press_week()))
def test_the_order_in_which_events_are_given_does_not_matter(events):
    assert digest(events, name="", since=0, until=18) == digest(press_week(), name="", since=0, until=18)


_ARTICLES = st.integers(1, 6)
_STORIES = st.integers(1, 3)
_KINDS = st.sampled_from(["story", "carrier", "carrier", "edited", "gone", "back", "moved", "origin", "run"])


@st.composite
def streams(draw):
    """Streams of events as a store could have written them, or nearly."""
    events = []
    for mark, kind in enumerate(draw(st.lists(_KINDS, max_size=25)), 1):
        day = draw(st.integers(1, 28))
        told = article(draw(_ARTICLES), published=instant(f"2026-11-{day:02}T06:00:00Z"))
        whole = story(draw(_STORIES), told)
        make: dict[str, Callable[[], Event]] = {
            "story": partial(new_story, mark, told, whole=whole),
            "carrier": partial(new_carrier, mark, told, whole, told),
            "edited": partial(edited, mark, told, told | {"title": "Other"}),
            "gone": partial(gone, mark, told),
            "back": partial(back, mark, told),
            "moved": partial(moved, mark, told, "https://old.example/"),
            "origin": partial(origin_moved, mark, told, whole["id"], article(1)),
            "run": partial(run_ended, mark, [trouble()]),
        }
        events.append(make[kind]())
    return events


@settings(derandomize=True, deadline=None, max_examples=150)
@given(streams(), st.data())
def test_two_halves_tell_every_event_exactly_once(events, data):
    mark = data.draw(st.integers(0, len(events)))
    halves = [event for event in events if event.id <= mark], [event for event in events if event.id > mark]
    told = [number for half in halves for number in told_events(tell(*half))]
    assert sorted(told) == [event.id for event in events]
    assert sorted(told_events(tell(*events))) == sorted(told)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(streams())
def test_lists_are_sorted_by_moments_no_later_than_the_find(events):
    made = tell(*events)
    for news in (made.stories, made.grown):
        assert [one.dated for one in news] == sorted((one.dated for one in news), reverse=True)
        assert all(one.dated <= moment(one.lead.article.first_seen) for one in news)


def test_the_documentation_names_every_kind_of_event_and_each_of_its_facts():
    said = (Path(__file__).parent.parent / "docs" / "events.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z ]+)` \| .* \| (`.*) \|$", said, re.MULTILINE))
    assert set(rows) == set(EventKind)
    for one in press_week():
        assert set(re.findall(r"`(\w+)`", rows[one.kind])) == set(one.facts)
