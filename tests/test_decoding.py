"""Bytes become the text that was written, whatever the server and the page claim, or claim against each other."""

import pytest

from pipelines.decoding import decode

SAID = {
    "de": "Die größte Brücke über den Fluss soll nächstes Jahr fertig werden. Für Fußgänger wäre das schön.",
    "fr": "Le ministère a déclaré que le pont serait achevé l’été prochain, après des années à la frontière.",
    "es": "El ministro declaró que la construcción terminará el próximo año. ¿Qué pasará mañana?",
    "it": "Il ponte sarà completato l’anno prossimo, perché la città è più vicina. Però non si può.",
    "pt": "O ministério disse que a construção será concluída no próximo ano; não há previsão.",
    "sv": "Ministeriet sade att bron över ån skulle bli färdig nästa år, för första gången på länge.",
    "pl": "Ministerstwo oświadczyło, że budowa mostu zakończy się w przyszłym roku, dzięki współpracy.",
    "cs": "Ministerstvo uvedlo, že stavba mostu skončí příští rok, řekl mluvčí. Žádné další peníze nebudou.",
    "tr": "Bakanlık, köprünün gelecek yıl tamamlanacağını açıkladı; görüşmeler sürüyor, sözcü şöyle dedi.",
    "ru": "Мост достроят в следующем году. Об этом пишет IT-издание Habr со ссылкой на сайт example.com.",
    "uk": "Міністерство повідомило, що міст добудують наступного року. Її відкриють у травні.",
    "ko": "국토교통부는 두만강 자동차 다리를 내년 여름에 개통할 것이라고 밝혔다. 공사는 예정대로 진행되고 있다.",
    "zh": "外交部发言人表示，这座公路大桥将于明年夏天通车，两国的合作会继续发展，这是对人民有利的。",
    "ja": "外務省は、国境の橋が来年の夏に開通すると発表した。工事は予定どおりに進んでいるという。",
    "ar": "قالت وزارة النقل إن الجسر الجديد على الحدود سيفتتح في الصيف المقبل بعد سنوات من العمل.",
}
WRITTEN = [
    ("de", "cp1252"), ("fr", "cp1252"), ("es", "cp1252"), ("it", "cp1252"), ("pt", "cp1252"), ("sv", "cp1252"),
    ("pl", "cp1250"), ("pl", "iso8859-2"), ("cs", "cp1250"), ("tr", "cp1254"), ("ru", "cp1251"), ("ru", "koi8-r"),
    ("ru", "iso8859-5"), ("uk", "cp1251"), ("uk", "koi8-u"), ("ko", "euc-kr"), ("zh", "gb18030"), ("zh", "gbk"),
    ("ja", "shift_jis"), ("ja", "euc_jp"), ("ar", "cp1256"), ("ar", "utf-8"), ("ko", "utf-8"),
]  # fmt: skip


def page(text: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}<title>1</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
@pytest.mark.parametrize("label", ["", "iso-8859-1"])
def test_what_is_undeclared_or_called_latin_is_known_by_its_letters(language: str, encoding: str, label: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    text = page(SAID[language], head)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("language", "encoding", "header", "meta"),
    [
        ("ru", "koi8-r", "windows-1251", "koi8-r"),
        ("ru", "cp1251", "windows-1251", "koi8-r"),
        ("ru", "cp1251", "koi8-r", "windows-1251"),
        ("ru", "cp1251", "utf-8", "koi8-r"),
        ("uk", "koi8-u", "utf-8", "windows-1251"),
        ("ko", "euc-kr", "shift_jis", "euc-kr"),
        ("ko", "euc-kr", "utf-8", "gb2312"),
        ("zh", "gb18030", "big5", "gb2312"),
        ("zh", "gb18030", "euc-kr", ""),
        ("ja", "shift_jis", "gbk", "Shift_JIS"),
        ("ja", "euc_jp", "shift_jis", ""),
        ("ar", "cp1256", "windows-1252", "windows-1251"),
        ("de", "cp1252", "windows-1251", "iso-8859-1"),
        ("pl", "cp1250", "iso-8859-1", "windows-1250"),
        ("ru", "utf-8", "windows-1251", "koi8-r"),
        ("zh", "utf-8", "gb2312", ""),
    ],
)
def test_a_wrong_label_loses_to_the_letters(language: str, encoding: str, header: str, meta: str) -> None:
    text = page(SAID[language], f'<meta charset="{meta}">' if meta else "")
    assert decode(text.encode(encoding), f"text/html; charset={header}") == text


@pytest.mark.parametrize(("label", "text"), [("windows-1253", "Το υπουργείο είπε"), ("tis-620", "กระทรวงกล่าวว่า")])
def test_a_declared_encoding_of_another_language_is_believed(label: str, text: str) -> None:
    whole = page(text, f'<meta charset="{label}">')
    assert decode(whole.encode(label)) == whole
