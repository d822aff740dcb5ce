"""The clock: the jobs of treatywatch.toml at their times, a subprocess each, until told to stop.

Jobs are rebuilt from the configuration at each start; what was done last is read from the database, so that a machine
that slept for three days makes one catch-up run and not seventy-two. Two crawls never run at once; reports do not wait
for crawls, nor alerts and second tries to deliver, for which the clock looks twice a minute. A second scheduler of the
same database is refused by name. `python scheduler.py` is the same as `treatywatch schedule`.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from filelock import FileLock
from sqlite_utils import Database

from config import Config, Job, load
from config.cron import next_time
from config.loading import HERE
from crawler import launch
from crawler.launch import Order
from delivery import alerting
from errors import ConfigError, Exit, StoreError, TreatyWatchError
from store import outbox, runs
from store.database import check_same, identity, now, open_reading
from store.locks import lock_path, take

log = logging.getLogger("treatywatch.scheduler")

# A crawl that was asked to stop drains the pages under way; one that has not after this long is killed.
DRAIN_SECONDS = 60.0


# Between two looks for alerts and deliveries that are due.
LOOK_SECONDS = 30
LOOK = "(look)"  # the clock's own job; no job of a user may be mistaken for it


class WallClock(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """A cron line on a clock on the wall. (APScheduler's own fires twice in the hour that comes twice.)"""

    def __init__(self, line: str, zone: str) -> None:
        self._line = line
        self._zone = ZoneInfo(zone)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first time after the last one; without one, from now on."""
        return next_time(self._line, self._zone, previous_fire_time or now - timedelta(microseconds=1))


def trigger_of(job: Job) -> BaseTrigger:
    """When a job is due, in its own time zone."""
    if job.every is not None:
        return IntervalTrigger(seconds=max(1, int(job.every.total_seconds())), timezone=job.timezone)
    return WallClock(job.cron, job.timezone)


def next_run(job: Job, last_started: str | None, at: datetime) -> datetime | None:
    """When a job runs next, if the clock runs from `at` on."""
    return first_time(job, last_started, at) or trigger_of(job).get_next_fire_time(None, at)


def last_started(db: Database, job: Job) -> str | None:
    """When a job was last begun (a crawl) or done (a report); None for never."""
    if job.run == "report":
        return outbox.last_done(db, job.name)
    last = runs.last_of(db, job=job.name)
    return last.started_at if last else None


def first_time(job: Job, last_started: str | None, at: datetime) -> datetime | None:
    """When a job runs first after the clock starts: now if it is overdue (once, however often it was missed), else at
    its next time. None means that a cron job that never ran waits for its own time."""
    if last_started is None:
        return at if job.every is not None else None
    last = min(datetime.fromisoformat(last_started), at)  # a clock that was ahead must not stop this one for years
    if job.every is not None:
        return max(at, last + job.every)
    due = trigger_of(job).get_next_fire_time(last, last + timedelta(seconds=1))
    return at if due is not None and due <= at else None


class Clock:
    """Runs crawls one at a time and beside them whatever is told one at a time, each in a process of its own."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._turns = {"crawl": asyncio.Lock(), "report": asyncio.Lock()}
        self._stopping = asyncio.Event()
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._file = identity(config.database)

    async def run(self) -> None:
        """Start the jobs and wait for SIGTERM or SIGINT; then let the crawl that is under way drain."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        clock = AsyncIOScheduler(timezone=UTC)
        clock.add_listener(_overrun, EVENT_JOB_MAX_INSTANCES)
        at = datetime.now(UTC)
        for job in self._config.settings.job:
            first = first_time(job, self._last_started(job), at)
            clock.add_job(
                self._do,
                trigger_of(job),
                args=[job],
                id=job.name,
                misfire_grace_time=None,  # a run that was slept through is still wanted,
                coalesce=True,  # but once
                max_instances=1,
                **({"next_run_time": first} if first else {}),
            )
        clock.add_job(
            self._look,
            IntervalTrigger(seconds=LOOK_SECONDS),
            id=LOOK,
            max_instances=1,
            coalesce=True,
            next_run_time=at,
        )
        clock.start()
        for scheduled in clock.get_jobs():
            if scheduled.id == LOOK:
                continue
            log.info("%s: next at %s", scheduled.id, scheduled.next_run_time.isoformat(timespec="seconds"))
        await self._stopping.wait()
        log.info("stopping")
        clock.pause()  # a shutdown would cancel the job that waits for its crawl
        await self._drain()
        clock.shutdown(wait=False)

    def _last_started(self, job: Job) -> str | None:
        with contextlib.suppress(StoreError):
            db = open_reading(self._config.database)
            try:
                return last_started(db, job)
            finally:
                db.close()
        return None

    async def _do(self, job: Job) -> None:
        async with self._turns[job.run]:
            if self._stopping.is_set() or not self._same_database(job.name):
                return
            log.info("%s: begins", job.name)
            command = launch.command(Order(job.spider, job=job.name)) if job.run == "crawl" else report_command(job)
            process, returncode = await self._run(job.name, job.run, command)
            if job.run == "crawl":
                self._file = self._file or identity(self._config.database)  # the first crawl made it
                code, run = launch.verdict(self._config, process.pid, returncode)
                for line in launch.in_words(run) if run else ["recorded nothing"]:
                    log.info("%s: %s", job.name, line)
                log.info("%s: ended: %s", job.name, code.name.lower())
            else:
                log.info("%s: ended with %d", job.name, returncode)
        if job.run == "crawl":
            await self._look()  # what it found may be an alert

    def _same_database(self, name: str) -> bool:
        """Whether the database is the one that this clock has seen. A crawl would make a new one, and tell old news."""
        try:
            check_same(self._config.database, self._file)
        except StoreError as error:
            log.error("%s: left out: %s", name, error)
            return False
        self._file = identity(self._config.database)
        return True

    async def _look(self) -> None:
        """Send what is due, and judge the alerts, if there is anything to do."""
        async with self._turns["report"]:
            if self._stopping.is_set() or not self._same_database(LOOK):
                return
            if await asyncio.to_thread(self._something_due):
                await self._run("outbox", "report", [sys.executable, "-m", "cli", "alerts", "check"])

    def _something_due(self) -> bool:
        with contextlib.suppress(StoreError):
            db = open_reading(self._config.database)
            try:
                return bool(outbox.due(db, now())) or alerting.pending(db, self._config)
            finally:
                db.close()
        return False

    async def _run(self, name: str, turn: str, command: list[str]) -> tuple[asyncio.subprocess.Process, int]:
        process = self._processes[turn] = await asyncio.create_subprocess_exec(
            *command,
            cwd=HERE,
            env=launch.environment(self._config),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is ours to pass on
        )
        limit = self._config.settings.crawl.deadline.total_seconds() + launch.GRACE_SECONDS
        try:
            returncode = await asyncio.wait_for(process.wait(), limit)
        except TimeoutError:
            log.error("%s: still running after %.0f s: killed", name, limit)
            process.kill()
            returncode = await process.wait()
        del self._processes[turn]
        return process, returncode

    async def _drain(self) -> None:
        """A crawl is asked to end, and given time to; a report is sent to its end."""
        crawl = self._processes.get("crawl")
        if crawl is not None and crawl.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                crawl.send_signal(signal.SIGTERM)
        for process in [*self._processes.values()]:
            try:
                await asyncio.wait_for(process.wait(), DRAIN_SECONDS)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        for turn in self._turns.values():
            async with turn:
                pass  # the job has written down how it went


def report_command(job: Job) -> list[str]:
    """The command of a report job."""
    asked = {"--name": job.reader or job.name, "--zone": job.zone, "--watch": job.watch, "--job": job.name}
    options = [part for name, value in asked.items() if value for part in (name, value)]
    options += [part for name in job.deliver for part in ("--deliver", name)]
    return [sys.executable, "-m", "cli", "report", *options, *(["--skip-empty"] if job.empty == "skip" else [])]


def _overrun(event: JobExecutionEvent) -> None:
    if event.job_id == LOOK:
        return
    log.warning("%s: the run before is still going on: this one is left out", event.job_id)


def run(config: Config) -> int:
    """Run the clock of a configuration until it is told to stop; returns the exit code."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    if not config.settings.job:
        raise ConfigError(
            str(config.file or "treatywatch.toml"), "names no jobs", 'add [[job]] with name and every = "30m"'
        )
    config.database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(lock_path(config.database, "scheduler"))
    take(lock, "a scheduler of this database", config.database)
    try:
        asyncio.run(Clock(config).run())
    finally:
        lock.release()
    return Exit.WELL


if __name__ == "__main__":
    try:
        sys.exit(run(load()))
    except TreatyWatchError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
