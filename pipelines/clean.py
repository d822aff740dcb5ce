"""Text that is safe to store, to search and to show on a terminal, whatever a page or feed held.

Removed: NUL and other control characters, lone surrogates, terminal escape sequences, marks that turn the direction of
writing, invisible characters, and floods of combining marks. Zero-width joiners stay where a script needs them (between
letters of Arabic, Persian or the scripts of India, and inside emoji). Text is NFC, whitespace is single spaces, sizes
are capped. All functions are pure and idempotent, and their results always encode to UTF-8.
"""

import re
import unicodedata

TITLE_LIMIT = 1_000  # characters; the longest headline of the development pages has 175
TEXT_LIMIT = 1_000_000  # characters; a book is about as long, an article never
RAW_FACTOR = 4  # input beyond so many limits is not looked at: a 10 MB title costs what 4,000 characters cost
MARKS_KEPT = 6  # combining marks in a row: Tibetan stacks and pointed Hebrew need up to five, a flood has hundreds
ROUNDS = 8  # each round only removes or composes; two suffice for all but made-up input

ELLIPSIS = "…"

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)
# Tab, line feed and the like are left for the whitespace step.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Scripts whose spelling uses ZWNJ and ZWJ: Arabic and its neighbours, those of India, and of south-east Asia.
_JOINING = "\u0600-\u06ff\u0700-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINERS = re.compile("[\u200c\u200d]+")
_JOINED = re.compile(f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])|(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LINE_ENDS = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
# Nothing of the above can be in a text of plain printable characters, which most are.
_SUSPICIOUS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u0bff\u0c00-\u109f\u115f\u1160\u135d-\u135f"
    "\u1712-\u18af\u1920-\u1cff\u1dc0-\u1dff\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\u2cef-\u2cf1\u2d7f-\u2dff"
    "\u302a-\u302f\u3099\u309a\u3164\ua66f-\ua6f1\ua800-\uabff\ud800-\udfff\ufb1e\ufe00-\ufe2f\ufeff\uffa0\ufff9-\uffff"
    "\U00010000-\U0010ffff]"
)


def _mark_ranges() -> str:
    """The combining marks of the Basic Multilingual Plane as the inside of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0xFE30):
        if unicodedata.category(chr(code)) in ("Mn", "Me"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


_FLOOD = re.compile(f"([{_mark_ranges()}]{{{MARKS_KEPT}}})[{_mark_ranges()}]+")


def clean_text(text: str, limit: int = TITLE_LIMIT) -> str:
    """One line of clean text of at most `limit` characters; what was cut ends in an ellipsis."""
    text = " ".join(text[: limit * RAW_FACTOR + 1000].split())
    if _SUSPICIOUS.search(text):
        for _ in range(ROUNDS):
            cleaned = " ".join(_without_traps(text).split())
            if cleaned == text:
                break
            text = cleaned
    elif not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        text = clean_text(text[: limit - 1].rstrip() + ELLIPSIS, limit)
    return text


def clean_block(text: str, limit: int = TEXT_LIMIT) -> str:
    """Clean paragraphs, one a line, without empty lines; at most `limit` characters in all."""
    text = text[: limit * RAW_FACTOR + 1000]
    lines = (clean_text(line, limit) for line in _LINE_ENDS.split(text))
    block = "\n".join(line for line in lines if line)
    if len(block) > limit:
        block = clean_block(block[: limit - 1].rstrip() + ELLIPSIS, limit)
    return block


def _without_traps(text: str) -> str:
    text = _ANSI.sub("", text)
    text = _CONTROLS.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _JOINERS.sub(lambda run: run[0][0], text)
    text = _only_needed_joiners(text)
    text = unicodedata.normalize("NFC", text)
    return _FLOOD.sub(r"\1", text)


def _only_needed_joiners(text: str) -> str:
    if not _JOINERS.search(text):
        return text
    needed = {match.start() for match in _JOINED.finditer(text)}
    return "".join(c for place, c in enumerate(text) if c not in "\u200c\u200d" or place in needed)


def key_of(text: str) -> str:
    """A text as two copies of it are compared: its letters and digits, without case."""
    # Most of what goes is white space, and to split there takes half the time of the pattern.
    joined = "".join(text.casefold().split())
    return joined if joined.isalnum() else _NOT_LETTERS.sub("", joined)
