"""Names, passwords and keys in addresses: asked with, never written down. Pure.

A source is known to the database, the log and the reports by its `named` address; only the request has the whole one.
"""

import logging
import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import unquote, urlsplit, urlunsplit

# Parameters that open a feed to whoever knows them, by the words that their names are made of.
_KEYS = re.compile(
    r"(?:^|[_-])(?:access|api_?key|apikey|auth|authorization|code|credential|hash|jwt|key|pass|passwd|password|private|"
    r"secret|session|sig|sign|signature|subscriber|token|user|uid|uuid)(?:$|[_-]?(?:id|key|token|hash)?$)",
    re.I,
)
_LONG = re.compile(r"(?=.*\d)(?=.*[a-z])[\w+/=.~-]{20,}", re.I)  # letters and digits that nobody would remember
_MARK = 8  # letters of the digest that keeps two private feeds of one path apart
_ADDRESS = re.compile(r"https?://[^\s<>\"'\]]+", re.I)
_ENDS = ".,;:)>"  # what may stand behind an address in a sentence


def apart(url: str) -> tuple[str, str]:
    """An address without its name and password, and the Authorization header that they make; "" where it has none."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, ""
    name, _, password = user.partition(":")
    told = b64encode(f"{unquote(name)}:{unquote(password)}".encode()).decode("ascii")
    return urlunsplit(parts._replace(netloc=host)), f"Basic {told}"


def named(url: str) -> str:
    """What an address is called where others may read it: no name, no password, no query that a key stands in.

    An address that has none of these is called what it is. Never raises.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    host = parts.netloc.rpartition("@")[2]
    private = _has_key(parts.query)
    if host == parts.netloc and not private:
        return url
    mark = sha256(url.encode(errors="replace")).hexdigest()[:_MARK]
    query = f"masked-{mark}" if parts.query and private else parts.query
    return urlunsplit(parts._replace(netloc=host, query=query, fragment="" if private else parts.fragment))


def masked(text: str) -> str:
    """A text with each address in it as it is `named`."""

    def told(match: re.Match[str]) -> str:
        whole = match[0].rstrip(_ENDS)
        return named(whole) + match[0][len(whole) :]

    return _ADDRESS.sub(told, text)


class KeepPrivate(logging.Filter):
    """Lets every record pass, with each address in it as it is `named`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; its traceback, too."""
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True


def _has_key(query: str) -> bool:
    for piece in query.split("&"):
        name, _, value = piece.partition("=")
        if value and (_KEYS.search(name) or _LONG.fullmatch(value)):
            return True
    return False
