"""Names in a headline, told in Latin letters to those who do not read its script: from the topic file to the report."""

import json

import pytest

from config.loading import load
from config.scripts import read_by, written_in
from config.topic import Topic
from config.topic import version as topic_version
from errors import ConfigError
from pipelines.glosses import Gloss, Glossary, glossary
from reports.digest import digest
from reports.render import FORMATS
from tests.report_samples import article, back, edited, gone, moved, new_carrier, new_story, rejudged, story
from tests.small_watch import TOPIC, small_watch

KOREAN = "김정은, 쿠르스크 파병군 추모비 제막"
NAMES = [{"name": "Kim Jong Un", "form": "김정은"}, {"name": "Kursk", "form": "쿠르스크"}]
SHIPPED = load(environment={}).topic


def names(text, language=""):
    return [one.name for one in glossary([SHIPPED]).find(text, language)]


@pytest.mark.parametrize(
    ("headline", "language", "told"),
    [
        ("북·러, 쿠르스크에 파병된 폭풍군단", "ko", ["North Korea", "Russia", "Kursk", "Storm Corps"]),
        ("Лавров посетит Пхеньян и встретится с Чхве Сон Хи", "ru", ["Lavrov", "Pyongyang", "Choe Son Hui"]),
        ("露朝条約第4条、プーチン氏が言及", "ja", ["North Korea", "Russia", "Article 4", "Putin"]),
        ("朝鲜半岛局势与库尔斯克", "zh", ["Korean Peninsula", "Kursk"]),
        ("بوتين يلتقي كيم جونغ أون في بيونغ يانغ", "ar", ["Putin", "Kim Jong Un", "Pyongyang"]),
        ("पुतिन और किम जोंग उन की मुलाकात", "hi", ["Putin", "Kim Jong Un"]),
        ("Пак Чон Чхон і Шойгу у Курську", "uk", ["Pak Jong Chon", "Shoigu", "Kursk"]),
        ("Putin meets Kim Jong Un", "en", []),
        ("태평양 함대, 원산지 표시, 달라진 등하산", "ko", ["Pacific"]),  # words that hold 평양, 원산, 라진, 하산
    ],
)
def test_the_names_of_a_headline_are_known_in_its_script(headline, language, told):
    assert sorted(names(headline, language)) == sorted(told)


def test_the_form_is_the_one_that_stands_there_and_a_name_is_told_once():
    found = Glossary({"Kursk": ["Курск*"], "Kursk Oblast": ["Курск* област*"]}).find("Под Курском и в Курской области")
    assert found == (Gloss("Kursk", "Курском"), Gloss("Kursk Oblast", "Курской области"))
    assert Glossary({"Kursk": ["Курск*"]}).find("Курск, Курска") == (Gloss("Kursk", "Курск"),)
    assert Glossary({}).find("Курск") == ()


def test_a_text_is_known_by_its_scripts_and_a_reader_by_languages():
    assert written_in("北, 러시아 12") == {"CJK", "HANGUL"}
    assert written_in("ＫＮ-23 キム・ジョンウン") == {"LATIN", "KATAKANA"}
    assert read_by([]) == {"LATIN"}
    assert read_by(["ja", "uk"]) == {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "CYRILLIC"}


def told_of(reads, shape):
    """A report with the Korean headline in every kind of place, and a Russian copy."""
    korean = article(1, "hangang", KOREAN, language="ko", glosses=NAMES)
    russian = article(2, "vestnik", "Памятник в Курске", language="ru", glosses=[{"name": "Kursk", "form": "Курске"}])
    whole = story(7, korean, 2, 2)
    whole["origin"]["glosses"] = NAMES
    known = story(8, article(3, "nordwire"), 2, 2)
    others = [korean | {"id": number} for number in range(4, 9)]
    events = [
        new_story(1, korean, whole=whole),
        new_carrier(2, russian, whole, korean, "edited"),
        new_carrier(3, others[0], known, article(3, "nordwire")),
        edited(4, others[1], others[1] | {"title": f"{KOREAN}…"}),
        gone(5, others[2]),
        back(6, others[3]),
        moved(7, others[4], "https://hangang.example/old"),
        rejudged(8, korean | {"id": 9}),
    ]
    return FORMATS[shape](digest(events, name="", since=0, until=8, reads=reads), zone="UTC")


@pytest.mark.parametrize("shape", ["terminal", "markdown", "html", "atom"])
def test_they_stand_below_every_headline_that_its_reader_cannot_read(shape):
    told = told_of(["en", "ru"], shape).replace("(names:", "(Names:")
    assert told.count("Names: Kim Jong Un, Kursk") == 7
    assert "Names: Kursk" not in told
    assert told_of(["en"], shape).count("ames: Kursk") == 1
    assert "ames: K" not in told_of(["ko", "ru"], shape)


def test_json_tells_name_and_form_of_what_the_reader_needs():
    made = json.loads(told_of(["ru"], "json"))
    [news] = made["new_stories"]
    assert news["story"]["origin"]["glosses"] == news["carriers"][0]["article"]["glosses"] == NAMES
    assert news["carriers"][1]["article"]["glosses"] == []
    assert json.loads(told_of(["ko"], "json"))["gone"][0]["article"]["glosses"] == []


WRONG = [
    ('"Курск" = ["Kursk"]', "`Курск` is not in Latin letters"),
    ('"Kursk" = []', "`Kursk` has no form in another script"),
    ('"Kursk" = ["*ск"]', "`*ск` is no name"),
    ('"Kursk" = ["Koursk"]', "`Koursk` is in Latin letters itself"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_a_glossary_that_would_help_nobody_is_refused(tmp_path, line, said):
    watch = small_watch(tmp_path)
    watch.write("seeds/topic.local.toml", f"[glosses]\n{line}\n")
    with pytest.raises(ConfigError, match=r"topic.*toml") as wrong:
        load(watch.folder / "treatywatch.toml", environment={})
    assert said in str(wrong.value)


def test_a_language_that_nobody_knows_is_refused(tmp_path):
    watch = small_watch(tmp_path)
    with pytest.raises(ConfigError, match="no language is called `rus`"):
        load(watch.folder / "treatywatch.toml", environment={"TREATYWATCH_REPORT_READS": "en,rus"})


def test_a_glossary_judges_nothing_so_that_another_one_asks_for_no_new_judgement():
    without = SHIPPED.model_copy(update={"glosses": {}})
    assert topic_version([SHIPPED]) == topic_version([without])
    assert isinstance(SHIPPED, Topic)
    assert TOPIC
