"""How names stand in the bytes of a page: in each encoding, as entities or escapes, in parts, in letters of odd width.

A page is never decoded to find names in it; the names are written in every way that pages write them instead. ASCII is
in lower case throughout: who looks for these bytes takes A for a.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product

from pipelines.names import script_of

SHORT = 3  # letters up to which a first word alone would be found everywhere
BEGUN = 3  # letters of a name's first word that are looked for where each takes many bytes; the rest is checked
WIDEST = 12  # bytes around a name in which the letter beside it stands, however that is written

CLOSE = 3  # letters of a second word that are looked for with the first one: North America is not North Korea

LOWER = bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))  # ASCII only, as `bytes.lower` does

# Letters of a name that pages write in several ways; keys are folded.
_VARIANTS = {
    "е": "еёЁ",
    "'": "'’ʼ`´‘",
    "·": "·・ㆍ‧･•∙⋅",
    "ا": "اأإآ",
    "ي": "يى",
}
# How the rarer gaps begin: blanks in a row, tags, other dashes and blanks.
_ODD_GAPS = (
    *(b"\t", b"\r", b"<", b"&#", b"&ndash;", b"\\", b"\xe2", b"\xe3\x80"),
    *(first + second for first in (b" ", b"\n") for second in (b" ", b"\n", b"\t", b"<", b"&")),
)
_CHARACTER = re.compile(rb"\\u([0-9a-fA-F]{4})|&[#\w]{2,10};")
_CYRILLIC = re.compile("[а-яёіїєґ' ·*()-]+", re.IGNORECASE)
_ARABIC = re.compile("[ء-ي *-]+")
_LATIN = re.compile(r"[^\W\d_Ͱ-῿⁠-\U0010ffff]|[\x00-\x7f]|’")


@dataclass(frozen=True)
class Spelling:
    """One way in which pages write names.

    `write` gives the bytes of a text, ASCII letters as they are, None where it cannot be written so or is written
    alike in UTF-8; `read` gives back the text of some bytes. `suits` says for a name and its language whether anybody
    writes it in this way. `group` is empty where such names may stand in any page, else the one encoding that
    the other names must be in as well. `long` spellings need many bytes for a letter.
    """

    name: str
    group: str
    write: Callable[[str], bytes | None]
    read: Callable[[bytes], str]
    suits: Callable[[str, str], bool]
    long: bool = False

    def before(self, page: bytes, start: int) -> str:
        """The character before a place; empty at the beginning."""
        return self.read(page[max(0, start - WIDEST) : start])[-1:]

    def after(self, page: bytes, stop: int) -> str:
        """The character at a place; empty at the end."""
        return self.read(page[stop : stop + WIDEST])[:1]

    def gap(self) -> bytes:
        """An expression for what stands where a name has a space: spaces, hyphens and dashes of any kind, a line's end
        also as an escape, tags."""
        blanks = (self.write(blank) for blank in "\u00a0\u2009\u2010\u2011\u2013\u2212\u3000")
        others = b"".join(b"|" + re.escape(blank.translate(LOWER)) for blank in blanks if blank)
        return (
            rb"(?:[\s-]|&nbsp;|&#160;|&#xa0;|&ndash;|\\[nt]|\\u00a0|\xc2\xa0|\xe2\x80[\x80-\x8a\x90-\x95\xaf]"
            + others
            + rb"|</?[a-z][^<>]{0,300}>)+"
        )

    def gaps(self) -> tuple[bytes, ...]:
        """What mostly stands there, for names that would be too common without what follows."""
        blank = self.write("\u00a0")
        return tuple(dict.fromkeys((b" ", b"-", b"\n", b"&nbsp;", b"\xc2\xa0", b"\xe2\x80\x91", blank or b" ")))

    def letter(self, letter: str) -> bytes | None:
        """An expression for a letter in any case and variant; None if this spelling has none of them."""
        forms = {form for variant in _VARIANTS.get(letter, letter) for form in self.cases(variant)}
        return b"(?:" + b"|".join(map(re.escape, sorted(forms))) + b")" if forms else None

    def cases(self, word: str) -> set[bytes]:
        """A word in the capitals that pages write it with."""
        written = (self.write(form) for form in (word.lower(), word.capitalize(), word.upper()))
        return {form.translate(LOWER) for form in written if form}


def _everywhere(_name: str, _language: str) -> bool:
    return True


def _not_ascii(name: str, _language: str) -> bool:
    return not name.isascii()


def _in_script(script: re.Pattern[str], name: str, _language: str) -> bool:
    return not name.isascii() and script.fullmatch(name) is not None


def _in_latin(name: str, _language: str) -> bool:
    return not name.isascii() and all(map(_LATIN.match, name))


def _in_language(wanted: str, name: str, language: str) -> bool:
    return language == wanted and not name.isascii()


def _is_plain(name: str, _language: str) -> bool:
    return name.isascii() and len(name) > SHORT


def _in_codec(codec: str, text: str) -> bytes:
    """In an encoding, with entities for what it lacks: what else could an editor's program have done?"""
    return text.encode(codec, "xmlcharrefreplace")


def _each(form: Callable[[str], str], text: str) -> bytes:
    return "".join(c if c.isascii() else form(c) for c in text).encode()


def _named_entity(character: str) -> str:
    name = html.entities.codepoint2name.get(ord(character))
    return f"&{name};" if name else character


def _decomposed(text: str) -> bytes | None:
    parts = unicodedata.normalize("NFD", text)
    return parts.encode() if parts != text else None


def _widened(text: str) -> bytes:
    return "".join(chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() else c for c in text).encode()


@cache
def _narrow_kana() -> dict[str, str]:
    """Katakana -> its half-width form, voiced ones with their mark."""
    narrow: dict[str, str] = {}
    for code in range(0xFF66, 0xFF9E):
        for written in (chr(code), chr(code) + "\uff9e", chr(code) + "\uff9f"):
            whole = unicodedata.normalize("NFKC", written)
            if len(whole) == 1:
                narrow[whole] = written
    return narrow


def _narrowed(text: str) -> bytes | None:
    narrow = _narrow_kana()
    return "".join(narrow.get(c, c) for c in text).encode() if any(c in narrow for c in text) else None


def _unescaped(page: bytes) -> str:
    """The text of bytes that may hold entities and escapes; what is cut off at either end stays as it is."""
    return _CHARACTER.sub(_character, page).decode("utf-8", "ignore")


def _character(match: re.Match[bytes]) -> bytes:
    text = chr(int(match[1], 16)) if match[1] else html.unescape(match[0].decode("ascii", "ignore"))
    return text.encode("utf-8", "ignore")


def _decoded(codec: str, page: bytes) -> str:
    return page.decode(codec, "ignore")


def _decoded_unescaped(codec: str, page: bytes) -> str:
    return html.unescape(page.decode(codec, "ignore"))


PLAIN = (
    Spelling("utf-8", "", lambda text: text.encode(), partial(_decoded, "utf-8"), _everywhere),
    Spelling("decimal", "", partial(_each, lambda c: f"&#{ord(c)};"), _unescaped, _not_ascii, long=True),
    Spelling("hexadecimal", "", partial(_each, lambda c: f"&#x{ord(c):x};"), _unescaped, _not_ascii, long=True),
    Spelling("hexadecimal, 4", "", partial(_each, lambda c: f"&#x{ord(c):04x};"), _unescaped, _not_ascii, long=True),
    Spelling("escapes", "", partial(_each, lambda c: f"\\u{ord(c):04x}"), _unescaped, _not_ascii, long=True),
    Spelling("named", "", partial(_each, _named_entity), _unescaped, _in_latin),
    Spelling("decomposed", "", _decomposed, partial(_decoded, "utf-8"), _not_ascii),
    Spelling("full width", "", _widened, partial(_decoded, "utf-8"), _is_plain),
    Spelling("half width", "", _narrowed, partial(_decoded, "utf-8"), partial(_in_language, "ja")),
)
_CODECS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    *((codec, partial(_in_script, _CYRILLIC)) for codec in ("cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")),
    *((codec, partial(_in_script, _ARABIC)) for codec in ("cp1256", "iso8859-6")),
    *((codec, _in_latin) for codec in ("cp1252", "cp1250", "iso8859-2", "cp1254")),
    ("cp949", partial(_in_language, "ko")),
    *((codec, partial(_in_language, "ja")) for codec in ("cp932", "euc-jp")),
    *((codec, partial(_in_language, "zh")) for codec in ("gb18030", "big5")),
)
LEGACY = tuple(
    Spelling(codec, codec, partial(_in_codec, codec), partial(_decoded_unescaped, codec), suits)
    for codec, suits in _CODECS
)


@dataclass(frozen=True, slots=True)
class Form:
    """A name as bytes: its beginning, which is looked for, and an expression for the rest, which is checked.

    `first` and `last` are the kinds of writing that it begins and ends with, as `script_of` tells them. The last
    `again` bytes of the beginning are checked as part of the rest.
    """

    head: bytes
    rest: bytes
    first: str
    last: str
    again: int = 0


def forms(pieces: list[str], written: str, spelling: Spelling) -> Iterator[Form]:
    """Every form of a name in a spelling. `pieces` are what `split_name` makes of the name that is `written`."""
    first, *others = re.split(r"([ '·])", pieces[0], maxsplit=1)
    words = (first, written.strip().lower()[: len(first)])
    cut = spelling.long and len(first) > BEGUN + 1 and not any(letter.isascii() for letter in first[:BEGUN])
    begun, left = (BEGUN, first[BEGUN:]) if cut else (len(first), "")
    heads = {form for word in words for form in spelling.cases(word)}
    if left:  # the whole word as it was cased, cut at a letter
        heads = {form for word in words for case in _cased(word) for form in (spelling.write(case[:begun]),) if form}
        heads = {head.translate(LOWER) for head in heads}
    elif len(first) <= SHORT and others and others[0] == " ":
        second, *others = re.split(r"([ '·])", others[1], maxsplit=1)
        heads = {head + gap + more for head in heads for gap in spelling.gaps() for more in spelling.cases(second)}
    rest = _rest([left, *others], pieces[1:], spelling)
    if rest is None:
        return
    ends = script_of(first[0]), script_of(pieces[-1][-1])
    if spelling.name != "utf-8" or not first.isascii() or not others or others[0] != " ":
        for head in sorted(heads):
            yield Form(head, rest, *ends)
        return
    second, *others = re.split(r"([ '·])", others[1], maxsplit=1)
    close = second[:CLOSE] if second[:CLOSE].isascii() else second[:1]
    near = _rest([second[len(close) :], *others], pieces[1:], spelling)
    for head in sorted(heads):
        for gap, more in product(spelling.gaps(), sorted(spelling.cases(close))):
            yield Form(head + gap + more, near or b"", *ends)
        for gap in _ODD_GAPS:
            yield Form(head + gap, rest, *ends, again=len(gap))


def _rest(middle: Sequence[str], pieces: Sequence[str], spelling: Spelling) -> bytes | None:
    """An expression for what follows the beginning of a name; None where this spelling cannot write it."""
    rest = [_expression(piece, spelling) for piece in middle]
    for piece in pieces:
        rest += [rb"[^\s<>]{0,80}?", _expression(piece, spelling)]
    return None if None in rest else b"".join(part for part in rest if part)


def _cased(word: str) -> tuple[str, str, str]:
    return word.lower(), word.capitalize(), word.upper()


def _expression(piece: str, spelling: Spelling) -> bytes | None:
    """An expression for a folded piece of a name, in any case and variant."""
    parts = [spelling.gap() if letter == " " else spelling.letter(letter) for letter in piece]
    return None if None in parts else b"".join(part for part in parts if part)
