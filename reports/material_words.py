"""The commonest words by which a text says how many, when, who, that not, how surely and on whose word.

Looked up as whole words in languages that part them, else as parts of the text, where "_" stands for a space. A `*` at
a word's end allows any ending, and all forms of it count as one word. Numbers and names listed here are those that no
digit and no capital marks; the names in Korean, Chinese, Japanese and Arabic are of the places, parties and people of
this watch's region, since nothing but a list can tell a name there.
"""

from collections.abc import Mapping
from types import MappingProxyType

NUMBERS, DATES, NAMES = "numbers", "dates", "names"
NEGATION, CERTAINTY, ATTRIBUTION = "negation", "certainty", "attribution"

BY_PARTS = ("ko", "zh", "ja")

_EN = {
    NUMBERS: "two three four five six seven eight nine ten eleven twelve dozen* score hundred* thousand* million* "
    "billion* half third quarter double* triple* twice",
    NEGATION: "not no never none neither nor without cannot won't isn't aren't wasn't weren't don't doesn't didn't "
    "hasn't haven't wouldn't couldn't shouldn't can't denied denies deny fail failed fails refus* reject* unable halt*",
    CERTAINTY: "will would may might could can must should shall likely unlikely reportedly allegedly alleged "
    "possible possibly probably expected plans planned confirmed apparently suspected",
    ATTRIBUTION: "said says told claimed claims according reported reports announced stated citing quoted",
}
_RU = {
    NUMBERS: "два две двое три трое тремя четыре четверо пять пятеро шесть шестеро семь семеро восемь девять десять "
    "десят* сотн* сто двести тыс* млн* миллион* млрд* миллиард* половин* треть* вдвое втрое",
    DATES: "понедельник* вторник* среду среда среды четверг* пятниц* суббот* воскресень* январ* феврал* март марта "
    "марте апрел* май мая мае июн* июл* август* сентябр* октябр* ноябр* декабр*",
    NEGATION: "не нет ни без никогда нельзя опроверг* отрица* отказал*",
    CERTAINTY: "может могут мог могла могли возможно вероятно должен должна должны планирует планируют ожидается "
    "якобы предположительно будет будут подтвердил подтвердили",
    ATTRIBUTION: "сообщил сообщила сообщили сообщает заявил заявила заявили заявляет передает передаёт данным "
    "ссылкой словам сказал сказала рассказал",
}
_UK = {
    NUMBERS: "два дві двоє три троє чотири четверо п'ять п'ятеро шість шестеро сім семеро вісім дев'ять десять "
    "десят* сотн* сто двісті тисяч* мільйон* мільярд* половин* третин* вдвічі",
    DATES: "понеділ* вівтор* середу середа середи четвер* п'ятниц* субот* неділ* січ* лют* берез* квіт* трав* червн* "
    "червень лип* серп* верес* жовт* листопад* груд*",
    NEGATION: "не ні немає без ніколи заперечує спростував* відмов*",
    CERTAINTY: "може можуть міг могла могли можливо ймовірно повинен планує очікується нібито буде будуть",
    ATTRIBUTION: "повідомив повідомила повідомили повідомляє заявив заявила заявили передає даними посиланням словами",
}
_DE = {
    NUMBERS: "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend* hundert* tausend* million* milliard* "
    "hälfte drittel viertel doppel* verdoppel*",
    NEGATION: "nicht kein* nie niemals ohne dementier* bestreit* weiger* ablehn* abgelehnt",
    CERTAINTY: "wird werden würde könnte könnten kann können soll sollen muss müssen dürfte angeblich "
    "wahrscheinlich möglicherweise",
    ATTRIBUTION: "sagte erklärte teilte zufolge laut berichtet berichtete meldet",
}
_FR = {
    NUMBERS: "deux trois quatre cinq six sept huit neuf dix onze douze dizaine* douzaine* cent* centaine* mille "
    "millier* million* milliard* moitié tiers quart double*",
    DATES: "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août "
    "septembre octobre novembre décembre",
    NEGATION: "ne n pas jamais aucun aucune sans dément démenti refus*",
    CERTAINTY: "pourrait pourraient peut peuvent doit doivent devrait serait seraient probablement aurait auraient",
    ATTRIBUTION: "dit déclaré affirmé selon rapporte annoncé",
}
_ES = {
    NUMBERS: "dos tres cuatro cinco seis siete ocho nueve diez once doce decena* docena* cien* cientos mil miles "
    "millón millones mitad tercio doble*",
    DATES: "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre",
    NEGATION: "no nunca ningún ninguna sin niega negó desmint* rechaz*",
    CERTAINTY: "podría podrían puede pueden debe deben debería probablemente supuestamente habría habrían",
    ATTRIBUTION: "dijo declaró afirmó según informó anunció",
}
_AR = {
    NUMBERS: "اثنان اثنين اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر "
    "عشرون عشرين عشرات مئة مئات مائة مئتا ألف ألفا آلاف مليون ملايين مليار نصف ثلث ربع",
    DATES: "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس "
    "سبتمبر أكتوبر نوفمبر ديسمبر",
    NAMES: "موسكو بيونغ سيول بكين طوكيو واشنطن كييف كورسك فلاديفوستوك خاسان راسون وونسان تشونغجين نامبو روسيا كوريا "
    "الصين اليابان أوكرانيا أمريكا بوتين كيم لافروف شويغو بيلوسوف زيلينسكي ترامب",
    NEGATION: "لم لن لا ليس ليست غير دون بدون نفى نفت ينفي تنفي رفض رفضت يرفض ترفض",
    CERTAINTY: "قد ربما يمكن يحتمل محتمل سوف يتوقع متوقع مزعوم يزعم زعم يجب أكد",
    ATTRIBUTION: "قال قالت ذكر ذكرت أعلن أعلنت أكد أكدت أفاد أفادت صرح صرحت نقلا بحسب وفقا حسب",
}
_KO = {
    NUMBERS: "두_명 세_명 네_명 다섯 여섯 일곱 여덟 아홉 열_명 두_척 세_척 두_대 세_대 두_차례 세_차례 수십 수백 "
    "수천 수만 절반 두_배 세_배",
    DATES: "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    NAMES: "모스크바 평양 서울 베이징 도쿄 워싱턴 키이우 쿠르스크 블라디보스토크 하산 두만강 나진 나선 라진 라선 "
    "청진 원산 남포 신의주 개성 "
    "신포 동창리 영변 러시아 북한 한국 중국 일본 우크라이나 미국 푸틴 김정은 최선희 김여정 라브로프 쇼이구 "
    "벨로우소프 젤렌스키 트럼프 시진핑 "
    "노광철 박정천 리영길 김영복 마체고라",
    NEGATION: "않 아니 못하 못했 없 부인 거부 무산 실패",
    CERTAINTY: "수_있 수_없 보인다 보이 전망 예정 가능성 추정 관측 듯 예상 확인",
    ATTRIBUTION: "밝혔 밝힌 전했 전한 말했 따르면 보도 주장 발표",
}
_ZH = {
    DATES: "周日 週日 星期日 星期天",
    NAMES: "莫斯科 平壤 首尔 首爾 北京 东京 東京 华盛顿 華盛頓 基辅 基輔 库尔斯克 庫爾斯克 海参崴 海參崴 哈桑 "
    "图们江 罗津 羅津 罗先 羅先 清津 元山 "
    "南浦 新义州 新義州 开城 宁边 俄罗斯 俄羅斯 朝鲜 朝鮮 韩国 韓國 中国 日本 乌克兰 烏克蘭 美国 美國 普京 金正恩 "
    "崔善姬 金与正 金與正 拉夫罗夫 "
    "绍伊古 别洛乌索夫 泽连斯基 特朗普 习近平 努光铁 朴正天 金英福",
    NEGATION: "不 没 沒 未 无 無 否 拒",
    CERTAINTY: "可能 或将 或許 或许 将 將 会 會 应 應 必须 必須 据称 據稱 预计 預計 疑似 确认 確認",
    ATTRIBUTION: "表示 称 稱 报道 報道 報導 据 據 指出 宣布 透露",
}
_JA = {
    DATES: "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    NAMES: "モスクワ 平壌 ソウル 北京 東京 ワシントン キーウ クルスク ウラジオストク ハサン 豆満江 羅津 羅先 清津 "
    "元山 南浦 新義州 開城 寧辺 ロシア 北朝鮮 "
    "韓国 中国 日本 ウクライナ 米国 プーチン 金正恩 崔善姫 金与正 ラブロフ ショイグ ベロウソフ ゼレンスキー "
    "トランプ 習近平 朴正天 金英福",
    NEGATION: "ない なかった ません ず 否定 拒否 失敗",
    CERTAINTY: "かもしれ 可能性 見通し 予定 みられ はず だろう とされ 確認",
    ATTRIBUTION: "述べ 語った によると 報じ 発表 明らかに 伝え",
}

LISTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **{"en": _EN, "ru": _RU, "uk": _UK, "de": _DE, "fr": _FR, "es": _ES},
        **{"ar": _AR, "ko": _KO, "zh": _ZH, "ja": _JA},
    }
)
