"""Many byte strings looked for in one pass: by Hyperscan where it is installed, by an Aho-Corasick automaton elsewhere.

Both report the same finds, in an order of their own: every place, also overlapping ones, at which one of the strings
stands, A taken for a; a short word of ASCII letters only where it does not follow another letter.
"""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from ahocorasick_rs import BytesAhoCorasick, Implementation

Engine = Literal["hyperscan", "ahocorasick"]
ENGINES: tuple[Engine, ...] = ("ahocorasick",)
try:
    import hyperscan
except ImportError:  # it has wheels for some platforms only
    pass
else:
    ENGINES = ("hyperscan", *ENGINES)

SHORT_WORD = 8  # letters

# Told of the index of a string and where it begins and ends; returns whether enough has been found.
Found = Callable[[int, int, int], bool]


class Scanner(Protocol):
    """Finds some strings in pages. Not to be shared by threads."""

    def scan(self, page: bytes, found: Found) -> bool:
        """Tell `found` of one find after another until it returns True or the page ends; the last that it returned."""


def scanner(strings: Sequence[bytes], engine: Engine = ENGINES[0]) -> Scanner:
    """The strings, ASCII letters in lower case, ready to be looked for."""
    return _Hyperscan(strings) if engine == "hyperscan" else _AhoCorasick(strings)


def _is_word(string: bytes) -> bool:
    """Whether a string is a short word, as stand inside many others; to ask for more would take long to compile."""
    return string.isalnum() and len(string) <= SHORT_WORD  # of bytes: ASCII only


class _Hyperscan:
    def __init__(self, strings: Sequence[bytes]) -> None:
        self._lengths = [len(string) for string in strings]
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[
                (rb"\b" if _is_word(string) else b"") + b"".join(rb"\x%02x" % byte for byte in string)
                for string in strings
            ],
            ids=list(range(len(strings))),
            elements=len(strings),
            flags=[hyperscan.HS_FLAG_CASELESS] * len(strings),
        )

    def scan(self, page: bytes, found: Found) -> bool:
        lengths = self._lengths

        def matched(index: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            return found(index, end - lengths[index], end) or None

        try:
            self._database.scan(page, match_event_handler=matched)
        except hyperscan.ScanTerminated:
            return True
        return False


class _AhoCorasick:
    def __init__(self, strings: Sequence[bytes]) -> None:
        self._is_word = [_is_word(string) for string in strings]
        self._automaton = BytesAhoCorasick(list(strings), implementation=Implementation.DFA)

    def scan(self, page: bytes, found: Found) -> bool:
        for index, start, end in self._automaton.find_matches_as_indexes(page.lower(), overlapping=True):
            if self._is_word[index] and start:
                before = page[start - 1]
                if 0x30 <= before <= 0x39 or 0x41 <= before <= 0x5A or 0x61 <= before <= 0x7A or before == 0x5F:
                    continue
            if found(index, start, end):
                return True
        return False
