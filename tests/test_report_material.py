"""Which edits change what is said, and which only how."""

import pytest

from reports.facts import read_changes
from reports.material import reasons
from reports.wording import changes
from tests.material_pairs import MATERIAL, MATERIAL_2, NOT, NOT_2


def why(old, new, language="en", field="text"):
    told = read_changes({"changes": changes({field: old}, {field: new}, language)})
    return reasons(told, language, new if field == "title" else "")


@pytest.mark.parametrize(
    ("old", "new", "language", "reason"),
    [
        ("They counted 10,000 men.", "They counted 12,000 men.", "en", ("numbers",)),
        ("The envoy will come soon.", "The envoy may come soon.", "en", ("certainty",)),
        ("It was ready by then.", "It was not ready by then.", "en", ("negation",)),
        ("They met with Kim in spring.", "They met with Choe in spring.", "en", ("names",)),
        ("He called it a new step.", "He called it a “new step”.", "en", ("quotes",)),
        ("The mill is closed, according to officials.", "The mill is closed.", "en", ("attribution",)),
        ("Посол может приехать.", "Посол приехал.", "ru", ("certainty",)),
        ("Солдаты отправлены.", "Солдаты не отправлены.", "ru", ("negation",)),
        ("병력을 파견했다고 한다.", "병력을 파견할 수 있다고 한다.", "ko", ("certainty",)),
        ("합의가 있었다.", "합의가 없었다.", "ko", ("negation",)),
        ("双方将签署条约。", "双方不签署条约。", "zh", ("negation", "certainty")),
        ("部隊は派遣された。", "部隊は派遣される可能性がある。", "ja", ("certainty",)),
        ("Der Vertrag gilt.", "Der Vertrag gilt nicht.", "de", ("negation",)),
    ],
)
def test_what_is_said_changed(old, new, language, reason):
    assert why(old, new, language) == reason


def test_a_sentence_that_came_or_went_is_material():
    first, second = "The bridge was opened in the morning.", "Nobody had been told of the delay before."
    assert why(first, f"{first} {second}") == ("sentences",)
    assert why(f"{first} {second}", first) == ("sentences",)
    assert why("철교가 아침에 개통됐다.", "철교가 아침에 개통됐다. 주민들은 전혀 몰랐다고 했다.", "ko") == (
        "sentences",
    )


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("They went to the town quickly.", "They went to the city quickly.", "en"),
        ("The bridge opened. Updated 5 minutes ago.", "The bridge opened. Updated 9 minutes ago.", "en"),
        ("The bridge opened early.", "The bridge opened early.\nRead more: ten things about bridges and rivers", "en"),
        ("Мост открыт рано.", "Мост открыт рано.\nЧитайте также: десять фактов о мостах и реках", "ru"),
        ("철교가 개통됐다.", "철교가 개통됐다.\n관련기사 다리에 관한 열 가지 사실과 강 이야기", "ko"),
        ("He said “yes”.", "He said 'yes'.", "en"),
    ],
)
def test_wording_and_page_furniture_are_not(old, new, language):
    assert why(old, new, language) == ()


def test_capitals_of_a_headline_in_title_case_are_no_names():
    assert why("Envoys Reach Big Accord", "Envoys Reach Large Accord", field="title") == ()
    assert why("Envoys reach accord with Kim", "Envoys reach accord with Choe", field="title") == ("names",)


def test_the_reasons_come_in_a_fixed_order():
    assert why("It will send 10,000 men.", "It may not send 12,000 men.") == ("numbers", "negation", "certainty")


def test_a_language_without_a_list_is_judged_by_numbers_and_names():
    assert why("Kota itu punya 10 kapal.", "Kota itu punya 12 kapal.", "id") == ("numbers",)


@pytest.mark.parametrize(("language", "field", "old", "new"), [*MATERIAL, *MATERIAL_2])
def test_an_edit_that_a_person_calls_material_is(language, field, old, new):
    assert why(old, new, language, field) != ()


@pytest.mark.parametrize(("language", "field", "old", "new"), [*NOT, *NOT_2])
def test_an_edit_that_a_person_calls_none_is_not(language, field, old, new):
    assert why(old, new, language, field) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It grew to 1,234,567 tonnes.", "It grew to 1 234 567 tonnes."),
        ("Es waren 10.000 Mann.", "Es waren 10 000 Mann."),
        ("وصل ١٬٥٠٠ عامل", "وصل 1500 عامل"),
    ],
)
def test_a_number_is_the_same_however_its_thousands_are_parted(old, new):
    assert why(old, new) == ()


def test_words_inside_a_quotation_are_quoted_and_those_beside_it_are_not():
    assert why("He called it “a long step”.", "He called it “a small step”.") == ("quotes",)
    assert why("He soon called it “a step”.", "He later called it “a step”.") == ()
    assert why("The workers’ long day ended.", "The workers’ hard day ended.") == ()
