"""Ask again for the kept articles that are due: edited, moved, gone, or as they were."""

from crawler.spiders.base import FetchSpider


class RevisitSpider(FetchSpider):
    """`scrapy crawl revisit`."""

    name = "revisit"
    revisits = True
