"""The topic file: it loads, it knows its languages, and a mistake in it is named."""

import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config.topic import Topic
from pipelines.judge import Judge
from pipelines.names import fold

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MORE_LANGUAGES = ("bg", "pt", "vi", "tr", "it", "cs")
CORE = (
    "russia",
    "north_korea",
    "both_sides",
    "ukraine",
    "treaty_title",
    "treaty",
    "korean_troops",
    "troops",
    "arms",
    "law",
    "diplomacy",
)
LANGUAGES = ("en", "ru", "ko", "uk", "zh", "ja", "de", "fr", "es", "ar", "pl", "hi")


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return tomllib.loads((SEEDS / "topic.toml").read_text(encoding="utf-8"))


@pytest.fixture
def small() -> dict[str, Any]:
    names = {"a": ["Aland"], "b": ["Berland"], "s": ["treaty"]}
    return {
        "name": "Aland and Berland",
        "pairs": [["a", "b"]],
        "subjects": ["s"],
        "concepts": {key: {"names": {"en": value}} for key, value in names.items()},
    }


def test_the_shipped_topic_is_valid(tables):
    assert Topic.model_validate(tables).pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sides_and_every_subject_have_names_in_each_language(tables, language):
    topic = Topic.model_validate(tables)
    needed = {side for pair in topic.pairs for side in pair} | set(topic.subjects) - {"korean_troops"}
    without = [name for name in sorted(needed) if not topic.concepts[name].names.get(language)]
    assert without == []


@pytest.mark.parametrize("language", MORE_LANGUAGES)
def test_what_is_at_the_core_has_names_in_six_more_languages(tables, language):
    topic = Topic.model_validate(tables)
    assert [name for name in CORE if not topic.concepts[name].names.get(language)] == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("bg", "Русия и Северна Корея подписаха договор"),
        ("pt", "Rússia e Coreia do Norte ratificam tratado"),
        ("vi", "Nga và Triều Tiên phê chuẩn hiệp ước"),
        ("tr", "Rusya ile Kuzey Kore anlaşma imzaladı"),
        ("it", "Russia e Corea del Nord firmano un trattato"),
        ("cs", "Rusko a Severní Korea podepsaly smlouvu"),
        ("fi", "Putin ja Kim Jong-un tapasivat"),  # no names of its own: names in its script are found
        ("sr", "Путин и Ким Чен Ун"),
    ],
)
def test_a_headline_in_a_further_language_is_about_the_topic(tables, language, title):
    assert Judge(Topic.model_validate(tables)).judge(title, "", "", language).relevant


@pytest.mark.parametrize(
    ("published", "relevant"),
    [
        ("", True),
        ("2024-05-31", False),
        ("2024-06-01", True),
        ("2024-05-31T23:59:59Z", False),
        ("2026-12-31T23:00:00", True),
        ("2027-01-01", False),
    ],
)
def test_an_article_published_outside_the_topic_s_time_is_off_and_keeps_its_terms(small, published, relevant):
    judge = Judge(Topic.model_validate({**small, "since": "2024-06-01", "until": "2026-12-31"}))
    verdict = judge.judge("Aland signs treaty with Berland", "", "", published=published)
    assert verdict.relevant is relevant
    assert len(verdict.terms) == 3


def test_a_time_span_that_ends_before_it_begins_is_an_error(small):
    with pytest.raises(ValidationError, match="`until` may not be before `since`"):
        Topic.model_validate({**small, "since": "2025-01-01", "until": "2024-01-01"})


def test_no_name_of_the_shipped_topic_is_written_twice_for_one_concept_and_language(tables):
    doubled = [
        (concept, language, name)
        for concept, table in tables["concepts"].items()
        for kind in ("names", "weak", "echoes")
        for language, names in table.get(kind, {}).items()
        for name in names
        if [fold(n).text for n in names].count(fold(name).text) > 1
    ]
    assert doubled == []


def test_a_name_is_either_full_or_weak_in_the_shipped_topic(tables):
    both = [
        (concept, language, name)
        for concept, table in tables["concepts"].items()
        for language, names in table.get("weak", {}).items()
        for name in names
        if name in table.get("names", {}).get(language, []) or name in table.get("echoes", {}).get(language, [])
    ]
    assert both == []


@pytest.mark.parametrize("place", ["pairs", "subjects", "exclusions", "solo", "others", "digests"])
def test_an_unknown_concept_is_named_with_its_place(small, place):
    small[place] = [["a", "nowhere"]] if place == "pairs" else ["nowhere"]
    with pytest.raises(ValidationError, match=rf"`{place}` names the concept `nowhere`"):
        Topic.model_validate(small)


def test_an_unknown_concept_in_implies_is_an_error(small):
    small["concepts"]["s"]["implies"] = ["nowhere"]
    with pytest.raises(ValidationError, match=r"`concepts.s.implies` names the concept `nowhere`"):
        Topic.model_validate(small)


@pytest.mark.parametrize("pair", [["a", "b", "s"], ["a", "a"], []])
def test_a_pair_is_two_different_concepts_or_one(small, pair):
    small["pairs"] = [pair]
    with pytest.raises(ValidationError, match="two different concepts"):
        Topic.model_validate(small)


@pytest.mark.parametrize("name", ["*", "* b", "*land", ""])
def test_a_name_without_a_beginning_is_an_error(small, name):
    small["concepts"]["a"]["names"]["en"] = [name]
    with pytest.raises(ValidationError, match="is no name"):
        Topic.model_validate(small)


def test_a_concept_without_names_is_an_error(small):
    small["concepts"]["a"] = {"names": {"en": []}}
    with pytest.raises(ValidationError, match="at least one name"):
        Topic.model_validate(small)


def test_a_misspelt_key_is_an_error(small):
    small["treshold"] = 0.5
    with pytest.raises(ValidationError, match="treshold"):
        Topic.model_validate(small)


def test_the_level_about_is_not_below_the_threshold(small):
    small |= {"threshold": 0.8, "about": 0.6}
    with pytest.raises(ValidationError, match="`about`"):
        Topic.model_validate(small)


def test_another_topic_needs_nothing_but_another_file(small):
    verdict = Judge(Topic.model_validate(small)).judge("Aland signs treaty with Berland", "", "")
    assert verdict.relevant
    assert [term.text for term in verdict.terms] == ["Aland", "treaty", "Berland"]


def test_one_concept_can_be_a_topic_of_its_own(small):
    small["pairs"] = [["a"]]
    judge = Judge(Topic.model_validate(small))
    assert judge.judge("Aland votes", "", "").relevant
    assert not judge.judge("Berland votes", "", "").relevant


def test_a_topic_can_be_handed_to_another_process(tables):
    topic = Topic.model_validate(tables)
    assert pickle.loads(pickle.dumps(topic)) == topic
