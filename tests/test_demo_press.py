"""The demo press, through its front door: what it serves, what it counts, what it says is true."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from config import load
from config.reading import read_toml
from config.watch import Agency, Outlet
from demo.press import open_press
from demo.resources import Resource, Site, redirect, resource
from demo.server import Press
from demo.world.newsroom import pieces
from demo.world.outlets import OUTLETS, Format
from demo.world.stories import stories

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "demo" / "seeds"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes
    url: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs):
        return None


def ask(press, url, *, method="GET", follow=True, **headers) -> Answer:
    handlers = [urllib.request.ProxyHandler({"http": press.url})] + ([] if follow else [_Stay()])
    wanted = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, method=method, headers=wanted)
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=10) as found:
            return Answer(found.status, found.headers, found.read(), found.url)
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.headers, refused.read(), refused.url)


def desk(press, what, method="GET"):
    """The control desk, asked directly and not through the proxy."""
    request = urllib.request.Request(f"{press.url}/__press__/{what}", method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as found:
        return json.load(found)


def listed(channel, outlet, body) -> list[str]:
    """The addresses of articles on a channel, read without any code of ours."""
    if channel.format is Format.JSON:
        return [item["url"] for item in json.loads(body)["items"]]
    if channel.format is Format.SECTION:
        links = html.fromstring(body.decode()).xpath("//div[@class='teaser']//a/@href")
        return [str(link) for link in links]
    root = etree.fromstring(body)
    found = root.xpath(
        "//*[local-name()='item']/*[local-name()='link']/text()"
        " | //*[local-name()='entry']/*[local-name()='link']/@href"
        " | //*[local-name()='url']/*[local-name()='loc']/text()"
    )
    return [str(url) for url in found]


def read_channel(press, outlet, channel) -> list[str]:
    answer = ask(press, f"http://{outlet.host}{channel.path}")
    assert answer.status == 200, f"{outlet.id}{channel.path}"
    children = re.findall(rb"<sitemap>\s*<loc>(.*?)</loc>", answer.body)
    bodies = [ask(press, child.decode()).body for child in children] or [answer.body]
    return [url for body in bodies for url in listed(channel, outlet, body)]


@pytest.fixture(scope="module")
def shared_press() -> Iterator[Press]:
    with open_press() as press:
        yield press


@pytest.fixture
def press(shared_press):
    shared_press.set_day(1)
    shared_press.delay = 0.0
    shared_press.log.clear()
    return shared_press


def of_day(truth, day):
    return [it for it in truth["articles"] if it["day"] == day]


# The server, with a site of its own


@pytest.fixture(scope="module")
def small_press() -> Iterator[Press]:
    page = resource(b"<p>" + b"word " * 300, "text/html", last_modified="Sun, 22 Nov 2026 10:00:00 GMT")
    dateless = Resource(b"no validators", "text/plain")
    site = Site(
        {
            "/page": page,
            "/bare": dateless,
            "/old": redirect("/page"),
            "/find?id=7": Resource(b"seven", "text/plain"),
            "/новости": Resource(b"cyrillic", "text/plain"),
        },
        robots="User-agent: *\nDisallow: /private\n",
    )
    with Press({1: {"one.example": site, "two.example": Site({})}}) as press:
        yield press


def test_a_host_is_answered_in_absolute_form_and_by_its_host_header(small_press):
    assert ask(small_press, "http://one.example/bare").body == b"no validators"
    assert ask(small_press, "http://ONE.example:80/bare").body == b"no validators"
    with socket.create_connection(("127.0.0.1", small_press.port), timeout=10) as line:
        line.sendall(b"GET /bare HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"no validators")


def test_an_unknown_host_is_a_bad_gateway_and_an_unknown_page_is_not_found(small_press):
    assert ask(small_press, "http://nowhere.example/").status == 502
    assert ask(small_press, "http://one.example/nothing").status == 404
    assert ask(small_press, "http://one.example/bare", method="POST").status == 405


def test_robots_txt_is_the_sites_own_or_allows_all(small_press):
    assert b"Disallow: /private" in ask(small_press, "http://one.example/robots.txt").body
    assert b"Allow: /" in ask(small_press, "http://two.example/robots.txt").body


def test_validators_give_304_without_a_body(small_press):
    first = ask(small_press, "http://one.example/page")
    etag = first.headers["ETag"]
    assert ask(small_press, "http://one.example/page", If_None_Match=etag).status == 304
    assert ask(small_press, "http://one.example/page", If_None_Match=f'"x", W/{etag}').body == b""
    assert ask(small_press, "http://one.example/page", If_None_Match='"x"').status == 200
    since = first.headers["Last-Modified"]
    assert ask(small_press, "http://one.example/page", If_Modified_Since=since).status == 304
    assert ask(small_press, "http://one.example/page", If_Modified_Since="Sat, 21 Nov 2026 10:00:00 GMT").status == 200
    assert ask(small_press, "http://one.example/page", If_Modified_Since="yesterday").status == 200
    assert ask(small_press, "http://one.example/page", If_Modified_Since=since, If_None_Match='"x"').status == 200


def test_a_page_without_validators_never_gives_304(small_press):
    answer = ask(
        small_press, "http://one.example/bare", If_None_Match="*", If_Modified_Since="Sun, 22 Nov 2037 10:00:00 GMT"
    )
    assert answer.status == 200
    assert "ETag" not in answer.headers


def test_gzip_is_sent_only_when_accepted_and_head_sends_no_body(small_press):
    plain = ask(small_press, "http://one.example/page")
    zipped = ask(small_press, "http://one.example/page", Accept_Encoding="gzip")
    head = ask(small_press, "http://one.example/page", method="HEAD")
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.body) < len(plain.body) == int(head.headers["Content-Length"])
    assert head.body == b""


def test_redirects_lead_on_and_tracking_parameters_change_nothing(small_press):
    assert ask(small_press, "http://one.example/old", follow=False).headers["Location"] == "/page"
    assert ask(small_press, "http://one.example/old").status == 200
    assert ask(small_press, "http://one.example/bare?utm_source=x").status == 200
    assert ask(small_press, "http://one.example/find?id=7").body == b"seven"
    assert ask(small_press, "http://one.example/find?id=8").status == 404


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="?#"), min_size=1, max_size=12))
def test_a_page_is_found_however_its_address_is_spelled(name):
    path = "/" + name
    site = Site({path: Resource(b"here")})
    everything_escaped = "/" + "".join(f"%{byte:02X}" for byte in name.encode())
    assert site.answer(path).status == 200
    if "%" not in name:
        assert site.answer(everything_escaped).status == 200
        assert site.answer(everything_escaped.lower()).status == 200


def test_requests_are_logged_in_order_with_who_asked(small_press):
    desk(small_press, "requests/clear", "POST")
    ask(small_press, "http://one.example/page", User_Agent="a polite reader")
    ask(small_press, "http://two.example/x?y=1", method="HEAD", If_None_Match='"x"')
    first, second = desk(small_press, "requests")
    assert (first["host"], first["path"], first["status"]) == ("one.example", "/page", 200)
    assert (first["user_agent"], first["conditional"]) == ("a polite reader", False)
    assert (second["path"], second["method"], second["status"], second["conditional"]) == ("/x?y=1", "HEAD", 404, True)
    assert first["at"] <= second["at"]
    assert [seen.path for seen in small_press.requests] == ["/page", "/x?y=1"]


def test_a_delay_holds_back_sites_but_not_the_control_desk():
    with Press({1: {"one.example": Site({"/": Resource(b"slow")})}}, delay=0.3) as press:
        began = time.monotonic()
        desk(press, "truth")
        at_the_desk = time.monotonic() - began
        assert ask(press, "http://one.example/").body == b"slow"
        assert time.monotonic() - began - at_the_desk >= 0.3
        assert at_the_desk < 0.3


def test_closing_waits_neither_for_idle_connections_nor_for_slow_answers():
    with Press({1: {"one.example": Site({"/": Resource(b"slow")})}}, delay=60) as press:
        idle = socket.create_connection(("127.0.0.1", press.port))
        asking = socket.create_connection(("127.0.0.1", press.port))
        asking.sendall(b"GET http://one.example/ HTTP/1.1\r\nHost: one.example\r\n\r\n")
        time.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    idle.close()
    asking.close()


# The world


def test_every_channel_parses_and_lists_the_articles_of_the_day(press):
    truth = press.truth()
    for day in (1, 2):
        press.set_day(day)
        gone = {change["canonical"] for change in truth["changes"] if change["kind"] == "gone"} if day == 2 else set()
        moved = {it["url"]: it["to"] for it in truth["changes"] if it["kind"] == "moved"} if day == 2 else {}
        for outlet in OUTLETS:
            first = [url for channel in outlet.channels[:1] for url in read_channel(press, outlet, channel)]
            if outlet.id == "strait-press":  # one feed for each of its languages
                first += read_channel(press, outlet, outlet.channels[1])
            expected = [
                moved.get(it["url"], it["url"])
                for it in truth["articles"]
                if it["outlet"] == outlet.id and it["day"] <= day and it["canonical"] not in gone
            ]
            assert Counter(first) == Counter(expected), f"{outlet.id} on day {day}"


def test_every_format_is_there_with_old_encodings_among_them(press):
    assert {channel.format for outlet in OUTLETS for channel in outlet.channels} == set(Format)
    assert {language for outlet in OUTLETS for language in outlet.languages} == {"en", "ru", "ko", "de", "uk"}
    assert b"encoding='windows-1251'" in ask(press, "http://tia.example/export/rss.xml").body[:60]
    assert ask(press, "http://donghae-ilbo.example/rss/all.xml").body.decode("euc-kr")


def test_every_article_answers_at_all_its_addresses_unless_its_outlet_refuses_machines(press):
    refusing = {outlet.id for outlet in OUTLETS if outlet.refuses}
    for it in of_day(press.truth(), 1):
        for url in (it["url"], *it["also"]):
            answer = ask(press, url)
            assert answer.status == (403 if it["outlet"] in refusing else 200), url
    assert refusing == {"peninsula-desk"}


def test_a_page_carries_its_own_text_title_and_canonical_address(press):
    truth = press.truth()
    for day in (1, 2):
        press.set_day(day)
        for piece in (it for found in pieces(day).values() for it in found):
            if piece.gone or piece.outlet.refuses:
                continue
            body = ask(press, piece.canonical).body.decode(piece.outlet.encoding)
            tree = html.fromstring(re.sub(r"^<\?xml[^>]*>", "", body))
            text = " ".join(tree.text_content().split())
            for paragraph in piece.credited:
                assert " ".join(paragraph.split()) in text, piece.canonical
            assert tree.xpath("//link[@rel='canonical']/@href") == [piece.canonical]
            assert tree.xpath("//meta[@property='og:title']/@content") == [piece.text.title]
    titles = {(it["canonical"], it["title"]) for it in truth["articles"]}
    assert len(titles) == len({it["canonical"] for it in truth["articles"]}), "two articles share an address"


def test_the_feed_of_the_outlet_that_refuses_machines_carries_the_full_text(press):
    root = etree.fromstring(ask(press, "http://peninsula-desk.example/feed/").body)
    contents = root.findall(".//{http://purl.org/rss/1.0/modules/content/}encoded")
    its = [it for it in of_day(press.truth(), 1) if it["outlet"] == "peninsula-desk"]
    assert len(contents) == len(its) >= 3
    assert all(len(content.text or "") > 500 for content in contents)


def test_feeds_answer_304_until_the_second_day_brings_something(press):
    for outlet in OUTLETS:
        channel = outlet.channels[0]
        url = f"http://{outlet.host}{channel.path}"
        first = ask(press, url)
        headers = {"If_None_Match": first.headers["ETag"]} if "ETag" in first.headers else {}
        if "Last-Modified" in first.headers:
            headers["If_Modified_Since"] = first.headers["Last-Modified"]
        assert ask(press, url, **headers).status == 304
        press.set_day(2)
        second = ask(press, url, **headers)
        assert (second.status == 304) == (first.body == ask(press, url).body), outlet.id
        press.set_day(1)


def test_two_finders_show_one_article_under_two_addresses(press):
    several = [it for it in of_day(press.truth(), 1) if it["also"]]
    assert any("utm_" in it["url"] for it in several)
    assert any(it["url"].startswith("http://m.") for it in several)
    for it in several:
        pages = {ask(press, url).body for url in (it["url"], *it["also"])}
        assert len(pages) == 1, it["url"]


def test_the_topic_stands_beside_off_topic_articles_but_never_in_them(press):
    russia, korea = (r"Russia|Росси|러시아|Russland", r"North Korea|Pyongyang|КНДР|Пхеньян|북한|Nordkorea")
    beside = 0
    for piece in (it for found in pieces(1).values() for it in found):
        if piece.story.on_topic or piece.story.why_not == "a passing mention":
            continue
        own = " ".join((piece.text.title, piece.text.standfirst, *piece.text.paragraphs))
        assert not (re.search(russia, own) and re.search(korea, own)), piece.canonical
        page = ask(press, piece.canonical).body.decode(piece.outlet.encoding)
        beside += bool(re.search(russia, page) and re.search(korea, page))
    assert beside >= 10


def test_a_follow_up_quotes_the_background_of_another_story_word_for_word():
    first, second = stories()["article-four-talks"].text, stories()["seoul-drill-reply"].text
    assert first.paragraphs[-2:] == second.paragraphs[-2:]
    assert not set(first.paragraphs[:-2]) & set(second.paragraphs[:-2])


def test_copies_come_in_every_relation_and_some_without_credit(press):
    kept = [it for it in of_day(press.truth(), 1) if it["kept"]]
    relations = Counter(it["relation"] for it in kept)
    assert set(relations) == {"origin", "identical", "edited", "excerpt", "extended", "merged"}
    copies = [it for it in kept if it["relation"] != "origin"]
    assert {it["agency"] for it in copies} == {"strait-press", "tia", None}
    merged = next(it for it in kept if it["relation"] == "merged")
    assert merged["also_of"] == ["workers-quota"]
    assert merged["story"] == "tumen-road-bridge"


# The second day


def test_the_second_day_changes_what_the_truth_says_and_nothing_else(press):
    truth = press.truth()
    changed = {it["canonical"] for it in truth["changes"]}
    kinds = Counter(it["kind"] for it in truth["changes"])
    assert kinds == {"edited": 1, "headline": 1, "gone": 1, "moved": 1, "furniture": 1, "typography": 1}
    pages = {it["canonical"]: ask(press, it["canonical"]) for it in of_day(truth, 1)}
    press.set_day(2)
    for url, before in pages.items():
        after = ask(press, url, follow=False)
        if url in changed:
            assert after.body != before.body, url
        elif "ETag" in before.headers:  # outlets without validators change their pages' furniture as they like
            assert after.body == before.body, url
            assert ask(press, url, If_None_Match=before.headers["ETag"]).status == 304


def test_each_change_of_the_second_day_is_of_its_kind(press):
    change = {it["kind"]: it for it in press.truth()["changes"]}
    edited = ask(press, change["edited"]["canonical"]).body.decode()
    headline = ask(press, change["headline"]["canonical"]).body.decode()
    assert edited.count("10,000") >= 2
    press.set_day(2)
    assert ask(press, change["edited"]["canonical"]).body.decode() == with_the_day_of(
        edited.replace("10,000", "12,000"), press, change["edited"]
    )
    after = ask(press, change["headline"]["canonical"]).body.decode()
    assert change["headline"]["before"] in headline
    assert change["headline"]["before"] not in after
    assert change["headline"]["after"] in after
    assert ask(press, change["gone"]["canonical"]).status == 410
    moved = ask(press, change["moved"]["canonical"], follow=False)
    assert (moved.status, moved.headers["Location"]) == (301, change["moved"]["to_canonical"])
    assert ask(press, change["moved"]["url"]).url.startswith(change["moved"]["to_canonical"])


def with_the_day_of(body, press, change):
    """The page as it would be with the `dateModified` of the second day."""
    after = ask(press, change["canonical"]).body.decode()
    stamp = re.search(r'"dateModified": "[^"]*"', after)
    assert stamp
    return re.sub(r'"dateModified": "[^"]*"', stamp[0], body)


def test_furniture_and_typography_change_bytes_but_no_words():
    def words(text):
        return re.findall(r"\w+", " ".join((text.title, text.standfirst, *text.paragraphs)))

    seen = set()
    for outlet, found in pieces(1).items():
        for before in found:
            later = before.printing.later
            if not (later.furniture or later.typography):
                continue
            after = next(it for it in pieces(2)[outlet] if it.story.key == before.story.key)
            assert words(after.text) == words(before.text)
            assert (after.text != before.text) == later.typography
            seen.add(outlet)
    assert len(seen) == 2


def test_the_second_day_brings_new_stories_and_late_carriers_one_of_them_dated_the_day_before(press):
    truth = press.truth()
    expected = truth["expected"]["2"]
    assert set(expected["new_stories"]) == {"ferry-line", "memorial-ko", "rason-clinic-ru"}
    assert len(expected["new_stories"]["ferry-line"]) == 3
    assert {it["story"] for it in expected["new_carriers"]} == {
        "article-four-talks",
        "labour-protocol-ru",
        "shells-estimate-ko",
    }
    late = [it for it in truth["articles"] if it["late"]]
    assert [it["story"] for it in late] == ["shells-estimate-ko"]
    assert late[0]["published"] < "2026-11-22T15:00:00Z"


# The truth


def test_the_expected_events_add_up_to_the_articles(press):
    truth = press.truth()
    assert 45 <= len(of_day(truth, 1)) <= 60
    for day in (1, 2):
        expected = truth["expected"][str(day)]
        counts = expected["counts"]
        kept = [it for it in of_day(truth, day) if it["kept"]]
        assert counts["new story"] + counts["new carrier"] == len(kept) == counts["articles kept"]
        assert counts["articles not kept"] == len(expected["not_kept"]) == len(of_day(truth, day)) - len(kept)
        told = [url for urls in expected["new_stories"].values() for url in urls]
        told += [it["url"] for it in expected["new_carriers"]]
        assert sorted(told) == sorted(it["canonical"] for it in kept)
    assert truth["expected"]["2"]["counts"]["edited"] == 2
    assert all(it["on_topic"] or it["why_not"] for it in truth["articles"])


def test_the_desk_tells_the_truth_and_publishes_the_second_day(press):
    assert desk(press, "truth") == press.truth()
    assert desk(press, "day/2", "POST") == {"day": 2}
    assert press.truth()["day"] == press.day == 2
    for wrong in ("day/3", "day/x", "nonsense"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            desk(press, wrong, "POST")
        refused.value.close()
        assert refused.value.code == 404


def test_the_seeds_name_this_world_and_nothing_else():
    outlets = {name: Outlet(**table, id=name) for name, table in read_toml(SEEDS / "outlets.toml").items()}
    agencies = {name: Agency(**table, id=name) for name, table in read_toml(SEEDS / "agencies.toml").items()}
    assert list(outlets) == [outlet.id for outlet in OUTLETS]
    for outlet in OUTLETS:
        seed = outlets[outlet.id]
        named = {address.url for address in (*seed.feeds, *seed.sitemaps, *seed.sections)}
        assert named == {f"http://{outlet.host}{channel.path}" for channel in outlet.channels}
        assert (seed.name, tuple(seed.languages), seed.agency) == (outlet.name, outlet.languages, outlet.agency)
        assert (seed.pages == "feed only") == outlet.refuses
        for section in seed.sections:
            its = [piece for piece in pieces(2)[outlet.id] if not piece.gone]
            assert all(re.search(section.links, piece.canonical) for piece in its)
            assert not re.search(section.links, f"http://{outlet.host}/section/1")
    assert {outlet.agency for outlet in OUTLETS if outlet.agency} == set(agencies)


def test_the_configuration_of_the_demo_loads_with_the_shipped_topic():
    config = load(ROOT / "demo" / "treatywatch.toml", environment={})
    assert len(config.enabled_outlets) == len(OUTLETS)
    assert config.database == ROOT / "demo" / "out" / "treatywatch.db"
    assert config.settings.revisit.gone_answers == 1


# The command


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_in_the_foreground_and_stops_cleanly(number):
    with subprocess.Popen(
        [sys.executable, "-m", "demo.press", "--day", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            line = json.loads(process.stdout.readline())
            plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with plain.open(line["truth"], timeout=10) as found:
                assert json.load(found)["day"] == 2
            with plain.open(urllib.request.Request(line["day"]["1"], method="POST"), timeout=10) as found:
                assert json.load(found) == {"day": 1}
            with plain.open(line["requests"], timeout=10) as found:
                assert json.load(found) == []
            assert line["proxy"] == f"http://127.0.0.1:{line['port']}"
            process.send_signal(number)
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 0
    assert errors == ""
