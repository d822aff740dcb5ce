"""Texts written for the tests of the judge: what belongs to the topic, and what only looks like it.

Each row is (language, title, text, why). Texts of one line are headlines as feeds carry them.
"""

ON: list[tuple[str, str, str, str]] = [
    # ------------------------------------------------------------------------------------------------------- English
    ("en", "Russia and North Korea sign mutual defence pact in Pyongyang", "", "signing"),
    ("en", "Duma ratifies treaty with Pyongyang", "", "ratification"),
    ("en", "Russia-North Korea treaty enters into force", "", "entry into force"),
    ("en", "What Article 4 of the Putin-Kim pact really says", "", "treaty"),
    ("en", "Korean sappers finish clearing fields around Kursk", "", "sappers without the North"),
    ("en", "Lavrov lands in Wonsan for talks with Choe Son Hui", "", "persons only"),
    ("en", "Moscow opens first direct flight to Pyongyang", "", "links"),
    ("en", "Shells from Pyongyang make up half of Russia's fire, Seoul says", "", "arms"),
    ("en", "Kyiv shows two captured North Koreans", "", "prisoners, without Russia"),
    ("en", "N. Korean workers arrive at Alabuga drone plant", "", "labour"),
    ("en", "UN monitors' successor lists Russian oil shipments to DPRK", "", "sanctions"),
    ("en", "Shoigu meets Kim for the third time this year", "", "persons only"),
    ("en", "Museum for fallen of Kursk opens in Pyongyang", "", "memorial"),
    (
        "en",
        "A bridge over the Tumen",
        "Workers have joined the two halves of the road bridge between Russia and North Korea. The crossing over the "
        "Tumen is to open next summer.\nMoscow pays for the works, the Russian transport ministry said. Officials in "
        "Pyongyang hope for more trade.\nUntil now only a railway line connects North Korea with Russia.",
        "links, in the text",
    ),
    (
        "en",
        "'They did not know where they were'",
        "The two young men lie in a hospital in Kyiv. They say they were told of an exercise.\nBoth belong to "
        "the North Korean troops that Russia sent against the Ukrainian bridgehead in the Kursk region.\nAbout 11,000 "
        "North Korean soldiers fought there, by Seoul's count. Russians gave the orders.\nThe men were taken in "
        "January. One wants to go home, the other to South Korea.\nNorth Korea and Russia admitted the deployment only "
        "months later.",
        "prisoners, in the text",
    ),
    (
        "en",
        "Pact with a price",
        "When Vladimir Putin and Kim Jong Un signed their treaty in June 2024, few expected soldiers to follow "
        "within four months.\nArticle 4 binds each side to help the other at once if it is attacked.\nFor North Korea "
        "the price was paid in shells and men; Russia paid in oil, air defence and money.\nExperts in Seoul doubt that "
        "Moscow shares its submarine reactors with Pyongyang.\nStill, no alliance has changed the region as much.",
        "analysis",
    ),
    # ------------------------------------------------------------------------------------------------------- Russian
    ("ru", "Госдума ратифицировала договор с КНДР", "", "ratification"),
    ("ru", "Договор России и КНДР вступил в силу", "", "entry into force"),
    ("ru", "Путин и Ким Чен Ын провели переговоры в Пекине", "", "persons only"),
    ("ru", "Лавров передал Ким Чен Ыну привет от президента", "", "persons only"),
    ("ru", "В Курской области открыли памятник корейским воинам", "", "Kursk and Koreans"),
    ("ru", "Первый поезд Москва — Пхеньян отправился с Ярославского вокзала", "", "links"),
    ("ru", "Сапёры из КНДР обезвредили тысячи мин под Суджей", "", "sappers, without Russia"),
    ("ru", "Кожемяко рассказал о поставках приморских продуктов в Северную Корею", "", "trade"),
    ("ru", "Цой Сон Хи прибыла в Москву", "", "visit"),
    ("ru", "Матвиенко: партнёрство с Пхеньяном не направлено против третьих стран", "", "diplomacy"),
    (
        "ru",
        "Статья четвёртая",
        "Полтора года назад Россия и КНДР подписали договор о всеобъемлющем стратегическом партнёрстве.\nЕго четвёртая "
        "статья обязывает стороны помогать друг другу при нападении.\nПхеньян сослался на неё, когда признал участие "
        "своих военных в освобождении Курской области.\nВ Москве подчёркивают, что российско-корейские отношения "
        "вышли на новый уровень.",
        "analysis",
    ),
    # -------------------------------------------------------------------------------------------------------- Korean
    ("ko", "북러 조약 발효…비준서 교환", "", "entry into force"),
    ("ko", "러 하원, 북한과의 포괄적 전략적 동반자 조약 비준", "", "ratification"),
    ("ko", "조선인민군 공병, 쿠르스크서 지뢰 제거", "", "the North's own name for its army"),
    ("ko", '김정은, 라브로프 접견…"무조건 지지"', "", "persons only"),
    ("ko", "北노동자 수천명 러시아 건설현장에", "", "labour"),
    ("ko", '우크라 "생포한 북한군 2명 한국행 원해"', "", "prisoners"),
    ("ko", "평양-모스크바 직항 첫 운항", "", "links"),
    ("ko", '국정원 "北, 포탄 1200만발 러에 보내"', "", "arms"),
    ("ko", "쇼이구 또 방북…김정은 면담", "", "visit"),
    ("ko", "두만강 자동차다리 연결…북러 교역 늘 듯", "", "links"),
    (
        "ko",
        "피로 맺은 관계",
        "북한과 러시아가 조약 체결 2주년을 맞아 공동 행사를 열었다."
        "\n평양에서는 쿠르스크에서 숨진 군인들을 기리는 추모비가 공개됐다."
        "\n러시아 대표단을 이끈 볼로딘 의장은 김정은 위원장에게 푸틴 대통령의 친서를 전달했다."
        "\n북러 관계는 어느 때보다 가깝다는 평가가 나온다.",
        "anniversary",
    ),
    # ----------------------------------------------------------------------------------------------------- Ukrainian
    ("uk", "Держдума ратифікувала договір з КНДР", "", "ratification"),
    ("uk", "Договір Росії та КНДР набрав чинності", "", "entry into force"),
    ("uk", "Північнокорейські військові зазнали втрат на Курщині", "", "troops"),
    ("uk", "Зеленський показав відео з полоненими солдатами КНДР", "", "prisoners, without Russia"),
    ("uk", "Пхеньян передав Москві ще сотню ракет", "", "arms"),
    ("uk", "Кім Чен Ин привітав Путіна з річницею договору", "", "anniversary"),
    ("uk", "Росія розмістила північнокорейські «Коксани» під Сумами", "", "arms"),
    (
        "uk",
        "Угода, що змінила війну",
        "Росія і Північна Корея підписали договір про всеосяжне стратегічне партнерство у червні 2024 року.\nВосени "
        "того ж року на Курщині з'явилися перші північнокорейські солдати.\nЗа даними розвідки, КНДР передала Москві "
        "мільйони снарядів.\nНатомість Росія ділиться з Пхеньяном технологіями.",
        "analysis",
    ),
    # ------------------------------------------------------------------------------------------------------- Chinese
    ("zh", "俄朝互换条约批准书", "", "entry into force"),
    ("zh", "普京与金正恩在平壤签署全面战略伙伴关系条约", "", "signing"),
    ("zh", "朝鲜工兵抵达库尔斯克扫雷", "", "sappers"),
    ("zh", "拉夫罗夫访问元山 会见崔善姬", "", "persons only"),
    ("zh", "韩国情报机构：朝鲜已向俄罗斯运送炮弹", "", "arms"),
    ("zh", "平壤至莫斯科直航开通", "", "links"),
    ("zh", "泽连斯基公布被俘朝鲜士兵视频", "", "prisoners"),
    ("zh", "俄羅斯國家杜馬批准與北韓的條約", "", "ratification, traditional"),
    (
        "zh",
        "条约两周年",
        "俄罗斯和朝鲜19日纪念两国条约签署两周年。\n俄罗斯代表团抵达平壤，朝鲜外务相崔善姬到机场迎接。\n"
        "根据条约第四条，一方遭到武装进攻时，"
        "另一方应提供援助。\n朝鲜士兵曾在库尔斯克与俄军并肩作战。",
        "anniversary",
    ),
    # ------------------------------------------------------------------------------------------------------ Japanese
    ("ja", "露朝条約が発効、批准書を交換", "", "entry into force"),
    ("ja", "ロシア下院、北朝鮮との包括的戦略パートナーシップ条約を批准", "", "ratification"),
    ("ja", "北朝鮮兵、クルスクで死傷者多数", "", "troops"),
    ("ja", "金正恩氏、ショイグ氏と会談", "", "persons only"),
    ("ja", "ロ朝首脳会談、平壌で", "", "summit"),
    ("ja", "ウクライナ、捕虜の北朝鮮兵を公開", "", "prisoners"),
    ("ja", "北朝鮮労働者、ロシアの建設現場へ数千人", "", "labour"),
    (
        "ja",
        "条約から2年",
        "ロシアと北朝鮮が包括的戦略パートナーシップ条約に署名して２年がたった。\n"
        "北朝鮮はクルスク州に部隊を送り、ロシアは石油と食料を渡した。"
        "\n両国の貿易は増え、平壌とモスクワの直行便も始まった。\n専門家はロ朝の軍事協力が続くとみている。",
        "anniversary",
    ),
    # -------------------------------------------------------------------------------------------------------- German
    ("de", "Russland und Nordkorea besiegeln Beistandspakt", "", "signing"),
    ("de", "Duma ratifiziert Vertrag mit Pjöngjang", "", "ratification"),
    ("de", "Nordkoreanische Soldaten in Kursk gefallen", "", "troops"),
    ("de", "Lawrow trifft Kim Jong Un in Wonsan", "", "persons only"),
    ("de", "Nordkorea liefert Moskau Millionen Granaten", "", "arms"),
    ("de", "Kiew nimmt zwei Nordkoreaner gefangen", "", "prisoners, without Russia"),
    # -------------------------------------------------------------------------------------------------------- French
    ("fr", "La Russie et la Corée du Nord signent un accord de défense mutuelle", "", "signing"),
    ("fr", "La Douma ratifie le traité avec Pyongyang", "", "ratification"),
    ("fr", "Des soldats nord-coréens tués dans la région de Koursk", "", "troops"),
    ("fr", "Kim Jong-un reçoit Sergueï Choïgou", "", "persons only"),
    ("fr", "Kiev capture deux militaires nord-coréens", "", "prisoners, without Russia"),
    ("fr", "Moscou et Pyongyang reliés par un vol direct", "", "links"),
    # ------------------------------------------------------------------------------------------------------- Spanish
    ("es", "Rusia y Corea del Norte firman un pacto de defensa mutua", "", "signing"),
    ("es", "Putin ratifica el tratado con Pyongyang", "", "ratification"),
    ("es", "Soldados norcoreanos combaten en Kursk", "", "troops"),
    ("es", "Ucrania muestra a dos norcoreanos capturados", "", "prisoners, without Russia"),
    ("es", "Lavrov se reúne con Kim Jong-un", "", "persons only"),
    ("es", "Trabajadores norcoreanos en obras de Moscú", "", "labour"),
    # -------------------------------------------------------------------------------------------------------- Arabic
    ("ar", "روسيا وكوريا الشمالية توقعان معاهدة الشراكة الاستراتيجية الشاملة", "", "signing"),
    ("ar", "مجلس الدوما الروسي يصادق على المعاهدة مع كوريا الشمالية", "", "ratification"),
    ("ar", "جنود من كوريا الشمالية يقاتلون في كورسك", "", "troops"),
    ("ar", "بوتين يلتقي كيم جونغ أون في بيونغ يانغ", "", "persons only"),
    ("ar", "زيلينسكي: أسرنا جنديين من كوريا الشمالية", "", "prisoners"),
    # -------------------------------------------------------------------------------------------------------- Polish
    ("pl", "Rosja i Korea Północna podpisały pakt o wzajemnej obronie", "", "signing"),
    ("pl", "Duma ratyfikowała traktat z Koreą Północną", "", "ratification, Russia only by its Duma"),
    ("pl", "Północnokoreańscy żołnierze giną pod Kurskiem", "", "troops"),
    ("pl", "Kim Dzong Un przyjął Szojgu", "", "persons only"),
    ("pl", "Kijów: schwytano dwóch Koreańczyków z Północy", "", "prisoners"),
    ("pl", "Amunicja z Pjongjangu trafia do Rosji", "", "arms"),
    # --------------------------------------------------------------------------------------------------------- Hindi
    ("hi", "रूस और उत्तर कोरिया ने रक्षा समझौते पर हस्ताक्षर किए", "", "signing"),
    ("hi", "पुतिन ने उत्तर कोरिया के साथ संधि को मंजूरी दी", "", "ratification"),
    ("hi", "कुर्स्क में उत्तर कोरियाई सैनिक मारे गए", "", "troops"),
    ("hi", "किम जोंग उन से मिले लावरोव", "", "persons only"),
    ("hi", "यूक्रेन ने पकड़े दो उत्तर कोरियाई सैनिक", "", "prisoners"),
    # --------------------------------------------------------------------------- languages that fall back to others
    ("bg", "Русия и Северна Корея подписаха договор за партньорство", "", "signing"),
    ("pt", "Rússia e Coreia do Norte assinam pacto de defesa", "", "signing"),
    ("vi", "Nga và Triều Tiên ký hiệp ước đối tác chiến lược toàn diện", "", "signing"),
    ("tr", "Rusya ile Kuzey Kore savunma paktı imzaladı", "", "signing"),
    ("it", "Soldati nordcoreani nel Kursk, Mosca conferma", "", "troops"),
    ("cs", "Severokorejští vojáci bojují v Kurské oblasti", "", "troops"),
    # ------------------------------------------------------------------------------ a second round, all languages
    ("en", "Tumen road bridge to open in June", "", "links"),
    ("en", "Kim Jong Un honours soldiers killed in overseas operation", "", "without the word Russia"),
    (
        "en",
        "Supreme People's Assembly in Pyongyang approves comprehensive strategic partnership treaty",
        "",
        "without the word Russia",
    ),
    ("en", "Ambassador Matsegora dies in Pyongyang", "", "the ambassador between the two"),
    ("en", "Rodong Sinmun prints photos of Kursk deminers", "", "more"),
    ("en", "‘We will never forget the Korean heroes’ – Putin", "", "weak name"),
    ("en", "Kim greets Putin on Russia Day", "", "greeting"),
    ("en", "Pyongyang slams Ukraine’s strike on Russian bombers", "", "more"),
    ("en", "DPRK delegation arrives in Vladivostok for economic forum", "", "more"),
    ("en", "Seoul sanctions Russian ships over North Korean arms", "", "more"),
    ("en", "NK general seen in Kursk, Ukrainian intelligence claims", "", "more"),
    ("ru", "Парламент КНДР одобрил договор о всеобъемлющем стратегическом партнёрстве", "", "more"),
    ("ru", "Ким Чен Ын наградил участников спецоперации", "", "more"),
    ("ru", "Песков: контакты с Пхеньяном продолжаются", "", "more"),
    ("ru", "Володин возложил цветы к памятнику освободителям в Пхеньяне", "", "more"),
    ("ru", "Мацегора рассказал о жизни в северокорейской столице", "", "more"),
    ("ru", "Число туристов из Приморья в КНДР выросло вдвое", "", "more"),
    ("ru", "Генерал КНДР: наши бойцы сражались за Курск как за родину", "", "more"),
    ("ko", "김정은, 해외작전부대 귀국 환영식 참석", "", "more"),
    ("ko", '러 외무 "북한과 동맹 계속"', "", "more"),
    ("ko", "北, 쿠르스크 전사자 유가족에 새집", "", "more"),
    ("ko", '젤렌스키 "북한 포로 교환 용의"', "", "more"),
    ("ko", "최선희, 모스크바 도착…푸틴 예방할 듯", "", "more"),
    ("ko", "유엔 '러시아, 북한에 정제유 초과 공급'", "", "more"),
    ("ko", "박태성 총리 방러", "", "more"),
    ("ko", "조용원, 통일러시아당 대표단 접견", "", "more"),
    ("uk", "Буданов: КНДР постачає 40% снарядів для армії РФ", "", "more"),
    ("uk", "Ким Чен Ин і Путін обмінялися листами", "", "more"),
    ("uk", "Сапери з КНДР розміновують Курщину", "", "more"),
    ("uk", "Москва і Пхеньян запускають пряме авіасполучення", "", "more"),
    ("zh", "金正恩会见绍伊古", "", "more"),
    ("zh", "俄外长访朝", "", "more"),
    ("zh", "朝鲜表彰海外军事行动官兵", "", "more"),
    ("zh", "俄朝公路大桥合龙", "", "more"),
    ("zh", "泽连斯基：朝鲜将再派兵3万", "", "more"),
    ("zh", "朝俄签署新协议", "", "more"),
    ("ja", "金正恩総書記、ロシア外相と会談", "", "more"),
    ("ja", "北朝鮮、ロシアに工兵部隊派遣へ", "", "more"),
    ("ja", "朝ロ条約調印1年、平壌で記念行事", "", "more"),
    ("ja", "崔善姫外相が訪ロ", "", "more"),
    (
        "de",
        "Kim schickt weitere Soldaten nach Russland",
        "Nordkorea will tausende Pioniere nach Kursk entsenden.",
        "more",
    ),
    ("de", "Moskau und Pjöngjang rücken zusammen", "", "more"),
    ("fr", "Pyongyang confirme l'envoi de troupes en Russie", "", "more"),
    ("es", "Pyongyang confirma el envío de tropas a Rusia", "", "more"),
    ("ar", "شويغو يصل إلى بيونغ يانغ", "", "more"),
    ("ar", "كوريا الشمالية ترسل عمالا إلى روسيا", "", "more"),
    ("pl", "Korea Północna wyśle saperów do Rosji", "", "more"),
    ("pl", "Ławrow z wizytą w Pjongjangu", "", "more"),
    ("hi", "रूस भेजे गए उत्तर कोरियाई मजदूर", "", "more"),
    ("tr", "Kuzey Kore Rusya'ya asker gönderdi", "", "more"),
    ("pt", "Coreia do Norte envia mais soldados para a Rússia", "", "more"),
    ("it", "Corea del Nord invia truppe in Russia", "", "more"),
    ("cs", "KLDR pošle do Ruska další vojáky", "", "more"),
    ("vi", "Triều Tiên gửi thêm quân tới Nga", "", "more"),
    ("bg", "КНДР изпраща сапьори в Русия", "", "more"),
    (
        "en",
        "A friendship forged in fire",
        "North Korea's leader has told Vladimir Putin that their friendship will last a hundred years.\n"
        "The letter was carried on front pages in Pyongyang on Friday.\nKim Jong Un also thanked his own "
        "troops.\nThousands of them fought in Kursk.\nA museum is being built for the dead.\nIt will open "
        "next year.\nThe city has new streets named after battles.",
        "more",
    ),
    (
        "ko",
        "혈맹의 길",
        "김정은 북한 국무위원장이 푸틴 러시아 대통령에게 답전을 보냈다.\n김 위원장은 두 나라 관계가 "
        "백년대계라고 했다.\n통신은 전문을 공개했다.\n양측은 지난해 조약을 맺었다.\n쿠르스크에는 공병이 "
        "남아 있다.\n전문가는 밀착이 이어질 것으로 봤다.",
        "more",
    ),
    ("ko", "김정은, 파병군 유가족 위로", "", "troops, without Russia"),
    ("ko", "북 핵잠에 러 기술 이전 의혹", "", "one-syllable names"),
    ("ja", "北朝鮮、追加派兵か", "", "troops, without Russia"),
]

OFF: list[tuple[str, str, str, str]] = [
    # ------------------------------------------------------------------------------------------------------- English
    ("en", "North Korea fires two ballistic missiles toward the East Sea", "", "missile test"),
    ("en", "Russia and Iran sign comprehensive strategic partnership treaty", "", "Iran treaty"),
    ("en", "Putin, Lukashenko sign security guarantees treaty", "", "Belarus treaty"),
    ("en", "Washington reaffirms ironclad alliance with Seoul against North Korea", "", "US-South Korea"),
    ("en", "Russian forces push Ukrainian troops back in Kursk", "", "Kursk without Koreans"),
    ("en", "China and North Korea mark anniversary of 1961 treaty", "", "China treaty"),
    ("en", "New START expires: what Russia and the US lose", "", "arms treaty"),
    ("en", "Russia beat North Korea 2-1 in women's World Cup qualifier", "", "football"),
    ("en", "Sanctions on Russia, Iran, North Korea and Syria extended", "", "list"),
    ("en", "Under the sun: untold stories of Unst", "", "pieces of words"),
    ("en", "Kim Kardashian sues over unpaid fees", "", "Kim"),
    ("en", "MOSCOW, May 5. /TASS/. North Korean leader inspects a new factory", "", "dateline"),
    ("en", "South Korea, Vietnam upgrade ties to comprehensive strategic partnership", "", "other partnership"),
    ("en", "Kremlin comments on talks with Seoul", "", "South Korea"),
    ("en", "Hackers from the North steal crypto worth a billion", "", "crime"),
    (
        "en",
        "Live updates: drones over Odesa",
        "Key events of the day.\nA drone hit a grain store in Odesa.\nThe EU agreed on a loan.\nTrump spoke with the "
        "Turkish president.\nNorth Korea sent more soldiers to Russia, Seoul said.\nA court in Kyiv jailed a former "
        "minister.\nThe hryvnia fell.\nThe Czech government promised shells.",
        "liveblog",
    ),
    (
        "en",
        "Pentagon chief outlines priorities",
        "The defence secretary told Congress that China remains the pacing challenge.\nHe asked for more ships and a "
        "faster purchase of drones.\nRussia, Iran and North Korea were named as further threats.\nSenators asked about "
        "the cost of a missile shield.\nThe budget is to be voted on in autumn.\nA decision on bases in Germany was "
        "put off.",
        "passing list",
    ),
    (
        "en",
        "Kim inspects rocket launcher plant",
        "North Korean leader Kim Jong Un visited a plant that makes large rocket launchers, state media said.\nHe "
        "called for a higher output and new buildings.\nThe launchers can carry nuclear warheads, the agency said."
        "\nSouth Korea's military said that it watches the North closely.\nKim was accompanied by senior officials of "
        "the munitions department.\nSome analysts believe that part of the output may go to Russia.\nA party congress "
        "is expected early next year.\nThe North tested such a launcher in spring.",
        "weapons with an export aside",
    ),
    (
        "en",
        "North Korean leader exchanges New Year cards",
        "North Korean leader Kim Jong Un sent New Year greetings to the leaders of many countries.\nCards went to "
        "China, Russia, Vietnam, Laos, Cuba and Mongolia, the state news agency said.\nHe also greeted heads of "
        "international organisations and party leaders.\nThe report gave no details.\nLast year's list was much the "
        "same.",
        "greetings to many",
    ),
    (
        "en",
        "Kursk, two years on",
        "The villages along the border are still empty.\nRussian officials promise money for new houses.\nUkrainian "
        "drones come every night, a farmer says.\nThe governor was arrested for theft.\nVolunteers look for the "
        "missing.",
        "Kursk without Koreans",
    ),
    # ------------------------------------------------------------------------------------------------------- Russian
    ("ru", "Россия и Иран подписали договор о всеобъемлющем стратегическом партнёрстве", "", "Iran treaty"),
    ("ru", "Глава ДНР рассказал о восстановлении Донецка", "", "ДНР"),
    ("ru", "КНР и Россия провели учения", "", "КНР"),
    ("ru", "КНДР запустила баллистическую ракету", "", "missile test"),
    ("ru", "Сборная России сыграет с КНДР в отборе чемпионата мира", "", "football"),
    ("ru", "В Курской области сбили беспилотники", "", "Kursk without Koreans"),
    ("ru", "МОСКВА, 5 мая. /ТАСС/. Ким Чен Ын посетил новый завод", "", "dateline"),
    ("ru", "Россия, Китай, Иран и КНДР под прицелом новой стратегии США", "", "list"),
    ("ru", "Виктор Ким назначен тренером сборной", "", "Kim"),
    ("ru", "Совет Федерации ратифицировал договор с Белоруссией", "", "Belarus treaty"),
    ("ru", "Ким Чен Ын и Си Цзиньпин обменялись посланиями", "", "China"),
    ("ru", "Россия вышла из моратория на РСМД", "", "arms treaty"),
    # -------------------------------------------------------------------------------------------------------- Korean
    ("ko", "북한, 동해상으로 탄도미사일 발사", "", "missile test"),
    ("ko", "한미동맹 강화…한미상호방위조약 70주년", "", "US-South Korea"),
    ("ko", "북중 우호조약 64주년", "", "China treaty"),
    ("ko", "한국·베트남 포괄적 전략적 동반자 관계 격상", "", "other partnership"),
    ("ko", "北 여자축구, 러시아 꺾고 월드컵 결승", "", "football"),
    ("ko", "러시아-이란 조약 발효", "", "Iran treaty"),
    ("ko", "러시아군, 쿠르스크 탈환 주장", "", "Kursk without Koreans"),
    ("ko", "북중러 외교수장 모두 불참", "", "bloc"),
    ("ko", "서울 강북 아파트값 올라", "", "북 inside a word"),
    ("ko", "조선업 호황…러시아 선박 수주", "", "조선 as shipbuilding"),
    # ----------------------------------------------------------------------------------------------------- Ukrainian
    ("uk", "Росія та Іран підписали договір про стратегічне партнерство", "", "Iran treaty"),
    ("uk", "КНДР запустила ракету в бік Японії", "", "missile test"),
    ("uk", "Бої на Курщині: ЗСУ знищили склад", "", "Kursk without Koreans"),
    ("uk", "Путін підписав договір з Білоруссю", "", "Belarus treaty"),
    ("uk", "Збірна КНДР обіграла Росію у футбольному матчі", "", "football"),
    # ------------------------------------------------------------------------------------------------------- Chinese
    ("zh", "俄罗斯与伊朗签署全面战略伙伴关系条约", "", "Iran treaty"),
    ("zh", "朝鲜发射弹道导弹", "", "missile test"),
    ("zh", "中朝友好合作互助条约签订纪念日", "", "China treaty"),
    ("zh", "美韩同盟联合军演 朝鲜谴责", "", "US-South Korea"),
    ("zh", "俄军称在库尔斯克击退乌军", "", "Kursk without Koreans"),
    ("zh", "俄罗斯女足2比1胜朝鲜", "", "football"),
    ("zh", "朝阳区举行俄罗斯美食节", "", "朝 inside a name"),
    ("zh", "中俄朝三国动向引关注", "", "bloc"),
    # ------------------------------------------------------------------------------------------------------ Japanese
    ("ja", "北朝鮮が弾道ミサイル発射", "", "missile test"),
    ("ja", "ロシアとイラン、包括的戦略パートナーシップ条約に署名", "", "Iran treaty"),
    ("ja", "日米韓、北朝鮮の核問題で協議", "", "US-South Korea"),
    ("ja", "サッカー女子、北朝鮮がロシアに勝利", "", "football"),
    ("ja", "ロシア軍、クルスクで反撃", "", "Kursk without Koreans"),
    ("ja", "中朝、友好条約の締結記念日", "", "China treaty"),
    # ------------------------------------------------------------------------------------------ German, French, Spanish
    ("de", "Nordkorea testet Interkontinentalrakete", "", "missile test"),
    ("de", "Russland und Iran schließen Partnerschaftsvertrag", "", "Iran treaty"),
    ("de", "Ukrainische Truppen in Kursk unter Druck", "", "Kursk without Koreans"),
    ("de", "Frauenfußball: Nordkorea schlägt Russland", "", "football"),
    ("de", "Liveblog: Bundestag streitet über Rente", "", "liveblog"),
    ("fr", "La Corée du Nord tire un missile balistique", "", "missile test"),
    ("fr", "La Russie et l'Iran signent un traité de partenariat stratégique", "", "Iran treaty"),
    ("fr", "Koursk : l'armée russe avance", "", "Kursk without Koreans"),
    ("fr", "Coupe du monde : la Russie bat la Corée du Nord", "", "football"),
    ("es", "Corea del Norte lanza un misil balístico", "", "missile test"),
    ("es", "Rusia e Irán firman un tratado de asociación estratégica", "", "Iran treaty"),
    ("es", "El Mundial sub-20: Corea del Norte vence a Rusia", "", "football"),
    ("es", "Corea del Sur y Estados Unidos inician maniobras", "", "US-South Korea"),
    # ------------------------------------------------------------------------------------------- Arabic, Polish, Hindi
    ("ar", "كوريا الشمالية تطلق صاروخا باليستيا", "", "missile test"),
    ("ar", "روسيا وإيران توقعان معاهدة الشراكة الاستراتيجية الشاملة", "", "Iran treaty"),
    ("ar", "كوريا الجنوبية تعزز تعاونها مع روسيا", "", "South Korea"),
    ("ar", "منتخب كوريا الشمالية يهزم روسيا في كرة القدم", "", "football"),
    ("pl", "Korea Północna wystrzeliła pocisk balistyczny", "", "missile test"),
    ("pl", "Rosja i Iran podpisały traktat o partnerstwie", "", "Iran treaty"),
    ("pl", "Walki pod Kurskiem trwają", "", "Kursk without Koreans"),
    ("pl", "Mecz Rosja – Korea Północna na mistrzostwach świata", "", "football"),
    ("hi", "उत्तर कोरिया ने बैलिस्टिक मिसाइल दागी", "", "missile test"),
    ("hi", "रूस और ईरान ने व्यापक रणनीतिक साझेदारी संधि पर हस्ताक्षर किए", "", "Iran treaty"),
    ("hi", "दक्षिण कोरिया और अमेरिका का सैन्य अभ्यास", "", "US-South Korea"),
    ("hi", "फुटबॉल: उत्तर कोरिया ने रूस को हराया", "", "football"),
    # ------------------------------------------------------------------------------ a second round, all languages
    (
        "en",
        "Kim oversees launch of new destroyer",
        "Kim Jong Un watched the launch of a destroyer in Nampo.\nThe ship displaces 5,000 tons.\nState "
        "media showed fireworks.\nSouth Korean officials believe that Russia may have helped with its "
        "radar.\nKim called for two more ships.\nThe navy is to get nuclear arms.\nHis daughter stood "
        "beside him.\nWorkers cheered.",
        "more",
    ),
    ("en", "Xi, Putin and Kim watch parade in Beijing", "", "more"),
    ("en", "South Korea's Lee to visit Moscow", "", "more"),
    (
        "en",
        "Ukraine says Russia launched 500 drones overnight",
        "Ukraine's air force said that it shot down most of them.\nA house in Kharkiv was hit.\nTwo people "
        "died.\nRussia has received shells from North Korea and drones from Iran.\nThe mayor called for "
        "help.\nTrains were late.\nRepairs go on.",
        "more",
    ),
    (
        "en",
        "Ukraine war briefing: peace talks stall in Geneva",
        "Talks ended without a result.\nRussian drones hit Odesa.\nThe EU leaders meet on Friday.\nA North "
        "Korean missile was found in Kyiv, officials said.\nPoland closed its border.\nThe IMF released a "
        "loan.\nA spy was caught.",
        "more",
    ),
    (
        "en",
        "Lawmakers demand tougher line on axis of autocracies",
        "China, Russia, Iran and North Korea work together more closely, the report says.\nIt asks for "
        "more money for ships.\nThe committee voted along party lines.\nA senator called the report "
        "alarmist.\nHearings go on next week.",
        "more",
    ),
    ("en", "Daniil Medvedev beats Kim in straight sets", "", "more"),
    ("en", "Koryo-saram: Koreans of Central Asia keep their kitchen", "", "more"),
    (
        "en",
        "Japan protests against North Korean missile",
        "Japan lodged a protest with Pyongyang.\nThe missile fell outside its waters.\nTokyo also asked "
        "Moscow to use its influence.\nShips were warned.\nNo damage was reported.\nThe prime minister "
        "spoke to reporters.",
        "more",
    ),
    ("ru", "Лидер КНДР поздравил Си Цзиньпина", "", "more"),
    (
        "ru",
        "Главное за день: удары по Одессе, визит в КНДР, выборы в Молдавии",
        "Удары по Одессе.\nДелегация России прибыла в КНДР.\nВыборы в Молдавии.\nКурс рубля.\nПогода.",
        "more",
    ),
    ("ru", "В Донецке открыли школу. Глава ДНР поблагодарил москвичей", "", "more"),
    ("ru", "Трамп заявил о готовности встретиться с Ким Чен Ыном", "", "more"),
    ("ru", "Лавров обсудил с главой МИД Ирана договор", "", "more"),
    ("ru", "Пушилин: ДНР готова к зиме", "", "more"),
    ("ko", "[속보] 북한, 서해로 순항미사일 발사", "", "more"),
    ("ko", '트럼프 "김정은 만날 것"', "", "more"),
    ("ko", "시진핑·푸틴·김정은 나란히 천안문 망루에", "", "more"),
    ("ko", "북한 내륙에 폭우 피해", "", "more"),
    ("ko", "한국 조선업, 러시아 쇄빙선 계약 해지", "", "more"),
    ("ko", "우크라, 러 정유시설 타격", "", "more"),
    ("ko", "오늘의 주요 뉴스", "북한, 러시아에 추가 파병.\n코스피 상승.\n장마 시작.", "more"),
    (
        "ko",
        "국방백서 발간…북 위협 명시",
        "국방부가 백서를 냈다.\n백서는 북한의 핵을 위협으로 적었다.\n병력은 줄었다.\n러시아와의 군사협력도 "
        "언급됐다.\n한미동맹은 굳건하다고 했다.\n예산은 늘었다.\n장관이 서문을 썼다.\n국회에 제출된다.",
        "more",
    ),
    ("uk", "КНДР випробувала крилаті ракети", "", "more"),
    ("uk", "Трамп хоче зустрітися з Кім Чен Ином", "", "more"),
    (
        "uk",
        "Росія атакувала Україну дронами: головне",
        "Удар по Харкову.\nЗагинули двоє.\nРосія застосувала ракету виробництва КНДР.\nРятувальники "
        "працюють.\nМер просить допомоги.\nЄС засудив удар.\nСвітла немає.",
        "more",
    ),
    ("zh", "习近平会见金正恩", "", "more"),
    ("zh", "国际快讯：朝俄会谈、法国罢工、日本地震", "朝俄在平壤会谈。\n法国罢工。\n日本地震。", "more"),
    ("zh", "俄外交部批评日本修宪", "", "more"),
    ("zh", "北京市朝阳区发布通知", "", "more"),
    ("zh", "习近平、普京、金正恩出席阅兵", "", "more"),
    ("ja", "中国軍事パレード、習氏・プーチン氏・金正恩氏が並ぶ", "", "more"),
    ("ja", "北朝鮮、衛星打ち上げ失敗", "", "more"),
    ("ja", "日ロ外相が電話会談", "", "more"),
    (
        "de",
        "Ukraine-Liveblog: ++ Nordkorea soll Raketen liefern ++ EU einigt sich ++",
        "Die EU einigt sich.\nBahn fällt aus.\nKiew meldet Drohnen.\nNordkorea soll Russland Raketen "
        "liefern.\nDer Rubel fällt.\nScholz reist.",
        "more",
    ),
    ("de", "Trump will Kim treffen", "", "more"),
    ("fr", "La Chine reçoit Kim Jong-un", "", "more"),
    ("es", "China, Rusia y Corea del Norte desfilan juntas", "", "more"),
    ("ar", "الصين وروسيا وإيران وكوريا الشمالية", "", "more"),
    ("pl", "Chiny, Rosja i Korea Północna", "", "more"),
    ("hi", "चीन, रूस, ईरान और उत्तर कोरिया पर नजर", "", "more"),
    ("ko", "청해부대 파병 15주년", "", "another country's troops"),
    ("ko", "북한, 중국·러시아와 밀착", "", "list"),
    ("en", "Russia, Ukraine and North Korea on agenda of G7 ministers", "", "list"),
]
