"""The recipes for other tools run as they stand on the page."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_watch import ROOT, SmallWatch, prose, small_watch

PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line]
TABLES = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \|$", PAGE, re.MULTILINE)
SCRIPTS = [block for kind, block in BLOCKS if kind == "python"]


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("recipes"))
    made.keep(
        *(
            {
                "id": n,
                "outlet": f"o{n}",
                "title": "A crossing",
                "text": prose(n // 2),
                "url": f"https://o{n}.example/",
                "date": f"2026-11-01T1{n}:30:00Z",
            }
            for n in range(4)
        )
    )
    made.database.rename(made.database.with_name("treatywatch.db"))
    return made


def shell(watch: SmallWatch, command: list[str]) -> str:
    path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    done = subprocess.run(command, cwd=watch.folder, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(watch: SmallWatch, command: str) -> None:
    assert shell(watch, ["bash", "-c", command]).strip()


@pytest.mark.parametrize(
    ("script", "printed"),
    [*zip(SCRIPTS, ["A crossing None\n" * 4, "outlet,copies,median_hours\no1,1,1.0\no3,1,1.0\n"], strict=True)],
)
def test_a_script_of_the_page_prints_what_it_says(watch: SmallWatch, script: str, printed: str) -> None:
    assert shell(watch, [sys.executable, "-c", script]) == printed


@pytest.mark.parametrize(("name", "columns"), TABLES)
def test_what_the_page_names_is_there_with_its_columns(watch: SmallWatch, name: str, columns: str) -> None:
    named = {*re.findall(r"`(\w+)`", columns)} - {"v_articles"}
    if name == "articles":
        named |= {*re.findall(r"`(\w+)`", dict(TABLES)["v_articles"])} - {"agencies"}
    with sqlite3.connect(watch.database.with_name("treatywatch.db")) as connection:
        there = [column for column, *_ in connection.execute(f"SELECT * FROM {name}").description]
    connection.close()
    assert named <= {*there}
    if name.startswith("v_") or name == "copies":
        assert named == {*there}


def test_the_page_names_what_readers_were_promised() -> None:
    promised = {"articles", "stories", "copies", "revisions", "events", "outlet_health"}
    assert promised <= {name for name, _ in TABLES}


def test_the_views_tell_copies_from_origins(watch: SmallWatch) -> None:
    file = str(watch.database.with_name("treatywatch.db"))
    rows = shell(watch, ["sqlite-utils", "query", file, "SELECT outlet, of_outlet, relation FROM copies", "--csv"])
    assert rows.splitlines() == ["outlet,of_outlet,relation", "o1,o0,identical", "o3,o2,identical"]
    rows = shell(watch, ["sqlite-utils", "query", file, "SELECT id, outlet, articles FROM v_stories", "--csv"])
    assert rows.splitlines() == ["id,outlet,articles", "1,o0,2", "2,o2,2"]
