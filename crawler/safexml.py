"""XML text -> lxml tree, with nothing of a DTD, no entity, no file and no network. Pure.

Strict first, which is fast and right; where that fails the text is repaired and read with libxml2's recovery.
"""

import re
import sys
from html.entities import html5

from lxml import etree

XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
PROLOG = 64_000  # characters within which a document type or the root element must begin

_DOCTYPE_BEGINS = re.compile(r"<!DOCTYPE", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A CDATA section or comment is skipped whole; elsewhere an ampersand must begin a reference that XML knows.
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);)?", re.I | re.S
)


def parse_xml(text: str) -> tuple["etree._Element | None", tuple[str, ...]]:
    """The root element of a document and what was wrong with it; None where there is nothing to read. Never raises."""
    faults: list[str] = []
    text = _DECLARATION.sub("", text, count=1)
    begins = _DOCTYPE_BEGINS.search(text, 0, PROLOG)  # one try from one place: a search with `.*?` would be quadratic
    if begins and (found := _DOCTYPE.match(text, begins.start())):
        if "[" in found[0]:
            faults.append("a document type with declarations, which are ignored")
        text = text[: found.start()] + text[found.end() :]
    try:
        return etree.fromstring(text.encode(), _parser(recover=False)), tuple(faults)
    except (etree.XMLSyntaxError, ValueError) as error:  # ValueError: a lone surrogate, an empty text
        faults.append(f"malformed XML ({_first_line(error)})")
    repaired = _REFERENCE.sub(_known, _NO_XML.sub("", text)).strip()
    try:
        return etree.fromstring(repaired.encode(), _parser(recover=True)), tuple(faults)
    except (etree.XMLSyntaxError, ValueError):
        return None, tuple(faults)


def local(element: "etree._Element") -> str:
    """The name of an element without its namespace or an undeclared prefix; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _parser(*, recover: bool) -> "etree.XMLParser":
    """`huge_tree=False` keeps libxml2's own bounds on depth, on text and on what entities may grow to."""
    return etree.XMLParser(
        encoding="utf-8",  # wins over the declaration, which was true of the bytes and no longer is
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _known(match: re.Match[str]) -> str:
    """An ampersand as XML takes it: HTML's names as numbers, everything else as a literal ampersand."""
    whole, name = match[0], match[1]
    if whole.startswith("<") or name in XML_ENTITIES:
        return whole
    if name and name.startswith("#"):
        return whole if _is_character(name) else ""
    if name and (characters := html5.get(f"{name};")):
        return "".join(f"&#{ord(character)};" for character in characters)
    return "&amp;" + whole[1:]


def _is_character(number: str) -> bool:
    """Whether XML allows the character `#1234` or `#x12ab`: libxml2's recovery makes broken UTF-8 of a surrogate."""
    code = int(number[2:], 16) if number[1] in "xX" else int(number[1:])
    return code <= sys.maxunicode and not _NO_XML.match(chr(code))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:120]
