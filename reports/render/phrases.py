"""What all formats say alike: counts, relations, and the passages of an edit."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from records import EventKind, Relation
from reports import facts
from reports.digest import DEFAULT_READER, Digest
from reports.facts import Change, StoryTold, integer, mapping, mappings, real, text
from reports.news import Carrier, Edit, OriginMoved, Rejudged, StoryNews
from reports.notices import Notice
from reports.render.escaping import plain

SHOWN_TERMS = 8
_STEM, _ENDING = 4, 3  # letters: names that share the first four, and all but an ending of three, are forms of one
SHOWN_PASSAGES = 8  # of one field of one edit; who wants the rest of a text written anew reads the article

_RELATIONS = {
    Relation.ORIGIN: "origin",
    Relation.IDENTICAL: "verbatim",
    Relation.EDITED: "edited",
    Relation.EXCERPT: "excerpt",
    Relation.EXTENDED: "extended",
    Relation.MERGED: "merged",
}

_LANGUAGES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mn": "Mongolian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_FIELDS = {"title": "Headline", "standfirst": "Standfirst", "text": "Text"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a changed passage: the words stayed, were taken away, or were added."""

    kind: Literal["kept", "old", "new"]
    text: str


def behind(carrier: Carrier, origin: int) -> str:
    """`25 min later`, `1 h 25 min earlier`: by how much a copy came behind the article `origin`, "" if nobody knows.

    `2 h 40 min after the origin` where another article than the origin is the one named beside it.
    """
    if carrier.delay_seconds is None or carrier.article.id == origin:
        return ""
    lay, later = span(carrier.delay_seconds), carrier.delay_seconds > 0
    if carrier.of_id == origin:
        return f"{lay} {'later' if later else 'earlier'}" if lay else "within a minute"
    return f"{lay} {'after' if later else 'before'} the origin" if lay else "within a minute of the origin"


def span(seconds: int) -> str:
    """`25 min`, `2 h 5 min`, `3 days`; "" for less than a minute."""
    minutes = abs(seconds) // 60
    if minutes == 0:
        return ""
    hours, days = minutes // 60, minutes // (24 * 60)
    if days >= 3:
        return f"{days} days"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 and hours < 24 else f"{hours} h"
    return f"{minutes} min"


def relation(carrier: Carrier) -> str:
    """`verbatim, 98 %`: what a copy is to the article it was folded under, and how much of it is the other's."""
    if not carrier.of_id and not carrier.of_url:
        return relation_word(carrier.relation)
    return f"{relation_word(carrier.relation)}, {percent(carrier.share)}"


def perhaps(news: StoryNews) -> tuple[str, str]:
    """`Perhaps a copy of `, and what follows the outlet's name: `, too short to tell`; empty where there is no
    doubt."""
    doubt = news.lead.perhaps
    if not doubt:
        return "", ""
    why = f", {doubt.why}" if doubt.why else ""
    return "Perhaps a copy of ", f"{why}: {percent(doubt.share)} of it is the same"


def notice(found: Notice) -> str:
    """What a notice says, in one sentence."""
    return _NOTICES[found.kind](found)


def _merger(found: Notice) -> str:
    share = percent(min(1.0, max(0.0, real(found.details, "share"))))
    return f"{share} of it is from {_outlet(found, 'of')}, and more is from {_outlet(found, 'also')}."


def _outlet(found: Notice, key: str) -> str:
    other = mapping(found.details, key)
    return text(other, "outlet_name").strip() or text(other, "url") or "another article"


def _split(found: Notice) -> str:
    other = mapping(found.details, "new_story")
    away = counted(len(mappings(found.details, "articles")), "article")
    back = "again " if found.details.get("undo") is True else ""
    said = f"{away} of story {found.story.id} ({_quoted(found.story.title)})"
    return f"{said} {back}stand as story {integer(other, 'id')} of their own, {_decided(found)}."


def _merged(found: Notice) -> str:
    was = mapping(found.details, "was")
    back = "again " if found.details.get("undo") is True else ""
    said = f"Story {integer(was, 'id')} is {back}a part of story {found.story.id} ({_quoted(found.story.title)})"
    return f"{said}, {_decided(found)}."


def _quoted(title: str) -> str:
    return f"“{title}”" if title.strip() else "no headline"


def _decided(found: Notice) -> str:
    by = text(found.details, "by")
    return {
        "user": "decided by a user",
        "agency": "for the agency's own copy holds both",
        "refold": "by folding everything anew",
    }.get(by, f"decided by {by}" if by else "decided")


def silence(details: Mapping[str, Any]) -> str:
    """`Not carried within 72 h by TASS (state) and Kyodo, nor by 31 other outlets ...`."""
    names = [_silent(one) for one in mappings(details, "silent")]
    others = integer(details, "others")
    said = [f"by {listed(names)}"] if names else []
    said += [f"{'nor ' if names else ''}by {counted(others, 'other outlet' if names else 'outlet')}"] if others else []
    unknown, carried = integer(details, "unknown"), integer(details, "carried")
    told = []
    if said:
        told.append(
            f"Not carried within {integer(details, 'hours')} h {', '.join(said)}, all of them read all the time."
        )
    elif carried:
        told.append(f"Carried by {counted(carried, 'watched outlet')}; none that was read all the time was silent.")
    if unknown:
        were = "was" if unknown == 1 else "were"
        told.append(f"{counted(unknown, 'outlet')} {were} not read all the time, and cannot be judged.")
    return " ".join(told) or "No outlet is watched."


def _silent(one: Mapping[str, Any]) -> str:
    name = text(one, "outlet_name") or text(one, "outlet")
    after = integer(one, "later_seconds")
    notes = ["state"] * (one.get("state") is True) + ([f"only after {span(after)}"] if after > 0 else [])
    return f"{name} ({', '.join(notes)})" if notes else name


_NOTICES: Mapping[str, Callable[[Notice], str]] = {
    EventKind.SILENCE.value: lambda found: silence(found.details),
    EventKind.MERGER_FOUND.value: _merger,
    EventKind.STORY_SPLIT.value: _split,
    EventKind.STORY_MERGED.value: _merged,
}


def reach(story: StoryTold) -> str:
    """`6 articles, 5 outlets of 4 houses, 2 independent origins: TASS and Yonhap`; "" for a story of one article."""
    if story.articles < 2 or not story.sources:
        return ""
    outlets = counted(story.outlets, "outlet")
    if 0 < story.houses < story.outlets:
        outlets += f" of {counted(story.houses, 'house')}"
    origins = counted(len(story.sources), "independent origin")
    named = f": {listed(story.sources)}" if len(story.sources) > 1 else ""
    return f"{counted(story.articles, 'article')}, {outlets}, {origins}{named}"


def names(glosses: Iterable[facts.Glossed]) -> str:
    """`Names: Kursk, Kim Jong Un`: what a headline names in a script that its reader does not read; "" for nothing."""
    told = list(dict.fromkeys(one.name.strip() for one in glosses if one.name.strip()))
    return f"Names: {', '.join(told)}" if told else ""


def story_names(news: StoryNews) -> str:
    """The names in the headline that stands over a story."""
    return names(news.story.origin.glosses if news.story.title else news.lead.article.glosses)


def first_before(found: OriginMoved) -> str:
    """The outlet whose article was taken for the first until the origin was found; "" if nobody said."""
    return found.was_name.strip() or found.was_url


def relation_word(value: str) -> str:
    """A relation as a reader says it; one that this version does not know stays as it is."""
    return next((word for known, word in _RELATIONS.items() if known == value), value)


def percent(share: float) -> str:
    """`98 %`. All is never claimed of what is less, nor nothing of what is more."""
    rounded = round(share * 100)
    if share < 1:
        rounded = min(rounded, 99)
    return f"{max(rounded, 1) if share > 0 else 0} %"


def language(code: str) -> str:
    """`Korean` for `ko`; the code itself where we have no name, `unknown language` for none that can be seen."""
    return _LANGUAGES.get(code.partition("-")[0].lower()) or plain(code).strip() or "unknown language"


def field(name: str) -> str:
    """A changed field as a reader calls it."""
    return _FIELDS.get(name, name)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 story`, `12,000 stories`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = list(items) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def in_short(digest: Digest) -> list[str]:
    """The sentences that head a report, the most important first; none where there is nothing new."""
    told = digest.in_short
    said = []
    if told.new_stories:
        carried = counted(sum(len(news.carriers) for news in digest.stories), "article")
        origins = counted(len(told.origins), "independent origin")
        said.append(f"{counted(told.new_stories, 'new story', 'new stories')} in {carried}, from {origins}.")
    if told.known_carriers:
        grown = counted(len(digest.grown), "known story", "known stories")
        said.append(f"{grown} gained {counted(told.known_carriers, 'carrier')}.")
    if told.origins_found:
        said.append(f"The origin of {counted(told.origins_found, 'known story', 'known stories')} was found.")
    if told.edited_articles:
        edits = f" ({told.edits} times in all)" if told.edits > told.edited_articles else ""
        weight = f", {told.material_edits} of substance" if told.material_edits else ""
        said.append(f"{counted(told.edited_articles, 'article')} edited{edits}{weight}.")
    came_or_went = [
        f"{count} {word}"
        for count, word in (
            (told.gone, "not present any more"),
            (told.back, "back"),
            (told.moved, "moved"),
            (told.joined, "judged on topic now"),
            (told.left, "no longer on topic"),
        )
        if count
    ]
    if came_or_went:
        said.append(f"{listed(came_or_went)}.")
    said += [f"{heading}: {len(notices)}." for heading, notices in digest.found.items()]
    if told.late:
        said.append(f"{counted(told.late, 'late find')}, published more than two days before we saw it.")
    if digest.watch:
        said.append(f"Only articles that the watch “{plain(digest.watch)}” asks for.")
    if told.other:
        said.append(f"{counted(told.other, 'event')} of a kind that this version cannot tell.")
    return said


def languages(digest: Digest) -> list[str]:
    """`English 5`, `Korean 2`: the new articles by language, most first."""
    return [f"{language(code)} {count}" for code, count in digest.in_short.languages]


def nothing_new(digest: Digest) -> str:
    """What an empty report says."""
    return f"Nothing new between mark {digest.since} and mark {digest.until}."


def replay(digest: Digest) -> str:
    """The command that tells this report again; of an alert, the whole stretch that it is from."""
    name = plain(digest.name).replace("`", "")  # in Markdown it would end the command
    named = f" --name {shlex.quote(name)}" if name not in ("", DEFAULT_READER) and not digest.alert else ""
    watched = f" --watch {shlex.quote(plain(digest.watch).replace('`', ''))}" if digest.watch else ""
    return f"treatywatch report --between {digest.since} {digest.until}{named}{watched}"


def terms(news: StoryNews) -> list[str]:
    """Why a story is on topic: the first names found in it, one for all forms of a word; of more, how many."""
    told: list[str] = []
    for term in news.terms:
        if not any(_alike(term.casefold(), other.casefold()) for other in told):
            told.append(term)
    left = len(told) - SHOWN_TERMS
    return [*told[:SHOWN_TERMS], f"and {left} more"] if left > 0 else told


def on_topic(news: StoryNews) -> str:
    """What heads these names: with the topics that they are of, where several are watched."""
    return f"On topic ({', '.join(news.topics)})" if news.topics else "On topic"


_BECAUSE = {"topic": "the topic was changed", "user": "by your own verdict", "edit": "its text was changed"}


def verdict_change(told: Rejudged) -> str:
    """`No longer on topic: was related, is passing; the topic was changed.`"""
    head = "No longer on topic" if told.left else "On topic now" if told.joined else "Verdict changed"
    topics = f" ({', '.join(topic.name for topic in told.verdict.topics)})" if told.joined else ""
    because = _BECAUSE.get(told.why, "")
    said = f"was {told.was}, is {told.verdict.level}" if told.was and told.verdict.level else ""
    return f"{head}{topics if told.verdict.topics else ''}: {'; '.join(filter(None, (said, because)))}.".replace(
        ": .", "."
    )


def _alike(one: str, other: str) -> bool:
    """Whether two names look like forms of one: "Россия" and "Россией", "Korea" and "Korean"."""
    shorter = min(len(one), len(other))
    stem = min(shorter, max(_STEM, shorter - _ENDING))
    return one[:stem] == other[:stem]


def weight(edit: Edit) -> str:
    """What an edit changed, in a few words."""
    return f"changed: {listed(edit.material)}" if edit.material else "wording only"


def shown(change: Change) -> tuple[list[list[Piece]], str]:
    """The first passages of a field, and a remark on those that are left out, "" if none are."""
    told = passages(change)
    left = len(told) - SHOWN_PASSAGES
    return told[:SHOWN_PASSAGES], f"and {counted(left, 'more passage')}" if left > 0 else ""


def passages(change: Change) -> list[list[Piece]]:
    """The changed passages of a field, each as its pieces in reading order."""
    told = []
    for hunks in facts.passages(change.hunks):
        pieces = [Piece("kept", hunks[0].before)]
        for hunk in hunks:
            pieces += [Piece("old", hunk.old), Piece("new", hunk.new), Piece("kept", hunk.after)]
        told.append([piece for whole in pieces for piece in _without_margins(whole)])
    return told


def _without_margins(piece: Piece) -> list[Piece]:
    """A piece with the spaces at its ends as pieces of their own, so that no mark of a change embraces a space."""
    words = piece.text.strip()
    if piece.kind == "kept" or not words:
        return [Piece("kept", piece.text)] if piece.text else []
    head, tail = piece.text[: piece.text.index(words)], piece.text[piece.text.index(words) + len(words) :]
    around = (Piece("kept", head), Piece(piece.kind, words), Piece("kept", tail))
    return [one for one in around if one.text]
