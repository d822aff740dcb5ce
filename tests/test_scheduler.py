"""The clock: jobs at their times, never two crawls at once, one catch-up after a sleep, clean on SIGTERM."""

import itertools
import os
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from config import Job
from demo.press import open_press
from scheduler import first_time, next_run, report_command, trigger_of
from tests.small_watch import SETTINGS, prose, small_watch
from tests.watching import ROOT, Watch

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def ago(span):
    return (NOW - span).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_an_interval_job_that_never_ran_runs_now():
    assert first_time(Job.model_validate({"name": "watch", "every": "30m"}), None, NOW) == NOW


def test_an_interval_job_keeps_its_distance_over_a_restart():
    assert first_time(
        Job.model_validate({"name": "watch", "every": "30m"}), ago(timedelta(minutes=10)), NOW
    ) == NOW + timedelta(minutes=20)


def test_after_three_days_asleep_there_is_one_catch_up_now():
    assert first_time(Job.model_validate({"name": "watch", "every": "30m"}), ago(timedelta(days=3)), NOW) == NOW
    assert first_time(Job(name="watch", cron="0 6 * * *"), ago(timedelta(days=3)), NOW) == NOW


def test_a_cron_job_that_missed_nothing_waits_for_its_time():
    assert first_time(Job(name="watch", cron="0 6 * * *"), ago(timedelta(hours=1)), NOW) is None
    assert first_time(Job(name="watch", cron="0 6 * * *"), None, NOW) is None


def test_a_report_that_was_missed_five_times_is_overdue_once():
    job = Job(name="morning", run="report", cron="30 7 * * mon-fri", timezone="Europe/Berlin")
    assert first_time(job, ago(timedelta(days=7)), NOW) == NOW
    assert next_run(job, ago(timedelta(days=7)), NOW) == NOW
    assert first_time(job, ago(timedelta(hours=1)), NOW) is None
    assert next_run(job, ago(timedelta(hours=1)), NOW) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def test_half_past_seven_in_berlin_stays_half_past_seven_when_the_clocks_change():
    trigger = trigger_of(Job(name="morning", cron="30 7 * * mon-fri", timezone="Europe/Berlin"))
    before = trigger.get_next_fire_time(None, datetime(2026, 10, 23, 0, 0, tzinfo=UTC))
    after = trigger.get_next_fire_time(None, datetime(2026, 10, 26, 0, 0, tzinfo=UTC))
    assert [(t.hour, t.minute, t.utcoffset()) for t in (before, after)] == [
        (7, 30, timedelta(hours=2)),
        (7, 30, timedelta(hours=1)),
    ]


@pytest.fixture
def clock(tmp_path):
    """A watch whose configuration has one crawl job every second."""
    with open_press(delay=0.01) as press:
        config = tmp_path / "treatywatch.toml"
        shipped = (ROOT / "demo" / "treatywatch.toml").read_text(encoding="utf-8")
        shipped = shipped.replace('seeds = "seeds"', f'seeds = "{ROOT / "demo" / "seeds"}"')
        shipped = shipped.replace('topic = "../seeds/topic.toml"', f'topic = "{ROOT / "seeds" / "topic.toml"}"')
        config.write_text(f'{shipped}\n[[job]]\nname = "often"\nevery = "1s"\n', encoding="utf-8")
        watch = Watch(tmp_path, press.url, config)
        started = []

        def start(**options):
            started.append(watch.start("schedule", **options))
            return started[-1]

        yield watch, start
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def runs(watch):
    """(job, started, ended, ok) of every run so far."""
    if not watch.database.exists():
        return []
    with sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True) as connection:
        try:
            return connection.execute("SELECT job, started_at, ended_at, ok FROM runs ORDER BY id").fetchall()
        except sqlite3.OperationalError:
            return []


def counted(watch, table):
    """How many rows a table has; 0 before there is one."""
    return len(runs(watch)) and sqlite3.connect(watch.database).execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def wait_for(condition, seconds=60):
    """Wait until something holds; a test fails if it never does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def ended(watch):
    return [run for run in runs(watch) if run[2]]


def test_a_job_runs_again_and_again_and_never_beside_itself(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: len(ended(watch)) >= 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    told = runs(watch)
    assert {job for job, *_ in told} == {"often"}
    assert all(ok == 1 for *_, ok in told[:2])
    for (_, _, end, _), (_, begin, _, _) in itertools.pairwise(told):
        assert end <= begin


def test_sigterm_lets_the_crawl_drain_and_record_its_end(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: counted(watch, "leads"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert all(end for _, _, end, _ in runs(watch))


def test_a_second_scheduler_is_refused_by_name(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: runs(watch))
    refused = watch.run("schedule", expect=1)
    assert str(process.pid) in refused.stderr
    assert "already running" in refused.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_scheduler_that_was_killed_leaves_no_lock_behind(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: ended(watch))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(runs(watch))
    again = start()
    wait_for(lambda: len(ended(watch)) > before)
    again.send_signal(signal.SIGTERM)
    assert again.wait(60) == 0


def test_a_scheduler_asleep_makes_one_catch_up_run(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: ended(watch))
    os.kill(process.pid, signal.SIGSTOP)
    wait_for(lambda: all(end for _, _, end, _ in runs(watch)))
    asleep = len(runs(watch))
    time.sleep(4)  # four intervals slept through
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    os.kill(process.pid, signal.SIGCONT)
    wait_for(lambda: len(ended(watch)) > asleep)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert len([1 for _, begin, _, _ in runs(watch) if begin >= began]) <= 2


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
