"""Clocks that jump, machines that sleep, two of everything, signals: never two crawls at once, and none is lost."""

import itertools
import os
import signal
import sqlite3
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from config import Job
from demo.press import open_press
from demo.resources import Resource
from records import Lead, Via
from scheduler import first_time, next_run, trigger_of
from store import events, leads, revisits, sources
from store.database import writing
from store.locks import lock_path, take
from tests.rude_press import Act, Handler, RudePress, article, feed, silent, write_watch
from tests.stored import NOON, Kit, after, kit, reading
from tests.test_crawl_outcomes import last_end, query
from tests.watching import ROOT, Watch

__all__ = ["kit"]

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def ago(span):
    return (NOW - span).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_55_after_three_days_asleep_there_is_one_catch_up_now():
    assert first_time(Job.model_validate({"name": "watch", "every": "30m"}), ago(timedelta(days=3)), NOW) == NOW
    assert first_time(Job(name="watch", cron="0 6 * * *"), ago(timedelta(days=3)), NOW) == NOW


def test_55_a_report_that_was_missed_five_times_is_overdue_once():
    job = Job(name="morning", run="report", cron="30 7 * * mon-fri", timezone="Europe/Berlin")
    assert first_time(job, ago(timedelta(days=7)), NOW) == NOW
    assert next_run(job, ago(timedelta(days=7)), NOW) == NOW
    assert first_time(job, ago(timedelta(hours=1)), NOW) is None
    assert next_run(job, ago(timedelta(hours=1)), NOW) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def test_54_half_past_seven_in_berlin_stays_half_past_seven_when_the_clocks_change():
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


def test_56_a_job_runs_again_and_again_and_never_beside_itself(clock):
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


def test_57_sigterm_lets_the_crawl_drain_and_record_its_end(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: counted(watch, "leads"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert all(end for _, _, end, _ in runs(watch))


def test_53_a_second_scheduler_is_refused_by_name(clock):
    watch, start = clock
    process = start()
    wait_for(lambda: runs(watch))
    refused = watch.run("schedule", expect=1)
    assert str(process.pid) in refused.stderr
    assert "already running" in refused.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_53_a_scheduler_that_was_killed_leaves_no_lock_behind(clock):
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


def test_55_a_scheduler_asleep_makes_one_catch_up_run(clock):
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


def test_53_a_second_crawl_of_the_same_database_is_refused_by_the_name_of_the_first(tmp_path):
    with RudePress() as press:
        watch = Watch(tmp_path, press.url, write_watch(tmp_path, {"one": {"feeds": ["http://one.example/feed.rss"]}}))
        lock = FileLock(lock_path(watch.database))
        take(lock, "a crawl of this database", watch.database)
        try:
            done = watch.run("crawl", expect=1)
        finally:
            lock.release()
        assert f"process {os.getpid()}" in done.stderr
        assert "already running" in done.stderr
        assert "Traceback" not in done.stderr
        assert press.asked == []


def slowly(page: Resource) -> Act:
    """An answer that takes its time."""

    def act(handler: Handler) -> None:
        handler.closing.wait(1.0)
        handler.send(page)

    return act


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["SIGTERM", "SIGINT", "SIGKILL"])
def test_57_a_crawl_that_is_stopped_says_how_and_the_next_one_goes_on(tmp_path, how):
    urls = [f"http://slow.example/{n}" for n in range(6)]
    with RudePress({"slow.example/feed.rss": feed(*urls)}) as press:
        pages = {url.removeprefix("http://"): article(f"Slow page {url[-1]}") for url in urls}
        press.answers |= {address: slowly(page) for address, page in pages.items()}
        outlet = {"feeds": ["http://slow.example/feed.rss"], "pace": 0.3}
        watch = Watch(tmp_path, press.url, write_watch(tmp_path, {"slow": outlet}))
        crawl = watch.start("crawl", "--no-judge", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(press.asked) < 4:  # robots.txt, the feed, two pages at once
            time.sleep(0.02)
        if how is signal.SIGKILL:
            os.killpg(crawl.pid, how)
        else:
            os.kill(crawl.pid, how)
        said, _ = crawl.communicate(timeout=60)
        [(finish, ok, ended)] = query(watch, "SELECT finish, ok, ended_at FROM runs")
        states = [state for (state,) in query(watch, "SELECT state FROM leads")]
        if how is signal.SIGKILL:
            assert (finish, ok, ended) == ("", None, None)
        else:
            assert crawl.returncode == 1
            assert "run 1: shutdown" in said
            assert (finish, ok) == ("shutdown", 0)
            assert ended
            assert "kept" in states  # what was under way was brought to its end, what was queued was not begun
            assert last_end(watch)["troubles"] == []
        assert "new" in states
        press.answers |= pages
        watch.run("crawl", "--no-judge")
        assert {state for (state,) in query(watch, "SELECT state FROM leads")} == {"kept"}
        assert len(watch.rows()) == len(urls)


def test_57_ctrl_c_twice_stops_at_once_and_the_next_crawl_goes_on(tmp_path):
    urls = [f"http://slow.example/{n}" for n in range(6)]
    with RudePress({"slow.example/feed.rss": feed(*urls)}) as press:
        press.answers |= {url.removeprefix("http://"): silent for url in urls}
        outlet = {"feeds": ["http://slow.example/feed.rss"]}
        watch = Watch(tmp_path, press.url, write_watch(tmp_path, {"slow": outlet}, "pace = 0\ntimeout = 100"))
        crawl = watch.start("crawl", "--no-judge", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(press.asked) < 4:
            time.sleep(0.02)
        began = time.monotonic()
        for _ in range(2):
            os.kill(crawl.pid, signal.SIGINT)
            time.sleep(0.5)
        crawl.communicate(timeout=60)
        assert time.monotonic() - began < 60  # the pages would have taken 100 s
        assert crawl.returncode == 1
        assert query(watch, "SELECT state, count(*) FROM leads GROUP BY state") == [("new", len(urls))]
        press.answers |= {url.removeprefix("http://"): article(f"Slow page {url[-1]}") for url in urls}
        watch.run("crawl", "--no-judge")
        assert query(watch, "SELECT state, count(*) FROM leads GROUP BY state") == [("kept", len(urls))]


def test_56_a_crawl_that_hangs_is_ended_at_its_deadline_and_recorded(tmp_path):
    with RudePress({"slow.example/feed.rss": feed("http://slow.example/1")}) as press:
        press.answers["slow.example/1"] = silent
        outlet = {"feeds": ["http://slow.example/feed.rss"]}
        told = 'pace = 0\ntimeout = 3\ndeadline = "1s"'
        watch = Watch(tmp_path, press.url, write_watch(tmp_path, {"slow": outlet}, told))
        watch.run("crawl", "--no-judge", expect=1)
        assert query(watch, "SELECT finish, ok FROM runs") == [("closespider_timeout", 0)]
        assert query(watch, "SELECT state FROM leads") == [("new",)]


AHEAD = "2036-11-09T12:00:00Z"


def test_54_ten_years_ahead_and_back_again_nothing_is_put_off_for_years(kit: Kit) -> None:
    """Everything that waits was told to by a clock that was ten years ahead; then the clock is right."""
    kept = kit.keep(reading(1), at=AHEAD)
    with writing(kit.db):
        lead = leads.record_lead(kit.db, Lead("https://lantern.example/9", "lantern", "", Via.FEED), AHEAD)
        assert lead is not None
        for _ in range(3):
            leads.postpone_lead(kit.db, lead.id, "down", AHEAD)
        sources.park_host(kit.db, "lantern.example", after(AHEAD, hours=1), "HTTP 429")
    assert leads.open_leads(kit.db, AHEAD) == []
    assert revisits.due_articles(kit.db, AHEAD, kit.config) == []
    assert [lead.url for lead in leads.open_leads(kit.db, NOON)] == ["https://lantern.example/9"]
    assert [due.article for due in revisits.due_articles(kit.db, NOON, kit.config)] == [kept.article]
    with writing(kit.db):
        assert sources.parked_hosts(kit.db, NOON) == {}
    kit.again(kept.article, reading(1), NOON)
    assert kit.one("SELECT due_at FROM articles") < after(NOON, days=1)  # no storm: it is asked as any other


def test_54_a_job_that_last_ran_in_the_future_runs_after_its_interval():
    job = Job.model_validate({"name": "watch", "every": "30m"})
    assert first_time(job, AHEAD, NOW) == NOW + timedelta(minutes=30)
    assert next_run(Job(name="watch", cron="0 6 * * *"), AHEAD, NOW) == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_54_reports_rest_on_marks_and_tell_all_once_whatever_the_clock_says(kit: Kit) -> None:
    for seed, at in enumerate((NOON, AHEAD, after(NOON, days=-1), NOON), 1):
        kit.keep(reading(seed), at=at)
    told = []
    mark = 0
    while (newest := events.last_mark(kit.db)) > mark:
        told += [event.article for event in events.between(kit.db, mark, mark + 1)]
        mark += 1
        assert mark <= newest
    assert told == [1, 2, 3, 4]
