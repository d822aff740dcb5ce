"""JSON by POST, to a program."""

import http.client
import ssl
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from config.delivery import Webhook, check_webhook
from delivery.message import Message
from delivery.outcomes import Failed, Outcome, Unknown, of_status, seconds_of
from delivery.secrets import secret


def send(destination: Webhook, message: Message) -> Outcome:
    """Post the report as JSON, once: no redirect is followed, no proxy asked. Raises MissingSecret.

    Until the connection stands every failure is a known one; then only the answer counts.
    """
    try:
        parts = urlsplit(destination.url or check_webhook(secret(destination.url_env)))
    except ValueError as error:
        return Failed(f"{destination.url_env}: {error}", again=False)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"treatywatch/{version('treatywatch')}",
        "Idempotency-Key": message.key,
        "X-Treatywatch-Kind": "alert" if message.alert else "report",
    }
    if message.repeated:
        headers["X-Treatywatch-Repeated"] = "1"
    if token := secret(destination.token_env):
        headers["Authorization"] = f"Bearer {token}"
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=destination.ca_file)
        connection = http.client.HTTPSConnection(
            str(parts.hostname), parts.port, timeout=destination.timeout, context=context
        )
    else:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=destination.timeout)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
    except OSError as error:
        return Failed(f"cannot be reached ({error.strerror or error})")
    try:
        connection.request("POST", path, message.as_format("json").encode(), headers)
        answer = connection.getresponse()
        wait = seconds_of(answer.getheader("Retry-After") or "", datetime.now(UTC))
        return of_status(answer.status, answer.reason, wait)
    except (OSError, http.client.HTTPException) as error:
        return Unknown(f"the connection was lost after the report was sent ({error!r}): it may have arrived")
    finally:
        connection.close()
