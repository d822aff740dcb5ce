"""What a report tells, read back out of each format: the same for all of them, and held against the press's truth."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://www.w3.org/1999/xhtml"}


@dataclass
class Told:
    """The addresses of what came by story, new stories and known ones apart; of what was edited, each with its number
    of edits; of what is gone; and the old ones of what moved."""

    new: list[list[str]] = field(default_factory=list)
    grown: list[list[str]] = field(default_factory=list)
    edited: Counter[str] = field(default_factory=Counter)
    gone: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def in_order(self) -> "Told":
        """The same with everything sorted, for formats list in different orders."""
        stories = sorted(map(sorted, self.new)), sorted(map(sorted, self.grown))
        return Told(*stories, self.edited, sorted(self.gone), sorted(self.moved))

    def as_json(self) -> dict[str, Any]:
        """What `demo/oracle.py` reads of a report."""
        new, grown = (
            [{"carriers": [{"article": {"url": url}} for url in urls]} for urls in stories]
            for stories in (self.new, self.grown)
        )
        edited = [{"article": {"url": url}, "edits": [{}] * count} for url, count in self.edited.items()]
        gone = [{"article": {"url": url}} for url in self.gone]
        moved = [{"old_url": url} for url in self.moved]
        return {"new_stories": new, "grown_stories": grown, "edited": edited, "gone": gone, "moved": moved}


def _json(text: str) -> Told:
    said = json.loads(text)
    new, grown = (
        [[one["article"]["url"] for one in news["carriers"]] for news in said[name]]
        for name in ("new_stories", "grown_stories")
    )
    edited = Counter({one["article"]["url"]: len(one["edits"]) for one in said["edited"]})
    gone = [one["article"]["url"] for one in said["gone"]]
    return Told(new, grown, edited, gone, [one["old_url"] for one in said["moved"]])


def _csv(text: str) -> Told:
    told = Told()
    stories: dict[tuple[str, str], list[str]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        what, url = row["what"], row["address"]
        if what in ("new story", "known story"):
            stories.setdefault((what, row["story"]), []).append(url)
        elif what == "edited":
            told.edited[url] += 1
        elif what == "gone":
            told.gone.append(url)
        elif what == "moved":
            told.moved.append(row["detail"].removeprefix("from "))
    told.new = [urls for (what, _), urls in stories.items() if what == "new story"]
    told.grown = [urls for (what, _), urls in stories.items() if what == "known story"]
    return told


def _atom(text: str) -> Told:
    """A feed reader is not told which stories were known before: all stand in `new`."""
    told = Told()
    for entry in etree.fromstring(text.encode()).findall("a:entry", ATOM):
        title, link = entry.findtext("a:title", namespaces=ATOM), entry.find("a:link", ATOM)
        lines = ["".join(line.itertext()) for line in entry.findall(".//x:p", ATOM)]
        if carriers := [one.get("href") for one in entry.findall(".//x:li/x:a", ATOM)]:
            told.new.append(carriers)
        elif title.startswith("Edited: "):
            told.edited[link.get("href")] = sum(line.startswith(("changed:", "wording only")) for line in lines)
        elif title.startswith("Not present: "):
            told.gone.append(link.get("href"))
        elif title.startswith("Moved: "):
            told.moved += re.findall(r"^Moved from (\S+) to", lines[-1])
    return told


def _html(text: str) -> Told:
    page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    told = Told()
    for section, stories in (("new-stories", told.new), ("grown", told.grown)):
        for story in page.xpath(f"//section[@aria-labelledby='{section}']/article"):
            by = " ".join(story.xpath("string(p[@class='by'])").split())
            lead = story.xpath("h3/a/@href") if by.startswith("First: ") or by.endswith("· new") else []
            stories.append([*lead, *story.xpath("table[@class='carriers']/tbody/tr/td[2]/a/@href")])
    for article in page.xpath("//section[@aria-labelledby='edited']/article"):
        told.edited[article.xpath("h3/a/@href")[0]] = len(article.xpath("div[@class='edit']"))
    for item in page.xpath("//section[@aria-labelledby='came-and-went']//li"):
        links = item.xpath("a/@href")
        if "Not present at" in item.text_content():
            told.gone.append(links[0])
        elif "Moved, seen" in item.text_content():
            told.moved.append(links[1])
    return told


def _markdown(text: str) -> Told:
    told = Told()
    section, url = "", ""
    for line in text.splitlines():
        links = re.findall(r"\]\(<([^>]*)>\)", line)
        stories = {"New stories": told.new, "Known stories, new carriers": told.grown}.get(section)
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("### "):
            url = links[0]
            if stories is not None:
                stories.append([])
        elif stories is not None and (line.startswith("First: ") or re.match("Comes from .* · new", line)):
            stories[-1].append(url)
        elif stories is not None and line.startswith("- **"):
            stories[-1].append(links[-1])
        elif section == "Edited articles" and line.startswith("- Edit seen"):
            told.edited[url] += 1
        elif section == "Gone, back, moved" and "Not present at" in line:
            told.gone.append(links[0])
        elif section == "Gone, back, moved" and "Moved from" in line:
            told.moved.append(links[1])
    return told


def _terminal(text: str) -> Told:
    told = Told()
    sections = re.split(r"^([A-Z][A-Z ,]+) (?:\(\d+\) )?─+$", text, flags=re.MULTILINE)
    for section, body in zip(sections[1::2], sections[2::2], strict=True):
        blocks = [block for block in body.split("\n\n") if block.strip()]
        stories = {"NEW STORIES": told.new, "KNOWN STORIES, NEW CARRIERS": told.grown}.get(section)
        for block in blocks:
            urls = re.findall(r"^ {3}(https?://\S+)$", block, re.MULTILINE)
            flat = " ".join(block.split())
            if stories is not None:
                lead = urls[:1] if re.search(r" First: | Comes from [^/]*? · new http", flat) else []
                stories.append([*lead, *re.findall(r"^ {5}(https?://\S+)$", block, re.MULTILINE)])
            elif section == "EDITED ARTICLES":
                told.edited[urls[0]] = flat.count("Edit seen ")
            elif section == "GONE, BACK, MOVED" and "Not present at" in flat:
                told.gone.append(urls[0])
            elif section == "GONE, BACK, MOVED" and "Moved, seen" in flat:
                told.moved.append(urls[0])
    return told


READ: Mapping[str, Callable[[str], Told]] = {
    "atom": _atom,
    "csv": _csv,
    "html": _html,
    "json": _json,
    "markdown": _markdown,
    "terminal": _terminal,
}
