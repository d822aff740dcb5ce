"""A user's own mistakes, reports that are interrupted or told twice, and a clock that runs for long."""

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from demo.resources import Resource
from reports.render import FORMATS
from tests.rude_press import RudePress, article, cut_short, feed, write_watch
from tests.small_watch import SETTINGS, SmallWatch, prose, small_watch
from tests.test_configuration import line_of, stopped
from tests.watching import Watch


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


@pytest.mark.parametrize("command", ["crawl", "search", "outlets", "report", "stories", "export", "schedule"])
def test_58_no_command_runs_with_a_typo(watch: SmallWatch, command: str) -> None:
    watch.write("treatywatch.toml", SETTINGS.replace("pace", "paec"))
    assert stopped(watch, command).endswith("treatywatch.toml:4: `paec` is not a key here; did you mean `pace`?")


MISTAKES = [
    ("treatywatch.toml", "[crawl]", "[crwal]", "[crwal]", "`crwal` is not a key here; did you mean `crawl`?"),
    ("treatywatch.toml", "every", "evry", "evry", "`evry` is not a key here; did you mean `every`?"),
    ("treatywatch.toml", '"30m"', '"30"', '"30"', "a span of time is a number and a unit"),
    ("treatywatch.toml", "pace = 0.5", "pace = -1", "pace", "`pace`: Input should be greater than or equal to 0"),
    ("treatywatch.toml", 'every = "30m"', 'cron = "61 7 * * *"', "cron", "`61` is no minute: it is from 0 to 59"),
    ("treatywatch.toml", 'every = "30m"', 'cron = "0 7 * *"', "cron", "a cron line has five fields"),
    ("treatywatch.toml", 'every = "30m"', 'cron = "0 7 * * 1-5"', "cron", "`1` is no weekday: write names"),
    ("treatywatch.toml", 'every = "30m"', 'cron = "0 7 * * fri-mon"', "cron", "its end lies before its beginning"),
    ("treatywatch.toml", 'every = "30m"', 'cron = "*/0 7 * * *"', "cron", "the step after / is from 1 to 59"),
    ("treatywatch.toml", 'every = "30m"', "", "[[job]]", "a job has either `every` or `cron`"),
    ("treatywatch.toml", 'every = "30m"', 'every = "1h"\n[[job]]\nname = "watch"\nevery = "2h"', "[[job]]", "two jobs"),
    ("treatywatch.toml", "pace = 0.5", "pace = ", "pace", "is not valid TOML"),
    ("seeds/outlets.toml", "languages", "langauges", "[harbour]", "`languages` is missing"),
    ("seeds/outlets.toml", 'kind = "agency"', 'kidn = "agency"', "kidn", "did you mean `kind`?"),
    ("seeds/outlets.toml", 'kind = "agency"', 'kind = "wire"', "kind", "Input should be 'agency', 'specialist'"),
    ("seeds/outlets.toml", "seen = ", "sene = ", "c.xml", "did you mean `seen`?"),
    ("seeds/outlets.toml", ', reason = "gone, since [2020]"', "", "b.xml", "a disabled address says why: add `reason`"),
    ("seeds/outlets.toml", '"https://lantern.example/a.xml"', '"lantern.example/a.xml"', "a.xml", "starts with http"),
    ("seeds/outlets.toml", 'seen = "older"', 'links = "("', "c.xml", "is no regular expression"),
    ("seeds/outlets.toml", 'agency = "harbour"', 'agency = "harbor"', 'agency = "harbor"', "did you mean `harbour`?"),
    ("seeds/outlets.toml", "[lantern]", "[harbour]", "[harbour]", "is not valid TOML: Cannot declare"),
    ("seeds/agencies.toml", 'names = ["Cable News"]', 'nams = ["Cable News"]', "[cable]", "`names` is missing"),
    ("seeds/topic.toml", "pairs", "piars", "", "`pairs` is missing"),
    ("seeds/topic.toml", "[concepts.sudmark]\nnames", "[concepts.sudmark]\nnmaes", "nmaes", "did you mean `names`?"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "named", "said"), MISTAKES)
def test_58_a_mistake_is_told_with_its_file_and_line(
    watch: SmallWatch, file: str, right: str, wrong: str, named: str, said: str
) -> None:
    text = (watch.folder / file).read_text(encoding="utf-8")
    assert right in text
    broken = text.replace(right, wrong, 1)
    watch.write(file, broken)
    told = stopped(watch)
    path = watch.folder / file
    if "is not valid TOML: Cannot declare" in said:
        line = f":{broken.splitlines().index(wrong, line_of(broken, wrong)) + 1}"
    else:
        line = f":{line_of(broken, named)}" if named else ""
    assert told.startswith(f"{path}{line}: ")
    assert said in told


@pytest.mark.parametrize("name", ["outlets.toml", "agencies.toml", "topic.toml"])
def test_58_a_missing_seeds_file_is_named(watch: SmallWatch, name: str) -> None:
    (watch.folder / "seeds" / name).unlink()
    assert stopped(watch).startswith(f"{watch.folder / 'seeds' / name}: there is no such file")


LATE = {"id": 3, "title": "A find from last week", "published_at": "2020-01-01T08:00:00Z", "text": prose(3)}


@pytest.mark.parametrize("shape", FORMATS)
def test_59_a_stretch_is_told_again_to_the_byte_whatever_came_since(watch: SmallWatch, shape: str) -> None:
    watch.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(3)))
    told = watch.run("report", "--name", "morning", "--format", shape).out
    watch.keep(LATE)
    watch.run("report", "--name", "morning")
    assert watch.run("report", "--between", "0", "3", "--name", "morning", "--format", shape).out == told


def test_59_the_mark_stays_where_the_report_could_not_be_written(watch: SmallWatch) -> None:
    watch.keep({"id": 1, "title": "Title", "text": prose(1)})
    with Path("/dev/full").open("w") as full, watch.process("report", stdout=full, stderr=-1) as process:
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 1
    assert said == "the answer: cannot be written or read (No space left on device)\n"
    assert "cannot be written" in watch.run("report", "--output", "/proc/report.html", expect=1).err
    assert "Title" in watch.run("report").out


def test_59_a_report_that_is_killed_leaves_the_last_one_and_its_mark(watch: SmallWatch) -> None:
    watch.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(40)))
    file = watch.write("out/report.html", "the last one")
    for millis in (300, 500, 600, 700):
        with watch.process("report", "--name", "desk", "--output", str(file), stderr=-1) as process:
            time.sleep(millis / 1000)
            process.send_signal(signal.SIGKILL)
        told = file.read_text(encoding="utf-8")
        assert told == "the last one" or told.rstrip().endswith("</html>")
    assert "Title 39" in watch.run("report", "--since", "0", "--name", "desk").out


FEEDS, CYCLES, PAGES = 20, 3, 2
TREATY = "Russia and North Korea on their comprehensive strategic partnership treaty, part"
OPEN_FILES = 4  # more than before: a pipe and its reader that are on their way out
KILOBYTES = 5_000


def of_process(pid: int) -> tuple[int, int, int]:
    """Open files, threads and resident kilobytes of a process."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), int(status["Threads"]), int(status["VmRSS"].split()[0])


def test_60_a_clock_that_runs_keeps_its_files_threads_and_memory_and_the_press_s_list_is_met(tmp_path: Path) -> None:
    hosts = [f"site{n}.example" for n in range(FEEDS)]
    with RudePress() as press:
        for number, host in enumerate(hosts):
            pages = [f"http://{host}/{n}" for n in range(PAGES)]
            press.answers[f"{host}/feed.rss"] = feed(*pages)
            for n in range(PAGES):
                press.answers[f"{host}/{n}"] = article(f"{TREATY} {n} of site {number}")
        press.answers[f"{hosts[3]}/feed.rss"] = Resource(b"down", status=500)  # one in ten is faulty
        press.answers[f"{hosts[7]}/1"] = cut_short(article("Cut").body)
        outlets = {f"site{n}": {"feeds": [f"http://{host}/feed.rss"]} for n, host in enumerate(hosts)}
        config = write_watch(tmp_path, outlets, "pace = 0\ntimeout = 5")
        config.write_text(config.read_text() + '\n[[job]]\nname = "often"\nevery = "1s"\n', encoding="utf-8")
        watch = Watch(tmp_path, press.url, config)
        clock = watch.start("schedule")
        told = []
        try:
            for cycle in range(1, CYCLES + 1):
                while ended(watch.database) < cycle:
                    assert clock.poll() is None
                    time.sleep(0.1)
                told.append(of_process(clock.pid))
        finally:
            clock.send_signal(signal.SIGTERM)
            assert clock.wait(120) == 0
        (files, threads, memory), (files_then, threads_then, memory_then) = told[0], told[-1]
        assert files_then <= files + OPEN_FILES
        assert threads_then <= threads + 1
        assert memory_then <= memory + KILOBYTES
        with closing(sqlite3.connect(watch.database)) as db:
            kept = [title for (title,) in db.execute("SELECT title FROM articles")]
        wanted = {f"{TREATY} {n} of site {number}" for number in range(FEEDS) for n in range(PAGES) if number != 3}
        assert len(kept) == len(set(kept))
        assert wanted - {f"{TREATY} 1 of site 7"} <= set(kept)


def ended(database: Path) -> int:
    """How many crawls have recorded their end."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM runs WHERE ended_at IS NOT NULL").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
