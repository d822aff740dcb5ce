"""Canonical keys of addresses: two addresses of one article share a key, two articles never do. Pure.

A key is never fetched: what is fetched is the address that the outlet gave. A key that is too fine costs one request
and is folded later as an identical copy; a key that is too coarse loses an article for ever. So whatever is not known
to be decoration stays.

Neither courlan nor w3lib makes the key, because both lose articles (courlan 1.3, w3lib 2.3, measured): both write
Rodong Sinmun's `?MTJA...MQ==` as `...MQ=%3D`; courlan drops every parameter that merely begins with "ga", "gl", "ref",
"source", "session" or "uid" (`?uid=123`, `?gallery=7`), parameters without a value and a second parameter of the same
name's place; w3lib sorts repeated parameters by value and drops `#!` addresses to one page.
"""

import posixpath
import re
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

HOSTS_REMEMBERED = 4096  # a watch knows hundreds of outlets; links of section pages add some thousands of hosts

# RFC 3986, appendix B, with the scheme optional: it matches every string.
_PARTS = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?(?://)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.\-]*://", re.I)
_ABSOLUTE = re.compile(r"https?://")
_SCHEMELESS = re.compile(r"//")
_PORT = re.compile(r":([0-9]*)$")
_HOST_NAME = re.compile(r"[a-z0-9._-]+")
_ESCAPE = re.compile(r"%([0-9a-f]{2})?", re.I)
_INVISIBLE = re.compile(r"[\t\r\n]")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*|/\(s\([a-z0-9]{24}\)\)(?=/)", re.I)  # Java, PHP, ASP.NET
_SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[a-z])(?:[0-9a-f]{16,}|[0-9a-z]{26}|[0-9a-z]{32})")  # a digest, PHP's ids

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PATH_SAFE = "/%!$&'()*+,;=:@~"  # RFC 3986 pchar, and % because escapes have been settled before
QUERY_SAFE = PATH_SAFE + "?"
DEFAULT_PORTS = frozenset({"", "80", "443"})  # both, because the scheme is not part of a key
DEVICE_LABELS = frozenset({"www", "m", "mobile", "amp"})  # one article dressed for a device

# Parameters that name the road a reader came by, never an article: each with the system that adds it.
TRACKERS = {
    "_ga": "Google Analytics, linker",
    "_gl": "Google Analytics, linker",
    "_hsenc": "HubSpot mail",
    "_hsmi": "HubSpot mail",
    "__twitter_impression": "Twitter's AMP viewer",
    "amp_js_v": "AMP viewer",
    "amp_gsa": "AMP viewer",
    "cmpid": "campaign id of Bloomberg, Japanese and Polish outlets",
    "dclid": "Google Display click",
    "dicbo": "Outbrain click",
    "fbclid": "Facebook click",
    "gbraid": "Google Ads click",
    "gclid": "Google Ads click",
    "gclsrc": "Google Ads click",
    "igsh": "Instagram share",
    "igshid": "Instagram share",
    "jsessionid": "session of a Java server",
    "maca": "Deutsche Welle feeds: which feed was read",
    "mc_cid": "Mailchimp campaign",
    "mc_eid": "Mailchimp reader",
    "mkt_tok": "Marketo mail",
    "msclkid": "Microsoft Ads click",
    "ncid": "campaign id of Yahoo and AOL",
    "ocid": "campaign id of MSN and the BBC",
    "phpsessid": "session of a PHP server",
    "s_cid": "Adobe Analytics campaign",
    "smid": "share id of the New York Times",
    "srnd": "Bloomberg: the page that linked here",
    "twclid": "Twitter click",
    "wbraid": "Google Ads click",
    "wt_mc": "Webtrekk campaign",
    "wt_zmc": "Webtrekk campaign",
    "xtor": "AT Internet: France 24, RFI, Le Monde feeds",
    "yclid": "Yandex Direct click",
    "ysclid": "Yandex search click",
    "zanpid": "affiliate click",
}
# Sessions under names that are sections or articles elsewhere (Naver's `sid=100`): dropped only with a session's value.
SESSIONS = frozenset({"aspsession", "cfid", "cftoken", "oscsid", "session_id", "sessionid", "sid", "zenid"})
TRACKER_PREFIXES = (
    "utm_",  # Google Analytics and nearly everybody since
    "at_",  # Piano, the former AT Internet: at_medium, at_campaign
    "mtm_",  # Matomo
    "pk_",  # Piwik, Matomo's former name: pk_campaign, pk_kwd
)
# Names that are ids at one outlet and trackers at the next: dropped only when the value is a known word of the trade.
# fmt: off
AMBIGUOUS = frozenset({
    "campaign", "feed", "feature", "from", "ftag", "ico", "input", "ito", "medium", "mode", "origin", "partner",
    "r", "ref", "referer", "referrer", "rss", "share", "source", "src", "sr_share", "traffic_source", "via",
})
TRACKER_WORDS = frozenset({
    "amp", "atom", "email", "facebook", "fb", "feed", "feeds", "google", "googlenews", "linkedin", "mail",
    "mailing", "newsletter", "push", "rss", "rss2", "rss_feed", "rss-feed", "rssfeed", "share", "sharing", "social",
    "telegram", "tg", "twitter", "viber", "vk", "vkontakte", "whatsapp", "x.com", "yandex", "yandexnews", "zen",
    "dzen",
})
# fmt: on
YES = frozenset({"", "1", "true", "yes", "amp"})  # `?amp`, `?amp=1`; another value of `amp` may mean something else


def key(url: str) -> str:
    """The canonical key of an address: `host/path?query`, the same for all dresses of one article. Never raises.

    Scheme, user, default port, `www.`/`m.`/`mobile.`/`amp.`, AMP paths and parameters, trackers, fragments (but `#!`)
    and doubled or trailing slashes go; escapes are written one way; parameters are sorted by name, equal names in the
    order given. `key("http://" + key(url)) == key(url)`.
    """
    authority, path, query, fragment = _parts(url)
    host, port = _authority(authority)
    found = _without_device(host) + port + _path(path)
    if kept := _query(query):
        found += "?" + kept
    if fragment.startswith("!"):  # the address of an article in a page that scripts build
        found += "#" + _escaped(fragment, QUERY_SAFE)
    return found


def registered_domain(host_or_url: str) -> str:
    """The domain that somebody registered (`tass.ru`, `yna.co.kr`), lower-case; an IP address stays itself.

    Under a top-level domain that no list knows (`.example`) it is the last two labels; a bare suffix is itself; empty
    for an empty host. Never raises.
    """
    return _registered(_authority(_parts(host_or_url)[0])[0])


def same_site(a: str, b: str) -> bool:
    """Whether two addresses or hosts stand under one registered domain."""
    first = registered_domain(a)
    return bool(first) and first == registered_domain(b)


def is_http(url: str) -> bool:
    """Whether the address is absolute, http or https, names a host, and can be parsed and stored."""
    try:
        parts = urlsplit(url)
        url.encode()  # a lone surrogate can be neither stored nor fetched
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is no number; UnicodeError is one, too
        return False


def absolute(base: str, href: str) -> str | None:
    """`href` as it is fetched from a page at `base`; None where that is no http(s) address."""
    joined = _INVISIBLE.sub("", href.strip())
    if not _ABSOLUTE.match(joined):  # joining costs thrice what checking does, and a sitemap has 50,000 addresses
        try:
            joined = urljoin(base, joined)
        except ValueError:
            return None
    return joined if is_http(joined) else None


def _parts(url: str) -> tuple[str, str, str, str]:
    """Authority, path, query and fragment as written, without scheme; browsers' repairs of blanks and `\\` done."""
    url = _INVISIBLE.sub("", url.strip())
    for prefix in (_SCHEME, _SCHEMELESS):
        if match := prefix.match(url):
            url = url[match.end() :]
            break
    match = _PARTS.fullmatch("//" + url)
    authority, path, query, fragment = match.groups(default="") if match else ("", "", "", "")
    if "\\" in authority:
        authority, _, rest = authority.partition("\\")
        path = f"/{rest}{path}"
    return authority, path.replace("\\", "/"), query, fragment


def _authority(authority: str) -> tuple[str, str]:
    """Host, lower-case and in ASCII, and `:port` where it is none of the default ports."""
    authority = authority.rpartition("@")[2].strip()
    port = ""
    if match := _PORT.search(authority):
        authority = authority[: match.start()]
        number = match[1].lstrip("0")
        port = "" if number in DEFAULT_PORTS else f":{number}"
    return _host(authority), port


def _host(host: str) -> str:
    """One spelling of a host name: lower-case, punycode, without final dots; an impossible name is escaped."""
    if host.startswith("[") and host.endswith("]"):
        try:
            return f"[{IPv6Address(host[1:-1]).compressed}]"
        except AddressValueError:
            pass
    host = _labels("".join(unquote(host, errors="replace").lower().split()))
    if _HOST_NAME.fullmatch(host):
        return host
    try:
        name = _labels(host.encode("idna").decode("ascii").lower())
    except UnicodeError:
        name = ""
    return name if _HOST_NAME.fullmatch(name) else quote(host, safe="", errors="replace")


def _labels(host: str) -> str:
    """A host name without the empty labels that final and doubled dots make."""
    return ".".join(filter(None, host.split(".")))


@lru_cache(maxsize=HOSTS_REMEMBERED)
def _registered(host: str) -> str:
    if host.startswith("[") or _is_ipv4(host):
        return host.strip("[]")
    named = _suffixes().extract_str(host)
    if named.suffix and named.domain:
        return f"{named.domain}.{named.suffix}"
    return host if named.suffix else ".".join(host.split(".")[-2:])


@cache
def _suffixes() -> "TLDExtract":
    """The suffix list that ships with the package: without the first two arguments tldextract asks the network and
    writes files. Private suffixes count (github.io, blogspot.com): two blogs on one host are two sites.

    Imported here, since it takes as long as all else that a command needs (it brings an HTTP client), for few of them.
    """
    from tldextract import TLDExtract  # noqa: PLC0415  (see above)

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True


def _without_device(host: str) -> str:
    """The host without `www.`, `m.` and their like, as long as the registered domain is left whole."""
    domain = _registered(host)
    while host != domain:
        label, _, rest = host.partition(".")
        if label not in DEVICE_LABELS or not rest.endswith(domain):
            break
        host = rest
    return host


def _path(path: str) -> str:
    path = _SESSION.sub("", _escaped(path, PATH_SAFE))
    while True:
        tidy = posixpath.normpath("/" + path.lstrip("/"))  # no dot segments, no doubled or trailing slashes
        path = _without_amp(tidy)
        if path == tidy:
            return path


def _without_amp(path: str) -> str:
    """A path without its AMP mark: `/x/amp`, `/amp/x`, `/x.amp`, `/x.amp.html`. A mark that is all there is stays."""
    lower = path.lower()
    if lower.startswith("/amp/"):
        return path[len("/amp") :]
    if lower.endswith("/amp") and lower != "/amp":
        return path[: -len("/amp")]
    for ending in (".amp", ".amp.html", ".amp.htm"):
        stem = path[: -len(ending)]
        if lower.endswith(ending) and not stem.endswith("/"):
            return stem + ending[len(".amp") :]
    return path


def _query(query: str) -> str:
    """The parameters that may name an article, each written as it was given, sorted by name."""
    kept = [piece for piece in _escaped(query, QUERY_SAFE).split("&") if piece and not _is_decoration(piece)]
    return "&".join(sorted(kept, key=lambda piece: piece.partition("=")[0]))


def _is_decoration(piece: str) -> bool:
    name, _, value = (part.lower() for part in piece.partition("="))
    if name in TRACKERS or name.startswith(TRACKER_PREFIXES):
        return True
    if name == "amp":
        return value in YES
    if name in SESSIONS:
        return bool(_SESSION_VALUE.fullmatch(value))
    if name in ("outputtype", "output"):
        return value in ("amp", "amp-type")
    return name in AMBIGUOUS and value in TRACKER_WORDS


def _escaped(text: str, safe: str) -> str:
    """One spelling of percent-escapes: unreserved characters plain, all others upper-case, a lone % escaped."""

    def settled(match: re.Match[str]) -> str:
        if not match[1]:
            return "%25"
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()

    return quote(_ESCAPE.sub(settled, text), safe=safe, errors="replace")
