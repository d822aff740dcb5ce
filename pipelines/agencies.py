"""Whose words: the agencies that a text is credited to, with the words that say so."""

from collections.abc import Iterable, Sequence

from config import Agency
from records import Credit


class AgencyIndex:
    """The known agencies, ready to be looked for in bylines, datelines, structured data, feeds and closing lines."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._agencies = tuple(agencies)

    def credits(
        self,
        *,
        title: str,
        standfirst: str,
        text: str,
        authors: Sequence[str],
        structured: Sequence[str],
        feed_credit: str,
        host: str,
    ) -> tuple[Credit, ...]:
        """The agencies credited, each once."""
        return ()
