"""All that a worker process does with one page: extract, judge, fingerprint, index. Pure, the same for every caller."""

from collections.abc import Callable, Mapping, Sequence

from config import Agency, Topic
from pipelines.agencies import AgencyIndex
from pipelines.extract import extract_entry, extract_page
from pipelines.jobs import Job
from pipelines.judge import Judge
from pipelines.shingles import fingerprint
from pipelines.words import words_of
from records import Article, Reading, Refusal


class Reader:
    """Reads pages for some topics. Built once in each process: the names of topics and agencies are compiled here.

    `founded` maps an outlet to its first day, ISO 8601, where that is known.
    """

    def __init__(
        self, agencies: Sequence[Agency], topics: Sequence[Topic], founded: Mapping[str, str] | None = None
    ) -> None:
        self._founded = founded or {}
        self._agencies = AgencyIndex(agencies)
        self._judges = [Judge(topic) for topic in topics]

    def extract(self, job: Job) -> Article | Refusal:
        """The article of a page, or the reason why there is none."""
        founded = self._founded.get(job.lead.outlet, "") if job.lead else ""
        if job.entry and job.lead is not None:
            return extract_entry(job.lead, agencies=self._agencies, fetched_at=job.fetched_at, founded=founded)
        return extract_page(
            job.body,
            job.url,
            content_type=job.content_type,
            feed=job.lead,
            agencies=self._agencies,
            fetched_at=job.fetched_at,
            founded=founded,
        )

    def assess(self, article: Article) -> Reading:
        """An article with its verdicts, its fingerprint and its search tokens."""
        published = article.published.value if article.published and not article.published.doubt else ""
        return Reading(
            article=article,
            verdicts=tuple(
                judge.judge(article.title, article.standfirst, article.text, article.language, published=published)
                for judge in self._judges
            ),
            fingerprint=fingerprint(article.title, f"{article.standfirst}\n{article.text}", article.language),
            words=words_of(article.title, article.standfirst, article.text, article.language),
        )

    def read(self, job: Job) -> Reading | Refusal:
        """Extract, then judge, fingerprint and index."""
        article = self.extract(job)
        return article if isinstance(article, Refusal) else self.assess(article)


def set_up_extracting(agencies: Sequence[Agency]) -> Callable[[Job], Article | Refusal]:
    """What a worker of `treatywatch extract` runs: page -> article."""
    return Reader(agencies, ()).extract
