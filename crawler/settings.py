"""Scrapy's settings for every crawl of this project. Where a default of Scrapy is unsafe, we say why ours differs.

A configuration that is wrong stops here, before anything runs: the message names file, line and nearest key.
"""

import os
import sys

from config import Config, load
from errors import TreatyWatchError

VERSION = "0.1"


def _load() -> Config:
    try:
        return load()
    except TreatyWatchError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None


config = _load()  # in lower case, so that it is no setting of Scrapy's, which copies all of its own
_crawl = config.settings.crawl

BOT_NAME = "treatywatch"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Who we are, and where a publisher can reach whoever runs this. Never a browser's name.
USER_AGENT = f"treatywatch/{VERSION}" + (f" (+{_crawl.contact})" if _crawl.contact else "")

# The road of a page, top to bottom.
ITEM_PIPELINES = {
    "pipelines.stages.GateStage": 100,
    "pipelines.stages.ReadStage": 200,
    "pipelines.stages.JudgeStage": 300,
    "pipelines.stages.KeepStage": 400,
}

DOWNLOADER_MIDDLEWARES = {
    "crawler.guard.GuardMiddleware": 50,
    "crawler.politeness.RobotsRules": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a 500 for permission; ours does not
    "crawler.politeness.Parking": 560,  # nearer to the network than the retry middleware, so that it hears 503 first
}
EXTENSIONS = {"crawler.ledger.Ledger": 0}
# Scrapy's own list names doors into a running crawl (telnet, remote control) and parts that are never used; to switch
# one off is to load it all the same, and aiohttp with it, so the list is ours.
EXTENSIONS_BASE = {"scrapy.extensions.closespider.CloseSpider": 0}
ROBOTSTXT_OBEY = True  # said for readers: RobotsRules is always on
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"

# How fast. Hosts of known outlets have their own pace.
CONCURRENT_REQUESTS = _crawl.concurrency
CONCURRENT_REQUESTS_PER_DOMAIN = _crawl.per_host
DOWNLOAD_DELAY = _crawl.pace
DOWNLOAD_SLOTS = {
    name: {"delay": outlet.pace, "concurrency": _crawl.per_host}
    for outlet in config.outlets.values()
    if outlet.pace is not None
    for host in outlet.hosts
    for name in (host, f"www.{host}")
}
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy's default halves the distance now and then; a pace that is asked for is kept
RETRY_TIMES = 1  # within one crawl; what still fails is tried again by the next one
RETRY_HTTP_CODES = [500, 502, 504, 408]  # 429 and 503 ask us to go away, not to knock again
# What a second knock may mend: a connection that broke. A host that is dead, or slow to the limit, would cost each
# crawl its timeout twice; it is asked again by the next one.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # failures are counted and told by outlet; a line each on stderr helps nobody

# What we refuse. Scrapy's defaults are 1 GiB, 180 s, 20 hops, and certificates unchecked.
DOWNLOAD_MAXSIZE = _crawl.max_bytes
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = _crawl.timeout
DOWNLOAD_FAIL_ON_DATALOSS = True  # a broken-off page must never overwrite a good one
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 0  # Scrapy would drop a long address without a word; feeds and sitemaps have limits of their own
METAREFRESH_ENABLED = False  # a page, not a server, would say where we go
HTTPERROR_ALLOW_ALL = True  # we answer for every status ourselves
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"  # which page led us somewhere is nobody's business
DOWNLOAD_HANDLERS = {
    "https": "crawler.certificates.CertificateHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
HTTPCACHE_ENABLED = False  # our own validators are in the database; a cache would be a blind monitor
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

CLOSESPIDER_TIMEOUT = _crawl.deadline.total_seconds()
LOG_LEVEL = os.environ.get("SCRAPY_LOG_LEVEL", "WARNING")
