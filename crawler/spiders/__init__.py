"""Thin spiders: each names its finders, `base.py` does the rest.

base.py       sources -> leads in the database -> pages; shared by all
feeds.py      `scrapy crawl feeds`
sitemaps.py   `scrapy crawl sitemaps`
sections.py   `scrapy crawl sections`
revisit.py    `scrapy crawl revisit`: kept articles that are due
watch.py      `scrapy crawl watch`: all of these, what a scheduled crawl runs
added.py      `scrapy crawl added`: single addresses found elsewhere
"""
