"""What a page says, measured against gold: this project beside trafilatura as it comes.

    python -m bench.extraction GOLD.jsonl [--peer trafilatura] [--peer fast] [--peer precision] [--worst 10]

A line of GOLD holds id, src, file (gzipped or plain HTML, relative to GOLD), url, title, text, authors, and where known
published_at, day and lang. Text is compared by 4-grams of words (of single characters where a script writes no spaces):
F1 a page, averaged over pages. A set whose gold text holds the standfirst compares standfirst + text. A title must be
equal after spaces and quotes are made alike; authors are compared as sets of names. Both sides run in one process, page
by page in turn, so that their times can be compared.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.dates import as_written
from pipelines.extract import extract_page
from records import Article, Precision

GRAM = 4
SAME_INSTANT_SECONDS = 60
WITH_STANDFIRST = frozenset({"fundus"})  # sets whose gold text begins with the standfirst

_TOKENS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_QUOTES = str.maketrans("“”„«»‘’‚`´–—−\u00a0", "\"\"\"\"\"'''''--- ")
_SOFT = re.compile("[\u00ad\u200b]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one extractor says of one page."""

    title: str = ""
    text: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    instant: bool = False
    language: str = ""
    refusal: str = ""


Extractor = Callable[[bytes, str], Answer]


def ours(body: bytes, url: str) -> Answer:
    """This project's answer."""
    found = extract_page(body, url)
    if not isinstance(found, Article):
        return Answer(refusal=str(found))
    when = found.published
    return Answer(
        title=found.title,
        text=found.text,
        standfirst=found.standfirst,
        authors=found.authors,
        published=as_written(when) if when else "",
        instant=when is not None and when.precision is Precision.INSTANT,
        language=found.language,
    )


def plain_trafilatura(body: bytes, url: str, *, fast: bool = False, precise: bool = False) -> Answer:
    """One mode of trafilatura, with metadata, as a user would call it."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a peer is loaded only when it is asked for

    found = bare_extraction(
        body, url=url, with_metadata=True, include_comments=False, fast=fast, favor_precision=precise
    )
    if found is None or isinstance(found, dict):
        return Answer(refusal="nothing")
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.title or "", found.text or "", "", authors, found.date or "", False, found.language or "")


PEERS: dict[str, Extractor] = {
    "trafilatura": plain_trafilatura,
    "fast": partial(plain_trafilatura, fast=True),
    "precision": partial(plain_trafilatura, precise=True),
}


def grams(text: str) -> Counter[tuple[str, ...]]:
    """The 4-grams of a text; a shorter text is one gram."""
    tokens = _TOKENS.findall(_SOFT.sub("", text.lower()))
    if len(tokens) < GRAM:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[n:] for n in range(GRAM)), strict=False))


def f1(found: Counter[Any], gold: Counter[Any]) -> float:
    """Overlap of two bags; two empty ones agree."""
    if not found and not gold:
        return 1.0
    shared = (found & gold).total()
    return 2 * shared / (found.total() + gold.total())


def plain(text: str) -> str:
    """A title as it is compared."""
    return " ".join(text.translate(_QUOTES).split())


def judge(answer: Answer, gold: Mapping[str, Any], text_counts_standfirst: bool) -> dict[str, float]:
    """The measures of one page; a measure that its gold cannot tell is left out."""
    text = f"{answer.standfirst}\n{answer.text}" if text_counts_standfirst else answer.text
    scores = {
        "text": f1(grams(text), grams(gold["text"])),
        "title": float(plain(answer.title) == plain(gold["title"] or "")),
        "authors": f1(_names(answer.authors), _names(gold.get("authors") or ())),
    }
    if gold.get("day"):
        scores["day"] = float(gold["day"] in _days(answer, gold))
    moment = gold.get("published_at")
    if moment and datetime.fromisoformat(moment).tzinfo:
        scores["instant"] = float(answer.instant and _near(answer.published, moment))
    if gold.get("lang"):
        scores["language"] = float(answer.language.split("-")[0] == gold["lang"])
    return scores


def _names(names: Iterable[str]) -> Counter[str]:
    return Counter({plain(name).casefold() for name in names if name})


def _days(answer: Answer, gold: Mapping[str, Any]) -> set[str]:
    """The day as written, and for an instant also the day in the zone in which gold counts."""
    days = {answer.published[:10]}
    if answer.instant and gold.get("published_at"):
        zone = datetime.fromisoformat(gold["published_at"]).tzinfo
        days = {datetime.fromisoformat(answer.published).astimezone(zone).date().isoformat()}
    return days


def _near(found: str, gold: str) -> bool:
    return abs((datetime.fromisoformat(found) - datetime.fromisoformat(gold)).total_seconds()) <= SAME_INSTANT_SECONDS


def pages(gold: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each line of gold with the bytes of its page."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        body = (gold.parent / record["file"]).read_bytes()
        yield record, gzip.decompress(body) if record["file"].endswith(".gz") else body


def table(rows: Mapping[tuple[str, str], list[dict[str, float]]], times: Mapping[str, list[float]]) -> str:
    """The measures of each set and side, and the pages a second of each side."""
    measures = ("text", "title", "authors", "day", "instant", "language")
    lines = ["set       side         pages  " + "".join(f"{name:>10}" for name in measures)]
    for (src, side), scores in sorted(rows.items()):
        cells = []
        for name in measures:
            values = [score[name] for score in scores if name in score]
            cells.append(f"{sum(values) / len(values):10.3f}" if values else f"{'-':>10}")
        lines.append(f"{src:<9} {side:<12} {len(scores):5}  " + "".join(cells))
    lines.append("")
    for side, spent in times.items():
        ordered = sorted(spent)
        lines.append(
            f"{side:<12} {len(spent) / sum(spent):6.1f} pages/s   median {1000 * ordered[len(ordered) // 2]:6.1f} ms"
            f"   p95 {1000 * ordered[int(len(ordered) * 0.95)]:6.1f} ms"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--peer", choices=sorted(PEERS), action="append", default=[])
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages whose text is worst")
    chosen = parser.parse_args(arguments)
    sides: dict[str, Extractor] = {"treatywatch": ours, **{name: PEERS[name] for name in chosen.peer}}
    rows: dict[tuple[str, str], list[dict[str, float]]] = {}
    times: dict[str, list[float]] = {side: [] for side in sides}
    told: list[tuple[float, str, str]] = []
    for record, body in pages(chosen.gold):
        if not any(times.values()):
            for extractor in sides.values():
                extractor(body, record["url"])  # what is loaded on first use is no page's time
        for side, extractor in sides.items():
            before = time.perf_counter()
            answer = extractor(body, record["url"])
            times[side].append(time.perf_counter() - before)
            scores = judge(answer, record, record["src"] in WITH_STANDFIRST)
            rows.setdefault((record["src"], side), []).append(scores)
            if side == "treatywatch":
                wrong = " ".join(name for name, value in scores.items() if name != "text" and value < 1)
                told.append((scores["text"], record["id"], answer.refusal or wrong))
    print(table(rows, times))
    for score, page, wrong in sorted(told)[: chosen.worst]:
        print(f"{score:.3f}  {page}  {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
