"""How a try to deliver went, as far as anybody can know. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 86_400  # seconds; whoever asks for more than a day is asked again tomorrow
# Answers after which the same request may be taken: timeout, too early, too many, and what a server or gateway suffers.
PASSING = frozenset((408, 425, 429, 500, 503, 507))
# A gateway answers these when it did not hear from the server behind it, which may have taken the request.
UNHEARD = frozenset((502, 504))


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived. `problem` tells of recipients who were refused, if there are any."""

    problem: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """It surely did not arrive. `again`: another try may do better, but not before `wait` seconds."""

    problem: str
    again: bool = True
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was sent, and nobody said that it arrived."""

    problem: str


Outcome = Delivered | Failed | Unknown


def of_status(status: int, reason: str = "", wait: int = 0) -> Outcome:
    """What a server's answer to a POST means. `wait` is how long it asks us to wait, in seconds."""
    if 200 <= status < 300:
        return Delivered()
    said = f"answered {status} {reason}".strip()
    if status in UNHEARD:
        return Unknown(f"{said}: it may have arrived")
    if status in PASSING or status > 599:
        return Failed(said, wait=wait)
    if 300 <= status < 400:
        return Failed(f"{said}: a redirect is not followed; name the address that it leads to", again=False)
    return Failed(said, again=status >= 500)


def seconds_of(retry_after: str, now: datetime) -> int:
    """A `Retry-After` header, seconds or a date (RFC 9110), as seconds from now; 0 for what is neither."""
    if retry_after.strip().isdecimal():
        return min(int(retry_after), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(int(wait.total_seconds()), 0), LONGEST_WAIT)
