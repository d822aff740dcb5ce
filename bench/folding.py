"""Folding measured: how right, how fast, how large: `python -m bench.folding DOCS.jsonl.gz TRUTH.jsonl.gz [-o OUT]`.

DOCS holds articles (id, title, text, outlet) in order of arrival; each is decided on arrival, in a transaction of its
own, against an SQLite file in a temporary folder. TRUTH holds a line for each (id, cluster, kind, relation, of, ops,
score: whether it counts). Both may be gzipped. `-o` writes what was predicted, as lines of id and cluster.

`--peers` sets the libraries of `bench/folding_peers.py` beside ours, on the same articles one at a time; `--sizes 1000
10000` tells how the pace changes as articles pile up.

Paces are by the clock on the wall; the line of processor time is the one to compare on a machine that is busy.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.clusters import agreement
from bench.folding_pace import OURS
from bench.folding_peers import PEERS, installed
from bench.lines import lines
from pipelines.shingles import fingerprint
from records import Folding
from store import postings

NEGATIVES: Final = ("single", "followup", "agency", "template")
"""Kinds of articles that begin a story of their own, whatever they resemble."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Folded:
    """What a run made of the articles: the story and the folding of each by its id, seconds of work, bytes on disk."""

    stories: dict[str, int]
    foldings: dict[str, Folding]
    exemplars: int
    fingerprint_seconds: float
    fold_seconds: float
    commit_seconds: float
    processor_seconds: float
    slowest: float
    size: int


def fold_all(articles: Sequence[Line], path: Path) -> Folded:
    """Fold the articles in their order into a new database at `path`, each in a transaction of its own."""
    stories: dict[str, int] = {}
    foldings: dict[str, Folding] = {}
    spent = [0.0, 0.0, 0.0]
    slowest = 0.0
    started = time.process_time()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        postings.tune(connection)
        postings.create(connection)
        for number, article in enumerate(articles, 1):
            begun = time.perf_counter()
            new = fingerprint(article["title"], article["text"])
            read = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            held = postings.look_up(connection, new)
            folding = postings.fold(connection, new, article["outlet"], held)
            story = folding.story or number
            postings.post(connection, number, story, article["outlet"], new, folding, held)
            folded = time.perf_counter()
            connection.execute("COMMIT")
            ended = time.perf_counter()
            for place, seconds in enumerate((read - begun, folded - read, ended - folded)):
                spent[place] += seconds
            slowest = max(slowest, ended - read)
            stories[article["id"]] = story
            foldings[article["id"]] = folding
        processor = time.process_time() - started
        exemplars = connection.execute("SELECT count(*) FROM exemplars").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return Folded(stories, foldings, exemplars, spent[0], spent[1], spent[2], processor, slowest, path.stat().st_size)


def recall_by_edit(truth: Mapping[str, Line], stories: Mapping[str, int]) -> dict[str, tuple[float, int]]:
    """For each kind of edit: the part of the copies so made that sit in their original's story, and how many there are.

    An edit's name is its operation without its count ("local3" is local); a copy made by several counts in each.
    """
    found: dict[str, list[bool]] = defaultdict(list)
    for article, line in truth.items():
        if line["score"] and line["kind"] == "copy" and line["of"]:
            edits = {edit.rstrip("0123456789") for edit in line["ops"]} or {"verbatim"}
            for edit in edits:
                found[edit].append(stories[article] == stories[line["of"]])
    return {edit: (sum(hits) / len(hits), len(hits)) for edit, hits in sorted(found.items())}


def false_folds(
    articles: Sequence[Line], truth: Mapping[str, Line], foldings: Mapping[str, Folding]
) -> dict[str, tuple[float, int]]:
    """For each kind of hard negative: the part that was folded under an article of another story, and how many are."""
    found: dict[str, list[bool]] = defaultdict(list)
    for article in articles:
        line = truth[article["id"]]
        if line["kind"] in NEGATIVES and line["relation"] == "base":
            of = foldings[article["id"]].of
            wrong = of is not None and truth[articles[of - 1]["id"]]["cluster"] != line["cluster"]
            found[line["kind"]].append(wrong)
    return {kind: (sum(hits) / len(hits), len(hits)) for kind, hits in sorted(found.items())}


def report(articles: Sequence[Line], truth: Mapping[str, Line], folded: Folded) -> Iterator[str]:
    """The figures, line by line."""
    scored = [article for article, line in truth.items() if line["score"]]
    right = agreement({article: truth[article]["cluster"] for article in scored}, folded.stories)
    yield f"articles {right.articles}, true stories {right.true_stories}, predicted {right.predicted_stories}"
    yield f"pairwise  P {right.precision:.4f}  R {right.recall:.4f}  F1 {right.f1:.4f}  ARI {right.ari:.4f}"
    yield f"B-cubed   P {right.b3_precision:.4f}  R {right.b3_recall:.4f}  F1 {right.b3_f1:.4f}"
    yield "recall of copies by kind of edit"
    for kind, (part, count) in recall_by_edit(truth, folded.stories).items():
        yield f"  {kind:<16} {part:.3f}  of {count}"
    yield "hard negatives folded under another story"
    for kind, (part, count) in false_folds(articles, truth, folded.foldings).items():
        yield f"  {kind:<16} {part:.3f}  of {count}"
    count = len(articles)
    work = folded.fold_seconds + folded.commit_seconds
    yield f"fingerprint       {count / folded.fingerprint_seconds:7,.0f} articles/s"
    yield f"fold and post     {count / folded.fold_seconds:7,.0f} articles/s"
    yield f"with its commit   {count / work:7,.0f} articles/s, slowest {1000 * folded.slowest:.1f} ms"
    yield f"all on one thread {count / (work + folded.fingerprint_seconds):7,.0f} articles/s"
    yield f"processor time    {1000 * folded.processor_seconds / count:7.2f} ms an article"
    each = folded.size / folded.exemplars
    yield f"database {folded.size / 1e6:.1f} MB, {folded.exemplars} exemplars of {each:,.0f} B"


def beside(articles: Sequence[Line], truth: Mapping[str, Line], folded: Folded) -> Iterator[str]:
    """A table of how right ours and each peer that is installed are on the same articles, and how fast."""
    scored = {article: line["cluster"] for article, line in truth.items() if line["score"]}
    yield f"{'':<20} {'P':>6} {'R':>6} {'F1':>6} {'B-cubed':>7} {'articles/s of processor time':>30}"

    def row(name: str, stories: Mapping[str, int], seconds: float) -> str:
        right = agreement(scored, stories)
        figures = f"{right.precision:6.3f} {right.recall:6.3f} {right.f1:6.3f} {right.b3_f1:7.3f}"
        return f"{name:<20} {figures} {len(articles) / seconds:30,.0f}"

    yield row("ours", folded.stories, folded.processor_seconds)
    for name in installed():
        began, peer = time.process_time(), PEERS[name][1]()
        stories = {article["id"]: peer.story(number, article["text"]) for number, article in enumerate(articles, 1)}
        yield row(name, stories, time.process_time() - began)


def paces(docs: Path, sizes: Sequence[int], names: Sequence[str]) -> Iterator[str]:
    """A table of the pace, delays, memory and disk of each as articles pile up; each in a process of its own."""
    yield f"{'':<20} {'stored':>9} {'a second':>9} {'median':>8} {'p99 ms':>8} {'memory':>9} {'disk':>9} {'F1':>6}"
    for name in names:
        command = [sys.executable, "-m", "bench.folding_pace", str(docs), name, *map(str, sizes)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as measuring:
            for line in measuring.stdout or ():
                one = json.loads(line)
                right = f"{one['f1']:6.3f}" if one["f1"] else ""
                yield (
                    f"{name:<20} {one['stored']:9,} {one['pace']:9,.0f} {one['median']:8.2f} {one['p99']:8.1f} "
                    f"{one['memory'] / 1e6:6,.0f} MB {one['disk'] / 1e6:6,.0f} MB {right}"
                )
        if measuring.returncode:
            raise subprocess.CalledProcessError(measuring.returncode, command)


def main() -> None:
    """Fold the articles, print the figures."""
    parser = argparse.ArgumentParser(description="Measure folding on a labelled set.")
    parser.add_argument("--peers", action="store_true", help="measure the libraries that are installed as well")
    parser.add_argument("--sizes", type=int, nargs="+", help="print the pace with so many articles stored")
    parser.add_argument("docs", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="write the predicted stories here, as JSON Lines")
    arguments = parser.parse_args()
    articles = list(lines(arguments.docs))
    truth = {line["id"]: line for line in lines(arguments.truth)}
    with tempfile.TemporaryDirectory() as folder:
        folded = fold_all(articles, Path(folder) / "folding.db")
    for line in report(articles, truth, folded):
        print(line)
    if arguments.peers:
        for line in beside(articles, truth, folded):
            print(line, flush=True)
    if arguments.sizes:
        for line in paces(arguments.docs, arguments.sizes, [OURS, *(installed() if arguments.peers else ())]):
            print(line, flush=True)
    if arguments.output:
        with arguments.output.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": article, "cluster": str(story)}) + "\n" for article, story in folded.stories.items()
            )


if __name__ == "__main__":
    main()
