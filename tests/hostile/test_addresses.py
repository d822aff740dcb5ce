"""Rows 12, 14 and 15: addresses that only we may use, names that change what they mean, and what only we may know."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.guard import GuardedResolver, forbidden_as_written, is_public, literal_address
from crawler.private import apart, masked, named
from demo.resources import Resource, redirect
from tests.hostile.world import (
    Canary,
    Internet,
    assert_the_healthy_finished,
    healthy_answers,
    healthy_outlets,
    query,
)
from tests.rude_press import Act, RudePress, article, feed, index, sitemap, write_watch
from tests.watching import Watch

LOOPBACK = [
    *("127.0.0.1", "127.1", "127.0.1", "0x7f.1", "0x7F.0.0.1", "0177.0.0.1", "2130706433", "017700000001"),
    *("0x7f000001", "127.0.0.1.", "127.255.255.254", "１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1"),
    *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("[2002:7f00:1::1]", "[64:ff9b:1::7f00:1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[0:0:0:0:0:0:0:1]"),
]
OTHER_PRIVATE = [
    *("0", "0.0.0.0", "[::]", "10.0.0.1", "10.1", "172.16.0.1", "192.168.1.1", "192.168.257", "100.64.0.1"),
    *("169.254.169.254", "0xa9fea9fe", "2852039166", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("192.0.2.1", "198.18.0.1", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]"),
    *("[fec0::1]", "[2001:db8::1]", "[64:ff9b::a9fe:a9fe]", "[::ffff:169.254.169.254]", "[2002:a9fe:a9fe::]"),
]
LOCAL_NAMES = [
    *("localhost", "localhost.", "LOCALHOST", "x.localhost", "metadata.internal", "metadata.google.internal"),
    *("printer.local", "intranet", "db", "nas.lan", "wiki.corp", "router.home.arpa", "localhost.localdomain"),
]
NO_NAMES = ["127.0.0.08", "1.2.3.4.5", "-1.0.0.1", "256.256.256.256", "99999999999", "a.0x7f", "%31%32%37.0.0.1", ""]
PUBLIC = [
    *("8.8.8.8", "93.184.216.34", "1.1", "[2606:4700:4700::1111]", "[2a00:1450:4001::1]", "[::ffff:8.8.8.8]"),
    *("[64:ff9b::808:808]", "[2002:808:808::1]", "tass.ru", "www.yna.co.kr", "кремль.рф", "example.org."),
    "a-b.example",
]
# Names that a stranger's zone may hold, and what they resolve to.
NAMES_OF_STRANGERS = {
    "inside.example": "127.0.0.1",
    "mapped.example": "::ffff:127.0.0.1",
    "inside6.example": "::1",
    "metadata.example": "169.254.169.254",
    "office.example": "10.0.0.1",
}
# All that leads to this machine, and the other private ones that a crawl would find the quickest: 60 spellings.
SPELLINGS = [*LOOPBACK, *OTHER_PRIVATE[:22], *LOCAL_NAMES[:9], *NAMES_OF_STRANGERS]
assert len(set(SPELLINGS)) == 60
WAYS = ("entry", "map", "child", "page", "feed", "refresh")


@pytest.mark.parametrize("host", [*LOOPBACK, *OTHER_PRIVATE, *LOCAL_NAMES, *NO_NAMES])
def test_12_an_address_that_is_not_public_is_forbidden_however_it_is_written(host):
    for scheme in ("http", "https"):
        assert forbidden_as_written(f"{scheme}://{host}/feed.xml", ())
        assert forbidden_as_written(f"{scheme}://user:word@{host}:8080/feed.xml", ())


@pytest.mark.parametrize("host", PUBLIC)
def test_12_a_public_address_is_not(host):
    assert forbidden_as_written(f"http://{host}/feed.xml", ()) == ""
    assert forbidden_as_written(f"https://{host}:8443/feed.xml", ()) == ""


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "data:text/html,x", "ftp://tass.ru/x", "javascript:alert(1)", "gopher://x.example/"]
)
def test_13_only_http_is_spoken(url):
    assert forbidden_as_written(url, ()).endswith("is not http")


@pytest.mark.parametrize("url", ["http://[::1", "http://tass.ru:port/", "http://tass.ru:99999/", "http://[x]/"])
def test_12_an_address_that_cannot_be_read_is_forbidden_and_raises_nothing(url):
    assert forbidden_as_written(url, ())


def test_12_what_the_user_allows_is_one_host_at_one_port():
    allow = {"127.0.0.1:8080", "feeds.internal:80"}
    assert forbidden_as_written("http://127.0.0.1:8080/x", allow) == ""
    assert forbidden_as_written("http://feeds.internal/x", allow) == ""
    assert forbidden_as_written("http://127.0.0.1:8081/x", allow)
    assert forbidden_as_written("https://feeds.internal/x", allow)


@given(st.ip_addresses(v=4), st.data())
def test_12_every_spelling_of_an_ipv4_address_is_read_as_that_address(address, data):
    def written(number):
        return data.draw(st.sampled_from([str(number), f"0{number:o}", f"0x{number:x}", f"0X{number:X}"]))

    value, parts = int(address), data.draw(st.integers(1, 4))
    heads = [(value >> (24 - 8 * place)) & 0xFF for place in range(parts - 1)]
    tail = value & ((1 << (32 - 8 * (parts - 1))) - 1)
    spelled = ".".join([*map(written, heads), written(tail)])
    assert literal_address(spelled) == str(address)


@given(st.text(max_size=40))
def test_12_no_host_makes_the_guard_raise(host):
    assert isinstance(forbidden_as_written(f"http://{host}/", ()), str)
    literal_address(host)
    is_public(host)


@pytest.fixture(scope="module", params=[True, False], ids=["through a proxy", "directly"])
def led_astray(request, tmp_path_factory):
    """A crawl that every way in leads to every spelling of the canary's address."""
    proxied, folder = request.param, tmp_path_factory.mktemp("astray")
    internet = Internet(folder)
    with RudePress(healthy_answers()) as press, Canary() as canary:
        inner = [f"http://{host}:{canary.port}" for host in SPELLINGS]
        places = {way: [f"{url}/{way}" for url in inner] for way in WAYS}
        header = [url.encode().decode("latin-1") for url in inner]  # as servers write what is not ASCII: UTF-8
        jumps = [f"http://press.example/jump-{n}" for n in range(len(inner))]
        feeds = [f"http://press.example/moved-{n}.rss" for n in range(len(inner))]
        meta = [f'<meta http-equiv="refresh" content="0; url={url}">'.encode() for url in places["refresh"]]
        pages = [f"http://press.example/refresh-{n}" for n in range(len(inner))]
        answers: dict[str, Resource | Act] = {
            "press.example/feed.rss": feed(*places["entry"], *jumps, *pages, "http://press.example/good"),
            "press.example/map.xml": sitemap(*places["map"]),
            "press.example/index.xml": index(*places["child"], "http://press.example/map.xml"),
            "press.example/good": article("A good page"),
        }
        for n, url in enumerate(header):
            answers[f"press.example/jump-{n}"] = redirect(f"{url}/page", 302)
            answers[f"press.example/moved-{n}.rss"] = redirect(f"{url}/feed", 301)
            body = article(f"Refreshing page {n}").body.replace(b"<title>", meta[n] + b"<title>")
            answers[f"press.example/refresh-{n}"] = Resource(body)
        press.answers |= answers
        for host in {address.partition("/")[0] for address in press.answers}:
            internet.place(host, 80, press.port)
        internet.names |= {name: [[address]] for name, address in NAMES_OF_STRANGERS.items()}
        outlet: dict[str, Any] = {
            "feeds": ["http://press.example/feed.rss", *feeds],
            "sitemaps": ["http://press.example/index.xml"],
        }
        crawl = "pace = 0\nper_host = 16\nmax_sitemaps = 100\nmax_pages = 1000\ntimeout = 5"
        config = write_watch(folder, healthy_outlets() | {"press": outlet}, crawl)
        watch = Watch(folder, press.url if proxied else "", config, internet.write())
        watch.run("crawl", "--no-judge")
        yield watch, press, canary, internet, proxied


def test_12_no_way_in_leads_to_an_address_that_is_not_public_in_any_spelling(led_astray):
    watch, press, canary, internet, proxied = led_astray
    assert canary.visits == 0
    ours = {"press.example", *(name.partition("/")[0] for name in press.answers)}
    assert {seen.host for seen in press.asked} - ours <= (set(NAMES_OF_STRANGERS) if proxied else set())
    allowed = {f"127.0.0.1:{press.port}"} if proxied else set(internet.routes)
    assert internet.connections <= allowed
    assert_the_healthy_finished(watch)


def test_12_each_way_in_was_tried_in_each_spelling_and_ended_with_its_reason(led_astray):
    watch, press, _, _, proxied = led_astray
    ends = {url: (state, reason) for url, state, reason in query(watch, "SELECT url, state, reason FROM leads")}
    strangers = tuple(f"http://{name}" for name in NAMES_OF_STRANGERS)
    for url, (state, reason) in ends.items():
        if url.startswith(("http://press.example/good", "http://press.example/refresh", "http://healthy")):
            assert state == "kept"
        elif state == "new":  # a stranger's name: whoever resolves it finds nothing that may be connected to
            assert url.startswith((*strangers, "http://press.example/jump"))
            assert "no public address" in reason or (proxied and "robots.txt" in reason) or "502" in reason, reason
        elif not (proxied and state == "gone"):
            assert state == "refused"
            assert any(why in reason for why in ("not a public address", "local name", "no host name")), reason
    shown = [url for url in ends if url.endswith(("/entry", "/map"))]
    assert len(shown) >= 100  # spellings that mean one host are one lead
    assert sum("/jump-" in url for url in ends) == 60
    assert press.times("press.example/jump-0") == press.times("press.example/moved-0.rss") == 1


class Answering:
    """A resolver that answers every name with the same addresses, and the reactor's place that it is found in."""

    def __init__(self, *addresses):
        self.addresses, self.nameResolver = addresses, self

    def resolveHostName(self, receiver, *_):
        receiver.resolutionBegan(None)
        for address in self.addresses:
            receiver.addressResolved(address)
        receiver.resolutionComplete()
        return receiver


class Noting:
    """What would be connected to."""

    def __init__(self):
        self.hosts = []

    def resolutionBegan(self, resolution):
        pass

    def addressResolved(self, address):
        self.hosts.append(address.host)

    def resolutionComplete(self):
        pass


def test_14_a_name_that_resolves_to_private_addresses_leads_to_its_public_ones_only():
    name = "rebinding.example"
    found = Answering(
        IPv4Address("TCP", "127.0.0.1", 80), IPv4Address("TCP", "8.8.8.8", 80), IPv6Address("TCP", "::1", 80)
    )
    resolver: Any = GuardedResolver(cast(Any, found), 100)
    for _ in range(2):  # the second answer comes from the cache
        noted = Noting()
        resolver.resolveHostName(noted, name, 80)
        assert noted.hosts == ["8.8.8.8"]


def test_14_a_name_is_allowed_at_the_port_that_the_user_named():
    resolver: Any = GuardedResolver(cast(Any, Answering(IPv4Address("TCP", "10.0.0.5", 80))), 100)
    resolver.allow = frozenset({"proxy.example:3128"})
    noted, other = Noting(), Noting()
    resolver.resolveHostName(noted, "proxy.example", 3128)
    resolver.resolveHostName(other, "proxy.example", 80)
    assert (noted.hosts, other.hosts) == (["10.0.0.5"], [])


SECRET = "correct-horse"
TOKEN = "a8f5f167f44f4964e6c998dee827110c"
PRIVATE_FEED = f"http://reader:{SECRET}@private.example/feed.rss?token={TOKEN}"
MOVED_FEED = f"http://reader:{SECRET}@moved.example/feed.rss"


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Two crawls: a name that is public first and private then, mixed answers, and feeds that need a password."""
    folder = tmp_path_factory.mktemp("strangers")
    internet = Internet(folder)
    answers = healthy_answers() | {
        "private.example/feed.rss": Resource(b"no", status=401),  # without its token
        f"private.example/feed.rss?token={TOKEN}": Resource(feed("http://private.example/1").body, "text/xml"),
        "private.example/1": article("Behind the password"),
        "moved.example/feed.rss": redirect("http://elsewhere.example/feed.rss", 302),
        "elsewhere.example/feed.rss": feed("http://elsewhere.example/1", "http://thief:word@elsewhere.example/2"),
        "elsewhere.example/1": article("Found elsewhere"),
    }
    for name in ("rebinding", "mixed"):
        answers[f"{name}.example/feed.rss"] = Resource(feed(f"http://{name}.example/1").body, "text/xml")
        answers[f"{name}.example/1"] = article(f"On the {name} host")
    outlets = {name: {"feeds": [f"http://{name}.example/feed.rss"]} for name in ("rebinding", "mixed")}
    outlets |= {"private": {"feeds": [PRIVATE_FEED]}, "moved": {"feeds": [MOVED_FEED]}}
    with RudePress(dict(answers)) as press, Canary() as canary:
        for host in {address.partition("/")[0] for address in answers}:
            address = internet.place(host, 80, press.port)
        internet.names["mixed.example"][0].insert(0, "127.0.0.1")
        config = write_watch(folder, healthy_outlets() | outlets)
        address = internet.names["rebinding.example"][0][0]
        internet.names["rebinding.example"] = [[address], ["127.0.0.1"]]
        watch = Watch(folder, "", config, internet.write() | {"SCRAPY_LOG_LEVEL": "DEBUG"})
        said = watch.run("crawl", "--no-judge")
        assert_the_healthy_finished(watch)
        first = len(press.asked)
        internet.names["rebinding.example"] = [["127.0.0.1", "::1", "169.254.169.254"]]
        press.answers[f"private.example/feed.rss?token={TOKEN}"] = Resource(b"no", status=403)
        watch.extra |= internet.write()
        again = watch.run("crawl", "--no-judge", expect=3)
        yield watch, press, first, canary, internet, said.stderr + said.stdout + again.stderr + again.stdout


def test_14_the_address_that_was_checked_is_the_one_that_is_connected_to(strangers):
    watch, press, first, canary, internet, _ = strangers
    kept = {url for (url,) in query(watch, "SELECT url FROM articles")}
    assert {"http://rebinding.example/1", "http://mixed.example/1"} <= kept
    assert not [one for one in press.asked[first:] if one.host == "rebinding.example"]
    assert internet.connections <= set(internet.routes)
    assert canary.visits == 0
    [(problem,)] = query(watch, "SELECT problem FROM outlet_health WHERE outlet = 'rebinding'")
    assert "rebinding.example: the host has no public address" in problem


def test_15_a_password_in_a_feed_s_address_is_sent_to_its_host_and_to_nobody_else(strangers):
    _, press, _, _, _, _ = strangers
    told = {one.host for one in press.asked if one.authorization}
    assert told == {"private.example", "moved.example"}
    assert {one.path for one in press.asked if one.authorization} <= {
        "/feed.rss",
        f"/feed.rss?token={TOKEN}",
    }
    assert press.times("elsewhere.example/feed.rss") > 0
    assert press.times("private.example/1") == 1


def test_15_no_password_and_no_token_is_written_to_the_database_or_the_log(strangers):
    watch, _, _, _, _, said = strangers
    assert "private.example" in said
    written = b"".join(path.read_bytes() for path in watch.folder.glob("watch.db*"))
    for secret in (SECRET, TOKEN, "reader:"):
        assert secret not in said
        assert secret.encode() not in written
    [(problem,)] = query(watch, "SELECT problem FROM outlet_health WHERE outlet = 'private'")
    assert problem == f"{named(PRIVATE_FEED)}: 403 Forbidden"


def test_15_an_address_that_a_stranger_gives_with_a_password_is_refused(strangers):
    watch, press, _, _, _, _ = strangers
    [(state, reason)] = query(watch, "SELECT state, reason FROM leads WHERE url LIKE '%elsewhere.example/2'")
    assert (state, reason) == ("refused", "the address carries a name or a password")
    assert press.times("elsewhere.example/2") == 0


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/feed.xml", "https://a.example/feed.xml"),
        ("https://a.example/feed?section=news&page=2", "https://a.example/feed?section=news&page=2"),
        ("https://u:p@a.example/feed?section=news", "https://a.example/feed?section=news"),
        ("https://a.example/?MTJAMjAyNC0wNi0xOS1IMDAxQDE1QDFAQDBAMUA=", None),
        ("https://[::1", "an address that cannot be read"),
    ],
)
def test_15_an_address_without_secrets_is_called_what_it_is(url, name):
    assert named(url) == (name or url)


@pytest.mark.parametrize(
    "query", ["token=abc", "api_key=x1", "a=1&key=zz", "access_token=1", "s=" + TOKEN, "auth=Zm9v"]
)
def test_15_a_query_that_is_a_key_is_not_shown_and_two_of_them_stay_two(query):
    one, other = f"https://a.example/f?{query}", f"https://a.example/f?{query}9"
    assert named(one) != named(other)
    assert named(one).startswith("https://a.example/f?masked-")
    assert named(named(one)) == named(one)
    assert masked(f"see {one}, and ({other})") == f"see {named(one)}, and ({named(other)})"


@given(st.text(max_size=60))
def test_15_no_address_makes_a_name_raise(text):
    assert isinstance(named(f"https://{text}"), str)
    masked(text)


def test_15_a_password_is_parted_from_its_address():
    assert apart("https://u%40x:p%3A@a.example:8/f?q") == ("https://a.example:8/f?q", "Basic dUB4OnA6")
    assert apart("https://a.example/f") == ("https://a.example/f", "")
