"""Clean text is safe to store and to show, and keeps what scripts need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean import clean_block, clean_text

TRAPS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\x1b[]m\x07\x9b\ud800\udc00\u200c\u200d\u200b\u202e\u0301\u0e49\u064b\u0915\u094d\u0627 \n\r\t\u2028"
        ),
    ),
    max_size=60,
)


@given(TRAPS, st.integers(2, 50))
def test_clean_text_encodes_is_one_line_within_its_limit_and_idempotent(text: str, limit: int) -> None:
    cleaned = clean_text(text, limit)
    cleaned.encode("utf-8")
    assert len(cleaned) <= limit
    assert cleaned == " ".join(cleaned.split())
    assert not set(cleaned) & set("\x00\x1b\x07\x9b\n\u200b\u202e\u2066")
    assert clean_text(cleaned, limit) == cleaned


@given(TRAPS, st.integers(2, 50))
def test_clean_block_encodes_keeps_its_limit_and_is_idempotent(text: str, limit: int) -> None:
    cleaned = clean_block(text, limit)
    cleaned.encode("utf-8")
    assert len(cleaned) <= limit
    assert all(line == clean_text(line, limit) and line for line in cleaned.split("\n") if cleaned)
    assert clean_block(cleaned, limit) == cleaned


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b", "ab"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("\x1b[31mred\x1b[0m and \x1b]0;title\x07plain", "red and plain"),
        ("evil \u202egnp.exe", "evil gnp.exe"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("  many \u00a0 \u3000 spaces\t\n", "many spaces"),
        ("Z" + "\u0301" * 500, "Ź" + "\u0301" * 6),
        ("й as two: и\u0306", "й as two: й"),
        ("한글 from a Mac: 한글", "한글 from a Mac: 한글"),
    ],
)
def test_what_is_removed_and_what_is_composed(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize("word", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🚀", "नमस्ते", "שָׁלוֹם", "ที่นี่"])
def test_joiners_and_marks_stay_where_a_script_needs_them(word: str) -> None:
    assert clean_text(word) == word


def test_joiners_between_latin_letters_go() -> None:
    assert clean_text("Pu\u200dtin a\u200c\u200cb") == "Putin ab"


def test_paragraphs_stay_apart_and_empty_ones_go() -> None:
    assert clean_block("one\r\n\r\n two  words \u2028three\n\n") == "one\ntwo words\nthree"
