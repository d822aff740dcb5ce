"""When a page was published and modified, from everything on it that claims to say so.

The believed JSON-LD object speaks first, then meta, then the feed, then what the markup calls the publication's. The
first claim wins; one without a zone takes the zone of a later claim that names the same wall clock, or the same moment.
Where a page's data name no date, what its readers see is read: the date beside the headline, the day in the address,
<time> elements that agree with them. What is left goes to htmldate, which is never given today's date to answer with.

Many outlets give their moments in UTC only. What is shown then tells the day that it was by their own clock.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from pipelines.dates import read_date
from pipelines.doubts import FIRST_DAY
from pipelines.shown import address_day, shown_date
from pipelines.structured import Claims, text_of, types
from records import ISO_DAY, Precision, When

# The largest difference between a wall clock and the same moment in UTC: zones run from -12 to +14 hours.
MOST_ZONE_HOURS = 14
WESTERNMOST_HOURS = 12
QUARTER = 15  # minutes, of which every zone's offset is a multiple
MOST_TIMES = 20
UNIX_EPOCH, UNSET = "1969-12-31", "1970-01-02"  # before it, a date is the zero of a clock that nobody set, in some zone
LAST_DAY = "2199-01-01"  # never today's date, which no claim of a page may depend on
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|\b)")

_MARKED = etree.XPath(
    '//*[@itemprop="datePublished"]/@datetime | //*[@itemprop="datePublished"]/@content | //time[@pubdate]/@datetime'
)
_INSIDE = etree.XPath("//article//time/@datetime | //main//time/@datetime | //header//time/@datetime")
_ANYWHERE = etree.XPath("//time/@datetime")
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "article:published",
    "mediator_published_time", "last-published", "originalpublicationdate", "rnews:datepublished",
)  # fmt: skip
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")


def published(
    claims: Claims, tree: HtmlElement | None, languages: Sequence[str], feed: str = "", url: str = "", title: str = ""
) -> When | None:
    """The moment of publication that the page claims, or None. `title` is its headline, beside which a date stands."""
    claimed = _read(_claimed(claims, feed), languages)
    found = _agree([when for when in claimed if when.day >= FIRST_DAY] or claimed)
    if tree is None or (found is not None and found.local):
        return found
    if found is not None and found.precision is not Precision.INSTANT:
        return _agree([*claimed, *_times(tree, languages)])
    address = address_day(url)
    month = "-".join(named.groups()) if (named := _ADDRESS_MONTH.search(url)) else ""
    shown = shown_date(tree, title, languages, month)
    if found is None:
        found = _marked(tree, languages, shown)
    if found is not None:
        instant = found.precision is Precision.INSTANT
        return _local(found, shown, address) if instant else _agree([found, *_times(tree, languages)])
    return _visible(shown, address, _times(tree, languages)) or _searched(tree, url)


def _read(raws: Iterable[str], languages: Sequence[str]) -> list[When]:
    """The dates that these strings name. Behind a first one that is an instant nobody looks."""
    found: list[When] = []
    for raw in raws:
        when = read_date(raw, languages=languages)
        if when is not None and _is_set(when):
            found.append(when)
            if when.day >= FIRST_DAY and found[0] is when and when.precision is Precision.INSTANT:
                break
    return found


def _is_set(when: When) -> bool:
    return not UNIX_EPOCH <= when.value < UNSET


def _visible(shown: When | None, address: str, times: list[When]) -> When | None:
    """What a page without data tells its readers. Where the address names another day than the text, the address is
    right: it was made with the article, and a date on the page can be of today or of a comment."""
    if shown is not None and address and abs(_days(shown.day, address)) > 1:
        shown = None
    day = shown.day if shown else address
    if not day:
        return times[0] if times else None
    agreeing = next((when for when in times if when.precision is Precision.INSTANT and _can_be(when, day)), None)
    if shown is None:
        return agreeing or When(address, Precision.DAY, address)
    if shown.precision is Precision.DAY:
        return _local(agreeing, shown, address) if agreeing else shown
    return _agree([shown, *times])


def _local(found: When, shown: When | None, address: str) -> When:
    """A moment given in UTC, with what the page shows of its own clock: the same moment by it, or only its day."""
    utc = datetime.fromisoformat(found.value)
    if shown is not None and shown.precision is not Precision.DAY:
        wall = datetime.fromisoformat((shown.local or shown.value)[:19]).replace(tzinfo=UTC)
        minutes = round((wall - utc).total_seconds() / 60 / QUARTER) * QUARTER
        if abs(wall - utc - timedelta(minutes=minutes)) < timedelta(minutes=1) and _is_offset(minutes):
            return replace(found, local=utc.astimezone(timezone(timedelta(minutes=minutes))).isoformat())
    for day in (shown.day if shown else "", address):
        if day and day != found.value[:ISO_DAY] and _can_be(found, day):
            return replace(found, local=day)
    return found


def _is_offset(minutes: int) -> bool:
    return -WESTERNMOST_HOURS * 60 <= minutes <= MOST_ZONE_HOURS * 60


def _can_be(instant: When, day: str) -> bool:
    """Whether a moment falls on a day in any zone of the world."""
    utc = datetime.fromisoformat(instant.value)
    earliest, latest = utc - timedelta(hours=WESTERNMOST_HOURS), utc + timedelta(hours=MOST_ZONE_HOURS)
    return earliest.date().isoformat() <= day <= latest.date().isoformat()


def _days(one: str, other: str) -> int:
    return (datetime.fromisoformat(one) - datetime.fromisoformat(other)).days


def modified(claims: Claims, languages: Sequence[str]) -> When | None:
    """The moment of the last change that the page claims, or None."""
    raws = [
        text_of(claims.article.get("dateModified")),
        *(value for name in _MODIFIED_META for value in claims.meta.get(name, ())),
    ]
    return _agree(_read(filter(None, raws), languages))


def _claimed(claims: Claims, feed: str) -> Iterator[str]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if raw := text_of(claims.article.get(key)):
            yield raw
    for name in _PUBLISHED_META:
        yield from claims.meta.get(name, ())
    for page in claims.by_id.values():
        if "webpage" in types(page) and (raw := text_of(page.get("datePublished"))):
            yield raw
    if feed:
        yield feed


def _marked(tree: HtmlElement, languages: Sequence[str], shown: When | None) -> When | None:
    """The one date that the markup calls the publication's. Of several, all but one belong to teasers; so does a single
    one that is later than what the page shows, for nothing is shown before it is published."""
    raws = list(dict.fromkeys(_MARKED(tree)))
    when = read_date(raws[0], languages=languages) if len(raws) == 1 else None
    return None if when is None or (shown and _days(when.day, shown.day) > 1) else when


def _times(tree: HtmlElement, languages: Sequence[str]) -> list[When]:
    """The moments that the page marks as such: those of the article first, then those of teasers and comments."""
    raws = [raw for xpath in (_MARKED, _INSIDE, _ANYWHERE) for raw in xpath(tree)[:MOST_TIMES]]
    read = (read_date(raw, languages=languages) for raw in raws)
    return [when for when in read if when is not None and when.day >= FIRST_DAY]


def _agree(claims: list[When]) -> When | None:
    """The first claim, with the zone that an agreeing later one gives it."""
    if not claims:
        return None
    first = claims[0]
    if first.precision is Precision.INSTANT:
        return first
    for other in claims[1:]:
        if other.precision is Precision.INSTANT and _same_moment(first, other):
            return replace(other, raw=first.raw)
    for other in claims[1:]:
        if first.precision is Precision.DAY and other.precision is Precision.NAIVE and other.value[:10] == first.value:
            return other
    return first


def _same_moment(first: When, instant: When) -> bool:
    """Whether a wall clock can be the instant in some zone (14 hours off at most, in quarters), or a day its day."""
    if first.precision is Precision.DAY:
        return first.value in (instant.day, instant.value[:ISO_DAY])
    apart = datetime.fromisoformat(first.value) - datetime.fromisoformat(instant.value).replace(tzinfo=None)
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
