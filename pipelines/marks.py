"""What the class and id of an element say of it: a caption, a lead, a byline, a box beside, an offer.

Classes and ids are named in English words wherever pages are written, so this evidence needs no list of languages.
"""

import re
from functools import lru_cache
from typing import NamedTuple

MARKS_REMEMBERED = 20_000  # class attributes: a site's pages repeat theirs, and looking at them is most of the work

_WORD, _END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPTION = re.compile(
    rf"{_WORD}(?:captions?|figcaption|credits?|copyright|image-?(?:text|credit|source)|photo-?credit|"
    rf"bildunterschrift|bildnachweis|"
    rf"mediarights|mediainfo|legend|wp-caption\w*|byline-?photo|photographer){_END}",
)
_BESIDE = re.compile(
    rf"{_WORD}(?:author-?(?:bio\w*|info|box|card|desc\w*|note)|bio(?:graphy)?|about-?(?:the-)?authors?|disclosures?|"
    rf"disclaimers?|affiliate-?(?:disclosures?|disclaimers?|notes?|notices?|links?|info)|newsletter\w*|sign-?up|pull-?quotes?|poll|survey|recirc\w*|"
    rf"related-?(?:articles?|content|links?|posts?|stories|news)|read-?more|comments?|"
    rf"twitter-tweet|instagram-media|tiktok-embed|reddit-embed|bluesky-embed|info-?box|fact-?box|faktenbox){_END}",
)
_LEAD = re.compile(
    rf"{_WORD}(?:stand-?first|lead|lede|leadin|lead-?(?:text|in)|intro\w*|sub-?titles?|sub-?tit\w*|sub-?head(?:line|"
    rf"ing)?s?|subheadline|"
    rf"dec?k|excerpt|summary|strap-?line|vorspann|einleitung|preface|teaser-?text|chapo|chapeau|sous-?titre|bajada|"
    rf"entradilla|ingress|"
    rf"preamble|perex|anons|announce|spot|voc-subtitle|tagline|description|abstract|desc){_END}",
)
_NOT_LEAD = re.compile(
    rf"{_WORD}(?:related|teaser-?list|card|nav|menu|promo\w*|newsletter\w*|comment\w*|footer|author\w*|bio|video|"
    rf"tags?){_END}",
)
# In a class that holds "author" these mark what is said about one.
_ABOUT_AN_AUTHOR = re.compile(
    r"bio|card|avatar|image|photo|social|follow|comment|related|teaser|more|desc|tooltip|list__all|footer|icon"
)
_OFFER = re.compile(rf"{_WORD}(?:newsletter\w*|sign-?up|subscri\w*|promo\w*|related\w*|recirc\w*|caption\w*){_END}")


class Marks(NamedTuple):
    """What an element's class and id say that it is."""

    caption: bool = False
    lead: bool = False
    beside: bool = False
    byline: bool = False


UNMARKED = Marks()


@lru_cache(maxsize=MARKS_REMEMBERED)
def marks_of(classes: str, name: str) -> Marks:
    """What a class and an id say of their element."""
    marks = _words(f"{classes} {name}")
    if len(marks) <= 3:
        return UNMARKED
    lower = classes.lower()
    return Marks(
        caption=bool(_CAPTION.search(marks)),
        lead=bool(_LEAD.search(marks)) and not _NOT_LEAD.search(marks),
        beside=bool(_BESIDE.search(marks)),
        byline=("byline" in lower or "author" in lower) and not _ABOUT_AN_AUTHOR.search(lower),
    )


@lru_cache(maxsize=MARKS_REMEMBERED)
def is_offer(classes: str) -> bool:
    """Whether a class marks a box of subscriptions, teasers or captions."""
    return bool(_OFFER.search(_words(classes)))


def _words(marks: str) -> str:
    """In lower case, which the patterns are written in: to ignore case there takes them twice the time."""
    return _CAMEL.sub("-", marks).lower()
