"""Text -> search tokens, the same for what is stored and for what is asked, in every script; and their index.

Words are stemmed by their script (Cyrillic as Russian, Latin as English); runs of Chinese, Japanese and Korean become
pairs of characters, for these scripts do not part their words, and Korean glues its particles to them. A word therefore
matches by the pairs inside it: 조약 is found in 북러조약이.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache

import Stemmer
from sqlite_utils import Database

_RUNS = re.compile(
    r"(?P<pairs>[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+)"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Marks that readers do not see and writers do not type: they must not part a word.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


def tokens(text: str) -> list[str]:
    """The search tokens of a text, in order."""
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold().replace("ё", "е")
    found: list[str] = []
    for run, word in _RUNS.findall(folded):
        if run:
            found += pairs(run)
        elif token := _token(word):
            found.append(token)
    return found


def first_of(wanted: Collection[str], text: str) -> int:
    """Where in a text the first of some tokens stands; 0 where none does."""
    for run in _RUNS.finditer(text) if wanted else ():
        for place, token in enumerate(tokens(run[0])):
            if token in wanted:
                return run.start() + (place if run["pairs"] else 0)
    return 0


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of characters; a single character stays itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=50_000)
def _token(word: str) -> str:
    """A word without its apostrophes and its ending. Cached whole, for most words of a text come again."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    language = "russian" if _CYRILLIC.search(word) else "english"
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)


def index(db: Database, article: int, title: str, body: str) -> None:
    """Make an article findable by its words."""
    db.execute(
        "INSERT INTO article_words (rowid, title, body) VALUES (?, ?, ?)",
        (article, " ".join(tokens(title)), " ".join(tokens(body))),
    )


def forget(db: Database, article: int, title: str, body: str) -> None:
    """Take an article's words out again; the index keeps no text, so it must be told what it was."""
    db.execute(
        "INSERT INTO article_words (article_words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
        (article, " ".join(tokens(title)), " ".join(tokens(body))),
    )
