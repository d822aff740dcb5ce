"""Credits are told from citations and photo credits: cases in many languages, written with the patterns."""

import pytest

from config import Agency
from pipelines.agencies import AgencyIndex
from records import Credit

PRECISION, RECALL = 0.97, 0.93  # over all cases below

AGENCIES = [
    Agency(
        id=name,
        name=name,
        country="XX",
        names=names.split("|"),
        initials=initials.split("|") if initials else [],
        hosts=hosts,
    )
    for name, names, initials, hosts in [
        (
            "reuters",
            "Reuters|Thomson Reuters|Рейтер|로이터|로이터통신|路透社|ロイター|رويترز|रॉयटर्स",
            "",
            ["reuters.com"],
        ),
        ("ap", "Associated Press|AP통신|美联社|AP通信|أسوشيتد برس", "AP", ["apnews.com"]),
        ("afp", "Agence France-Presse|AFP통신|法新社|AFP通信|فرانس برس", "AFP", ["afp.com"]),
        ("dpa", "Deutsche Presse-Agentur|dpa-AFX|德新社", "dpa|DPA", ["dpa.com"]),
        ("apa", "Austria Presse Agentur", "APA", ["apa.at"]),
        ("tass", "TASS|ТАСС|ИТАР-ТАСС|타스통신|塔斯社|タス通信", "", ["tass.ru", "tass.com"]),
        ("ria", "RIA Novosti|РИА Новости|РІА Новини|俄新社", "РИА", ["ria.ru"]),
        ("interfax", "Interfax|INTERFAX.RU|Интерфакс", "", ["interfax.ru"]),
        ("interfax-ukraine", "Interfax-Ukraine|Интерфакс-Украина|Інтерфакс-Україна", "", ["interfax.com.ua"]),
        ("ukrinform", "Ukrinform|Укринформ|Укрінформ", "", ["ukrinform.net"]),
        ("unian", "UNIAN|УНИАН|УНІАН", "", ["unian.ua"]),
        ("yonhap", "Yonhap|Yonhap News Agency|연합뉴스|韩联社|聯合ニュース|Рёнхап", "연합", ["yna.co.kr"]),
        ("newsis", "Newsis|뉴시스", "", ["newsis.com"]),
        ("kcna", "KCNA|Korean Central News Agency|ЦТАК|조선중앙통신|朝中社|朝鮮中央通信", "", ["kcna.kp"]),
        ("kyodo", "Kyodo|Kyodo News|KYODO|교도통신|共同社|共同通信", "共同|교도", ["kyodonews.net"]),
        ("jiji", "Jiji Press|時事通信", "時事|JIJI", ["jiji.com"]),
        ("xinhua", "Xinhua|新华社|新華社|Синьхуа|신화통신", "", ["xinhuanet.com", "news.cn"]),
        ("chinanews", "China News Service|中新社|中新网", "", ["chinanews.com.cn"]),
        ("cna", "Central News Agency|中央社", "", ["cna.com.tw"]),
        ("ani", "Asian News International|एएनआई", "ANI", ["aninews.in"]),
        ("pti", "Press Trust of India|पीटीआई", "PTI|भाषा", ["ptinews.com"]),
        ("ians", "Indo-Asian News Service", "IANS", ["ians.in"]),
        ("aa", "Anadolu|Anadolu Ajansı|الأناضول", "AA", ["aa.com.tr"]),
        ("efe", "EFE", "", ["efe.com"]),
        ("ansa", "ANSA", "", ["ansa.it"]),
        ("pap", "Polska Agencja Prasowa", "PAP", ["pap.pl"]),
    ]
]
INDEX = AgencyIndex(AGENCIES)

BODY = "\nA second paragraph follows here with enough words to be one.\nAnd a third one ends the report on that day."

# (first line, agencies): datelines and bylines at the head of a text.
HEADS = [
    ("SEOUL, Nov 9 (Reuters) - North Korea said on Monday it would send workers.", "reuters"),
    ("KATHMANDU/SEOUL, April 25 (Reuters) - Officials met.", "reuters"),
    ("MOSCOW (AP) — Russia's parliament voted on Monday.", "ap"),
    ("(Reuters) - The Kremlin confirmed the visit.", "reuters"),
    ("SEOUL, Nov. 9 (Yonhap) -- Unification Minister Chung said so.", "yonhap"),
    ("PYONGYANG, November 9 (KCNA) -- Comrade Kim Jong Un received a delegation.", "kcna"),
    ("MOSCOW, November 9. /TASS/. Russia and North Korea signed a plan.", "tass"),
    ("VLADIVOSTOK, September 3. /TASS Correspondent Ivan Petrov/. The forum opened.", "tass"),
    ("New Delhi [India], November 9 (ANI): The ministry said on Monday.", "ani"),
    ("Moscow, Nov 9 (PTI) The two leaders spoke by phone.", ""),
    ("Moscow, Nov 9 (PTI): The two leaders spoke by phone.", "pti"),
    ("TOKYO, Nov 9 (Kyodo) - Japan protested on Monday.", "kyodo"),
    ("BEIJING, Nov. 9 (Xinhua) -- A spokesperson answered.", "xinhua"),
    ("ANKARA (AA) - Türkiye's minister said.", "aa"),
    ("SEOUL (Korea Herald/Yonhap) - The office said.", "yonhap"),
    ("WASHINGTON (AFP-JIJI) - The White House said.", "afp jiji"),
    ("Berlin (dpa) - Die Bundesregierung hat am Montag reagiert.", "dpa"),
    ("Moskau/Pjöngjang (dpa) – Kremlchef Putin reist.", "dpa"),
    ("Wien (APA/dpa) - Das Außenministerium teilte mit.", "apa dpa"),
    ("PARIS (AFP) - Le ministre a déclaré lundi.", "afp"),
    ("Seúl, 9 nov (EFE).- El presidente surcoreano dijo.", "efe"),
    ("(ANSA) - ROMA, 09 NOV - Il ministro ha detto.", "ansa"),
    ("МОСКВА, 9 ноября. /ТАСС/. Госдума ратифицировала договор.", "tass"),
    ("ПХЕНЬЯН, 9 ноября. /Корр. ТАСС Иван Петров/. Делегация прибыла.", "tass"),
    ("МОСКВА, 9 ноя - РИА Новости. Путин подписал закон.", "ria"),
    ("МОСКВА, 9 ноября — РИА Новости, Иван Петров. Путин подписал закон.", "ria"),
    ("Москва. 9 ноября. INTERFAX.RU - Договор вступил в силу.", "interfax"),
    ("Киев. 9 ноября. ИНТЕРФАКС-УКРАИНА - Министерство сообщило.", "interfax-ukraine"),
    ("Київ. 9 листопада. Інтерфакс-Україна. Міністерство заявило.", "interfax-ukraine"),
    ("СЕУЛ (Reuters) - Северная Корея сообщила о запуске.", "reuters"),
    ("(서울=연합뉴스) 홍길동 기자 = 통일부는 9일 이같이 밝혔다.", "yonhap"),
    ("(모스크바=연합뉴스) 김길동 특파원 = 크렘린궁은 밝혔다.", "yonhap"),
    ("(서울 AP=연합뉴스) 북한이 발표했다.", "ap yonhap"),
    ("(도쿄 교도=연합뉴스) 일본 정부는 항의했다.", "kyodo yonhap"),
    ("(베이징 신화=연합뉴스) 중국 외교부는 답했다.", "yonhap"),
    ("[서울=뉴시스] 이길동 기자 = 국방부는 밝혔다.", "newsis"),
    ("(평양 로이터=연합뉴스) 러시아 대표단이 도착했다.", "reuters yonhap"),
    ("新华社平壤11月9日电 朝鲜最高领导人会见了代表团。", "xinhua"),
    ("新华社莫斯科11月9日电（记者王某）俄罗斯总统签署。", "xinhua"),
    ("据新华社北京11月9日电 外交部发言人表示。", "xinhua"),
    ("中新社首尔11月9日电 韩国国防部称。", "chinanews"),
    ("中新网11月9日电 综合报道，俄朝签约。", "chinanews"),
    ("（中央社首爾9日電）南韓國防部表示。", "cna"),
    ("（中央社記者王某莫斯科9日電）俄羅斯表示。", "cna"),
    ("韩联社首尔11月9日电 韩国统一部表示。", "yonhap"),
    ("【ソウル聯合ニュース】韓国統一部は9日、明らかにした。", "yonhap"),
    ("【モスクワ共同】ロシア大統領府は9日、発表した。", "kyodo"),
    ("【ワシントン時事】米国務省は9日、述べた。", "jiji"),
    ("[東京 9日 ロイター] - 日本政府は抗議した。", "reuters"),
    ("【ソウルAFP時事】北朝鮮は9日、発表した。", "afp jiji"),
    ("موسكو (رويترز) - قال الكرملين يوم الاثنين.", "reuters"),
    ("موسكو / الأناضول", "aa"),
    ("मॉस्को, 9 नवंबर (एएनआई): रूस ने कहा।", "ani"),
    ("By The Associated Press", "ap"),
    ("Reuters", "reuters"),
    ("Reuters Staff", "reuters"),
    ("By AFP", "afp"),
    ("Von dpa", "dpa"),
    ("ANI", "ani"),
    ("PTI", "pti"),
    ("[Kyodo]", "kyodo"),
    # Citations and photo credits at the head: nobody is credited.
    ("Yonhap reported on Monday that the North had fired a missile.", ""),
    ("North Korea has sent more workers to Russia, Yonhap news agency reported on Monday.", ""),
    ("According to Reuters, the treaty entered into force in December.", ""),
    ("The Kremlin said so, TASS reported.", ""),
    ("Kim told KCNA that the alliance would last.", ""),
    ("Russia's Interfax news agency quoted the minister as saying.", ""),
    ("A Reuters photographer saw the train cross the bridge.", ""),
    ("In an interview with RIA Novosti, the ambassador praised the treaty.", ""),
    ("AP photographers were not admitted to the ceremony.", ""),
    ("Путин прибыл в Пхеньян, сообщает ТАСС.", ""),
    ("Об этом передает РИА Новости со ссылкой на Кремль.", ""),
    ("Как сообщило агентство Интерфакс, договор подписан.", ""),
    ("ТАСС: Путин прибыл в Пхеньян", ""),
    ("Об этом сообщает Рёнхап.", ""),
    ("Про це повідомляє Укрінформ з посиланням на Генштаб.", ""),
    ("Міністр сказав це в інтерв'ю агентству Інтерфакс-Україна.", ""),
    ("조선중앙통신은 9일 김정은 위원장이 대표단을 만났다고 보도했다.", ""),
    ("타스통신에 따르면 러시아 대표단이 평양에 도착했다.", ""),
    ("연합뉴스가 입수한 문건에 따르면 병력이 늘었다.", ""),
    ("로이터통신은 소식통을 인용해 이같이 전했다.", ""),
    ("据韩联社报道，朝鲜发射了导弹。", ""),
    ("朝中社9日报道说，金正恩会见了俄罗斯代表团。", ""),
    ("俄罗斯塔斯社援引外交部的话说。", ""),
    ("朝鮮中央通信によると、金正恩氏は代表団と会見した。", ""),
    ("聯合ニュースは9日、関係者の話として報じた。", ""),
    ("タス通信が9日報じた。", ""),
    ("Laut der Agentur Tass traf Putin am Abend ein.", ""),
    ("Das berichtet die Deutsche Presse-Agentur unter Berufung auf Kreise.", ""),
    ("Selon l'agence Yonhap, le Nord a tiré un missile.", ""),
    ("Según la agencia EFE, el tratado entró en vigor.", ""),
    ("وقالت وكالة رويترز إن الاتفاق دخل حيز التنفيذ.", ""),
    ("Photo: Reuters", ""),
    ("Vladimir Putin and Kim Jong Un in Pyongyang. (Photo by AFP)", ""),
    ("Foto: dpa", ""),
    ("Фото: ТАСС", ""),
    ("Фото: РИА Новости / Владимир Смирнов", ""),
    ("사진=연합뉴스", ""),
    ("写真：ロイター", ""),
    ("图源：新华社", ""),
    ("(사진=연합뉴스)", ""),
    ("Image: AP", ""),
    ("© Getty Images / AFP", ""),
    ("AA batteries were found in the wreck.", ""),
    ("The AP exam results came out on Monday.", ""),
]

# (last line, agencies): closing lines, and sentences that cite in their place.
TAILS = [
    ("(With inputs from ANI)", "ani"),
    ("(With inputs from agencies including Reuters and AFP)", "reuters afp"),
    ("With inputs from PTI", "pti"),
    ("(This story has not been edited by staff and is published from a syndicated feed of PTI.)", "pti"),
    ("Material from The Associated Press was used in this report.", "ap"),
    ("The Associated Press contributed to this report.", "ap"),
    ("Reuters contributed to this report.", "reuters"),
    ("With reporting by Reuters", "reuters"),
    ("Additional reporting from AFP.", "afp"),
    ("This article was originally published by Reuters.", "reuters"),
    ("(Yonhap)", "yonhap"),
    ("Reuters", "reuters"),
    ("AFP", "afp"),
    ("The minister said the treaty stands. (ANI)", "ani"),
    ("He did not elaborate. (PTI)", "pti"),
    ("He did not elaborate. PTI SCY SCY (PTI)", "pti"),
    ("The ambassador left on Monday. (IANS)", "ians"),
    ("He left on Monday. (HT/PTI)", "pti"),
    ("© dpa-infocom, dpa:241109-930-283746/1", "dpa"),
    ("Quelle: APA/dpa", "apa dpa"),
    ("Quelle: dpa", "dpa"),
    ("mit dpa", "dpa"),
    ("Mit Material von dpa und AFP", "dpa afp"),
    ("dpa/afp", "dpa"),
    ("avec AFP", "afp"),
    ("(avec Reuters)", "reuters"),
    ("con EFE", "efe"),
    ("Fuente: EFE", "efe"),
    ("źródło: PAP", "pap"),
    ("(PAP)", "pap"),
    ("Źródło: PAP", "pap"),
    ("Источник: ТАСС", "tass"),
    ("Источник: РИА Новости", "ria"),
    ("По материалам ТАСС", "tass"),
    ("Джерело: Укрінформ", "ukrinform"),
    ("За матеріалами: УНІАН", "unian"),
    ("홍길동 기자 hong@yna.co.kr", "yonhap"),
    ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "yonhap"),
    ("출처: 뉴시스", "newsis"),
    ("来源：新华社", "xinhua"),
    ("（来源：中新网）", "chinanews"),
    ("代表团将于周五离开。（新华社）", "xinhua"),
    ("同省は詳細を明らかにしていない。（共同）", "kyodo"),
    ("（時事）", "jiji"),
    ("उन्होंने और कुछ नहीं कहा। (भाषा)", "pti"),
    ("Kaynak: AA", "aa"),
    ("المصدر: رويترز", "reuters"),
    ("Copyright 2026 The Associated Press. All rights reserved.", "ap"),
    # Nobody is credited.
    ("The spokesman declined to comment, Reuters said.", ""),
    ("The report was published by state media and cited by Yonhap as it told of the launch.", ""),
    ("He told AFP that he knew nothing.", ""),
    ("Об этом он рассказал ТАСС.", ""),
    ("Ранее РИА Новости сообщило о визите.", ""),
    ("Раніше Укрінформ повідомляв про це.", ""),
    ("앞서 조선중앙통신은 이를 보도한 바 있다.", ""),
    ("此前，朝中社曾报道此事。", ""),
    ("共同通信が先に報じていた。", ""),
    ("Photo: AP", ""),
    ("(Photo: Xinhua)", ""),
    ("Фото: Reuters", ""),
    ("사진 연합뉴스", ""),
    ("Titelbild: dpa", ""),
    ("Das sagte er der dpa.", ""),
    ("Follow us for more news from Moscow.", ""),
]

# (a string in the author's place, agencies)
SIGNED = [
    ("Reuters", "reuters"),
    ("PTI", "pti"),
    ("ANI", "ani"),
    ("AFP and Jiji Press", "afp jiji"),
    ("Hyung-Jin Kim, Associated Press", "ap"),
    ("Yonhap News Agency", "yonhap"),
    ("dpa", "dpa"),
    ("Deutsche Presse-Agentur", "dpa"),
    ("연합뉴스", "yonhap"),
    ("新华社", "xinhua"),
    ("ТАСС", "tass"),
    ("Guardian staff and Reuters", "reuters"),
    ("Press Trust of India", "pti"),
    ("Anna Apple", ""),
    ("Ani Petrova", ""),
    ("Photo by Reuters", ""),
    ("Getty Images / AFP", ""),
    ("Kim Min-ji", ""),
]


def credited(text: str = "", author: str = "", feed: str = "", host: str = "paper.example") -> tuple[Credit, ...]:
    return INDEX.credits(
        title="",
        standfirst="",
        text=text,
        authors=[author] if author else [],
        structured=(),
        feed_credit=feed,
        host=host,
    )


def answers() -> list[tuple[str, set[str], set[str]]]:
    """Each case with what is expected and what was found."""
    rows = [(line, want, credited(line + BODY)) for line, want in HEADS]
    rows += [(line, want, credited("A first paragraph." + BODY + "\n" + line)) for line, want in TAILS]
    rows += [(name, want, credited("Plain text." + BODY, author=name)) for name, want in SIGNED]
    return [(case, set(want.split()), {credit.agency for credit in found}) for case, want, found in rows]


def test_there_are_many_cases_and_a_third_of_them_credit_nobody() -> None:
    cases = answers()
    assert len(cases) >= 150
    assert sum(1 for _, want, _ in cases if not want) >= 50


def test_credits_are_precise_and_few_are_missed() -> None:
    cases = answers()
    right = sum(len(want & found) for _, want, found in cases)
    precision = right / sum(len(found) for *_, found in cases)
    recall = right / sum(len(want) for _, want, _ in cases)
    wrong = "\n".join(
        f"{case}: wanted {want or '{}'}, found {found or '{}'}" for case, want, found in cases if want != found
    )
    assert precision >= PRECISION, f"precision {precision:.3f}, recall {recall:.3f}\n{wrong}"
    assert recall >= RECALL, f"precision {precision:.3f}, recall {recall:.3f}\n{wrong}"


@pytest.mark.parametrize(
    ("text", "author", "feed", "where", "span"),
    [
        ("SEOUL, Nov 9 (Reuters) - The North said." + BODY, "", "", "dateline", "SEOUL, Nov 9 (Reuters) -"),
        ("Plain." + BODY, "Reuters", "", "byline", "Reuters"),
        ("Plain." + BODY, "", "Reuters", "feed", "Reuters"),
        ("Plain." + BODY + "\n(With inputs from Reuters)", "", "", "closing line", "(With inputs from Reuters)"),
    ],
)
def test_the_words_that_credit_are_kept_with_their_place(
    text: str, author: str, feed: str, where: str, span: str
) -> None:
    assert credited(text, author, feed) == (Credit("reuters", where, span),)


def test_an_agencys_own_site_is_no_carrier_of_it_but_can_carry_another() -> None:
    assert credited("(서울 AP=연합뉴스) 북한이 발표했다." + BODY, host="www.yna.co.kr")[0].agency == "ap"
    assert credited("(서울=연합뉴스) 통일부는 밝혔다." + BODY, host="yna.co.kr") == ()


def test_structured_data_credits() -> None:
    (credit,) = INDEX.credits(
        title="",
        standfirst="",
        text="Plain.",
        authors=(),
        structured=("Daily Paper", "AFP"),
        feed_credit="",
        host="x.example",
    )
    assert (credit.agency, credit.where) == ("afp", "structured data")


def test_without_agencies_nobody_is_credited() -> None:
    assert (
        AgencyIndex([]).credits(
            title="",
            standfirst="",
            text="SEOUL (Reuters) - x",
            authors=["Reuters"],
            structured=(),
            feed_credit="",
            host="",
        )
        == ()
    )
