"""When a page was published and modified, from everything on it that claims to say so.

The believed JSON-LD object speaks first, then meta, then <time> elements, then the feed. The first claim wins; one
without a zone takes the zone of a later claim that names the same wall clock, or the same moment. Where nothing is
structured, htmldate looks for a day, and is never given today's date to answer with.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from pipelines.dates import read_date
from pipelines.structured import Claims, text_of
from records import Precision, When

# The largest difference between a wall clock and the same moment in UTC: zones run from -12 to +14 hours.
MOST_ZONE_HOURS = 14
FIRST_DAY = "1995-01-01"  # of the web's news: no outlet is older, and an earlier claim is a clock's or a default's zero
LAST_DAY = "2199-01-01"  # never today's date, which no claim of a page may depend on
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|\b)")

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "article:published",
    "mediator_published_time", "last-published", "originalpublicationdate", "rnews:datepublished",
)  # fmt: skip
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")


def published(
    claims: Claims, tree: HtmlElement | None, languages: Sequence[str], feed: str = "", url: str = ""
) -> When | None:
    """The moment of publication that the page claims, or None."""
    read = (read_date(raw, languages=languages) for raw in _claimed(claims, tree, feed))
    found = _agree([when for when in read if when is not None and when.value >= FIRST_DAY])
    if found is None and tree is not None:
        found = _searched(tree, url)
    return found


def modified(claims: Claims, languages: Sequence[str]) -> When | None:
    """The moment of the last change that the page claims, or None."""
    raws = [
        text_of(claims.article.get("dateModified")),
        *(value for name in _MODIFIED_META for value in claims.meta.get(name, ())),
    ]
    return _agree([when for raw in raws if raw and (when := read_date(raw, languages=languages))])


def is_future(when: When, fetched_at: str) -> bool:
    """Whether a claimed date lies more than a day after the page was fetched: a wrong clock, or a wrong year."""
    try:
        latest = datetime.fromisoformat(fetched_at) + timedelta(days=1)
        claimed = datetime.fromisoformat(when.value)
    except ValueError:
        return False
    if claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC) - timedelta(hours=MOST_ZONE_HOURS)
    return claimed > latest


def _claimed(claims: Claims, tree: HtmlElement | None, feed: str) -> Iterator[str]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if raw := text_of(claims.article.get(key)):
            yield raw
    for name in _PUBLISHED_META:
        yield from claims.meta.get(name, ())
    if tree is not None:
        marked = tree.xpath(
            '(//*[@itemprop="datePublished"]/@datetime | //*[@itemprop="datePublished"]/@content'
            " | //time[@pubdate]/@datetime)"
        )
        yield from marked[:2]
    if feed:
        yield feed
    if tree is not None:
        yield from tree.xpath("(//article//time/@datetime | //main//time/@datetime | //header//time/@datetime)")[:1]


def _agree(claims: list[When]) -> When | None:
    """The first claim, with the zone that an agreeing later one gives it."""
    if not claims:
        return None
    first = claims[0]
    if first.precision is Precision.INSTANT:
        return first
    for other in claims[1:]:
        if other.precision is Precision.INSTANT and _same_moment(first, other):
            return When(other.value, Precision.INSTANT, first.raw, other.zone_from)
    for other in claims[1:]:
        if first.precision is Precision.DAY and other.precision is Precision.NAIVE and other.value[:10] == first.value:
            return other
    return first


def _same_moment(first: When, instant: When) -> bool:
    """Whether a wall clock (or day) can be the instant in some zone: quarters of an hour, at most 14 hours off."""
    apart = datetime.fromisoformat(first.value) - datetime.fromisoformat(instant.value).replace(tzinfo=None)
    if first.precision is Precision.DAY:
        return timedelta(hours=-24 - MOST_ZONE_HOURS) < apart < timedelta(hours=MOST_ZONE_HOURS)
    seconds = abs(apart.total_seconds())
    return seconds <= MOST_ZONE_HOURS * 3600 and min(seconds % 900, 900 - seconds % 900) < 60


def _searched(tree: HtmlElement, url: str) -> When | None:
    """A day from anywhere on the page; where the address names a month, one of that month if there is any."""
    bounds = [(FIRST_DAY, LAST_DAY)]
    if address := _ADDRESS_MONTH.search(url):
        year, month = int(address[1]), int(address[2])
        after = datetime(year + month // 12, month % 12 + 1, 2, tzinfo=UTC)
        bounds.insert(0, (f"{year}-{month:02}-01", after.date().isoformat()))
    for first, last in bounds:
        day = find_date(
            tree,
            url=url,
            extensive_search=True,
            original_date=True,
            outputformat="%Y-%m-%d",
            min_date=first,
            max_date=last,
        )
        if day:
            return When(day, Precision.DAY, day)
    return None
