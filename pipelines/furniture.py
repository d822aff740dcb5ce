"""Blocks that stand in an article's body and are not its text. Each rule is one cause, with a name.

A rule looks at one block and at what the page says elsewhere. Rules by words hold the languages of the outlets, and
only ever take short blocks; a long paragraph stays whatever it says.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipelines.body import Block
from pipelines.clean import key_of
from pipelines.dates import read_date
from pipelines.landmarks import Landmarks
from pipelines.notices import is_notice

LABEL = 40  # characters of a label, such as "Read more:"
LINE = 200  # characters of one line: a promo, a credit, a link; paragraphs of an article that are shorter are rare
OFFER = 60  # characters within which a longer promo comes to its point
PROMO = 400  # characters; offers run to three sentences
TOP = 8  # blocks in which the head of an article may be repeated
BYLINE = 120
MOST_OF_A_LINK = 0.5  # of its letters; a teaser's link holds its kicker, headline and time
TEASER = 20  # letters: the shortest headline that a link may be known by
MOST_BESIDE = 0.4  # of the text: boxes that hold more are the article, whatever the page calls them
MOST_IN_ROWS = 0.7  # of the text: a page that has more in the rows of tables is laid out in them
SIMILAR_HEAD = 60  # letters that a kicker adds to a repeated headline

_MORE = re.compile(
    r"^\W*(?:(?:also |further |read |related |see )+(?:read|reading|more|also|on|articles?|stories|news|coverage|"
    r"content|posts?|links?|topics?|"
    r"this)\b|related\b\s*:?$|recommended\b|more (?:from|on|stories|news|about)\b|you (?:may|"
    r"might) (?:also )?(?:like|be interested)|don'?t miss|"
    r"more:|most (?:read|popular)|trending|what to read next|top stories|editor'?s picks?|explore more|up next|"
    r"watch(?: more| now|:)|see also|also:|"
    r"mehr (?:zum thema|aus|von|news|lesen|dazu|themen)|lesen sie (?:auch|hier|mehr|dazu|weiter)|lesen sie auch|"
    r"auch interessant|das könnte sie|zum thema\b|"
    r"weitere (?:artikel|news|meldungen|themen|informationen)|ähnliche(?: artikel| themen)?\s*:?$|passend dazu|"
    r"mehr dazu|empfehlung|lesetipp|"
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
_PROMO = re.compile(
    r"newsletter|(?:earn|receive) (?:an? )?(?:affiliate )?commissions?|get in touch (?:at|with)|what do you think\?|"
    r"ihre meinung ist uns wichtig|wie hat ihnen dieser artikel gefallen|senden sie uns|sign up (?:for|to|here)|"
    r"subscribe (?:to|now|here|today)|follow (?:us|\w+ on)|download (?:the|"
    r"our) app|join (?:us|our|the) .{0,40}(?:channel|group|"
    r"community)|breaking news alerts?|push.?notification|get (?:the|our) (?:latest|best|daily|top)|(?:our|"
    r"the) (?:app|podcast)\b.{0,60}(?:download|listen|"
    r"subscribe)|click here to|support (?:our|independent) journalism|become a (?:member|subscriber)|advertise with|"
    r"whatsapp.?(?:kanal|channel|канал)|"
    r"abonnieren|abonniere|probeabo|kostenlos testen|jetzt (?:testen|anmelden|lesen|bestellen)|melden sie sich|"
    r"folgen sie uns|folgst du|social media\b.{0,60}(?:whatsapp|"
    r"instagram|facebook)|google.?news.{0,40}(?:folge|follow|abonn)|auf(?:s| dein| ihr) (?:handy|smartphone)|"
    r"inscrivez-vous|abonnez-vous|suscr[ií]bete|síguenos|"
    r"únete|iscriviti|seguici|zapisz się|подпи(?:сывайтесь|шитесь|ска на|саться)|наш(?:ем|ем у|) (?:telegram|"
    r"телеграм)|telegram.?кана[лi]|следите за|підпи(?:суйтесь|шіться)|"
    r"구독|제보|카카오톡|채널 추가|关注(?:我们|微信|公众号)|扫(?:一扫|描).{0,6}二维码|下载.{0,6}(?:客户端|app)|"
    r"メルマガ|会員登録|フォロー|اشترك|تابعونا|abone ol",
    re.I,
)
_ADVERT = re.compile(
    r"^\W*(?:advertisement|advertising|ad|ads|sponsored(?: content)?|paid (?:post|content)|promoted|"
    r"story continues below.*|article continues (?:below|after).*|"
    r"continue reading.*|scroll to continue.*|anzeige|werbung|empfohlener (?:externer|redaktioneller) inhalt|"
    r"externer inhalt|ein klick für den datenschutz|"
    r"link zum .{0,20}inhalt|publicité|publicidad|pubblicità|reklama?|annons|реклама|광고|广告|廣告|広告|ПР|إعلان|"
    r"विज्ञापन|loading\W*|article content|embed|haberler\W*|hauptinhalt|share(?: this)?(?: article| story)?|"
    r"teilen|merken|drucken|поделиться|поширити|공유|分享|シェア|print|comments?|kommentare|комментарии|copy link|"
    r"save|listen|listen to (?:this )?article|"
    r"play|pause|mute|close|menu|skip|artikel anhören|article|článek|text|video|audio|transcript|gallery|photos?|"
    r"image|live|liveblog|faq|interview|thema|infografik)\W*$",
    re.I,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:photo|photograph|image|picture|pic|video|illustration|graphic|screenshot|file photo|featured image|"
    r"cover image|getty|foto|fotos|bild|bilder|titelbild|"
    r"grafik|quelle|credit|credits|copyright|source|фото|видео|иллюстрация|изображение|світлина|фотографі[яi]|사진|"
    r"영상|图|图片|图源|图为|写真|画像|foto de|imagen|immagine|"
    r"zdjęcie|fot\.?|crédit|© ?photo)\s*(?:[:/|©=▲]|by\b|courtesy|credit|von\b|—|–)|[©▲■]\s?|\((?:photo|image|foto|"
    r"bild|фото|사진)\b)",
    re.I,
)
_CREDIT_HOUSE = re.compile(
    r"(?:getty(?: images)?|shutterstock|istock\w*|afp|reuters|ap photo|epa|dpa|picture alliance|imago\b|ria novosti|"
    r"рио? новости|xinhua|ap|bloomberg|alamy|zuma|ritzau|"
    r"тасс|tass|연합뉴스|뉴시스|뉴스1|共同社|新华社|ロイター|時事|キャプション)\)?\s*$",
    re.I,
)
_BY = re.compile(
    r"^\W*(?:by|von|de|par|por|di|автор|текст|autor(?:in)?|author|written by|reporting by|story by|posted by|"
    r"published by|words by|yazan|作者|文／|記者)\b[\s:]",
    re.I,
)
_DATED = re.compile(
    r"^\W*(?:published|updated|posted|last (?:updated|modified)|first published|created|publish(?:ed)? on|stand|"
    r"veröffentlicht|aktualisiert|erstellt|опубликовано|обновлено|"
    r"дата публикации|опубліковано|оновлено|입력|수정|등록|发布(?:时间|于)?|更新(?:日|时间)?|公開|publicerad|"
    r"uppdaterad|publisert|oppdatert|publié|mis à jour|"
    r"publicado|actualizado|pubblicato|aggiornato|yayın(?:lanma)?|güncelleme|"
    r"giriş)\b",
    re.I,
)
_TAGS = re.compile(
    r"^\W*(?:tags?|topics?|keywords?|schlagw(?:ort|örter)|themen|теги|метки|태그|标签|キーワード|filed under|"
    r"categories|категории|etiketler|hashtags?)\s*[:#：]",
    re.I,
)
_PARTS = re.compile(r"\s+[|·•/]\s+")
_EXCLAIMED = re.compile(r"[!?…！？][\"'”’»」)]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？」”\"»)]\s*$")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may ask beside the block itself: its place among the others and what the page says elsewhere.

    `titles` and `authors` are keys, `key` is the block's own. `laid_out_in_tables` is a page whose text is in rows.
    """

    place: int
    count: int
    titles: frozenset[str]
    authors: tuple[str, ...]
    marks: Landmarks
    key: str
    laid_out_in_tables: bool = False


Rule = Callable[[Block, Scene], bool]


def headline_repeated(block: Block, scene: Scene) -> bool:
    """The headline, alone or after its kicker, near the top or as a heading."""
    key = scene.key
    if key in scene.titles:
        return scene.place < TOP or block.kind == "head"
    return scene.place < TOP and any(
        key.endswith(title) and len(key) - len(title) <= SIMILAR_HEAD for title in scene.titles if len(title) > 20
    )


def caption(block: Block, scene: Scene) -> bool:
    """What stands in a caption on the page, or starts as a credit of a photo."""
    return scene.key in scene.marks.captions or (len(block.text) <= LINE and bool(_CREDIT.search(block.text)))


def photo_house(block: Block, scene: Scene) -> bool:
    """A short line without a sentence's end that ends in the name of a picture agency."""
    return (
        len(block.text) <= LABEL * 2
        and not _SENTENCE_END.search(block.text)
        and bool(_CREDIT_HOUSE.search(block.text))
        and block.kind != "head"
        and scene.place < scene.count - 2
    )


def byline(block: Block, scene: Scene) -> bool:
    """A line that names an author and little else, at the top or the end."""
    text = block.text
    if len(text) > BYLINE or TOP <= scene.place < scene.count - 3:
        return False
    key = key_of(text)
    names = sum(len(name) for name in scene.authors if name in key)
    if names and not _EXCLAIMED.search(text) and len(key) - names <= max(24, names // 2):
        return True
    return (
        bool(_BY.match(text)) and len(text) < LABEL * 1.5 and not _SENTENCE_END.search(text) and len(text.split()) <= 8
    )


def date_line(block: Block, scene: Scene) -> bool:
    """A line that says when, and little else."""
    text = block.text
    if len(text) > BYLINE or TOP <= scene.place < scene.count - 3:
        return False
    if _DATED.match(text) and any(c.isdigit() for c in text):
        return True
    digits = sum(c.isdigit() for c in text)
    *_, last = _PARTS.split(text)
    if last != text and read_date(last) is not None and all(len(part) <= LABEL for part in _PARTS.split(text)):
        return True  # "A. Writer | Seoul | 8/1/2014"
    return digits >= 4 and len(text) <= LABEL * 1.5 and not text.endswith(".") and read_date(text) is not None


def link_line(block: Block, scene: Scene) -> bool:
    """A line that is one link's text, or most of it, or its end after a kicker: a teaser of another article."""
    key = scene.key
    if len(block.text) > LINE or key in scene.titles or len(key) <= TEASER:
        return False
    if key in scene.marks.links:
        return True
    if key in scene.marks.all_links:
        return any(key in link and len(key) > MOST_OF_A_LINK * len(link) for link in scene.marks.links)
    if block.kind != "item":
        return False
    return any(key[start:] in scene.marks.links for start in range(1, min(LABEL, len(key) - TEASER - 1) + 1))


def more_to_read(block: Block, _scene: Scene) -> bool:
    """The words "read more", "Mehr zum Thema", "Читайте также" and what stands on the same line."""
    return len(block.text) <= LINE and bool(_MORE.match(block.text))


def promo(block: Block, scene: Scene) -> bool:
    """Newsletters, channels, apps and subscriptions of the outlet; a longer block must begin with the offer."""
    if len(block.text) <= LINE:
        return bool(_PROMO.search(block.text))
    at_an_end = scene.place >= scene.count - 6 or scene.place < 3
    return at_an_end and len(block.text) <= PROMO and bool(_PROMO.search(block.text, 0, 2 * OFFER))


def advert(block: Block, _scene: Scene) -> bool:
    """The label of an advertisement, a player, a button or a consent box."""
    return len(block.text) <= LABEL * 2 and bool(_ADVERT.match(block.text))


def tag_line(block: Block, _scene: Scene) -> bool:
    """The article's keywords."""
    return len(block.text) <= LINE and bool(_TAGS.match(block.text))


def table_row(block: Block, scene: Scene) -> bool:
    """A row of figures. Rows that hold sentences, or all there is, are a page's layout, and stay."""
    return (
        block.kind == "row"
        and not scene.laid_out_in_tables
        and (len(block.text) < LINE or not _SENTENCE_END.search(block.text))
    )


def author_note(block: Block, scene: Scene) -> bool:
    """What the end of a page says about its author."""
    if scene.place < scene.count - 4 or len(block.text) > PROMO:
        return False
    key = scene.key
    return any(len(name) > 5 and key.startswith(name) for name in scene.authors)


def beside(_block: Block, scene: Scene) -> bool:
    """What stands in a box marked as an author's note, an offer, a disclosure or a quotation pulled out."""
    return scene.key in scene.marks.beside


def notice(block: Block, _scene: Scene) -> bool:
    """A notice of the house: of rights, sources, embedded things, walls and accounts."""
    return is_notice(block.text)


RULES: tuple[Rule, ...] = (
    headline_repeated, caption, photo_house, byline, date_line, link_line, more_to_read, promo, advert, tag_line,
    table_row, author_note, beside, notice,
)  # fmt: skip


def article_blocks(
    blocks: Sequence[Block], title: str, titles: Sequence[str], authors: Sequence[str], marks: Landmarks
) -> list[Block]:
    """The blocks that are the article's text, without its standfirst where that is known."""
    lead = key_of(marks.standfirst)
    keys = frozenset(key for text in (title, *titles) if len(key := key_of(text)) >= 8)
    writers = tuple(key for name in authors if (key := key_of(name)))
    own = [key_of(block.text) for block in blocks]
    aside = sum(len(block.text) for block, key in zip(blocks, own, strict=True) if key in marks.beside)
    if aside > MOST_BESIDE * sum(len(block.text) for block in blocks):
        marks = replace(marks, beside=frozenset())
    rows = sum(len(block.text) for block in blocks if block.kind == "row")
    in_tables = rows > MOST_IN_ROWS * sum(len(block.text) for block in blocks)
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        scene = Scene(place, len(blocks), keys, writers, marks, own[place], in_tables)
        if lead and place < 2 * TOP and own[place] == lead:
            continue
        if not any(rule(block, scene) for rule in RULES):
            kept.append(block)
    # A heading that nothing follows was the heading of what is gone; labels at the ends are sections and tags.
    while kept and (kept[-1].kind == "head" or _is_label(kept[-1], marks)):
        kept.pop()
    while kept and _is_label(kept[0], marks):
        kept.pop(0)
    return kept


def _is_label(block: Block, marks: Landmarks) -> bool:
    return len(block.text) <= LABEL and key_of(block.text) in marks.labels


def credit_lines(blocks: Sequence[Block], marks: Landmarks) -> str:
    """All blocks but captions, as lines: signatures, sources and thanks are furniture of a text, and evidence here."""
    return "\n".join(block.text for block in blocks if key_of(block.text) not in marks.captions)
