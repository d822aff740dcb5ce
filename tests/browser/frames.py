"""Reports in the frames of one page of a real browser: what axe finds in them, and how wide they stand.

A report runs no script, so a copy of each is made that may: without its policy, its tables of figures unfolded, axe
inside. Many frames in one browser cost less than a browser each.
"""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
]
PHONE, DESKTOP = 360, 1280  # CSS pixels

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# WCAG 2.0 and 2.1, levels A and AA, and what the makers of axe advise beyond them.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_LOOK = """
for (const one of document.querySelectorAll("details")) one.open = true;
const wide = document.documentElement.scrollWidth, rules = %s;
const unseen = [...document.querySelectorAll("a, summary")].filter((one) => {
  one.focus();
  return document.activeElement !== one || !one.getClientRects().length;
}).map((one) => one.outerHTML);
document.activeElement.blur();
axe.run(document, {runOnly: rules}).then((done) => parent.postMessage({
  name: window.name, wide, screen: window.innerWidth, unseen,
  violations: done.violations.map((one) => [one.id, one.help, ...one.nodes.slice(0, 3).map((node) => node.html)]),
}, "*"));
"""
_GATHER = """
<pre id="found"></pre><script>
const found = [];
addEventListener("message", (event) => {
  found.push(event.data);
  document.getElementById("found").textContent = JSON.stringify(found);
});
</script>"""


@dataclass(frozen=True)
class Frame:
    """One report, shown in a width and in a colour scheme."""

    report: str
    page: str
    width: int
    dark: bool

    @property
    def name(self) -> str:
        return f"{self.report}, {self.width} px, {'dark' if self.dark else 'light'}"


def browse(page: Path, folder: Path, *arguments: str) -> str:
    """What Chromium prints of a page, with a profile of its own in the folder."""
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments, page.as_uri()],
        capture_output=True,
        timeout=240,
        check=True,
    )
    return done.stdout.decode("utf-8")


def look(frames: Iterable[Frame], folder: Path) -> dict[str, dict[str, Any]]:
    """Frame's name -> what was found in it: `violations`, `wide` and `screen` in CSS pixels, `unseen` links."""
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    (folder / "axe.js").write_text(axe, encoding="utf-8")
    (folder / "look.js").write_text(_LOOK % json.dumps(_RULES), encoding="utf-8")
    shown = []
    for number, frame in enumerate(frames):
        copy, removed = _POLICY.subn("", frame.page)
        assert removed == 1
        if frame.dark:
            copy = copy.replace("(prefers-color-scheme: dark)", "all")
        scripts = '<script src="axe.js"></script><script src="look.js"></script></body>'
        (folder / f"{number}.html").write_text(copy.replace("</body>", scripts), encoding="utf-8")
        shown.append(
            f'<iframe name="{html.escape(frame.name)}" src="{number}.html" title="{number}"'
            f' style="width:{frame.width}px;height:900px;border:0"></iframe>'
        )
    around = folder / "around.html"
    around.write_text(f"<!DOCTYPE html>{_GATHER}{''.join(shown)}", encoding="utf-8")
    dom = browse(around, folder, "--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom")
    found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-500:]
    return {one["name"]: one for one in json.loads(html.unescape(found[1]) or "[]")}
