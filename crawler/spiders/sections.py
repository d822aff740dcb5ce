"""Follow the leads of section pages, for outlets with neither feed nor sitemap."""

from crawler.finders import SECTIONS
from crawler.spiders.base import FetchSpider


class SectionsSpider(FetchSpider):
    """`scrapy crawl sections`."""

    name = "sections"
    finders = (SECTIONS,)
