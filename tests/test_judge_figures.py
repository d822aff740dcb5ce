"""The figures that the judge is held to, on the real texts that it was developed with."""

import json

import pytest

from bench.judging import Judged, half
from pipelines.judge import Judge
from tests.test_judge import TOPIC

PRECISION, RECALL = 0.95, 0.95  # the goal on unseen texts with a body
HEADLINE_PRECISION, HEADLINE_RECALL = 0.93, 0.90  # and on headlines alone
NEAR_LET_IN = 0.05


@pytest.fixture(scope="module")
def judged(shared_data):
    judge = Judge(TOPIC)
    rows = (shared_data / "topic" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    docs = [json.loads(row) for row in rows]
    return [Judged(d, judge.judge(d["title"] or "", "", d["text"] or "", d["language"] or "")) for d in docs]


def precision_and_recall(judged: list[Judged]) -> tuple[float, float]:
    right = sum(j.wanted and j.verdict.relevant for j in judged)
    return right / sum(j.verdict.relevant for j in judged), right / sum(j.wanted for j in judged)


@pytest.mark.parametrize("which", ["A", "B"])
def test_texts_with_a_body_reach_the_goal_in_both_halves(judged, which):
    some = [j for j in judged if j.doc["kind"] != "headline" and half(j.doc) == which]
    precision, recall = precision_and_recall(some)
    assert precision >= PRECISION
    assert recall >= RECALL


@pytest.mark.parametrize("which", ["A", "B"])
def test_headlines_reach_the_goal_in_both_halves(judged, which):
    some = [j for j in judged if j.doc["kind"] == "headline" and half(j.doc) == which]
    precision, recall = precision_and_recall(some)
    assert precision >= HEADLINE_PRECISION
    assert recall >= HEADLINE_RECALL


def test_hardly_any_near_text_is_let_in(judged):
    near = [j for j in judged if j.doc["label"] == "near"]
    assert sum(j.verdict.relevant for j in near) <= NEAR_LET_IN * len(near)


def test_every_term_of_a_real_text_stands_where_it_says(judged):
    for j in judged:
        fields = {"title": j.doc["title"] or "", "text": j.doc["text"] or ""}
        assert all(fields[t.field][t.start : t.end] == t.text for t in j.verdict.terms)
