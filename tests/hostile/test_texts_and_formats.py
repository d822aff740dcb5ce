"""What pages and users write: characters that hijack, sizes without measure, words that are code somewhere else."""

import asyncio
import csv
import json
import re
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from commands.context import moment
from config import load
from errors import UsageError
from pipelines.clean import clean_text
from pipelines.extract import extract_page
from pipelines.workers import Workers
from records import Article
from reports.render import FORMATS
from reports.render.table import COLUMNS
from store.database import open_reading
from store.query import parse
from store.search import Order, known_names, search
from tests.inert import assert_no_markdown_came_out, assert_nothing_came_out, assert_the_shape_is_ours
from tests.report_samples import HOSTILE, hostile_digest
from tests.small_watch import SmallWatch, prose, small_watch
from tests.test_extract import ENGLISH, page
from tests.test_extract_refusals import LONGEST_SECONDS, TITLE, URL, shell, why
from tests.test_report_csv_atom import rows
from tests.test_workers import doubler


def test_36_a_ten_megabyte_title_is_cut_with_an_ellipsis() -> None:
    title = clean_text("ab " * 3_500_000, 100)
    assert len(title) <= 100
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>" + "word " * 300_000, "too large"),
        ("<p>a</p>" * 30_000, "too large"),
        ("<div>" * 300 + "deep" + "</div>" * 300, "too deep"),
        ("<div>" * 15_000, "too deep"),
        ("<div>" * 1_000_000, "too large"),
    ],
)
def test_37_pages_beyond_the_limits_are_refused_quickly(body: str, kind: str) -> None:
    began = time.monotonic()
    assert why(shell(TITLE, body)) == kind
    assert time.monotonic() - began < LONGEST_SECONDS


@pytest.mark.parametrize(
    "body",
    [
        "<script>" * 100_000,
        "<!--" * 200_000,
        "<svg " * 100_000,
        '<meta charset="' + "x" * 500_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>",
        '<script type="application/ld+json">{"@type":"NewsArticle","author":' + "[" * 500 + "]" * 500 + "}</script>",
        "<p>" + "(AP/" * 20_000,
        "<h1>" + "- " * 100_000 + "</h1>",
        '<meta name="author" content="' + "a, " * 100_000 + '">',
        '<table><td colspan="99999999999" rowspan="99999999">x</td></table>',
        "<span></span> " * 15_000,
        "<ul><li>word <a>link</a><a>link</a>" * 100 + "<a>x</a>" * 15_000,
        "words that stand in no paragraph<hr>" * 3_000,
    ],
)
def test_37_hostile_markup_costs_little_time(body: str) -> None:
    began = time.monotonic()
    extract_page(shell(TITLE, body).encode(), URL)
    extract_page(page(ENGLISH, TITLE, after=body).encode(), URL)
    assert time.monotonic() - began < LONGEST_SECONDS


def test_37_an_event_loop_is_never_blocked_while_workers_work() -> None:
    async def scenario() -> tuple[list[object], float]:
        with Workers(doubler, count=2, deadline_seconds=1.0) as workers:
            await workers.run(1)
            worst = 0.0
            task = asyncio.gather(*(workers.run(j) for j in [1, "hang", "die", 4]), return_exceptions=True)
            while not task.done():
                before = time.perf_counter()
                await asyncio.sleep(0.01)
                worst = max(worst, time.perf_counter() - before)
            return task.result(), worst

    answers, worst = asyncio.run(scenario())
    assert answers[0] == 2
    assert answers[3] == 8
    assert [str(a) for a in answers[1:3]] == ["deadline exceeded", "crashed (SIGKILL)"]
    assert worst < 0.25


_SIGNS = "ab조 troops the ё \" - * ( ) AND OR NOT NEAR/2 title: since:1d story:1 language:x : ' ; \0"


SIGNS = st.sampled_from(_SIGNS.split(" "))


@settings(max_examples=400, deadline=None)
@given(query=st.text(max_size=60) | st.lists(SIGNS, max_size=14).map(" ".join), order=st.sampled_from(Order))
@example(query="\0", order=Order.SEEN)
@example(query="\ud800", order=Order.BEST)
@example(query="'; DROP TABLE articles--", order=Order.SEEN)
@example(query=" ".join(f"w{n} -v{n}" for n in range(100)), order=Order.BEST)
@example(query=" OR ".join(f"(w{n} -v{n})" for n in range(100)), order=Order.PUBLISHED)
@example(query=" NEAR ".join(f"word{n}*" for n in range(60)), order=Order.SEEN)
@example(query="(-a1 " * 19 + "b1" + ")" * 19, order=Order.SEEN)
@example(query="ж" * 10_000, order=Order.BEST)
@example(query="조" * 10_000, order=Order.BEST)
def test_38_any_text_is_answered_or_refused_with_a_place(strange: SmallWatch, query: str, order: Order) -> None:
    config = load(strange.folder / "treatywatch.toml", environment={})
    with closing(open_reading(strange.database).conn) as connection:
        db = Database(connection)
        try:
            root = parse(query).root
            known = known_names(db, root, config, lambda text: moment(text, "UTC"))
            answer = f"{len(search(db, root, known, limit=5, order=order).rows)} rows"
        except UsageError as error:
            answer = error.subject
    assert re.fullmatch(r"[0-5] rows|query, character \d+", answer)


@pytest.mark.parametrize("text", HOSTILE)
def test_39_no_markup_comes_out_of_a_text_in_html(text):
    assert_nothing_came_out(FORMATS["html"](hostile_digest(text), zone="UTC"))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_39_no_mixture_of_texts_comes_out_in_html(text, before, behind):
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
def test_39_only_web_addresses_are_links(url):
    made = hostile_digest("A headline", url)
    page = assert_nothing_came_out(FORMATS["html"](made, zone="UTC"))
    assert not page.xpath("//main//a[@href]")
    assert "](<" not in FORMATS["markdown"](made, zone="UTC")
    assert json.loads(FORMATS["json"](made, zone="UTC"))["new_stories"][0]["story"]["origin"]["url"] == ""


def test_39_an_address_that_would_leave_its_quotes_is_encoded():
    url = 'https://x.example/"><script>alert(1)</script> <b>|`'
    made = hostile_digest("A headline", url)
    assert_nothing_came_out(FORMATS["html"](made, zone="UTC"))
    assert "(<https://x.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E%20%3Cb%3E%7C%60>)" in (
        FORMATS["markdown"](made, zone="UTC")
    )


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[2J", "\u200b", ""])
def test_40_no_markdown_of_its_own_comes_out_of_a_text(text):
    told = FORMATS["markdown"](hostile_digest(text, "https://x.example/1"), zone="UTC")
    assert_no_markdown_came_out(told)
    assert_the_shape_is_ours(told, {"https://x.example/1"})


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_40_no_mixture_of_texts_comes_out_in_markdown(text, before, behind):
    made = hostile_digest(before + text + behind, "https://x.example/1")
    told = FORMATS["markdown"](made, zone="UTC")
    assert_no_markdown_came_out(told)
    assert_the_shape_is_ours(told, {"https://x.example/1"})


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "＝1", *HOSTILE])
def test_41_no_cell_is_a_formula_and_no_line_is_broken(text):
    for line in rows(hostile_digest(text)):
        assert len(line) == len(COLUMNS)
        assert not any(re.match(r"[=+\-@\t\r＝＋－＠]", cell) for cell in line)


HIJACK = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31mTreaty\x1b[0m of \u202ethe\u202c bri\u200bdge\x00 \ud800 Zo\u0308e" + "\u0301" * 400
)
PLAIN = "Treaty of the bridge Zöé" + "\u0301" * 6


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    """A watch that holds an article whose every word is strange, and one beside it."""
    made = small_watch(tmp_path_factory.mktemp("strange"))
    strange_one = {"url": "https://x.example/1", "title": HIJACK, "text": f"{HIJACK}\n{prose(1)}", "authors": [HIJACK]}
    plain_one = {"id": 2, "url": "https://x.example/2", "title": "Plain", "text": prose(2)}
    # As JSON that is ASCII: half a surrogate pair cannot be written otherwise.
    lines = [json.dumps({"id": 1, **strange_one}), json.dumps(plain_one)]
    made.run("import", "--workers", "1", "--no-judge", str(made.articles("in.jsonl", lines)))
    return made


def test_34_strange_characters_are_stored_clean_and_found_by_their_words(strange: SmallWatch) -> None:
    rows = {row["ref"]: row for row in strange.run("export").lines}
    assert rows["1"]["title"] == PLAIN
    assert rows["1"]["authors"] == [PLAIN]
    for query in ("title:bridge", "Zoe", "title:treaty", '"treaty of the bridge"'):
        assert [row["id"] for row in strange.run("search", "--jsonl", query).lines] == [1]


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "command", ["stories", "search bridge", "article 1", "report --peek", "report --peek --format markdown"]
)
def test_35_no_title_says_anything_to_the_terminal(strange: SmallWatch, command: str) -> None:
    said = strange.run(*command.split()).out
    assert "Treaty of the bridge" in said
    assert CONTROL.search(said) is None


DIGITS = "9" * 5_000


def test_36_what_is_without_measure_is_capped_and_said_so(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    people = [f"Person Number{n}" for n in range(100_000)]
    vast = {"id": 2**80, "title": "Ti " * 3_500_000, "text": f"{DIGITS} ships. {prose(1)}", "authors": people}
    last_line = {"id": "last", "title": "After them", "text": prose(3)}
    lines = [json.dumps(vast), f'{{"id": {DIGITS}, "title": "A number"}}', json.dumps(last_line)]
    watch.write("in.jsonl", "\n".join(lines))
    said = watch.run("import", "--workers", "1", "--no-judge", "in.jsonl", expect=1)
    assert said.err.startswith("line 2 ")
    first, last = watch.run("export").lines
    assert (first["ref"], last["title"]) == (str(2**80), "After them")
    assert len(first["title"]) <= 1_000
    assert first["title"].endswith("…")
    assert (len(first["authors"]), first["authors"][-1]) == (21, "and others")


def test_36_a_page_without_measure_is_read_as_far_as_it_says_something() -> None:
    people = ", ".join(f'{{"@type": "Person", "name": "Anna Number{n}"}}' for n in range(20_000))
    told = f'{{"@type": "NewsArticle", "wordCount": {DIGITS}, "author": [{people}]}}'
    head = f'<script type="application/ld+json">{told}</script>'
    found = extract_page(page(ENGLISH, TITLE, head=head).encode(), URL)
    assert isinstance(found, Article)
    assert found.title == TITLE
    assert len(found.authors) <= 21


def test_41_the_raw_flag_gives_cells_as_they_are(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    watch.keep({"id": 1, "title": "=cmd()", "text": prose(1)})
    for flags, cell in (([], "'=cmd()"), (["--raw"], "=cmd()")):
        (row,) = csv.DictReader(watch.run("export", "--format", "csv", *flags).out.splitlines())
        assert row["title"] == cell
