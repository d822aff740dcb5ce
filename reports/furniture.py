"""Lines of page furniture that sit in a text and change by themselves: stamps of time, links, invitations, notices.

A stamp is a line that says nothing but when; an invitation begins as such lines do in the languages of this watch.
Whatever is not recognised here is taken for the article's own words: to show a reader one line too many is the lesser
fault.
"""

import re

# The most letters that a stamp has behind its label ("Updated"): a month, a weekday, a zone, "hours ago".
_STAMP_LETTERS = 24

_AGO = re.compile(
    r"""^\W*(?:[^\W\d]+\W{1,3}){0,4}?(?:
      (?:an?|\d+)\s+(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week)s?\s+ago
    | (?:\d+\s+)?(?:сек|мин|час|дн|день|хв|год|ден)\w*\s+(?:назад|тому)
    | \d+\s?(?:초|분|시간|일)\s?전
    | \d+\s?(?:秒|分钟|分鐘|分|小时|小時|時間|天|日)\s?前
    | vor\s+(?:\d+|einer?)\s+(?:sekunde|minute|stunde|tag)\w*
    | il\s+y\s+a\s+(?:\d+|une?)\s+(?:seconde|minute|heure|jour)s?
    | hace\s+(?:\d+|una?)\s+(?:segundo|minuto|hora|día)s?
    | (?:منذ|قبل)\s+(?:\d+\s+)?(?:ثواني|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوم|يومين|أيام)
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# A label, at most one word (a weekday or a month), and a number: "Published reports of 300 dead" is none.
_LABEL = re.compile(
    r"""^\W*(?:
      (?:(?:last\s+|first\s+)?(?:updated?|modified|published|posted)|обновлен[оа]?|опубликован[оа]?|оновлено|
      опубліковано|stand(?=\s*:)|aktualisiert|veröffentlicht|mis\s+à\s+jour|publié|actualizad[oa]|publicad[oa]|
      آخر\s+تحديث|تم\s+التحديث|تاريخ\s+النشر|نشر\s+في|zaktualizowano|opublikowano|aggiornato|güncellendi)\b
      \W*(?:(?:at|on|am|um|à|le|el|о|в|vor|il\s+y\s+a|hace)\W+)*(?:[^\W\d]+\W+)?
    | (?:최종\s?|기사\s?)?(?:수정|입력|등록|승인)\W*
    | (?:最終)?(?:更新|发布|發布|發佈|发表|公開|掲載|配信)(?:时间|時間|日時|日|于|於)?\W*(?:星期.|周.)?
    )(?P<rest>\d.*)$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Behind these words a line may go on as it likes.
_INVITATION = re.compile(
    r"""^[\W_]*(?:
      read\s+(?:more|also|next|the\s+full)|also\s+read|more\s+(?:on\s+th|from)|see\s+also|subscribe|sign\s+up|
      related\s*(?::|\||stor|article|news|read|topic|cover)|recommended\s*(?::|for\s+you|stor|read)|follow\s+us|
      join\s+(?:us|our)|share\s+this|download\s+(?:our|the)\s+app|watch(?:\s+(?:live|more|now))?:|support\s+our|
      get\s+(?:the\s+latest|our\s+newsletter|our\s+app)|click\s+here|all\s+rights\s+reserved|©|copyright\s*(?:©|\d|by)
    | читайте|читать\s+(?:также|далее)|подпишись|подпишитесь|подписывайтесь|подписаться|материалы\s+по\s+теме|
      по\s+теме:|поделиться|смотрите\s+также|присоединяйтесь|следите\s+за|все\s+права\s+защищены
    | читати\s+також|підпишись|підпишіться|підписуйтес|підписатис|дивіться\s+також|за\s+темою:|поділитися|
      приєднуйтес|стежте\s+за
    | 관련\s?(?:기사|뉴스)|구독\s?(?:하기|신청|하세요)|무단\s?전재|더\s?보기|많이\s?본|추천\s?(?:기사|뉴스)|
      이\s?시각\s?(?:주요|추천|많이)|저작권자|제보(?:하기|는|:)
    | (?:相关|相關)(?:新闻|新聞|阅读|閱讀|报道|報道|报导|報導|链接|連結|文章)|延伸阅读|延伸閱讀|
      推荐阅读|推薦閱讀|阅读(?:更多|原文)|
      (?:关注|關注)(?:我们|我們|本报|公众号)|扫码|掃碼|订阅|訂閱|(?:点击|點擊)(?:这里|此处|查看|阅读|下载|這裡)|责任编辑|責任編輯|
      (?:版权|版權)(?:所有|声明|聲明|归|歸)|更多新闻|更多新聞
    | 関連(?:記事|ニュース|リンク|動画)|[あ合]わせて読|おすすめ(?:記事|の記事|ニュース)|
      続きを読む|会員登録|無断転載|フォローする|ニュースレター
    | lesen\s+sie|mehr\s+(?:zum\s+thema|dazu)|(?:jetzt\s+)?abonnier|newsletter|folgen\s+sie\s+uns|auch\s+interessant
    | (?:à\s+)?lire\s+(?:aussi|également)|abonnez|inscrivez|suivez-nous|voir\s+aussi
    | (?:lea|lee|leer)\s+(?:también|más)|suscr[ií]b|[lt]e\s+puede\s+interesar|síguenos|síganos
    | اقرأ|اقرؤوا|إقرأ|اشترك\s+(?:الآن|في\s+(?:نشر|النشر|قنا|القنا))|تابعنا|تابعونا|مواضيع\s+ذات\s+صلة|
      أخبار\s+ذات\s+صلة|
      شاهد\s+أيضا|شارك\s+(?:المقال|الخبر)|حمل\s+التطبيق
    | czytaj\s+(?:też|także|więcej)|zobacz\s+też|subskrybuj|leggi\s+anche|iscriviti|leia\s+(?:também|mais)|assine|
      devamını\s+oku|ilgili\s+haber
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Whole lines.
_ALONE = re.compile(
    r"^\W*(?:advertisement|реклама|광고|广告|廣告|広告|anzeige|publicité|publicidad|partager|compartir|teilen|إعلان|شارك|"
    r"related|recommended|share)\W*$",
    re.IGNORECASE,
)
# An invitation that does not stand at its line's beginning: "▶ at X, subscribe to this paper".
_INSIDE = re.compile(
    r"구독하세요|구독해\s?주세요|구독\s?신청|채널\s?추가|친구\s?추가|재배포\s?금지|会員限定|微信公众号|微信公眾號"
)


def furniture(line: str) -> bool:
    """Whether a line is a stamp of time, or invites to read, subscribe, follow or share. An empty one is neither."""
    if not line.strip():
        return False
    known = (_AGO, _INVITATION, _INSIDE, _ALONE)
    return any(pattern.search(line) for pattern in known) or _stamp(line)


def _stamp(line: str) -> bool:
    """A label of a time, and little else behind it: "Updated 2026 rules forbid it to trade with anyone" is more."""
    found = _LABEL.search(line)
    return found is not None and sum(char.isalpha() for char in found["rest"]) <= _STAMP_LETTERS
