"""The commands of `docs/evidence.md` run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_watch import ROOT, SmallWatch, prose, small_watch

PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
COMMANDS = sorted(LINES, key=lambda line: "--bundle" not in line)  # the bundle is asked about before it is made


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("evidence"))
    made.keep({"id": 1, "title": "A crossing", "text": prose(1), "url": "https://one.example/"})
    return made


def test_each_command_of_the_page_runs(watch: SmallWatch) -> None:
    told = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    for line in COMMANDS:
        if "FILE" in line:
            continue
        command = line.replace("unzip -q story.zip", "python -m zipfile -e story.zip .")  # not every machine has unzip
        done = subprocess.run(
            ["bash", "-c", command], cwd=watch.folder, env=told, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)


def test_every_file_of_a_bundle_is_explained() -> None:
    for name in ("README.txt", "citations.txt", "SHA256SUMS", "story.json", "events.jsonl", "pages.warc.gz"):
        assert f"`{name}`" in PAGE
