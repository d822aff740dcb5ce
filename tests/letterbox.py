"""Stand-ins for where reports are delivered to, on loopback: a mail server and a web server that keep what they get."""

import datetime
import email
import email.policy
import ipaddress
import ssl
from asyncio.base_events import Server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Post:
    """A request that came, and what is answered; `before` is called when it has come, before it is answered."""

    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    port: int = 0


@contextmanager
def web_server() -> Iterator[Post]:
    """A web server that takes any POST."""
    post = Post()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            post.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            post.before()
            if not post.status:  # hang up without a word
                self.close_connection = True
                return
            self.send_response(post.status)
            for name, value in {**post.headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    post.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Mailbox:
    """Mail that came: whole, and as it is read. `answer` is what is said after the text of one."""

    raw: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"
    refused: tuple[str, ...] = ()
    before: Callable[[], None] = lambda: None
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.original_content, bytes)
        self.raw.append(envelope.original_content)
        self.before()
        if not self.answer:  # hang up without a word
            server.transport.abort()
        return self.answer or "421 gone"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.logins.append((told.login, told.password))
        return AuthResult(success=told.password == b"open sesame", handled=False)


class _OnAnyPort(Controller):
    """aiosmtpd looks for its server at the port that it asked for; this one takes what it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(certificate: Path | None = None) -> Iterator[Mailbox]:
    """A mail server; with a certificate one that wants STARTTLS and the password "open sesame"."""
    box = Mailbox()
    more: dict[str, Any] = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        more = {
            "tls_context": context,
            "require_starttls": True,
            "authenticator": box.authenticate,
            "auth_required": True,
        }
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, **more)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


class Certificates:
    """A certificate for 127.0.0.1, signed by itself, with its key in the same file."""

    DAY: ClassVar = datetime.timedelta(days=1)

    @classmethod
    def write(cls, path: Path) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - cls.DAY)
            .not_valid_after(now + cls.DAY)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )
        own_key = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(own_key + made.public_bytes(serialization.Encoding.PEM))
        return path
