"""Whether somebody who reads us through a pipe has read to the end."""

import array
import fcntl
import os
import select
import stat
import sys
import termios
import time

# A pipe holds a report whole, so that writing it proves nothing. A program that takes what it wants and goes (`head`)
# closes its end within milliseconds of its last read, on a busy machine within some tens; one that reads on waits.
LEAVES_WITHIN = 0.25  # seconds after the pipe is empty
READS_WITHIN = 1.0  # seconds; a pager that takes a page at a time is not waited for
_LOOK_EVERY = 0.005  # seconds


def check_that_stdout_was_read() -> None:
    """Raises BrokenPipeError where stdout is a pipe whose reader left before the end."""
    try:
        number = sys.stdout.fileno()
        if not stat.S_ISFIFO(os.fstat(number).st_mode):
            return
    except (OSError, ValueError):  # no file of the system: a test's buffer
        return
    end = time.monotonic() + READS_WITHIN
    while _waiting(number) and time.monotonic() < end:
        _check(number, _LOOK_EVERY)
    _check(number, LEAVES_WITHIN)


def _waiting(pipe: int) -> int:
    """The bytes in a pipe that nobody has read yet."""
    held = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, held)
    return held[0]


def _check(pipe: int, seconds: float) -> None:
    """Wait so long for the reader to go away."""
    watch = select.poll()
    watch.register(pipe, select.POLLERR)
    if any(event & select.POLLERR for _, event in watch.poll(seconds * 1000)):
        raise BrokenPipeError
