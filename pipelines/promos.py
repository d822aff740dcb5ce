"""What a house says to its readers in an article: offers ("Sign up for our newsletter"), pointers ("Read more:").

News is full of the same words: a country wants to become a member of a bloc, a governor writes in his Telegram channel,
police had a tip. So an offer must address its reader: as a command where a sentence begins, or with a "you" or "our"
beside the word; and a pointer that goes on as a sentence does, to its full stop, is one of the article's.
"""

import re

LABEL = 40  # characters of a label, such as "Read more:"
LINE = 200  # characters of one line: an offer, a pointer; paragraphs of an article that are shorter are rare
OFFER = 60  # characters within which a longer offer comes to its point
BARE = 60  # characters of a line that is nothing but an offer: "THR Newsletters"

_POINTER = re.compile(
    r"^\W*(?:(?:also |further |read |related |see )+(?:read|reading|more|also|articles?|stories|news|coverage|"
    r"content|posts?|links?|topics?|"
    r"this)\b|related\b\s*:?$|recommended(?: (?:for you|by|reading|stories|videos?)\b.*)?\s*:?$|"
    r"more (?:from|on|stories|news|about)\b|you (?:may|"
    r"might) (?:also )?(?:like|be interested)|don'?t miss|"
    r"more\s?:|most (?:read|popular)|trending|what to read next|top stories|editor'?s picks?|explore more|up next|"
    r"watch(?: more| now|:)|see also|also:|"
    r"mehr (?:zum thema|aus|von|news|lesen|dazu|themen)|lesen sie (?:auch|hier|mehr|dazu|weiter)|lesen sie auch|"
    r"auch interessant|das könnte sie|zum thema\b|"
    r"weitere (?:artikel|news|meldungen|themen|informationen)|ähnliche(?: artikel| themen)?\s*:?$|passend dazu|"
    r"mehr dazu|(?:empfehlung|lesetipp)(?:en|s)?\s*(?::|$)|empfehlung(?:en)? der redaktion|"
    r"à lire aussi|lire aussi|a lire|voir aussi|lea también|lee también|te puede interesar|más información|más sobre|"
    r"leia (?:também|mais)|"
    r"leggi anche|czytaj (?:też|także|więcej)|zobacz (?:też|także)|čtěte (?:také|více)|přečtěte si|läs (?:också|mer|"
    r"även)|les også|lees ook|"
    r"читайте (?:также|ещё|еще|больше)|читать (?:также|далее)|по теме|материалы по теме|смотрите также|"
    r"подробнее\b.{0,20}$|другие новости|новости по теме|"
    r"читайте (?:також|більше|далі)|за темою|дивіться також|관련\s?기사|관련\s?뉴스|더\s?보기|많이 본|함께 보면|"
    r"相关(?:阅读|新闻|报道|链接)|延伸阅读|推荐阅读|"
    r"更多(?:新闻|报道)|関連(?:記事|ニュース)|あわせて読みたい|こちらも|اقرأ (?:أيضا|أيضًا|المزيد|ايضا)|شاهد (?:أيضا|"
    r"أيضًا)|यह भी पढ़ें|ये भी पढ़ें|"
    r"ayrıca oku|ilgili haber|etiketler|xem thêm|đọc thêm)",
    re.I,
)
# Commands to read on stay pointers where they end as sentences do.
_READ_ON = re.compile(
    r"^\W*(?:(?:also )?(?:read|see|watch)|lesen sie|(?:à )?lire|voir|le[ae]|leia|leggi|czytaj|zobacz|čtěte|"
    r"přečtěte|läs|les|lees|читайте|читать|смотрите|дивіться|اقرأ|شاهد|xem|đọc)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.。।]\s*$")

# Commands, where a sentence begins.
_COMMAND = re.compile(
    r"(?:^\W*|[.!?…:|–—•]\s+|[。！？]\s*|\b(?:or|and|please|hier|jetzt)\s+)(?:"
    r"sign up (?:for|to|here)|subscribe (?:to|now|here|today)|download (?:the|our)\b.{0,30} app|"
    r"follow [\w. ]{1,40} on (?:twitter|facebook|instagram|google|x\b|telegram|whatsapp|linkedin|youtube)|"
    r"join (?:us|our|the) .{0,40}(?:channel|group|community)|get in touch (?:at|with)|become a (?:member|subscriber)|"
    r"get (?:the|our) (?:latest|best|daily|top)|advertise with|click here to|what do you think\?|"
    r"abonniere\b|следите за)",
    re.I,
)
# What is only ever said to a reader.
_TO_READERS = re.compile(
    r"follow us|you can (?:also )?follow [\w. ]{1,40} on (?:twitter|facebook|instagram)|"
    r"our newsletters?|(?:\bwe|may) (?:may )?(?:earn|receive) (?:an? )?(?:affiliate )?commissions?|"
    r"earn (?:an )?affiliate commissions?|support (?:our|independent) journalism|this newsletter may contain|"
    r"subscribe to \S+ premium|"
    r"ihre meinung ist uns wichtig|wie hat ihnen dieser artikel gefallen|senden sie uns|probeabo|kostenlos testen|"
    r"jetzt (?:testen|anmelden|lesen|bestellen)|melden sie sich|folgen sie uns|folgst du|auch (?:bei|auf) social media|"
    r"google.?news.{0,40}(?:folge|follow|abonn)|inscrivez-vous|abonnez-vous|suscr[ií]bete|síguenos|únete|iscriviti|"
    r"seguici|zapisz się|подпи(?:сывайтесь|шитесь)|наш(?:ем|ем у|) (?:telegram|телеграм)|підпи(?:суйтесь|шіться)|"
    r"채널 추가|关注(?:我们|微信|公众号)|扫(?:一扫|描).{0,6}二维码|下载.{0,6}(?:客户端|app)|تابعونا|abone ol(?:un|\b)",
    re.I,
)
# What is offered, and who it is offered to.
_OFFERED = re.compile(
    r"newsletter|breaking news alerts?|push.?notification|commissions?\b|"
    r"\b(?:our|the) (?:app|podcast)\b.{0,60}(?:download|listen|subscribe)|"
    r"whatsapp.?(?:kanal|channel|канал)|abonnieren|abonniere|auf(?:s| dein| ihr) (?:handy|smartphone)|"
    r"social media\b.{0,60}(?:whatsapp|instagram|facebook)|подпи(?:ска на|саться)|telegram.?кана[лi]|"
    r"구독|제보|카카오톡|メルマガ|会員登録|フォロー|اشترك",
    re.I,
)
_ADDRESSED = re.compile(
    r"\b(?:you|your|our|sign up|subscribe|download|du|dein\w*|uns|unser\w*|hier|jetzt|vous|votre|nous|usted|"
    r"nuestr\w+|вас|вам|вы|ваш\w*|нас|наш\w*|читайте|"
    r"(?:sind|können|wollen|möchten|erhalten) sie|sie (?:können|mögen|erhalten|finden))\b|"
    r"여러분|당신|기다|주세요|하세요|하기|문의|@|좋아요|눌러|"
    r"ください|お願い|しよう|こちら|無料|ご(?:登録|利用)|必要です|الآن|قناتنا|نشرتنا|معنا|تطبيق",
    re.I,
)


def points_elsewhere(text: str) -> bool:
    """Whether a line says "read more", "Mehr zum Thema", "Читайте также" and what there is to read."""
    if len(text) > LINE or not _POINTER.match(text):
        return False
    goes_on = len(text) > LABEL and ":" not in text[:LABEL] and bool(_SENTENCE.search(text))
    return not goes_on or bool(_READ_ON.match(text))


def is_offer_to_readers(text: str) -> bool:
    """Whether a line, or the beginning of a longer text, offers a newsletter, channel, app or subscription."""
    beginning = text if len(text) <= LINE else text[: 2 * OFFER]
    if _COMMAND.search(beginning) or _TO_READERS.search(beginning):
        return True
    if len(text) > LINE or not _OFFERED.search(text):
        return False
    return bool(_ADDRESSED.search(text)) or (len(text) <= BARE and not _SENTENCE.search(text))
