"""Bytes -> text, whatever the server and the page claim of their encoding.

Bytes that are valid UTF-8 and hold more than ASCII are UTF-8 under every label. Else the declared encodings are tried:
the server's, then the page's. Where they give replacement characters or letters that no language of theirs is made of
(or are the Latin-1 that servers send by default) the text itself decides: each candidate is scored by how much of it
is made of the letters that texts in its languages are made of.
"""

import codecs
import re
from dataclasses import dataclass

SOUP_SHARE = 0.01  # of replacement characters among the non-ASCII ones; a truncated or patched page has a handful
SOUP_COUNT = 8  # below so many the page is readable whatever the share
SAMPLE_BYTES = 40_000  # of non-ASCII runs, for scoring; more changes no score
GOOD_SCORE = 0.5  # of the share that a text in that encoding's languages has: below it no guess is better than none
HEAD_BYTES = 4096  # where a page declares its charset; the standard says 1024, outlets write more before it

REPLACEMENT = "\ufffd"
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_THREE_IN_A_ROW = re.compile(r"[^\x00-\x7f](?=[^\x00-\x7f]{2})")
_BESIDE_LATIN = re.compile(r"[a-zA-Z](?=[^\x00-\x7f])|[^\x00-\x7f](?=[a-zA-Z])")
_NON_ASCII = re.compile(rb"[\x80-\xff][^<>\n\r]{0,400}")
# What browsers read under these names is the larger set of the same family.
_LARGER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "euc_kr": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "big5": "big5hkscs", "tis-620": "cp874", "koi8-r": "koi8-u",
}  # fmt: skip
# Codecs of Python that no page is written in; some raise on any input, punycode takes quadratic time.
_NO_CHARSETS = frozenset(
    {"undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem"}
)
_SERVER_DEFAULT = "cp1252"


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The letters that make up texts of an encoding's languages, and their usual share of its non-ASCII characters."""

    letters: frozenset[str]
    share: float
    scattered: bool = False  # among plain Latin letters: three in a row are rare, and in a wrong decoding the rule
    whole_words: bool = False  # of it alone: beside a Latin letter it is rare, and in a wrong decoding the rule


_CYRILLIC = _Alphabet(frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"), 0.9, whole_words=True)
_HANGUL = _Alphabet(
    frozenset("이다의는에을를고가하은로기지서도사자한대정시인리어나해국일부전아제으수주장라상그있보것보들과러북스원"),
    0.55,
)
_HANZI = _Alphabet(
    frozenset(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行"
        "学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前"
        "這為個時來們會發動過說產種後學經進著電裡現實當點從業應開還問題"
    ),
    0.4,
)
_KANA = _Alphabet(
    frozenset("のにはをたがでてとしれさいるなかっきまこもすらりくどうよあおせそへつけだばろわんみめ、。"), 0.5
)
_ARABIC = _Alphabet(frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ،"), 0.95, whole_words=True)
_CENTRAL = _Alphabet(frozenset("áéíóúýčďěňřšťůžąćęłńśźżőűôľĺŕäöüßşţăâî„“”–"), 0.9, scattered=True)
_WESTERN = _Alphabet(frozenset("äöüßéèêàâçñáíóúîôûùëïåøæãõòì¿¡ºª«»„“”’‘–—…\u00a0·€°"), 0.9, scattered=True)
_TURKISH = _Alphabet(frozenset("ışğçöüİŞĞÇÖÜâ’“”"), 0.95, scattered=True)
# Of equal scores the first counts: what most pages are written in.
_CANDIDATES = {
    "cp1252": _WESTERN, "cp1251": _CYRILLIC, "koi8-u": _CYRILLIC, "iso8859-5": _CYRILLIC, "cp949": _HANGUL,
    "gb18030": _HANZI, "big5hkscs": _HANZI, "cp932": _KANA, "euc_jp": _KANA, "cp1256": _ARABIC, "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL, "cp1254": _TURKISH,
}  # fmt: skip


def decode(body: bytes, content_type: str = "") -> str | None:
    """The text of a page, or None where no decoding gives a readable one."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _unless_soup(body[len(bom) :].decode(encoding, "replace"))
    if body.isascii() and b"\x1b$" not in body:
        return body.decode("ascii")
    text = _as_utf8(body)
    if text is not None:
        return _unless_soup(text)
    sample = b"\n".join(_NON_ASCII.findall(body))[:SAMPLE_BYTES]
    readable = [
        (name, text)
        for name in filter(None, (_from_header(content_type), _from_meta(body)))
        if not _is_soup(text := body.decode(name, "replace"))
    ]
    for name, text in readable:
        if name not in _CANDIDATES or (name != _SERVER_DEFAULT and _score(sample, name) >= GOOD_SCORE):
            return text
    sniffed = _sniffed(sample)
    for name, text in readable:
        if sniffed in (None, name):
            return text
    # Nothing is declared, or what is declared gives no language: the bytes decide, and broken UTF-8 is the last guess.
    return _unless_soup(body.decode(sniffed or "utf-8", "replace"))


def _as_utf8(body: bytes) -> str | None:
    """The text if the bytes are UTF-8 to the end; a character cut by a truncated transfer is forgiven."""
    try:
        return codecs.utf_8_decode(body, "strict", False)[0]
    except UnicodeDecodeError:
        return None


def _from_header(content_type: str) -> str:
    match = _HEADER.search(content_type)
    return _known(match[1]) if match else ""


def _from_meta(body: bytes) -> str:
    match = _META.search(body[:HEAD_BYTES])
    return _known((match[1] or match[2]).decode("ascii", "ignore")) if match else ""


def _known(label: str) -> str:
    """Python's name for a charset label, or nothing: a label may be misspelt, or no text encoding at all."""
    try:
        info = codecs.lookup(label)
        if info.name in _NO_CHARSETS:
            return ""
        b"".decode(info.name)
    except (LookupError, ValueError):
        return ""
    return _LARGER.get(info.name, info.name)


def _sniffed(sample: bytes) -> str | None:
    """The encoding that gives the most letters of its languages, if that is good."""
    scores = {name: _score(sample, name) for name in _CANDIDATES}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= GOOD_SCORE else None


def _score(sample: bytes, name: str) -> float:
    text, alphabet = sample.decode(name, "replace"), _CANDIDATES[name]
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    known = sum(1 for c in foreign if c in alphabet.letters)
    broken = sum(1 for c in foreign if c == REPLACEMENT or "\x80" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff")
    if alphabet.scattered:
        broken += len(_THREE_IN_A_ROW.findall(text))
    elif alphabet.whole_words:
        broken += len(_BESIDE_LATIN.findall(text))
    return (known - 3 * broken) / len(foreign) / alphabet.share


def _is_soup(text: str) -> bool:
    count = text.count(REPLACEMENT)
    if count < SOUP_COUNT:
        return False
    return count > SOUP_SHARE * sum(1 for c in text if c > "\x7f")


def _unless_soup(text: str) -> str | None:
    return None if _is_soup(text) else text
