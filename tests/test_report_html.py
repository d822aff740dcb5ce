"""That the HTML report is inert, self-contained and can be read by everybody."""

import itertools
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from reports.render import FORMATS
from tests.report_samples import HOSTILE, hostile_digest, week

ELEMENTS = """
    html head meta title style body a header h1 h2 h3 h4 p div time nav ul li main section article b bdi span
    q table caption thead tbody tr th td svg rect code dl dt dd del ins br footer
    circle polygon line text desc figure figcaption details summary"""
ATTRIBUTES = """lang dir charset http-equiv content name class href rel id tabindex aria-label aria-labelledby
    aria-hidden datetime scope viewbox preserveaspectratio focusable width height
    role xmlns x y x1 x2 y1 y2 cx cy r points text-anchor font-size"""


def assert_nothing_came_out(told):
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


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_comes_out_of_a_text_in_html(text):
    assert_nothing_came_out(FORMATS["html"](hostile_digest(text), zone="UTC"))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_comes_out_in_html(text, before, behind):
    assert_nothing_came_out(FORMATS["html"](hostile_digest(before + text + behind), zone="UTC"))


NO_WEB_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:x",
    "data:text/html,x",
    "//evil.example",
    "file:///etc/passwd",
    "http:evil",
    " https://x.example",
    "ftp://x.example/",
]


@pytest.mark.parametrize("url", NO_WEB_ADDRESSES)
def test_only_web_addresses_are_links(url):
    made = hostile_digest("A headline", url)
    page = assert_nothing_came_out(FORMATS["html"](made, zone="UTC"))
    assert not page.xpath("//main//a[@href]")
    assert "](<" not in FORMATS["markdown"](made, zone="UTC")
    assert json.loads(FORMATS["json"](made, zone="UTC"))["new_stories"][0]["story"]["origin"]["url"] == ""


def test_an_address_that_would_leave_its_quotes_is_encoded():
    url = 'https://x.example/"><script>alert(1)</script> <b>|`'
    made = hostile_digest("A headline", url)
    assert_nothing_came_out(FORMATS["html"](made, zone="UTC"))
    assert "(<https://x.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E%20%3Cb%3E%7C%60>)" in (
        FORMATS["markdown"](made, zone="UTC")
    )


def test_the_page_may_load_nothing_and_runs_no_script():
    told = FORMATS["html"](week(), zone="UTC")
    page = assert_nothing_came_out(told)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not page.xpath("//script | //@src | //link | //@style")
    assert "url(" not in told
    assert "@import" not in told


def test_headlines_carry_their_language_and_direction():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    spoken = {a.text: (a.get("lang"), a.get("dir")) for a in page.xpath("//main//a[@lang]")}
    assert spoken["موسكو وبيونغ يانغ تتبادلان وثائق التصديق على بروتوكول جديد"] == ("ar", "rtl")
    assert spoken["북한군 1만2천명 교대 전망"] == ("ko", None)
    assert spoken["Port figures for October"] == ("en", None)


def test_the_page_has_one_first_heading_landmarks_and_a_skip_link():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == len(page.xpath("//header")) == 1
    assert page.xpath("//body/*[1][self::a]/@href") == ["#news"]
    assert page.xpath("//main/@id") == ["news"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//section/@aria-labelledby")) <= set(ids)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(later - former <= 1 for former, later in itertools.pairwise(levels))


def test_changed_words_are_marked_for_those_who_listen():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    assert "[taken away: 10,000]" in {one.text_content() for one in page.xpath("//del")}
    assert "[added: 12,000]" in {one.text_content() for one in page.xpath("//ins")}
