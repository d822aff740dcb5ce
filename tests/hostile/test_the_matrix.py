"""Every row of the matrix has a test: the names of the tests say which."""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = range(1, 61)
NOT_YET = {42: "the web view is not built"}
"""Rows that wait for what they are about. Whoever builds `web/` writes the tests of row 42, and takes it out."""


def rows_tested() -> set[int]:
    named = re.compile(r"^(?:async )?def test_(\d\d)_", re.MULTILINE)
    return {int(row) for path in HERE.glob("test_*.py") for row in named.findall(path.read_text(encoding="utf-8"))}


def test_every_row_has_a_test_unless_what_it_is_about_is_not_built() -> None:
    assert rows_tested() == set(ROWS) - set(NOT_YET)


def test_what_is_not_built_yet_is_not_there() -> None:
    web = HERE.parent.parent / "web"
    assert (42 in NOT_YET) == (not web.exists())
