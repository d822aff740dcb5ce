"""The headline, by vote of all that claims to be it: JSON-LD headline, og:title, twitter:title, h1 and <title>.

A candidate loses the site's name at its end (or start), and gains the weight of each other claim that says the same.
Cut claims ("…") and those that are only the site's name lose.
"""

import re
from collections.abc import Iterable

from pipelines.clean import clean_text, key_of
from pipelines.structured import Claims, text_of

# Where a claim comes from -> what it weighs alone. Headings are what the reader sees; og is written for sharing.
WEIGHTS = {"headline": 0.9, "h1": 1.1, "og": 1.0, "twitter": 0.3, "title": 0.3, "feed": 0.3}
AGREEMENT = 0.3  # of another claim's weight, where it says the same: templates repeat one field in several places
CUT_PENALTY = 1.0
SHORT_PENALTY = 0.8  # for fewer than three words (or six characters of a script without spaces)

SHORT = 12  # letters: section names and kickers are shorter
LONGEST_TAIL = 40  # letters that a section's and a site's name add to a headline

_TAIL = re.compile(r"\W*(?:\s[-–—|•·»/]\s?|[-|｜ㅣ│])")
_SEPARATED = re.compile(r"\s+[|–—•·»«:/-]+\s+|\s*[|｜ㅣ│]\s*|\s+::\s+|\s*_(?=[^\s_]+$)")
_MARKS = frozenset("-–—|｜ㅣ│·»")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)\s*$")


def vote(claims: Claims, site_names: Iterable[str], feed_title: str = "") -> str:
    """The headline of a page; empty if nothing claims to be one."""
    names = {key_of(name) for name in site_names if name}
    section = claims.first("article:section", "section", "content_category") or text_of(
        claims.article.get("articleSection")
    )
    said: list[tuple[str, str]] = []
    for source, texts in (
        ("headline", [text_of(claims.article.get("headline") or claims.article.get("name") or "")]),
        ("h1", list(claims.headings[:1] if len(claims.headings) == 1 else claims.headings[:3])),
        ("og", list(claims.meta.get("og:title", ())[:1])),
        ("twitter", list(claims.meta.get("twitter:title", ())[:1])),
        ("title", [claims.title_tag]),
        ("feed", [feed_title]),
    ):
        said.extend(
            (source, _without_section(without_site(clean_text(text), names), section)) for text in texts if text
        )
    groups: dict[str, list[tuple[str, str]]] = {}
    for source, text in said:
        if (key := key_of(text)) and key not in names:
            groups.setdefault(key, []).append((source, text))
    if not groups:
        return ""
    for key in sorted(groups, key=len, reverse=True):
        # "The headlineDaily Paper": layout parts the two, so the text has no mark between them.
        bare = next((other for other in groups if _is_bare(other, key, groups[key][0][1], names)), None)
        if bare is not None:
            groups[bare].extend((source, groups[bare][0][1]) for source, _ in groups.pop(key))
    best = max(groups, key=lambda key: _score(key, groups))
    return _spelling(groups[best])


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


def _without_section(title: str, section: str) -> str:
    """A title without the name of its section at its end, where a mark parts them: "Headline-Politics"."""
    if section and title.endswith(section):
        rest = title[: -len(section)].rstrip()
        if rest[-1:] in _MARKS:
            return rest[:-1].rstrip()
    return title


def _is_bare(key: str, longer: str, text: str, names: set[str]) -> bool:
    """Whether a headline's key is what is left of a longer one without the site's name at its end."""
    return (
        len(key) >= SHORT and key != longer and longer.startswith(key) and _is_site(text[_end_of(key, text) :], names)
    )


def _is_site(part: str, names: set[str]) -> bool:
    key = key_of(part)
    # A part of a name counts from four letters on: "Times" of "The Moscow Times", but no "in".
    return bool(key) and any(
        key == name or (len(key) > 3 and len(name) > 2 and (key in name or name in key)) for name in names
    )


def _score(key: str, groups: dict[str, list[tuple[str, str]]]) -> float:
    """What speaks for a headline: its best source, and a part of each other source that says it, or it and a tail."""
    own = {source for source, _ in groups[key]}
    best = max(own, key=lambda source: WEIGHTS[source])
    tailed = {
        source
        for other, claims in groups.items()
        if other != key and other.startswith(key) and len(other) - len(key) <= LONGEST_TAIL
        for source, text in claims
        if _TAIL.match(text[_end_of(key, text) :])
    }
    score = WEIGHTS[best] + AGREEMENT * sum(WEIGHTS[source] for source in (own | tailed) - {best})
    text = groups[key][0][1]
    if _ELLIPSIS.search(text):
        score -= CUT_PENALTY
    if len(text.split()) < 3 and len(key) < SHORT:
        score -= SHORT_PENALTY
    return score


def _spelling(claims: list[tuple[str, str]]) -> str:
    """Of spellings that differ in marks and spaces only, the one most claims use; headings lose marks to layout."""
    votes: dict[str, float] = {}
    for source, text in claims:
        votes[text] = votes.get(text, 0.0) + (0.5 if source == "h1" else 1.0) * WEIGHTS[source]
    return max(votes, key=lambda text: votes[text])


def _end_of(key: str, text: str) -> int:
    """How many characters of a text make up the start that `key` stands for."""
    seen = 0
    for place, character in enumerate(text):
        if seen >= len(key):
            return place
        seen += sum(1 for c in character.casefold() if c.isalnum())
    return len(text)
