"""The figures of agreement between two clusterings, on cases that can be worked out by hand."""

from bench.clusters import agreement


def clusters(text):
    """ "ab c" -> a and b in one cluster, c in another."""
    return {article: number for number, cluster in enumerate(text.split()) for article in cluster}


def test_equal_clusterings_agree_whatever_their_clusters_are_called():
    right = agreement(clusters("abc de f"), clusters("f de abc"))
    assert (right.f1, right.ari, right.b3_f1) == (1, 1, 1)


def test_pairs_and_articles_are_counted():
    right = agreement(clusters("abcd ef"), clusters("abc def"))
    assert (right.precision, right.recall) == (4 / 6, 4 / 7)
    assert round(right.b3_precision, 6) == round((3 + 1 / 3 + 4 / 3) / 6, 6)
    assert round(right.b3_recall, 6) == round((9 / 4 + 1 / 4 + 2) / 6, 6)
    chance = 7 * 6 / 15
    assert round(right.ari, 6) == round((4 - chance) / (6.5 - chance), 6)


def test_an_article_that_was_not_predicted_stands_alone():
    assert agreement(clusters("abc"), clusters("ab")).recall == 1 / 3


def test_nothing_predicted_together_is_precise_and_recalls_nothing():
    right = agreement(clusters("abc"), clusters("a b c"))
    assert (right.precision, right.recall, right.f1) == (1, 0, 0)
