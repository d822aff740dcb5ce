"""Text -> search tokens, the same for what is stored and for what is asked, in every script.

Words are folded and stemmed by their script: Latin without accents and as English, Cyrillic as Russian, Greek, Arabic
and Devanagari as their own. In an article of a language that has a stemmer of its own, Latin words are stemmed by that,
and their tokens say so: Verträge is `vertrag·de`. That is one token a word, so that the index stays small; who asks,
asks for a word as each language has it. A stem meets no word of another language.

Runs of scripts that do not part their words (Chinese, Japanese, Thai), and of Korean, which glues its particles to
them, become overlapping pairs of characters and, at the end of the run, its last character alone: a word matches by
the pairs inside it (조약 in 북러조약이), a single character as the beginning of one.

Besides words there are marks: one token for each fact that a query may ask for together with words (language, outlet,
agencies), and one that every article has. Marks contain `MARK`, which no word does.

Workers make the tokens of what they read, so that the one writer only puts them into the index (`store/words.py`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import Stemmer

from records import Words

# Hangul, kana, Han, and the scripts of Thailand, Laos, Myanmar and Cambodia with their vowel signs.
_UNPARTED: Final = (
    r"\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1780-\u17d3\u1100-\u11ff\u3005-\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
)
# Vowel signs and accents that stand after their letter belong to the word, though they are no letters themselves.
_SIGNS: Final = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    r"\u0980-\u0983\u09bc-\u09cd\u0b80-\u0bcd"
)
_LETTER: Final = rf"(?:[^\W_{_UNPARTED}]|[{_SIGNS}])"
RUNS: Final = re.compile(rf"[{_UNPARTED}]+|{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
# The same for a text without any of these characters: three times as fast.
_UNCOMMON: Final = re.compile(rf"[{_UNPARTED}{_SIGNS}]")
_WORD_RUNS: Final = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_UNPARTED_RUN: Final = re.compile(rf"[{_UNPARTED}]")
_LATIN: Final = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
_SCRIPTS: Final = (
    ("russian", re.compile(r"[\u0400-\u052f]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("hindi", re.compile(r"[\u0900-\u097f]")),
    ("greek", re.compile(r"[\u0370-\u03ff]")),
)
# Marks that readers do not see and writers do not type: they must not part a word.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0640]")
_COMBINING: Final = re.compile(r"[\u0300-\u036f]")
# Letters that are one with their stroke, so that no decomposition takes it off.
_STROKES: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"}
)
# -ий is written -y, -iy, -yy, -ii, -ij and -yi in Latin letters, -ей -ey, -ei and -ej: Zelenskyy, Sergei.
_LATIN_ENDING: Final = re.compile(r"(?<=[a-z]{3})(?:[iy][iyj]|(?<=e)[iyj]|y|i)$")
# Words that two of three texts of their language hold, and that mean nothing alone: they find nothing, and their places
# would be a quarter of the index. None of them is a word of weight in another language.
COMMON: Final = frozenset(
    """
    the to a of and in it its that on for is was with he be at as from by has have this his an not but are had or they
    were would we which been our their also i you said she her there than und der das ist les des dans une que los del
    и в на с по что не к о из за от у для как это его а но
    """.split()  # noqa: SIM905  a list of words is read as words
)
# The language of an article, without its country -> the stemmer of its Latin words. Serbian has one that takes Cyrillic
# to Latin, and newer Dutch one that takes off beginnings, by which no prefix and no highlight would know a word again.
STEMMERS: Final = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "es": "spanish", "et": "estonian", "eu": "basque",
    "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "nl": "dutch_porter", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# The name's endings of below before a stemmer that would take one of them off and not the other.
_NAMES_ENDING: Final = re.compile(r"(?<=[a-z]sk)(?:[iy][iyj]|y)$|(?<=[a-z]{2}ge)[yj]$")
# Ukrainian letters as Russian has them, so that its stemmer knows the endings: військами is війська.
_UKRAINIAN: Final = str.maketrans("ёіїєґ", "еииег")
_DOT_OF_I: Final = "i\u0307"  # what is left of a Turkish İ
MARK: Final = "·"
EVERY: Final = f"{MARK}all"
MOST_CACHED: Final = 200_000  # runs of one process that are remembered, and as many stretches: about 30 MB each
MOST_OF_ONE: Final = 30_000  # the same of each language with a stemmer of its own
LONGEST_CACHED: Final = 40  # characters of a stretch without a space: what is longer hardly comes again
LONGEST_WORD: Final = 80  # characters; what is longer is no word (an address, a key), and is cut


def folded(text: str) -> str:
    """A text as its tokens are made from it: one form of each character, small letters, nothing invisible."""
    if text.isascii():
        return text.lower()
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _INVISIBLE.sub("", text).casefold()


class _Tokens(dict[str, str]):
    """Folded run -> its tokens, parted by spaces. A text's words come again and again: most are looked up here."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language, self._most = language, MOST_OF_ONE if language else MOST_CACHED

    def __missing__(self, run: str) -> str:
        if len(self) >= self._most:
            self.clear()
        made = self[run] = " ".join(_tokens_of(run, self._language))
        return made


class _Stretches(dict[str, str]):
    """What stands between two spaces, as written -> its tokens. To part a text at its spaces takes a quarter of the
    time in which its runs are found, and most stretches come again."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._tokens, self._most = _known(language), MOST_OF_ONE if language else MOST_CACHED

    def __missing__(self, stretch: str) -> str:
        made = " ".join(map(self._tokens.__getitem__, RUNS.findall(folded(stretch))))
        if len(stretch) <= LONGEST_CACHED:
            if len(self) >= self._most:
                self.clear()
            self[stretch] = made
        return made


@cache
def _known(language: str) -> _Tokens:
    return _Tokens(language)


@cache
def _stretches(language: str) -> _Stretches:
    return _Stretches(language)


def stemmed(language: str) -> str:
    """The code that a language's own stems bear, `de` of de-AT; empty where its Latin words are stemmed as English."""
    code = language.partition("-")[0].lower()
    if code in ("nb", "nn"):
        return "no"
    return code if code in STEMMERS else ""


def stream(text: str, language: str = "") -> str:
    """The search tokens of a text of a language, in order, parted by spaces: what the index is given."""
    return " ".join(map(_stretches(stemmed(language)).__getitem__, text.split()))


def words_of(title: str, standfirst: str, text: str, language: str) -> Words:
    """What the index is given of an article. Standfirst and text are one column: readers see them as one text."""
    return Words(stream(title, language), stream(f"{standfirst}\n{text}", language))


def tokens(text: str, language: str = "") -> list[str]:
    """The search tokens of a text of a language, in order."""
    return stream(text, language).split()


def asked(text: str, language: str = "") -> list[str]:
    """The tokens that a text's readers ask for: those of the text, without the lone character at its end, where that is
    the end of a pair. So 조약 is found inside 북러조약이."""
    found = tokens(text, language)
    ends_in_pair = len(found) > 1 and len(found[-1]) == 1 and len(found[-2]) == 2 and found[-2][1] == found[-1]
    return found[:-1] if ends_in_pair and _UNPARTED_RUN.match(found[-1]) else found


def is_unparted(token: str) -> bool:
    """Whether a token is of a script in pairs."""
    return _UNPARTED_RUN.match(token) is not None


def is_beginning(token: str) -> bool:
    """Whether a token is a single character of a script in pairs: asked for as the beginning of one."""
    return len(token) == 1 and _UNPARTED_RUN.match(token) is not None


def runs(text: str) -> "Iterator[re.Match[str]]":
    """The runs of a text as it stands, lazily, in order: words, and stretches of scripts in pairs."""
    return (RUNS if not text.isascii() and _UNCOMMON.search(text) else _WORD_RUNS).finditer(text)


def placed(run: "re.Match[str]", language: str = "") -> list[tuple[str, int, int]]:
    """(token, start, end) of each token of a run in a text of a language, in characters of the text."""
    found = _known(stemmed(language))[folded(run[0])].split()
    start, end = run.span()
    if len(found) != end - start:  # a word is one token; a folding that changes lengths leaves no places in the run
        return [(token, start, end) for token in found]
    return [(token, start + n, min(end, start + n + len(token))) for n, token in enumerate(found)]


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of characters, and its last character alone."""
    return [*(run[i : i + 2] for i in range(len(run) - 1)), run[-1]]


def stem(word: str, language: str = "") -> str:
    """A folded word of one script without its ending, as `language` has it, if that is the code of own stems."""
    if _LATIN.search(word):
        if language:
            own = _stemmer(STEMMERS[language]).stemWord(_NAMES_ENDING.sub("i", word.replace(_DOT_OF_I, "i")))
            return f"{_LATIN_ENDING.sub('i', _plain(own))}{MARK}{language}"
        return _LATIN_ENDING.sub("i", _stemmer("english").stemWord(_plain(word)))
    for stemmer, script in _SCRIPTS:
        if script.search(word):
            return str(_stemmer(stemmer).stemWord(word.translate(_UKRAINIAN)))
    return word


def _plain(word: str) -> str:
    return _COMBINING.sub("", unicodedata.normalize("NFD", word)).translate(_STROKES)


def _tokens_of(run: str, language: str) -> Iterable[str]:
    if _UNPARTED_RUN.match(run):
        return pairs(run)
    word = run.replace("’", "'").replace("ʼ", "'").removesuffix("'s").replace("'", "")
    return () if word in COMMON else (stem(word[:LONGEST_WORD], language),)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)


def mark(kind: str, value: str) -> str:
    """The token of a fact: only letters and digits, so that no tokenizer parts it."""
    spelled = "".join(c if c.isalnum() or ord(c) > 127 else f"{MARK}{ord(c):x}{MARK}" for c in value.casefold())
    return f"{MARK}{kind[0]}{MARK}{spelled}"


def marks(outlet: str, language: str, agencies: Iterable[str]) -> list[str]:
    """The marks of an article. `pt-BR` is Portuguese as well."""
    languages = dict.fromkeys((language, language.partition("-")[0])) if language else ()
    return [
        EVERY,
        mark("outlet", outlet),
        *(mark("language", code) for code in languages),
        *(mark("agency", agency) for agency in sorted({*agencies})),
    ]
