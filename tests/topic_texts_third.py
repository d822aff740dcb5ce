"""The texts of `topic_texts_third.toml` as (language, title, text, class)."""

import tomllib
from pathlib import Path

Text = tuple[str, str, str, str]


def _read(label: str) -> list[Text]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [(one["language"], one["title"], one.get("text", "").strip(), one["class"]) for one in tables[label]]


ON, OFF = _read("on"), _read("off")
