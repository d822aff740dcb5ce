"""`article ID`: what is kept, why it is on topic, and a user's own verdict, which counts instead of the judge's."""

import json
from typing import Any

import pytest

from bench import judging
from tests.small_watch import SmallWatch, small_watch
from tests.test_topics_side_by_side import BOTH, BRIDGE, FERRIES, FERRY, NEITHER

LONG = {
    "id": "long",
    "url": "https://lantern.example/long",
    "title": "Norland and Sudmark [again]",
    "text": "Rain fell. Norland met Sudmark at noon.\nThe ferry waited. Nobody came. A dog barked. Sudmark left.",
}


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    return small_watch(tmp_path)


@pytest.fixture
def filled(watch: SmallWatch) -> SmallWatch:
    watch.write("seeds/topics/ferries.toml", FERRIES)
    watch.keep(LONG, FERRY, BOTH, NEITHER)
    return watch


def levels(watch: SmallWatch) -> dict[str, str]:
    return {row["ref"]: row["level"] for row in watch.run("export").lines}


def changes(watch: SmallWatch) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads(watch.run("report", "--since", "0", "--format", "json").out)
    return list(told["rejudged"])


def test_why_marks_the_names_in_the_text_and_says_which_rule_decided(filled: SmallWatch) -> None:
    told = " ".join(filled.run("article", "1", "--why").out.split())
    assert "[Norland] and [Sudmark] [again]" in told
    assert "The bridge: about, score 0.92, by judge" in told
    assert (
        "headline 0.70 x 0.5 + beginning 0.70 x 0.2 + text 0.29 x 0.6 + both sides again 1.00 x 0.25 (of 6 sentences)"
        in told
    )
    assert "norland: Norland 2; sudmark: Sudmark 3" in told
    assert "[Norland] met [Sudmark] at noon." in told
    assert "Ferries: off, score 0.00, by judge" in told or "Ferries: passing" in told


def test_one_topic_can_be_asked_about_and_several_articles(filled: SmallWatch) -> None:
    told = filled.run("article", "2", "3", "--why", "--topic", "ferries").out
    assert told.count("Ferries: related") == 2
    assert "The bridge" not in told
    rows = json.loads(filled.run("article", "2", "3", "--why", "--json").out)
    assert [row["id"] for row in rows] == [2, 3]
    reasons = {verdict["topic"]: verdict["reason"] for verdict in rows[0]["verdicts"]}
    assert reasons["ferries"] == "no text: headline 0.70 alone"
    assert filled.run("article", "9", expect=2).err == "article 9: does not exist; `treatywatch search` finds them\n"
    said = filled.run("article", "1", "--why", "--topic", "ferry", expect=2).err
    assert said == "topic `ferry`: is not among those that are on; did you mean `ferries`?\n"


def test_a_user_s_verdict_counts_is_told_and_can_be_taken_back(watch: SmallWatch) -> None:
    watch.keep(BRIDGE, NEITHER)
    assert watch.run("article", "1", "--off").err == "article 1: was related, is off\n"
    assert watch.run("article", "2", "--on").err == "article 2: was off, is about\n"
    assert watch.run("article", "2", "--on").err == "article 2: was on already\n"
    assert levels(watch) == {"b": "off", "n": "about"}
    assert [(one["article"]["id"], one["was"], one["verdict"]["level"], one["why"]) for one in changes(watch)] == [
        (1, "related", "off", "user"),
        (2, "off", "about", "user"),
    ]
    assert "by your own verdict" in watch.run("report", "--since", "0").out
    told = watch.run("article", "1", "--why").out
    assert "off, score 0.00, by user" in told
    assert "by judge, which does not count" in told
    assert [row["id"] for row in watch.run("search", "--jsonl").lines] == [2]
    assert {row["id"] for row in watch.run("search", "level:off,about", "--jsonl").lines} == {1, 2}
    assert watch.run("article", "1", "2", "--auto").err == (
        "article 1: was off, is related\narticle 2: was about, is off\n"
    )
    assert watch.run("article", "1", "--auto").err == "article 1: nothing was said of it\n"
    assert levels(watch) == {"b": "related", "n": "off"}


def test_a_user_s_verdict_can_be_of_one_topic(filled: SmallWatch) -> None:
    filled.run("article", "3", "--off", "--topic", "main")
    assert [row["id"] for row in filled.run("search", "topic:ferries", "--jsonl").lines] == [3, 2]
    assert [row["id"] for row in filled.run("search", "topic:main", "--jsonl").lines] == [1]
    filled.run("article", "3", "--off")
    assert 3 not in {row["id"] for row in filled.run("search", "--jsonl").lines}


def test_what_users_decided_comes_out_as_labelled_data(watch: SmallWatch, capsys) -> None:
    watch.keep(LONG, BRIDGE, NEITHER)
    watch.run("article", "1", "3", "--on")
    watch.run("article", "2", "--off")
    path = watch.folder / "labels.jsonl"
    watch.run("export", "--labels", "--output", str(path))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["label"], row["kind"]) for row in rows] == [
        (1, "on", "full"),
        (2, "near", "headline"),
        (3, "on", "headline"),
    ]
    assert watch.run("export", "--labels").lines == rows
    judging.main([str(path), "--topic", str(watch.folder / "seeds" / "topic.toml")])
    assert "3 texts    2 on   P 0.500  R 0.500" in capsys.readouterr().out
