"""The headline, by vote of all that claims to be it: JSON-LD headline, og:title, twitter:title, h1 and <title>.

A candidate loses the site's name at its end (or start), and gains the weight of each other claim that says the same.
Cut claims ("…") and those that are only the site's name lose.
"""

import re
from collections.abc import Iterable

from pipelines.clean import clean_text
from pipelines.structured import Claims, text_of

# Where a claim comes from -> what it weighs alone. Headings are what the reader sees; og is written for sharing.
WEIGHTS = {"headline": 1.0, "h1": 1.1, "og": 0.9, "twitter": 0.6, "title": 0.5, "feed": 0.5}
AGREEMENT = 0.7  # of another claim's weight, where it says the same
CUT_PENALTY = 1.0
SHORT_PENALTY = 0.8  # for fewer than three words (or six characters of a script without spaces)

_SEPARATED = re.compile(r"\s+[|–—•·»«:/-]+\s+|\s*[|｜]\s*|\s+::\s+|\s*_(?=[^\s_]+$)")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)\s*$")
_LABEL = re.compile(r"^\W*(?:\[[^\]]{1,12}\]|【[^】]{1,12}】)\s*$")


def vote(claims: Claims, site_names: Iterable[str], feed_title: str = "") -> str:
    """The headline of a page; empty if nothing claims to be one."""
    names = {_key(name) for name in site_names if name}
    said: list[tuple[str, str]] = []
    for source, texts in (
        ("headline", [text_of(claims.article.get("headline") or claims.article.get("name") or "")]),
        ("h1", list(claims.headings[:1] if len(claims.headings) == 1 else claims.headings[:3])),
        ("og", list(claims.meta.get("og:title", ())[:1])),
        ("twitter", list(claims.meta.get("twitter:title", ())[:1])),
        ("title", [claims.title_tag]),
        ("feed", [feed_title]),
    ):
        said.extend((source, without_site(clean_text(text), names)) for text in texts if text)
    said = [(source, text) for source, text in said if _key(text) and _key(text) not in names]
    if not said:
        return ""
    return max(said, key=lambda claim: _score(claim, said))[1]


def without_site(title: str, names: set[str]) -> str:
    """A title without the site's name at its end or start, where a separator parts them."""
    for _ in range(3):
        parts = list(_SEPARATED.finditer(title))
        if not parts:
            break
        last, first = parts[-1], parts[0]
        if _is_site(title[last.end() :], names):
            title = title[: last.start()].strip()
        elif _is_site(title[: first.start()], names):
            title = title[first.end() :].strip()
        else:
            break
    return title


def _is_site(part: str, names: set[str]) -> bool:
    key = _key(part)
    return bool(key) and any(
        key == name or (len(key) > 3 and (key in name or name in key)) for name in names if len(name) > 2
    )


def _score(claim: tuple[str, str], said: list[tuple[str, str]]) -> float:
    source, text = claim
    key = _key(text)
    score = WEIGHTS[source]
    seen = {source}
    for other_source, other in said:
        if other_source not in seen and _key(other) == key:
            score += AGREEMENT * WEIGHTS[other_source]
            seen.add(other_source)
    if _ELLIPSIS.search(text):
        score -= CUT_PENALTY
    if len(text.split()) < 3 and len(text) < 12:
        score -= SHORT_PENALTY
    return score


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
