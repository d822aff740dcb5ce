"""How well the judge judges and the gate guards: `python -m bench.judging [DOCS.jsonl] [--errors] [--gate PAGES_DIR]`.

DOCS holds one JSON object a line: id, title, text, language, kind (full, short, headline), label (on, near, off) and
why. Printed are precision, recall and F1 of `relevant` against `on`, and the share of `near` texts let in: for all,
for two halves of the texts (parted by a hash of their cluster or id, so that copies stay together), by kind and by
language; then the errors by their class, and the pace.

PAGES_DIR holds pages as files, packed (.gz) or not. Printed are, for each engine of the gate, the milliseconds of
processor time that a page takes, scaled to 240 KB, how many pages it lets in, whether the engines agree, and how many
of the pages that the judge takes (extracted as a crawl does) are stopped; beside them the same names looked for by
Python's own `re` and `in`, which know no word boundaries and no encodings.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.loading import load_topic
from config.topic import Topic
from pipelines.extract import extract_page
from pipelines.gate import Gate
from pipelines.judge import Judge
from pipelines.names import split_name
from pipelines.scanners import ENGINES
from records import Article, Verdict

HERE = Path(__file__).resolve().parent.parent
FEWEST = 3  # texts of a language from which its line is printed
PAGE_BYTES = 240_000  # the size of page that the gate's pace is told for
ROUNDS = 3  # of which the fastest counts
SLOW = 8  # pages, about, that are enough to measure what takes a hundred times as long


@dataclass(frozen=True)
class Judged:
    """A labelled text with its verdict."""

    doc: dict[str, Any]
    verdict: Verdict

    @property
    def wanted(self) -> bool:
        return bool(self.doc["label"] == "on")


def half(doc: dict[str, Any]) -> str:
    """ "A" or "B": which half a text is in. Copies of one story are in the same."""
    key = doc.get("cluster") or doc["id"]
    return "AB"[sha256(str(key).encode()).digest()[0] % 2]


def line(name: str, judged: Sequence[Judged]) -> str:
    """One line of figures for some texts."""
    right = sum(j.wanted and j.verdict.relevant for j in judged)
    taken = sum(j.verdict.relevant for j in judged)
    wanted = sum(j.wanted for j in judged)
    near = [j for j in judged if j.doc["label"] == "near"]
    precision = right / taken if taken else 1.0
    recall = right / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    let_in = sum(j.verdict.relevant for j in near) / len(near) if near else 0.0
    return (
        f"{name:<16}{len(judged):>5} texts {wanted:>4} on   P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
        f"   near let in {let_in:6.1%} of {len(near)}"
    )


def groups(judged: Iterable[Judged], key: Callable[[dict[str, Any]], str]) -> dict[str, list[Judged]]:
    """The texts by a property, the largest group first."""
    found: dict[str, list[Judged]] = {}
    for j in judged:
        found.setdefault(key(j.doc), []).append(j)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def report(judged: Sequence[Judged]) -> Iterable[str]:
    """All figures, line by line."""
    yield line("all", judged)
    for name, some in sorted(groups(judged, half).items()):
        yield line(f"half {name}", some)
    yield line("with a body", [j for j in judged if j.doc["kind"] != "headline"])
    for name, some in groups(judged, lambda doc: str(doc["kind"])).items():
        yield line(name, some)
    for name, some in groups(judged, lambda doc: str(doc["language"])).items():
        if len(some) >= FEWEST:
            yield line(name, some)
    wrong = [j for j in judged if j.wanted != j.verdict.relevant]
    for (label, why), count in Counter((j.doc["label"], j.doc["why"]) for j in wrong).most_common():
        total = sum((j.doc["label"], j.doc["why"]) == (label, why) for j in judged)
        yield f"{'missed' if label == 'on' else 'let in'} {count:>3} of {total:<4} {label:<5} {why}"


def pace(passes: Callable[[bytes], object], pages: Sequence[bytes]) -> float:
    """Milliseconds of processor time for PAGE_BYTES of pages, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for page in pages:
            passes(page)
        best = min(best, time.process_time() - started)
    return best * 1000 / (sum(map(len, pages)) / PAGE_BYTES)


def judged_relevant(judge: Judge, body: bytes) -> bool:
    """Whether the judge takes what a crawl would read in a page."""
    read = extract_page(body, "https://example.org/article")
    if not isinstance(read, Article):
        return False
    return judge.judge(read.title, read.standfirst, read.text, read.language).relevant


def names_of_sides(topic: Topic) -> list[bytes]:
    """The first piece of each name of a side, as UTF-8 in lower case: what a plain search would look for."""
    sides = {side for pair in topic.pairs for side in pair}
    return sorted(
        {
            split_name(name)[0][0].encode()
            for key, concept in topic.concepts.items()
            if sides & {key, *concept.implies}
            for names in concept.names.values()
            for name in names
        }
    )


def contained(names: Sequence[bytes], page: bytes) -> list[bytes]:
    """The names that a page holds, each looked for by itself."""
    return [name for name in names if name in page]


def gate_report(topic: Topic, folder: Path) -> Iterable[str]:
    """The gate's pace and answers on the pages of a folder, line by line."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    pages = [gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files]
    yield f"{len(pages)} pages, {sum(map(len, pages)) / max(1, len(pages)) / 1000:.0f} KB each; per 240 KB page:"
    answers = {}
    for engine in ENGINES:
        gate = Gate([topic], engine)
        answers[engine] = [gate.passes(page) for page in pages]
        yield f"  gate, {engine:<14}{pace(gate.passes, pages):7.3f} ms   lets {sum(answers[engine])} in"
    names = names_of_sides(topic)
    expression = re.compile(b"|".join(map(re.escape, names)))
    some = pages[:: max(1, len(pages) // SLOW)]
    yield f"  re, {len(names)} names      {pace(lambda page: set(expression.findall(page.lower())), some):7.3f} ms"
    yield f"  in, {len(names)} names      {pace(lambda page: contained(names, page.lower()), some):7.3f} ms"
    apart = sum(len(set(each)) > 1 for each in zip(*answers.values(), strict=True))
    judge = Judge(topic)
    taken = [i for i, page in enumerate(pages) if judged_relevant(judge, page)]
    stopped = sum(not answers[ENGINES[0]][i] for i in taken)
    yield f"  engines differ on {apart} pages; {stopped} stopped of {len(taken)} that the judge takes"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of one file of labelled texts, of one folder of pages, or of both."""
    parser = argparse.ArgumentParser(prog="python -m bench.judging", description=__doc__)
    parser.add_argument("docs", type=Path, nargs="?")
    parser.add_argument("--topic", type=Path, default=HERE / "seeds" / "topic.toml")
    parser.add_argument("--errors", action="store_true", help="also list every text judged wrong")
    parser.add_argument("--gate", type=Path, metavar="PAGES_DIR", help="measure the gate on pages")
    options = parser.parse_args(arguments)
    if not (options.docs or options.gate):
        parser.error("name a file of texts, or a folder of pages with --gate")
    topic = load_topic(options.topic)
    if options.docs:
        judge_docs(topic, options.docs, options.errors)
    for printed in gate_report(topic, options.gate) if options.gate else ():
        print(printed)
    return 0


def judge_docs(topic: Topic, path: Path, errors: bool) -> None:
    """Judge the labelled texts of a file and print the figures."""
    docs = [json.loads(content) for content in path.read_text(encoding="utf-8").splitlines() if content.strip()]
    judge, gate = Judge(topic), Gate([topic])
    started = time.perf_counter()
    judged = [
        Judged(
            doc, judge.judge(doc["title"] or "", doc.get("standfirst") or "", doc["text"] or "", doc["language"] or "")
        )
        for doc in docs
    ]
    seconds = time.perf_counter() - started
    for printed in report(judged):
        print(printed)
    taken = [j for j in judged if j.verdict.relevant]
    stopped = [j for j in taken if not gate.passes(f"{j.doc['title'] or ''}\n{j.doc['text'] or ''}".encode())]
    print(f"gate {gate.version}: stops {len(stopped)} of {len(taken)} texts that the judge takes")
    print(f"{len(docs) / seconds:,.0f} texts a second ({seconds / max(1, len(docs)) * 1000:.2f} ms each)")
    for j in judged if errors else []:
        if j.wanted != j.verdict.relevant:
            print(f"{j.verdict.score:.2f} {j.verdict.level:<8}{j.doc['label']:<5}{j.doc['id']} {j.doc['title']}")


if __name__ == "__main__":
    sys.exit(main())
