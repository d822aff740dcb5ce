"""Digest -> a few lines for a chat or a telephone: what is new, with addresses, and how to see the rest.

Plain text, so that no chat can take a headline for markup. It is no format of its own: a report is told whole.
"""

from collections.abc import Iterator

from reports.digest import Digest
from reports.render import phrases
from reports.render.clock import Clock
from reports.render.escaping import plain, web_address

LONGEST = 1_800  # characters: Discord takes 2,000, and a service may add a line of its own
_LONGEST_HEADLINE = 200


def title(digest: Digest) -> str:
    """`morning: 3 new stories, 5 carriers, 1 edit of substance`."""
    told = digest.in_short
    parts = [
        (told.new_stories, "new story", "new stories"),
        (told.known_carriers, "new carrier", ""),
        (told.material_edits, "edit of substance", "edits of substance"),
        (told.edits - told.material_edits, "small edit", ""),
        (told.gone, "article gone", "articles gone"),
        (told.back, "article back", "articles back"),
        (told.moved, "article moved", "articles moved"),
        (told.origins_found, "origin found", "origins found"),
        (sum(not one.over for one in digest.troubles), "outlet in trouble", "outlets in trouble"),
    ]
    parts[-1:-1] = [(sum(map(len, digest.found.values())), "finding", "")]
    said = ", ".join(phrases.counted(*part) for part in parts if part[0]) or "nothing new"
    return f"{plain(digest.name)}: {said}" if digest.name else said


def render(digest: Digest, *, zone: str) -> str:
    """The news, an item each with its address, the most telling first, as many as there is room for."""
    items = list(_items(digest, Clock(zone, digest.at)))
    end = f"All of it: {phrases.replay(digest)}"
    left = LONGEST - len(end)
    shown: list[str] = []
    for number, item in enumerate(items):
        if len(item) > left:
            shown.append(f"… and {len(items) - number} more.")
            break
        shown.append(item)
        left -= len(item) + 1
    return "\n".join([*(shown or [phrases.nothing_new(digest)]), end]) + "\n"


def _items(digest: Digest, clock: Clock) -> Iterator[str]:
    for news in digest.stories:
        outlets = phrases.counted(len(news.carriers), "article")
        who = plain(news.story.origin.outlet_name or news.lead.article.outlet_name)
        yield _item(f"{_short(news.story.title)} ({who}; {outlets})", news.story.origin.url or news.lead.article.url)
    for edited in digest.edited:
        if any(edit.material for edit in edited.edits):
            reasons = phrases.listed(dict.fromkeys(reason for edit in edited.edits for reason in edit.material))
            who = plain(edited.article.outlet_name)
            yield _item(f"Edited: {_short(edited.article.title)} ({who}; {reasons})", edited.article.url)
    for gone in digest.gone:
        said = f"{_short(gone.article.title)} ({plain(gone.article.outlet_name)})"
        yield _item(f"{said}: {clock.absence(gone)}", gone.article.url)
    for news in digest.grown:
        names = phrases.listed(dict.fromkeys(plain(one.article.outlet_name) for one in news.carriers))
        total = phrases.counted(news.story.articles, "article")
        yield _item(f"Now also by {_short(names)}: {_short(news.story.title)} ({total})", news.lead.article.url)
    for notices in digest.found.values():
        for notice in notices:
            yield _item(f"{_short(notice.title)}: {plain(phrases.notice(notice))}", notice.url)
    for one in digest.troubles:
        if not one.over:
            yield f"• {plain(one.outlet_name)}: {plain(clock.trouble(one))}"


def _item(said: str, url: str) -> str:
    address = web_address(url)
    return f"• {said}\n  {address}" if address else f"• {said}"


def _short(text: str) -> str:
    shown = plain(text)
    return shown if len(shown) <= _LONGEST_HEADLINE else f"{shown[: _LONGEST_HEADLINE - 1]}…"
