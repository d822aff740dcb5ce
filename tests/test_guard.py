"""Only public addresses are connected to, however they are written, whoever names them, with and without a proxy."""

import socket
import sqlite3
import threading
from contextlib import closing, suppress
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.guard import GuardedResolver, forbidden_as_written, is_public, literal_address
from demo.resources import redirect
from tests.rude_press import RudePress, article, feed, index, sitemap, write_watch
from tests.watching import Watch

LOOPBACK_SPELLINGS = [
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
    *(
        "[64:ff9b::808:808]",
        "[2002:808:808::1]",
        "tass.ru",
        "www.yna.co.kr",
        "кремль.рф",
        "example.org.",
        "a-b.example",
    ),
]


@pytest.mark.parametrize("host", [*LOOPBACK_SPELLINGS, *OTHER_PRIVATE, *LOCAL_NAMES, *NO_NAMES])
def test_an_address_that_is_not_public_is_forbidden_however_it_is_written(host):
    for scheme in ("http", "https"):
        assert forbidden_as_written(f"{scheme}://{host}/feed.xml", ())
        assert forbidden_as_written(f"{scheme}://user:word@{host}:8080/feed.xml", ())


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_address_is_not(host):
    assert forbidden_as_written(f"http://{host}/feed.xml", ()) == ""
    assert forbidden_as_written(f"https://{host}:8443/feed.xml", ()) == ""


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "data:text/html,x", "ftp://tass.ru/x", "javascript:alert(1)", "gopher://x.example/"]
)
def test_only_http_is_spoken(url):
    assert forbidden_as_written(url, ()).endswith("is not http")


@pytest.mark.parametrize("url", ["http://[::1", "http://tass.ru:port/", "http://tass.ru:99999/", "http://[x]/"])
def test_an_address_that_cannot_be_read_is_forbidden_and_raises_nothing(url):
    assert forbidden_as_written(url, ())


def test_what_the_user_allows_is_one_host_at_one_port():
    allow = {"127.0.0.1:8080", "feeds.internal:80"}
    assert forbidden_as_written("http://127.0.0.1:8080/x", allow) == ""
    assert forbidden_as_written("http://feeds.internal/x", allow) == ""
    assert forbidden_as_written("http://127.0.0.1:8081/x", allow)
    assert forbidden_as_written("https://feeds.internal/x", allow)


@given(st.ip_addresses(v=4), st.data())
def test_every_spelling_of_an_ipv4_address_is_read_as_that_address(address, data):
    def written(number):
        return data.draw(st.sampled_from([str(number), f"0{number:o}", f"0x{number:x}", f"0X{number:X}"]))

    value, parts = int(address), data.draw(st.integers(1, 4))
    heads = [(value >> (24 - 8 * place)) & 0xFF for place in range(parts - 1)]
    tail = value & ((1 << (32 - 8 * (parts - 1))) - 1)
    spelled = ".".join([*map(written, heads), written(tail)])
    assert literal_address(spelled) == str(address)


@given(st.text(max_size=40))
def test_no_host_makes_the_guard_raise(host):
    assert isinstance(forbidden_as_written(f"http://{host}/", ()), str)
    literal_address(host)
    is_public(host)


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


def test_a_name_that_resolves_to_private_addresses_leads_to_its_public_ones_only():
    name = "rebinding.example"
    found = Answering(
        IPv4Address("TCP", "127.0.0.1", 80), IPv4Address("TCP", "8.8.8.8", 80), IPv6Address("TCP", "::1", 80)
    )
    resolver: Any = GuardedResolver(cast(Any, found), 100)
    for _ in range(2):  # the second answer comes from the cache
        noted = Noting()
        resolver.resolveHostName(noted, name, 80)
        assert noted.hosts == ["8.8.8.8"]


def test_a_name_is_allowed_at_the_port_that_the_user_named():
    resolver: Any = GuardedResolver(cast(Any, Answering(IPv4Address("TCP", "10.0.0.5", 80))), 100)
    resolver.allow = frozenset({"proxy.example:3128"})
    noted, other = Noting(), Noting()
    resolver.resolveHostName(noted, "proxy.example", 3128)
    resolver.resolveHostName(other, "proxy.example", 80)
    assert (noted.hosts, other.hosts) == (["10.0.0.5"], [])


class Canary:
    """A listener on loopback that counts who comes."""

    def __enter__(self):
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def _listen(self):
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.visits += 1
                connection.close()

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.mark.parametrize("proxied", [True, False], ids=["through a proxy", "directly"])
def test_no_feed_sitemap_or_redirect_brings_us_to_a_loopback_listener(tmp_path, proxied):
    with RudePress() as press, Canary() as canary:
        ours = "127.0.0.1" if not proxied else "press.example"
        base = f"http://127.0.0.1:{press.port}" if not proxied else "http://press.example"
        inner = [f"http://{host}:{canary.port}/entry-{n}" for n, host in enumerate(LOOPBACK_SPELLINGS)]
        inner += [f"http://localhost:{canary.port}/entry", f"http://0:{canary.port}/entry"]
        plain = [url for url in inner if url.isascii()]  # what a header can hold
        jumps = [f"{base}/jump-{n}" for n in range(len(plain))]
        press.answers |= {f"{ours}/jump-{n}": redirect(url, 302) for n, url in enumerate(plain)}
        press.answers |= {
            f"{ours}/feed.rss": feed(*inner, *jumps, f"{base}/good"),
            f"{ours}/map.xml": sitemap(*inner),
            f"{ours}/index.xml": index(*[f"{url}.xml" for url in inner[:15]], f"{base}/map.xml"),
            f"{ours}/moved.rss": redirect(inner[0], 301),
            f"{ours}/good": article("A good page"),
        }
        outlet = {
            "feeds": [f"{base}/feed.rss", f"{base}/moved.rss", inner[1]],
            "sitemaps": [f"{base}/index.xml", inner[2]],
        }
        config = write_watch(tmp_path, {"press": outlet})
        # The press itself stands on loopback: its host and port are allowed, and no other port of that host.
        allow = {"TREATYWATCH_CRAWL_ALLOW": f"127.0.0.1:{press.port}"} if not proxied else {}
        watch = Watch(tmp_path, press.url if proxied else "", config, allow | {"TREATYWATCH_CRAWL_PER_HOST": "16"})
        watch.run("crawl", "--no-judge")
        with closing(sqlite3.connect(f"{watch.database.as_uri()}?mode=ro", uri=True)) as db:
            ends = db.execute("SELECT url, state, reason FROM leads").fetchall()
        assert canary.visits == 0
        assert not [seen for seen in press.asked if seen.host != ours]
        kept = [url for url, state, _ in ends if state == "kept"]
        assert kept == [f"{base}/good"]
        refused = [(url, reason) for url, state, reason in ends if state == "refused"]
        assert [(url, state, reason) for url, state, reason in ends if state not in ("kept", "refused")] == []
        assert len(refused) >= len(jumps)
        assert all("not a public address" in reason or "local name" in reason for _, reason in refused), refused
