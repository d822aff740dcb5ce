"""Notices of the house in a text: its rights and sources, its print edition, its players, walls and boxes of consent.

They stand in the body's own markup on page after page of an outlet, so only their words tell them. Each begins with
them, and the longest run to three sentences.
"""

import re

NOTICE = 450  # characters of the longest notice

_NOTICE = re.compile(
    r"^[\W_]*(?:"
    # of rights and origin
    r"(?:<?copyright\s*(?:©|ⓒ|\(c\)|\d{4}|by\b|:)|all rights reserved|©|\(c\)\s?\d{4})|무단 ?전재|저작권자|"
    r"기사 ?URL이|版权(?:声明|所有)|未经.{0,12}(?:许可|授权)|無断転載|materials provided by|story source|"
    r"cite this page|journal reference|"
    r"this (?:article|story|piece|post|column)(?: was| has been)? (?:originally |first |also )*"
    r"(?:appeared|published|ran)\b|"
    r"(?:dieser|der) (?:artikel|beitrag|text) (?:ist|erschien)\b.{0,30}(?:zuerst|erschienen|übersetzung)|"
    r"dieses thema im programm|cet article (?:est|a été) (?:paru|publié)|este artículo (?:fue|se) public|"
    r"aus dem (?:englischen|französischen|russischen|ukrainischen) (?:von|übersetzt)|our standards:|"
    r"anadolu ajansı web sitesinde|from the .{5,25} edition$|discover stories from this section|"
    # of other hands
    r"(?:redaktion|schlussredaktion|faktencheck|übersetzung|bildredaktion|audioversion|mitarbeit|produktion|redigatur)\s?:|"
    r"übersetzung und adaptierung|this episode was (?:produced|edited)|reviews have been edited|e-?mail:\s|"
    r"gastkommentare und beiträge|the (?:views|opinions) expressed (?:in|by|are)\b|"
    # of reading and listening
    r"lesedauer|\d+\s?min(?:uten|\.)? (?:lesezeit|read)|reading time|tiempo de lectura|время чтения|"
    r"час читання|listen to .{3,40} on (?:spotify|apple)|"
    # of embedded things
    r"an dieser stelle (?:finden sie|befindet sich|steht)|ich bin damit einverstanden|"
    r"(?:externer|empfohlener) .{0,30}inhalt|this content can also be viewed|"
    r"(?:instagram|twitter|x|tiktok|youtube|facebook) content$|"
    r"to (?:view|see|watch) this (?:content|video|embed)|view this post on|view this content on|"
    r"dieser (?:externe )?inhalt|wir benötigen ihre (?:zustimmung|einwilligung)|"
    r"(?:show|is)(?:paywall|subscriber|paid)\w*:|"
    # of the wall and the account
    r"you must (?:confirm|be logged|log ?in)|please log ?(?:in|out)|session expired|thanks for signing up|"
    r"your subscription has|want to bookmark|like what you'?re reading|stay informed with|consider becoming a|"
    r"are you ready to bring more awareness|il vous reste .{1,12} de cet article|la suite est réservée|"
    r"esta funcionalidad es s[oó]lo|durchschnittliche bewertung|この記事は(?:会員|有料)|.{0,12}に登録すると|"
    r".{0,14}(?:読み放題|利用できる|お届け)$|関連キーワード|おすすめ情報|기사 ?제보|이 기사를? 공유|"
    r"分享让更多人看到|(?:评论|关注|点赞|收藏|责任编辑.{0,20}|\(责编.{0,20})$|कॉपी लिंक|"
    r"(?:latest|popular|recent) (?:articles|posts)$|people are also reading|noticias? relacionadas?"
    r")",
    re.I,
)


def is_notice(text: str) -> bool:
    """Whether a block begins as a notice of the house and is no longer than one."""
    return len(text) <= NOTICE and bool(_NOTICE.match(text))
