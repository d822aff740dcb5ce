"""What a worker is asked to do, without what it needs to do it: the crawl itself never loads the readers.

A crawl that finds nothing new is the usual one, and would spend a third of its time on importing what reads pages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config import Agency, Topic
from records import Lead, Page, Reading, Refusal

READING = "pipelines.reading"  # what the fork server loads once for all workers


@dataclass(frozen=True, slots=True)
class Job:
    """One page for a worker. `lead` is what a finder said of it; with `entry` there is no page, only that."""

    url: str
    body: bytes
    content_type: str = ""
    lead: Lead | None = None
    fetched_at: str = ""
    entry: bool = False


def job_of(page: Page) -> Job:
    """The job that a fetched page is. A permanent redirect makes the new address the article's."""
    return Job(
        url=page.final_url if page.moved else page.url,
        body=b"" if page.entry else page.body,
        content_type=page.header("Content-Type"),
        lead=page.lead,
        fetched_at=page.fetched_at,
        entry=page.entry,
    )


def set_up_reading(
    agencies: Sequence[Agency], topics: Sequence[Topic], founded: Mapping[str, str]
) -> Callable[[Job], Reading | Refusal]:
    """What a worker of a crawl runs: page -> reading."""
    from pipelines.reading import Reader  # noqa: PLC0415  (loaded in the worker, where it is used)

    return Reader(agencies, topics, founded).read
