"""Two texts -> what a copy made of its original, sentence by sentence: kept, changed, cut, added.

    texts ──► sentences ──► the same words ──► the nearest words ──► joined or parted ──► passages in reading order

What an editor's desk changes without touching the words (quotes, dashes, case, spacing) is no change, in any script:
sentences are compared as folding compares texts (`tokens.py`). Order does not matter, for desks move paragraphs. A
merged copy is held against both of its originals at once.

Pure, and computed when it is asked for: the texts are stored and may be edited, so that a stored answer would go stale
or double the text on disk; a pair of articles takes some milliseconds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from pipelines.sentences import sentences
from pipelines.tokens import fold_away, tokenize

ALIKE: Final = 0.5
"""The part of their words, in order, that two sentences share of which one is the other reworked. Unrelated sentences
of one language share up to 0.35, in Chinese and Korean too, where single characters are compared."""

WITHIN: Final = 85.0
"""Percent of a sentence's words that stand together in a longer one from which it is a part of that."""

PART: Final = 6
"""Words (characters, in scripts without spaces: twice as many) below which a part is a phrase that anybody uses."""

MOST_PAIRS: Final = 250_000
"""Pairs of sentences that are compared: 500 by 500, more than any article has. Beyond it only equal ones are found."""

LONGEST: Final = 200_000
"""Characters of either text that are read: what is fed to us must not decide how long an answer takes."""

# Thai, Lao, Khmer and Burmese end no sentence with a mark: a space parts clauses, and is all there is.
_SOUTHEAST = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_CLAUSE: Final = re.compile(rf"(?<=[{_SOUTHEAST}])\s+(?=[{_SOUTHEAST}\d\"“‘(])")


class Fate(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    CHANGED = "changed"
    CUT = "cut"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more sentences: `was` in an original, `now` in the copy; one of them is empty where it was cut or added.

    `source` is the place of the original among those that were given, 0 for what was added.
    """

    fate: Fate
    was: str
    now: str
    source: int = 0


@dataclass(slots=True)
class _Sentence:
    text: str
    words: tuple[int, ...]
    characters: bool  # of a script that parts no words
    source: int = 0
    taken: bool = False


@dataclass(slots=True)
class _Group:
    """Sentences of an original and of the copy that are one another, by their places."""

    was: list[int] = field(default_factory=list)
    now: list[int] = field(default_factory=list)
    alike: float = 1.0


def compare(originals: Sequence[str], copy: str) -> tuple[Passage, ...]:
    """What `copy` kept, changed, cut and added, in its own order; what was cut stands after the sentence of the
    original that it followed there. Several originals are those of a merged copy."""
    was = [one for source, text in enumerate(originals) for one in _sentences(text, source)]
    now = _sentences(copy)
    groups = _same(was, now)
    groups += _alike(was, now)
    _join(groups, was, now)
    return tuple(_in_order(groups, was, now))


def _sentences(text: str, source: int = 0) -> list[_Sentence]:
    """The sentences of a text that have words."""
    found = []
    for start, end in sentences(text[:LONGEST]):
        for part in _CLAUSE.split(text[start:end]):
            tokens = tokenize(fold_away(part))
            if len(tokens.hashes):
                words = tuple(tokens.hashes.tolist())
                found.append(_Sentence(part.strip(), words, bool(tokens.characters.mean() > 0.5), source))
    return found


def _same(was: list[_Sentence], now: list[_Sentence]) -> list[_Group]:
    """Equal sentences, each once; of several the one that follows what was found before, or the first."""
    places: dict[tuple[int, ...], list[int]] = {}
    for place, sentence in enumerate(was):
        places.setdefault(sentence.words, []).append(place)
    groups, last = [], -1
    for place, sentence in enumerate(now):
        if free := places.get(sentence.words):
            last = next((one for one in free if one > last), free[0])
            free.remove(last)
            was[last].taken = sentence.taken = True
            groups.append(_Group([last], [place]))
    return groups


def _alike(was: list[_Sentence], now: list[_Sentence]) -> list[_Group]:
    """The rest, the nearest first; of equals those that stand nearest to one another."""
    left = [place for place, one in enumerate(was) if not one.taken]
    come = [place for place, one in enumerate(now) if not one.taken]
    if len(left) * len(come) > MOST_PAIRS:
        return []
    bags = {place: Counter(was[place].words) for place in left}
    found = []
    for new in come:
        bag = Counter(now[new].words)
        for old in left:
            alike = _likeness(was[old], now[new], (bags[old] & bag).total())
            if alike:
                found.append((-alike, abs(old / len(was) - new / len(now)), old, new))
    groups = []
    for nearness, _, old, new in sorted(found):
        if not was[old].taken and not now[new].taken:
            was[old].taken = now[new].taken = True
            groups.append(_Group([old], [new], -nearness))
    return groups


def _likeness(one: _Sentence, other: _Sentence, shared: int) -> float:
    """From 0 (of another sentence) to 1, of two sentences that share so many words in any order."""
    shorter, both = min(len(one.words), len(other.words)), len(one.words) + len(other.words)
    if 2 * shared >= ALIKE * both:
        alike = float(Indel.normalized_similarity(one.words, other.words))
        if alike >= ALIKE:
            return alike
    enough = PART * 2 if one.characters else PART
    if shorter >= enough and 100 * shared >= WITHIN * shorter:
        within = fuzz.partial_ratio(one.words, other.words, score_cutoff=WITHIN)
        return ALIKE * within / 100
    return 0.0


def _join(groups: list[_Group], was: list[_Sentence], now: list[_Sentence]) -> None:
    """Take a sentence that is left into the pair beside it where the two are then more alike: it was parted in two, or
    two were joined."""
    for group in groups:
        if group.alike == 1.0:
            continue
        for mine, all_mine, theirs, all_theirs in (
            (group.was, was, group.now, now),
            (group.now, now, group.was, was),
        ):
            across = _words(all_theirs, theirs)
            for beside in (mine[0] - 1, mine[-1] + 1):
                if not 0 <= beside < len(all_mine) or all_mine[beside].taken:
                    continue
                if all_mine[beside].source != all_mine[mine[0]].source:
                    continue
                wider = sorted([*mine, beside])
                alike = float(Indel.normalized_similarity(_words(all_mine, wider), across))
                if alike > group.alike:
                    all_mine[beside].taken = True
                    mine[:] = wider
                    group.alike = alike


def _words(sentences: list[_Sentence], places: list[int]) -> tuple[int, ...]:
    return tuple(word for place in places for word in sentences[place].words)


def _in_order(groups: list[_Group], was: list[_Sentence], now: list[_Sentence]) -> Iterator[Passage]:
    """The passages as the copy is read, with what was cut where it would have stood."""
    by_copy = {group.now[0]: group for group in groups}
    home = {place: group.now[0] for group in groups for place in group.was}
    cuts: dict[int, list[int]] = {}  # a place in the copy -> what is missing behind it; -1: before all
    behind, source = -1, 0
    for place, sentence in enumerate(was):
        if sentence.source != source:
            behind, source = _first_of(sentence.source, groups, was) - 1, sentence.source
        if place in home:
            behind = home[place]
        else:
            cuts.setdefault(behind, []).append(place)
    inner = {place for group in groups for place in group.now[1:]}
    for place in range(-1, len(now)):
        if place >= 0 and place not in inner:
            yield _told(by_copy.get(place), place, was, now)
        yield from (Passage(Fate.CUT, was[cut].text, "", was[cut].source) for cut in cuts.get(place, ()))


def _first_of(source: int, groups: list[_Group], was: list[_Sentence]) -> int:
    """Where in the copy the first sentence of an original stands; 0 where it has none."""
    return min((group.now[0] for group in groups if was[group.was[0]].source == source), default=0)


def _told(group: _Group | None, place: int, was: list[_Sentence], now: list[_Sentence]) -> Passage:
    if group is None:
        return Passage(Fate.ADDED, "", now[place].text)
    old, new = _text(was, group.was), _text(now, group.now)
    same = _words(was, group.was) == _words(now, group.now)
    return Passage(Fate.KEPT if same else Fate.CHANGED, old, new, was[group.was[0]].source)


def _text(sentences: list[_Sentence], places: list[int]) -> str:
    """Sentences as they are read: without a space between those of scripts that use none."""
    first = sentences[places[0]]
    spaced = not first.characters or any("\uac00" <= sign <= "\ud7af" for sign in first.text)  # Hangul has spaces
    return (" " if spaced else "").join(sentences[place].text for place in places)
