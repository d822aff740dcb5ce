"""`make demo`: the whole road on the bundled press, as a newcomer would walk it, every command shown before it is run.

The press is a proxy on a free loopback port; nothing leaves this machine. What the watch collected is held against the
press's own truth at the end, and a difference is a failure.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from demo.oracle import differences
from demo.press import open_press

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
COMMAND = [str(Path(sys.executable).with_name("treatywatch")), "--config", str(HERE / "treatywatch.toml")]


def main() -> int:
    """Two days of the press, one report; 0 where the watch met the truth."""
    began = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    report = OUT / "report.html"
    with open_press() as press:
        environment = {**os.environ, "TREATYWATCH_CRAWL_PROXY": press.url}
        truth = press.truth()
        _say(f"A press of {len(truth['outlets'])} made-up outlets is open at {press.url}. Its first day is crawled:")
        _run(environment, "crawl")
        _run(environment, "report", "--name", "morning", "--output", str(OUT / "first-day.html"))
        press.set_day(2)
        _say("The press publishes its second day: news, late carriers, edits, one article gone, one moved.")
        _run(environment, "crawl")
        second = json.loads(_read(environment, "report", "--name", "morning", "--peek", "--format", "json"))
        _run(environment, "report", "--name", "morning", "--peek", "--output", str(report))
        _run(environment, "report", "--name", "morning")
        _run(environment, "stories", "--limit", "5")
        rows = [json.loads(line) for line in _read(environment, "export").splitlines()]
        wrong = differences(truth, rows, second, days=[1, 2][1:])
    for line in wrong:
        print(f"differs from the press's truth: {line}", file=sys.stderr)
    _say(
        f"{len(rows)} articles kept, {len(wrong)} differences from the press's own truth, "
        f"{time.monotonic() - began:.0f} s.\n"
        f"The report for a browser:  {report}\n"
        f"The database:              {OUT / 'treatywatch.db'}"
    )
    return 1 if wrong else 0


def _say(text: str) -> None:
    print(f"\n{text}", flush=True)


def _run(environment: dict[str, str], *arguments: str) -> None:
    """Show a command as a user would type it, and run it."""
    print(f"\n$ treatywatch {' '.join(_short(argument) for argument in arguments)}", flush=True)
    subprocess.run([*COMMAND, *arguments], env=environment, check=True)


def _read(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run([*COMMAND, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _short(argument: str) -> str:
    return os.path.relpath(argument) if argument.startswith(str(OUT)) else argument


if __name__ == "__main__":
    sys.exit(main())
