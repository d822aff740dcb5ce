"""How commands speak: help for everything, one line for what is wrong, tables to be read, bytes to be parsed."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import COMMANDS, cli
from tests.small_watch import SmallWatch, prose, small_watch

TITLE = "Delegates of both countries walk over the bridge that neither of them has paid for"
OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Papers">
<outline type="rss" text="The Kiosk" xmlUrl="https://kiosk.example/rss" htmlUrl="https://kiosk.example/"/>
<outline type="rss" text="Lantern" xmlUrl="https://lantern.example/a.xml"/></outline></body></opml>"""


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("filled"))
    made.keep(
        *(
            {"id": n, "outlet": "the-northern-lantern-and-post", "title": TITLE, "text": prose(n), "language": "en",
             "url": f"https://lantern.example/{n}", "published_at": "2026-11-09T10:00:00Z"}
            for n in range(3)
        )
    )  # fmt: skip
    return made


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_and_option_has_help() -> None:
    silent = [
        f"{' '.join(path)} {option.name}"
        for path, command in commands(cli)
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []
    assert [path for path, command in commands(cli) if not command.help] == []


@pytest.mark.parametrize("path", [path for path, _ in commands(cli)], ids=" ".join)
def test_help_is_an_answer(watch: SmallWatch, path: tuple[str, ...]) -> None:
    for switch in ("-h", "--help"):
        assert watch.run(*path, switch).out.startswith("Usage: treatywatch")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serach"], "No such command 'serach'. (Did you mean one of: 'extract', 'search'?)"),
        (["search", "--lagnuage", "ru"], "No such option"),
        (["search", "--limit", "0"], "0 is not in the range"),
        (["search", "--since", "soon"], "time `soon`: cannot be read; write 2026-11-01"),
        (["search", "--since", "99999999999d"], "time `99999999999d`: cannot be read"),
        (["search", "--until", "0001-01-01T00:00:00+14:00"], "cannot be read"),
        (["story", "x"], "'x' is not a valid integer"),
        (["story", "99"], "story 99: does not exist; `treatywatch stories` lists them"),
        (["article", "99"], "article 99: does not exist; `treatywatch search` finds them"),
        (["report", "--since", "99"], "mark 99: does not exist; marks run from 0 to 3"),
        (["report", "--since", "2", "--until", "1"], "mark 1: lies before mark 2"),
        (["report", "--between", "2", "1"], "mark 1: lies before mark 2"),
        (
            ["report", "--between", "0", "1", "--until", "2"],
            "--between: names both ends; leave out --since and --until",
        ),
        (["report", "--zone", "Mars"], "no time zone is called `Mars`"),
        (["crawl", "--outlet", "lantrn"], "outlet lantrn: is not in the watch list; did you mean `lantern`?"),
        (["add", "ftp://x.example/"], "is not an address of a page"),
        (["import"], "Missing argument 'FILE'"),
        (["outlets", "import", "treatywatch.toml"], "no OPML"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(filled: SmallWatch, arguments: list[str], said: str) -> None:
    answer = filled.run(*arguments, expect=2)
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""


def test_no_command_at_all_shows_the_commands(watch: SmallWatch) -> None:
    assert "Commands:" in watch.run(expect=2).err


@pytest.mark.parametrize("width", [30, 60, 80, 120])
@pytest.mark.parametrize("command", [("search",), ("stories",), ("story", "1")])
def test_a_title_can_be_read_at_any_width(filled: SmallWatch, command: tuple[str, ...], width: int) -> None:
    out = filled.run(*command, COLUMNS=str(width)).out
    assert max(map(len, out.splitlines())) <= width
    table = out.rpartition("\n\n")[2]
    assert TITLE in " ".join(table.split()) or width == 120  # there it is folded in a column of its own
    assert "Delegates of both countries" in " ".join(table.split())
    assert re.findall(r"\d\d:\d\d:\d\d", table) == []


def test_a_wide_terminal_shows_the_title_beside_the_rest(filled: SmallWatch) -> None:
    head, *rows = filled.run("search", COLUMNS="200").out.splitlines()
    assert head.split() == ["id", "story", "outlet", "language", "first", "seen", "title"]
    assert len(rows) == 3
    assert all(row.rstrip().endswith(TITLE) for row in rows)


@pytest.mark.parametrize("command", [["search"], ["story", "1"], ["article", "1"], ["outlets"], ["report", "--peek"]])
def test_what_is_piped_has_no_terminal_codes(filled: SmallWatch, command: list[str]) -> None:
    with filled.process(*command, stdout=-1, env={"TERM": "xterm-256color"}) as process:
        assert process.stdout is not None
        out = process.stdout.read()
    assert "\x1b" not in out
    assert out


@pytest.mark.parametrize("command", [("search",), ("stories",), ("story", "1"), ("outlets",)])
def test_json_jsonl_and_csv_can_be_parsed_and_hold_the_same(filled: SmallWatch, command: tuple[str, ...]) -> None:
    whole = json.loads(filled.run(*command, "--json").out)
    listed = whole["carriers"] if isinstance(whole, dict) else whole
    assert filled.run(*command, "--jsonl").lines == listed
    table = list(csv.DictReader(io.StringIO(filled.run(*command, "--csv").out)))
    assert [row["id"] for row in table] == [str(row["id"]) for row in listed]


def mark(watch: SmallWatch, *arguments: str) -> tuple[int, int]:
    told = json.loads(watch.run("report", "--peek", "--format", "json", *arguments).out)
    return told["since"], told["until"]


def test_a_report_moves_the_mark_of_its_reader_and_a_peek_does_not(watch: SmallWatch) -> None:
    watch.keep({"id": 1, "title": TITLE, "text": prose(1)})
    assert mark(watch) == (0, 1)
    watch.run("report", "--name", "desk")
    assert (mark(watch), mark(watch, "--name", "desk")) == ((0, 1), (1, 1))
    watch.run("report")
    assert mark(watch) == (1, 1)
    watch.keep({"id": 2, "title": "Another", "text": prose(2)})
    assert "Another" in watch.run("report").out
    assert TITLE not in watch.run("report").out


def test_a_report_since_a_mark_or_time_moves_no_mark_but_a_named_one_and_none_backwards(watch: SmallWatch) -> None:
    watch.keep(*({"id": n, "title": f"Title {n}", "text": prose(n)} for n in range(3)))
    watch.run("report", "--since", "yesterday")
    assert mark(watch) == (0, 3)
    watch.run("report", "--since", "0", "--name", "desk")
    watch.run("report", "--since", "0", "--until", "1", "--name", "desk")
    assert mark(watch, "--name", "desk") == (3, 3)
    assert mark(watch, "--since", "1h") == (0, 3)
    assert mark(watch, "--since", "0d") in ((3, 3), (0, 3))


def test_a_report_goes_to_a_file_in_the_format_of_its_suffix(watch: SmallWatch) -> None:
    watch.keep({"id": 1, "title": TITLE, "text": prose(1)})
    for name, begins in (("r.html", "<!doctype html>"), ("r.json", "{"), ("r.md", "# ")):
        answer = watch.run("report", "--peek", "--output", f"out/{name}")
        assert (answer.out, answer.err) == ("", f"written to out/{name}\n")
        assert (watch.folder / "out" / name).read_text(encoding="utf-8").lower().startswith(begins)
    assert sorted(path.name for path in (watch.folder / "out").iterdir()) == ["r.html", "r.json", "r.md"]


def test_outlets_are_listed_before_the_first_crawl_and_no_file_is_made(watch: SmallWatch) -> None:
    before = sorted(watch.folder.rglob("*"))
    rows = watch.run("outlets", "--jsonl").lines
    assert [(row["id"], row["state"], row["articles"]) for row in rows] == [
        ("harbour", "not asked yet", 0),
        ("lantern", "not asked yet", 0),
    ]
    assert "harbour" in watch.run("outlets").out
    assert sorted(watch.folder.rglob("*")) == before


def test_outlets_come_in_from_opml_and_go_out_as_opml(watch: SmallWatch) -> None:
    watch.write("feeds.opml", OPML)
    assert watch.run("outlets", "import", "feeds.opml").out == "added kiosk: 1 feeds\n"
    assert watch.run("outlets", "import", "feeds.opml").out == ""
    assert [row["id"] for row in watch.run("outlets", "--jsonl").lines] == ["harbour", "lantern", "kiosk"]
    out = watch.run("outlets", "export").out
    paths = ("harbour.example/rss", "lantern.example/a.xml", "lantern.example/c.xml", "kiosk.example/rss")
    wanted = {f"https://{path}" for path in paths}
    assert set(re.findall(r'xmlUrl="([^"]+)"', out)) == wanted
    other = small_watch(watch.folder / "other")
    other.write("feeds.opml", out)
    other.run("outlets", "import", "feeds.opml")
    assert [row["name"] for row in other.run("outlets", "--jsonl").lines][2:] == ["The Kiosk"]


def test_an_article_is_shown_whole(filled: SmallWatch) -> None:
    out = filled.run("article", "1").out
    for part in (TITLE, "the-northern-lantern-and-post", "2026-11-09T10:00:00Z", "https://lantern.example/0"):
        assert part in out
    assert json.loads(filled.run("article", "1", "--json").out)["text"] == prose(0)


def test_the_list_of_commands_says_what_each_does_whole_in_a_narrow_window_and_imports_none() -> None:
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cli", "--help"], capture_output=True, text=True, check=True
    )
    assert [line for line in listed.stdout.splitlines() if len(line) > 78 or line.endswith("...")][1:] == []  # usage
    assert [name for name in COMMANDS if f"\n  {name} " not in listed.stdout] == []
    imported = {line.rpartition("|")[2].strip() for line in listed.stderr.splitlines()}
    assert "click" in imported
    assert [name for name in imported if name.partition(".")[0] in ("commands", "sqlite_utils", "pydantic")] == []


def test_a_report_in_the_terminal_waits_for_nothing_that_sends_or_makes_pages(filled: SmallWatch) -> None:
    command = ["-m", "cli", "--config", str(filled.folder / "treatywatch.toml"), "report", "--peek"]
    told = subprocess.run([sys.executable, "-X", "importtime", *command], capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "reports.render.terminal" in imported
    assert (
        imported & {"jinja2", "lxml.etree", "requests", "ssl", "smtplib", "scrapy", "trafilatura", "apprise"} == set()
    )
