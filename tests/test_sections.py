"""Section pages: the links that look like articles, of the same site, each once, with their headline."""

import pytest

from crawler.sections import read_section
from errors import ConfigError, FeedError
from records import Via

URL = "https://www.daily.example/world/"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def read(body: str | bytes, *, links: str = "", limit: int = 100, url: str = URL, content_type: str = ""):
    body = page(body) if isinstance(body, str) else body
    return read_section(body, url, "daily", links=links, content_type=content_type, limit=limit)


def test_headlines_become_leads_in_the_order_of_the_page():
    leads = read(
        '<h2><a href="/2026/11/09/pier-opens">The old pier opens again</a></h2>'
        '<h3><a href="https://m.daily.example/news/48213">Council signs <b>a treaty</b> on fish</a></h3>'
    )
    assert [(lead.url, lead.title) for lead in leads] == [
        ("https://www.daily.example/2026/11/09/pier-opens", "The old pier opens again"),
        ("https://m.daily.example/news/48213", "Council signs a treaty on fish"),
    ]
    assert (leads[0].outlet, leads[0].source, leads[0].via) == ("daily", URL, Via.SECTION)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/news/48213">Mайор и совет подписали договор о рыбе</a>',
        '<a href="/news/48213">북쪽 항로가 다시 열렸다고 발표</a>',
        '<a href="/news/48213">港口日报记者在现场报道这一消息</a>',
        '<a href="/pier-opens-after-two-years">The old pier opens again</a>',
        '<a href="index.php?MTJAMjAyNi0xMS0wOS0wMDFA==">The old pier opens again</a>',
        '<a href="/view?idxno=48213">The old pier opens again</a>',
        '<a href="/news/48213" title="The old pier opens again"><img src="x.jpg"></a>',
    ],
)
def test_these_look_like_articles(link):
    assert len(read(link)) == 1


@pytest.mark.parametrize(
    "link",
    [
        '<nav><a href="/news/48213">The old pier opens again</a></nav>',
        '<footer><p><a href="/news/48213">The old pier opens again</a></p></footer>',
        '<aside><a href="/news/48213">The old pier opens again</a></aside>',
        '<div role="navigation"><a href="/news/48213">The old pier opens again</a></div>',
        '<a href="/news/48213">Read more</a>',
        '<a href="/news/48213">더 보기</a>',
        '<a href="/world">All the news of the world</a>',
        '<a href="/tag/pier-opens-after-years">The old pier opens again</a>',
        '<a href="/world/page/2026">The old pier opens again</a>',
        '<a href="/files/20261109.pdf">The old pier opens again</a>',
        '<a href="https://other.example/news/48213">The old pier opens again</a>',
        '<a href="javascript:open(48213)">The old pier opens again</a>',
        '<a href="mailto:desk48213@daily.example">The old pier opens again</a>',
        '<a href="file:///news/48213">The old pier opens again</a>',
        '<a href="http://127.0.0.1/news/48213">The old pier opens again</a>',
        '<a href="#top-of-the-page">The old pier opens again</a>',
        '<a href="?">The old pier opens again</a>',
        "<a>The old pier opens again</a>",
    ],
)
def test_these_do_not_look_like_articles(link):
    assert read(link) == ()


def test_the_links_expression_decides_alone():
    body = (
        '<nav><a href="/art/x">Fish</a></nav><a href="/news/48213">The old pier opens again</a>'
        '<a href="https://other.example/art/y">The old pier opens again</a>'
    )
    assert [(lead.url, lead.title) for lead in read(body, links=r"/art/\w$")] == [
        ("https://www.daily.example/art/x", "Fish")
    ]


def test_a_links_expression_that_is_none_is_told():
    with pytest.raises(ConfigError):
        read("<a href=x>y</a>", links="(")


def test_one_article_linked_in_many_dresses_is_one_lead_with_its_headline():
    leads = read(
        '<a href="/news/48213?utm_source=front"><img src="x.jpg" alt="A photo"></a>'
        '<a href="http://daily.example/news/48213/"><h3>The old pier opens again</h3><p>After two years of work</p></a>'
        '<a href="/news/48213#comments">Read the 17 comments of our readers on the pier and on the work</a>'
    )
    assert [(lead.url, lead.title) for lead in leads] == [
        ("https://www.daily.example/news/48213?utm_source=front", "The old pier opens again")
    ]


def test_the_base_of_the_page_counts():
    body = page('<a href="48213">The old pier opens again</a>', '<base href="https://daily.example/archive/">')
    assert read(body)[0].url == "https://daily.example/archive/48213"


def test_no_more_than_the_limit_are_taken():
    links = "".join(f'<a href="/news/{number}">The old pier opens again</a>' for number in range(1000, 1100))
    assert [lead.url[-4:] for lead in read(links, limit=3)] == ["1000", "1001", "1002"]
    assert read(links, limit=0) == ()


def test_the_charset_of_the_page_is_found():
    body = '<meta charset="euc-kr"><a href="/news/48213">북쪽 항로가 다시 열렸다고 발표</a>'.encode("euc-kr")
    assert read(body)[0].title == "북쪽 항로가 다시 열렸다고 발표"
    body = '<a href="/news/48213">Мост открыли после долгого ремонта</a>'.encode("cp1251")
    assert read(body, content_type="text/html; charset=windows-1251")[0].title == "Мост открыли после долгого ремонта"


@pytest.mark.parametrize("body", [b"", b" \n", b"\0\0"])
def test_an_empty_answer_is_no_page(body):
    with pytest.raises(FeedError):
        read(body)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "bomb",
    ["<a href=/news/1234>" * 100_000, "<div>" * 400_000, "<" * 2_000_000, "<!--" * 400_000, "<h1>" * 300_000,
     "<div><a href=/news/1234>" * 60_000, "<a href=/news/1234><h1>" * 60_000],
    ids=lambda bomb: bomb[:12],
)  # fmt: skip
def test_a_page_of_a_million_elements_ends(bomb):
    assert len(read(page(bomb + '<a href="/news/48213">The old pier opens again</a>'))) <= 2
