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
from pipelines.promos import LABEL, LINE, is_offer_to_readers, points_elsewhere

PROMO = 400  # characters; offers run to three sentences
TOP = 8  # blocks in which the head of an article may be repeated
BYLINE = 120
BESIDE_NAMES = 24  # letters: "and", "for the Daily Paper", "staff writer"
BESIDE_NAME = 8  # letters beside an author of one word
MOST_OF_A_LINK = 0.5  # of its letters; a teaser's link holds its kicker, headline and time
TEASER = 20  # letters: the shortest headline that a link may be known by
MOST_BESIDE = 0.4  # of the text: boxes that hold more are the article, whatever the page calls them
MOST_IN_ROWS = 0.7  # of the text: a page that has more in the rows of tables is laid out in them
SIMILAR_HEAD = 60  # letters that a kicker adds to a repeated headline

_ADVERT = re.compile(
    r"^\W*(?:advertisement|advertising|ad|ads|sponsored(?: content)?|paid (?:post|content)|promoted|"
    r"story continues below.*|article continues (?:below|after).*|"
    r"continue reading.*|scroll to continue.*|anzeige|werbung|empfohlener (?:externer|redaktioneller) inhalt|"
    r"externer inhalt|ein klick für den datenschutz|"
    r"link zum .{0,20}inhalt|publicité|publicidad|pubblicità|reklama?|annons|реклама|광고|广告|廣告|広告|ПР|إعلان|"
    r"विज्ञापन|loading\W*|article content|embed|haberler\W*|hauptinhalt|share(?: this)?(?: article| story)?|"
    r"teilen|merken|drucken|поделиться|поширити|공유|分享|シェア|print|comments?|kommentare|комментарии|copy link|"
    r"save|listen|listen to (?:this )?article|"
    r"play|pause|mute|close|menu|skip|artikel anhören)\W*$",
    re.I,
)
# What a label says at the top, and what the heading of a part of the text may say further down.
_KIND = re.compile(
    r"^\W*(?:article|článek|text|video|audio|transcript|gallery|photos?|image|live|liveblog|faq|interview|thema|"
    r"infografik)\W*$",
    re.I,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:photo|photograph|image|picture|pic|video|illustration|graphic|screenshot|file photo|featured image|"
    r"cover image|getty|foto|fotos|bild|bilder|titelbild|"
    r"grafik|quelle|credit|credits|copyright|source|фото|видео|иллюстрация|изображение|світлина|фотографі[яi]|사진|"
    r"영상|图|图片|图源|图为|写真|画像|foto de|imagen|immagine|"
    r"zdjęcie|fot\.?|crédit|© ?photo)\s*"
    r"(?:[:/|©=▲]|(?:by\b|courtesy|credit|von\b)(?!.*\.\s*$)|—|–)|[©▲]\s?(?!.*▲)|\((?:photo|image|foto|"
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
_WORDS = re.compile(r"\w+")
_SPEAKER = re.compile(r"^[^:.]{1,60}:\s")
_PARTS = re.compile(r"\s+[|·•/]\s+")
_EXCLAIMED = re.compile(r"[!?…！？][\"'”’»」)]*$")
_FULL_STOP = re.compile(r"[.。।]\s*$")
_SENTENCE_END = re.compile(r"[.!?…。！？」”\"»)]\s*$")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may ask beside the block itself: its place among the others and what the page says elsewhere.

    `titles` and `authors` are keys, `key` is the block's own. `signs` are authors of a single word: agencies, pen
    names, "Redaktion", which stand in other lines too. `laid_out_in_tables` is a page whose text is in rows.
    """

    place: int
    count: int
    titles: frozenset[str]
    authors: tuple[str, ...]
    marks: Landmarks
    key: str
    signs: frozenset[str] = frozenset()
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
    key = scene.key
    names = sum(len(name) for name in scene.authors if name in key)
    if names and not _EXCLAIMED.search(text) and len(key) - names <= max(BESIDE_NAMES, names // 2):
        return True
    words = set(_WORDS.findall(text.casefold()))
    if any(name in words and len(key) - len(name) <= max(BESIDE_NAME, len(name)) for name in scene.signs):
        return True
    heads_a_part = block.kind == "head" and scene.place > 1
    return (
        bool(_BY.match(text))
        and not heads_a_part
        and len(text) < LABEL * 1.5
        and not _SENTENCE_END.search(text)
        and len(text.split()) <= 8
    )


def date_line(block: Block, scene: Scene) -> bool:
    """A line that says when, and little else."""
    text = block.text
    if len(text) > BYLINE or TOP <= scene.place < scene.count - 3:
        return False
    ends_a_sentence = bool(_FULL_STOP.search(text))
    if _DATED.match(text) and any(c.isdigit() for c in text):
        return not ends_a_sentence or len(text) <= LABEL * 1.5
    if ends_a_sentence or (block.kind == "head" and scene.place > 2):
        return False
    digits = sum(c.isdigit() for c in text)
    *_, last = _PARTS.split(text)
    if last != text and read_date(last) is not None and all(len(part) <= LABEL for part in _PARTS.split(text)):
        return True  # "A. Writer | Seoul | 8/1/2014"
    return digits >= 4 and len(text) <= LABEL * 1.5 and read_date(text) is not None


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
    return points_elsewhere(block.text)


def promo(block: Block, scene: Scene) -> bool:
    """Newsletters, channels, apps and subscriptions of the outlet; a longer one stands at either end."""
    at_an_end = scene.place >= scene.count - 6 or scene.place < 3
    return len(block.text) <= (PROMO if at_an_end else LINE) and is_offer_to_readers(block.text)


def advert(block: Block, scene: Scene) -> bool:
    """The label of an advertisement, a player, a button, a consent box or a kind of text."""
    if len(block.text) > LABEL * 2:
        return False
    heads_a_part = block.kind == "head" and scene.place >= TOP
    return bool(_ADVERT.match(block.text)) or (not heads_a_part and bool(_KIND.match(block.text)))


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
    """What the end of a page says about its author; not what an agency reported, or a speaker of a transcript says."""
    if scene.place < scene.count - 4 or len(block.text) > PROMO:
        return False
    if _SPEAKER.match(block.text) or (len(block.text) <= LABEL and _EXCLAIMED.search(block.text)):
        return False
    return any(len(name) > 5 and scene.key.startswith(name) for name in scene.authors)


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
    single = {name for name in authors if len(name.split()) == 1 and name[:1].upper() != name[:1].lower()}
    writers = tuple(key for name in authors if name not in single and (key := key_of(name)))
    signs = frozenset(name.casefold() for name in single)
    own = [key_of(block.text) for block in blocks]
    aside = sum(len(block.text) for block, key in zip(blocks, own, strict=True) if key in marks.beside)
    if aside > MOST_BESIDE * sum(len(block.text) for block in blocks):
        marks = replace(marks, beside=frozenset())
    rows = sum(len(block.text) for block in blocks if block.kind == "row")
    in_tables = rows > MOST_IN_ROWS * sum(len(block.text) for block in blocks)
    kept: list[Block] = []
    led = False  # the text begins below its standfirst, so that a heading there is the first part's
    for place, block in enumerate(blocks):
        scene = Scene(place, len(blocks), keys, writers, marks, own[place], signs, in_tables)
        if lead and place < 2 * TOP and own[place] == lead:
            led = led or not kept
            continue
        if not any(rule(block, scene) for rule in RULES):
            kept.append(block)
    # A heading that nothing follows was the heading of what is gone, unless it is a sentence; labels at the ends are
    # sections and tags.
    while kept and ((kept[-1].kind == "head" and not _FULL_STOP.search(kept[-1].text)) or _is_label(kept[-1], marks)):
        kept.pop()
    while kept and _is_label(kept[0], marks) and not (led and kept[0].kind == "head"):
        kept.pop(0)
    return kept


def _is_label(block: Block, marks: Landmarks) -> bool:
    return len(block.text) <= LABEL and key_of(block.text) in marks.labels


def credit_lines(blocks: Sequence[Block], marks: Landmarks) -> str:
    """All blocks but captions, as lines: signatures, sources and thanks are furniture of a text, and evidence here."""
    return "\n".join(block.text for block in blocks if key_of(block.text) not in marks.captions)
