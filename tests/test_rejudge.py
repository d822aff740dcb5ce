"""`rejudge`: another topic on everything that is kept, told before it is done, and no request made for it."""

import json
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from demo.resources import Resource
from tests.rude_press import Act, RudePress, article, feed, write_watch
from tests.small_watch import TOPIC, SmallWatch, small_watch
from tests.watching import Watch

BRIDGE = {"id": "b", "url": "https://lantern.example/b", "title": "Norland and Sudmark open the bridge"}
PORT = {"id": "p", "url": "https://lantern.example/p", "title": "Norland and Ostmark open the port"}
TEA = {"id": "t", "url": "https://lantern.example/t", "title": "A cup of tea"}


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    made = small_watch(tmp_path)
    made.keep(BRIDGE, PORT, TEA)
    return made


def turn_to_ostmark(watch: SmallWatch) -> None:
    watch.write("seeds/topic.toml", TOPIC.replace("Sudmark", "Ostmark"))


def levels(watch: SmallWatch) -> dict[str, str]:
    return {row["ref"]: row["level"] for row in watch.run("export").lines}


def events(watch: SmallWatch) -> list[str]:
    with closing(sqlite3.connect(watch.database)) as db:
        return [row[0] for row in db.execute("SELECT kind FROM events ORDER BY id")]


def test_what_would_move_is_told_and_nothing_is_written(watch: SmallWatch) -> None:
    turn_to_ostmark(watch)
    before = levels(watch)
    told = watch.run("rejudge")
    assert "3 articles judged: 1 would move in, 1 out, 0 between" in told.err
    assert "nothing was written: `treatywatch rejudge --apply` does it" in told.err
    assert "related passing" not in told.err
    rows = watch.run("rejudge", "--jsonl").lines
    assert [(row["id"], row["was"], row["now"]) for row in rows] == [(1, "related", "off"), (2, "off", "related")]
    assert levels(watch) == before
    assert events(watch) == ["new story"] * 3


def test_it_is_done_and_told_once(watch: SmallWatch) -> None:
    turn_to_ostmark(watch)
    told = watch.run("rejudge", "--apply", "--limit", "1")
    assert "... and 1 more: --limit 2" in told.err
    assert "2 articles written" in told.err
    assert levels(watch) == {"b": "off", "p": "related", "t": "off"}
    assert events(watch) == [*["new story"] * 3, *["verdict changed"] * 2]
    again = watch.run("rejudge", "--apply")
    assert "0 move in, 0 out" in again.err
    assert len(events(watch)) == 5
    report = watch.run("report", "--since", "3").out
    assert "No longer on topic: was related, is off; the topic was changed." in report
    assert "On topic now: was off, is related; the topic was changed." in report


def test_what_fell_out_is_kept_and_left_out_of_searches(watch: SmallWatch) -> None:
    turn_to_ostmark(watch)
    watch.run("rejudge", "--apply")
    assert [row["id"] for row in watch.run("search", "open", "--jsonl").lines] == [2]
    assert [row["id"] for row in watch.run("search", "open", "--best", "--jsonl").lines] == [2]
    assert [row["id"] for row in watch.run("search", "open", "level:off", "--jsonl").lines] == [1]
    # what was never on topic was kept on purpose, and is not hidden
    assert [row["id"] for row in watch.run("search", "tea", "--jsonl").lines] == [3]
    watch.write("seeds/topic.toml", TOPIC)
    watch.run("rejudge", "--apply")
    assert [row["id"] for row in watch.run("search", "open", "--jsonl").lines] == [1]


def test_a_user_s_own_verdict_outlives_it(watch: SmallWatch) -> None:
    watch.run("article", "1", "--on")
    watch.run("article", "2", "--off")
    turn_to_ostmark(watch)
    told = watch.run("rejudge", "--apply")
    assert "0 move in, 0 out" in told.err
    assert levels(watch) == {"b": "about", "p": "off", "t": "off"}
    watch.run("article", "2", "--auto")
    assert levels(watch)["p"] == "related"


def test_a_topic_that_is_new_takes_in_what_is_kept(watch: SmallWatch) -> None:
    tea = TOPIC.replace("The bridge", "Tea").replace("Norland", "tea").replace("Sudmark", "cup")
    watch.write("seeds/topics/tea.toml", tea)
    assert watch.run("search", "topic:tea", "--jsonl").lines == []
    told = watch.run("rejudge", "--apply")
    assert "1 move in, 0 out" in told.err
    assert [row["id"] for row in watch.run("search", "topic:tea", "--jsonl").lines] == [3]
    watch.write("seeds/topics/tea.local.toml", "on = false\n")
    assert "0 move in, 1 out" in watch.run("rejudge", "--apply").err
    assert "0 move in, 0 out" in watch.run("rejudge", "--apply").err


def test_one_that_is_killed_is_finished_by_the_next(watch: SmallWatch) -> None:
    many = [
        {"id": f"m{n}", "url": f"https://lantern.example/{n}", "title": f"Norland {n} Ostmark"} for n in range(1200)
    ]
    watch.keep(*many)
    turn_to_ostmark(watch)
    doing = watch.process("rejudge", "--apply", "--limit", "0")
    while doing.poll() is None and events(watch).count("verdict changed") == 0:
        time.sleep(0.005)
    doing.send_signal(signal.SIGKILL)
    doing.wait()
    watch.run("rejudge", "--apply", "--limit", "0")
    assert events(watch).count("verdict changed") == 1202
    assert "0 would move in, 0 out" in watch.run("rejudge").err


def watch_of_steady(folder: Path) -> Path:
    """A watch of one outlet, by the small topic."""
    config = write_watch(folder, {"steady": {"feeds": ["http://steady.example/feed.rss"]}})
    config.write_text(re.sub("topic = .*\n", "", config.read_text(encoding="utf-8")), encoding="utf-8")
    return config


def test_refused_pages_that_name_another_topic_are_fetched_again_and_kept(tmp_path) -> None:
    pages = [f"http://steady.example/{n}" for n in range(3)]
    answers: dict[str, Resource | Act] = {
        "steady.example/feed.rss": feed(*pages, "http://steady.example/ostmark-port-norland"),
        **{page.removeprefix("http://"): article(f"Weather {n}") for n, page in enumerate(pages)},
        "steady.example/ostmark-port-norland": article("Norland and Ostmark open the port"),
    }
    with RudePress(answers) as press:
        config = watch_of_steady(tmp_path)
        (tmp_path / "seeds" / "topic.toml").write_text(TOPIC, encoding="utf-8")
        watch = Watch(tmp_path, press.url, config)
        watch.run("crawl")
        assert watch.rows() == []
        assert "pages were refused" not in watch.run("rejudge").stderr
        (tmp_path / "seeds" / "topic.toml").write_text(TOPIC.replace("Sudmark", "Ostmark"), encoding="utf-8")
        told = watch.run("rejudge").stderr
        assert "4 pages were refused by an earlier topic; the title, summary or address of 1 names today's" in told
        assert "1 page is fetched again" in watch.run("rejudge", "--fetch-again").stderr
        before = len(press.asked)
        watch.run("crawl")
        assert [row["title"] for row in watch.rows()] == ["Norland and Ostmark open the port"]
        asked = [one.path for one in press.asked[before:] if one.path not in ("/robots.txt", "/feed.rss")]
        assert asked == ["/ostmark-port-norland"]
        assert "3 pages are fetched again" in watch.run("rejudge", "--fetch-again", "all").stderr
        watch.run("crawl")
        assert "pages were refused" not in watch.run("rejudge").stderr


def test_a_page_that_the_judge_refuses_is_kept_when_a_user_says_that_it_belongs(tmp_path) -> None:
    page = "http://steady.example/tea"
    with RudePress({"steady.example/tea": article("A cup of tea")}) as press:
        config = watch_of_steady(tmp_path)
        (tmp_path / "seeds" / "topic.toml").write_text(TOPIC, encoding="utf-8")
        watch = Watch(tmp_path, press.url, config)
        watch.run("add", page, expect=1)
        watch.run("add", page, "--on")
        [row] = watch.rows()
        assert (row["title"], row["level"], row["topics"]) == ("A cup of tea", "about", ["main"])
        told = json.loads(watch.run("report", "--since", "0", "--format", "json").stdout)
        assert [one["why"] for one in told["rejudged"]] == ["user"]
