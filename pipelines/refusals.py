"""Pages that answer 200 and are no articles, by name. Each rule asks for little text beside its words."""

import re

from lxml.html import HtmlElement

from pipelines.structured import Claims, is_article, text_of

SHORT = 400  # characters of text: an article page has more, a wall has less
STUB = 1_200  # a paywall shows a teaser of up to some 1,000 characters

_CAPTCHA = re.compile(
    r"captcha|verify (?:that )?you(?:'| a)re (?:a )?human|are you a robot|i'm not a robot|checking your browser|just a moment\.\.\.|"
    r"attention required|access denied|unusual traffic|подтвердите, что вы не робот|вы не робот|не робот|보안문자|로봇이 아닙니다|验证码|"
    r"ロボットではありません",
    re.I,
)
_JAVASCRIPT = re.compile(
    r"(?:enable|turn on|requires?|activate) javascript|javascript (?:is|must be|ist) (?:disabled|required|enabled|not enabled|deaktiviert)|"
    r"включит[ьe] javascript|включите javascript|aktivieren sie javascript|activer javascript|увімкніть javascript|"
    r"자바스크립트를|启用\s?javascript|javascriptを有効",
    re.I,
)
_CONSENT = re.compile(
    r"(?:accept|agree|consent|use of|uses?) (?:all |to |the )*cookies|before you continue|consent to the use|we value your privacy|"
    r"your privacy choices|zustimm|einwillig|werbung und tracking|mit werbung (?:und tracking )?weiterlesen|pur-abo|файл(?:ы|ов) cookie|"
    r"acceptez? les cookies|accepter et continuer|aceptar las? cookies|쿠키",
    re.I,
)
_MISSING = re.compile(
    r"\b404\b|page (?:was )?not found|page (?:you (?:are looking for|requested)|doesn'?t exist|does not exist|no longer)|"
    r"страница не найдена|сторінку не знайдено|сторінка не знайдена|페이지를 찾을 수 없|존재하지 않는 (?:페이지|기사)|삭제된 기사|页面不存在|找不到(?:该|您)?.{0,6}页|"
    r"ページが見つかりません|お探しのページ|seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada|strona nie istnieje|"
    r"الصفحة غير موجودة|article (?:is )?no longer available|content (?:is )?no longer available",
    re.I,
)
_PAYWALL = re.compile(
    r"subscribe (?:to|now|for)|subscribers? only|to (?:continue|keep) reading|already a subscriber|sign in to read|log ?in to (?:read|continue)|"
    r"register to read|for subscribers|weiterlesen mit|jetzt abonnieren|nur für abonnenten|abonnez-vous|réservé aux abonnés|suscríbete|"
    r"только (?:для|по) подписк|для подписчиков|оформите подписку|передплат|유료 (?:회원|구독)|구독하|有料会員|会員限定|続きを読む|登录后|"
    r"この記事は有料|付费",
    re.I,
)
_VIDEO_KINDS = frozenset({"videoobject", "videogallery"})


def kind_of(tree: HtmlElement, claims: Claims, title: str, text: str) -> str:
    """The name of what stands in an article's place, or an empty string for an article."""
    visible = " ".join(tree.text_content().split())[:20_000] if len(text) < STUB else ""
    said = f"{title}\n{claims.title_tag}\n{text}"
    if len(text) < SHORT:
        for name, pattern, where in (
            ("soft 404", _MISSING, f"{title}\n{claims.title_tag}\n{' '.join(claims.headings)}\n{text[:300]}"),
            ("captcha", _CAPTCHA, said if len(visible) > 3 * STUB else said + visible),
            ("needs JavaScript", _JAVASCRIPT, said if len(visible) > STUB else visible + said),
            ("consent wall", _CONSENT, text if len(visible) > 4 * STUB else visible),
        ):
            if pattern.search(where):
                return name
    if len(text) < STUB and _locked(claims) and (len(text) < SHORT or _PAYWALL.search(visible)):
        return "paywall stub"
    if len(text) < SHORT and _PAYWALL.search(text[-300:]):
        return "paywall stub"
    if not text:
        if claims.kinds & _VIDEO_KINDS or claims.first("og:type").startswith("video"):
            return "video only"
        return "no text"
    if _is_index(tree, claims, text):
        return "index page"
    return ""


def _locked(claims: Claims) -> bool:
    free = claims.article.get("isAccessibleForFree")
    return (
        free is False
        or text_of(free).lower() in ("false", "no")
        or claims.first("article:content_tier") in ("locked", "metered")
    )


def _is_index(tree: HtmlElement, claims: Claims, text: str) -> bool:
    """A front or section page: no article object, og:type website, and most of its words are links to elsewhere."""
    if claims.article or claims.first("og:type").lower() == "article" or claims.first("article:published_time"):
        return False
    if any(is_article({"@type": kind}) for kind in claims.kinds):
        return False
    listing = (
        claims.kinds & {"collectionpage", "itemlist", "searchresultspage"}
        or claims.first("og:type").lower() == "website"
    )
    links = sum(len(link.text_content()) for link in tree.iter("a"))
    whole = sum(len(part.strip()) for part in tree.body.itertext()) if tree.body is not None else 0
    return bool(listing) and whole > 0 and links > 0.6 * whole and len(text) < 0.5 * links
