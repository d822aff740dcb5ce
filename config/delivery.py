"""Where reports and alerts go: the [[deliver]] tables of `treatywatch.toml`, one model a kind.

A secret never stands in a file: a key that ends in `_env` names the environment variable that holds it.
"""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator, model_validator

from config.watch import Strict

PORTS = {"starttls": 587, "tls": 465, "none": 25}
ANSWER_SECONDS = 30.0  # a mail server may look up who we are before it greets


def _is_variable(name: str) -> str:
    """The message leaves out what was written: it may be the secret."""
    if name and not re.fullmatch(r"[A-Z_][A-Z0-9_]*", name):
        raise ValueError("is the name of an environment variable, in capitals, and not the secret itself")
    return name


def _is_address(address: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", address) or not address.isascii():
        raise ValueError(f"`{address}` is no e-mail address")
    return address


def _is_name(name: str) -> str:
    if not re.fullmatch(r"[\w.-]+", name):
        raise ValueError("a name has letters, digits, points and hyphens only")
    return name


Variable = Annotated[str, AfterValidator(_is_variable)]
Mailbox = Annotated[str, AfterValidator(_is_address)]
Name = Annotated[str, AfterValidator(_is_name)]
Format = Literal["html", "markdown", "terminal", "json", "csv", "atom"]


class Folder(Strict):
    """Dated files in a folder."""

    kind: Literal["folder"]
    name: Name
    path: Path
    format: Format = "html"


class Mail(Strict):
    """E-mail, as HTML and text. `ca_file` is the certificate of an authority that this machine does not know."""

    kind: Literal["mail"]
    name: Name
    server: str
    port: int = Field(default=0, ge=0, le=65_535)  # 0: the usual one of `tls`
    tls: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: Path | None = None
    user: str = ""
    password_env: Variable = ""
    sender: Mailbox
    to: list[Mailbox] = Field(min_length=1)
    timeout: float = Field(default=ANSWER_SECONDS, gt=0, le=600)  # seconds

    @model_validator(mode="after")
    def _secret_is_safe(self) -> "Mail":
        if bool(self.user) != bool(self.password_env):
            raise ValueError("`user` and `password_env` go together")
        if self.password_env and self.tls == "none" and not is_loopback(self.server):
            raise ValueError('a password does not travel in the open: write tls = "starttls" or "tls"')
        return self


class Chat(Strict):
    """Chat or push through apprise: the variable holds one address such as slack://... or ntfys://..."""

    kind: Literal["chat"]
    name: Name
    url_env: Variable = Field(min_length=1)


class Webhook(Strict):
    """A program that takes a report as JSON. Either `url`, or `url_env` where the address itself is the secret."""

    kind: Literal["webhook"]
    name: Name
    url: str = ""
    url_env: Variable = ""
    token_env: Variable = ""  # sent as `Authorization: Bearer ...`
    ca_file: Path | None = None
    timeout: float = Field(default=ANSWER_SECONDS, gt=0, le=600)  # seconds

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        return url and check_webhook(url)

    @model_validator(mode="after")
    def _one_address(self) -> "Webhook":
        if bool(self.url) == bool(self.url_env):
            raise ValueError("a webhook has either `url` or `url_env`")
        if self.token_env and self.url.startswith("http:") and not is_loopback(urlsplit(self.url).hostname or ""):
            raise ValueError("a token does not travel in the open: write https")
        return self


Deliver: TypeAlias = Annotated[Folder | Mail | Chat | Webhook, Field(discriminator="kind")]


def check_webhook(url: str) -> str:
    """An address that can be posted to. Raises ValueError, which leaves the address out: it may hold a secret."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or not url.isascii() or any(c.isspace() for c in url):
        raise ValueError("an address of a webhook begins with http:// or https://")
    if parts.username or parts.password:
        raise ValueError("a secret does not stand in a file: name the variable of the whole address with url_env")
    return url


def is_loopback(host: str) -> bool:
    """Whether a server stands on this machine, so that nobody else hears what is said to it."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
