"""E-mail: one message with HTML and text, over SMTP with TLS."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime

from config.delivery import PORTS, Mail
from delivery.message import AGAIN, Message
from delivery.outcomes import Delivered, Failed, Outcome, Unknown
from delivery.secrets import secret

_PERMANENT = 500  # SMTP: from here on the server will say the same next time


def send(destination: Mail, message: Message) -> Outcome:
    """Hand a message to the server. Until its text is sent every failure is a known one; then only its answer counts.

    Raises MissingSecret.
    """
    password = secret(destination.password_env)
    whole = composed(destination, message).as_bytes(policy=WIRE)
    try:
        server = _connected(destination)
    except (OSError, smtplib.SMTPException) as error:
        return _failure(error)
    try:
        if destination.tls == "starttls":
            server.starttls(context=_context(destination))
        if destination.user:
            server.login(destination.user, password)
        refused = _envelope(server, destination)
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        return _failure(error)
    try:
        code, answer = server.data(whole)
    except smtplib.SMTPDataError as error:
        server.close()
        return _failure(error)
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        return Unknown(f"the connection was lost after the message was sent ({_in_words(error)}): it may have arrived")
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    if code != 250:
        return _failure(smtplib.SMTPDataError(code, answer))
    return Delivered(f"refused: {'; '.join(refused)}" if refused else "")


def composed(destination: Mail, message: Message) -> EmailMessage:
    """The message as it is sent; the same at each try, but for a header that says so where one may have arrived."""
    mail = EmailMessage(policy=WIRE)
    mail["From"] = destination.sender
    mail["To"] = ", ".join(destination.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(datetime.fromisoformat(message.queued_at))
    mail["Message-ID"] = f"<{message.key}@{destination.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that no absence notice answers
    if message.repeated:
        mail["X-Treatywatch-Repeated"] = AGAIN
    mail.set_content(message.text)
    mail.add_alternative(message.as_format("html"), subtype="html")
    mail.set_boundary(f"=={message.key}==")  # a boundary drawn anew would be another message
    return mail


def _connected(destination: Mail) -> smtplib.SMTP:
    port = destination.port or PORTS[destination.tls]
    if destination.tls == "tls":
        return smtplib.SMTP_SSL(destination.server, port, timeout=destination.timeout, context=_context(destination))
    return smtplib.SMTP(destination.server, port, timeout=destination.timeout)


def _context(destination: Mail) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=destination.ca_file)


def _envelope(server: smtplib.SMTP, destination: Mail) -> list[str]:
    """Name sender and recipients; returns those who were refused. Raises SMTPException where all were."""
    server.ehlo_or_helo_if_needed()
    code, answer = server.mail(destination.sender)
    if code >= 400:
        raise smtplib.SMTPSenderRefused(code, answer, destination.sender)
    answers = {name: server.rcpt(name) for name in destination.to}
    refused = {name: said for name, said in answers.items() if said[0] >= 400}
    if len(refused) == len(answers):
        raise smtplib.SMTPRecipientsRefused(refused)
    return [f"{name} ({_text(said)})" for name, (_, said) in refused.items()]


def _failure(error: OSError | smtplib.SMTPException) -> Failed:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(f"the server's certificate is not to be trusted ({error.verify_message})")
    codes = [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    permanent = bool(codes) and min(codes) >= _PERMANENT
    return Failed(_in_words(error), again=not permanent)


def _in_words(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server answered {error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{name}: {code} {_text(said)}" for name, (code, said) in error.recipients.items())
    return str(getattr(error, "strerror", None) or error) or type(error).__name__


def _text(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
