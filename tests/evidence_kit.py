"""A crawled watch with kept pages, for tests of evidence: copied for each test, so that files may be spoilt."""

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.small_watch import Answer, SmallWatch
from tests.watching import ROOT

Files = dict[str, bytes]


@dataclass(frozen=True)
class Kept:
    """A folder with `watch.db` and `warc/`, and the front door to it in this process."""

    folder: Path

    @property
    def warc(self) -> Path:
        return self.folder / "warc"

    def run(self, *arguments: str, expect: int = 0, **told: str) -> Answer:
        known = {
            "TREATYWATCH_CONFIG": str(ROOT / "demo" / "treatywatch.toml"),
            "TREATYWATCH_DATABASE": str(self.folder / "watch.db"),
            "TREATYWATCH_CRAWL_EVIDENCE": str(self.warc),
        }
        return SmallWatch(self.folder).run(*arguments, expect=expect, **known | told)

    def ask(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.folder / "watch.db")) as db:
            rows = db.execute(sql, values).fetchall()
            db.commit()
        return rows

    def bundle(self, story: int, name: str = "story.zip") -> Path:
        path = self.folder / name
        self.run("export", "--story", str(story), "--bundle", str(path))
        return path

    def copy(self, to: Path) -> "Kept":
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return Kept(to)


def unzipped(path: Path) -> Files:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def listed_anew(files: Files) -> Files:
    """The files with a manifest that agrees with them: what a forger would do next."""
    [manifest] = [name for name in files if name.endswith("SHA256SUMS")]
    top = manifest.removesuffix("SHA256SUMS")
    others = sorted(name for name in files if name != manifest)
    lines = (f"{sha256(files[name]).hexdigest()}  {name.removeprefix(top)}\n" for name in others)
    return {**files, manifest: "".join(lines).encode()}


def one_of(files: Mapping[str, bytes], pattern: str) -> str:
    return next(name for name in files if re.search(pattern, name))


Spoil = Callable[[Files], Files]
