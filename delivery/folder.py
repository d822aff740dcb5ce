"""A dated file in a folder, by rename: whoever reads it finds the old file or the new one, never half of one."""

import contextlib
import os
import re
import tempfile
from pathlib import Path

from config.delivery import Folder
from delivery.message import Message
from delivery.outcomes import Delivered, Failed, Outcome
from reports.render import FORMATS


def send(destination: Folder, message: Message, folder: Path) -> Outcome:
    """Write `morning-2026-11-24T063000Z-4180.html`; each try writes the same file. The number is the report's mark."""
    stamp = message.queued_at.replace(":", "")
    name = re.sub(r"[^\w.-]+", "-", message.digest.name)
    suffix = FORMATS[destination.format].suffix
    try:
        write_whole(folder / f"{name}-{stamp}-{message.digest.until}{suffix}", message.as_format(destination.format))
    except OSError as error:
        return Failed(f"{error.filename or folder}: cannot be written ({error.strerror})")
    return Delivered()


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place, and put it there when it is whole. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
