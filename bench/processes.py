"""What a command costs as its user pays it: a process of its own, from its start to its end.

A child's peak of memory counts from what its parent held when it was started. So a command is started by a Python
without anything, which this file is then the program of (`python -I -S bench/processes.py COMMAND...`), and which
prints the figures on stderr, last.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor and by the clock on the wall, peak of memory and what was written to stdout in bytes."""

    processor: float
    wall: float
    memory: int
    written: int


def costs(
    commands: Mapping[str, Sequence[str]], *, times: int = 1, environment: Mapping[str, str] | None = None
) -> dict[str, Cost]:
    """Each of some named commands, run so many times in turn: the median of each figure. Raises RuntimeError with what
    a command said if it fails."""
    rounds = [{name: _once(command, environment) for name, command in commands.items()} for _ in range(times)]
    return {name: _median([one[name] for one in rounds]) for name in commands}


def _median(runs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(one.processor for one in runs),
        statistics.median(one.wall for one in runs),
        int(statistics.median(one.memory for one in runs)),
        runs[0].written,
    )


def _once(command: Sequence[str], environment: Mapping[str, str] | None) -> Cost:
    starter = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(starter, capture_output=True, text=True, check=False, env=environment)
    *said, figures = done.stderr.splitlines() or ["nothing"]
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}: {'; '.join([*said, figures])}")
    return Cost(**json.loads(figures), written=len(done.stdout.encode()))


def main() -> int:
    """Run the command line's own arguments as a command."""
    began = time.perf_counter()
    child = subprocess.Popen(sys.argv[1:])
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    figures = {"processor": used.ru_utime + used.ru_stime, "wall": wall, "memory": used.ru_maxrss * unit}
    print(json.dumps(figures), file=sys.stderr)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
