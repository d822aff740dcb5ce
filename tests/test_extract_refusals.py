"""Pages that are no articles are refused by name, within bounds of time, and no bytes make extraction raise."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract import extract_page
from records import Article, LeadState, Refusal
from tests.test_extract import ENGLISH, page

URL = "https://paper.example/2026/11/bridge-over-the-river-opens"
LONGEST_SECONDS = 20  # on a busy machine; a worker's deadline is 30
TITLE = "Road bridge is on schedule"


def why(body: str, url: str = URL) -> str:
    found = extract_page(body.encode(), url)
    assert isinstance(found, Refusal), found.text[:300]
    assert found.state is LeadState.UNREADABLE
    return found.why


def shell(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


LOCKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Road bridge is on schedule",'
    ' "isAccessibleForFree": false}</script>'
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            shell(
                "Before you continue",
                "<h1>Before you continue</h1><p>We use cookies and data to deliver our services.</p>",
            ),
            "consent wall",
        ),
        (
            shell("Datenschutz", "<p>Mit Werbung weiterlesen. Zustimmen und weiter mit Werbung und Tracking.</p>"),
            "consent wall",
        ),
        (shell("Just a moment...", "<p>Checking your browser before accessing the site.</p>"), "captcha"),
        (shell("Проверка", "<p>Подтвердите, что вы не робот, и продолжайте чтение.</p>"), "captcha"),
        (shell("Page not found", "<h1>404</h1><p>The page you are looking for does not exist.</p>"), "soft 404"),
        (shell("Ошибка", "<h1>Страница не найдена</h1><p>Вернитесь на главную.</p>"), "soft 404"),
        (shell("오류", "<h1>안내</h1><p>존재하지 않는 기사입니다.</p>"), "soft 404"),
        (
            shell("News", "<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>"),
            "needs JavaScript",
        ),
        (
            shell(TITLE, f"<h1>{TITLE}</h1><p>The first words.</p><p>Subscribe now to continue reading.</p>", LOCKED),
            "paywall stub",
        ),
        (shell(TITLE, f"<h1>{TITLE}</h1><p>The first words of it.</p>", LOCKED), "paywall stub"),
        (
            shell("Clip", '<video src="/v.mp4"></video>', '<meta property="og:type" content="video.other">'),
            "video only",
        ),
        (shell("", ""), "no text"),
        ("", "no text"),
        ("\x00\x00", "no text"),
    ],
)
def test_soft_failures_are_named(body: str, kind: str) -> None:
    assert why(body) == kind


WALLS = {
    "consent wall": [
        ("Privacy", "We value your privacy. Our partners store things on a device. Accept all cookies to read on."),
        ("Cookies", "Nous respectons votre vie privée. Acceptez les cookies ou abonnez-vous pour continuer."),
        ("Cookies", "Valoramos tu privacidad. Para seguir leyendo debes aceptar las cookies o pagar."),
        ("Согласие", "Продолжая, вы соглашаетесь на использование файлов cookie. Принять и закрыть."),
        ("Згода", "Ми використовуємо файли cookie. Погоджуюсь."),
        ("동의", "이 사이트는 쿠키를 사용합니다. 동의하고 계속하기."),
        ("同意", "当サイトではクッキーを使用しています。同意して続ける。"),
        ("同意", "本网站使用Cookie。继续浏览即表示您同意。"),
        ("موافقة", "نستخدم ملفات تعريف الارتباط. يرجى الموافقة للمتابعة."),
    ],
    "captcha": [
        ("Attention Required!", "Please complete the security check to access the site."),
        ("Prüfung", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
        ("Vérification", "Veuillez confirmer que vous n'êtes pas un robot."),
        ("Перевірка", "Підтвердіть, що ви не робот."),
        ("확인", "로봇이 아닙니다. 아래를 눌러 주세요."),
        ("安全验证", "请完成验证码以继续访问。"),
        ("確認", "私はロボットではありません。チェックしてください。"),
        ("تحقق", "يرجى تأكيد أنك لست روبوتًا للمتابعة."),
    ],
    "soft 404": [
        ("Seite nicht gefunden", "Die Seite wurde nicht gefunden."),
        ("Error", "Página no encontrada."),
        ("Ошибка", "Материал удалён. Запрашиваемой страницы не существует."),
        ("Помилка", "Сторінку не знайдено."),
        ("提示", "很抱歉，您访问的页面不存在或已删除。"),
        ("エラー", "お探しのページは見つかりませんでした。"),
        ("خطأ", "الصفحة غير موجودة."),
    ],
    "needs JavaScript": [
        ("Nachrichten", "<noscript>Bitte aktivieren Sie JavaScript.</noscript>"),
        ("Новости", "<noscript>Для работы сайта включите JavaScript.</noscript>"),
        ("Новини", "<noscript>Увімкніть JavaScript, щоб читати.</noscript>"),
        ("뉴스", "<noscript>이 사이트를 보려면 자바스크립트를 켜야 합니다.</noscript>"),
        ("新闻", "<noscript>请启用JavaScript后访问。</noscript>"),
        ("ニュース", "<noscript>JavaScriptを有効にしてください。</noscript>"),
        ("أخبار", "<noscript>يرجى تفعيل جافا سكريبت لعرض الصفحة.</noscript>"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "title", "words"), [(kind, title, words) for kind, walls in WALLS.items() for title, words in walls]
)
def test_walls_are_named_in_the_languages_of_the_outlets(kind: str, title: str, words: str) -> None:
    assert why(shell(title, f"<h1>{title}</h1><div><p>{words}</p></div>")) == kind


@pytest.mark.parametrize(
    ("title", "words", "offer", "free"),
    [
        ("Мост готов", "Первые слова о мосте.", "Оформите подписку, чтобы читать дальше.", '"False"'),
        ("Міст готовий", "Перші слова про міст.", "Оформіть передплату, щоб читати далі.", "false"),
        ("다리 개통", "다리에 관한 첫 문장이다.", "유료 회원만 이어서 볼 수 있습니다.", "false"),
        ("橋が開通", "橋に関する最初の文。", "この記事は有料会員限定です。", "false"),
        ("大桥通车", "关于大桥的第一句话。", "登录后继续阅读全文。", '"false"'),
        ("Die Brücke", "Die ersten Worte.", "Jetzt abonnieren und weiterlesen.", '"no"'),
        ("افتتاح الجسر", "أولى كلمات المقال.", "اشترك لمتابعة القراءة.", "false"),
    ],
)
def test_the_stub_of_a_locked_article_is_named_in_every_language(title: str, words: str, offer: str, free: str) -> None:
    data = f'{{"@type": "NewsArticle", "headline": "{title}", "isAccessibleForFree": {free}}}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert why(shell(title, f"<h1>{title}</h1><p>{words}</p><p>{offer}</p>", head)) == "paywall stub"


def test_a_short_article_is_not_judged_by_the_robot_check_of_the_contact_form_below_it() -> None:
    form = "<footer><p>Contact us</p><label>I'm not a robot</label><p>Our site uses cookies.</p></footer>"
    box = "<div class='modal'><label>I'm not a robot</label> <button>Send</button></div>"
    body = f"<article><h1>{TITLE}</h1><p>{ENGLISH[0]}</p><p>{ENGLISH[1]}</p></article>{box}{form}"
    assert isinstance(extract_page(shell(TITLE, body).encode(), URL), Article)


def test_a_front_page_is_an_index_page() -> None:
    teasers = "".join(
        f'<div class="teaser"><h2><a href="/{n}">Headline number {n} about something that happened today</a></h2>'
        f'<p><a href="/{n}">A teaser of some thirty words that tells what story {n} is about and no more.</a></p></div>'
        for n in range(40)
    )
    assert why(shell("Daily Paper", f"<main>{teasers}</main>"), "https://paper.example/world/") == "index page"


def test_a_page_of_lists_of_links_is_an_index_page_although_such_lists_are_cut_before_the_text_is_sought() -> None:
    lists = "".join(
        f"<li><a href='/{n}'>A headline of the day, number {n}, of nine or ten words</a></li>" for n in range(60)
    )
    body = f"<ul>{lists}</ul><p>{ENGLISH[0]}</p><p>{ENGLISH[1]}</p><ol>{lists}</ol>"
    assert why(shell("Daily Paper", body), "https://paper.example/world/") == "index page"


def test_a_teaser_of_a_locked_article_that_ends_in_an_offer_is_a_stub_and_not_without_the_lock() -> None:
    offer = "To continue reading, subscribe to the paper for a month."
    body = f"<h1>{TITLE}</h1><article>{''.join(f'<p>{text}</p>' for text in (*ENGLISH[:4], offer))}</article>"
    assert why(shell(TITLE, body, LOCKED)) == "paywall stub"
    assert isinstance(extract_page(shell(TITLE, body).encode(), URL), Article)


def test_a_locked_article_that_is_all_there_is_kept() -> None:
    assert isinstance(extract_page(page(ENGLISH, TITLE, head=LOCKED).encode(), URL), Article)


def test_an_article_about_cookies_captchas_and_missing_pages_is_kept() -> None:
    words = (
        "The regulator said that web sites must let readers refuse all cookies as easily as accept all cookies.",
        "Many of them answer with a captcha, or with a page not found, the report says, and readers give up.",
        *ENGLISH,
    )
    assert isinstance(extract_page(page(words, "Regulator orders sites to drop consent walls").encode(), URL), Article)


def test_a_large_page_whose_size_is_scripts_passes() -> None:
    body = page(
        ENGLISH,
        TITLE,
        head=f"<script>{'var a = 1; ' * 150_000}</script><!-- {'x' * 500_000} --><svg>{'<g></g>' * 30_000}</svg>",
    )
    assert len(body) > 2_000_000
    assert isinstance(extract_page(body.encode(), URL), Article)


def test_hostile_characters_come_out_clean() -> None:
    body = page(
        (
            "The \x1b[31mred\x1b[0m word \u202e turned \ud800".encode("utf-8", "replace").decode() + ENGLISH[0],
            *ENGLISH[1:],
        ),
        "Road\u200b bridge \u202eis on schedule",
    )
    found = extract_page(body.encode(), URL)
    assert isinstance(found, Article)
    assert found.title == "Road bridge is on schedule"
    assert not set(found.text) & set("\x1b\u202e\u200b\x00")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=30))
def test_no_bytes_and_no_header_raise(body: bytes, header: str) -> None:
    extract_page(body, URL, content_type=header)
    extract_page(b"<html><body><p>" + body, URL, content_type=f"text/html; charset={header}")


def test_pages_with_random_damage_never_raise() -> None:
    chance = random.Random(20261109)
    whole = page(
        ENGLISH,
        TITLE,
        head=LOCKED,
        data={"@type": "NewsArticle", "headline": TITLE, "author": [{"name": "Ann Writer"}]},
    ).encode()
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            place = chance.randrange(len(damaged))
            if chance.random() < 0.5:
                damaged[place] = chance.randrange(256)
            else:
                del damaged[place : place + chance.randint(1, 200)]
        extract_page(bytes(damaged), URL)


@pytest.mark.parametrize("url", ["", "not a url", "http://[", "https://192.0.2.1/x", "https://paper.example:99999/x"])
def test_strange_addresses_do_not_raise(url: str) -> None:
    assert isinstance(extract_page(page(ENGLISH, TITLE).encode(), url), Article | Refusal)
