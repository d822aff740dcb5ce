"""How well predicted stories agree with true ones: pairwise precision, recall and F1, ARI and B-cubed. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures from 0 to 1 (`ari` may be below 0), and how many articles and stories they rest on."""

    articles: int
    true_stories: int
    predicted_stories: int
    precision: float
    recall: float
    f1: float
    ari: float
    b3_precision: float
    b3_recall: float
    b3_f1: float


def agreement(truth: Mapping[str, Hashable], predicted: Mapping[str, Hashable]) -> Agreement:
    """Compare two clusterings of the articles of `truth`; an article that was not predicted stands alone.

    A pair of articles is right if both clusterings put it into one story (precision: of the predicted pairs, recall: of
    the true ones). ARI corrects that for chance (Hubert, Arabie 1985). B-cubed takes each article's story instead of
    pairs, so that large stories do not drown the small (Bagga, Baldwin 1998).
    """
    told = {article: predicted.get(article, ("alone", article)) for article in truth}
    true_sizes, told_sizes = Counter(truth.values()), Counter(told.values())
    both = Counter((truth[article], told[article]) for article in truth)
    right, true_pairs, told_pairs = _pairs(both.values()), _pairs(true_sizes.values()), _pairs(told_sizes.values())
    precision, recall = _part(right, told_pairs), _part(right, true_pairs)
    by_chance = _part(true_pairs * told_pairs, len(truth) * (len(truth) - 1) // 2) if len(truth) > 1 else 0.0
    most = (true_pairs + told_pairs) / 2
    b3_precision = _part(sum(n * n / told_sizes[story] for (_, story), n in both.items()), len(truth))
    b3_recall = _part(sum(n * n / true_sizes[story] for (story, _), n in both.items()), len(truth))
    return Agreement(
        articles=len(truth),
        true_stories=len(true_sizes),
        predicted_stories=len(told_sizes),
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        ari=(right - by_chance) / (most - by_chance) if most != by_chance else 1.0,
        b3_precision=b3_precision,
        b3_recall=b3_recall,
        b3_f1=_harmonic(b3_precision, b3_recall),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
