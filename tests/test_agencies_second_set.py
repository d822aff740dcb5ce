"""Whose words, on a second set of labelled cases, written without a look at the patterns or at the first set.

The first set grew beside the patterns and flatters them. These sixty-four were written from how papers print credits,
and run once: precision 1.00, recall .98 (one of 43 credits missed, a dateline without a day that is a line of its own:
a headline that cites an agency has the same shape, so that it stays missed). Nothing was changed after that run.
"""

from typing import Any

import pytest

from config import load
from pipelines.agencies import AgencyIndex

PRECISION, RECALL = 0.97, 0.93

# name, what is carried, the parts of a page. `text` is the body; the others are named as `credits` names them.
CASES: list[tuple[str, set[str], dict[str, Any]]] = [
    # -- English: carried
    (
        "en dateline with date and dash",
        {"ap"},
        {
            "text": "SEOUL, South Korea (AP) — North Korea said Tuesday it had ratified the pact.\n"
            "More text follows here."
        },
    ),
    (
        "en dateline without month",
        {"afp"},
        {"text": "Pyongyang, North Korea — AFP\nRussia's foreign minister landed in the capital on Sunday."},
    ),
    (
        "en bracketed day",
        {"reuters"},
        {
            "text": "MOSCOW, June 19 (Reuters) - Russian President Vladimir Putin signed a deal.\n"
            "The text was not published."
        },
    ),
    (
        "en wire then dateline",
        {"xinhua"},
        {
            "text": "PYONGYANG, Oct. 24 (Xinhua) -- The DPRK's parliament has ratified a treaty.\n"
            "No details were given.",
        },
    ),
    (
        "en two reporters then wire",
        {"reuters"},
        {"authors": ["Guy Faulconbridge", "Reuters"], "text": "The Kremlin said on Monday it would deepen ties."},
    ),
    (
        "en reporting footer",
        {"reuters"},
        {
            "text": "Russia praised the treaty.\n"
            "Reporting by Jack Kim in Seoul; Editing by Ed Davies and Michael Perry for Reuters"
        },
    ),
    (
        "en agencies listed at the end",
        {"afp", "ap"},
        {"text": "Lawmakers voted on Thursday.\nThe upper house follows.\nAFP, AP"},
    ),
    (
        "en with agencies",
        {"dpa", "reuters"},
        {"text": "Berlin has condemned the move.\nThe ministry gave no details.\n(with dpa and Reuters)"},
    ),
    (
        "en source line",
        {"yonhap"},
        {"text": "The unification ministry declined comment.\nSource: Yonhap News Agency"},
    ),
    (
        "en ani auto-generated",
        {"ani"},
        {
            "text": "Pyongyang has sent troops.\n"
            "(This story has not been edited by staff and is auto-generated from a syndicated feed.)\n(ANI)"
        },
    ),
    (
        "en pti byline",
        {"pti"},
        {"authors": ["PTI"], "text": "New Delhi said it was watching."},
    ),
    (
        "en json-ld organisation",
        {"ap"},
        {"structured": ["The Associated Press"], "text": "Leaders toasted one another in Pyongyang."},
    ),
    (
        "en copyright footer",
        {"afp"},
        {"text": "The two sides agreed.\n© 2026 AFP"},
    ),
    (
        "en feed creator",
        {"tass"},
        {"feed_credit": "TASS", "text": "The plenary session lasted an hour."},
    ),
    (
        "en this story originally",
        {"ap"},
        {
            "text": "Leaders met.\n"
            "Copyright 2026 The Associated Press. All rights reserved. "
            "This material may not be published, broadcast, rewritten or redistributed."
        },
    ),
    # -- English: not carried
    (
        "en cited mid-sentence",
        set(),
        {"text": "Shells arrived by rail, Yonhap reported, citing an intelligence official."},
    ),
    (
        "en told Reuters",
        set(),
        {"text": '"We will see," a diplomat told Reuters on condition of anonymity.\nHe did not elaborate.'},
    ),
    (
        "en photo credit",
        set(),
        {"text": "Kim and Putin shake hands. (Photo: KCNA via Reuters)\nThe summit took four hours."},
    ),
    (
        "en getty style",
        set(),
        {
            "text": "Putin in Pyongyang. Vladimir Smirnov, Sputnik, Kremlin Pool Photo via AP\n"
            "The visit was his first in 24 years."
        },
    ),
    (
        "en according to",
        set(),
        {"text": "According to KCNA, the leader inspected a factory.\nState media showed pictures."},
    ),
    (
        "en about the agency",
        set(),
        {"text": "TASS opened a bureau in Pyongyang long before other agencies.\nIts correspondents write daily."},
    ),
    (
        "en own site",
        set(),
        {"host": "reuters.com", "text": "MOSCOW, June 19 (Reuters) - Russian President Vladimir Putin signed a deal."},
    ),
    # -- Russian
    (
        "ru dateline",
        {"tass"},
        {"text": "ПХЕНЬЯН, 12 июня. /ТАСС/. Договор вступил в силу.\nОб этом говорится в ноте."},
    ),
    (
        "ru ria dateline",
        {"ria"},
        {"text": "МОСКВА, 9 ноя — РИА Новости. Путин подписал закон о ратификации.\nДокумент опубликован."},
    ),
    (
        "ru interfax dot",
        {"interfax"},
        {"text": "Москва. 9 ноября. INTERFAX.RU - Госдума ратифицировала договор с КНДР.\nЗа проголосовали все."},
    ),
    (
        "ru source",
        {"tass"},
        {"text": "Делегация прибыла в столицу.\nИсточник: ТАСС"},
    ),
    (
        "ru reports lead",
        set(),
        {"text": "Россия и КНДР подписали план обменов, сообщает РИА Новости.\nПлан рассчитан на два года."},
    ),
    (
        "ru as told",
        set(),
        {"text": "Как передает ТАСС, посол встретился с министром.\nДетали не раскрываются."},
    ),
    (
        "ru photo",
        set(),
        {"text": "Фото: Михаил Терещенко / ТАСС\nСаммит прошел во Владивостоке."},
    ),
    (
        "ru told agency",
        set(),
        {"text": "«Мы готовы», — сказал он в интервью РИА Новости.\nСроки не названы."},
    ),
    # -- Ukrainian
    (
        "uk dateline",
        {"ukrinform"},
        {"text": "Джерело: Укрінформ\nСолдати з КНДР прибули на полігон."},
    ),
    (
        "uk cited",
        set(),
        {"text": "Про це повідомляє Укрінформ із посиланням на Reuters.\nСолдати прибули на полігон."},
    ),
    (
        "uk photo",
        set(),
        {"text": "Фото: УНІАН\nВійська перекинули вночі."},
    ),
    # -- Korean
    (
        "ko dateline reporter",
        {"yonhap"},
        {"text": "(서울=연합뉴스) 김경윤 기자 = 북한이 러시아와 조약을 비준했다.\n통신은 이같이 전했다."},
    ),
    (
        "ko newsis",
        {"newsis"},
        {"text": "[서울=뉴시스] 박대로 기자 = 통일부는 12일 입장을 밝혔다.\n당국자는 말을 아꼈다."},
    ),
    (
        "ko news1",
        {"news1"},
        {"text": "(서울=뉴스1) 최소망 기자 = 북한 노동신문이 보도했다.\n신문은 조약 전문을 실었다."},
    ),
    (
        "ko tass cited",
        set(),
        {"text": "러시아 타스통신에 따르면 푸틴 대통령이 서명했다.\n크렘린궁도 확인했다."},
    ),
    (
        "ko photo",
        set(),
        {"text": "김정은 국무위원장과 푸틴 대통령. 연합뉴스\n두 정상은 두 시간 동안 만났다."},
    ),
    (
        "ko photo equals",
        set(),
        {"text": "[사진=연합뉴스]\n북러 정상이 조약에 서명했다."},
    ),
    (
        "ko afp pair",
        {"afp", "yonhap"},
        {"text": "(평양 AFP=연합뉴스) 러시아 외무장관이 평양에 도착했다.\n그는 사흘간 머문다."},
    ),
    # -- Chinese
    (
        "zh dateline",
        {"xinhua"},
        {"text": "新华社莫斯科6月19日电（记者江宥林）俄罗斯总统普京19日签署条约。\n条约共23条。"},
    ),
    (
        "zh china news",
        {"china-news"},
        {"text": "中新社北京11月9日电 外交部发言人表示,中方注意到有关报道。\n他没有详谈。"},
    ),
    (
        "zh cna",
        {"cna-taiwan"},
        {"text": "（中央社首爾9日綜合外電報導）北韓今天表示批准條約。\n條約已生效。"},
    ),
    (
        "zh source label",
        {"xinhua"},
        {"text": "来源：新华社\n俄朝条约正式生效。"},
    ),
    (
        "zh cited",
        set(),
        {"text": "据韩联社报道,朝鲜军队已抵达俄罗斯。\n俄方未回应。"},
    ),
    (
        "zh tass cited",
        set(),
        {"text": "塔斯社援引佩斯科夫的话说,条约不针对第三国。\n他拒绝评论细节。"},
    ),
    # -- Japanese
    (
        "ja kyodo bracket",
        {"kyodo"},
        {"text": "【ソウル共同】北朝鮮は条約を批准したと発表した。\n詳細は不明。"},
    ),
    (
        "ja jiji",
        {"jiji"},
        {"text": "【モスクワ時事】ロシアのプーチン大統領は9日、法案に署名した。\n近く発効する。"},
    ),
    (
        "ja cited",
        set(),
        {"text": "朝鮮中央通信によると、金正恩総書記が祝電を送った。\n祝電は短い。"},
    ),
    # -- German
    (
        "de dpa dateline",
        {"dpa"},
        {"text": "Seoul (dpa) - Nordkorea hat den Vertrag mit Russland ratifiziert.\nDas meldeten Staatsmedien."},
    ),
    (
        "de short signature",
        {"afp", "dpa"},
        {"text": "Der Vertrag gilt ab sofort.\nMoskau bestätigte das.\ndpa/AFP"},
    ),
    (
        "de quelle",
        {"dpa"},
        {"text": "Der Vertrag gilt ab sofort.\nQuelle: dpa"},
    ),
    (
        "de said to",
        set(),
        {"text": "Das sagte ein Sprecher der Deutschen Presse-Agentur.\nWeitere Angaben machte er nicht."},
    ),
    (
        "de foto",
        set(),
        {"text": "Foto: Gavriil Grigorov/Pool Sputnik Kremlin/AP/dpa\nDer Kreml nannte den Besuch historisch."},
    ),
    # -- French, Spanish, Italian
    (
        "fr le monde avec afp",
        {"afp"},
        {"authors": ["Le Monde avec AFP"], "text": "La Corée du Nord a ratifié le traité."},
    ),
    (
        "fr selon",
        set(),
        {"text": "Selon l'agence Yonhap, des soldats sont arrivés en Russie.\nLe Kremlin a refusé de commenter."},
    ),
    (
        "es efe dateline",
        {"efe"},
        {"text": "Moscú, 9 nov (EFE).- El presidente ruso firmó el tratado.\nEl texto entra en vigor."},
    ),
    (
        "es segun",
        set(),
        {"text": "El acuerdo entró en vigor, informó la agencia oficial KCNA.\nNo hubo detalles."},
    ),
    (
        "it ansa",
        {"ansa"},
        {
            "text": "(ANSA) - MOSCA, 09 NOV - Il presidente russo ha firmato il trattato.\n"
            "Il testo è di 23 articoli. (ANSA)."
        },
    ),
    # -- Polish, Turkish, Arabic, Hindi
    (
        "pl pap slash",
        {"pap"},
        {"text": "Korea Północna ratyfikowała traktat.\nPoinformowano o tym w środę. (PAP)\nakl/ mal/"},
    ),
    (
        "pl cited",
        set(),
        {"text": "Jak podała agencja Yonhap, żołnierze dotarli do Rosji.\nMoskwa milczy."},
    ),
    (
        "tr aa",
        {"anadolu"},
        {"text": "MOSKOVA (AA) - Rusya Devlet Başkanı Putin anlaşmayı onayladı.\nAnlaşma 23 maddeden oluşuyor."},
    ),
    (
        "ar afp",
        {"afp"},
        {"text": "بيونغ يانغ (أ ف ب) - صادقت كوريا الشمالية على المعاهدة مع روسيا.\nولم تذكر تفاصيل."},
    ),
    (
        "hi cited",
        set(),
        {"text": "समाचार एजेंसी रॉयटर्स के अनुसार रूस ने संधि पर हस्ताक्षर किए।\nविवरण नहीं दिया गया।"},
    ),
]


@pytest.fixture(scope="module")
def index() -> AgencyIndex:
    return AgencyIndex(load().agencies.values())


def found_in(index: AgencyIndex, parts: dict[str, Any]) -> set[str]:
    shape: dict[str, Any] = {
        "title": "", "standfirst": "", "text": "", "authors": (), "structured": (), "feed_credit": "",
        "host": "paper.example",
    }  # fmt: skip
    return {credit.agency for credit in index.credits(**{**shape, **parts})}


def test_credits_of_the_second_set_are_precise_and_few_are_missed(index: AgencyIndex) -> None:
    answers = [(wanted, found_in(index, parts)) for _, wanted, parts in CASES]
    right = sum(len(wanted & found) for wanted, found in answers)
    assert right / sum(len(found) for _, found in answers) >= PRECISION
    assert right / sum(len(wanted) for wanted, _ in answers) >= RECALL


def test_a_third_of_the_second_set_cites_or_shows_photos() -> None:
    assert len(CASES) >= 60
    assert sum(not wanted for _, wanted, _ in CASES) >= 20
