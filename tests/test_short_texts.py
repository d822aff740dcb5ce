"""Captions, briefs and first lines before a paywall: folded where they say enough, told as "perhaps" where not."""

import subprocess
import sys

import pytest

from records import Doubt, Relation
from reports.digest import digest
from reports.render import html, markdown, structured, terminal
from tests.conftest import ROOT
from tests.folding_texts import ENGLISH, LANGUAGES, Kept, Texts
from tests.stored import kit, reading

__all__ = ["kit"]

PAYWALL = (
    "To read on, choose a plan: one month for a coin, or the whole year with our puzzle book as a gift. Sign in here."
)


@pytest.fixture(name="kept")
def empty_store():
    kept = Kept()
    yield kept
    kept.connection.close()


@pytest.fixture(params=LANGUAGES, name="texts")
def in_each_language(request) -> Texts:
    return LANGUAGES[request.param]


def test_a_brief_of_two_paragraphs_is_an_excerpt(kept, texts):
    kept.keep(texts.whole)
    brief = kept.keep(texts.wire[:2])
    assert (brief.story, brief.relation, brief.perhaps) == (1, Relation.EXCERPT, None)


def test_a_caption_of_one_sentence_is_folded_by_that_sentence(kept):
    kept.keep(ENGLISH.whole)
    assert kept.keep([ENGLISH.wire[0]]).story == 1


def test_first_lines_before_a_paywall_are_a_copy_perhaps(kept):
    kept.keep(ENGLISH.whole)
    teaser = kept.keep([ENGLISH.wire[0][:118] + "...", PAYWALL])
    assert teaser.story is None
    assert teaser.perhaps
    assert (teaser.perhaps.of, teaser.perhaps.why) == (1, Doubt.LITTLE)
    assert 0.2 < teaser.perhaps.share < 0.6


def test_a_line_that_many_headlines_have_is_too_short_to_tell(kept):
    kept.keep([], title="Photos of the day from everywhere")
    again = kept.keep([], title="Photos of the day from everywhere")
    assert again.story is None
    assert again.perhaps
    assert again.perhaps.why is Doubt.SHORT


def test_an_article_of_its_own_is_no_copy_even_perhaps(kept, texts):
    kept.keep(texts.whole)
    assert kept.keep(texts.other).perhaps is None
    assert kept.keep(texts.local).perhaps is None


def test_a_brief_of_another_day_s_figures_is_no_copy_even_perhaps(kept):
    kept.keep(["The river stood at 412 centimetres at the lower bridge this morning, 31 more than on the day before."])
    other = kept.keep(["The river stood at 380 centimetres at the lower bridge this morning, 32 less than last week."])
    assert (other.story, other.perhaps) == (None, None)


def test_a_doubt_is_kept_told_and_shown_in_every_report(kit):
    teaser = "\n".join([ENGLISH.wire[0][:118] + "...", PAYWALL])
    kit.keep(reading(1, text="\n".join(ENGLISH.whole)), "lantern")
    kept = kit.keep(reading(2, text=teaser), "harborpost")
    row = kit.db.execute("SELECT perhaps, perhaps_share, doubt FROM articles WHERE id = ?", (kept.article,)).fetchone()
    assert (row[0], row[2]) == (1, Doubt.LITTLE)
    command = [sys.executable, "-m", "cli", "--db", str(kit.path), "article", str(kept.article)]
    asked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "perhaps  a copy of article 1: too little in common to tell\n" in asked.stdout
    made = digest(kit.events(), name="", since=0, until=2)
    percent = f"{round(row[1] * 100)} %"
    for shown in (
        terminal.render(made, zone="UTC", width=200),
        markdown.render(made, zone="UTC"),
        html.render(made, zone="UTC"),
    ):
        assert "Perhaps a copy of" in shown
        assert f"too little in common to tell: {percent} of it is the same." in shown
    assert '"why": "too little in common to tell"' in structured.render(made, zone="UTC")
