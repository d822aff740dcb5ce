"""FIND and FETCH: everything that talks to the network, and the pure readers that it stands on.

settings.py     Scrapy's settings, the stages in flow order, each unsafe default stated
spiders/        thin: each names its finders; base.py leads from sources to pages
finders.py      feeds, sitemaps and sections as one shape
feeds.py        bytes -> leads: RSS, Atom, RDF, JSON Feed                                     pure
sitemaps.py     bytes -> leads or child sitemaps, bounded                                     pure
sections.py     a section page's links -> leads                                               pure
opml.py         reading lists in and out                                                      pure
urls.py         canonical keys, sites                                                         pure
private.py      passwords and keys in addresses: asked with, never written down    pure
certificates.py checked, but for the hosts that the configuration names
guard.py        public addresses only, judged where the socket opens
politeness.py   robots.txt, Crawl-delay, Retry-After
failures.py     what went wrong, in kinds that can be counted
desk.py         what the parts of one crawl share
ledger.py       the run record, and from it the health of each outlet
launch.py       one subprocess a crawl, judged by what it recorded
"""
