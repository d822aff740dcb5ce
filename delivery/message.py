"""Digest -> what is sent of it. Pure: the same marks give the same message at each try, days later too."""

from dataclasses import dataclass
from typing import Final

from reports.digest import Digest
from reports.render import FORMATS, brief, terminal

MAIL_WIDTH: Final = 76  # columns of the text part: RFC 5322 asks for no more than 78
AGAIN: Final = "Sent again: whether an earlier try arrived is not known."


@dataclass(frozen=True, slots=True)
class Message:
    """A report or alert as it leaves us. `key` is the same at each try; `repeated` says that an earlier one may have
    arrived. `queued_at` is when it was due, UTC, ISO 8601."""

    digest: Digest
    key: str
    queued_at: str
    alert: bool = False
    repeated: bool = False

    @property
    def subject(self) -> str:
        """One line: the reader's name and the figures."""
        return brief.title(self.digest)

    @property
    def text(self) -> str:
        """The whole report as plain text."""
        return terminal.render(self.digest, zone=self.digest.zone, width=MAIL_WIDTH)

    @property
    def short(self) -> str:
        """As much as fits into a chat."""
        told = brief.render(self.digest, zone=self.digest.zone)
        return f"{told}\n{AGAIN}\n" if self.repeated else told

    def as_format(self, shape: str) -> str:
        """The whole report in one of the formats of `reports.render`."""
        return FORMATS[shape](self.digest, zone=self.digest.zone)
