"""What the class and id of an element say of it: a caption, a lead, a box beside the article, an offer.

Classes and ids are named in English words wherever pages are written, so this evidence needs no list of languages.
"""

import re
from functools import lru_cache

MARKS_REMEMBERED = 20_000  # class attributes: a site's pages repeat theirs, and looking at them is most of the work

_WORD, _END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPTION = re.compile(
    rf"{_WORD}(?:captions?|figcaption|credits?|copyright|image-?(?:text|credit|source)|photo-?credit|"
    rf"bildunterschrift|bildnachweis|"
    rf"mediarights|mediainfo|legend|wp-caption\w*|byline-?photo|photographer){_END}",
    re.I,
)
_BESIDE = re.compile(
    rf"{_WORD}(?:author-?(?:bio\w*|info|box|card|desc\w*|note)|bio(?:graphy)?|about-?(?:the-)?authors?|disclosures?|"
    rf"disclaimers?|affiliate\w*|newsletter\w*|sign-?up|pull-?quotes?|poll|survey|recirc\w*|"
    rf"related-?(?:articles?|content|links?|posts?|stories|news)|read-?more|comments?){_END}",
    re.I,
)
_LEAD = re.compile(
    rf"{_WORD}(?:stand-?first|lead|lede|leadin|lead-?(?:text|in)|intro\w*|sub-?titles?|sub-?tit\w*|sub-?head(?:line|"
    rf"ing)?s?|subheadline|"
    rf"dec?k|excerpt|summary|strap-?line|vorspann|einleitung|preface|teaser-?text|chapo|chapeau|sous-?titre|bajada|"
    rf"entradilla|ingress|"
    rf"preamble|perex|anons|announce|spot|voc-subtitle|tagline|description|abstract|desc){_END}",
    re.I,
)
_NOT_LEAD = re.compile(
    rf"{_WORD}(?:related|teaser-?list|card|nav|menu|promo\w*|newsletter\w*|comment\w*|footer|author\w*|bio|video|"
    rf"tags?){_END}",
    re.I,
)
_OFFER = re.compile(
    rf"{_WORD}(?:newsletter\w*|sign-?up|subscri\w*|promo\w*|related\w*|recirc\w*|caption\w*){_END}", re.I
)


@lru_cache(maxsize=MARKS_REMEMBERED)
def marks_of(classes: str, name: str) -> tuple[bool, bool, bool]:
    """Whether an element's class and id mark a caption, a lead, or what stands beside an article."""
    marks = _CAMEL.sub("-", f"{classes} {name}")
    if len(marks) <= 3:
        return False, False, False
    is_lead = bool(_LEAD.search(marks)) and not _NOT_LEAD.search(marks)
    return bool(_CAPTION.search(marks)), is_lead, bool(_BESIDE.search(marks))


@lru_cache(maxsize=MARKS_REMEMBERED)
def is_offer(classes: str) -> bool:
    """Whether a class marks a box of subscriptions, teasers or captions."""
    return bool(_OFFER.search(_CAMEL.sub("-", classes)))
