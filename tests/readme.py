"""The commands of README.md and docs/, run: what they print must be what the page says that they print.

`python -m tests.readme` writes the real output into the pages, after a change of what commands print.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from demo.press import open_press
from tests.watching import ROOT, Watch

PAGES = [ROOT / "README.md"]
# One outlet, one request and one worker at a time: the same numbers for the same articles, whenever it is run.
IN_ORDER = {"TREATYWATCH_CRAWL_CONCURRENCY": "1", "TREATYWATCH_CRAWL_WORKERS": "1", "COLUMNS": "100"}
# What a reader's clock says differs from run to run.
_TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?|\d{1,2} \w{3}( \d{4})?, \d\d:\d\d UTC")
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@contextmanager
def watch_of_two_days() -> Iterator[Watch]:
    """A watch that has seen both days of the demo press, in order."""
    with open_press() as press, tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder), press.url, extra=IN_ORDER)
        truth = press.truth()
        changed = {urlsplit(change["url"]).hostname for change in truth["changes"]}
        news = {article["outlet"] for article in truth["articles"] if article["day"] == 2}
        for day in (1, 2):
            press.set_day(day)
            for outlet in truth["outlets"]:
                if day == 1 or outlet["id"] in news or outlet["host"] in changed:
                    watch.run("crawl", "--outlet", outlet["id"])
        yield watch


def commands(text: str) -> list[str]:
    """Every command of a page's console blocks."""
    return [line[2:] for block in _BLOCK.findall(text) for line in block.splitlines() if line.startswith("$ ")]


def rewritten(text: str, run: Callable[[str], str]) -> str:
    """The page with the output of each of its commands put in anew. `make` is run by whoever runs this."""

    def block(found: "re.Match[str]") -> str:
        parts = re.split(r"^(\$ .*)$", found[1], flags=re.MULTILINE)
        made = [parts[0]]
        for command, said in zip(parts[1::2], parts[2::2], strict=True):
            output = said.strip("\n") if command.startswith("$ make") else run(command[2:])
            made.append(f"{command}\n{output}\n" if output else f"{command}\n")
        return f"```console\n{''.join(made)}```"

    return _BLOCK.sub(block, text)


def runner(watch: Watch) -> Callable[[str], str]:
    """Runs a command line of a page in a shell, with `treatywatch` standing for this checkout's."""

    def run(line: str) -> str:
        script = f'treatywatch() {{ "{sys.executable}" -m cli "$@"; }}\n{line}'
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=watch.folder,
            env=watch.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return "\n".join(part.rstrip() for part in (done.stdout + done.stderr).strip("\n").splitlines())

    return run


def without_times(text: str) -> str:
    """The page with its times blanked."""
    return _TIMES.sub("<time>", text)


if __name__ == "__main__":
    with watch_of_two_days() as watched:
        for page in PAGES:
            page.write_text(rewritten(page.read_text(encoding="utf-8"), runner(watched)), encoding="utf-8")
            print(f"{page.name}: {len(commands(page.read_text(encoding='utf-8')))} commands run")
