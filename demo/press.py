"""`python -m demo.press`: the demo world on a loopback port, in the foreground until SIGTERM or Ctrl-C.

It prints one line of JSON: the port, the proxy address for a crawler, and the addresses of the control desk.
"""

import argparse
import json
import signal
import threading
from types import FrameType

from demo.server import CONTROL, Press
from demo.world.newsroom import DAYS
from demo.world.sites import sites
from demo.world.truth import truth


def open_press(*, day: int = 1, delay: float = 0.0, port: int = 0) -> Press:
    """The demo world, ready for a `with` block; see `Press` for what it offers."""
    return Press({day: sites(day) for day in DAYS}, truth=truth(), day=day, delay=delay, port=port)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m demo.press", description="Serve the demo world on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--day", type=int, default=1, choices=DAYS)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds that each answer takes")
    options = parser.parse_args()
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape that signal wants
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    with open_press(day=options.day, delay=options.delay, port=options.port) as press:
        control = press.url + CONTROL
        print(
            json.dumps(
                {
                    "port": press.port,
                    "proxy": press.url,
                    "truth": f"{control}truth",
                    "requests": f"{control}requests",
                    "day": {str(day): f"{control}day/{day}" for day in DAYS},
                }
            ),
            flush=True,
        )
        stop.wait()


if __name__ == "__main__":
    main()
