"""A pretended internet, for every Python that finds this folder on its path: names, and where addresses lead.

The table is a JSON file named by PRETENDED_INTERNET: `names` (host -> the addresses that each asking gets, the last
for ever), `routes` ("address:port" -> a port on loopback), `log` (a file, where a crawl also leaves the most memory
that it had, in kB, and the processor time of what kept its event loop the longest, in ms). What it does not know does
not exist: no question and no packet leaves the machine. Loopback itself is as it is, so that a canary can sing there.
Numbers in any spelling mean what the system takes them for.
"""

import asyncio
import atexit
import errno
import json
import os
import socket
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

if "PRETENDED_INTERNET" in os.environ:
    _TABLE = json.loads(Path(os.environ["PRETENDED_INTERNET"]).read_text(encoding="utf-8"))
    _asked: Counter[str] = Counter()
    _connected: list[bool] = []
    _resolve = socket.getaddrinfo

    def _note(what: str) -> None:
        line = os.open(_TABLE["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(line, f"{what}\n".encode(errors="replace"))
        os.close(line)

    def _getaddrinfo(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> list[Any]:
        name = host.decode("ascii") if isinstance(host, bytes) else host
        try:
            return _resolve(name, port, family, type, proto, flags | socket.AI_NUMERICHOST)
        except (socket.gaierror, UnicodeError):
            pass
        _note(f"name {name}")
        if name.rstrip(".").lower().endswith("localhost"):
            return _resolve("127.0.0.1", port, family, type, proto, flags)
        answers = _TABLE["names"].get(name)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = answers[min(_asked[name], len(answers) - 1)]
        _asked[name] += 1
        return [entry for address in found for entry in _resolve(address, port, 0, type, proto, flags)]

    class _Routed(socket.socket):
        """A socket whose connections go where the table says."""

        def _place(self, address: Any) -> Any:
            if self.family not in (socket.AF_INET, socket.AF_INET6):
                return address
            _note(f"connection {address[0]}:{address[1]}")
            _connected.append(True)
            port = _TABLE["routes"].get(f"{address[0]}:{address[1]}")
            if port:
                return "127.0.0.1", port
            return address if address[0].startswith("127.") or address[0] == "::1" else None

        def connect(self, address: Any) -> None:
            place = self._place(address)
            if place is None:
                raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
            super().connect(place)

        def connect_ex(self, address: Any) -> int:
            place = self._place(address)
            return errno.ENETUNREACH if place is None else super().connect_ex(place)

    if {"scrapy", "crawl"} <= set(sys.orig_argv):
        _longest = [0.0]
        _run = asyncio.Handle._run

        def _timed(self: asyncio.Handle) -> None:
            began, under_way = time.thread_time(), bool(_connected)  # what sets a crawl up keeps nobody waiting
            _run(self)
            took = time.thread_time() - began
            if under_way:
                _longest[0] = max(_longest[0], took)

        def _note_end() -> None:
            status = Path("/proc/self/status").read_text(encoding="ascii")
            _note(f"peak {status.partition('VmHWM:')[2].split()[0]}")
            _note(f"longest {_longest[0] * 1000:.0f}")

        asyncio.Handle._run = _timed  # type: ignore[method-assign]  # a watch on the event loop
        atexit.register(_note_end)
    socket.getaddrinfo = _getaddrinfo
    socket.socket = _Routed  # type: ignore[misc]  # a class in a class's place
