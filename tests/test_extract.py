"""What a page says: title, standfirst, text, authors, instants, language and whose words, in the outlets' languages."""

import json

import pytest

from config import Agency
from pipelines.agencies import AgencyIndex
from pipelines.extract import extract_entry, extract_page
from records import Article, DateDoubt, Lead, LeadState, Precision, Refusal, Via, When

AGENCIES = AgencyIndex(
    [
        Agency(id="tass", name="TASS", country="RU", names=["TASS", "ТАСС"], hosts=["tass.ru"]),
        Agency(id="yonhap", name="Yonhap", country="KR", names=["Yonhap", "연합뉴스"], hosts=["yna.co.kr"]),
        Agency(id="xinhua", name="Xinhua", country="CN", names=["Xinhua", "新华社"], hosts=["news.cn"]),
        Agency(id="kyodo", name="Kyodo", country="JP", names=["Kyodo"], initials=["共同"], hosts=["kyodonews.net"]),
        Agency(id="ani", name="ANI", country="IN", names=["Asian News International"], initials=["ANI"]),
    ]
)

RUSSIAN = (
    "МОСКВА, 9 ноября. /ТАСС/. Первая группа мостовиков выехала к границе, где строят переход через реку.",
    "По словам представителя министерства, работы идут по графику, а опоры будут готовы до конца зимы.",
    "Стоимость перехода оценивают в девять миллиардов рублей, и большую часть суммы дает федеральный бюджет.",
    "Движение по новому мосту обещают открыть летом, когда закончат подъездные дороги с обеих сторон реки.",
)
UKRAINIAN = (
    "Міністерство закордонних справ заявило у понеділок, що стежить за поїздкою делегації до сусідньої країни.",
    "Речник відомства пояснив, що жодних нових угод поки не підписали, хоча переговори тривали два дні поспіль.",
    "Експерти вважають, що наступна зустріч відбудеться навесні, коли буде готовий проєкт спільної заяви.",
)
KOREAN = (
    "(서울=연합뉴스) 홍길동 기자 = 통일부는 9일 두만강을 건너는 자동차 다리의 기둥 공사가 거의 끝났다고 밝혔다.",
    "통일부 당국자는 위성사진을 보면 양쪽 도로도 상당히 놓였으며 내년 여름에는 차가 다닐 수 있을 것이라고 말했다.",
    "전문가들은 다리가 열리면 두 나라 사이의 물자 이동이 지금보다 크게 늘어날 것으로 내다보고 있다고 전했다.",
    "정부는 이 과정에서 제재를 어기는 물품이 오가지 않는지 계속 살펴볼 계획이라고 이 당국자는 덧붙였다.",
)
CHINESE = (
    "新华社平壤11月9日电 边境公路大桥的建设工作正在按照计划进行，预计明年夏天可以通车。",
    "一位当地官员对记者表示，大桥的主体部分已经完成，两边的道路也在这个月开始铺设，工人们每天都在工地上工作。",
    "分析人士说，大桥通车以后，两国之间的贸易和人员往来会有比较大的发展，对当地经济也是一个好的消息。",
    "不过，他们也认为，通车的时间还要看冬天的天气和资金的情况，现在就下结论为时过早。",
)
JAPANESE = (
    "【モスクワ共同】国境の川にかかる自動車用の橋の工事が、計画どおりに進んでいることが九日、分かった。",
    "当局者によると、橋の柱はほとんど完成しており、来年の夏には車が通れるようになる見通しだという。",
    "専門家は、橋が開通すれば両国の間の物流がこれまでより大きく増えるとみて、その動きを注意深く見守っている。",
    "一方で、冬の寒さのために工事が遅れるおそれもあり、開通の時期ははっきりしていない。",
)
ARABIC = (
    "قال مسؤول في وزارة النقل يوم الاثنين إن أعمال بناء الجسر فوق النهر الحدودي تسير وفق الجدول المحدد لها.",
    "وأضاف المسؤول أن الأعمدة الرئيسية للجسر اكتملت تقريبا وأن الطرق المؤدية إليه ستكون جاهزة قبل حلول الصيف المقبل.",
    "ويرى خبراء أن افتتاح الجسر سيزيد حركة البضائع بين البلدين بصورة كبيرة بعد سنوات طويلة من الانتظار.",
)
ENGLISH = (
    "The road bridge over the border river is on schedule, the transport ministry said on Monday after a visit.",
    "Its pillars are nearly done, an official told reporters, and the approach roads will follow before summer.",
    "Analysts expect that trade between the two neighbours will grow once lorries need not wait for the ferry.",
    "The ministry did not say how much the bridge will cost, or who is going to pay for the customs post beyond it.",
)


def page(
    paragraphs: tuple[str, ...],
    title: str,
    *,
    head: str = "",
    before: str = "",
    after: str = "",
    lang: str = "",
    site: str = "Daily Paper",
    data: object = None,
) -> str:
    """A page with the furniture that pages have: navigation, a figure, promos, related links, a footer."""
    structured = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>' if data else ""
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html{f' lang="{lang}"' if lang else ""}><head>{head}
<title>{title} - {site}</title><meta property="og:site_name" content="{site}">{structured}
<script>var noise = "{"x" * 5000}";</script><style>p {{ margin: 0 }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>{title}</h1>{before}
<figure><img src="/i.jpg"><figcaption>A bridge seen from the north bank. Photo: AFP</figcaption></figure>
<div class="article-body">{text}</div>{after}</article></main>
<aside><a href="/other">Another story that has nothing to do with this one</a></aside>
<footer>About us. Contact. All rights reserved.</footer></body></html>"""


def article(body: bytes | str, url: str = "https://paper.example/2026/11/bridge", **options: object) -> Article:
    found = extract_page(body.encode() if isinstance(body, str) else body, url, agencies=AGENCIES, **options)  # type: ignore[arg-type]  # options are the keywords of extract_page
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("paragraphs", "title", "encoding", "language", "agency"),
    [
        (RUSSIAN, "Мост через реку построят к лету", "cp1251", "ru", "tass"),
        (RUSSIAN, "Мост через реку построят к лету", "koi8-r", "ru", "tass"),
        (UKRAINIAN, "Міністерство стежить за поїздкою", "cp1251", "uk", ""),
        (UKRAINIAN, "Міністерство стежить за поїздкою", "utf-8", "uk", ""),
        (KOREAN, "두만강 자동차 다리 내년 여름 개통", "euc-kr", "ko", "yonhap"),
        (CHINESE, "边境公路大桥明年夏天通车", "gb18030", "zh", "xinhua"),
        (JAPANESE, "国境の橋、来年夏に開通へ", "shift_jis", "ja", "kyodo"),
        (JAPANESE, "国境の橋、来年夏に開通へ", "euc_jp", "ja", "kyodo"),
        (ARABIC, "الجسر الحدودي يفتتح في الصيف", "cp1256", "ar", ""),
        (ARABIC, "الجسر الحدودي يفتتح في الصيف", "utf-8", "ar", ""),
    ],
)
@pytest.mark.parametrize("told", ["header", "meta", "nobody", "a lying header"])
def test_pages_are_read_in_their_encoding_whoever_declares_it(
    paragraphs: tuple[str, ...], title: str, encoding: str, language: str, agency: str, told: str
) -> None:
    head = f'<meta charset="{encoding}">' if told == "meta" else ""
    header = {"header": f"text/html; charset={encoding}", "a lying header": "text/html; charset=utf-8"}.get(
        told, "text/html"
    )
    found = article(
        page(paragraphs, title, head=head, site="Газета" if language in ("ru", "uk") else "Paper").encode(encoding),
        content_type=header,
    )
    assert found.title == title
    assert found.text.split("\n") == list(paragraphs)
    assert found.language == language
    assert {credit.agency for credit in found.credits} == ({agency} if agency else set())


def test_utf8_under_a_latin_label_is_still_utf8() -> None:
    body = page(RUSSIAN, "Мост через реку построят к лету", head='<meta charset="windows-1252">')
    assert article(body, content_type="text/html; charset=iso-8859-1").text.split("\n")[0] == RUSSIAN[0]


def test_soup_of_replacement_characters_is_refused_by_name() -> None:
    body = page(RUSSIAN, "Мост").encode("cp1251").decode("utf-8", "replace").encode()
    assert extract_page(body, "https://paper.example/1") == Refusal(LeadState.UNREADABLE, "encoding")


def test_everything_that_a_page_says_is_read() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "World"}]},
            {
                "@type": "NewsArticle",
                "headline": "Road bridge is on schedule",
                "author": {"@id": "#ann"},
                "datePublished": "2026-11-09T13:15:00+03:00",
                "dateModified": "2026-11-09T14:00:00+03:00",
                "publisher": {"@type": "Organization", "name": "Daily Paper"},
            },
            {"@type": "Person", "@id": "#ann", "name": "Ann Writer"},
        ],
    }
    found = article(
        page(
            ENGLISH,
            "Road bridge is on schedule",
            lang="en-GB",
            data=data,
            head='<meta property="og:image" content="/big.jpg"><link rel="canonical" href="/2026/11/bridge?lead">'
            '<meta name="description" content="The bridge will open next summer, an official says.">',
            before='<p class="standfirst">The bridge will open next summer, an official says.</p>'
            '<p class="byline">By Ann Writer</p>',
        ),
        url="https://www.paper.example/2026/11/bridge?utm_source=x",
    )
    assert found.title == "Road bridge is on schedule"
    assert found.standfirst == "The bridge will open next summer, an official says."
    assert found.text.split("\n") == list(ENGLISH)
    assert found.authors == ("Ann Writer",)
    raw = "2026-11-09T13:15:00+03:00"
    assert found.published == When("2026-11-09T10:15:00Z", Precision.INSTANT, raw, "offset", local=raw)
    assert found.modified is not None
    assert found.modified.value == "2026-11-09T11:00:00Z"
    assert (found.language, found.site_name) == ("en", "Daily Paper")
    assert found.image == "https://www.paper.example/big.jpg"
    assert found.canonical_url == "https://www.paper.example/2026/11/bridge?lead"


@pytest.mark.parametrize(
    "claimed", ["https://other.example/1", "https://paper.example/", "javascript:alert(1)", "http://[bad"]
)
def test_a_canonical_address_counts_only_on_the_same_domain_and_never_as_the_front_page(claimed: str) -> None:
    found = article(page(ENGLISH, "Road bridge is on schedule", head=f'<link rel="canonical" href="{claimed}">'))
    assert found.canonical_url == found.url


def test_another_articles_structured_data_is_not_believed() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "Ten recipes for a cold evening",
        "author": {"@type": "Person", "name": "Some Cook"},
        "datePublished": "2019-01-01T00:00:00Z",
        "url": "https://paper.example/recipes",
    }
    found = article(
        page(
            ENGLISH,
            "Road bridge is on schedule",
            data=data,
            head='<meta property="article:published_time" content="2026-11-09T10:15Z">',
        )
    )
    assert found.title == "Road bridge is on schedule"
    assert found.authors == ()
    assert found.published is not None
    assert found.published.value == "2026-11-09T10:15:00Z"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Road bridge is on schedule", "author": "Ann Writer",}',
        '<!-- {"@type": "NewsArticle", "headline": "Road bridge\nis on schedule", "author": [["Ann Writer"]]} -->',
        '{"@type":"WebSite"}{"@type": ["NewsArticle"], "headline": "Road bridge is on schedule",'
        ' "author": {"name": ["Ann Writer"]}}',
        '//<![CDATA[\n{"@type": "NewsArticle", "author": {"@type": "Person", "givenName": "Ann",'
        ' "familyName": "Writer"}}\n//]]>',
    ],
)
def test_broken_structured_data_is_read_leniently(script: str) -> None:
    body = page(ENGLISH, "Road bridge is on schedule", head=f'<script type="application/ld+json">{script}</script>')
    assert article(body).authors == ("Ann Writer",)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("By Ann Writer", ("Ann Writer",)),
        ("Ann Writer and Bob Reader", ("Ann Writer", "Bob Reader")),
        ("Ann Writer, Bob Reader & Carl Reed-Smith", ("Ann Writer", "Bob Reader", "Carl Reed-Smith")),
        ("https://facebook.com/paper", ()),
        ("홍길동 기자", ("홍길동",)),
        ("Текст: Иван Петров", ("Иван Петров",)),
        ("Ann Writer, Daily Paper", ("Ann Writer",)),
        ("Daily Paper", ("Daily Paper",)),
    ],
)
def test_authors_are_persons_before_publishers(raw: str, expected: tuple[str, ...]) -> None:
    assert (
        article(page(ENGLISH, "Road bridge is on schedule", head=f'<meta name="author" content="{raw}">')).authors
        == expected
    )


def test_furniture_in_the_body_is_left_out_and_paragraphs_are_not() -> None:
    body = page(
        (
            ENGLISH[0],
            "Advertisement",
            ENGLISH[1],
            "Read more: Ten recipes for a cold evening",
            ENGLISH[2],
            "Читайте также: Десять рецептов на вечер",
            "관련기사 다리 공사 사진",
            ENGLISH[3],
            "Sign up for our newsletter to get news every morning",
        ),
        "Road bridge is on schedule",
    )
    assert article(body).text.split("\n") == list(ENGLISH)


def test_a_first_paragraph_that_is_also_the_description_stays_in_the_text() -> None:
    found = article(
        page(ENGLISH, "Road bridge is on schedule", head=f'<meta name="description" content="{ENGLISH[0]}">')
    )
    assert found.standfirst == ""
    assert found.text.startswith(ENGLISH[0])


def test_a_date_after_the_fetch_is_doubted_and_none_stays_none() -> None:
    future = page(
        ENGLISH,
        "Road bridge is on schedule",
        head='<meta property="article:published_time" content="2099-01-01T00:00:00Z">',
    )
    found = article(future, fetched_at="2026-11-09T10:00:00Z").published
    assert found is not None
    assert (found.value, found.doubt) == ("2099-01-01T00:00:00Z", DateDoubt.FUTURE)
    assert article(page(ENGLISH, "Road bridge is on schedule"), url="https://paper.example/bridge").published is None


def test_a_wall_clock_takes_the_zone_of_a_claim_that_agrees() -> None:
    data = {"@type": "NewsArticle", "headline": "Road bridge is on schedule", "datePublished": "2026-11-09 13:15:00"}
    found = article(
        page(
            ENGLISH,
            "Road bridge is on schedule",
            data=data,
            head='<meta property="article:published_time" content="2026-11-09T10:15:30Z">',
        )
    )
    assert found.published is not None
    assert (found.published.value, found.published.precision) == ("2026-11-09T10:15:30Z", Precision.INSTANT)


def test_the_language_claimed_counts_when_the_text_agrees() -> None:
    assert article(page(RUSSIAN, "Мост через реку построят к лету", lang="ru-RU")).language == "ru"
    assert article(page(RUSSIAN, "Мост через реку построят к лету", lang="en")).language == "ru"


def test_the_feed_speaks_where_the_page_is_silent() -> None:
    lead = Lead(
        "https://paper.example/bridge",
        "paper",
        "feed",
        Via.FEED,
        published="Mon, 09 Nov 2026 13:15:00 +0300",
        credit="ANI",
    )
    found = article(page(ENGLISH, "Road bridge is on schedule"), url=lead.url, feed=lead)
    assert found.published is not None
    assert found.published.value == "2026-11-09T10:15:00Z"
    assert [(credit.agency, credit.where) for credit in found.credits] == [("ani", "feed")]


def test_closing_credits_are_seen_even_where_they_are_no_text() -> None:
    found = article(page((*ENGLISH, "(With inputs from ANI)"), "Road bridge is on schedule"))
    assert [(credit.agency, credit.where) for credit in found.credits] == [("ani", "closing line")]


def test_an_entry_of_a_feed_is_an_article_by_itself() -> None:
    lead = Lead(
        "https://paper.example/bridge",
        "paper",
        "feed",
        Via.FEED,
        title="Road bridge is &quot;on schedule&quot;",
        summary="<p>The bridge opens in summer.</p>",
        content="".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH) + "<script>x()</script>",
        published="Mon, 09 Nov 2026 13:15:00 +0300",
        credit="Ann Writer",
    )
    found = extract_entry(lead, agencies=AGENCIES)
    assert isinstance(found, Article)
    assert (found.title, found.standfirst) == ('Road bridge is "on schedule"', "The bridge opens in summer.")
    assert found.text.split("\n") == list(ENGLISH)
    assert (found.authors, found.language, found.canonical_url) == (("Ann Writer",), "en", lead.url)
    assert found.published is not None
    assert found.published.value == "2026-11-09T10:15:00Z"


def test_an_entry_with_only_a_summary_has_it_as_its_text_and_one_with_nothing_is_refused() -> None:
    short = Lead("https://p.example/1", "p", "f", Via.FEED, title="Road bridge", summary="The bridge opens in summer.")
    found = extract_entry(short)
    assert isinstance(found, Article)
    assert (found.standfirst, found.text) == ("", "The bridge opens in summer.")
    assert extract_entry(Lead("https://p.example/1", "p", "f", Via.FEED, title="Road bridge")) == Refusal(
        LeadState.UNREADABLE, "no text"
    )
