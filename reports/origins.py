"""What a story's carriers are to the origin that it has by now.

Copies are often seen before the wire that they come from. Each was told, when it came, as what it was to the articles
known by then; once the wire is there, a report that tells of both says what they are to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from records import EventKind, Relation
from reports.facts import OriginTold, between, integer, mapping, text
from reports.news import Carrier, OriginMoved
from reports.notices import Notice

# What the first of a story is that is not its origin, and shares too little with it to be called a copy.
SEEN_FIRST = "seen first"


def related_anew(carriers: Iterable[Carrier], moves: Sequence[OriginMoved], origin: OriginTold) -> tuple[Carrier, ...]:
    """The carriers of one story, the origin's first, each as what it is to it.

    `moves` are the story's, in the order of their events. A carrier that a move does not speak of, or that came after
    it, stays as it was told before, but for the time between it and the origin.
    """
    told = [_as_of_now(one, moves, origin) for one in carriers]
    return tuple(sorted(told, key=lambda one: one.article.id != origin.id))


def merged_anew(carriers: Iterable[Carrier], notices: Iterable[Notice]) -> tuple[Carrier, ...]:
    """The same carriers, with the second wire of those that are known by now to hold one."""
    found = {one.article: mapping(one.details, "also") for one in notices if one.kind == EventKind.MERGER_FOUND}
    return tuple(_with_second(one, found[one.article.id]) if one.article.id in found else one for one in carriers)


def _with_second(told: Carrier, also: Mapping[str, Any]) -> Carrier:
    if not told.of_id:
        return told
    return replace(
        told,
        relation=Relation.MERGED.value,
        also_id=integer(also, "id"),
        also_name=text(also, "outlet_name"),
        also_url=text(also, "url"),
    )


def net_moves(moves: Iterable[OriginMoved]) -> dict[int, OriginMoved]:
    """Each story's way from the origin that it had at first to the one it has at last, by the story's number.

    A story that has its first origin again is left out. The moves come in the order of their events.
    """
    whole: dict[int, OriginMoved] = {}
    for move in moves:
        began = whole.get(move.story.id, move)
        whole[move.story.id] = replace(move, was_id=began.was_id, was_name=began.was_name, was_url=began.was_url)
    return {story: move for story, move in whole.items() if move.was_id != move.article.id}


def _as_of_now(told: Carrier, moves: Iterable[OriginMoved], origin: OriginTold) -> Carrier:
    if told.article.id == origin.id:
        alone = replace(told, of_id=0, of_name="", of_url="", score=0.0, share=0.0, delay_seconds=None)
        return replace(alone, relation=Relation.ORIGIN.value)
    now = told
    for move in moves:
        if told.event > move.event:
            continue
        copy = move.copies.get(told.article.id)
        if copy is None:
            now = replace(now, delay_seconds=between(origin.published, told.article.published))
            continue
        now = replace(
            told,
            relation=copy.relation,
            of_id=move.article.id,
            of_name=move.article.outlet_name,
            of_url=move.article.url,
            share=copy.share,
            delay_seconds=copy.delay_seconds,
        )
    if now.relation == Relation.ORIGIN:
        return replace(now, relation=SEEN_FIRST, delay_seconds=between(origin.published, told.article.published))
    return now
