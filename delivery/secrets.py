"""Secrets: read from the environment when they are needed, and kept out of whatever is said or stored."""

import os
import re
from collections.abc import Iterable

_SHORTEST_PART = 5  # characters of an address that may be a token; shorter ones are words such as "api"
HIDDEN = "***"


class MissingSecret(Exception):
    """A variable that the configuration names is not set."""


def secret(variable: str) -> str:
    """What a variable holds; "" where none is named. Raises MissingSecret."""
    if not variable:
        return ""
    found = os.environ.get(variable, "").strip()
    if not found:
        raise MissingSecret(f"the variable {variable} is not set")
    return found


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """A text without these secrets, nor the parts of those that are addresses."""
    for whole in secrets:
        parts = [whole, *re.split(r"[/:@?&=]+", whole)]
        for part in sorted({part for part in parts if len(part) >= _SHORTEST_PART}, key=len, reverse=True):
            text = text.replace(part, HIDDEN)
    return text
