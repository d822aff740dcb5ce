"""What strings from pages become before any format sees them."""

import pytest

from reports.render.escaping import direction, language_tag, markdown, passage, plain, web_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand  gaps ", "two lines and gaps"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a \x1b]8;;http://x.example\x07link\x1b]8;;\x07", "a link"),
        ("an unfinished \x1b]sequence keeps its words", "an unfinished sequence keeps its words"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen, zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800", "half \ufffd"),
        ("a\u2028b", "a b"),
        ("o" + "\u0308" * 9, "o" + "\u0308" * 4),
        ("", ""),
    ],
)
def test_a_text_becomes_one_harmless_line(text, shown):
    assert plain(text) == shown


def test_a_piece_of_a_sentence_keeps_the_spaces_that_part_it():
    assert [passage(text) for text in (" sent ", "sent", "\n", "", " a\nb")] == [" sent ", "sent", " ", "", " a b"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.example/a?b=c&d#e", "https://x.example/a?b=c&d#e"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("https://x.example/기사", "https://x.example/기사"),
        ('https://x.example/"> <', "https://x.example/%22%3E%20%3C"),
        ("https://x.example/\u202e", "https://x.example/%E2%80%AE"),
        ("https://x.example:8080/", "https://x.example:8080/"),
        ("https://", ""),
        ("https:///x", ""),
        ("ht\ntps://x.example/", ""),
        ("javascript:alert(1)//https://x.example", ""),
        ("https://user@x.example/", ""),
    ],
)
def test_only_an_address_of_the_web_is_one(url, address):
    assert web_address(url) == address


def test_markdown_keeps_every_word_and_gives_none_a_meaning():
    assert markdown("1. *x* [y](http://z) <b> & `c` | #d") == (
        r"1\. \*x\* \[y\](http\://z) &lt;b&gt; &amp; \`c\` \| \#d"
    )


def test_the_direction_is_that_of_the_first_letter_that_has_one():
    assert [direction(text) for text in ("2026: موسكو", "(Kim) موسكو", "שלום", "—", "")] == [
        "rtl",
        "ltr",
        "rtl",
        "ltr",
        "ltr",
    ]


def test_a_language_that_is_none_is_left_out():
    assert [language_tag(code) for code in ("ko", "zh-Hant", 'en" onload="x', "", "x")] == ["ko", "zh-Hant", "", "", ""]
