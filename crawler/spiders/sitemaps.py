"""Follow the leads of news sitemaps and their indexes."""

from crawler.finders import SITEMAPS
from crawler.spiders.base import FetchSpider


class SitemapsSpider(FetchSpider):
    """`scrapy crawl sitemaps`."""

    name = "sitemaps"
    finders = (SITEMAPS,)
