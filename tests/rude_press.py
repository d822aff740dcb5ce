"""A proxy on loopback that answers badly: too late, too much, too little, or not at all.

`RudePress.answers` maps "host/path?query" to a `Resource`, or to a function that is given the connection and does what
it likes with it. What is not listed is a 404, robots.txt too. Answers may be changed between two crawls. Every request
is logged before it is answered.
"""

import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfile
from typing import Any, Self
from urllib.parse import urlsplit

from demo.resources import Resource, is_fresh, resource

ROOT = Path(__file__).resolve().parent.parent
Act = Callable[["Handler"], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `at` is in seconds of the monotonic clock."""

    at: float
    host: str
    path: str
    agent: str
    conditional: bool
    authorization: str = ""

    @property
    def address(self) -> str:
        return self.host + self.path


@dataclass
class RudePress:
    """Open while a `with` block lasts."""

    answers: dict[str, Resource | Act] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Self:
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.press = self
        if self.tls:  # the handshake is the handler's: one that hangs must not keep the others out
            plain = self._server.socket
            self._server.socket = self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def of(self, host: str) -> list[Asked]:
        """What was asked of one host, in order of time."""
        return [seen for seen in self.asked if seen.host == host]

    def times(self, address: str) -> int:
        """How often an address was asked for."""
        return sum(seen.address == address for seen in self.asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    press: RudePress

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what half of these answers are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    @property
    def closing(self) -> threading.Event:
        return self.server.press.closing

    def log_message(self, format: str, *args: object) -> None:
        """The press keeps its own log."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path if "://" in self.path else f"http://{self.headers['Host']}{self.path}")
        host, target = parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        agent = self.headers.get("User-Agent", "")
        authorization = self.headers.get("Authorization", "")
        self.server.press.asked.append(Asked(time.monotonic(), host, target, agent, conditional, authorization))
        found = self.server.press.answers.get(host + target, Resource(b"nothing here", status=404))
        if isinstance(found, Resource):
            self.send(found)
        else:
            self.close_connection = True
            found(self)

    def send(self, found: Resource) -> None:
        """An orderly answer."""
        fresh = is_fresh(found, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
        status, body = (304, b"") if found.status == 200 and fresh else (found.status, found.body)
        head = [("Content-Type", found.content_type), ("Content-Length", str(len(body))), *found.headers]
        self.start(status, [*head, *([("ETag", found.etag)] if found.etag else [])])
        self.wfile.write(body)

    def start(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """The status line and the headers, sent at once."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()


def silent(handler: Handler) -> None:
    """Never a word."""
    _until_gone(handler, b"")


def dripping(handler: Handler) -> None:
    """A body that comes byte by byte and never ends."""
    handler.start(200, [("Content-Type", "text/html"), ("Content-Length", "50000")])
    _until_gone(handler, b"x")


def slow_head(handler: Handler) -> None:
    """Headers that come byte by byte and never end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    _until_gone(handler, b"x")


def endless(handler: Handler) -> None:
    """A body without a length that never ends."""
    handler.start(200, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    with suppress(OSError):
        while not handler.closing.is_set():
            handler.wfile.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


def hanging_up(handler: Handler) -> None:
    """The connection closed without an answer."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_short(body: bytes) -> Act:
    """A body that breaks off before the length that was promised."""

    def act(handler: Handler) -> None:
        handler.start(200, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body) + 5000))])
        handler.wfile.write(body)

    return act


def bomb(size: int) -> Resource:
    """A few bytes that unpack to `size`."""
    packed = gzip.compress(b" " * size)
    return Resource(packed, headers=(("Content-Encoding", "gzip"),))


def later(seconds: str, status: int = 429) -> Resource:
    """Not now: ask again after so long."""
    return Resource(b"later", status=status, headers=(("Retry-After", seconds),))


def robots(text: str) -> Resource:
    """A robots.txt."""
    return Resource(text.encode(), "text/plain")


def article(title: str) -> Resource:
    """A page that is an article, with a text of its own, and without validators."""
    said = " ".join(f"{title} is told in sentence {n}, which stands for itself and for nobody else." for n in range(9))
    body = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>{said}</p><p>Whoever reads {title} to its end learns that the harbour was closed, and why it opened again.</p>
</article></body></html>"""
    return Resource(body.encode(), "text/html; charset=utf-8")


def feed(*urls: str) -> Resource:
    """An RSS feed of these addresses, with an ETag."""
    items = "".join(f"<item><title>Item {n}</title><link>{url}</link></item>" for n, url in enumerate(urls))
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    return resource(body.encode(), "application/rss+xml")


def sitemap(*urls: str) -> Resource:
    """A sitemap of these pages, with an ETag."""
    places = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return resource(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode(), "text/xml"
    )


def index(*urls: str) -> Resource:
    """An index of these sitemaps, with an ETag."""
    maps = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    text = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    return resource(text.encode(), "text/xml")


def write_watch(folder: Path, outlets: Mapping[str, Mapping[str, Any]], crawl: str = "pace = 0") -> Path:
    """A watch of outlets (id -> the keys that are no defaults) in a folder; returns its treatywatch.toml."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    copyfile(ROOT / "seeds" / "agencies.toml", seeds / "agencies.toml")
    lines: list[str] = []
    for name, keys in outlets.items():
        table = {"name": name, "country": "ZZ", "languages": ["en"], **keys}
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items()), ""]
    (seeds / "outlets.toml").write_text("\n".join(lines), encoding="utf-8")
    config = folder / "treatywatch.toml"
    topic = json.dumps(str(ROOT / "seeds" / "topic.toml"))
    config.write_text(
        f'seeds = "seeds"\ntopic = {topic}\n\n[crawl]\n{crawl}\n\n[revisit]\nintervals = ["30d"]\n', encoding="utf-8"
    )
    return config


def _until_gone(handler: Handler, byte: bytes) -> None:
    """Send a byte now and then, until the client has gone or the press closes."""
    handler.connection.settimeout(0.1)
    with suppress(OSError):
        while not handler.closing.is_set():
            with suppress(TimeoutError):
                if handler.connection.recv(1) == b"":
                    return
            if byte:
                handler.wfile.write(byte)
                handler.wfile.flush()
