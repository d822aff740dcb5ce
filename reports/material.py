"""Whether an edit changed what is said, or only how: the reasons for which a reader should look.

An edit is material where numbers, dates, names, quotes, negations, the certainty of a statement or its attribution
changed, or whole sentences came or went. Rules on the changed words alone: words are looked up in short lists
(`material_words.py`), so a language without a list is judged by its digits, capitals, quotes and sentences only. Lines
of page furniture (`furniture.py`) never count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from reports.facts import Change, Hunk, passages
from reports.furniture import furniture
from reports.material_words import ATTRIBUTION, BY_PARTS, CERTAINTY, DATES, LISTS, NAMES, NEGATION, NUMBERS

QUOTES, SENTENCES = "quotes", "sentences"

# The reasons, the weightiest first.
ORDER = (NUMBERS, DATES, NEGATION, CERTAINTY, NAMES, QUOTES, ATTRIBUTION, SENTENCES)

# A sentence that came or went has this many letters at least; less is a label, a time stamp or a byline.
_SENTENCE_LETTERS = 20
_SENTENCE_LETTERS_CJK = 8  # of scripts in which two characters are about a word
# A headline of which so many words have a capital is written in capitals: they mark no names there.
_TITLE_CASE = 0.6
# Characters around a change in which a listed part may begin or end: "しなかった" where only "なかっ" is new.
_AROUND = 4

_NUMBER = re.compile(r"\d(?:[\d.,:/\u066b\u066c\u00a0\u2009\u202f ]*\d)?")
# Between the thousands of one number. A comma or dot before three digits parts no decimals in news.
_GROUPING = re.compile(r"(?<=\d)[.,'’\u066c\u00a0\u2009\u202f ](?=\d{3}(?!\d))")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十百千万萬亿億两兩零〇半]+")
# Words that are written with a numeral and count nothing.
_NO_HAN_NUMBER = re.compile(
    r"十分|万一|一起|一些|一定|一直|一样|统一|統一|唯一|进一步|進一步|第一|一方|一致|一般|一旦|千方百计|百姓|万全"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_QUOTE = re.compile("[\"“”„«»「」『』]|(?<!\\w)[‘'](?=\\w)")
_OPENS = re.compile("[“„«「『]|(?<!\\w)[\"'‘](?=\\w)")
_CLOSES = re.compile("[”»」』]|(?<=[\\w.,!?…])[\"'’“](?!\\w)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC_PREFIX = re.compile(r"^(?:[وفبلك](?=\w{3}))?(?:ال(?=\w{3}))?")


def reasons(changes: Sequence[Change], language: str, title: str = "") -> tuple[str, ...]:
    """Why an edit is material, the weightiest reason first; empty where only the wording changed.

    `language` is the article's code, `title` its headline as it is now.
    """
    code = language.partition("-")[0].lower()
    found: set[str] = set()
    for change in changes:
        capitals = change.field != "title" or not _title_case(title)
        for passage in passages(change.hunks):
            if _furniture(passage):
                continue
            for hunk in passage:
                if _sentence(hunk, change.field):
                    found.add(SENTENCES)
                else:
                    found |= set(_in_a_hunk(hunk, code, capitals))
    return tuple(reason for reason in ORDER if reason in found)


def _in_a_hunk(hunk: Hunk, language: str, capitals: bool) -> Iterable[str]:
    old, new = hunk.old, hunk.new
    if _numbers(old, language) != _numbers(new, language):
        yield NUMBERS
    if capitals and _names(old, hunk.before) != _names(new, hunk.before):
        yield NAMES
    if _quoted(hunk):
        yield QUOTES
    if language in BY_PARTS:
        head, tail = hunk.before[-_AROUND:], hunk.after[:_AROUND]
        old, new = head + old + tail, head + new + tail
    for reason, listed in LISTS.get(language, {}).items():
        if _hits(old, listed, language) != _hits(new, listed, language):
            yield reason


def _numbers(text: str, language: str) -> Counter[str]:
    """The numbers of a passage in one spelling: no marks between thousands, digits of all scripts as 0 to 9."""
    digits = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)
    found = Counter(re.sub(r"\s", "", number) for number in _NUMBER.findall(_GROUPING.sub("", digits)))
    if language in ("zh", "ja"):
        found.update(one for one in _HAN_NUMBER.findall(_NO_HAN_NUMBER.sub("", text)) if one != "一")
    return found


def _names(text: str, before: str) -> Counter[str]:
    """Words with a capital, but the first of a sentence, whose capital says nothing."""
    starts = not before.strip(" …\"'“«(") or before.rstrip().endswith((".", "!", "?", ":"))
    words = [match[0] for match in _WORD.finditer(text)]
    return Counter(word for word in words[1 if starts else 0 :] if word[0].isupper())


def _quoted(hunk: Hunk) -> bool:
    """Whether words of a quotation changed, or words became or ceased to be one."""
    last = hunk.before[-1:]
    if len(_QUOTE.findall(last + hunk.old + hunk.after[:1])) != len(_QUOTE.findall(last + hunk.new + hunk.after[:1])):
        return True
    context = hunk.before + "x"  # something that a quotation mark can stand before
    opened = max((match.end() for match in _OPENS.finditer(context)), default=0)
    closed = max((match.end() for match in _CLOSES.finditer(context)), default=0)
    if opened > closed:
        ends = _CLOSES.search("x" + hunk.after)
        again = _OPENS.search("x" + hunk.after)
        return ends is not None and (again is None or ends.start() <= again.start())
    return bool(_QUOTE.search(hunk.old))


def _hits(text: str, listed: str, language: str) -> Counter[str]:
    """How often each word of a list stands in a text."""
    if language in BY_PARTS:
        return Counter({part: text.count(part) for part in _parts(listed) if part in text})
    wanted, stems = _words_and_stems(listed)
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        plain = word.replace("’", "'").replace("ʼ", "'")
        if language == "ar" and plain not in wanted:
            plain = next((form for form in _arabic(plain) if form in wanted), plain)
        if plain.startswith("n'"):  # French, before a vowel
            plain = "n"
        stem = plain if plain in wanted else next((stem for stem in stems if plain.startswith(stem)), "")
        if stem:
            found[stem] += 1
    return found


@cache
def _parts(listed: str) -> tuple[str, ...]:
    return tuple(part.replace("_", " ") for part in listed.split())


@cache
def _words_and_stems(listed: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a list as they are, and the beginnings of those that may end as they like, the longest first."""
    words = listed.split()
    stems = sorted((word[:-1] for word in words if word.endswith("*")), key=len, reverse=True)
    return frozenset(words), tuple(stems)


def _arabic(word: str) -> Iterable[str]:
    """A word without the particles and the article that Arabic writes at its front."""
    yield word[1:] if len(word) > 3 and word[0] in "وفبلك" else word
    yield _ARABIC_PREFIX.sub("", word)


def _sentence(hunk: Hunk, field: str) -> bool:
    """Whether a whole sentence of the text came or went, or was replaced by another."""
    if field != "text" or hunk.before or hunk.after:
        return False
    longest = max(hunk.old, hunk.new, key=len)
    return _letters(longest) >= (_SENTENCE_LETTERS_CJK if _CJK.search(longest) else _SENTENCE_LETTERS)


def _furniture(passage: Sequence[Hunk]) -> bool:
    """Whether a passage is a line of page furniture, before as after."""
    head = passage[0].before
    sides = ("".join(one.old + one.after for one in passage), "".join(one.new + one.after for one in passage))
    told = [head + side for side in sides if (head + side).strip()]
    return bool(told) and all(map(furniture, told))


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _title_case(title: str) -> bool:
    words = _WORD.findall(title)
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) >= _TITLE_CASE
