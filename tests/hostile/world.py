"""The world of the hostile tests: a pretended internet, servers with certificates, a canary, and nine healthy outlets.

The healthy ones stand in every crawl of the network rows, and must end as if they had been alone.
"""

import json
import os
import socket
import sqlite3
import ssl
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from demo.resources import Resource
from tests.rude_press import ROOT, Act, RudePress, article, feed
from tests.watching import Watch

HEALTHY = tuple(f"healthy-{n}" for n in range(1, 10))
PAGES = 2  # of each healthy outlet


def healthy_outlets() -> dict[str, dict[str, Any]]:
    """The nine, as the watch list has them."""
    return {name: {"feeds": [f"http://{name}.example/feed.rss"]} for name in HEALTHY}


def healthy_answers() -> dict[str, Resource | Act]:
    """The nine, as they answer."""
    answers: dict[str, Resource | Act] = {}
    for name in HEALTHY:
        urls = [f"http://{name}.example/{n}" for n in range(PAGES)]
        answers[f"{name}.example/feed.rss"] = feed(*urls)
        answers |= {
            url.removeprefix("http://"): article(f"Report of {url[7:].replace('/', ' number ')}") for url in urls
        }
    return answers


def assert_the_healthy_finished(watch: Watch) -> None:
    """All their articles are kept, each once, and nothing is said of their health."""
    kept = sorted(url for (url,) in query(watch, "SELECT url FROM articles WHERE outlet LIKE 'healthy-%'"))
    assert kept == sorted(f"http://{name}.example/{n}" for name in HEALTHY for n in range(PAGES))
    assert query(watch, "SELECT * FROM failures WHERE outlet LIKE 'healthy-%'") == []
    told = health(watch)
    assert {(told[name]["state"], told[name]["problem"]) for name in HEALTHY} == {("well", "")}


def query(watch: Watch, sql: str, *values: object) -> list[Any]:
    """Rows of a watch's database, read only."""
    with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql, values).fetchall()


def leads(watch: Watch) -> dict[str, tuple[str, str, int]]:
    """Address -> (state, reason, tries)."""
    rows = query(watch, "SELECT url, state, reason, tries FROM leads")
    return {url.removeprefix("http://"): (state, reason, tries) for url, state, reason, tries in rows}


def health(watch: Watch) -> dict[str, dict[str, Any]]:
    """Each outlet's health by its id, as the command tells it."""
    return {row["id"]: row for row in json.loads(watch.run("outlets", "--json").stdout)}


def counts(watch: Watch, run: int) -> dict[str, Any]:
    """What a crawl counted."""
    told: dict[str, Any] = json.loads(query(watch, "SELECT counts FROM runs WHERE id = ?", run)[0][0])
    return told


@dataclass
class Internet:
    """Names and addresses of a pretended internet, in a file that crawls are started with."""

    folder: Path
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    routes: dict[str, int] = field(default_factory=dict)

    def place(self, host: str, port: int, to: int) -> str:
        """Give a host an address that is public, if it has none, and lead its `port` to one on loopback."""
        if host not in self.names:
            self.names[host] = [[f"5.1.{len(self.names) // 250}.{len(self.names) % 250 + 1}"]]
        address = self.names[host][0][0]
        self.routes[f"{address}:{port}"] = to
        return address

    def write(self) -> dict[str, str]:
        """Write the table; returns the environment that makes a process live in it."""
        table = self.folder / "internet.json"
        told = {"names": self.names, "routes": self.routes, "log": str(self.folder / "internet.log")}
        table.write_text(json.dumps(told), encoding="utf-8")
        path = os.pathsep.join((str(Path(__file__).parent / "internet"), str(ROOT)))
        return {"PYTHONPATH": path, "PRETENDED_INTERNET": str(table)}

    @property
    def connections(self) -> set[str]:
        """The addresses that anything tried to connect to, as "address:port"."""
        return set(self._noted("connection"))

    @property
    def peak(self) -> int:
        """The most memory that a crawling process had, in kB."""
        return max(map(int, self._noted("peak")))

    @property
    def longest(self) -> int:
        """The most processor time that anything took on the event loop of a crawl, in ms."""
        return max(map(int, self._noted("longest")))

    def _noted(self, what: str) -> list[str]:
        log = self.folder / "internet.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [line.partition(" ")[2] for line in lines if line.startswith(f"{what} ")]


class Canary:
    """A listener on loopback that counts who comes."""

    def __enter__(self) -> Self:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.visits += 1
                connection.close()

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


def closed_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Authority:
    """Makes certificates: its own stands in `file`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the hostile tests")])
        self._own = self._signed(self._name, self._key, x509.BasicConstraints(ca=True, path_length=None))
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str, *, expired: bool = False, self_signed: bool = False) -> ssl.SSLContext:
        """What a server answers with that has a certificate for `host`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        made = self._signed(subject, key, names, expired=expired, issuer=None if not self_signed else (subject, key))
        file = self._folder / f"{host}-{expired}-{self_signed}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extension: x509.ExtensionType,
        *,
        expired: bool = False,
        issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None,
    ) -> x509.Certificate:
        name, signing = issuer or (self._name, self._key)
        until = datetime.now(UTC) + timedelta(days=-1 if expired else 1)
        made = x509.CertificateBuilder(
            issuer_name=name,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=until - timedelta(days=9),
            not_valid_after=until,
        )
        return made.add_extension(extension, critical=False).sign(signing, hashes.SHA256())


def secured(press: RudePress, by_name: Mapping[str, ssl.SSLContext]) -> RudePress:
    """Let a press speak TLS, with the certificate that belongs to the name asked for."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if found := by_name.get(name or ""):
            connection.context = found

    own.sni_callback = choose
    press.tls = own
    return press
