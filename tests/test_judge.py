"""What the judge takes and what it leaves, why, and where the terms stand."""

import tomllib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.judging import Judged, line
from config.topic import Topic
from pipelines.judge import Judge
from pipelines.names import Names, fold
from pipelines.sentences import sentences
from records import Level
from tests.topic_texts import OFF, ON

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TOPIC = Topic.model_validate(tomllib.loads((SEEDS / "topic.toml").read_text(encoding="utf-8")))
JUDGE = Judge(TOPIC)
NAMES = Names(TOPIC.concepts)


def found(text: str, language: str = "") -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.concept) for hit in NAMES.find(text, language)]


def test_the_pacific_is_not_pyongyang_though_its_korean_name_holds_it():
    assert found("러시아 태평양함대 훈련", "ko") == [("러시아", "russia"), ("태평양", "homographs")]
    assert not JUDGE.judge("러시아 태평양함대 훈련", "", "태평양함대가 러시아 연해주에서 훈련했다.", "ko").relevant


@pytest.mark.parametrize(("language", "title", "text", "why"), ON, ids=[f"{row[0]}-{row[1][:40]}" for row in ON])
def test_a_text_on_the_topic_is_taken(language, title, text, why):
    assert JUDGE.judge(title, "", text, language).relevant, why


@pytest.mark.parametrize(("language", "title", "text", "why"), OFF, ids=[f"{row[0]}-{row[1][:40]}" for row in OFF])
def test_a_text_that_only_looks_like_it_is_left(language, title, text, why):
    assert not JUDGE.judge(title, "", text, language).relevant, why


@pytest.mark.parametrize(("language", "title", "text", "why"), ON, ids=[f"{row[0]}-{row[1][:40]}" for row in ON])
def test_the_language_need_not_be_known(language, title, text, why):
    assert JUDGE.judge(title, "", text).relevant, why


def test_empty_fields_are_off_topic():
    verdict = JUDGE.judge("", "", "")
    assert (verdict.score, verdict.level, verdict.terms) == (0.0, Level.OFF, ())


def test_a_text_without_a_title_is_judged_by_its_first_sentence():
    text = "Russia and North Korea exchanged ratification papers on Wednesday.\n" + "\n".join(
        ["The hall was full."] * 8
    )
    assert JUDGE.judge("", "", text).relevant


def test_a_standfirst_counts_as_the_beginning():
    text = "\n".join(["The hall was full.", "Speeches were short.", "Both flags hung there.", "It rained."] * 2)
    with_it = JUDGE.judge("A pact at last", "Russia and North Korea exchanged ratification papers.", text)
    assert with_it.score > JUDGE.judge("A pact at last", "", text).score
    assert {term.field for term in with_it.terms} == {"title", "standfirst"}


def test_one_line_among_many_is_passing():
    text = "\n".join(
        ["Oil fell again on Friday.", "The bank kept its rate."] * 8 + ["North Korea sends shells to Russia."]
    )
    assert JUDGE.judge("Markets this Friday", "", text).level is Level.PASSING


def test_a_digest_is_judged_by_its_headline_alone():
    text = "Russia and North Korea signed a treaty. Putin and Kim Jong Un embraced. It rained in Rome. Oil fell."
    assert JUDGE.judge("Week in review", "", text).level is Level.PASSING
    assert JUDGE.judge("Live updates: Russia and North Korea sign treaty", "", text).relevant


def test_a_row_of_countries_is_no_pair():
    rows = [
        "Russia, China, Iran and North Korea",
        "Россия, Китай, Иран и КНДР",
        "러시아, 중국, 이란, 북한",
        "俄罗斯、中国、伊朗和朝鲜",
        "Russland, China, den Iran und Nordkorea",
    ]
    assert [JUDGE.judge(row, "", "").level for row in rows[:4]] == [Level.PASSING] * 4
    assert JUDGE.judge("Russia and North Korea sign treaty", "", "").score == 1.0


def test_a_row_elsewhere_does_not_spoil_a_pair():
    title = "US, South Korea and Japan condemn Russia's arms trade with North Korea"
    assert JUDGE.judge(title, "", "").relevant


@pytest.mark.parametrize(
    "text",
    [
        "MOSCOW, October 27. /TASS/. North Korea opened a new plant.",
        "МОСКВА, 19 июн - РИА Новости. КНДР открыла завод.",
        "(모스크바=연합뉴스) 북한이 공장을 열었다.",
        "【モスクワ＝共同】北朝鮮が工場を開いた。",
        "Москва. 19 июня. INTERFAX.RU - КНДР открыла завод.",
        "新华社莫斯科6月19日电 朝鲜一家工厂投产。",
    ],
)
def test_where_the_reporter_sits_is_no_evidence(text):
    assert "russia" not in {term.concept for term in JUDGE.judge("", "", text).terms}


def test_terms_say_where_they_stand():
    title = "Путин и Ким Чен Ын подписали договор"
    terms = JUDGE.judge(title, "", "").terms
    assert [(t.text, t.concept, t.field, t.start, t.end) for t in terms] == [
        ("Путин", "russia", "title", 0, 5),
        ("Ким Чен Ын", "north_korea", "title", 8, 18),
        ("договор", "treaty", "title", 29, 36),
    ]


def test_a_name_is_a_whole_word_where_its_script_has_words():
    assert found("under the sun, untold, Unst, Norwegian, dnr, ДНР, Prussia") == []
    assert found("КНДР и ДНР") == [("КНДР", "north_korea")]


def test_the_longer_name_hides_the_shorter_one():
    assert found("South Korea") == [("South Korea", "south_korea")]
    assert found("the North Korean soldiers") == [("North Korean soldiers", "korean_troops")]
    assert found("북중러 회담")[0] == ("북중러", "blocs")


def test_endings_are_part_of_the_name():
    assert found("россиянами, Северной Кореей") == [("россиянами", "russia"), ("Северной Кореей", "north_korea")]


def test_korean_names_carry_particles_and_compounds():
    assert [name for name, _ in found("북한의 러시아에서 북러조약이")] == ["북한", "러시아", "북러", "조약"]


def test_one_syllable_of_korean_is_a_name_only_when_it_stands_alone():
    assert ("북", "north_korea") in found("북, 러시아에 파병")
    assert ("북", "north_korea") not in found("강북 아파트, 북쪽, 북구청")
    assert ("北", "north_korea") in found("北미사일 또 발사")
    assert ("北", "north_korea") not in found("北京和东北的天气")


def test_arabic_names_carry_prefixes():
    assert found("وروسيا") == [("روسيا", "russia")]
    assert found("بروسيا لكوريا الشمالية") == [("روسيا", "russia"), ("كوريا الشمالية", "north_korea")]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("РОССИЯ", {"russia"}),
        ("партнёрство", {"diplomacy"}),
        ("партнерство", {"diplomacy"}),
        ("Росси\u0301я", {"russia"}),
        ("Рос\u00adсия", {"russia"}),
        ("Ｒｕｓｓｉａ", {"russia"}),
        ("Kim\u00a0Jong\u2011un", {"north_korea"}),
        ("Kim Jong Un", {"north_korea"}),
        ("\u1107\u116e\u11a8\u1112\u1161\u11ab", {"north_korea"}),  # 북한 in its parts
        ("Pjo\u0308ngjang", {"north_korea"}),  # o and a diaeresis
        ("북・러 관계", {"both_sides", "diplomacy"}),
    ],
)
def test_what_readers_take_for_equal_is_equal(text, concepts):
    assert {concept for _, concept in found(text)} == concepts


def test_an_initial_does_not_end_a_sentence():
    text = "N. Korea and Russia signed. U.S. officials objected.\n김정은이 말했다.푸틴도 왔다."
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "N. Korea and Russia signed.",
        "U.S. officials objected.",
        "김정은이 말했다.",
        "푸틴도 왔다.",
    ]


SOME_NAMES = [
    "Russia",
    "Северной Кореи",
    "북한",
    "俄朝",
    "露朝条約",
    "كوريا الشمالية",
    "रूस",
    "Kim Jong-un",
    "И\u0306",
    "Corée du Nord",
]
PIECES = st.one_of(
    st.sampled_from(SOME_NAMES), st.text(max_size=12), st.sampled_from([" ", "\n", ". ", "ﬁ", "İ", "\u0301", "ё"])
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map("".join))
def test_every_term_is_the_piece_of_its_field_that_it_names(title, text):
    verdict = JUDGE.judge(title, title[::-1], text)
    fields = {"title": title, "standfirst": title[::-1], "text": text}
    assert 0.0 <= verdict.score <= 1.0
    for term in verdict.terms:
        assert 0 <= term.start < term.end <= len(fields[term.field])
        assert fields[term.field][term.start : term.end] == term.text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["Russia", "Северной Кореи", "كوريا الشمالية"]), st.text(max_size=40))
def test_a_name_between_spaces_is_found_whatever_stands_around_it(before, name, after):
    text = f"{before} | {name} | {after}"
    assert any(text[hit.start : hit.end] == name for hit in NAMES.find(text))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_the_way_back(text):
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_sentences_do_not_overlap(text):
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))


def test_the_same_article_gets_the_same_verdict_from_two_judges():
    for language, title, text, _ in [*ON[:10], *OFF[:10]]:
        assert Judge(TOPIC).judge(title, "", text, language) == JUDGE.judge(title, "", text, language)


def test_figures_of_no_texts_are_printed_too():
    assert "0 texts" in line("none", [])
    verdict = JUDGE.judge("Russia and North Korea sign treaty", "", "")
    assert "P 1.000  R 1.000" in line("one", [Judged({"label": "on"}, verdict)])


def test_one_country_under_two_names_is_one_member_of_a_row():
    assert JUDGE.judge("북한 김정은, 푸틴에 새해 축전", "", "").relevant
    assert not JUDGE.judge("시진핑, 푸틴, 김정은 회동", "", "").relevant


def test_a_headline_over_several_items_names_none_as_its_subject():
    assert JUDGE.judge("Liveblog: Nordkorea schickt Russland Soldaten", "", "").relevant
    assert not JUDGE.judge("Liveblog: ++ Nordkorea hilft Russland ++ Rubel fällt ++ EU tagt ++", "", "").relevant


def test_sentences_that_name_the_sides_in_turn_add_to_their_meeting():
    meeting = "Russia and North Korea have a treaty.\n"
    rest = "It was a warm day.\n" * 3
    in_turn = meeting + "Moscow sends oil.\nPyongyang sends men.\nMoscow is content.\nPyongyang is too.\n" + rest
    one_side = meeting + "Moscow sends oil.\nMoscow sends men.\nMoscow is content.\nMoscow is glad.\n" + rest
    assert JUDGE.judge("A deal", "", in_turn).score > JUDGE.judge("A deal", "", one_side).score


@pytest.mark.parametrize(
    "piece",
    [" ", "\n", ". ", "Russia, Iran, ", "Kim Putin ", "Kim ", "MOSCOW, ", "северн", "북 러 ", "e\u0301", "1. a\n"],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece):
    text = piece * (100_000 // len(piece))
    started = process_time()
    JUDGE.judge(text, "", text)
    assert process_time() - started < 5  # seconds; half a second is usual, squared time would be minutes
