"""One subprocess a crawl, judged by what it recorded: Scrapy itself exits with 0 whatever happened."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from config import Config
from config.loading import HERE
from errors import Exit, StoreError
from store import runs
from store.database import open_reading
from store.runs import Run

POLL_SECONDS = 0.25
GRACE_SECONDS = 60.0  # beyond its own deadline, before a crawl that hangs is killed


@dataclass(frozen=True, slots=True)
class Order:
    """What a crawl is to do. Empty `outlets` means all that are enabled."""

    spider: str = "watch"
    outlets: Sequence[str] = ()
    judged: bool = True
    urls: Sequence[str] = ()
    job: str = ""

    @property
    def arguments(self) -> list[str]:
        """The spider's arguments as Scrapy takes them."""
        given = {
            "outlets": ",".join(self.outlets),
            "judge": "" if self.judged else "no",
            "urls": " ".join(self.urls),
            "job": self.job,
        }
        return [part for name, value in given.items() if value for part in ("-a", f"{name}={value}")]


def command(order: Order) -> list[str]:
    """The command line of a crawl; it is run in the checkout, where scrapy.cfg is."""
    return [sys.executable, "-m", "scrapy", "crawl", order.spider, *order.arguments]


def environment(config: Config) -> dict[str, str]:
    """The environment of a crawl: it reads the same configuration and writes the same database as we do."""
    told = {"TREATYWATCH_DATABASE": str(config.database)}
    if config.file:
        told["TREATYWATCH_CONFIG"] = str(config.file)
    return {**os.environ, **told}


def crawl(
    config: Config, order: Order, watch: Callable[[Run | None], None] = lambda _: None
) -> tuple[Exit, Run | None]:
    """Run one crawl and wait for its end; `watch` is called with the run's record several times a second.

    SIGTERM and Ctrl-C are passed on: the crawl drains what is under way and records its end; a second Ctrl-C stops it
    at once.
    """
    limit = config.settings.crawl.deadline.total_seconds() + GRACE_SECONDS
    waited = 0.0
    with _signals_passed_on() as tell:
        process = subprocess.Popen(command(order), cwd=HERE, env=environment(config), stdin=subprocess.DEVNULL)
        tell(process)
        while True:
            try:
                process.wait(POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                waited += POLL_SECONDS
                watch(recorded(config, process.pid))
                if waited > limit:
                    process.kill()
    return verdict(config, process.pid, process.returncode)


@contextlib.contextmanager
def _signals_passed_on() -> Iterator[Callable[["subprocess.Popen[bytes]"], None]]:
    """While this lasts, a SIGTERM or SIGINT to us goes to the crawl that the yielded function was told of; one that
    comes before it is started goes to it then. The crawl would otherwise go on alone when we are gone.

    They are handled, not raised: a KeyboardInterrupt may be raised where Python can only drop it, and be lost. The
    crawl may get a SIGTERM twice, from us and from whoever told the whole group; it takes no notice of the second.
    """
    started: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def pass_on(number: int, _: object) -> None:
        if number == signal.SIGINT and _at_a_terminal():
            return
        if started:
            started[0].send_signal(number)
        else:
            early.append(number)

    def tell(process: "subprocess.Popen[bytes]") -> None:
        started.append(process)
        for number in early:
            process.send_signal(number)

    if threading.current_thread() is not threading.main_thread():
        yield tell  # only the main thread may set signals
        return
    before = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield tell
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _at_a_terminal() -> bool:
    """Whether a Ctrl-C came from a terminal, which has told the crawl as well: twice would stop it at once."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):  # no terminal, a closed stdin, none at all
        return False


def recorded(config: Config, pid: int) -> Run | None:
    """What the crawl of a process has written down so far; None before it wrote anything."""
    with contextlib.suppress(StoreError):
        db = open_reading(config.database)
        try:
            return runs.last_of(db, pid=pid)
        finally:
            db.close()
    return None


def verdict(config: Config, pid: int, returncode: int) -> tuple[Exit, Run | None]:
    """How a crawl that is over went. One that recorded no end has failed, whatever it exited with."""
    run = recorded(config, pid)
    if run is None:
        return (Exit.WRONG_USE if returncode == Exit.WRONG_USE else Exit.FAILED), None
    if not run.ok:
        return Exit.FAILED, run
    return (Exit.PARTIAL if run.partial else Exit.WELL), run


def in_words(run: Run) -> list[str]:
    """A run's record as lines for a person: what was fetched and kept, and what was not, by reason."""
    counts: dict[str, Any] = dict(run.counts)
    not_taken = counts.pop("not taken", {})
    lines = [f"run {run.id}: {run.finish or 'recorded no end'}"]
    lines += [f"  {value:>6,}  {name}" for name, value in counts.items()]
    if isinstance(not_taken, dict) and not_taken:
        lines.append("  not taken:")
        lines += [f"  {value:>6,}  {name}" for name, value in sorted(not_taken.items(), key=lambda kv: (-kv[1], kv[0]))]
    return lines
