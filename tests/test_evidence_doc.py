"""The commands of `docs/evidence.md` run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_watch import ROOT, SmallWatch, prose, small_watch

PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if "FILE" not in line
]


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("evidence"))
    made.keep({"id": 1, "title": "A crossing", "text": prose(1), "url": "https://one.example/"})
    made.run("export", "--story", "1", "--bundle", "story.zip")
    return made


def test_each_command_of_the_page_runs(watch: SmallWatch) -> None:
    (watch.folder / "story.zip").unlink()
    ordered = sorted(COMMANDS, key=lambda line: "export" not in line)
    for command in ordered:
        if command.startswith("unzip"):
            command = command.replace("unzip -q", f"{sys.executable} -m zipfile -e").replace("zip &&", "zip . &&")  # noqa: PLW2901
        path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
        done = subprocess.run(["bash", "-c", command], cwd=watch.folder, env=path, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)


def test_every_file_of_a_bundle_is_explained(watch: SmallWatch) -> None:
    for name in ("README.txt", "citations.txt", "SHA256SUMS", "story.json", "events.jsonl", "pages.warc.gz"):
        assert f"`{name}`" in PAGE
