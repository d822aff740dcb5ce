"""Digest -> JSON for programs: a stable shape, described by `report.schema.json` beside this file.

Keys are sorted and times stay as the events gave them, in UTC; `zone` says in which zone the report was meant to be
read. An address that is no web address is told as "". A field is only ever added; `schema` counts what breaks readers.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from records import When
from reports.digest import Digest
from reports.facts import ArticleTold, Glossed, OnTopic, StoryTold
from reports.news import Carrier, EditedArticle, OriginMoved, PerhapsTold, StoryNews
from reports.notices import Notice
from reports.render import phrases
from reports.render.escaping import direction, web_address, whole
from reports.render.phrases import relation_word

SCHEMA = 1


def render(digest: Digest, *, zone: str) -> str:
    """The whole report as one JSON object, indented, ended by a line feed."""
    return whole(json.dumps(_digest(digest, zone), ensure_ascii=False, sort_keys=True, indent=2)) + "\n"


def schema() -> str:
    """The JSON Schema (2020-12) of a report, as it is published."""
    return Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")


def _digest(digest: Digest, zone: str) -> dict[str, Any]:
    told = digest.in_short
    return {
        "schema": SCHEMA,
        "name": digest.name,
        "since": digest.since,
        "until": digest.until,
        "zone": zone,
        "watch": digest.watch,
        "at": digest.at,
        "in_short": {
            "new_stories": told.new_stories,
            "new_carriers": told.new_carriers,
            "known_carriers": told.known_carriers,
            "origins_found": told.origins_found,
            "articles": told.articles,
            "outlets": told.outlets,
            "late": told.late,
            "edited_articles": told.edited_articles,
            "edits": told.edits,
            "material_edits": told.material_edits,
            "gone": told.gone,
            "back": told.back,
            "moved": told.moved,
            "joined": told.joined,
            "left": told.left,
            "runs": told.runs,
            "other": told.other,
            "languages": dict(told.languages),
            "origins": list(told.origins),
        },
        "desk": [
            _desk(news.story.id, digest) for news in (*digest.stories, *digest.grown) if news.story.id in digest.desk
        ],
        "new_stories": [_news(news) for news in digest.stories],
        "grown_stories": [_news(news) for news in digest.grown],
        "origins_moved": [_origin_moved(move) for move in digest.origins_moved],
        "notices": [_notice(notice) for notice in digest.notices],
        "edited": [_edited(edited) for edited in digest.edited],
        "gone": [
            {
                "event": gone.event,
                "at": gone.at,
                "article": _article(gone.article),
                "story": _story(gone.story),
                "status": gone.status,
                "answers": gone.answers,
                "since": gone.since,
                "last_present": gone.last_present,
            }
            for gone in digest.gone
        ],
        "back": [
            {
                "event": back.event,
                "at": back.at,
                "article": _article(back.article),
                "story": _story(back.story),
                "absent_since": back.absent_since,
            }
            for back in digest.back
        ],
        "moved": [
            {
                "event": moved.event,
                "at": moved.at,
                "article": _article(moved.article),
                "story": _story(moved.story),
                "old_url": web_address(moved.old_url),
                "new_url": web_address(moved.new_url),
            }
            for moved in digest.moved
        ],
        "rejudged": [
            {
                "event": one.event,
                "at": one.at,
                "article": _article(one.article),
                "story": _story(one.story),
                "was": one.was,
                "why": one.why,
                "verdict": _verdict(one.verdict),
            }
            for one in digest.rejudged
        ],
        "troubles": [
            {
                "outlet": one.outlet,
                "outlet_name": one.outlet_name,
                "problem": one.problem,
                "since": one.since,
                "new": one.new,
                "over": one.over,
            }
            for one in digest.troubles
        ],
        "runs": [
            {
                "event": run.event,
                "at": run.at,
                "run": run.run,
                "spider": run.spider,
                "finish": run.finish,
                "ok": run.ok,
                "counts": dict(run.counts),
            }
            for run in digest.runs
        ],
        "not_taken": dict(digest.not_taken),
    }


def _desk(story: int, digest: Digest) -> dict[str, Any]:
    marks = digest.desk[story]
    return {
        "story": story,
        "starred": marks.starred,
        "read": marks.read,
        "tags": list(marks.tags),
        "notes": [{"text": note.text, "at": note.at, "who": note.who} for note in marks.notes],
        "headlines": dict(marks.headlines),
    }


def _news(news: StoryNews) -> dict[str, Any]:
    return {
        "story": _story(news.story),
        "terms": list(news.terms),
        "carriers": [_carrier(carrier) for carrier in news.carriers],
    }


def _carrier(carrier: Carrier) -> dict[str, Any]:
    of = _named(carrier.of_id, carrier.of_name, carrier.of_url)
    return {
        "event": carrier.event,
        "at": carrier.at,
        "article": _article(carrier.article),
        "relation": relation_word(carrier.relation),
        "of": of if carrier.of_id or carrier.of_url else None,
        "also": _named(carrier.also_id, carrier.also_name, carrier.also_url) if carrier.also_id else None,
        "score": carrier.score,
        "share": carrier.share,
        "delay_seconds": carrier.delay_seconds,
        "verdict": _verdict(carrier.verdict),
        "perhaps": _perhaps(carrier.perhaps) if carrier.perhaps else None,
    }


def _perhaps(doubt: PerhapsTold) -> dict[str, Any]:
    return {
        "id": doubt.id,
        "outlet_name": doubt.outlet_name,
        "url": web_address(doubt.url),
        "share": doubt.share,
        "why": doubt.why,
    }


def _verdict(verdict: OnTopic) -> dict[str, Any]:
    return {
        "score": verdict.score,
        "level": verdict.level,
        "terms": list(verdict.terms),
        "topics": [
            {"id": one.id, "name": one.name, "score": one.score, "level": one.level, "terms": list(one.terms)}
            for one in verdict.topics
        ],
    }


def _named(number: int, outlet: str, url: str) -> dict[str, Any]:
    return {"id": number, "outlet_name": outlet, "url": web_address(url)}


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "event": notice.event,
        "at": notice.at,
        "kind": notice.kind,
        "story": _story(notice.story),
        "article": notice.article or None,
        "said": phrases.notice(notice),
        "details": _details(notice.details),
    }


def _details(value: object, name: str = "") -> object:
    """An event's own facts as they are, but for addresses that are none of the web."""
    if isinstance(value, Mapping):
        return {key: _details(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_details(inner) for inner in value]
    return web_address(value) if name == "url" and isinstance(value, str) else value


def _origin_moved(move: OriginMoved) -> dict[str, Any]:
    return {
        "event": move.event,
        "at": move.at,
        "article": _article(move.article),
        "story": _story(move.story),
        "was": _named(move.was_id, move.was_name, move.was_url),
        "copies": [
            {
                "article": article,
                "relation": relation_word(copy.relation),
                "share": copy.share,
                "delay_seconds": copy.delay_seconds,
            }
            for article, copy in move.copies.items()
        ],
    }


def _edited(edited: EditedArticle) -> dict[str, Any]:
    return {
        "article": _article(edited.article),
        "story": _story(edited.story),
        "edits": [
            {
                "event": edit.event,
                "at": edit.at,
                "revision": edit.revision,
                "material": list(edit.material),
                "was": {"title": edit.was_title, "standfirst": edit.was_standfirst},
                "now": {"title": edit.title, "standfirst": edit.standfirst},
                "changes": [
                    {
                        "field": change.field,
                        "hunks": [
                            {"before": hunk.before, "old": hunk.old, "new": hunk.new, "after": hunk.after}
                            for hunk in change.hunks
                        ],
                    }
                    for change in edit.changes
                ],
            }
            for edit in edited.edits
        ],
    }


def _article(article: ArticleTold) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": web_address(article.url),
        "outlet": article.outlet,
        "outlet_name": article.outlet_name,
        "country": article.country,
        "kind": article.kind,
        "title": article.title,
        "standfirst": article.standfirst,
        "language": article.language,
        "published": _when(article.published),
        "first_seen": article.first_seen,
        "late": article.late,
        "agencies": [
            {"id": credit.id, "name": credit.name, "where": credit.where, "span": credit.span}
            for credit in article.agencies
        ],
        "authors": list(article.authors),
        "words": article.words,
        "direction": direction(article.title),
        "glosses": _glosses(article.glosses),
    }


def _story(story: StoryTold) -> dict[str, Any]:
    origin = story.origin
    return {
        "id": story.id,
        "title": story.title,
        "origin": {
            "id": origin.id,
            "outlet": origin.outlet,
            "outlet_name": origin.outlet_name,
            "url": web_address(origin.url),
            "title": origin.title,
            "language": origin.language,
            "direction": direction(origin.title),
            "glosses": _glosses(origin.glosses),
            "published": _when(origin.published),
        },
        "articles": story.articles,
        "outlets": story.outlets,
        "houses": story.houses,
        "sources": list(story.sources),
    }


def _glosses(glosses: Iterable[Glossed]) -> list[dict[str, str]]:
    return [{"name": one.name, "form": one.form} for one in glosses]


def _when(when: When | None) -> dict[str, str] | None:
    if when is None:
        return None
    return {"value": when.value, "precision": when.precision.value, "day": when.day, "doubt": when.doubt.value}
