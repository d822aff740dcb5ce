"""The clock: jobs at their times, reports and alerts told by it. Signals, locks, sleep: tests/hostile."""

import signal
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from config import Job
from scheduler import first_time, report_command
from tests.hostile.test_the_clock_and_signals import NOW, ago, wait_for
from tests.small_watch import SETTINGS, prose, small_watch
from tests.watching import Watch


def test_an_interval_job_that_never_ran_runs_now():
    assert first_time(Job.model_validate({"name": "watch", "every": "30m"}), None, NOW) == NOW


def test_an_interval_job_keeps_its_distance_over_a_restart():
    assert first_time(
        Job.model_validate({"name": "watch", "every": "30m"}), ago(timedelta(minutes=10)), NOW
    ) == NOW + timedelta(minutes=20)


def test_a_cron_job_that_missed_nothing_waits_for_its_time():
    assert first_time(Job(name="watch", cron="0 6 * * *"), ago(timedelta(hours=1)), NOW) is None
    assert first_time(Job(name="watch", cron="0 6 * * *"), None, NOW) is None


def test_a_configuration_without_jobs_is_said_so(tmp_path):
    watch = Watch(tmp_path, "")
    refused = watch.run("schedule", expect=2)
    assert "names no jobs" in refused.stderr


REPORTS = """
[[deliver]]
name = "desk"
kind = "folder"
path = "out"
format = "json"

[[alert]]
name = "any"
on = "new story"
deliver = ["desk"]

[[job]]
name = "digest"
run = "report"
every = "1h"
reader = "desk"
deliver = ["desk"]
empty = "skip"
"""


@pytest.fixture
def telling(tmp_path):
    """A small watch with one report job and an alert, and a clock to start."""
    watch = small_watch(tmp_path)
    watch.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(2)))
    watch.write("treatywatch.toml", SETTINGS.partition("[[job]]")[0] + REPORTS)
    started = []

    def told_by_the_clock(condition):
        """Run the clock until something holds; how often each name was delivered then."""
        process = watch.process("schedule")
        started.append(process)
        wait_for(condition)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        return Counter(row["name"] for row in watch.run("outbox", "--jsonl").lines if row["state"] == "delivered")

    yield watch, told_by_the_clock
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def done(watch, *names):
    """Whether the clock has queued reports of these names, and judged the alert."""
    rows = watch.run("outbox", "--jsonl").lines
    alerts = watch.run("alerts", "--jsonl").lines
    return all(row["mark"] for row in alerts) and {*names} <= {
        row["name"] for row in rows if row["state"] == "delivered"
    }


def test_the_clock_tells_a_report_once_and_an_overdue_one_once(telling):
    watch, told_by_the_clock = telling
    assert told_by_the_clock(lambda: done(watch, "desk")) == {"desk": 1}
    assert "Nothing new" in watch.run("report", "--name", "desk", "--peek").out
    watch.keep({"id": 9, "title": "Title 9", "text": prose(9)})
    assert told_by_the_clock(lambda: done(watch, "alert any")) == {"desk": 1, "alert any": 1}
    with closing(sqlite3.connect(watch.database)) as db:
        db.execute("UPDATE jobs SET done_at = '2026-01-01T00:00:00Z'")
        db.commit()
    assert told_by_the_clock(lambda: counted_rows(watch) == 3) == {"desk": 2, "alert any": 1}


def counted_rows(watch):
    return len(watch.run("outbox", "--jsonl").lines)


def test_a_plan_shows_when_each_job_runs_next(telling):
    watch, _ = telling
    (row,) = watch.run("schedule", "--list", "--jsonl").lines
    assert (row["name"], row["run"], row["last"], row["deliver"]) == ("digest", "report", None, ["desk"])
    assert datetime.fromisoformat(row["then"]) - datetime.fromisoformat(row["next"]) == timedelta(hours=1)
    assert "digest report 20" in watch.run("schedule", "--list").out


def test_a_report_job_names_its_reader_zone_destinations_and_query():
    told = {"name": "morning", "run": "report", "cron": "30 7 * * mon-fri", "zone": "Asia/Seoul", "watch": "front"}
    job = Job.model_validate({**told, "deliver": ["desk", "room"], "empty": "skip"})
    assert " ".join(report_command(job)[3:]) == (
        "report --name morning --zone Asia/Seoul --watch front --job morning --deliver desk --deliver room --skip-empty"
    )
    with pytest.raises(ValueError, match='`reader` belongs to a job with run = "report"'):
        Job(name="watch", cron="0 7 * * *", reader="desk")
