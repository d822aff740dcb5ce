"""How well the judge judges: `python -m bench.judging DOCS.jsonl [--errors]`.

DOCS holds one JSON object a line: id, title, text, language, kind (full, short, headline), label (on, near, off) and
why. Printed are precision, recall and F1 of `relevant` against `on`, and the share of `near` texts let in: for all,
for two halves of the texts (parted by a hash of their cluster or id, so that copies stay together), by kind and by
language; then the errors by their class, and the pace.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.loading import load_topic
from pipelines.gate import Gate
from pipelines.judge import Judge
from records import Verdict

HERE = Path(__file__).resolve().parent.parent
FEWEST = 3  # texts of a language from which its line is printed


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of one file of labelled texts."""
    parser = argparse.ArgumentParser(prog="python -m bench.judging", description=__doc__)
    parser.add_argument("docs", type=Path)
    parser.add_argument("--topic", type=Path, default=HERE / "seeds" / "topic.toml")
    parser.add_argument("--errors", action="store_true", help="also list every text judged wrong")
    options = parser.parse_args(arguments)
    docs = [json.loads(content) for content in options.docs.read_text(encoding="utf-8").splitlines() if content.strip()]
    topic = load_topic(options.topic)
    judge, gate = Judge(topic), Gate(topic)
    started = time.perf_counter()
    judged = [
        Judged(doc, judge.judge(doc["title"] or "", "", doc["text"] or "", doc["language"] or "")) for doc in docs
    ]
    seconds = time.perf_counter() - started
    for printed in report(judged):
        print(printed)
    taken = [j for j in judged if j.verdict.relevant]
    stopped = [j for j in taken if not gate.passes(f"{j.doc['title'] or ''}\n{j.doc['text'] or ''}".encode())]
    print(f"gate {gate.version}: stops {len(stopped)} of {len(taken)} texts that the judge takes")
    print(f"{len(docs) / seconds:,.0f} texts a second ({seconds / max(1, len(docs)) * 1000:.2f} ms each)")
    for j in judged if options.errors else []:
        if j.wanted != j.verdict.relevant:
            print(f"{j.verdict.score:.2f} {j.verdict.level:<8}{j.doc['label']:<5}{j.doc['id']} {j.doc['title']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
