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


@pytest.mark.parametrize("place", ["pairs", "subjects", "exclusions", "others", "digests"])
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
