"""What counts as a change of wording, and how it is told."""

import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.wording import CONTEXT, MAX_HUNK_CHARS, MAX_HUNKS, changes, same


def hunks(old, new, field="text", language=""):
    told = changes({field: old}, {field: new}, language)
    return [(hunk["old"], hunk["new"]) for change in told for hunk in change["hunks"]]


def test_a_number_that_changed_is_one_hunk_with_its_surroundings():
    old = "Seoul said that 10,000 soldiers had crossed the border."
    assert changes({"text": old}, {"text": old.replace("10,000", "12,000")}, "en") == [
        {
            "field": "text",
            "hunks": [
                {
                    "before": "Seoul said that ",
                    "old": "10,000",
                    "new": "12,000",
                    "after": " soldiers had crossed the border.",
                }
            ],
        }
    ]


def test_a_changed_headline_alone_is_told_as_the_headline():
    old = {"title": "Envoys will meet in spring", "standfirst": "A date is open.", "text": "They said so on Monday."}
    new = {**old, "title": "Envoys may meet in spring"}
    [change] = changes(old, new, "en")
    assert change["field"] == "title"
    assert change["hunks"] == [{"before": "Envoys ", "old": "will", "new": "may", "after": " meet in spring"}]


def test_fields_come_in_the_order_in_which_a_page_shows_them():
    old = {"text": "One thing.", "standfirst": "One line.", "title": "One head"}
    new = {"text": "Two things.", "standfirst": "Two lines.", "title": "Two heads"}
    assert [change["field"] for change in changes(old, new)] == ["title", "standfirst", "text"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Kim said: "We agree" - and left', "Kim said: “We agree” — and left"),
        ("«Мы согласны» — сказал он", '"Мы согласны" - сказал он'),
        ("the co\u00adoperation pact", "the cooperation pact"),
        ("word\u200bless", "wordless"),
        ("10\u00a0000 soldiers", "10 000 soldiers"),
        ("Ｋｉｍ ２０２６", "Kim 2026"),
        ("and so on…", "and so on..."),
        ("First part. Second part.", "First part.\nSecond part."),
        ("a treaty—signed", "a treaty — signed"),
        ("할 수 있다", "할수 있다"),
        ("2026年11月9日 签署", "2026年 11月 9日签署"),
        ("don't", "don’t"),
        ("", "\u200b \n"),
    ],
)
def test_typography_is_no_change(old, new):
    assert same(old, new)
    assert changes({"title": old, "text": old}, {"title": new, "text": new}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("will", "may"),
        ("10,000", "12,000"),
        ("Kim Jong Un", "Kim Jong-il"),
        ("he agreed", "he did not agree"),
        ("", "x"),
    ],
)
def test_words_are_a_change(old, new):
    assert not same(old, new)
    assert changes({"text": old}, {"text": new})


def test_typography_beside_a_real_change_is_not_told():
    old = 'He said "yes" - twice. The pact holds 23 articles.'
    new = "He said “yes” — twice. The pact holds 24 articles."
    assert hunks(old, new) == [("23", "24")]


def test_korean_is_told_by_words():
    assert hunks("병력 1만명을 보냈다.", "병력 1만2천명을 보냈다.", language="ko") == [("1만명을", "1만2천명을")]


def test_chinese_and_japanese_are_told_by_characters():
    assert hunks("签署了条约，一万人。", "批准了条约，两万人。", language="zh") == [
        ("签署", "批准"),
        ("一", "两"),
    ]
    assert hunks("首脳会談は来週開かれる。", "首脳会談は来月開かれる。", language="ja") == [("週", "月")]


def test_a_russian_number_with_a_space_is_one_word():
    assert hunks("Направлено 10 000 человек.", "Направлено 12 000 человек.", language="ru") == [("10 000", "12 000")]


def test_sentences_that_came_or_went_are_told_whole():
    first, second, third = "The pact was signed in June.", "Nobody had expected this.", "Both sides ratified it later."
    assert hunks(f"{first} {third}", f"{first} {second} {third}") == [("", second)]
    assert hunks(f"{first}\n{second}\n{third}", f"{first}\n{third}") == [(second, "")]


def test_a_headline_written_anew_is_told_whole():
    assert hunks("Envoys meet in the far east", "조약 비준 절차 완료", "title") == [
        ("Envoys meet in the far east", "조약 비준 절차 완료")
    ]


def test_neighbouring_hunks_share_what_stands_between_them():
    [change] = changes({"title": "Moscow will send 10,000 men"}, {"title": "Moscow may send 12,000 men"})
    one, other = change["hunks"]
    assert one["after"] == other["before"] == " send "
    told = one["before"] + one["new"] + one["after"] + other["new"] + other["after"]
    assert told == "Moscow may send 12,000 men"


def test_long_surroundings_are_cut_between_words_and_marked():
    words = " ".join(f"word{number}" for number in range(60))
    [change] = changes({"text": f"{words} old {words}"}, {"text": f"{words} new {words}"})
    [hunk] = change["hunks"]
    assert re.fullmatch(r"…word\d+ .*word59 ", hunk["before"])
    assert hunk["after"].startswith(" word0 ")
    assert hunk["after"].endswith("…")
    assert max(len(hunk["before"]), len(hunk["after"])) <= CONTEXT + 1


def test_a_huge_rewritten_text_stays_small_and_quick():
    old = " ".join(f"old{number} end." for number in range(40_000))
    new = " ".join(f"new{number} end." for number in range(40_000))
    began = time.perf_counter()
    [change] = changes({"text": old}, {"text": new})
    assert time.perf_counter() - began < 20  # 1 s on an idle core; the tests share theirs
    assert len(change["hunks"]) <= MAX_HUNKS
    assert all(len(side) <= MAX_HUNK_CHARS for hunk in change["hunks"] for side in hunk.values())


def test_a_change_past_the_bound_is_not_lost():
    text = "The same words again and again. " * 8_000
    assert changes({"text": text + "Old end."}, {"text": text + "New end."})


def test_a_text_that_appears_or_goes_is_told():
    assert hunks("", "A text at last.") == [("", "A text at last.")]
    assert hunks("A text no more.", "") == [("A text no more.", "")]


_WORDS = st.sampled_from(["Kim", "visits", "Moscow", "10,000", "10 000", "병력을", "条约", "said", "“no”", "-", "not"])
_SENTENCE = st.lists(_WORDS, max_size=8).map(" ".join)
_TEXT = st.lists(_SENTENCE, max_size=5).map(". ".join)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(_TEXT, _TEXT)
def test_there_are_hunks_exactly_where_the_texts_are_not_the_same(old, new):
    assert bool(changes({"text": old}, {"text": new})) == (not same(old, new))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(_TEXT, _TEXT)
def test_what_a_hunk_shows_stands_in_the_texts_in_its_order(old, new):
    def squeezed(text):
        return "".join(text.split())

    was = now = 0
    was_text, now_text = squeezed(old), squeezed(new)
    for change in changes({"text": old}, {"text": new}):
        for hunk in change["hunks"]:
            passage = squeezed((hunk["before"] + hunk["new"] + hunk["after"]).strip("…"))
            assert passage in now_text
            was = was_text.index(squeezed(hunk["old"]), was) + len(squeezed(hunk["old"]))
            now = now_text.index(squeezed(hunk["new"]), now) + len(squeezed(hunk["new"]))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(_SENTENCE, _SENTENCE)
def test_a_headline_with_its_hunks_put_in_is_the_new_headline(old, new):
    """Headlines keep all of their surroundings, so that the hunks can be applied: to the old for the new, and back."""
    for change in changes({"title": old}, {"title": new}):
        told = change["hunks"]
        assert all(one["after"] == other["before"] for one, other in itertools.pairwise(told))
        now = told[0]["before"] + "".join(hunk["new"] + hunk["after"] for hunk in told)
        was = told[0]["before"] + "".join(hunk["old"] + hunk["after"] for hunk in told)
        assert same(now, new)
        assert same(was, old)
