"""Folding in Russian, Korean, Chinese and Japanese: sets of our own, with every edit that syndication makes."""

import pytest

from bench.clusters import agreement
from bench.folding import false_folds, fold_all, recall_by_edit
from tests.folding_sets import LANGUAGES, Labelled, labelled

REACHED = {"ru": 0.97, "ko": 0.97, "zh": 0.97, "ja": 0.97}


@pytest.fixture(scope="module", params=LANGUAGES, name="labelled_set")
def set_of_a_language(request) -> tuple[str, Labelled]:
    return request.param, labelled(request.param)


def test_a_set_has_a_hundred_articles_and_is_the_same_every_time(labelled_set):
    language, made = labelled_set
    assert len(made.articles) > 100
    assert made == labelled(language)


def test_stories_agree_with_the_true_clusters_and_nothing_else_is_drawn_in(labelled_set, tmp_path):
    language, made = labelled_set
    folded = fold_all(made.articles, tmp_path / "folding.db")
    right = agreement({name: line["cluster"] for name, line in made.truth.items()}, folded.stories)
    assert right.precision >= 0.99
    assert right.f1 >= REACHED[language]
    assert recall_by_edit(made.truth, folded.stories)["hand"][0] == 1  # rewritten, but not all
    assert max(part for part, _ in false_folds(made.articles, made.truth, folded.foldings).values()) == 0
