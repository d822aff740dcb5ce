"""All finders and the due articles in one crawl, so that the pace of a host holds over all of them."""

from crawler.finders import FEEDS, SECTIONS, SITEMAPS
from crawler.spiders.base import FetchSpider


class WatchSpider(FetchSpider):
    """`scrapy crawl watch`: what a scheduled crawl runs."""

    name = "watch"
    finders = (FEEDS, SITEMAPS, SECTIONS)
    revisits = True
