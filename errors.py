"""Every error that a user can meet, and what to do about it.

    TreatyWatchError
    ├── UsageError          a command was called wrongly                        exit 2
    ├── ConfigError         a file or variable of the configuration is wrong    exit 2
    ├── StoreError          the database cannot be used                         exit 1
    │   ├── NotOurDatabase  another program's file, or a newer version's
    │   └── StoreBusy       somebody else holds the write lock
    ├── LockedError         a crawl or scheduler is already running             exit 1
    ├── EvidenceError       a kept page is not there, or is not what was kept   exit 1
    ├── FeedError           bytes that are no feed or sitemap
    ├── WorkerError         an extraction worker died or overran its deadline
    └── CrawlFailed         a crawl ended badly, or recorded no end             exit 1

An error carries its subject (a file and line, an outlet, a URL) and says what to do. Messages are one line:
`subject: what is wrong; what to do`.
"""

from enum import IntEnum


class Exit(IntEnum):
    """What cron learns from a command."""

    WELL = 0
    FAILED = 1
    WRONG_USE = 2
    PARTIAL = 3


class TreatyWatchError(Exception):
    """The root: all that is ours to explain. `subject` names the thing, `exit_code` is what a command returns."""

    exit_code: Exit = Exit.FAILED

    def __init__(self, subject: str, problem: str, advice: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.advice = advice
        super().__init__(subject, problem, advice)

    def __str__(self) -> str:
        said = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return f"{said}; {self.advice}" if self.advice else said


class UsageError(TreatyWatchError):
    """A command was called with something that it cannot take."""

    exit_code = Exit.WRONG_USE


class ConfigError(TreatyWatchError):
    """A seeds file, `treatywatch.toml` or a `TREATYWATCH_...` variable holds something that we cannot use."""

    exit_code = Exit.WRONG_USE


class StoreError(TreatyWatchError):
    """The database cannot be opened, read or written."""


class NotOurDatabase(StoreError):
    """The file is a database of another program, or of a newer version of this one."""


class StoreBusy(StoreError):
    """Another process held the write lock for longer than we wait."""


class LockedError(TreatyWatchError):
    """A crawl or a scheduler of the same database is already running."""


class EvidenceError(TreatyWatchError):
    """A kept page, or a bundle of them, is not there, not whole, or not what was kept."""


class FeedError(TreatyWatchError):
    """Bytes that were meant to be a feed or a sitemap and are neither."""


class WorkerError(TreatyWatchError):
    """An extraction worker was lost with its page: it crashed, or overran its deadline."""


class CrawlFailed(TreatyWatchError):
    """A crawl ended badly, or ended without recording that it did."""
