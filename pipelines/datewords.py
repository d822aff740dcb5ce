"""Words of date lines: month names in the languages of the outlets, and names of time zones."""

import unicodedata

_MONTHS = (
    "january jan января январь янв січня січень січ januar jänner janvier janv enero ene gennaio gen stycznia "
    "sty styczeń janeiro ocak leden ledna januari oca يناير جانفي जनवरी",
    "february feb февраля февраль фев февр лютого лютий лют februar février févr fev febrero febbraio lutego "
    "lut luty fevereiro şubat únor února februari feber fév şub شباط فيفري फ़रवरी فبراير फरवरी",
    "march mar марта март мар березня березень бер märz mär mrz mars marzo marca marzec março mart březen "
    "března maart آذار مارس मार्च",
    "april apr апреля апрель апр квітня квітень кві квіт avril avr abril abr aprile kwietnia kwi kwiecień "
    "nisan nis duben dubna نيسان أفريل أبريل إبريل अप्रैल",
    "may мая май травня травень тра трав mai mayo maggio mag maja maj maio mayıs květen května mei أيار مايو ماي मई",
    "june jun июня июнь июн червня червень чер черв juni juin junio giugno giu czerwca cze czerwiec junho "
    "haziran haz červen června حزيران يونيه جوان يونيو जून",
    "july jul июля июль июл липня липень лип juli juillet juil julio luglio lug lipca lip lipiec julho temmuz tem "
    "červenec تموز يوليه جويلية července يوليو जुलाई",
    "august aug августа август авг серпня серпень сер серп août agosto ago sierpnia sie sierpień ağustos ağu srpen "
    "srpna augusti augustus aoû آب أوت اغسطس أغسطس अगस्त",
    "september sep sept сентября сентябрь сен сент вересня вересень вер septembre septiembre settembre set "
    "września wrz wrzesień setembro eylül eyl setiembre أيلول září سبتمبر सितंबर सितम्बर",
    "october oct октября октябрь окт жовтня жовтень жов жовт oktober okt octobre octubre ottobre ott "
    "października paź październik outubro out ekim eki říjen října أكتوبر अक्टूबर अक्तूबर",
    "november nov ноября ноябрь ноя нояб листопада листопад лис novembre noviembre listopada listopad novembro "
    "kasım kas listopadu نوفمبر नवंबर नवम्बर",
    "december dec декабря декабрь дек грудня грудень гру груд dezember dez décembre déc diciembre dic dicembre "
    "grudnia gru grudzień dezembro aralık ara prosinec prosince ديسمبر दिसंबर दिसम्बर",
)
# A month's name in any form -> its number.
MONTH_OF = {
    unicodedata.normalize("NFKC", name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
# Months of two words, as the Levant writes them -> one word for the same.
TWO_WORDS = {
    "كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر",
    "تشرين الاول": "أكتوبر", "كانون الاول": "ديسمبر",
}  # fmt: skip

# Names of zones with their offsets in hours. IST is India's and CST America's here, as news of the outlets writes them;
# a name that stands for different offsets in other seasons or years (Moscow until 2014) is looked up as an area.
ZONES = {
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "trt": 3, "tsi": 3, "ast": -4, "gst": 4, "pkt": 5, "ist": 5.5,
    "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "pht": 8, "awst": 8, "kst": 9, "jst": 9, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "hst": -10, "sast": 2, "brt": -3, "art": -3, "北京时间": 8, "한국시간": 9, "日本時間": 9,
}  # fmt: skip
AREAS = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "eastern": "America/New_York", "по киеву": "Europe/Kyiv", "за києвом": "Europe/Kyiv",
    "kyiv time": "Europe/Kyiv", "msk": "Europe/Moscow", "мск": "Europe/Moscow", "по москве": "Europe/Moscow",
    "московского времени": "Europe/Moscow", "по московскому времени": "Europe/Moscow", "moscow time": "Europe/Moscow",
}  # fmt: skip
# Names that mean a zone wherever in a date line they stand; others are words of some language (ist, art, est).
UNMISTAKABLE = ("msk", "мск", "московск", "kst", "jst", "utc", "gmt")
