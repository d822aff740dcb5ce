"""Folding on the development set: real articles in order of arrival, with every edit that syndication makes."""

import pytest

from bench.clusters import agreement
from bench.folding import false_folds, fold_all, recall_by_edit
from bench.lines import lines


@pytest.fixture(scope="module", name="docs")
def articles_in_order_of_arrival(shared_data):
    return list(lines(shared_data / "syndication" / "docs.jsonl.gz"))


@pytest.fixture(scope="module", name="truth")
def true_clusters(shared_data):
    return {line["id"]: line for line in lines(shared_data / "syndication" / "truth.jsonl.gz")}


@pytest.fixture(scope="module", name="folded")
def predicted(docs, tmp_path_factory):
    return fold_all(docs, tmp_path_factory.mktemp("folding") / "folding.db")


def test_stories_agree_with_the_true_clusters(truth, folded):
    right = agreement({key: line["cluster"] for key, line in truth.items() if line["score"]}, folded.stories)
    assert right.precision >= 0.99
    assert right.f1 >= 0.992
    assert right.b3_f1 >= 0.995


def test_copies_are_found_whatever_was_done_to_them(truth, folded):
    found = recall_by_edit(truth, folded.stories)
    assert min(part for part, _ in found.values()) >= 0.95
    assert found["verbatim"][0] >= 0.99


def test_what_only_looks_like_a_copy_is_left_alone(docs, truth, folded):
    assert max(part for part, _ in false_folds(docs, truth, folded.foldings).values()) <= 0.02
