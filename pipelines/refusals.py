"""Pages that answer 200 and are no articles, by name. Each rule asks for little text beside its words."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.structured import Claims, is_article, text_of

SHORT = 400  # letters of text: an article has more, or is a flash of news; a wall has less
OFFERED = 1_000  # letters: a locked article that ends in an offer within so many is its teaser
SAYS = 150  # letters of text: a page that has them is judged by them, not by the robot check of its contact form
STUB = 250  # letters: less than this of a locked article is not worth keeping; a teaser of 1,000 is
BARE = 2_500  # characters on the whole page: a wall has little beside itself, an article's page has menus and footers
EMPTY = 400  # characters on the whole page: nothing was rendered
VISIBLE_LIMIT = 20_000
DENSITY = 2.5  # Latin letters that say what one Chinese, Japanese or Korean character says
LINKED = 0.5  # of a page's letters; 19 in 20 article pages of the development set have under 0.45

_CAPTCHA = re.compile(
    r"captcha|verify (?:that )?you(?:'| a)re (?:a )?human|are you a robot|i'm not a robot|checking your browser|"
    r"just a moment\.\.\.|"
    r"attention required|access denied|unusual traffic|подтвердите, что вы не робот|вы не робот|не робот|보안문자|"
    r"로봇이 아닙니다|验证码|"
    r"ロボットではありません|kein roboter|pas un robot|no (?:eres|soy) un robot|nie jeste[śm].{0,4} robotem|لست روبوت",
    re.I,
)
_JAVASCRIPT = re.compile(
    r"(?:enable|turn on|requires?|activate) javascript|javascript (?:is|must be|ist) (?:disabled|required|enabled|"
    r"not enabled|deaktiviert)|"
    r"جافا\s?سكري?بت|включит[ьe] javascript|включите javascript|"
    r"aktivieren sie javascript|activer javascript|увімкніть javascript|"
    r"자바스크립트를|启用\s?javascript|javascriptを有効",
    re.I,
)
_CONSENT = re.compile(
    r"(?:accept|agree|consent|use of|uses?) (?:all |to |the )*cookies|before you continue|consent to the use|"
    r"we value your privacy|"
    r"your privacy choices|zustimm|einwillig|werbung und tracking|mit werbung (?:und tracking )?weiterlesen|pur-abo|"
    r"файл(?:ы|ов|и|ів) cookie|クッキー.{0,14}使用|使用\s?cookie|cookie.{0,6}使用|ملفات تعريف الارتباط|"
    r"acceptez? les cookies|accepter et continuer|aceptar las? cookies|쿠키",
    re.I,
)
_MISSING = re.compile(
    r"\b404\b|page (?:was )?not found|page (?:you (?:are looking for|requested)|doesn'?t exist|does not exist|"
    r"no longer)|"
    r"страница не найдена|страницы? не существует|(?:материал|страница|статья) удал[её]на?\b|"
    r"сторінку не знайдено|сторінка не знайдена|페이지를 찾을 수 없|존재하지 않는 (?:페이지|"
    r"기사)|삭제된 기사|页面不存在|找不到(?:该|您)?.{0,6}页|"
    r"ページが見つかりません|お探しのページ|seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada|"
    r"strona nie istnieje|"
    r"الصفحة غير موجودة|article (?:is )?no longer available|content (?:is )?no longer available",
    re.I,
)
_PAYWALL = re.compile(
    r"subscribe (?:to|now|for)|subscribers? only|to (?:continue|keep) reading|already a subscriber|sign in to read|"
    r"log ?in to (?:read|continue)|"
    r"register to read|for subscribers|weiterlesen mit|jetzt abonnieren|nur für abonnenten|abonnez-vous|"
    r"réservé aux abonnés|suscríbete|"
    r"только (?:для|по) подписк|для подписчиков|оформите подписку|передплат|유료 (?:회원|구독)|구독하|有料会員|"
    r"会員限定|続きを読む|登录后|"
    r"この記事は有料|付费",
    re.I,
)
# What addresses of articles hold and those of sections do not: a long number, a date, three hyphens, a page's ending.
_ARTICLE_ADDRESS = re.compile(r"\d{5,}|/\d{4}/\d{1,2}/|(?:[^/]*-){3}[^/]*/?$|\.s?html?$")
# "/article.aspx?id=31244150", "/newsView.do?seq=3051".
_ARTICLE_PROGRAM = re.compile(r"(?:article|story|news_?view|(?:news|view|read)[^/]*\.\w{2,4}$)", re.I)
_NUMBER = re.compile(r"\d{4}")
_VIDEO_KINDS = frozenset({"videoobject", "videogallery"})


def kind_of(
    tree: HtmlElement, claims: Claims, url: str, title: str, text: str, ending: str = "", menus: int = 0
) -> str:
    """The name of what stands in an article's place, or an empty string for an article.

    `ending` is what follows or ends the text on the page, offers and notices too; `menus` are the letters of the lists
    of links that the page had and the tree has no more.
    """
    weight = _weight(text)
    if weight < OFFERED and _locked(claims) and _PAYWALL.search(ending):
        return "paywall stub"
    if weight < SHORT:
        visible = " ".join(" ".join(_visible(tree)).split())[:VISIBLE_LIMIT]
        if kind := _wall(claims, visible, title, text, menus):
            return kind
        # Outlets that lock articles show a teaser; a short item that is all there looks the same but for the offer.
        if _PAYWALL.search(text[-300:]) or (_locked(claims) and weight < STUB):
            return "paywall stub"
    if not text:
        if claims.kinds & _VIDEO_KINDS or claims.first("og:type").startswith("video"):
            return "video only"
        return "index page" if _is_index(tree, claims, url, text, menus) else "no text"
    return "index page" if _is_index(tree, claims, url, text, menus) else ""


def _wall(claims: Claims, visible: str, title: str, text: str, menus: int) -> str:
    """What a page of few words is instead of an article. Where much else stands on it, its own text alone decides."""
    said = f"{title}\n{claims.title_tag}\n{text}"
    head = f"{title}\n{claims.title_tag}\n{' '.join(claims.headings)}\n{text[:300]}"
    little = len(visible) + menus < BARE and _weight(text) < SAYS
    for kind, pattern, where in (
        ("soft 404", _MISSING, head),
        ("captcha", _CAPTCHA, said + visible if little else said),
        ("consent wall", _CONSENT, visible if little else text),
        ("needs JavaScript", _JAVASCRIPT, said + visible if little else said),
    ):
        if pattern.search(where):
            return kind
    return (
        "needs JavaScript"
        if not text and len(visible) + menus < EMPTY and claims.first("og:type").lower() == "article"
        else ""
    )


def _visible(tree: HtmlElement) -> Iterator[str]:
    body = tree.body if tree.body is not None else tree
    for element in body.iter():
        if element.tag not in ("script", "style") and element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _weight(text: str) -> float:
    """The length of a text in Latin letters: Chinese, Japanese and Korean say as much in fewer characters."""
    dense = sum(1 for c in text if "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3")
    return len(text) + (DENSITY - 1) * dense


def _locked(claims: Claims) -> bool:
    free = claims.article.get("isAccessibleForFree")
    tier = claims.first("article:content_tier").lower()
    return free is False or text_of(free).lower() in ("false", "no") or tier in ("locked", "metered")


def _is_index(tree: HtmlElement, claims: Claims, url: str, text: str, menus: int) -> bool:
    """A front or section page: nothing claims an article, its address names none, and most of its words are links."""
    if claims.article or claims.first("og:type").lower() == "article" or claims.first("article:published_time"):
        return False
    if any(is_article({"@type": kind}) for kind in claims.kinds) or _names_an_article(url):
        return False
    links = menus + sum(len(part.strip()) for link in tree.iter("a") for part in link.itertext())
    whole = menus + sum(len(part.strip()) for part in _visible(tree))
    return whole > 0 and links > LINKED * whole and len(text) < links


def _names_an_article(url: str) -> bool:
    try:
        parts = urlsplit(url)
        numbered = bool(_ARTICLE_PROGRAM.search(parts.path)) and bool(_NUMBER.search(parts.query))
        return numbered or bool(_ARTICLE_ADDRESS.search(parts.path))
    except ValueError:
        return False
