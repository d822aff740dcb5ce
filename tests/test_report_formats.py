"""What every format of a report tells, and that what pages say does no harm in any of them."""

import itertools
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from reports.digest import digest
from reports.render import FORMATS, terminal
from tests.report_samples import (
    article,
    credit,
    edited,
    gone,
    moved,
    new_carrier,
    new_story,
    press_week,
    run_ended,
    story,
    trouble,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "](http://evil.example)",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "<http://evil.example>",
    "http://evil.example/ and www.evil.example",
    "a | pipe | table",
    "`code` ``` fence",
    "# heading\n\n- list\n1. list\n> quote",
    "&lt;b&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% raw %}",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J",
    "safe\u202egnp.exe \u2066isolate \u200bzero",
    "half \ud800 pair",
    "line\r\nbreak\u2028end\x00nul",
    "-->]]></style></title><img src=x onerror=alert(1)>",
    "***bold*** ~~struck~~ $math$ \\",
    "Z" + "\u0301" * 50,
    "",
    " ",
]
# Characters that hijack a terminal or turn the reading direction.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def hostile_digest(text, url=""):
    """A digest in which every text that a page or an outlet could choose is `text`, and every address `url`."""
    own = {"title": text, "standfirst": text, "language": text, "country": text, "url": url or text}
    own |= {"outlet_name": text, "agencies": [credit(text, text, text, text)], "authors": [text]}
    wire, copy = article(1, **own), article(2, **own)
    late = article(3, **own, published={"value": "2026-11-01", "precision": "day"})
    whole = story(5, wire, 4, 4)
    failing = trouble() | {"outlet_name": text, "problem": text, "since": text}
    events = [
        new_story(1, wire, whole=whole, terms=(text, text + "x")),
        new_carrier(2, copy, whole, wire, relation=text or "edited", terms=(text,)),
        new_carrier(3, late, story(6, wire, 9, 9), wire),
        edited(4, wire, wire | {"title": f"{text} more words", "standfirst": "new"}, (text, f"{text} and a sentence.")),
        gone(5, wire),
        moved(6, copy, url or text),
        run_ended(7, [failing], {text or "refused": 3}, spider=text, ok=False),
    ]
    return digest(events, name=text, since=0, until=7)


def week():
    return digest(press_week(), name="morning", since=0, until=15, zone="Europe/Berlin")


@pytest.fixture(params=sorted(FORMATS))
def form(request):
    return request.param


def test_every_format_names_every_headline_and_its_address(form):
    told = FORMATS[form](week(), zone="Europe/Berlin")
    for one in press_week():
        if "article" in one.facts and one.kind != "edited":
            assert one.facts["article"]["url"] in told
            assert one.facts["article"]["title"] in " ".join(told.split()).replace("\\", "")


def test_every_format_says_how_it_can_be_told_again(form):
    told = FORMATS[form](week(), zone="UTC")
    if form == "json":
        assert (json.loads(told)["since"], json.loads(told)["until"]) == (0, 15)
    else:
        assert "treatywatch report --since 0 --until 15" in told


def test_the_same_digest_gives_the_same_bytes(form):
    assert len({FORMATS[form](week(), zone="Asia/Seoul").encode() for _ in range(3)}) == 1


def test_an_empty_digest_says_so(form):
    told = FORMATS[form](digest([], name="", since=4, until=4), zone="UTC")
    assert told.endswith("\n")
    if form == "json":
        assert json.loads(told)["new_stories"] == []
    else:
        assert "Nothing new between mark 4 and mark 4." in told


def test_a_run_without_news_is_no_news_but_its_troubles_are_told(form):
    told = FORMATS[form](digest([run_ended(1, [trouble()])], name="", since=0, until=1), zone="UTC")
    assert "Eastern Tidings" in told


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_times_are_told_in_the_readers_zone_with_its_name(form):
    told = " ".join(FORMATS[form](week(), zone="Asia/Seoul").split())
    assert "19 Nov, 15:00 KST" in told
    assert "19 Nov 2026, 18:30 KST" in told
    assert "no date" in told
    assert "UTC-03" in FORMATS[form](week(), zone="America/Sao_Paulo")


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


# --- HTML -----------------------------------------------------------------------------------------------------------

ELEMENTS = """
    html head meta title style body a header h1 h2 h3 h4 p div time nav ul li main section article b bdi span
    q table caption thead tbody tr th td svg rect code dl dt dd del ins br footer"""
ATTRIBUTES = """lang dir charset http-equiv content name class href rel id tabindex aria-label aria-labelledby
    aria-hidden datetime scope viewbox preserveaspectratio focusable width height"""


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
    assert shape.count("style") == shape.count("title") == 1
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


# --- Markdown -------------------------------------------------------------------------------------------------------


def assert_no_markdown_came_out(told):
    """No bracket, bar, tick, line start or bare address stands in the text but our own."""
    assert not re.search(r"(?<!\\)<(?!https://x\.example/1>\))", told)
    assert not re.search(r"(?<!\\)\]\((?!<https://x\.example/1>\))", told)
    assert not re.search(r"(?<!<)https?://(?!x\.example)", told)
    assert not re.search(r"\bwww\.", told, re.IGNORECASE)
    assert not re.search(r"(?<!\\)\|", told.replace("\\\\", ""))
    assert all(re.match(r"#{1,3} |- |  - |> |\*\*In short|[^#>|~=+\d.)-]|$", line) for line in told.split("\n"))
    ticks = told.replace("\\\\", "").replace("\\`", "").count("`")
    assert ticks == 2 * len(re.findall(r"`treatywatch \w+(?: [-\w]+)+`", told))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markdown_of_its_own_comes_out_of_a_text(text):
    assert_no_markdown_came_out(FORMATS["markdown"](hostile_digest(text, "https://x.example/1"), zone="UTC"))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_no_mixture_of_texts_comes_out_in_markdown_or_hijacks_a_terminal(text, before, behind):
    made = hostile_digest(before + text + behind, "https://x.example/1")
    assert_no_markdown_came_out(FORMATS["markdown"](made, zone="UTC"))
    assert not FORBIDDEN.search(terminal.render(made, zone="UTC", width=60))
    json.loads(FORMATS["json"](made, zone="UTC").encode())


# --- Terminal -------------------------------------------------------------------------------------------------------


def cells(line):
    """Columns of a line, counted by our own rule: wide characters two, marks none."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in line
    )


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_to_the_width_but_for_addresses(width):
    for line in terminal.render(week(), zone="Europe/Berlin", width=width).splitlines():
        assert cells(line) <= width or re.fullmatch(r" *https?://\S+", line)


def test_addresses_are_never_broken():
    long = article(1, url="https://x.example/" + "path-" * 60)
    told = terminal.render(digest([new_story(1, long)], name="", since=0, until=1), zone="UTC", width=60)
    assert long["url"] in told


def test_colour_adds_nothing_but_colour():
    plain = terminal.render(week(), zone="UTC", width=100)
    colored = terminal.render(week(), zone="UTC", width=100, color=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_the_environment_changes_nothing(monkeypatch):
    before = terminal.render(week(), zone="UTC", color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert terminal.render(week(), zone="UTC", color=True) == before


def test_changed_words_are_marked_without_colour():
    told = " ".join(terminal.render(week(), zone="UTC").split())
    assert "Seoul: [-10,000-]{+12,000+} soldiers [-will-]{+may+} rotate by spring" in told


# --- JSON -----------------------------------------------------------------------------------------------------------

SCHEMA = json.loads((Path(terminal.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict,
         "null": type(None)}  # fmt: skip


def mismatches(value, schema, where="$"):
    """Where a value departs from a schema. Knows the keywords that ours uses, and refuses others."""
    known = {"$schema", "title", "$defs", "$ref", "anyOf", "type", "const", "enum", "properties", "required", "items",
             "additionalProperties", "description", "minimum", "maximum", "minItems", "pattern"}  # fmt: skip
    assert set(schema) <= known
    if "$ref" in schema:
        return mismatches(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], where)
    if "anyOf" in schema:
        return [] if any(not mismatches(value, one, where) for one in schema["anyOf"]) else [f"{where}: none of anyOf"]
    found = []
    names = schema.get("type", [])
    types = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    if types and (not any(isinstance(value, one) for one in types) or (isinstance(value, bool) and bool not in types)):
        return [f"{where}: {value!r} is no {names}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is not allowed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} does not match")
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where}: {value} is out of range")
    if isinstance(value, dict):
        found += [f"{where}: no {name}" for name in schema.get("required", ()) if name not in value]
        for name, one in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            found += (
                [f"{where}: {name} is not described"] if inner is None else mismatches(one, inner, f"{where}.{name}")
            )
    if isinstance(value, list):
        found += [f"{where}: too few"] * (len(value) < schema.get("minItems", 0))
        for number, one in enumerate(value):
            found += mismatches(one, schema["items"], f"{where}[{number}]")
    return found


@pytest.mark.parametrize("made", [week(), digest([], name="", since=0, until=0), hostile_digest("<b>", "javascript:x")])
def test_the_json_report_is_as_its_schema_says(made):
    assert mismatches(json.loads(FORMATS["json"](made, zone="UTC")), SCHEMA) == []


def test_the_schema_would_notice_a_missing_or_an_undescribed_field():
    told = json.loads(FORMATS["json"](week(), zone="UTC"))
    del told["edited"][0]["article"]["url"]
    told["new"] = 1
    assert (
        mismatches(told, SCHEMA) == ["$: new is not described", "$.edited[0].article: no url"]
        or len(mismatches(told, SCHEMA)) == 2
    )


def test_json_keys_are_sorted_and_scripts_are_readable():
    told = FORMATS["json"](week(), zone="UTC")
    assert told == json.dumps(json.loads(told), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert "포괄적 전략 동반자 조약" in told
