"""The day that a page shows its readers: beside the headline, behind a label, in the address; and whose clock it is."""

import pytest

from pipelines.extract import extract_page
from records import Article, Precision, When
from tests.test_extract import ENGLISH, page

TITLE = "Road bridge is on schedule"
URL = "https://paper.example/bridge"


def published(before: str = "", *, after: str = "", head: str = "", url: str = URL, title: str = TITLE) -> When | None:
    found = extract_page(page(ENGLISH, title, head=head, before=before, after=after).encode(), url)
    assert isinstance(found, Article), found
    return found.published


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("<p>Published November 9, 2026 | Daily Paper</p>", "2026-11-09"),
        ("<p class=meta>By Ann Writer 9.11.2026, 13:15 Uhr</p>", "2026-11-09T13:15:00"),
        ("<span>9.11.26</span>", "2026-11-09"),
        ("<span>9 ноября 2026, 13:15 (МСК)</span>", "2026-11-09T10:15:00Z"),
        ("<span>기사입력 2026-11-09 03:00:00</span>", "2026-11-09T03:00:00"),
        ("<span>2026年11月9日 13:15</span><span>新华网</span>", "2026-11-09T13:15:00"),
        ("<b>9</b> <b>November</b> <b>2026</b>", "2026-11-09"),
        ("<span>November 9, 2026</span><span>1:15 PM EST</span>", "2026-11-09T18:15:00Z"),
        ("<span>Publié le 9 novembre 2026 à 13h15</span>", "2026-11-09T13:15:00"),
        # the publication, not the change
        ("<p>Updated: 11 November 2026</p><p>9 November 2026</p>", "2026-11-09"),
        ("<p>수정 2026-11-11 08:00</p><p>입력 2026-11-09 08:00</p>", "2026-11-09T08:00:00"),
        ("<p hidden>2026-11-12T08:00:00+03:00</p><p>9 November 2026</p>", "2026-11-09"),
        ("<p>Updated: 11 November 2026</p>", "2026-11-11"),
    ],
)
def test_a_date_beside_the_headline_is_the_articles(line: str, value: str) -> None:
    when = published(line)
    assert when is not None
    assert when.value == value


def test_a_date_in_a_sentence_or_a_caption_is_not_the_articles() -> None:
    prose = "<p>The treaty was signed in the capital of the north on 19 June 2024</p>"
    assert published(prose, after="<p>Published: 9 November 2026</p>") == When(
        "2026-11-09", Precision.DAY, "Published: 9 November 2026"
    )


def test_dates_of_teasers_and_comments_are_left_to_them() -> None:
    teasers = "".join(f"<p>A teaser</p><time datetime='2026-12-0{day}T08:00:00Z'>{day}.12.2026</time>" for day in "123")
    own = '<time datetime="2026-11-09T08:00:00Z">9.11.2026</time>'
    for before, after in ((own, teasers), (own + "<p>By Ann Writer</p>", teasers)):
        when = published(before, after=after)
        assert when is not None
        assert when.value == "2026-11-09T08:00:00Z"


def test_a_marked_date_that_is_later_than_the_one_shown_is_a_teasers() -> None:
    teaser = '<time pubdate datetime="2026-12-01T08:00:00Z">1.12.2026</time>'
    assert published("<p>9 November 2026</p>", after=teaser) == When("2026-11-09", Precision.DAY, "9 November 2026")
    marked = published("<p>Updated: 12 November 2026</p>", after=teaser.replace("2026-12-01", "2026-11-09"))
    assert marked is not None
    assert marked.value == "2026-11-09T08:00:00Z"


@pytest.mark.parametrize(
    "path",
    ["/2026/11/09/bridge", "/2026/nov/09/bridge", "/2026/WORLD/11/09/bridge", "/2026-11-09-bridge", "/a_20261109.html"],
)
def test_an_address_names_the_day_where_the_page_shows_none(path: str) -> None:
    when = published(url=f"https://paper.example{path}")
    assert when is not None
    assert (when.value, when.precision) == ("2026-11-09", Precision.DAY)


def test_an_address_is_right_where_the_page_shows_todays_date() -> None:
    when = published("<p>Friday, 20 November 2026</p>", url="https://paper.example/2026/11/09/bridge")
    assert when is not None
    assert when.day == "2026-11-09"


@pytest.mark.parametrize(
    ("line", "url", "day", "written"),
    [
        ("<p>November 8, 2026 8:30 pm</p>", URL, "2026-11-08", "2026-11-08T20:30:00-05:00"),
        ("<p>Nov 8, 2026</p>", URL, "2026-11-08", "2026-11-09T01:30:00Z"),
        ("<p>9 November 2026, 10:30</p>", URL, "2026-11-09", "2026-11-09T10:30:00+09:00"),
        ("", "https://paper.example/2026/11/08/bridge", "2026-11-08", "2026-11-09T01:30:00Z"),
        ("<p>5 November 2026</p>", URL, "2026-11-09", "2026-11-09T01:30:00Z"),  # no zone is that far off
        ("<p>8 November 2026, 11:17</p>", URL, "2026-11-08", "2026-11-09T01:30:00Z"),  # no zone has this clock
        ("", URL, "2026-11-09", "2026-11-09T01:30:00Z"),
    ],
)
def test_a_moment_given_in_utc_falls_on_the_day_that_readers_were_shown(
    line: str, url: str, day: str, written: str
) -> None:
    when = published(line, url=url, head='<meta property="article:published_time" content="2026-11-09T01:30:00Z">')
    assert when is not None
    assert (when.value, when.precision) == ("2026-11-09T01:30:00Z", Precision.INSTANT)
    assert (when.day, when.written) == (day, written)


def test_a_moment_with_an_offset_is_on_the_day_of_its_own_clock() -> None:
    head = '<meta property="article:published_time" content="2026-11-08T20:30:00-05:00">'
    when = published("<p>9 November 2026</p>", head=head)
    assert when is not None
    assert (when.value, when.day) == ("2026-11-09T01:30:00Z", "2026-11-08")


def test_a_web_page_object_tells_the_date_where_no_article_does() -> None:
    script = '{"@type": "WebPage", "@id": "#page", "name": "x", "datePublished": "2026-11-09T10:15:00+00:00"}'
    when = published("<p>12.11.2026</p>", head=f'<script type="application/ld+json">{script}</script>')
    assert when is not None
    assert when.value == "2026-11-09T10:15:00Z"
