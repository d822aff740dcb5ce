"""Single addresses found elsewhere, sent down the same road: `treatywatch add URL`."""

from typing import Any

from crawler.spiders.base import FetchSpider
from crawler.urls import key
from records import Lead
from store import leads
from store.database import now


class AddedSpider(FetchSpider):
    """`scrapy crawl added -a urls=...` fetches the open leads of these addresses and nothing else."""

    name = "added"
    budgeted = False  # who names an address wants it

    def __init__(self, *args: Any, urls: str = "", **kwargs: Any) -> None:
        """`urls` are addresses that are stored as leads already, parted by white space."""
        super().__init__(*args, **kwargs)
        self.keys = {key(url) for url in urls.split()}

    async def open_leads(self) -> list[Lead]:
        """The leads of the given addresses that still wait."""
        waiting = await self.desk.writer.do(leads.open_leads, now())
        return [lead for lead in waiting if key(lead.url) in self.keys]
