"""Page -> Article, or the reason why not. Pure: no network, no clock; the same bytes always give the same article.

bytes ─► decoding ─► markup (one tree) ─► structured (claims) ─► title, authors, moments
                                      └─► body (blocks) ─► furniture ─► standfirst, text ─► language, credits
                                                                   └─► refusals
"""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.urls import registered_domain, same_site
from pipelines import moments, refusals
from pipelines.agencies import AgencyIndex
from pipelines.authors import find_authors, meta_names, split_names, structured_names
from pipelines.body import Block, find_blocks
from pipelines.clean import TEXT_LIMIT, clean_block, clean_text
from pipelines.dates import read_date
from pipelines.decoding import decode
from pipelines.doubts import doubted
from pipelines.furniture import article_blocks, credit_lines
from pipelines.landmarks import read_landmarks
from pipelines.language import language_of
from pipelines.markup import UnfitError, cut_wordless, parse, slim
from pipelines.scripted import scripted_markup
from pipelines.structured import Claims, read_claims, text_of
from pipelines.title import vote
from records import Article, Lead, LeadState, Refusal

FEED_TEXT_MINIMUM = 1  # characters: a feed that gives only a title gives no article
LEAST = 200  # characters found in the markup below which the scripts are searched
ENDING = 8  # blocks at the end of a text, where an offer to subscribe stands
SIGNATURE = 40  # characters of a line that is a name
STANDFIRST_LIMIT = 2_000
FIRST_BYLINES = 3  # of those marked on a page, as evidence of an agency: further ones belong to teasers and videos

_BREAK = re.compile(r"[\r\n]+")


def extract_page(
    body: bytes,
    url: str,
    *,
    content_type: str = "",
    feed: Lead | None = None,
    agencies: AgencyIndex | None = None,
    fetched_at: str = "",
    founded: str = "",
) -> Article | Refusal:
    """The article of a page, or a Refusal whose `why` names the kind of page that it is.

    `content_type` is the server's header; `feed` is what led here, used where the page is silent; `fetched_at` (ISO
    8601, UTC) is when it was fetched and `founded` the outlet's first day: a date after the one or before the other
    is doubted.
    """
    text = decode(body, content_type)
    if text is None:
        return _refuse("encoding")
    try:
        tree = parse(text)
    except UnfitError as error:
        return _refuse(str(error))
    claims = read_claims(tree, url)
    cut_wordless(tree)
    sites = site_names(claims, url)
    title = vote(claims, sites, clean_text(feed.title) if feed else "")
    marks = read_landmarks(tree, _standfirsts(claims), title, registered_domain(url))
    titles = (text_of(claims.article.get("headline")), *claims.headings[:2], claims.first("og:title"))
    menus = slim(tree)
    blocks = find_blocks(tree, _stated_text(claims))
    if sum(len(block.text) for block in blocks) < LEAST and (scripted := scripted_markup(text)):
        blocks = _markup_blocks(scripted)
    authors = find_authors(claims, (*marks.bylines, *_signatures(blocks)), sites)
    kept = article_blocks(blocks, title, titles, authors, marks)
    standfirst = marks.standfirst if kept else ""
    said = clean_block("\n".join(block.text for block in kept), TEXT_LIMIT)
    ending = "\n".join(block.text for block in blocks[-ENDING:])
    kind = refusals.kind_of(tree, claims, url, title, said, ending, menus)
    if kind:
        return _refuse(kind)
    language = language_of(f"{title}\n{standfirst}\n{said}", claims.language or (feed.language if feed else ""))
    modified = doubted(moments.modified(claims, (language,)), fetched_at, founded)
    host = _host(url)
    credits = (
        agencies.credits(
            title=title,
            standfirst=standfirst,
            text=credit_lines(blocks, marks),
            authors=(*authors, *marks.bylines[:FIRST_BYLINES]),
            structured=_structured_credits(claims),
            feed_credit=feed.credit if feed else "",
            host=host,
        )
        if agencies
        else ()
    )
    return Article(
        url=url,
        title=title,
        text=said,
        canonical_url=_canonical(claims, url),
        standfirst=standfirst,
        authors=authors,
        published=doubted(
            moments.published(claims, tree, (language,), feed.published if feed else "", url, title),
            fetched_at,
            founded,
        ),
        modified=None if modified is None or modified.doubt else modified,
        language=language,
        credits=credits,
        site_name=sites[0] if sites else host,
        image=_image(claims, url),
    )


def extract_entry(
    lead: Lead, *, agencies: AgencyIndex | None = None, fetched_at: str = "", founded: str = ""
) -> Article | Refusal:
    """The article that a feed entry is by itself, for outlets whose pages are not fetched."""
    title = clean_text(_plain(lead.title))
    summary = clean_text(_plain(lead.summary), STANDFIRST_LIMIT)
    said = clean_block("\n".join(block.text for block in _markup_blocks(lead.content)), TEXT_LIMIT)
    if not said:
        said, summary = summary, ""
    if len(said) < FEED_TEXT_MINIMUM or not title:
        return _refuse("no text")
    if summary and (said.startswith(summary.rstrip("….")[:200]) or summary == title):
        summary = ""
    language = language_of(f"{title}\n{summary}\n{said}", lead.language)
    authors = tuple(split_names(lead.credit))
    host = _host(lead.url)
    return Article(
        url=lead.url,
        title=title,
        text=said,
        canonical_url=lead.url,
        standfirst=summary,
        authors=authors,
        published=doubted(read_date(lead.published, languages=(language,)), fetched_at, founded),
        language=language,
        credits=agencies.credits(
            title=title, standfirst=summary, text=said, authors=(), structured=(), feed_credit=lead.credit, host=host
        )
        if agencies
        else (),
        site_name=host,
    )


def site_names(claims: Claims, url: str) -> list[str]:
    """What the site calls itself, best first; the last is the name in its address."""
    publisher = claims.resolve(claims.article.get("publisher") or "")
    names = [claims.first("og:site_name"), text_of(publisher), claims.first("application-name", "publisher")]
    names.append(registered_domain(url).split(".")[0])
    names.append(_host(url))
    return list(dict.fromkeys(name for name in names if name))


def _refuse(kind: str) -> Refusal:
    return Refusal(LeadState.UNREADABLE, kind)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _standfirsts(claims: Claims) -> tuple[str, ...]:
    """What the page gives as its summary, best first."""
    said = (
        text_of(claims.article.get("description")),
        claims.first("og:description"),
        claims.first("description"),
        claims.first("twitter:description"),
    )
    return tuple(dict.fromkeys(text for text in said if text))


def _signatures(blocks: list[Block]) -> tuple[str, ...]:
    """Lines that can be a writer's name: the last of a text, and the first where it is set in capitals."""
    ends = [block for block in blocks[-1:] if block.kind == "p"] + [b for b in blocks[:1] if b.text.isupper()]
    return tuple(block.text for block in ends if len(block.text) <= SIGNATURE and len(block.text.split()) > 1)


def _stated_text(claims: Claims) -> str:
    """The articleBody of the structured data, with its paragraphs where it has any."""
    body = claims.article.get("articleBody")
    if not isinstance(body, str):
        return ""
    return "\n".join(_BREAK.split(body)) if "<" not in body else "\n".join(b.text for b in _markup_blocks(body))


def _structured_credits(claims: Claims) -> tuple[str, ...]:
    """Names in the structured data that can credit an agency."""
    found = [*structured_names(claims), *meta_names(claims)]
    for key in ("creator", "sourceOrganization", "provider", "contributor", "isBasedOn"):
        values = claims.article.get(key) or []
        found.extend(text_of(claims.resolve(value)) for value in (values if isinstance(values, list) else [values]))
    found.extend(value for name in ("source", "dc.source") for value in claims.meta.get(name, ()))
    return tuple(dict.fromkeys(name for name in found if name and "://" not in name))


def _canonical(claims: Claims, url: str) -> str:
    for claimed in (claims.canonical, claims.first("og:url"), text_of(claims.article.get("url"))):
        if not claimed:
            continue
        try:
            absolute = urljoin(url, claimed)
            parts = urlsplit(absolute)
        except ValueError:
            continue
        # A canonical link to the front page is a template's mistake, and would make all articles one.
        bare = parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/")
        if parts.scheme in ("http", "https") and not bare and same_site(absolute, url):
            return absolute
    return url


def _image(claims: Claims, url: str) -> str:
    structured = claims.resolve(claims.article.get("image") or "")
    structured = structured[0] if isinstance(structured, list) and structured else structured
    if isinstance(structured, dict):
        structured = structured.get("url") or structured.get("contentUrl") or ""
    for claimed in (
        claims.first("og:image", "og:image:url", "twitter:image"),
        structured if isinstance(structured, str) else "",
    ):
        try:
            absolute = urljoin(url, claimed) if claimed else ""
        except ValueError:
            continue
        if absolute.startswith(("http://", "https://")):
            return absolute
    return ""


def _plain(markup: str) -> str:
    return text_of(markup)


def _markup_blocks(markup: str) -> list[Block]:
    """The paragraphs of a feed's markup; a feed holds little but the article, so all of it counts."""
    if not markup.strip():
        return []
    try:
        tree: HtmlElement = parse(markup)
    except UnfitError:
        return []
    blocks: list[Block] = []
    for element in tree.iter("script", "style", "figure", "figcaption", "iframe"):
        if element.getparent() is not None:
            element.drop_tree()
    for line in _lines(tree):
        cleaned = clean_text(line, TEXT_LIMIT)
        if cleaned:
            blocks.append(Block("p", cleaned))
    return blocks


def _lines(tree: HtmlElement) -> list[str]:
    for element in tree.iter("br", "p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    return str(tree.text_content()).split("\n")
