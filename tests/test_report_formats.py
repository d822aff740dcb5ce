"""What every format of a report tells, and that hostile texts break none of them."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.digest import digest
from reports.render import FORMATS, terminal
from tests.report_samples import HOSTILE, article, hostile_digest, new_story, press_week, run_ended, trouble, week
from tests.told import READ

# Characters that hijack a terminal or turn the reading direction.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(params=sorted(FORMATS))
def form(request):
    return request.param


def test_every_format_names_every_headline_and_its_address(form):
    told = FORMATS[form](week(), zone="Europe/Berlin")
    for one in press_week():
        if "article" in one.facts and one.kind != "edited":
            assert one.facts["article"]["url"] in told
            assert one.facts["article"]["title"] in " ".join(told.split()).replace("\\", "")


def test_every_format_tells_the_same_stories_carriers_edits_and_losses(form):
    told, wanted = (READ[shape](FORMATS[shape](week(), zone="UTC")).in_order() for shape in (form, "json"))
    if form == "atom":  # a feed reader knows by itself which entries it has seen
        wanted.new, wanted.grown = [*wanted.new, *wanted.grown], []
    assert told == wanted.in_order()
    assert (len(wanted.new), wanted.edited.total(), len(wanted.gone)) == (4 if form == "atom" else 3, 3, 1)


def test_every_format_says_how_it_can_be_told_again(form):
    told = FORMATS[form](week(), zone="UTC")
    if form == "json":
        assert (json.loads(told)["since"], json.loads(told)["until"]) == (0, 18)
    elif form != "csv":  # whose lines carry their marks
        assert "treatywatch report --between 0 18" in told


def test_the_same_digest_gives_the_same_bytes(form):
    assert len({FORMATS[form](week(), zone="Asia/Seoul").encode() for _ in range(3)}) == 1


def test_an_empty_digest_says_so(form):
    told = FORMATS[form](digest([], name="", since=4, until=4), zone="UTC")
    assert told.endswith("\n")
    if form == "json":
        assert json.loads(told)["new_stories"] == []
    elif form == "csv":
        assert len(told.splitlines()) == 1
    else:
        assert "Nothing new between mark 4 and mark 4." in told


def test_a_run_without_news_is_no_news_but_its_troubles_are_told(form):
    told = FORMATS[form](digest([run_ended(1, [trouble()])], name="", since=0, until=1), zone="UTC")
    assert "Eastern Tidings" in told or form == "csv"


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_times_are_told_in_the_readers_zone_with_its_name(form):
    told = " ".join(FORMATS[form](week(), zone="Asia/Seoul").split())
    assert "19 Nov, 15:00 KST" in told
    assert "19 Nov 2026, 18:30 KST" in told
    assert "no date" in told
    assert "UTC-03" in FORMATS[form](week(), zone="America/Sao_Paulo")


def test_of_the_names_found_each_is_told_once_whatever_its_form():
    names = (
        "Россия",
        "России",
        "Россией",
        "treaty",
        "Treaty",
        "Korea",
        "North Korea",
        "Korean",
        "북한",
        "북한군",
        "Кремль",
    )
    made = digest([new_story(1, article(1), terms=(*names, *"abcdefg"))], name="", since=0, until=1)
    told = " ".join(terminal.render(made, zone="UTC", width=120).split())
    assert "On topic: Россия, treaty, Korea, North Korea, 북한, Кремль, a, b, and 5 more" in told


def test_summer_time_is_told_by_its_own_name():
    summer = article(1, published={"value": "2026-07-01T10:00:00Z", "precision": "instant"})
    made = digest([new_story(1, summer)], name="", since=0, until=1)
    assert "1 Jul, 12:00 CEST" in terminal.render(made, zone="Europe/Berlin")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_break_no_format(form, text):
    told = FORMATS[form](hostile_digest(text), zone="UTC")
    told.encode()
    if form != "json":
        assert not FORBIDDEN.search(told)
    else:
        assert json.loads(told)["new_stories"]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_hijacks_a_terminal_or_breaks_json(text, before, behind):
    made = hostile_digest(before + text + behind)
    assert not FORBIDDEN.search(terminal.render(made, zone="UTC", width=60))
    json.loads(FORMATS["json"](made, zone="UTC").encode())
