"""What is true of this world, and what a crawl of each day must find: made from the declarations that make the pages.

    {"outlets":  [{"id", "name", "host", "languages", "agency"}],
     "articles": [{"url", "also", "canonical", "outlet", "day", "language", "title", "story", "also_of", "relation",
                   "of", "on_topic", "kept", "why_not", "agency", "published", "late"}],
     "changes":  [{"day", "kind", "url", "canonical", "story", "kept", ...}],
     "expected": {"1": {...}, "2": {...}}}

`url` is the address that the outlet's first channel gives and `also` are other addresses that lead to the same
article; `canonical` is the page's own claim. `story` is a key; articles of one key belong to one story, and `also_of`
names the story that a merged article took its smaller part from. `of` is the address of the story's origin (null for
the origin itself); which of them a crawl meets first is not fixed, so only the sets are. `agency` is the agency
credited, or the one that the outlet is. `late` marks an article dated before the day on which it appeared. `day` is
the day on which an article first appears. Only kept articles appear in `expected`, but for `not_kept`.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from demo.world.dating import utc
from demo.world.newsroom import DAYS, SECOND_DAY_BEGINS, Piece, piece
from demo.world.outlets import BY_ID, OUTLETS
from demo.world.stories import Printing, Story, stories
from demo.world.templates import amp_path
from records import Relation

SEEDS = Path(__file__).parent.parent / "seeds"
FIRST_DAY, SECOND_DAY = DAYS


@cache
def truth() -> dict[str, Any]:
    """All of it, as JSON values."""
    articles = [_article(story, printing) for story in stories().values() for printing in story.printed]
    changes = [
        change
        for story in stories().values()
        for printing in story.printed
        if printing.day == FIRST_DAY
        for change in _changes(story, printing)
    ]
    return {
        "outlets": [
            {
                "id": it.id,
                "name": it.name,
                "host": it.host,
                "languages": list(it.languages),
                "agency": it.agency or None,
            }
            for it in OUTLETS
        ],
        "articles": articles,
        "changes": changes,
        "expected": {
            str(FIRST_DAY): _expected(FIRST_DAY, articles, []),
            str(SECOND_DAY): _expected(SECOND_DAY, articles, changes),
        },
    }


def _article(story: Story, printing: Printing) -> dict[str, Any]:
    found = piece(story, printing, printing.day)
    origin = story.printed[0]
    addresses = _addresses(found)
    return {
        "url": addresses[0],
        "also": addresses[1:],
        "canonical": found.canonical,
        "outlet": printing.outlet,
        "day": printing.day,
        "language": story.language,
        "title": found.text.title,
        "story": story.key,
        "also_of": [printing.other] if printing.other else [],
        "relation": str(Relation.ORIGIN if printing is origin else printing.relation),
        "of": None if printing is origin else piece(story, origin, origin.day).canonical,
        "on_topic": story.on_topic,
        "kept": story.on_topic,
        "why_not": story.why_not or None,
        "agency": _credited(printing),
        "published": utc(printing.at),
        "late": printing.day == SECOND_DAY and printing.at < SECOND_DAY_BEGINS,
    }


def _addresses(found: Piece) -> list[str]:
    """Every address that leads to an article, the one that the first channel gives in front."""
    outlet = found.outlet
    shown = [found.shown(channel) for channel in outlet.channels if found.takes(channel)]
    others = [found.canonical]
    if outlet.amp:
        others.append(f"http://{outlet.host}{amp_path(found)}")
    return list(dict.fromkeys(shown + others))


@cache
def _agency_names() -> dict[str, list[str]]:
    tables = tomllib.loads((SEEDS / "agencies.toml").read_text("utf-8"))
    return {agency: [*table["names"], *table.get("initials", [])] for agency, table in tables.items()}


def _credited(printing: Printing) -> str | None:
    """The agency that the outlet is, or that the credit lines of the article name."""
    said = " ".join((printing.dateline, printing.byline, printing.closing))
    named = [agency for agency, names in _agency_names().items() if any(name in said for name in names)]
    return BY_ID[printing.outlet].agency or (named[0] if named else None)


def _changes(story: Story, printing: Printing) -> list[dict[str, Any]]:
    """What the second day does to an article of the first."""
    later = printing.later
    before, after = piece(story, printing, FIRST_DAY), piece(story, printing, SECOND_DAY)
    about = {
        "day": SECOND_DAY,
        "url": _addresses(before)[0],
        "canonical": before.canonical,
        "story": story.key,
        "kept": story.on_topic,
    }
    found: list[dict[str, Any]] = []
    if later.replace:
        found.append(about | {"kind": "edited", "replaced": [list(pair) for pair in later.replace]})
    if later.title:
        found.append(about | {"kind": "headline", "before": before.text.title, "after": after.text.title})
    if later.gone:
        found.append(about | {"kind": "gone"})
    if later.moved:
        found.append(about | {"kind": "moved", "to": _addresses(after)[0], "to_canonical": after.canonical})
    if later.furniture:
        found.append(about | {"kind": "furniture"})
    if later.typography:
        found.append(about | {"kind": "typography"})
    return found


def _expected(day: int, articles: list[dict[str, Any]], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The events of a day: by kind the addresses, and how many a crawl of that day must record."""
    kept = [it for it in articles if it["day"] == day and it["kept"]]
    known = {it["story"] for it in articles if it["day"] < day and it["kept"]}
    new_stories: dict[str, list[str]] = {}
    new_carriers = []
    for it in kept:
        if it["story"] in known:
            new_carriers.append({"story": it["story"], "url": it["canonical"]})
        else:
            new_stories.setdefault(it["story"], []).append(it["canonical"])
    by_kind = {
        kind: [it for it in changes if it["kept"] and it["kind"] in kinds] for kind, kinds in CHANGE_EVENTS.items()
    }
    return {
        "new_stories": new_stories,
        "new_carriers": new_carriers,
        "edited": [{"url": it["canonical"], "what": it["kind"]} for it in by_kind["edited"]],
        "gone": [it["canonical"] for it in by_kind["gone"]],
        "moved": [{"url": it["canonical"], "to": it["to_canonical"]} for it in by_kind["article moved"]],
        "not_kept": sorted(it["canonical"] for it in articles if it["day"] == day and not it["kept"]),
        "counts": {
            "new story": len(new_stories),
            "new carrier": len(kept) - len(new_stories),
            **{kind: len(found) for kind, found in by_kind.items()},
            "articles kept": len(kept),
            "articles not kept": sum(it["day"] == day and not it["kept"] for it in articles),
        },
    }


# Which changes of a page are which event; furniture and typography are none.
CHANGE_EVENTS = {"edited": ("edited", "headline"), "gone": ("gone",), "article moved": ("moved",)}
