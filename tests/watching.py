"""A watch on the demo press for tests: its own folder, its own database, commands run as a user runs them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Watch:
    """Commands against one database in `folder`, through the proxy of a press."""

    folder: Path
    proxy: str
    config: Path = ROOT / "demo" / "treatywatch.toml"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "watch.db"

    @property
    def environment(self) -> dict[str, str]:
        told = {
            "TREATYWATCH_CONFIG": str(self.config),
            "TREATYWATCH_DATABASE": str(self.database),
            "TREATYWATCH_CRAWL_PROXY": self.proxy,
            "TREATYWATCH_CRAWL_EVIDENCE": str(self.folder / "warc"),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TREATYWATCH_")}
        return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **told, **self.extra}

    def start(self, *arguments: str, **options: Any) -> "subprocess.Popen[str]":
        """A command in the background, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )

    def run(self, *arguments: str, expect: int = 0) -> "subprocess.CompletedProcess[str]":
        """A command, waited for; its exit code must be the expected one."""
        done = subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def rows(self) -> list[dict[str, Any]]:
        """Everything that was kept."""
        return [json.loads(line) for line in self.run("export").stdout.splitlines()]

    def report(self, *arguments: str) -> dict[str, Any]:
        """A report as data."""
        told: dict[str, Any] = json.loads(self.run("report", "--format", "json", *arguments).stdout)
        return told
