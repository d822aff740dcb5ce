"""The judge on eighty texts that were written before its rules were run on them; in-sample since."""

import pytest

from pipelines.gate import Gate
from tests.test_judge import JUDGE, TOPIC
from tests.topic_texts_fresh import OFF, ON

KNOWN_MISSES = 5  # of forty: short texts that name one side once, under a headline that does not name the pair
GATE = Gate([TOPIC])


def test_no_trap_is_taken():
    assert [title for language, title, text, _ in OFF if JUDGE.judge(title, "", text, language).relevant] == []


def test_no_headline_that_names_little_is_missed():
    assert [t for language, t, text, _ in ON if not text and not JUDGE.judge(t, "", "", language).relevant] == []


def test_few_of_the_hardest_texts_are_missed():
    missed = [title for language, title, text, _ in ON if not JUDGE.judge(title, "", text, language).relevant]
    assert len(missed) <= KNOWN_MISSES, missed


@pytest.mark.parametrize(("language", "title", "text", "why"), ON)
def test_the_gate_lets_all_of_them_in(language, title, text, why):
    assert GATE.passes(f"<title>{title}</title><p>{text}</p>".encode())


@pytest.mark.parametrize(
    ("title", "relevant"),
    [
        ("Kremlin comments on North Korean missile over Japan", False),
        ("Песков прокомментировал пуск ракеты КНДР", False),
        ("Russia and China veto resolution on North Korea missile launch", False),
        ("Kremlin comments on reports of North Korean troops", True),
        ("Russia fires North Korean missiles at Kharkiv", True),
        ("Россия ударила по Киеву северокорейскими ракетами", True),
    ],
)
def test_a_comment_on_a_test_is_no_dealing_and_a_missile_that_is_fired_is_one(title, relevant):
    assert JUDGE.judge(title, "", "").relevant is relevant


def test_a_headline_that_names_no_country_is_helped_by_the_beginning_but_one_mention_is_not_enough():
    after = (
        " The city has had no heat for days. Crews worked all night. The mayor opened warm rooms. Schools stay shut."
    )
    once = "Russian missiles with North Korean parts hit the power plant." + after + " Trains ran late."
    assert not JUDGE.judge("A long winter", "", once).relevant
    again = "Russia thanked North Korea for its sappers." + after + " Pyongyang sends more. Moscow pays."
    assert JUDGE.judge("A long winter", "", again).relevant
