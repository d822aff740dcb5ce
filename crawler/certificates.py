"""Certificates are checked, but for the hosts of outlets whose configuration says otherwise, and why."""

from collections.abc import Collection
from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.desk import desk_of


class CertificateHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https, which knows only "check all" and "check none"."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        outlets = desk_of(crawler).config.enabled_outlets
        hosts = {host for outlet in outlets if outlet.certificates == "unchecked" for host in outlet.hosts}
        if hosts:
            policy: Any = CheckedUnlessNamed(self._contextFactory, hosts)
            self._contextFactory = policy


@implementer(IPolicyForHTTPS)
class CheckedUnlessNamed:
    """Decides by the host that is connected to: where it redirects to, certificates are checked again."""

    def __init__(self, checked: IPolicyForHTTPS, unchecked: Collection[str]) -> None:
        self._checked: Any = checked  # its methods are declared without self, as zope.interface wants
        self._unchecked = frozenset(unchecked)

    def creatorForNetloc(self, hostname: bytes | str, port: int) -> object:
        """What makes the connection: an IOpenSSLClientConnectionCreator. A tunnel gives the name as text."""
        name = hostname.decode("ascii") if isinstance(hostname, bytes) else hostname
        if name.lower().removeprefix("www.") in self._unchecked:
            return Unchecked(name)
        return self._checked.creatorForNetloc(hostname, port)


@implementer(IOpenSSLClientConnectionCreator)
class Unchecked:
    """A connection that is encrypted, with whoever answers."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._context = CertificateOptions(verify=False).getContext()

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:
        """The connection, before its first word."""
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(tlsProtocol)
        connection.set_tlsext_host_name(self._host.encode("ascii"))  # one address may serve many names
        return connection
