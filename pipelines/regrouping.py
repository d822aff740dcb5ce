"""Clusters of a new folding + the stories that there are -> which cluster is which story, and what moves.

A story's number is in people's notes and links: it goes to the cluster that has the most of its articles; of equals to
the one that has its origin, then to the one that has its oldest article. A cluster takes one number at most, the one of
which it has the most; what no number is left for is a new story.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """Articles that leave one story for another; `whole`: the story that they leave has none left, and these are the
    most of them; `new`: the story that they come to did not exist."""

    story: int
    to: int
    articles: tuple[int, ...]
    whole: bool
    new: bool


def named(
    clusters: Mapping[int, int], stories: Mapping[int, int], origins: Mapping[int, int], next_number: int
) -> dict[int, int]:
    """Article -> story, from article -> cluster of the new folding. `stories` are article -> story as it is, `origins`
    story -> its origin; new stories are numbered from `next_number` on, in the order of their oldest articles."""
    shared = Counter((stories[article], cluster) for article, cluster in clusters.items())
    oldest: dict[tuple[int, int], int] = {}
    for article in sorted(clusters):
        oldest.setdefault((stories[article], clusters[article]), article)
    ranked = sorted(
        shared,
        key=lambda pair: (-shared[pair], clusters.get(origins.get(pair[0], 0)) != pair[1], oldest[pair], pair[0]),
    )
    number_of: dict[int, int] = {}
    taken: set[int] = set()
    for story, cluster in ranked:
        if story not in taken and cluster not in number_of:
            number_of[cluster] = story
            taken.add(story)
    for article in sorted(clusters):
        if clusters[article] not in number_of:
            number_of[clusters[article]] = next_number
            next_number += 1
    return {article: number_of[cluster] for article, cluster in clusters.items()}


def shifts(before: Mapping[int, int], after: Mapping[int, int]) -> tuple[Shift, ...]:
    """What moves from story to story, in the order of the stories that are left."""
    known, left = set(before.values()), set(after.values())
    moved: dict[tuple[int, int], list[int]] = {}
    for article in sorted(before):
        if before[article] != after[article]:
            moved.setdefault((before[article], after[article]), []).append(article)
    heirs = {
        story: max((to for gone, to in moved if gone == story), key=lambda to: (len(moved[story, to]), -to))
        for story in known - left
    }
    return tuple(
        Shift(story, to, tuple(articles), whole=heirs.get(story) == to, new=to not in known)
        for (story, to), articles in sorted(moved.items())
    )
