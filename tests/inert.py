"""That nothing comes out of a report that a page put in: what HTML and Markdown parsers find is the renderers' own."""

import re

from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

ELEMENTS = """
    html head meta title style body a header h1 h2 h3 h4 p div time nav ul li main section article b bdi span
    q table caption thead tbody tr th td svg rect code dl dt dd del ins br footer
    circle polygon line text desc figure figcaption details summary"""


ATTRIBUTES = """lang dir charset http-equiv content name class href rel id tabindex aria-label aria-labelledby
    aria-hidden datetime scope viewbox preserveaspectratio focusable width height
    role xmlns x y x1 x2 y1 y2 cx cy r points text-anchor font-size"""


def assert_nothing_came_out(told: str) -> etree._Element:
    """No element, attribute or address stands in the page but the template's own and web links."""
    page = lxml_html.document_fromstring(told.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    shape = []
    for element in page.iter():
        if element.tag is etree.Comment:
            raise AssertionError("a comment came out of data")
        assert element.tag in ELEMENTS.split()
        assert {name.lower() for name in element.attrib} <= set(ATTRIBUTES.split())
        href = element.get("href")
        if href is not None and not href.startswith("#"):
            assert re.match(r"https?://", href)
            assert element.get("rel") == "noopener noreferrer"
        shape.append(element.tag)
    assert shape.count("style") == 1
    assert len(page.xpath("//head/title")) == 1
    return page


BLOCKS = {"heading", "paragraph", "blockquote", "bullet_list", "list_item", "inline"}


INLINES = {"text", "link", "strong", "em", "s", "code_inline", "softbreak", "text_special"}


def assert_the_shape_is_ours(told: str, links: set[str]) -> None:
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


def assert_no_markdown_came_out(told: str) -> None:
    """No bracket, bar, tick, line start or bare address stands in the text but our own."""
    assert not re.search(r"(?<!\\)<(?!https://x\.example/1>\))", told)
    assert not re.search(r"(?<!\\)\]\((?!<https://x\.example/1>\))", told)
    assert not re.search(r"(?<!<)https?://(?!x\.example)", told)
    assert not re.search(r"\bwww\.", told, re.IGNORECASE)
    assert not re.search(r"(?<!\\)\|", told.replace("\\\\", ""))
    assert all(re.match(r"#{1,3} |- |  - |> |\*\*In short|[^#>|~=+\d.)-]|$", line) for line in told.split("\n"))
    ticks = told.replace("\\\\", "").replace("\\`", "").count("`")
    assert ticks == 2 * len(re.findall(r"`treatywatch [-\w .:']+`", told))
