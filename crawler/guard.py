"""Public addresses only, judged where the socket opens: a feed must not make us knock on our own doors.

The resolver judges every address that a name (or a number spelled in any way) comes to, and hands on only those that
passed: the address checked is the address connected. With a proxy the names are resolved elsewhere, so there the
addresses are judged as they are written.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from crawler.desk import desk_of
from crawler.failures import ForbiddenAddress

if TYPE_CHECKING:
    from typing import Self

_LOCAL_SUFFIXES = (
    *(".localhost", ".localdomain", ".local", ".internal", ".intranet", ".private", ".lan", ".home", ".corp"),
    ".arpa",
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST_NAME = re.compile(r"[\w.-]+")
# Ranges that carry another address inside: the inner one is what would be reached.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that IANA has given out for the public (RFC 4291, 2.4); the rest is reserved, local, or an old way to write IPv4.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_DOTS = str.maketrans("。．｡", "...")  # what IDNA takes for a dot (RFC 3490, 3.1)


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may reach."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def literal_address(host: str) -> str | None:
    """The IP address that a host is written as, in any spelling that connects (127.1, 0x7f.1, 2130706433)."""
    text = _plain(host)
    try:
        return str(ipaddress.ip_address(text.split("%")[0]))
    except ValueError:
        pass
    numbers: list[int] = []
    for part in text.split("."):
        base = 16 if part[:2] == "0x" else 8 if len(part) > 1 and part[0] == "0" else 10
        try:
            numbers.append(int(part, base) if part.isalnum() else -1)
        except ValueError:
            return None
    if not 1 <= len(numbers) <= 4 or min(numbers) < 0:
        return None
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    value = numbers[-1] + sum(n << (24 - 8 * i) for i, n in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def _plain(host: str) -> str:
    """A host as a resolver would see it: no brackets, no final dots, full-width letters and dots as plain ones."""
    return unicodedata.normalize("NFKC", host.translate(_DOTS)).lower().strip("[]").rstrip(".")


def forbidden_as_written(url: str, allow: Collection[str]) -> str:
    """Why an address may not be asked for, judged by its letters alone; empty where nothing speaks against it."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
        host = _plain(parts.hostname or "")
    except ValueError:
        return "the address cannot be read"
    if parts.scheme not in _DEFAULT_PORTS:
        return f"{parts.scheme[:20]}: is not http"
    if "@" in parts.netloc:  # those of a feed are in a header by now; a page or a redirect has none to give us
        return "the address carries a name or a password"
    return "" if f"{host}:{port}" in allow else _forbidden_host(host)


def _forbidden_host(host: str) -> str:
    literal = literal_address(host)
    if literal is not None:
        return "" if is_public(literal) else f"{host} is not a public address"
    last = host.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x") or not _HOST_NAME.fullmatch(host):
        return f"{host[:80]} is no host name"  # whatever a proxy or a resolver would make of it
    if host == "localhost" or host.endswith(_LOCAL_SUFFIXES) or "." not in host:
        return f"{host} is a local name"
    return ""


class GuardMiddleware:
    """Refuses a request whose address is forbidden as written, and sends the others through the configured proxy."""

    def __init__(self, crawler: Crawler) -> None:
        crawl = desk_of(crawler).config.settings.crawl
        self._allow = frozenset(crawl.allow)
        self._proxy = crawl.proxy or None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises ForbiddenAddress. Setting `proxy` also where there is none keeps the environment's proxies out."""
        if reason := forbidden_as_written(request.url, self._allow):
            raise ForbiddenAddress(reason)
        request.meta["proxy"] = self._proxy
        # A redirect brings along the slot of the host that it came from; its own host has a pace of its own.
        request.meta.pop("download_slot", None)


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's resolver, handing on only the addresses that may be connected to."""

    allow: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "Self":
        """Built once a process; the addresses of the proxy are allowed, for the user named it."""
        resolver = super().from_crawler(crawler, reactor)
        crawl = desk_of(crawler).config.settings.crawl
        proxy = urlsplit(crawl.proxy)
        named = {f"{proxy.hostname}:{proxy.port or _DEFAULT_PORTS.get(proxy.scheme, 0)}"} if crawl.proxy else set()
        resolver.allow = frozenset({*crawl.allow, *named})
        return resolver

    def resolveHostName(
        self,
        resolutionReceiver: Any,  # noqa: ANN401  (its methods are declared without self, as zope.interface wants)
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        allowed = f"{hostName.lower()}:{portNumber}" in self.allow
        receiver: Any = resolutionReceiver if allowed else _PublicOnly(resolutionReceiver)
        resolution: IHostResolution = super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the public ones of the addresses that a name resolves to."""

    def __init__(self, receiver: Any) -> None:  # noqa: ANN401  (the same)
        self._receiver = receiver

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        if is_public(getattr(address, "host", "")):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
