"""A crawl asks again for what it keeps: conditionally, at the host's pace, and also when no feed shows it any more."""

import json
from itertools import pairwise

import pytest

from demo.resources import Resource, resource
from tests.rude_press import Act, RudePress, article, feed, write_watch
from tests.watching import Watch

PACE = 0.3  # seconds
HOST = "harbour.example"


def page(title: str, headline: str = "") -> Resource:
    """An article with an ETag; with another headline over the same words, where one is given."""
    body = article(title).body
    for place in (f"<h1>{title}<", f"<title>{title}<"):
        body = body.replace(place.encode(), place.replace(title, headline or title).encode())
    return resource(body, "text/html; charset=utf-8")


@pytest.fixture(scope="module")
def second_crawl(tmp_path_factory):
    """Three articles kept; then the feed shows none of them, one has another headline, one is gone."""
    folder = tmp_path_factory.mktemp("again")
    config = write_watch(folder, {"harbour": {"feeds": [f"http://{HOST}/feed.rss"]}}, f"pace = {PACE}")
    answers: dict[str, Resource | Act] = {
        f"{HOST}/feed.rss": feed(*(f"http://{HOST}/{n}" for n in (1, 2, 3))),
        f"{HOST}/1": page("The pier reopens"),
        f"{HOST}/2": page("The ferry sails"),
        f"{HOST}/3": page("The crane stands"),
    }
    with RudePress(answers) as press:
        watch = Watch(folder, press.url, config, {"TREATYWATCH_REVISIT_INTERVALS": "0s"})
        watch.run("crawl", "--no-judge")
        first = len(press.asked)
        press.answers |= {f"{HOST}/feed.rss": feed(), f"{HOST}/2": page("The ferry sails", "The ferry may not sail")}
        del press.answers[f"{HOST}/3"]
        watch.run("crawl", "--no-judge")
        yield watch, [seen for seen in press.asked[first:] if seen.path != "/robots.txt"]


def test_articles_that_left_the_feed_are_asked_for_conditionally(second_crawl):
    _, asked = second_crawl
    assert {seen.path for seen in asked} == {"/feed.rss", "/1", "/2", "/3"}
    assert all(seen.conditional for seen in asked)


def test_the_pace_of_the_host_holds_for_them_too(second_crawl):
    _, asked = second_crawl
    assert all(later.at - former.at > PACE * 0.9 for former, later in pairwise(asked))


def test_a_headline_that_changed_alone_is_an_edit_and_the_old_one_is_kept(second_crawl):
    watch, _ = second_crawl
    (edited,) = watch.report("--since", "0")["edited"]
    (edit,) = edited["edits"]
    assert [change["field"] for change in edit["changes"]] == ["title"]
    assert edit["material"] == ["negation", "certainty"]
    told = json.loads(watch.run("article", str(edited["article"]["id"]), "--json").stdout)
    assert [revision["title"] for revision in told["revisions"]] == ["The ferry sails"]


def test_one_answer_of_no_such_page_is_not_yet_told(second_crawl):
    watch, _ = second_crawl
    assert watch.report("--since", "0")["gone"] == []
    assert len(watch.rows()) == 3
