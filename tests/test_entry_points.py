"""The other ways in: `scrapy crawl`, `python scheduler.py`, `python -m demo.run`."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from demo.press import open_press
from tests.watching import ROOT, Watch


@pytest.mark.parametrize(
    ("spider", "kept", "never_asked"),
    [
        ("feeds", "strait-press.example", "sitemap"),
        ("sitemaps", "north-strait-herald.example", "rss"),
        ("sections", "mayak-tikhogo.example", "sitemap"),
    ],
)
def test_each_spider_can_be_run_by_scrapy_itself(tmp_path, spider, kept, never_asked):
    with open_press() as press:
        watch = Watch(tmp_path, press.url)
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", spider],
            cwd=ROOT,
            env=watch.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert any(kept in row["url"] for row in watch.rows())
        assert not any(never_asked in seen.path for seen in press.requests)


def test_scrapy_itself_is_stopped_by_a_typo_too(tmp_path):
    watch = Watch(tmp_path, "", extra={"TREATYWATCH_CRAWL_PAEC": "1"})
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "feeds"],
        cwd=ROOT,
        env=watch.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("did you mean `TREATYWATCH_CRAWL_PACE`?")
    assert not watch.database.exists()


def test_the_scheduler_can_be_run_as_a_program(tmp_path):
    config = tmp_path / "treatywatch.toml"
    config.write_text(
        f'seeds = "{ROOT / "demo" / "seeds"}"\ntopic = "{ROOT / "seeds" / "topic.toml"}"\n'
        '[crawl]\npace = 0\n[[job]]\nname = "often"\nevery = "1s"\n',
        encoding="utf-8",
    )
    with open_press() as press:
        watch = Watch(tmp_path, press.url, config)
        process = subprocess.Popen([sys.executable, str(ROOT / "scheduler.py")], env=watch.environment, cwd=tmp_path)
        try:
            end = time.monotonic() + 60
            while not (watch.database.exists() and ended_runs(watch)):
                assert time.monotonic() < end
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()


def ended_runs(watch):
    with sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True) as connection:
        try:
            return connection.execute("SELECT count(*) FROM runs WHERE ended_at IS NOT NULL").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
