"""The HTML report in a real browser: one file, no network, no script, readable on a phone."""

import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from lxml import html

from demo.press import open_press
from tests.watching import Watch

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium, which is not on this machine")

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
]
# What the browser asks for itself, whatever page it shows.
BROWSER_S_OWN = re.compile(r"\b(google|gstatic|googleapis|gvt1)\.com\b")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The HTML report of both days of the demo press."""
    folder = tmp_path_factory.mktemp("report")
    with open_press() as press:
        watch = Watch(folder, press.url)
        watch.run("crawl")
        press.set_day(2)
        watch.run("crawl")
        watch.run("report", "--output", str(folder / "report.html"))
    return folder / "report.html"


@pytest.fixture
def proxy():
    """A proxy that writes down what a browser asks of the network, and answers nothing."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if not BROWSER_S_OWN.search(self.path):
                asked.append(self.path)
            self.send_error(502)

        do_CONNECT = do_POST = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def browse(report, tmp_path, proxy, *arguments):
    done = subprocess.run(
        [
            *(CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--proxy-server={proxy}"),
            *("--proxy-bypass-list=<-loopback>", *arguments, report.as_uri()),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return done.stdout.decode("utf-8")


def test_the_browser_shows_every_headline_and_asks_nothing_of_the_network(report, tmp_path, proxy):
    address, asked = proxy
    seen = html.fromstring(browse(report, tmp_path, address, "--dump-dom"))
    text = " ".join(seen.text_content().split())
    for word in ("12,000", "Wonsan", "북한", "КНДР", "Russland"):
        assert word in text
    assert asked == []


def test_there_is_no_script_and_no_style_from_elsewhere(report):
    page = html.fromstring(report.read_bytes())
    assert page.xpath("//script") == []
    assert page.xpath("//link[@rel='stylesheet']") == []
    assert page.xpath("//img | //iframe | //object | //embed") == []
    assert not re.search(r"url\(\s*['\"]?http", report.read_text(encoding="utf-8"))


def test_on_a_phone_nothing_stands_wider_than_the_screen(report, tmp_path, proxy):
    address, _ = proxy
    # A page without scripts cannot be asked for its width: a frame around it in a page of our own can.
    around = tmp_path / "around.html"
    around.write_text(
        f'<iframe id="f" src="{report.as_uri()}" style="width:390px;height:800px;border:0"></iframe><p id="w"></p>'
        "<script>f.onload=()=>{w.textContent='width '+f.contentDocument.documentElement.scrollWidth}</script>",
        encoding="utf-8",
    )
    seen = browse(
        around, tmp_path, address, "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom"
    )
    width = re.search(r"width (\d+)", seen)
    assert width, seen[-500:]
    assert int(width[1]) <= 390


def test_it_can_be_drawn_in_light_and_dark(report, tmp_path, proxy):
    address, _ = proxy
    pictures = []
    for name, flag in (
        ("light", "--blink-settings=preferredColorScheme=1"),
        ("dark", "--blink-settings=preferredColorScheme=0"),
    ):
        picture = tmp_path / f"{name}.png"
        browse(report, tmp_path, address, flag, f"--screenshot={picture}", "--window-size=900,1400")
        pictures.append(picture.read_bytes())
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]
