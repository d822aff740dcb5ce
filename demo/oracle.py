"""Holds what a watch collected against the press's own truth, to the article. Pure: JSON in, sentences out.

`rows` are the lines of `treatywatch export --format jsonl`, `report` is `treatywatch report --format json`, `truth` is
what the press tells at its control address.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crawler.urls import key

Json = Mapping[str, Any]


def differences(truth: Json, rows: Sequence[Json], report: Json, *, days: Sequence[int]) -> list[str]:
    """What is lost, doubled, wrongly kept, wrongly folded or wrongly told after these days; empty where all is met.

    `report` tells of the last of `days` alone, or of all of them together.
    """
    return [*_collected(truth, rows, max(days)), *_told(truth, report, days)]


def _collected(truth: Json, rows: Sequence[Json], day: int) -> Iterable[str]:
    names = _names(truth)
    kept = {key(a["canonical"]): a for a in truth["articles"] if a["kept"] and a["day"] <= day}
    found: dict[str, list[Json]] = {}
    for row in rows:
        name = names.get(key(row["url"]))
        if name is None or name not in kept:
            yield f"kept, but should not be: {row['url']}"
        else:
            found.setdefault(name, []).append(row)
    for name, article in kept.items():
        if len(copies := found.get(name, [])) != 1:
            yield f"kept {len(copies)} times: {article['url']}"
    yield from _folded(kept, found)


def _folded(kept: Mapping[str, Json], found: Mapping[str, Sequence[Json]]) -> Iterable[str]:
    stories: dict[Any, set[str]] = {}
    for name, copies in found.items():
        stories.setdefault(copies[0]["story"], set()).add(kept[name]["story"])
    for number, held in stories.items():
        if len(held) > 1:
            yield f"story {number} holds {len(held)} stories: {', '.join(sorted(held))}"
    homes: dict[str, set[Any]] = {}
    for name, copies in found.items():
        homes.setdefault(kept[name]["story"], set()).add(copies[0]["story"])
    for story, numbers in homes.items():
        if len(numbers) > 1:
            yield f"{story} is split over {len(numbers)} stories"


def _told(truth: Json, report: Json, days: Sequence[int]) -> Iterable[str]:
    names = _names(truth)
    wanted: dict[str, list[str]] = {kind: [] for kind in ("new stories", "carriers", "edited", "gone", "moved")}
    for day in days:
        expected = truth["expected"][str(day)]
        wanted["new stories"] += expected["new_stories"]
        wanted["carriers"] += [url for urls in expected["new_stories"].values() for url in urls]
        wanted["carriers"] += [carrier["url"] for carrier in expected["new_carriers"]]
        wanted["edited"] += [edit["url"] for edit in expected["edited"]]
        wanted["gone"] += expected["gone"]
        wanted["moved"] += [move["url"] for move in expected["moved"]]
    said = {
        "carriers": [c["article"]["url"] for s in _stories(report) for c in s["carriers"]],
        "edited": [e["article"]["url"] for e in report["edited"] for _ in e["edits"]],
        "gone": [g["article"]["url"] for g in report["gone"]],
        "moved": [m["old_url"] for m in report["moved"]],
    }
    if len(report["new_stories"]) != len(wanted["new stories"]):
        yield f"told {len(report['new_stories'])} new stories instead of {len(wanted['new stories'])}"
    for kind, urls in said.items():
        told = sorted(names.get(key(url), url) for url in urls)
        meant = sorted(names.get(key(url), url) for url in wanted[kind])
        yield from (f"{kind}: not told: {name}" for name in _less(meant, told))
        yield from (f"{kind}: told, but did not happen: {name}" for name in _less(told, meant))


def _stories(report: Json) -> list[Json]:
    return [*report["new_stories"], *report["grown_stories"]]


def _less(these: Sequence[str], those: Sequence[str]) -> list[str]:
    """`these` without `those`, counting how often each stands there."""
    return sorted((Counter(these) - Counter(those)).elements())


def _names(truth: Json) -> dict[str, str]:
    """Every address of an article, before and after a move -> the key of the one that the truth calls canonical."""
    names: dict[str, str] = {}
    for article in truth["articles"]:
        name = key(article["canonical"])
        names |= {key(url): name for url in (article["url"], article["canonical"], *article["also"])}
    for change in truth["changes"]:
        if change["kind"] == "moved":
            name = names[key(change["canonical"])]
            names |= {key(change["to"]): name, key(change["to_canonical"]): name}
    return names
