"""Follow the leads of feeds: RSS, Atom, JSON Feed."""

from crawler.finders import FEEDS
from crawler.spiders.base import FetchSpider


class FeedsSpider(FetchSpider):
    """`scrapy crawl feeds`."""

    name = "feeds"
    finders = (FEEDS,)
