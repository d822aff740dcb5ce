"""Real pages are read about as well as the bench says, so that a change that costs much is seen at once."""

from pathlib import Path

from bench.extraction import WITH_STANDFIRST, judge, pages
from bench.peers import ours

STEP = 4  # every fourth page: a few seconds; the whole set is for the bench
FLOORS = {
    "fundus": {"text": 0.95, "title": 0.75, "authors": 0.85, "day": 0.93, "instant": 0.98, "language": 0.95},
    "aed": {"text": 0.9, "title": 0.87, "authors": 0.82, "day": 0.72},
}


def test_real_pages_are_read_as_well_as_before(shared_data: Path) -> None:
    scores: dict[str, list[dict[str, float]]] = {src: [] for src in FLOORS}
    for place, (record, body) in enumerate(pages(shared_data / "extraction" / "gold.jsonl")):
        if place % STEP == 0:
            src = record["src"]
            scores[src].append(judge(ours(body, record["url"]), record, src in WITH_STANDFIRST))
    for src, floors in FLOORS.items():
        for measure, floor in floors.items():
            values = [score[measure] for score in scores[src] if measure in score]
            assert sum(values) / len(values) >= floor, f"{measure} of {src}: {sum(values) / len(values):.3f}"
