"""A worker that reads page after page holds no more memory at the end than at the beginning."""

from pathlib import Path

import pytest

from config import load
from pipelines.jobs import READING, Job
from pipelines.reading import set_up_extracting
from pipelines.workers import Workers
from records import Article

PAGES = 1_000
WARM = 300  # pages after which every cache has seen what these pages have
GROWTH_KIB = 12_000  # in the 700 pages that follow; a leak of one page's tree each would be 100 times that

SENTENCES = (
    "The road bridge over the border river is on schedule, the transport ministry said on day {n} of the work.",
    "Its pillars are nearly done, an official told {n} reporters, and the approach roads will follow before summer.",
    "По словам представителя министерства, работы идут по графику, а опора номер {n} будет готова до конца зимы.",
    "통일부 당국자는 위성사진을 보면 도로 {n}킬로미터가 놓였으며 내년 여름에는 차가 다닐 수 있을 것이라고 말했다.",
    "分析人士说，大桥通车以后，第{n}批货物会从这里经过，两国之间的贸易和人员往来会有比较大的发展。",
)


def page(number: int) -> Job:
    text = "".join(f"<p>{sentence.format(n=number)}</p>" for sentence in SENTENCES * 4)
    menu = "".join(
        f'<li class="item-{number}-{n}"><a href="/{n}">Another story, number {n}</a></li>' for n in range(60)
    )
    markup = (
        f"<html><head><title>Bridge {number}</title></head><body><ul>{menu}</ul><article>{text}</article></body></html>"
    )
    return Job(f"https://paper.example/2026/11/{number}-a-bridge-over-a-river", markup.encode())


def resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="reads a process's memory from /proc")
def test_a_thousand_pages_leave_the_workers_as_large_as_they_were() -> None:
    config = load(environment={})
    agencies = tuple(config.agencies.values())
    sizes: list[list[int]] = []
    with Workers(set_up_extracting, agencies, count=2, deadline_seconds=30, preload=(READING,)) as workers:
        for place, answer in enumerate(workers.map(page(number) for number in range(PAGES))):
            assert isinstance(answer, Article)
            if place in (WARM, PAGES - 1):
                sizes.append([resident_kib(pid) for pid in workers.pids])
    assert len(sizes[0]) == len(sizes[1]) == 2
    assert max(after - before for before, after in zip(*sizes, strict=True)) < GROWTH_KIB
