"""Where the sentences of a text begin and end, in any script, by their places in the text."""

import re
from bisect import bisect_left

_SENTENCE_END = re.compile(
    # a full stop with space after it, but not that of an initial (N. Korea, U.S. troops); 다. ends a Korean sentence
    r"(?<![\s.(][A-ZА-ЯІ]\.)(?<!^[A-ZА-ЯІ]\.)(?<=[.!?…।])[\"”»’)\]]*\s+"
    r"|[。！？]+[」』”’）]*|(?<=[다요]\.)[\"”’)]*|\n\s*",
    re.MULTILINE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of a text's sentences, without the space between them; none is empty."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        stop = match.end() if not match.group().isspace() else match.start()
        if text[start:stop].strip():
            spans.append((start, stop))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def sentence_at(spans: list[tuple[int, int]], position: int) -> int:
    """The index of the sentence that a position lies in, or of the nearest one before it."""
    return max(0, bisect_left(spans, (position + 1, 0)) - 1)
