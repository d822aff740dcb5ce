"""A story's facts and pages -> the files of its bundle, by name. The same facts give the same bytes.

README.txt  SHA256SUMS  citations.txt  story.json  events.jsonl  pages.warc.gz
articles/000012/article.json  text-01.txt  text-02.txt  page-01.html  page-01.http.txt
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evidence import readme
from evidence.pages import KeptPage, digest
from evidence.texts import Row, citation, folder, page_name, texts, why_no_page
from evidence.warc import Record

FORMAT: Final = 1
"""Raised when a field of story.json changes its meaning; fields may be added."""
README, SUMS, CITATIONS = "README.txt", "SHA256SUMS", "citations.txt"
STORY, EVENTS, WARC = "story.json", "events.jsonl", "pages.warc.gz"

_ONLY_IN_ARTICLE: Final = {"addresses", "authors", "found_in", "image", "site_name", "standfirst", "verdicts"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A kept page as it was found: its record's bytes and what they hold, or why it could not be taken along."""

    page: KeptPage
    member: bytes = b""
    record: Record | None = None
    lost: str = ""


def build(facts: Row, taken: Mapping[int, Sequence[Taken]]) -> dict[str, bytes]:
    """The files of a story's bundle. `facts` are those of `store/bundles.py`, `taken` the pages of each article by its
    number, in the order in which they were fetched."""
    files: dict[str, bytes] = {}
    warc = bytearray()
    articles = [_article(one, taken.get(one["id"], ()), files, warc) for one in facts["articles"]]
    short = [{name: value for name, value in one.items() if name not in _ONLY_IN_ARTICLE} for one in articles]
    told = {**facts, "format": FORMAT, "articles": short}
    files[EVENTS] = b"".join(_line(event) for event in told.pop("events"))
    files[STORY] = _pretty(told)
    files[CITATIONS] = _utf8("".join(f"{one['citation']}\n" for one in articles))
    if warc:
        files[WARC] = bytes(warc)
    files[README] = _utf8(readme.text(told, articles))
    files[SUMS] = sums(files)
    return files


def sums(files: Mapping[str, bytes]) -> bytes:
    """The manifest, as `sha256sum` writes and checks it."""
    return "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files)).encode()


def _article(one: Row, taken: Sequence[Taken], files: dict[str, bytes], warc: bytearray) -> dict[str, Any]:
    """What story.json says of an article; its files are added to `files`, its records to `warc`."""
    number, told = one["id"], texts(one)
    since = {text.since: text.number for text in told}
    pages: list[dict[str, Any]] = []
    lost: list[dict[str, Any]] = []
    for item in taken:
        page = item.page
        if item.record is None:
            lost.append({"url": page.url, "fetched_at": page.fetched_at, "kept_in": _place(page), "why": item.lost})
            continue
        record, place = item.record, len(pages) + 1
        headers = {name.lower(): value for name, value in record.headers}
        name = page_name(number, place, headers.get("content-type", ""))
        http = f"{folder(number)}/page-{place:02}.http.txt"
        pages.append(
            {
                "file": name,
                "headers": http,
                "url": page.url,
                "fetched_at": page.fetched_at,
                "status": record.status,
                "page_sha256": digest(record.body),
                "record_id": record.id,
                "record_sha256": digest(item.member),
                "offset": len(warc),
                "length": len(item.member),
                "text": since.get(page.fetched_at),
                "kept_in": _place(page),
                "noted_when_fetched": bool(page.record_sha256),
            }
        )
        warc += item.member
        files[name], files[http] = record.body, record.head
    for text in told:
        files[f"{folder(number)}/text-{text.number:02}.txt"] = _utf8(text.whole)
    left = {"text", "revisions", "pages", "page_fetched"}
    found: dict[str, Any] = {name: value for name, value in one.items() if name not in left}
    found["texts"] = [
        {
            "file": f"{folder(number)}/text-{text.number:02}.txt",
            "title": text.title,
            "fetched_at": text.since,
            "until": text.until or None,
            "page": next((page["file"] for page in reversed(pages) if page["text"] == text.number), None),
        }
        for text in told
    ]
    found["pages"], found["pages_lost"] = pages, lost
    found["no_page"] = "" if pages else _none_because(one, lost)
    found["citation"] = citation({**one, "no_page": found["no_page"]}, pages)
    files[f"{folder(number)}/article.json"] = _pretty(found)
    return found


def _none_because(one: Row, lost: Sequence[Mapping[str, Any]]) -> str:
    return f"its kept page cannot be shown: {lost[-1]['why']}" if lost else why_no_page(one)


def _place(page: KeptPage) -> dict[str, Any]:
    return {"file": page.file, "offset": page.offset}


def _pretty(value: object) -> bytes:
    return _utf8(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _line(value: object) -> bytes:
    return _utf8(json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n")


def _utf8(text: str) -> bytes:
    """UTF-8; a lone surrogate that came in from elsewhere is written as its escape, which JSON reads too."""
    return text.encode("utf-8", "backslashreplace")
