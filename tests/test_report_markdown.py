"""That nothing that a page says becomes Markdown of its own."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reports.render import FORMATS
from tests.report_samples import HOSTILE, hostile_digest, week

BLOCKS = {"heading", "paragraph", "blockquote", "bullet_list", "list_item", "inline"}
INLINES = {"text", "link", "strong", "em", "s", "code_inline", "softbreak", "text_special"}


def assert_the_shape_is_ours(told, links):
    """A Markdown parser with tables and raw HTML switched on finds only what the renderer writes."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for block in parser.parse(told):
        assert block.type.removesuffix("_open").removesuffix("_close") in BLOCKS
        for inline in block.children or []:
            assert inline.type.removesuffix("_open").removesuffix("_close") in INLINES
            if inline.type == "link_open":
                assert inline.attrs["href"] in links
            if inline.type == "code_inline":
                assert inline.content.startswith("treatywatch ")


def assert_no_markdown_came_out(told):
    """No bracket, bar, tick, line start or bare address stands in the text but our own."""
    assert not re.search(r"(?<!\\)<(?!https://x\.example/1>\))", told)
    assert not re.search(r"(?<!\\)\]\((?!<https://x\.example/1>\))", told)
    assert not re.search(r"(?<!<)https?://(?!x\.example)", told)
    assert not re.search(r"\bwww\.", told, re.IGNORECASE)
    assert not re.search(r"(?<!\\)\|", told.replace("\\\\", ""))
    assert all(re.match(r"#{1,3} |- |  - |> |\*\*In short|[^#>|~=+\d.)-]|$", line) for line in told.split("\n"))
    ticks = told.replace("\\\\", "").replace("\\`", "").count("`")
    assert ticks == 2 * len(re.findall(r"`treatywatch [-\w .:']+`", told))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markdown_of_its_own_comes_out_of_a_text(text):
    told = FORMATS["markdown"](hostile_digest(text, "https://x.example/1"), zone="UTC")
    assert_no_markdown_came_out(told)
    assert_the_shape_is_ours(told, {"https://x.example/1"})


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_comes_out_in_markdown(text, before, behind):
    made = hostile_digest(before + text + behind, "https://x.example/1")
    told = FORMATS["markdown"](made, zone="UTC")
    assert_no_markdown_came_out(told)
    assert_the_shape_is_ours(told, {"https://x.example/1"})


def test_changed_words_are_marked_in_the_text_itself():
    assert r"Seoul: \[-~~10,000~~-\]{+**12,000**+} soldiers" in FORMATS["markdown"](week(), zone="UTC")
