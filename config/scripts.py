"""Which scripts a language is written in, by the names that Unicode gives them, and which a text is written in."""

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

LATIN: Final = "LATIN"
# Unicode's names of scripts, and the languages (ISO 639-1) that are written in them.
_WRITTEN = (
    ("LATIN", "af az ca cs da de en es et eu fi fr ga hr hu id is it lt lv ms nl no pl pt ro sk sl sq sv sw tr uz vi"),
    ("CYRILLIC", "be bg kk ky mk mn ru sr tg tt uk"),
    ("HANGUL", "ko"),
    ("CJK", "zh"),
    ("CJK HIRAGANA KATAKANA", "ja"),
    ("ARABIC", "ar fa ps ur"),
    ("DEVANAGARI", "hi mr ne"),
    *(("ARMENIAN", "hy"), ("BENGALI", "bn"), ("GEORGIAN", "ka"), ("GREEK", "el"), ("HEBREW", "he"), ("KHMER", "km")),
    *(("LAO", "lo"), ("MYANMAR", "my"), ("TAMIL", "ta"), ("THAI", "th")),
)
SCRIPTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {code: frozenset(scripts.split()) for scripts, codes in _WRITTEN for code in codes.split()}
)


def read_by(languages: Iterable[str]) -> frozenset[str]:
    """The scripts that somebody reads who reads these languages: Latin among them, for a report is in English."""
    return frozenset({LATIN}).union(*(SCRIPTS.get(code, frozenset()) for code in languages))


def written_in(text: str) -> frozenset[str]:
    """The scripts of a text's letters: {"HANGUL", "CJK"} for `北, 러시아`."""
    names = (unicodedata.name(letter, "") for letter in unicodedata.normalize("NFKC", text) if letter.isalpha())
    return frozenset(name.replace("-", " ").partition(" ")[0] for name in names if name)
