"""Chats and push services, through apprise, which knows a hundred of them."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from config.delivery import Chat
from delivery.message import Message
from delivery.outcomes import Delivered, Failed, Outcome, Unknown, of_status
from delivery.secrets import secret

_STATUS = re.compile(r"error=(\d{3})\b")
# What urllib3 says where no connection was made: nothing can have arrived.
_NEVER_SENT = re.compile(r"NewConnectionError|ConnectTimeout|NameResolutionError|SSLCertVerificationError|ProxyError")


def send(destination: Chat, message: Message) -> Outcome:
    """Send as much as fits into a chat. apprise says only yes or no: why not is read from its log. Raises
    MissingSecret."""
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415  (takes 0.2 s)

    service = Apprise(asset=AppriseAsset(app_id="treatywatch", app_desc="treatywatch", async_mode=False))
    address = secret(destination.url_env)
    if len(address.split()) > 1:
        return Failed(f"{destination.url_env} holds several addresses: write a [[deliver]] for each", again=False)
    with _log() as lines:
        if not service.add(address):
            return Failed(f"{destination.url_env} holds no address that apprise knows", again=False)
        if service.notify(body=message.short, title=message.subject, body_format=NotifyFormat.TEXT):
            return Delivered()
    return _why_not("\n".join(lines))


def _why_not(log: str) -> Outcome:
    if found := _STATUS.search(log):
        return of_status(int(found[1]))
    if _NEVER_SENT.search(log):
        return Failed("the service cannot be reached")
    return Unknown("the service did not answer: it may have arrived")


@contextmanager
def _log() -> Iterator[list[str]]:
    """What apprise says meanwhile. It is kept here and printed nowhere: it holds addresses, and they hold tokens."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("apprise"), Keep()
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
