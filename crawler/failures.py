"""What went wrong with a request, in a kind that can be counted and words that a person can act on.

A passing failure is tried again; any other ends the lead.
"""

from dataclasses import dataclass
from http import HTTPStatus

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as network
from twisted.web.client import ResponseFailed


class ForbiddenAddress(IgnoreRequest):
    """The address is not public, or not one that we speak to."""


class RobotsDeny(IgnoreRequest):
    """The host's robots.txt does not let us."""


class RobotsUnknown(IgnoreRequest):
    """The host's robots.txt cannot be had now, so we do not know whether we may (RFC 9309, 2.3.1.4)."""


class HostUnreachable(IgnoreRequest):
    """The host cannot be reached at all: there is no robots.txt, and no page either. `kind` is that of a trouble."""

    def __init__(self, kind: str, problem: str) -> None:
        super().__init__(problem)
        self.kind = kind


class HostParked(IgnoreRequest):
    """The host asked us to wait."""


class CrawlStopping(IgnoreRequest):
    """The crawl was told to stop before the request was sent."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """`kind` is counted, `problem` is told. A failure that is not `counted` is no fault of the address."""

    kind: str
    problem: str
    passing: bool
    counted: bool = True


ASKED_TO_WAIT = "asked to wait"
STOPPED = "stopped"
NO_WAY_THERE = {"DNS", "TLS", "unreachable"}  # kinds of trouble that are the host's, whatever is asked of it
NOT_ASKED = {ASKED_TO_WAIT, STOPPED}  # kinds of trouble that say nothing of a source: it was not asked

_KINDS: tuple[tuple[tuple[type[BaseException], ...], Trouble], ...] = (
    ((ForbiddenAddress,), Trouble("forbidden address", "not a public address", False)),
    ((RobotsDeny,), Trouble("robots denies", "robots.txt denies it", False)),
    ((HostUnreachable,), Trouble("unreachable", "the host cannot be reached", True)),
    ((RobotsUnknown,), Trouble("robots unknown", "robots.txt cannot be had now", True, counted=False)),
    ((CrawlStopping,), Trouble(STOPPED, "the crawl was stopped", True, counted=False)),
    ((HostParked,), Trouble(ASKED_TO_WAIT, "the host asked us to wait", True, counted=False)),
    (
        (exceptions.CannotResolveHostError, network.DNSLookupError),
        Trouble("DNS", "the host has no public address", True),
    ),
    (
        (exceptions.DownloadTimeoutError, network.TimeoutError, network.TCPTimedOutError),
        Trouble("timeout", "no answer in time", True),
    ),
    (
        (exceptions.DownloadConnectionRefusedError, network.ConnectionRefusedError),
        Trouble("unreachable", "the connection was refused", True),
    ),
    ((exceptions.ResponseDataLossError,), Trouble("truncated", "the answer broke off", True)),
    ((exceptions.UnsupportedURLSchemeError,), Trouble("not http", "not an http address", False)),
)


def explain(error: BaseException, limit: int) -> Trouble:
    """The trouble behind a failed request. `limit` is the number of bytes that an answer may have."""
    said = str(error)
    for types, trouble in _KINDS:
        if isinstance(error, types):
            detailed = isinstance(error, IgnoreRequest) and said
            kind = error.kind if isinstance(error, HostUnreachable) else trouble.kind
            return Trouble(kind, said, trouble.passing, trouble.counted) if detailed else trouble
    # Cut off on the wire, which Scrapy calls cancelled; or grown beyond the limit in unpacking.
    if isinstance(error, exceptions.DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in said:
        return Trouble("too large", f"the answer is larger than {limit:,} bytes", passing=False)
    if isinstance(error, ValueError) and "scheme" in said:  # a redirect to `javascript:` and its like
        return Trouble("not http", "redirects to what is no http address", passing=False)
    if isinstance(error, IgnoreRequest):
        return Trouble("redirects", "redirected too often" if "redirect" in said else said, passing=False)
    reasons = [*error.reasons] if isinstance(error, ResponseFailed) else []
    words = " ".join([str(error), *(r.getErrorMessage() for r in reasons)])
    if any(word in words for word in ("VerificationError", "certificate", "SSL", "tls", "TLS")):
        told = "it is another host's" if "VerificationError" in words else _short(words)
        return Trouble("TLS", f"the certificate is not valid ({told})", True)
    return Trouble("unreachable", f"the connection failed ({_short(words) or type(error).__name__})", True)


def explain_status(status: int, location: str = "") -> Trouble | None:
    """The trouble that an HTTP status tells; None for one that brings a page or says that there is none.

    A redirect that is seen here was not followed: `location`, where it leads, is no address that we speak to.
    """
    if status in (200, 203, 206, 304, 404, 410):
        return None
    if location and 300 <= status < 400:
        scheme = location.partition(":")[0].strip().lower()[:20]
        return Trouble("not http", f"redirects to {scheme}:, which is not http", passing=False)
    try:
        named = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        named = str(status)
    if status == 429 or status >= 500:
        return Trouble(f"HTTP {status}", named, passing=True)
    return Trouble(f"HTTP {status}", named, passing=False)


def _short(words: str) -> str:
    return " ".join(words.split())[:120]
