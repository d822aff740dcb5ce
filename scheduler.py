"""The clock: the jobs of treatywatch.toml at their times, one subprocess a crawl, until told to stop.

Jobs are rebuilt from the configuration at each start; what was done last is read from the database, so that a machine
that slept for three days makes one catch-up run and not seventy-two. Two crawls never run at once, and a second
scheduler of the same database is refused by name. `python scheduler.py` is the same as `treatywatch schedule`.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from filelock import FileLock

from config import Config, Job, load
from config.loading import HERE
from crawler import launch
from crawler.launch import Exit, Order
from errors import ConfigError, StoreError, TreatyWatchError
from store import runs
from store.database import open_reading
from store.locks import lock_path, take

log = logging.getLogger("treatywatch.scheduler")

# A crawl that was asked to stop drains the pages under way; one that has not after this long is killed.
DRAIN_SECONDS = 60.0


def trigger_of(job: Job) -> BaseTrigger:
    """When a job is due, in its own time zone."""
    if job.every is not None:
        return IntervalTrigger(seconds=max(1, int(job.every.total_seconds())), timezone=job.timezone)
    minute, hour, day, month, weekday = job.cron.split()
    return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=job.timezone)


def first_time(job: Job, last_started: str | None, at: datetime) -> datetime | None:
    """When a job runs first after the clock starts: now if it is overdue (once, however often it was missed), else at
    its next time. None means that a cron job that never ran waits for its own time."""
    if last_started is None:
        return at if job.every is not None else None
    last = datetime.fromisoformat(last_started)
    if job.every is not None:
        return max(at, last + job.every)
    due = trigger_of(job).get_next_fire_time(last, last + timedelta(seconds=1))
    return at if due is not None and due <= at else None


class Clock:
    """Runs jobs one at a time, each in a process of its own."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._one_at_a_time = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Start the jobs and wait for SIGTERM or SIGINT; then let the crawl that is under way drain."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        clock = AsyncIOScheduler(timezone=UTC)
        clock.add_listener(_overrun, EVENT_JOB_MAX_INSTANCES)
        now = datetime.now(UTC)
        for job in self._config.settings.job:
            first = first_time(job, self._last_started(job), now)
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
        clock.start()
        for scheduled in clock.get_jobs():
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
                last = runs.last_of(db, job=job.name)
                return last.started_at if last else None
            finally:
                db.close()
        return None

    async def _do(self, job: Job) -> None:
        async with self._one_at_a_time:
            if self._stopping.is_set():
                return
            log.info("%s: begins", job.name)
            command = launch.command(Order(job.spider, job=job.name)) if job.run == "crawl" else self._report(job)
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=HERE,
                env=launch.environment(self._config),
                stdin=asyncio.subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is ours to pass on
            )
            await self._wait(job, self._process)
            self._process = None

    async def _wait(self, job: Job, process: asyncio.subprocess.Process) -> None:
        limit = self._config.settings.crawl.deadline.total_seconds() + launch.GRACE_SECONDS
        try:
            returncode = await asyncio.wait_for(process.wait(), limit)
        except TimeoutError:
            log.error("%s: still running after %.0f s: killed", job.name, limit)
            process.kill()
            returncode = await process.wait()
        if job.run == "crawl":
            code, run = launch.verdict(self._config, process.pid, returncode)
            for line in launch.in_words(run) if run else ["recorded nothing"]:
                log.info("%s: %s", job.name, line)
            log.info("%s: ended: %s", job.name, code.name.lower())
        else:
            log.info("%s: ended with %d", job.name, returncode)

    def _report(self, job: Job) -> list[str]:
        """The command of a report job: a dated HTML file in the reports folder."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        output = self._config.path(self._config.settings.report.folder) / f"{job.name}-{stamp}.html"
        return [sys.executable, "-m", "cli", "report", "--name", job.name, "--output", str(output)]

    async def _drain(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), DRAIN_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()
        async with self._one_at_a_time:
            pass  # the job has written down how its crawl went


def _overrun(event: JobExecutionEvent) -> None:
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
