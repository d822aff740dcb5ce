"""Digest -> one HTML file that needs nothing else: no network, no script, no font of its own.

The page is `report.html.j2`, its looks `report.css`; both lie beside this file. Jinja2 escapes whatever a page said;
the policy in the head lets a browser load nothing at all and apply this one style sheet, named by its hash.
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from reports.digest import Digest
from reports.facts import moment
from reports.render import phrases, pictures
from reports.render.clock import Clock
from reports.render.escaping import direction, language_tag, passage, plain, web_address
from reports.wording import same

_HERE = Path(__file__).parent


def render(digest: Digest, *, zone: str) -> str:
    """The whole report as an HTML document."""
    style = _style()
    page = _template().render(
        digest=digest,
        clock=Clock(zone, digest.at),
        say=phrases,
        glance=[one for one in (pictures.days(digest, zone=zone), pictures.outlets(digest)) if one],
        spread=pictures.spread,
        style=Markup(style),  # our own file, and its hash stands in the policy
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return page.lstrip()


@lru_cache(maxsize=1)
def _template() -> Template:
    page = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page.filters |= {
        "plain": plain,
        "passage": passage,
        "web": web_address,
        "tag": language_tag,
        "direction": direction,
        "machine_time": _machine_time,
        "drawn": Markup,  # built as XML in pictures/drawing.py, where lxml escapes what pages said
    }
    page.tests["same"] = same
    return page.get_template("report.html.j2")


@lru_cache(maxsize=1)
def _style() -> str:
    return (_HERE / "report.css").read_text(encoding="utf-8") + pictures.looks()


def _machine_time(value: str) -> str:
    """What may stand in `<time datetime>`: the value itself if it is a time."""
    return value if moment(value) is not None and value.isascii() else ""
