"""How a report looks on a terminal."""

import re
import unicodedata

import pytest

from reports.digest import digest
from reports.render import terminal
from tests.report_samples import article, new_story, week


def cells(line):
    """Columns of a line, counted by our own rule: wide characters two, marks none."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in line
    )


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_to_the_width_but_for_addresses(width):
    for line in terminal.render(week(), zone="Europe/Berlin", width=width).splitlines():
        assert cells(line) <= width or re.fullmatch(r" *https?://\S+", line)


def test_addresses_are_never_broken():
    long = article(1, url="https://x.example/" + "path-" * 60)
    told = terminal.render(digest([new_story(1, long)], name="", since=0, until=1), zone="UTC", width=60)
    assert long["url"] in told


def test_colour_adds_nothing_but_colour():
    plain = terminal.render(week(), zone="UTC", width=100)
    colored = terminal.render(week(), zone="UTC", width=100, color=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_the_environment_changes_nothing(monkeypatch):
    before = terminal.render(week(), zone="UTC", color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert terminal.render(week(), zone="UTC", color=True) == before


def test_changed_words_are_marked_without_colour():
    told = " ".join(terminal.render(week(), zone="UTC").split())
    assert "Seoul: [-10,000-]{+12,000+} soldiers [-will-]{+may+} rotate by spring" in told
