"""What a host answers: addresses and their resources. Pure; `server.py` puts it on a wire."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import unquote

ALLOW_ALL = "User-agent: *\nAllow: /\n"
NOT_FOUND = b"<!doctype html><title>404</title><h1>404</h1><p>There is no such page here.</p>"


@dataclass(frozen=True, slots=True)
class Resource:
    """What one address answers. With neither `etag` nor `last_modified` (an HTTP date) it never answers 304."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    last_modified: str = ""


def resource(
    body: bytes, content_type: str, *, last_modified: str = "", headers: tuple[tuple[str, str], ...] = ()
) -> Resource:
    """A page or feed with an ETag made from its bytes."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Resource(body, content_type, headers=headers, etag=etag, last_modified=last_modified)


def redirect(location: str, status: int = 301) -> Resource:
    """An address that sends its visitors elsewhere."""
    return Resource(status=status, headers=(("Location", location),))


@dataclass(frozen=True)
class Site:
    """One host: path (with its query, if it has one) -> Resource.

    An address is found as it is written, then with percent signs decoded, then without its query, since a real server
    answers `/page?utm_source=x` as it does `/page`.
    """

    resources: Mapping[str, Resource]
    robots: str = ALLOW_ALL
    not_found: bytes = NOT_FOUND

    @cached_property
    def _decoded(self) -> dict[str, Resource]:
        return {unquote(path): found for path, found in self.resources.items()}

    def answer(self, target: str) -> Resource:
        """The resource at a path with an optional query; a 404 where there is none."""
        path = target.partition("?")[0]
        for spelling in (target, path):
            found = self.resources.get(spelling) or self._decoded.get(unquote(spelling))
            if found is not None:
                return found
        if path == "/robots.txt":
            return Resource(self.robots.encode(), "text/plain; charset=utf-8")
        return Resource(self.not_found, status=404)


def is_fresh(found: Resource, none_match: str | None, modified_since: str | None) -> bool:
    """Whether what a client holds is still good; If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2)."""
    if none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
        return bool(found.etag) and (found.etag in tags or "*" in tags)
    if modified_since is None or not found.last_modified:
        return False
    try:
        return parsedate_to_datetime(found.last_modified) <= parsedate_to_datetime(modified_since)
    except (TypeError, ValueError):
        return False  # a date that nobody can read is as good as none
