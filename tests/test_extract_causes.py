"""What used to go wrong on real pages, by cause: each case is a page of our own that shows one cause."""

import json
import time

import pytest

from pipelines.body import Block
from pipelines.extract import extract_page
from pipelines.furniture import article_blocks
from pipelines.landmarks import Landmarks
from pipelines.markup import parse
from pipelines.missed import missed_paragraphs
from pipelines.notices import is_notice
from pipelines.promos import is_offer_to_readers, points_elsewhere
from pipelines.scripted import scripted_markup
from records import Article, Refusal

URL = "https://paper.example/2026/11/09/a-bridge-over-the-border-river"
PARAGRAPHS = [
    "The road bridge over the border river is on schedule, the transport ministry said on Monday after a visit.",
    "Its pillars are nearly done, an official told reporters, and the approach roads will follow before the summer.",
    "Analysts expect that trade between the two neighbours will grow once lorries need not wait for the ferry.",
    "The ministry did not say how much the bridge will cost, or who is going to pay for the customs post beyond it.",
    "Work began in the spring of last year, when the governments agreed on where the two approach roads should meet.",
    "A ferry has crossed here for forty years, but not in winter, when the river freezes and lorries cross on the ice.",
    "Fishermen of the villages below the site say that the piles have changed the current and that their nets tear.",
    "The next inspection is planned for the end of the month, and the report on it is to be published afterwards.",
]


def page(body: str, head: str = "", language: str = "en") -> bytes:
    title = "A bridge over the border river"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article">{head}</head><body><h1>{title}</h1>{body}</body></html>'
    ).encode()


def read(body: str, head: str = "", language: str = "en") -> Article:
    found = extract_page(page(body, head, language), URL)
    assert isinstance(found, Article), found
    return found


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_an_article_in_several_boxes_of_one_kind_is_read_whole() -> None:
    boxes = "".join(
        f'<div class="row"><div class="body-part">{paragraphs(PARAGRAPHS[at : at + 2])}</div></div><hr>'
        for at in range(0, 8, 2)
    )
    found = read(f"<article>{boxes}</article>")
    assert [text for text in PARAGRAPHS if text not in found.text] == []
    assert found.text.split("\n") == PARAGRAPHS


def test_a_paragraph_of_which_only_the_beginning_was_found_is_whole_again() -> None:
    begun = PARAGRAPHS[0]
    rest = (
        " It was the third such visit since the spring, and the first with reporters from the other side of the river."
    )
    body = paragraphs(PARAGRAPHS[1:4]) + f"<p>{begun}{rest}</p>" + paragraphs(PARAGRAPHS[4:])
    tree = parse(page(f'<div class="text">{body}</div>').decode())
    found = [*PARAGRAPHS[1:4], begun, *PARAGRAPHS[4:]]
    back, whole_again = missed_paragraphs(tree, found, 1_000)
    assert back == {}
    assert whole_again == {3: begun + rest}


def test_what_stands_in_boxes_of_another_kind_is_not_put_back() -> None:
    teaser = "Another story, of which this page shows the first sentence in a list of teasers below the article itself."
    found = read(
        f'<article><div class="body">{paragraphs(PARAGRAPHS)}</div></article>'
        f'<div class="teaser"><p>{teaser}</p></div><div class="teaser"><p>{teaser}</p></div>'
    )
    assert teaser not in found.text


@pytest.mark.parametrize("box", ["author-bio", "newsletter-signup", "c-disclosure", "pull-quote", "related-articles"])
def test_a_box_beside_the_article_is_no_text(box: str) -> None:
    note = "He has covered the river and the towns along its banks since he joined the paper as a trainee in 1998."
    found = read(f'<article>{paragraphs(PARAGRAPHS[:5])}<div class="{box}"><p>{note}</p></div></article>')
    assert note not in found.text
    assert PARAGRAPHS[4] in found.text


def test_boxes_that_hold_most_of_a_page_are_the_article_whatever_they_are_called() -> None:
    found = read(
        "<article>" + "".join(f'<div class="newsletter"><p>{text}</p></div>' for text in PARAGRAPHS) + "</article>"
    )
    assert found.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "code",
    [
        "self.__next_f.push([1,{}])",
        'window.__INITIAL_STATE__ = {{"article": {{"body": {}}}}};',
    ],
)
def test_an_article_that_only_the_scripts_hold_is_read(code: str) -> None:
    inner = json.dumps({"story": {"content": paragraphs(PARAGRAPHS)}})
    script = code.format(json.dumps(inner if "push" in code else paragraphs(PARAGRAPHS)))
    assert read(f"<div id='root'></div><script>{script}</script>").text.split("\n") == PARAGRAPHS


def test_an_article_in_a_list_of_texts_in_the_scripts_is_read() -> None:
    data = json.dumps({"blocks": [{"type": "p", "text": text} for text in PARAGRAPHS], "menu": ["Home", "World"]})
    found = read(f'<div id="root"></div><script id="__NEXT_DATA__" type="application/json">{data}</script>')
    assert found.text.split("\n") == PARAGRAPHS


def test_scripts_that_hold_no_prose_make_no_article() -> None:
    code = json.dumps({f"key{n}": f"function({n}){{return window.load({n})}} // {'x' * 300}" for n in range(50)})
    found = extract_page(page(f'<div id="root"></div><script>window.state = {code}</script>'), URL)
    assert isinstance(found, Refusal)


@pytest.mark.parametrize(
    "junk", ["<script>" * 100_000, '<script>"' + '\\"' * 500_000, "<script>'" + '"<p>' * 300_000, "<p " * 300_000]
)
def test_hostile_scripts_cost_time_linear_in_their_length(junk: str) -> None:
    before = time.process_time()
    scripted_markup(junk + "</script>")
    scripted_markup(junk)
    assert time.process_time() - before < 5  # a quadratic search takes minutes


def test_scripts_are_not_read_where_the_markup_holds_the_article() -> None:
    other = json.dumps(paragraphs([f"{text} Another version." for text in PARAGRAPHS] * 3))
    assert "Another version" not in read(f"<article>{paragraphs(PARAGRAPHS)}</article><script>x={other}</script>").text


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (
            '<div class="standfirst"><p>The pillars stand; the roads that lead to them are not built yet.</p></div>',
            True,
        ),
        (
            '<figure><p class="lead">The pillars stand; the roads that lead to them are not built yet.</p></figure>',
            False,
        ),
        ('<div class="newsletter"><p class="intro">Get the best stories of the week in your inbox.</p></div>', False),
    ],
)
def test_a_lead_near_the_headline_is_the_standfirst_unless_it_is_a_caption_or_an_offer(
    box: str, expected: bool
) -> None:
    assert bool(read(f"{box}<article>{paragraphs(PARAGRAPHS)}</article>").standfirst) is expected


def test_what_is_marked_as_a_lead_far_below_the_headline_is_none() -> None:
    box = '<div class="description">These cookies are necessary for the website to function as it should.</div>'
    assert read(f"<article>{paragraphs(PARAGRAPHS)}</article>{box}").standfirst == ""


@pytest.mark.parametrize(
    "text",
    [
        "This article was originally published on another site.", "Please log in again.", "Lesedauer: 4 Minuten",
        "An dieser Stelle finden Sie einen von der Redaktion ausgewählten Inhalt.",
        "저작권자 ⓒ 무단 전재 및 재배포 금지",
        "この記事は会員限定です。", "Copyright 2026 The Paper. All rights reserved.", "未经授权不得转载",
    ],
)  # fmt: skip
def test_notices_of_the_house_are_known_by_their_first_words(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "Copyright law protects works for seventy years.", "This story begins in a village on the river.",
        "Session after session the parliament put the treaty off.", "公開された条約の本文は二十三条からなる。",
        "The views of the governor are well known.", "Der Artikel 4 des Vertrags regelt den Beistand.",
    ],
)  # fmt: skip
def test_sentences_that_only_resemble_notices_stay(text: str) -> None:
    assert not is_notice(text)


def test_a_claim_of_english_is_not_believed_of_a_text_without_english_words() -> None:
    zulu = [
        "Abomthetho bathi umsebenzi wokwakha ibhuloho uqhubeka kahle futhi bathemba ukuthi uzophela ngonyaka ozayo.",
        "Umphakathi uthi ujabulile ngoba abantu abasadingi ukulinda isikebhe, kodwa abanye bakhala ngomsindo.",
        "Ukhulumele uhulumeni uthe kuzobizwa umhlangano kanye nabaholi bendawo ukuze kuxoxwe ngalolu daba.",
    ]
    assert read(f"<article>{paragraphs(zulu * 3)}</article>", language="en-US").language == "zu"


def test_the_section_at_a_titles_end_is_no_part_of_it() -> None:
    head = '<meta property="og:title" content="다리가 열렸다-정치"><meta name="section" content="정치">'
    body = f"<article>{paragraphs(PARAGRAPHS)}</article>"
    markup = f"<html><head><title>다리가 열렸다-정치ㅣPaper</title>{head}</head><body>{body}</body></html>"
    found = extract_page(markup.encode(), URL)
    assert isinstance(found, Article)
    assert found.title == "다리가 열렸다"


def test_a_date_before_the_web_is_passed_over_for_the_next_claim() -> None:
    head = (
        '<meta property="article:published_time" content="1970-01-01T00:00:00Z">'
        '<meta name="date" content="2026-11-09T10:15:00+09:00">'
    )
    when = read(f"<article>{paragraphs(PARAGRAPHS)}</article>", head).published
    assert when is not None
    assert when.value == "2026-11-09T01:15:00Z"


def test_a_first_sentence_that_stands_loose_before_the_paragraphs_is_read() -> None:
    box = f'<ul><li><a href="/1">One</a></li></ul>{PARAGRAPHS[0]}{paragraphs(PARAGRAPHS[1:])}'
    assert read(f'<div class="body">{box}</div>').text.split("\n") == PARAGRAPHS


def test_loose_labels_and_links_between_paragraphs_stay_out() -> None:
    tree = parse(page(f'<div>Share this <a href="/x">{PARAGRAPHS[7]}</a>{paragraphs(PARAGRAPHS[:4])}</div>').decode())
    assert missed_paragraphs(tree, PARAGRAPHS[:4], 1_000) == ({}, {})


def test_an_article_parted_by_line_breaks_among_menus_is_not_taken_for_the_whole_page() -> None:
    korean = [
        "국토교통부는 두만강을 건너는 자동차 다리가 내년 여름에 개통될 예정이라고 월요일 밝혔다.",
        "교각 공사는 거의 끝났으며 연결 도로는 봄에 완성될 것이라고 관계자가 기자들에게 설명했다.",
        "전문가들은 다리가 열리면 두 나라 사이의 교역이 크게 늘어날 것으로 내다보고 있다.",
        "공사는 지난해 봄에 두 정부가 연결 도로의 위치에 합의하면서 시작되었다고 전해졌다.",
    ]
    menu = "".join(f"<div><ul><li><a href='/{n}'>정치 {n}</a> | </li></ul></div>" for n in range(150))
    box = f"<div class='article_txt'><b>다리</b><br><br>{'<br><br>'.join(korean)}<br></div>"
    text = read(f"{menu}<div id='contents'>{box}</div>{menu}", language="ko").text
    assert [line for line in korean if line not in text] == []
    assert "정치 7" not in text


def test_a_page_that_is_laid_out_in_tables_keeps_its_text_and_a_table_of_figures_goes() -> None:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in PARAGRAPHS)
    assert [text for text in PARAGRAPHS if text not in read(f"<table>{rows}</table>").text] == []
    figures = "<table><tr><td>Year</td><td>Tonnes</td></tr><tr><td>2025</td><td>318</td></tr></table>"
    assert "318" not in read(f"<article>{paragraphs(PARAGRAPHS)}{figures}</article>").text


def test_the_headline_that_readers_see_counts_before_the_one_in_the_breadcrumbs() -> None:
    seen, sought = "The bridge nobody waits for", "Border bridge: opening date, cost and ferry times at a glance"
    body = (
        f'<nav class="breadcrumb"><a href="/">Home</a> <h1>{sought}</h1></nav>'
        f"<h2><span>Transport</span> <span>{seen}</span></h2><article>{paragraphs(PARAGRAPHS)}</article>"
    )
    head = f'<title>{sought}</title><meta property="og:title" content="{seen}">'
    found = extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL)
    assert isinstance(found, Article)
    assert found.title == seen
    assert seen not in found.text


def test_the_name_of_the_site_that_layout_glues_to_a_headline_is_cut() -> None:
    title = "A bridge over the border river"
    head = f'<title>{title} » Local » Daily Paper</title><meta name="twitter:title" content="{title}">'
    head += '<meta property="og:site_name" content="Daily Paper">'
    body = f'<h1><span>{title}</span><a href="/">Daily Paper</a></h1><article>{paragraphs(PARAGRAPHS)}</article>'
    found = extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL)
    assert isinstance(found, Article)
    assert found.title == title


def test_the_place_of_a_house_is_no_author() -> None:
    head = '<meta name="author" content="DAILY PAPER ONLINE, Hamburg, Germany">'
    assert read(f"<article>{paragraphs(PARAGRAPHS)}</article>", head).authors == ("DAILY PAPER ONLINE",)


def test_a_line_of_writer_place_and_day_is_no_text_and_an_exclamation_is_no_byline() -> None:
    head = '<meta name="author" content="Ana Writer">'
    line, cry = "Ana Writer | Vladivostok | 08/11/2026", "Thank you, Ana Writer!"
    body = paragraphs([line, *PARAGRAPHS, cry])
    text = read(f"<article>{body}</article>", head).text
    assert line not in text
    assert cry in text


@pytest.mark.parametrize("address", ["article.aspx?cp-documentid=31244150", "newsView.do?news_seq_no=30512"])
def test_an_article_among_links_whose_address_has_its_number_in_the_query_is_no_index_page(address: str) -> None:
    links = "".join(
        f"<li><a href='/{n}'>A story of the day, number {n}, with a long headline</a></li>" for n in range(60)
    )
    markup = f"<html><head><title>News</title></head><body><ul>{links}</ul>{paragraphs(PARAGRAPHS)}</body></html>"
    assert isinstance(extract_page(markup.encode(), f"https://paper.example/{address}"), Article)
    assert isinstance(extract_page(markup.encode(), "https://paper.example/news/?page=2"), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our newsletter.", "Got a story? Get in touch with our news team.", "Become a member today!",
        "You can also follow Ana on Twitter.", "Click here to read the whole report.", "The River Newsletter",
        "Aktuelle Nachrichten aufs Handy? Hier geht es zu unserer App.", "Jetzt den WhatsApp-Kanal abonnieren",
        "Подписывайтесь на наш Telegram-канал.", "Читайте нас в Telegram-канале.", "Підписуйтесь на нас у Telegram.",
        "여러분의 제보를 기다립니다.", "네이버에서 구독하기", "メルマガに無料でご登録ください。", "扫描下方二维码",
        "اشترك الآن في نشرتنا",
    ],
)  # fmt: skip
def test_what_is_offered_to_readers_is_known_as_an_offer(text: str) -> None:
    assert is_offer_to_readers(text)


@pytest.mark.parametrize(
    "text",
    [
        "The republic hopes to become a member of the bloc next year.",
        "The two neighbours asked others to join the international community.",
        "Diplomats told a newsletter that the US had known of the pact since the spring.",
        "The sanctions follow talks on the border trade.", "Users can also sign up for the service as a free trial.",
        "Buyers wait to get the best possible price for their fish.",
        "Об этом губернатор сообщил в своем Telegram-канале.", "Компания обязана подписаться под договором.",
        "Про це він повідомив у своєму телеграм-каналі.", "경찰은 제보를 받고 수사에 착수했다.",
        "両国は合意のフォローアップで一致した。", "اشترك مئات الجنود في التدريبات على ضفة النهر.",
        "Die Polizei sagte, sie warne vor Betrügern und ihren Nachrichten aufs Handy.",
    ],
)  # fmt: skip
def test_news_told_in_the_words_of_offers_is_none(text: str) -> None:
    assert not is_offer_to_readers(text)
    assert text in read(f"<article>{paragraphs([*PARAGRAPHS[:4], text, *PARAGRAPHS[4:]])}</article>").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Read more on the bridge.", True), ("ALSO READ: The ferry's last winter", True), ("Mehr zum Thema", True),
        ("Further reading", True), ("По теме", True), ("こちらも", True), ("Lesen Sie auch: Die letzte Fähre.", True),
        ("Also on display will be a model of the bridge and its piers.", False),
        ("Zum Thema Maut sagte der Minister, darüber werde später entschieden.", False),
        ("Weitere Informationen gab die Polizei am Montag nicht bekannt.", False),
        ("По теме границы стороны договорились встретиться ещё раз осенью.", False),
        ("Recommended fuel: premium unleaded", False), ("Read the whole treaty.", False),
    ],
)  # fmt: skip
def test_a_pointer_that_goes_on_as_a_sentence_is_the_articles(text: str, expected: bool) -> None:
    assert points_elsewhere(text) is expected


@pytest.mark.parametrize(
    "line",
    [
        "Fotos von Satelliten zeigen die Pfeiler der Brücke.", "2025年5月7日至10日，两国代表团在河边城市会晤。",
        "Created in 1949, the commission that looks after the border river has met in every year but two since then.",
        "▲ piers, 2025 ▲ approach roads, 2026 ▲ a customs post, 2027", "■ What the treaty says about the bridge",
    ],
)  # fmt: skip
def test_a_line_that_begins_as_a_credit_or_a_date_does_may_be_the_articles(line: str) -> None:
    assert line in read(f"<article>{paragraphs([PARAGRAPHS[0], line, *PARAGRAPHS[1:]])}</article>").text


def test_an_author_of_one_word_is_looked_for_as_a_word_and_leaves_other_lines_alone() -> None:
    head = '<meta name="author" content="Interfax">'
    line, note = "What Interfax saw at the bridge", "Interfax reported last week that the last pier had been cast."
    text = read(f"<article>{paragraphs([line, *PARAGRAPHS, note])}<p>Interfax</p></article>", head).text
    assert line in text
    assert note in text
    assert not text.endswith("Interfax")


def test_a_speaker_of_a_transcript_who_is_its_author_is_no_note_on_the_author() -> None:
    head = '<meta name="author" content="Ana Writer">'
    said, note = "ANA WRITER: The last pier was cast on Monday.", "Ana Writer covers the river towns for this paper."
    text = read(f"<article>{paragraphs([*PARAGRAPHS, said, note])}</article>", head).text
    assert said in text
    assert note not in text


def test_a_paragraph_that_a_reader_quotes_in_a_comment_stays() -> None:
    comment = f'<div class="comment"><p>{PARAGRAPHS[3]}</p><p>They will not say, will they, who is to pay?</p></div>'
    text = read(f"<article>{paragraphs(PARAGRAPHS)}</article>{comment}").text
    assert PARAGRAPHS[3] in text
    assert "will they" not in text


def test_a_list_of_links_that_lead_out_is_the_articles_and_one_of_its_own_teasers_is_not() -> None:
    out = "<ul><li><a href='https://ferry.example/tickets'>The winter timetable of the ferry</a></li>"
    out += "<li>Tickets are sold on the pier, and on board while there are any left.</li></ul>"
    own = "<ul><li><a href='/2'>Another story about fishermen of the villages</a></li>"
    own += "<li>The pier opens at six in the morning, an hour before the first ferry.</li></ul>"
    mail = "<p><a href='mailto:ask-the-ministry@bridge.example'>ask-the-ministry@bridge.example</a></p>"
    body = paragraphs(PARAGRAPHS[:3]) + out + paragraphs(PARAGRAPHS[3:5]) + own + mail + paragraphs(PARAGRAPHS[5:])
    text = read(f"<article>{body}</article>").text
    assert "The winter timetable of the ferry" in text
    assert "ask-the-ministry@bridge.example" in text
    assert "Another story" not in text


def test_a_heading_that_another_place_of_the_page_links_to_is_the_articles() -> None:
    heading = "Fishermen say that the piles have changed the current"
    link = f"<p><a href='/live/3'>{heading}</a></p>"
    body = paragraphs(PARAGRAPHS[:4]) + f"<h3>{heading}</h3>" + paragraphs(PARAGRAPHS[4:])
    assert read(f"<article>{body}</article><div>{link}</div>").text.count(heading) == 1


def test_headings_between_two_paragraphs_that_were_found_are_put_back() -> None:
    body = paragraphs(PARAGRAPHS[:2]) + "<h2>The cost</h2>" + paragraphs(PARAGRAPHS[2:4])
    body += "<h2><a href='/2'>Another story</a></h2>" + paragraphs(PARAGRAPHS[4:]) + "<h2>Most read</h2>"
    tree = parse(page(f"<div>{body}</div>").decode())
    assert missed_paragraphs(tree, PARAGRAPHS, 1_000) == ({1: [("head", "The cost")]}, {})


def test_a_heading_of_a_part_stays_whatever_its_word_and_a_last_one_that_is_a_sentence() -> None:
    body = "".join(f"<h3>Part {n}</h3><p>{text}</p>" for n, text in enumerate(PARAGRAPHS[:5]))
    body += f"<h3>Audio</h3>{paragraphs(PARAGRAPHS[5:])}"
    assert "Audio" in read(f"<article>{body}</article>").text.split("\n")
    last = [Block("head", "And nobody has asked the ferrymen."), Block("head", "From the archive")]
    found = [*(Block("p", text) for text in PARAGRAPHS), *last]
    marks = Landmarks(frozenset(), frozenset(), "")
    assert article_blocks(found, "A bridge", (), (), marks) == found[:-1]


def test_a_paragraph_with_links_whose_markup_is_broken_into_lines_stays_one() -> None:
    link = "<a href='/treaty'>the treaty on the\nborder river</a>"
    broken = f"The ministry points to {link}\nand to <b>its annex</b>,\nwhich names the place where the roads meet."
    text = read(f"<article>{paragraphs([*PARAGRAPHS[:4], broken, *PARAGRAPHS[4:]])}</article>").text
    joined = "The ministry points to the treaty on the border river and to its annex, which names the place where"
    assert joined in text
