"""A small watch of its own for tests: a folder with a configuration, and the front door to it."""

import io
import json
import logging
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cli

ROOT = Path(__file__).resolve().parent.parent

SETTINGS = """\
database = "data/watch.db"

[crawl]
pace = 0.5

[[job]]
name = "watch"
every = "30m"
"""
OUTLETS = """\
[harbour]
name = "Harbour Wire"
country = "DK"
languages = ["en"]
kind = "agency"
agency = "harbour"
feeds = ["https://harbour.example/rss"]

[lantern]
name = "The Lantern"
country = "GB"
languages = ["en"]
feeds = [
    "https://lantern.example/a.xml",  # a comment with a ] and a ,
    { url = "https://lantern.example/b.xml", enabled = false, reason = "gone, since [2020]" },
    { url = "https://lantern.example/c.xml", seen = "older" },
]
"""
AGENCIES = """\
[harbour]
name = "Harbour Wire"
country = "DK"
names = ["Harbour Wire"]

[cable]
name = "Cable"
country = "FR"
names = ["Cable News"]
"""
TOPIC = """\
name = "The bridge"
pairs = [["norland", "sudmark"]]

[concepts.norland]
names = { en = ["Norland"], ru = ["Норланд*"], ko = ["노를란트"] }

[concepts.sudmark]
names = { en = ["Sudmark"], ru = ["Зюдмарк*"], ko = ["쥐트마르크"] }
"""
_VOCABULARY = """
harbour bridge minister engineer river winter market council treaty ferry tower lantern signal canal railway
customs delegate session border village orchard school archive museum statue garden kitchen window bicycle
station platform timetable conductor whistle cargo captain anchor lighthouse compass sextant chart current
storm shelter blanket candle kettle barrel cellar attic ladder hammer anvil furnace copper silver granite
marble timber sawmill quarry tunnel viaduct culvert embankment meadow pasture shepherd harvest granary mill
"""


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class SmallWatch:
    """A folder with treatywatch.toml and seeds/. Commands run in it, with no variable but those given."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "data" / "watch.db"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def articles(self, name: str, articles: Iterable[Mapping[str, Any] | str]) -> Path:
        """A JSONL file; a string is a line as it is."""
        lines = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in articles)
        return self.write(name, "".join(f"{line}\n" for line in lines))

    def environment(self, told: Mapping[str, str]) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith("TREATYWATCH_") and n != "FORCE_COLOR"}
        return {**kept, "COLUMNS": "100", **told}

    def run(self, *arguments: str, expect: int = 0, **told: str) -> Answer:
        """A command through cli.main() in this process; `told` are environment variables."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        with (
            patch.dict(os.environ, self.environment(told), clear=True),
            patch.object(sys, "argv", ["treatywatch", *arguments]),
            redirect_stdout(out),
            redirect_stderr(err),
            chdir(self.folder),
        ):
            try:
                cli.main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            finally:
                logging.captureWarnings(False)
        out.seek(0)
        err.seek(0)
        answer = Answer(code, out.read(), err.read())
        assert answer.code == expect, f"{arguments}: {answer}"
        return answer

    def process(self, *arguments: str, **options: Any) -> "subprocess.Popen[str]":
        """The same as a process of its own, which the caller waits for."""
        told = options.pop("env", {})
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments],
            cwd=self.folder,
            env={**self.environment(told), "PYTHONPATH": str(ROOT)},
            text=True,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            **options,
        )

    def keep(self, *articles: Mapping[str, Any], no_judge: bool = True) -> Answer:
        """Import articles."""
        switches = ["--no-judge"] if no_judge else []
        return self.run("import", "--workers", "1", *switches, str(self.articles("in.jsonl", articles)))


def small_watch(folder: Path) -> SmallWatch:
    watch = SmallWatch(folder)
    watch.write("treatywatch.toml", SETTINGS)
    for name, text in (("outlets", OUTLETS), ("agencies", AGENCIES), ("topic", TOPIC)):
        watch.write(f"seeds/{name}.toml", text)
    return watch


def prose(seed: int, words: int = 160) -> str:
    """Sentences that no other seed has, in paragraphs."""
    dice, words_of_all = random.Random(seed), _VOCABULARY.split()
    sentences = []
    for _ in range(words // 10):
        sentences.append(" ".join(dice.choice(words_of_all) for _ in range(10)).capitalize() + ".")
    return "\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))
