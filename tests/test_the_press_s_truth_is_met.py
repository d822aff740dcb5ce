"""The whole road, held against the demo press's own truth, to the article: seeds, two days, database and report."""

import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from demo.oracle import differences
from demo.press import open_press
from demo.server import Press
from tests.told import READ
from tests.watching import Watch


@pytest.fixture(scope="module")
def two_days(tmp_path_factory):
    """A watch of both days, with a report after each; shared, for nothing here changes it."""
    with open_press() as press:
        watch = Watch(tmp_path_factory.mktemp("watch"), press.url)
        watch.run("crawl")
        first_rows, first = watch.rows(), watch.report("--name", "morning")
        asked_on_day_one = press.requests
        press.set_day(2)
        watch.run("crawl")
        second_rows, second = watch.rows(), watch.report("--name", "morning")
        yield press, watch, (first_rows, first), (second_rows, second), asked_on_day_one


def test_the_first_day_is_kept_folded_and_told_to_the_article(two_days):
    press, _, (rows, report), _, _ = two_days
    assert differences(press.truth(), rows, report, days=[1]) == []


def test_the_second_day_is_kept_folded_and_told_to_the_article(two_days):
    press, _, _, (rows, report), _ = two_days
    assert differences(press.truth(), rows, report, days=[2]) == []


def test_the_edited_number_is_told_word_by_word(two_days):
    _, _, _, (_, report), _ = two_days
    hunks = [
        (hunk["old"], hunk["new"])
        for article in report["edited"]
        for edit in article["edits"]
        for change in edit["changes"]
        for hunk in change["hunks"]
    ]
    assert ("10,000", "12,000") in hunks


def test_both_days_in_one_report_tell_the_same_as_a_report_of_each(two_days):
    press, watch, _, (rows, _), _ = two_days
    assert differences(press.truth(), rows, watch.report("--since", "0"), days=[1, 2]) == []


@pytest.mark.parametrize("shape", sorted(READ))
def test_every_format_tells_both_days_to_the_article(two_days, shape):
    press, watch, _, (rows, _), _ = two_days
    text = watch.run("report", "--since", "0", "--format", shape).stdout
    told = READ[shape](text)
    assert differences(press.truth(), rows, told.as_json(), days=[1, 2]) == []
    assert told.in_order() == READ["json"](json.dumps(watch.report("--since", "0"))).in_order()
    if shape != "csv":  # which names the reasons alone
        assert "10,000" in text
        assert "12,000" in text


def test_a_seen_article_is_never_fetched_again_by_a_finder(two_days):
    *_, requests = two_days
    pages = [(seen.host, seen.path) for seen in requests if seen.method == "GET" and seen.path != "/robots.txt"]
    assert len(pages) == len(set(pages))


def test_every_host_is_asked_for_its_robots_txt_before_anything_else(two_days):
    press, *_ = two_days
    first: dict[str, str] = {}
    for seen in press.requests:
        first.setdefault(seen.host, seen.path)
    assert set(first.values()) == {"/robots.txt"}


def test_the_second_crawl_asks_the_sources_and_the_kept_articles_conditionally(two_days):
    press, _, _, _, on_day_one = two_days
    second = press.requests[len(on_day_one) :]
    known = {(seen.host, seen.path) for seen in on_day_one if seen.path != "/robots.txt"}
    again = [seen for seen in second if (seen.host, seen.path) in known]
    assert again
    assert any(seen.conditional for seen in again)
    assert any(seen.status == 304 for seen in again)


def test_the_crawler_says_who_it_is(two_days):
    press, *_ = two_days
    agents = {seen.user_agent for seen in press.requests}
    assert agents == {"treatywatch/0.1 (+https://treatywatch.example/about)"}


def test_a_third_crawl_with_nothing_new_keeps_nothing_and_tells_nothing(two_days):
    _, watch, _, (rows, _), _ = two_days
    before = json.dumps(watch.rows())
    watch.run("crawl")
    assert json.dumps(watch.rows()) == before
    report = watch.report("--name", "morning")
    told = ("new_stories", "grown_stories", "edited", "gone", "back", "moved")
    assert [report[section] for section in told] == [[], [], [], [], [], []]
    assert len(rows) == len(watch.rows())


def test_the_same_marks_give_the_same_bytes_in_every_format(two_days):
    _, watch, _, _, _ = two_days
    for shape in READ:
        arguments = ("report", "--since", "0", "--until", "30", "--format", shape)
        assert watch.run(*arguments).stdout == watch.run(*arguments).stdout


def test_every_kept_article_leads_to_its_page_as_it_was_answered(two_days):
    press, watch, _, (rows, _), _ = two_days
    assert isinstance(press, Press)
    for row in rows[:5]:
        article = json.loads(watch.run("article", str(row["id"]), "--json").stdout)
        if not article["evidence"]:
            continue  # a feed's entry has no page
        place = article["evidence"][0]
        with Path(watch.folder / "warc" / place["file"]).open("rb") as stream:
            stream.seek(place["offset"])
            record = next(iter(ArchiveIterator(stream)))
            assert record.rec_headers.get_header("WARC-Target-URI") == place["url"]
            assert row["title"][:20].split()[0].encode() in record.content_stream().read() or row["language"] != "en"


def test_the_merged_copy_names_both_of_its_stories_whichever_was_crawled_first(two_days):
    press, watch, _, (rows, _), _ = two_days
    [merged] = [it for it in press.truth()["articles"] if it["also_of"]]
    story_of = {it["canonical"]: it["story"] for it in press.truth()["articles"]}
    numbers = {row["id"]: story_of.get(row["canonical_url"]) for row in rows}
    [row] = [row for row in rows if row["canonical_url"] == merged["canonical"]]
    told = json.loads(watch.run("story", str(row["story"]), "--json").stdout)
    [carrier] = [one for one in told["carriers"] if one["id"] == row["id"]]
    assert carrier["relation"] == "merged"
    assert [numbers[carrier["of"]], numbers[carrier["also"]]] == [merged["story"], *merged["also_of"]]
