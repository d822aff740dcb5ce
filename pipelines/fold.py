"""Fingerprint + lookalikes -> Folding: whether an article is a copy, of what, and how.

Syndicated copies are cut, retitled, extended and merged, so that two copies of one wire may resemble each other little;
but one of them is for a good part *contained* in the other. That is what is measured:

    score = weight of the shared hashes / weight of the lighter side's hashes

What hashes weigh is told in `resemblance.py`. An article is compared with single articles (exemplars), never with the
union of a story, and it joins one story at most: two wires merged by one outlet would chain everything else.

`decide` is pure; `store/postings.py` finds the lookalikes and knows in how many stories a hash stands.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipelines.figures import have_other_numbers, numbers_in_place
from pipelines.kinship import relation_of
from pipelines.resemblance import COMMON, Lookalike, Match, Weights, compare, mean
from pipelines.shingles import hashes_of
from records import Doubt, Fingerprint, Folding, Held, Perhaps, Relation

VERSION: Final = "3"
"""Raised with every change of what is decided; a database says by which it was folded (`treatywatch refold`)."""

ENOUGH: Final = 0.38
"""The score of a copy. A wire cut to a half and framed in local paragraphs still reaches it (design.md idea 4). From
.34 to .42 the figures hardly change, in either half of the development set (docs/folding.md)."""

ENOUGH_OF_BOTH: Final = 0.32
"""Enough where it is so much of either text: a desk that rewrites every other sentence leaves a third of the shingles.
Background and quotations are seldom so much of both."""

ENOUGH_IF_SPREAD: Final = 0.20
"""Enough where what is shared is strewn all over the article: a desk that rewrites leaves something everywhere, while
background and quotations stand together."""

EVEN: Final = 0.90
"""Spread from which hashes are strewn. On the development set background reaches .75, and rewritten copies 1."""

LEAST_SPREAD: Final = 5
"""Shared hashes of which that can be said."""

ENOUGH_SAME_OUTLET: Final = 0.70
"""An outlet's own follow-up repeats its background word by word; its own copy repeats nearly all."""

ENOUGH_OF_LITTLE: Final = 0.60
"""Asked where the shared evidence is little: chance quotations are short."""

ENOUGH_IF_LONGER: Final = 0.55
"""Asked of an article that for the most part is its own: a follow-up repeats up to half of a short first report."""

LITTLE: Final = 8
"""Shared hashes below which evidence is little: about thirty-six words."""

LEAST: Final = 3
"""Shared hashes without which nothing is folded: about fourteen words. A sentence that is quoted is not a copy."""

LEAST_EXACT: Final = 4
"""Shingles of a text too short for `LEAST` hashes, below which even equal texts are not folded: eight words, or eleven
characters. "Photos of the day" is a headline of many stories."""

NUMBERS_THAT_TELL: Final = 2
"""With so many different numbers in the same places, the numbers must agree: a daily report repeats its words, not its
figures."""

NUMBERS_SAME: Final = 0.70
"""The part of the numbers in the same places that must be equal."""

NUMBERS_THAT_PROVE: Final = 8
"""Four numbers, each between the same words on both sides, and none that differs: the same day's report, even if the
rest of its text is a form that everybody has."""

NEARLY_ALL: Final = 0.95
"""Share of both texts from which different numbers are corrections of one report, not another day's."""

GIVES_A_PART: Final = 0.25
"""Each of two stories that gives so much of an article makes it a merger of both."""

OF_BOTH: Final = 0.10
"""The part of the smaller of two passages that the other has too, from which both are of one text."""

INHERITED: Final = 0.40
"""A copy with so much of its parent can be a merger of it with another wire; with less, it is the longer version of
which the parent was an excerpt."""

OF_THE_FIRST_WIRE: Final = 0.10
"""The part of the shared hashes that the parent must have too."""

NEW_ENOUGH: Final = 0.20
"""A copy with so many hashes that its story does not have is matched by later articles as well."""

HOLDS_MOST: Final = 0.60
"""An article that holds so much of one article each of two stories suggests that these are one."""

BRIEF: Final = 120
"""Shingles of a text of about as many words, below which an article that is not enough of a copy is told as one
perhaps: a caption, a brief, the first lines before a paywall. A longer one has enough to be decided by."""

FEW_WORDS: Final = 24
"""Shingles of a headline or a line under a picture."""

SECOND_PART: Final = 0.15
"""The part of a copy, none of it its wire's, that another outlet's article of another story has as well: it was made of
both. It is told as merged; only from `GIVES_A_PART` on is it no exemplar of its story."""

LEAST_PERHAPS: Final = 2
"""Shared hashes, about ten words: a single one is a turn of phrase."""

PERHAPS: Final = 0.25
"""The score from which a brief text is perhaps a copy; background alone gives a brief hardly as much."""


def decide(new: Fingerprint, outlet: str, lookalikes: Sequence[Lookalike], weights: Weights) -> Folding:
    """Where a new article belongs. The order of `lookalikes` does not matter; `outlet` is the new article's."""
    mine = hashes_of(new.hashes)
    held = weights.of(mine)
    matches = [compare(new, mine, held, lookalike, weights) for lookalike in lookalikes]
    copies = [match for match in matches if _is_copy(new, outlet, match)]
    if not copies:
        return Folding(perhaps=_perhaps(new, outlet, matches), held_by=_held_by(new, outlet, matches))
    best = max(copies, key=_nearness)
    story = best.lookalike.story
    parts = [match for match in copies if _is_another_part(match, best)]
    merged = best.share >= GIVES_A_PART and bool(parts)
    second = _second_wire(best, parts, matches, held, outlet) if best.share >= GIVES_A_PART else None
    return Folding(
        story=story,
        relation=Relation.MERGED if second is not None else relation_of(new, best.lookalike.fingerprint),
        of=best.lookalike.article,
        score=round(best.score, 4),
        share=round(best.share, 4),
        exemplar=not merged and _has_much_new(held, [match for match in matches if match.lookalike.story == story]),
        holds=_holds(best, copies),
        also=second,
        held_by=_held_by(new, outlet, [match for match in matches if match.lookalike.story != story]),
    )


def _nearness(match: Match) -> tuple[float, float, int]:
    return match.shared_weight, match.score, -match.lookalike.article


def _second_wire(
    best: Match, parts: Sequence[Match], matches: Sequence[Match], held: NDArray[np.int64], outlet: str
) -> int | None:
    """The article of another story that a copy was made of as well, with what it has not from its own wire."""
    if not parts:
        of_its_own = held < COMMON
        of_its_own[best.common] = False
        parts = [
            match
            for match in matches
            if match.lookalike.story != best.lookalike.story
            and match.lookalike.outlet != outlet  # an outlet's own background
            and match.shared >= LITTLE
            and np.count_nonzero(of_its_own[match.common]) >= SECOND_PART * len(held)
        ]
    return max(parts, key=_nearness).lookalike.article if parts else None


def _held_by(new: Fingerprint, outlet: str, matches: Sequence[Match]) -> tuple[int, ...]:
    """The copies of other outlets that were made of this text and another wire before this text came."""
    return tuple(
        sorted(
            match.lookalike.article
            for match in matches
            if match.shared >= LITTLE
            and match.share_of_other >= SECOND_PART
            and match.lookalike.outlet != outlet
            and _is_of_another_wire(new, match.lookalike)
        )
    )


def _is_copy(new: Fingerprint, outlet: str, match: Match) -> bool:
    other = match.lookalike.fingerprint
    if new.exact == other.exact:
        return new.shingles >= LEAST_EXACT
    by_words = match.shared >= LEAST and match.score >= _enough(outlet, match)
    by_numbers = max(match.share, match.share_of_other) >= ENOUGH_OF_LITTLE
    if not (by_words or by_numbers) or _is_of_another_wire(new, match.lookalike):
        return False
    same, different = numbers_in_place(new, other)
    if not by_words:
        return same >= NUMBERS_THAT_PROVE and not different
    if min(match.share, match.share_of_other) >= NEARLY_ALL:
        return True
    if not same and have_other_numbers(new, other):
        return False
    return different < NUMBERS_THAT_TELL or same >= NUMBERS_SAME * (same + different)


def _is_another_part(match: Match, best: Match) -> bool:
    """Whether an article of another story gives a part of the new one that has nothing to do with the best match's.

    Two wires printed as one stand apart in it. Passages of both at once are those of one text, which the new article
    has whole: its two excerpts came before it and were too different to be known for copies of one another.
    """
    if match.lookalike.story == best.lookalike.story or match.share < GIVES_A_PART:
        return False
    both = len(np.intersect1d(match.common, best.common, assume_unique=True))
    return both < OF_BOTH * min(len(match.common), len(best.common))


def _perhaps(new: Fingerprint, outlet: str, matches: Sequence[Match]) -> Perhaps | None:
    """The article that a text may be a copy of which is too brief to tell, or that a too brief one is an excerpt of."""
    likely = [
        match
        for match in matches
        if match.score >= PERHAPS
        and (match.shared >= LEAST_PERHAPS or (match.score == 1 and new.shingles))
        and outlet != match.lookalike.outlet
        and min(new.shingles, match.lookalike.fingerprint.shingles) < BRIEF
        and not _is_of_another_wire(new, match.lookalike)
        and not numbers_in_place(new, match.lookalike.fingerprint)[1]
    ]
    if not likely:
        return None
    best = max(likely, key=lambda match: (match.score, match.shared_weight, -match.lookalike.article))
    few = min(new.shingles, best.lookalike.fingerprint.shingles) <= FEW_WORDS
    return Perhaps(best.lookalike.article, round(best.share, 4), Doubt.SHORT if few else Doubt.LITTLE)


def _holds(best: Match, copies: Sequence[Match]) -> tuple[Held, ...]:
    """Of each story one article that stands in the new one for the most part, if there are two."""
    found: dict[int, Match] = {}
    for match in sorted(copies, key=lambda match: (match is not best, -match.shared_weight, match.lookalike.article)):
        if match.share_of_other >= HOLDS_MOST:
            found.setdefault(match.lookalike.story, match)
    if len(found) < 2 or best.lookalike.story not in found:
        return ()
    return tuple(Held(match.lookalike.article, story, round(match.share_of_other, 4)) for story, match in found.items())


def _enough(outlet: str, match: Match) -> float:
    """The score that a match needs, by what else could explain it."""
    enough = ENOUGH_OF_BOTH if min(match.share, match.share_of_other) >= ENOUGH_OF_BOTH else ENOUGH
    if outlet and outlet == match.lookalike.outlet:
        enough = max(enough, ENOUGH_SAME_OUTLET)
    if match.shared < LITTLE:
        enough = max(enough, ENOUGH_OF_LITTLE)
    if match.share < GIVES_A_PART:
        enough = max(enough, ENOUGH_IF_LONGER)
    own = outlet and outlet == match.lookalike.outlet
    if match.spread >= EVEN and match.shared >= LEAST_SPREAD and not own:
        enough = min(enough, ENOUGH_IF_SPREAD)
    return enough


def _is_of_another_wire(new: Fingerprint, lookalike: Lookalike) -> bool:
    """Whether all that is shared is what a merged copy has from elsewhere.

    An outlet that prints two wires as one article is folded under the one that came first. When the other wire arrives
    it stands in the merged copy whole, and yet nothing of it is the first wire's.
    """
    if not lookalike.parent:
        return False
    theirs, parent = hashes_of(lookalike.fingerprint.hashes), hashes_of(lookalike.parent)
    inherited = np.intersect1d(theirs, parent, assume_unique=True)
    if len(inherited) < INHERITED * len(theirs):
        return False
    shared = np.intersect1d(hashes_of(new.hashes), theirs, assume_unique=True)
    return len(np.intersect1d(shared, parent, assume_unique=True)) < OF_THE_FIRST_WIRE * len(shared)


def _has_much_new(held: NDArray[np.int64], of_the_story: Sequence[Match]) -> bool:
    """Whether enough of the article's hashes are neither common nor in a compared exemplar of its story."""
    new = np.ones(len(held), dtype=np.bool_)
    for match in of_the_story:
        new[match.common] = False
    telling = mean(held[new])[1]
    return bool(telling * np.count_nonzero(new) >= max(1.0, NEW_ENOUGH * len(held)))
