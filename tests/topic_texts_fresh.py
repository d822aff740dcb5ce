"""Eighty texts of our own in the classes that are hardest to judge, written before the rules were run on them.

Each is (language, title, text, class). What the first run said, before any rule was changed for them, stands in
`bench/README.md`; they are in-sample since.
"""

Text = tuple[str, str, str, str]

ON: list[Text] = [
    ("en", "Korean sappers clear last fields around Sudzha, governor says", "", "sappers"),
    ("en", "Kursk thanks Pyongyang with a street named after its fallen", "", "Kursk"),
    ("en", "Lavrov to fly to Wonsan for second round of strategic talks", "", "Lavrov"),
    ("en", "Duma speaker hands Kim a copy of the ratified pact", "", "ratification"),
    ("ru", "Корейские саперы сняли в Курской области ещё 12 тысяч мин", "", "sappers"),
    ("ru", "Лавров передал Ким Чен Ыну личное послание", "", "Lavrov"),
    ("ru", "В Судже открыли памятник воинам КНДР", "", "Kursk"),
    ("ru", "Хинштейн поблагодарил корейских товарищей за восстановление Курщины", "", "sappers"),
    ("ko", "인민군 공병, 쿠르스크 지뢰밭에 다시 투입", "", "People's Army"),
    ("ko", "라브로프, 원산서 최선희와 전략대화", "", "Lavrov"),
    ("ko", "러 하원 대표단 평양행…조약 2주년 논의", "", "delegation"),
    ("uk", "На Курщині знову помітили саперів КНДР", "", "sappers"),
    ("uk", "Пхеньян відправить до РФ ще шість тисяч робітників", "", "workers"),
    ("ja", "朝鮮人民軍の工兵、クルスク州で地雷撤去を再開", "", "People's Army"),
    ("ja", "ラブロフ外相、元山で崔善姫外相と会談", "", "Lavrov"),
    ("zh", "崔善姬启程前往莫斯科", "", "visit"),
    ("de", "Pjöngjangs Pioniere räumen weiter Minen bei Kursk", "", "sappers"),
    ("fr", "Lavrov reçu à Wonsan par la cheffe de la diplomatie nord-coréenne", "", "Lavrov"),
    ("es", "Pionyang enviará más zapadores a Kursk", "", "sappers"),
    ("ar", "لافروف يصل إلى بيونغ يانغ لإجراء محادثات", "", "Lavrov"),
    ("pl", "Ławrow w Pjongjangu: traktat działa", "", "Lavrov"),
    ("hi", "लावरोव प्योंगयांग पहुंचे, किम से मिलेंगे", "", "Lavrov"),
    (
        "en",
        "Wreaths laid for the fallen of the liberation",
        "Regional officials laid wreaths on Saturday at a new memorial outside Sudzha. It honours the Korean "
        "fighters who died there in the winter of 2025. The governor thanked the DPRK's ambassador, who "
        "stood beside him. Children read out the names of the dead. A second stage of the memorial, with a "
        "museum, is to open next spring. Pyongyang paid for the bronze.",
        "Kursk",
    ),
    (
        "en",
        "A bridge, a train and a lot of cement",
        "The first lorries are to cross the Tumen by summer. Builders on the Russian bank have set the last "
        "pier of the road bridge, the transport ministry in Moscow said. North Korea's customs house at "
        "Tumangang is roofed. Until now the river has carried only a railway. Traders in Vladivostok hope "
        "for coal, seafood and labour to come the other way. Sanctions experts are less pleased.",
        "links",
    ),
    (
        "en",
        "He answered in Korean: inside a Kyiv prisoner interview",
        "The young man looks at his hands. He says he was told it was an exercise. Ukrainian interrogators "
        "show him a map of Kursk. He is one of two North Koreans still held in Kyiv. Seoul says it would "
        "take them. Russia has not asked for them back.",
        "prisoners",
    ),
    (
        "ru",
        "Памятник откроют весной",
        "В Курске утвердили проект мемориала. Он посвящён бойцам Корейской народной армии, погибшим при "
        "освобождении области. Скульптор из Пхеньяна уже приезжал осмотреть площадку. Губернатор сказал, что "
        "дружба двух народов скреплена кровью. Работы начнутся в марте. Посольство КНДР передало список имён.",
        "Kursk",
    ),
    (
        "ru",
        "Саперы из КНДР вернулись домой",
        "Сводный инженерный полк завершил работы на освобождённой территории. За полгода обезврежено более "
        "миллиона боеприпасов. В Пхеньяне полк встречал Ким Чен Ын. Девять военных погибли. Москва наградила "
        "командира орденом. Новая смена прибудет летом.",
        "sappers",
    ),
    (
        "ko",
        "인민군 열병식에 등장한 '해외작전부대'",
        "북한이 당 창건일을 맞아 김일성광장에서 열병식을 열었다. 대열 맨 앞에는 쿠르스크에 파병됐던 부대가 "
        "섰다. 러시아 국방부 대표단이 주석단에 앉았다. 김정은은 연설에서 조약의 의무를 끝까지 이행하겠다고 "
        "말했다. 신형 미사일은 공개되지 않았다. 푸틴 대통령의 축하 서한도 낭독됐다.",
        "People's Army",
    ),
    (
        "ko",
        "두만강 자동차 다리 상판 연결",
        "러시아 교통부는 두만강을 건너는 자동차 다리의 상판이 모두 연결됐다고 밝혔다. 다리는 하산과 "
        "두만강역을 잇는다. 완공은 내년 여름이다. 북한 쪽 세관 건물도 거의 지어졌다. 전문가들은 교역이 두 "
        "배로 늘 것으로 본다.",
        "links",
    ),
    (
        "uk",
        "Полонені з Пхеньяна хочуть до Сеула",
        "Двоє солдатів із Північної Кореї залишаються в Києві. Їх узяли в полон у Курській області. Адвокат "
        "каже, що обидва просять не повертати їх додому. Росія про них не згадує. Південна Корея готова їх "
        "прийняти. Рішення ще немає.",
        "prisoners",
    ),
    (
        "ja",
        "戦死者の博物館、平壌に開館",
        "北朝鮮は平壌で、クルスク州で戦死した兵士をたたえる博物館を開いた。式典にはロシアの国防次官が出席した"
        "。金正恩総書記は遺族を抱きしめた。館内には鹵獲した戦車が並ぶ。条約の原本の写しも展示されている。見学"
        "は年明けから始まる。",
        "museum",
    ),
    (
        "zh",
        "条约生效两周年:两国互致贺电",
        "朝中社报道,金正恩与普京互致贺电,庆祝全面战略伙伴关系条约生效两周年。普京称条约是两国关系的里程碑。金"
        "正恩说朝鲜将永远站在俄罗斯一边。双方驻对方首都的大使馆举行了招待会。俄方代表团将于下周抵达平壤。",
        "anniversary",
    ),
    (
        "de",
        "Ein Vertrag und seine Folgen",
        "Vor zwei Jahren unterschrieben Putin und Kim in Pjöngjang. Seither kamen Soldaten, Granaten und "
        "Arbeiter nach Russland. Nordkorea erhielt Öl, Geld und Luftabwehr. Artikel 4 verpflichtet beide zum "
        "Beistand. Seoul fürchtet, dass mehr folgt. Moskau spricht von Freundschaft.",
        "treaty",
    ),
    (
        "fr",
        "Les ouvriers de Vladivostok",
        "Ils arrivent par le train, en groupes de vingt. Ces Nord-Coréens travaillent sur les chantiers de "
        "Vladivostok malgré les sanctions. La Russie leur donne des visas d'étudiant. Pyongyang garde la "
        "plus grande part du salaire. Un contremaître russe dit n'en avoir jamais vu autant. L'ONU ne peut "
        "plus enquêter.",
        "workers",
    ),
    (
        "es",
        "Los nombres en el muro",
        "Pionyang ha inaugurado un muro con los nombres de sus muertos en Kursk. El embajador de Rusia llevó "
        "flores. Kim Jong-un lloró ante las cámaras. Seúl calcula dos mil muertos. El régimen nunca da "
        "cifras. Otros mil zapadores siguen en la región.",
        "Kursk",
    ),
    (
        "pl",
        "Sejm, Duma i podpis",
        "Duma przyjęła ustawę o ratyfikacji jednogłośnie. Traktat z Koreą Północną zobowiązuje Rosję do "
        "pomocy w razie napaści. Kim Dzong Un podpisał dekret dwa dni później. Dokumenty wymieniono w "
        "Moskwie. Traktat wszedł w życie czwartego grudnia.",
        "ratification",
    ),
    (
        "ar",
        "عمال من الشمال في موسكو",
        "وصل ألف عامل من كوريا الشمالية إلى موسكو للعمل في البناء. تقول روسيا إنهم طلاب. تحظر عقوبات الأمم "
        "المتحدة هذا العمل. تأخذ بيونغ يانغ معظم أجورهم. وقال خبير إن المعاهدة فتحت الباب.",
        "workers",
    ),
    (
        "hi",
        "संधि के दो साल",
        "रूस और उत्तर कोरिया की संधि को दो साल हो गए। पुतिन और किम ने प्योंगयांग में इस पर हस्ताक्षर किए थे। "
        "तब से हजारों सैनिक कुर्स्क भेजे गए। बदले में मॉस्को ने तेल दिया। दक्षिण कोरिया चिंतित है।",
        "treaty",
    ),
    (
        "uk",
        "Снаряди з Раджина",
        "Порт Раджин знову приймає російські судна. Супутникові знімки показують сотні контейнерів. Розвідка "
        "вважає, що в них снаряди з КНДР. Звідти вони йдуть потягом до складів біля Тихорецька. Половина "
        "калібру 152 міліметри з Північної Кореї.",
        "shells",
    ),
    (
        "ko",
        "포로 두 명, 겨울을 나다",
        "우크라이나에 붙잡힌 북한군 포로 두 명이 한국행을 다시 요청했다. 이들은 쿠르스크에서 생포됐다. "
        "면회한 변호사는 건강이 나쁘지 않다고 전했다. 러시아는 답하지 않고 있다. 정부는 모두 받아들이겠다는 "
        "뜻을 밝혔다.",
        "prisoners",
    ),
]

OFF: list[Text] = [
    ("en", "Kim Jong Un sends New Year cards to Xi, Putin, Lukashenko and a dozen more", "", "greetings"),
    ("en", "Live: Kyiv hit by drones, Fed decision, DPRK launch — Wednesday's headlines", "", "liveblog"),
    ("en", "Kremlin comments on North Korean missile over Japan", "", "comment"),
    ("en", "New howitzer, seen for export to Russia, tested by Seoul's neighbour? No: it is Turkish", "", "weapons"),
    ("en", "What we know on day 1,402 of Russia's invasion of Ukraine", "", "liveblog"),
    ("en", "Belarus and Kursk traders eye Korean cosmetics", "", "Kursk"),
    ("ru", "Ким Чен Ын поздравил с Новым годом лидеров Китая, России, Вьетнама и Лаоса", "", "greetings"),
    ("ru", "Главное за день: взрыв в Стамбуле, пуск ракеты КНДР, итоги заседания ЦБ РФ", "", "digest"),
    ("ru", "Южнокорейские автомобили возвращаются в Россию", "", "South Korea"),
    ("ru", "Под Курском сбили 14 беспилотников", "", "Kursk"),
    ("ko", "[오늘의 주요 뉴스] 北 미사일·러 공습·美 금리", "", "digest"),
    ("ko", "한러 직항 재개 논의", "", "South Korea"),
    ("ko", "김정은, 신형 자주포 시찰", "", "weapons"),
    ("uk", "Головне за день: удар по Києву, ракета КНДР, вибори в Чехії", "", "digest"),
    ("ja", "北朝鮮、弾道ミサイル発射　ロシア紙も速報", "", "missile"),
    ("ja", "ロシアとベラルーシが合同演習", "", "Belarus"),
    ("zh", "早报:俄乌和谈、朝鲜试射、美股大跌", "", "digest"),
    ("de", "Nordkorea testet Rakete – Moskau, Peking und Tokio reagieren", "", "missile"),
    ("fr", "En direct : frappes russes sur Odessa, tir nord-coréen, budget", "", "liveblog"),
    ("es", "Kim felicita a los líderes de China, Rusia y Cuba por el año nuevo", "", "greetings"),
    ("pl", "Korea Północna wystrzeliła pocisk; Rosja, USA i Japonia komentują", "", "missile"),
    ("hi", "किम ने मिसाइल परीक्षण देखा", "", "missile"),
    (
        "en",
        "North Korea shows off a longer-range rocket launcher",
        "State media said leader Kim Jong Un watched the launch of a new 600 mm rocket system. Six rockets "
        "flew 380 km into the East Sea. Seoul's military condemned the firing. The launcher carries one more "
        "tube than the old one. Analysts noted its new guidance fins. South Korea and the United States will "
        "hold drills next week. Some experts believe the weapon may be meant for export to Russia. Japan "
        "lodged a protest. The launcher was first shown at a parade in 2020.",
        "weapons",
    ),
    (
        "en",
        "Cards from Pyongyang",
        "Kim Jong Un sent New Year cards to heads of state, KCNA said. They went to the leaders of China, "
        "Russia, Vietnam, Laos, Mongolia and Cuba. Cards also went to party heads in Indonesia and Syria. "
        "The agency did not print the texts. In return flowers arrived from many embassies. Kim spent the "
        "holiday at a concert with children.",
        "greetings",
    ),
    (
        "en",
        "Ukraine war briefing: Odesa power out again",
        "Russian drones cut power to half of Odesa overnight. Zelenskyy asked for more air defence. In "
        "Brussels ministers discussed frozen assets. A refinery burned near Samara. Poland scrambled jets. "
        "Officials in Kyiv said a North Korean shell was found at one site. The EU will meet again on "
        "Thursday. Grain prices fell. Trump said he was disappointed.",
        "passing",
    ),
    (
        "en",
        "Seoul's defence exports hit a record",
        "South Korea sold arms worth 20 billion dollars this year. Poland bought most of the tanks. Norway "
        "chose rockets. Demand rose after Russia invaded Ukraine. The industry employs 60,000 people. Its "
        "factories were built against the threat from North Korea. Ministers hope for more orders from the "
        "Gulf.",
        "passing",
    ),
    (
        "ru",
        "Путин провёл совещание по экономике",
        "Владимир Путин обсудил с правительством бюджет. Рост ВВП составит один процент. Министр рассказал "
        "об урожае. Отдельно говорили о дорогах. Президент напомнил о переговорах с Китаем, Индией и КНДР. "
        "Банк России сохранит ставку. Совещание длилось три часа.",
        "passing",
    ),
    (
        "ru",
        "Ким Чен Ын посетил завод",
        "Лидер КНДР осмотрел новый цех по выпуску тракторов. Его сопровождали члены правительства. Он "
        "похвалил рабочих. Завод построили за год. Раньше такие машины покупали в России. Ким потребовал "
        "удвоить выпуск. Вечером был концерт.",
        "passing",
    ),
    (
        "ru",
        "Бои под Суджей: как это было",
        "Колонна вошла в город на рассвете. Жители прятались в подвалах. Через неделю подтянулись резервы. "
        "Украинские части отошли к границе. Школа сгорела. Сейчас город восстанавливают, работают саперы. "
        "Приедут строители из Сербии.",
        "Kursk",
    ),
    (
        "ko",
        "北, 신형 구축함 진수",
        "북한이 세 번째 구축함을 진수했다. 김정은 국무위원장이 행사에 참석했다. 함정에는 수직발사관 74기가 "
        "실렸다. 합동참모본부는 동향을 살피고 있다. 전문가들은 레이더가 새것이라고 평가했다. 일각에서는 "
        "러시아 기술이 쓰였을 가능성을 제기한다. 해군은 대비태세를 높였다. 다음 함정은 내년에 나온다.",
        "weapons",
    ),
    (
        "ko",
        "국제 단신",
        "▲우크라이나 오데사에 정전이 이어졌다. ▲파리에서 기후 회의가 열렸다. ▲북한이 단거리 미사일을 쐈다. "
        "▲브라질 대통령이 수술을 받았다. ▲러시아 중앙은행이 금리를 내렸다. ▲일본 총리가 인도를 찾았다.",
        "digest",
    ),
    (
        "uk",
        "Ніч у Харкові",
        "Росіяни вдарили по Харкову балістикою. Зруйновано будинок. Рятувальники працюють. Прокуратура "
        "вивчає уламки. За попередніми даними, це ракета КНДР. Поранено шестеро людей. Мер оголосив жалобу. "
        "У місті немає світла. Школи закриті.",
        "passing",
    ),
    (
        "ja",
        "北朝鮮が党大会、経済計画を採択",
        "北朝鮮は平壌で党大会を開き、五カ年計画を採択した。金正恩総書記は農業の立て直しを訴えた。地方の工場建"
        "設も続ける。中国とロシア、ベトナムから祝電が届いた。核開発の方針に変更はない。韓国政府は分析を急いで"
        "いる。大会は七日間続いた。",
        "passing",
    ),
    (
        "zh",
        "朝鲜试射新型防空导弹",
        "朝鲜国防科学院试射了新型防空导弹。金正恩观看了试射。韩国军方表示正在分析。美国称将继续与盟友磋商。导"
        "弹击中了两个目标。有分析认为该技术可能来自俄罗斯。日本政府提出抗议。",
        "weapons",
    ),
    (
        "zh",
        "俄罗斯总统新年致辞",
        "俄罗斯总统普京发表新年致辞。他感谢前线士兵。他说经济保持稳定。他向多国领导人致以问候,包括中国、印度"
        "、越南、朝鲜和古巴。致辞持续四分钟。全国各时区依次播放。",
        "greetings",
    ),
    (
        "de",
        "Liveticker: Ukraine meldet Angriffe auf drei Städte",
        "07:10 Uhr: Drohnen über Dnipro. 08:30 Uhr: Selenskyj spricht mit Merz. 09:45 Uhr: Russland meldet "
        "Einnahme eines Dorfes. 11:00 Uhr: Geheimdienst sieht neue Munition aus Nordkorea. 12:20 Uhr: EU "
        "berät Sanktionen. 13:00 Uhr: Strom in Odessa wieder da. 15:00 Uhr: Papst ruft zum Frieden auf.",
        "liveblog",
    ),
    (
        "fr",
        "Séoul et Washington renforcent leur alliance",
        "Les deux ministres de la Défense se sont vus à Séoul. Ils ont parlé de dissuasion. La Corée du Nord "
        "reste leur premier souci. Des bombardiers viendront plus souvent. Un sous-marin fera escale à "
        "Busan. Le texte évoque en une ligne les liens de Pyongyang avec la Russie. La Chine a protesté.",
        "passing",
    ),
    (
        "es",
        "Irán y Rusia estrenan su tratado",
        "El tratado de asociación estratégica entre Irán y Rusia ya está en vigor. No incluye defensa mutua. "
        "Teherán comprará aviones. Moscú recibirá drones. Analistas recuerdan que el pacto con Corea del "
        "Norte sí la incluye. El comercio crecerá. Los presidentes hablaron por teléfono.",
        "Iran",
    ),
    (
        "pl",
        "Pjongjang pokazał nowy czołg",
        "Kim Dzong Un prowadził nowy czołg podczas ćwiczeń. Wóz ma aktywną osłonę. Seul uważa, że to kopia. "
        "Telewizja pokazała strzelania. Czołg może kiedyś trafić na eksport, także do Rosji. Japonia śledzi "
        "sprawę. Manewry potrwają tydzień.",
        "weapons",
    ),
    (
        "ar",
        "كوريا الشمالية تطلق صاروخا",
        "أطلقت كوريا الشمالية صاروخا باليستيا نحو البحر. قالت سيول إنه قطع 600 كيلومتر. أدانت اليابان "
        "الإطلاق. دعت الصين إلى ضبط النفس. قالت روسيا إنها تتابع الوضع. يجتمع مجلس الأمن غدا.",
        "missile",
    ),
]
