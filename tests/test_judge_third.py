"""The judge on 104 texts, 44 with a body, that were written before its rules were run on them; in-sample since."""

import pytest

from pipelines.gate import Gate
from tests.test_judge import JUDGE, TOPIC
from tests.topic_texts_third import OFF, ON

# Of 22: told as features, under headlines that name nothing, one side named once or in words that no list can hold.
KNOWN_MISSES = 5
GATE = Gate([TOPIC])


def missed(*, with_body: bool) -> list[str]:
    rows = [row for row in ON if bool(row[2]) is with_body]
    return [title for language, title, text, _ in rows if not JUDGE.judge(title, "", text, language).relevant]


def test_no_trap_is_taken() -> None:
    assert [title for language, title, text, _ in OFF if JUDGE.judge(title, "", text, language).relevant] == []


def test_no_headline_is_missed() -> None:
    assert missed(with_body=False) == []


def test_few_of_the_features_are_missed() -> None:
    assert len(missed(with_body=True)) <= KNOWN_MISSES


@pytest.mark.parametrize(("language", "title", "text", "_why"), ON)
def test_the_gate_lets_in_what_the_judge_takes(language: str, title: str, text: str, _why: str) -> None:
    taken = JUDGE.judge(title, "", text, language).relevant
    assert GATE.passes(f"<title>{title}</title><p>{text}</p>".encode()) >= taken


def test_a_text_that_comes_back_to_both_sides_is_more_than_a_passing_mention() -> None:
    once = "Moscow sent a letter. {} The river froze early. Nobody fished. Boats lay on the bank. Crows sat on them. {}"
    assert not JUDGE.judge("A cold spring", "", once.format("Ice came.", "Pyongyang was told.")).relevant
    again = once.format("Ice came. Pyongyang sent workers. A road was cleared.", "Pyongyang asked Moscow for lorries.")
    evidence, _ = JUDGE.weigh("A cold spring", "", again)
    assert evidence.returns == pytest.approx(2 / 10)
    assert JUDGE.judge("A cold spring", "", again).score > JUDGE.judge("A cold spring", "", once).score
