"""The HTML report in a real browser: one file, no network, no script, for every eye, ear and width."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from lxml import html

from demo.press import open_press
from reports.render import FORMATS
from tests.browser.frames import CHROMIUM, DESKTOP, PHONE, Frame, browse, look
from tests.report_samples import week
from tests.watching import Watch

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium, which is not on this machine")

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


def through(proxy):
    """Arguments that make the browser ask this proxy for everything."""
    return f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"


@pytest.fixture(scope="module")
def seen(report, tmp_path_factory):
    """What axe finds in both days of the press and in a week with a section of every kind, wide and narrow, light and
    dark; and in a page with faults of each sort, so that it is known to be looking."""
    every = FORMATS["html"](week(), zone="Asia/Seoul")
    faulty = every.replace("--quiet: #625d54", "--quiet: #d5d0c0").replace("h4>", "h6>")
    faulty = faulty.replace('<main id="news"', '<main id="news" style="width:500px"')
    frames = [
        Frame(name, page, width, dark)
        for name, page in (("press", report.read_text(encoding="utf-8")), ("week", every))
        for width in (PHONE, DESKTOP)
        for dark in (False, True)
    ]
    frames.append(Frame("faulty", faulty, PHONE, False))
    return look(frames, tmp_path_factory.mktemp("frames"))


SHOWN = [f"{name}, {width} px, {mood}" for name in ("press", "week") for width in (PHONE, DESKTOP)
         for mood in ("light", "dark")]  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing_that_keeps_anybody_out(seen, name):
    assert seen[name]["violations"] == []


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_stands_wider_than_the_screen_and_the_keyboard_reaches_every_link(seen, name):
    assert seen[name]["wide"] <= seen[name]["screen"]
    assert seen[name]["unseen"] == []


def test_a_faulty_page_is_found_out(seen):
    faulty = seen[f"faulty, {PHONE} px, light"]
    assert {"color-contrast", "heading-order"} <= {one[0] for one in faulty["violations"]}
    assert faulty["wide"] > PHONE


def test_the_browser_shows_every_headline_and_asks_nothing_of_the_network(report, tmp_path, proxy):
    address, asked = proxy
    seen = html.fromstring(browse(report, tmp_path, *through(address), "--dump-dom"))
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


def test_it_can_be_drawn_in_light_and_dark(report, tmp_path, proxy):
    address, _ = proxy
    pictures = []
    for name, flag in (
        ("light", "--blink-settings=preferredColorScheme=1"),
        ("dark", "--blink-settings=preferredColorScheme=0"),
    ):
        picture = tmp_path / f"{name}.png"
        browse(report, tmp_path, *through(address), flag, f"--screenshot={picture}", "--window-size=900,1400")
        pictures.append(picture.read_bytes())
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]
