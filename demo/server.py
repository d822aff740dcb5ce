"""Any number of host names on one loopback port: a plain HTTP proxy that answers from memory instead of fetching.

    client ──► GET http://some-host.example/rss.xml ──► Press ──► Site of that host ──► Resource

A test or a demo hands over sites by day and host; the server does the rest of HTTP that crawlers rely on: validators
and 304, HEAD, gzip, redirects, robots.txt, 404 and 502. It knows nothing of what it serves. Every answer is logged, so
that a test can ask how politely a crawler behaved. `/__press__/...` on the loopback address itself is the control desk
(see `Press`).
"""

import gzip
import json
import socket
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from demo.resources import Resource, Site, is_fresh

CONTROL = "/__press__/"
OURSELVES = frozenset({"127.0.0.1", "localhost"})
GZIP_FROM = 500  # bytes; below that a compressed answer is hardly smaller
Connection = socket.socket | tuple[bytes, socket.socket]  # what socketserver calls a request


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the log: who asked for what, and got which answer. `at` is in seconds since the press opened."""

    at: float
    host: str
    path: str
    method: str
    status: int
    user_agent: str
    conditional: bool


@dataclass
class Log:
    """The requests answered so far, in order of time; safe to use from many threads."""

    opened: float = field(default_factory=time.monotonic)
    _seen: list[Seen] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, host: str, path: str, status: int, request: BaseHTTPRequestHandler) -> None:
        """Note one answer."""
        agent = request.headers.get("User-Agent", "")
        conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        with self._lock:
            at = round(time.monotonic() - self.opened, 4)
            self._seen.append(Seen(at, host, path, request.command, status, agent, conditional))

    def read(self) -> tuple[Seen, ...]:
        """Everything noted since the last `clear`."""
        with self._lock:
            return tuple(self._seen)

    def clear(self) -> None:
        """Forget what was noted."""
        with self._lock:
            self._seen.clear()


class Press:
    """A press on 127.0.0.1, open while the `with` block lasts.

    `days` maps a day to its sites by host name; the press opens on `day`, and `set_day` publishes another. `delay` is
    the time in seconds that each answer of a site takes. The control desk answers

        GET  /__press__/truth            what the maker of this world says is true, and the day it is
        POST /__press__/day/2            publish the second day
        GET  /__press__/requests         the log
        POST /__press__/requests/clear
    """

    def __init__(
        self,
        days: Mapping[int, Mapping[str, Site]],
        *,
        truth: Mapping[str, Any] | None = None,
        day: int = 1,
        delay: float = 0.0,
        port: int = 0,
    ) -> None:
        self.days = days
        self.delay = delay
        self.log = Log()
        self.closing = threading.Event()
        self.day = 0
        self.set_day(day)
        self._truth = dict(truth or {})
        self._wanted_port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that the press listens on. Raises RuntimeError while it is not open."""
        if self._server is None:
            raise RuntimeError("the press is not open: use it in a `with` block")
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The proxy setting of a crawler, and the base of the control addresses."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> tuple[Seen, ...]:
        """What was asked of the sites so far, in order of time."""
        return self.log.read()

    @property
    def sites(self) -> Mapping[str, Site]:
        """The sites as they are on this day."""
        return self.days[self.day]

    def truth(self) -> dict[str, Any]:
        """What is true of this world, with the day that it is."""
        return {**self._truth, "day": self.day}

    def set_day(self, day: int) -> None:
        """Publish a day. Raises ValueError if there is no such day."""
        if day not in self.days:
            raise ValueError(f"there is no day {day}; there are {sorted(self.days)}")
        self.day = day

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", self._wanted_port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="press")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.hang_up()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    """Keeps hold of its open connections, so that closing does not wait for idle keep-alive clients."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], press: Press) -> None:
        self.press = press
        self._open: set[Connection] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def process_request_thread(self, request: Connection, client_address: object) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request_thread(request, client_address)

    def shutdown_request(self, request: Connection) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Connection, client_address: object) -> None:
        # A client that hangs up in the middle is its own affair; anything else is a fault of ours.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        with self._lock:
            for connection in self._open:
                if isinstance(connection, socket.socket):
                    with suppress(OSError):  # the other side was faster
                        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoPress/1"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one write
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """The log is kept by `Press`, not printed."""

    def _answer(self) -> None:
        press = self.server.press
        host, target = self._asked()
        if host in OURSELVES and target.startswith(CONTROL):
            self._send(_control(press, self.command, target.removeprefix(CONTROL)))
            return
        press.closing.wait(press.delay)
        found = self._found(press.sites.get(host), target)
        press.log.add(host, target, found.status, self)
        self._send(found)

    def _asked(self) -> tuple[str, str]:
        """Host and path with query, of a proxy's absolute form as of a server's own."""
        if self.path.startswith(("http://", "https://")):
            parts = urlsplit(self.path)
            return parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return (urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""), self.path

    def _found(self, site: Site | None, target: str) -> Resource:
        if site is None:
            return Resource(b"no such host", "text/plain", status=502)
        if self.command == "POST":
            return Resource(b"only GET and HEAD", "text/plain", status=405)
        found = site.answer(target)
        if found.status == 200 and is_fresh(
            found, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        ):
            return Resource(status=304, etag=found.etag, last_modified=found.last_modified)
        return found

    def _send(self, found: Resource) -> None:
        body, zipped = found.body, False
        if len(body) >= GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, zipped = gzip.compress(body, mtime=0), True
        self.send_response(found.status)
        for name, value in found.headers:
            self.send_header(name, value)
        if found.etag:
            self.send_header("ETag", found.etag)
        if found.last_modified:
            self.send_header("Last-Modified", found.last_modified)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if found.status != 304:
            self.send_header("Vary", "Accept-Encoding")
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and found.status != 304:
            self.wfile.write(body)


def _control(press: Press, method: str, what: str) -> Resource:
    match method, what.split("/"):
        case "GET", ["truth"]:
            return _json(press.truth())
        case "GET", ["requests"]:
            return _json([asdict(seen) for seen in press.requests])
        case "POST", ["requests", "clear"]:
            press.log.clear()
            return _json({"requests": 0})
        case "POST", ["day", day] if day.isdigit() and int(day) in press.days:
            press.set_day(int(day))
            return _json({"day": press.day})
    return _json({"error": f"the control desk does not know {method} {what}"}, status=404)


def _json(value: object, status: int = 200) -> Resource:
    return Resource(json.dumps(value, ensure_ascii=False).encode(), "application/json", status=status)
