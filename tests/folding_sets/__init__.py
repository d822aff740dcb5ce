"""Labelled sets of our own for folding in Russian, Korean, Chinese and Japanese: some hundred articles each.

The texts stand in a file a language: four events with the wire, a background paragraph, the same agency's follow-up
that repeats it, another agency's telling and a brief in other words, and two daily reports that fill in a form.
`labelled` makes of them what outlets make of wires, by edits that a seeded generator chooses; a few copies were edited
by hand. The same language gives the same articles in the same order.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "ko", "zh", "ja")
DAYS = {
    "ru": ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу"],
    "ko": ["월요일", "화요일", "수요일", "목요일", "금요일"],
    "zh": ["星期一", "星期二", "星期三", "星期四", "星期五"],
    "ja": ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日"],
}
DATELINES = {
    "ru": ("ДАЛЬНЕРЕЧЕНСК, 4 ноября. — ", "Наш корреспондент сообщает. "),
    "ko": ("(달네레첸스크=합동취재단) ", "[현지 특파원] "),
    "zh": ("（本报远河四日电）", "本台消息："),
    "ja": ("【ダリネレチェンスク共同取材】", "（特派員）"),
}
LINKS = {
    "ru": ("Кроме того, ", "При этом ", "Между тем "),
    "ko": ("또한 ", "이와 함께 ", "한편 "),
    "zh": ("此外，", "与此同时，", "另外，"),
    "ja": ("また、", "さらに、", "一方、"),
}
STOPS = ".。"
QUOTES = {"«": '"', "»": '"', "“": "「", "”": "」", "—": "-", "'": "‘"}

Paragraphs = list[str]


@dataclass(frozen=True)
class Labelled:
    """Articles in order of arrival (id, title, text, outlet), and what is true of each (as the development set says
    it)."""

    articles: Sequence[Mapping[str, Any]]
    truth: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class _Base:
    cluster: str
    kind: str
    title: str
    paragraphs: Paragraphs
    copies: int


def labelled(language: str) -> Labelled:
    """The set of one of `LANGUAGES`."""
    texts = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
    dice = random.Random(f"folding {language}")
    desk = _Desk(language, texts, dice)
    made: list[tuple[float, dict[str, Any], dict[str, Any]]] = []

    def add(at: float, cluster: str, kind: str, of: str | None, ops: list[str], title: str, lines: Paragraphs) -> str:
        name = f"{language}-{len(made) + 1:03d}"
        text = "\n".join(lines)
        made.append(
            (
                at,
                {"id": name, "title": title, "text": text, "outlet": f"outlet{len(made)}"},
                {
                    "id": name,
                    "cluster": cluster,
                    "kind": kind if of is None else "copy",
                    "relation": "base" if of is None else "copy",
                    "of": of,
                    "ops": ops,
                    "score": True,
                },
            )
        )
        return name

    for place, base in enumerate(_bases(language, texts, dice)):
        at = place + dice.random()
        name = add(at, base.cluster, base.kind, None, [], base.title, base.paragraphs)
        for _ in range(base.copies):
            ops, title, lines = desk.copy(base)
            late = -dice.random() if dice.random() < 0.1 else 9 * dice.random()
            add(at + late, base.cluster, base.kind, name, ops, title, lines)
        if base.kind == "wire" and base.paragraphs[0] in desk.by_hand:
            hand = desk.by_hand[base.paragraphs[0]]
            add(at + dice.random(), base.cluster, base.kind, name, ["hand"], base.title, hand)
    made.sort(key=lambda one: one[0])
    return Labelled([article for _, article, _ in made], {line["id"]: line for _, _, line in made})


def _bases(language: str, texts: Mapping[str, Any], dice: random.Random) -> Iterator[_Base]:
    for number, arc in enumerate(texts["arcs"]):
        background = [arc["background"]]
        yield _Base(f"{number} wire", "wire", arc["title"], [*arc["wire"], *background], 9)
        yield _Base(f"{number} follow-up", "followup", arc["follow_title"], [*arc["follow"], *background], 4)
        yield _Base(f"{number} other", "agency", arc["other_title"], arc["other"], 3)
        yield _Base(f"{number} brief", "agency", arc["title"], [arc["brief"]], 1)
    for number, report in enumerate(texts["reports"]):
        for day, place in zip(DAYS[language], report["places"], strict=True):
            figures = {
                "a": dice.randint(210, 690),
                "b": dice.randint(11, 48),
                "c": dice.randint(2, 19),
                "d": dice.randint(2, 14),
                "e": dice.randint(700, 900),
            }
            text = report["text"].format(day=day, place=place, **figures)
            yield _Base(f"report {number} {place}", "template", f"{report['title']}: {place}", text.split("\n"), 1)


class _Desk:
    """What other outlets do to an article."""

    def __init__(self, language: str, texts: Mapping[str, Any], dice: random.Random) -> None:
        self.texts, self.dice = texts, dice
        self.links, self.datelines = LINKS[language], DATELINES[language]
        self.by_hand = {arc["wire"][0]: arc["hand"] for arc in texts["arcs"] if "hand" in arc}
        self.edits: dict[str, Callable[[Paragraphs], Paragraphs]] = {
            "trunc": lambda lines: lines[: self.dice.randint((len(lines) + 1) // 2, len(lines))],
            "cut": self._cut,
            "local": lambda lines: [*lines, *dice.sample(self.texts["locals"], dice.randint(1, 3))],
            "head": lambda lines: [dice.choice(self.texts["heads"]), *lines],
            "tail": lambda lines: [*lines, *dice.sample(self.texts["tails"], dice.randint(1, 2))],
            "dateline": lambda lines: [dice.choice(self.datelines) + lines[0], *lines[1:]],
            "linked": self._linked,
            "signs": self._signs,
            "moved": self._moved,
            "merged": self._merged,
        }

    def copy(self, base: _Base) -> tuple[list[str], str, Paragraphs]:
        """(edits, title, paragraphs) of a copy. Forms and briefs are framed only: there is nothing to cut."""
        long = len(base.paragraphs) > 2
        # In this order: what is cut is the wire's, never the frame that was put around it.
        chances = {
            "cut": 0.25, "trunc": 0.3, "moved": 0.2, "linked": 0.35, "signs": 0.4, "merged": 0.08, "dateline": 0.4,
            "local": 0.35, "head": 0.3, "tail": 0.45,
        }  # fmt: skip
        if not long:
            chances = {"signs": 0.5, "dateline": 0.3, "head": 0.2, "tail": 0.4}
        ops = [edit for edit, chance in chances.items() if self.dice.random() < chance]
        if "cut" in ops and "trunc" in ops:
            ops.remove("trunc")
        lines = list(base.paragraphs)
        for edit in ops:
            lines = self.edits[edit](lines)
        title = base.title
        if self.dice.random() < 0.4:
            title, ops = base.title[::-1], [*ops, "title"]  # no word of it is left
        return ops, title, lines

    def _cut(self, lines: Paragraphs) -> Paragraphs:
        """The first paragraph and half of the others."""
        kept = sorted(self.dice.sample(range(1, len(lines)), len(lines) // 2))
        return [lines[0], *(lines[at] for at in kept)]

    def _linked(self, lines: Paragraphs) -> Paragraphs:
        """A copy editor's light hand: sentences joined to the one before by a word or two, or left out."""
        edited = []
        for line in lines:
            kept = [
                self.dice.choice(self.links) + sentence if self.dice.random() < 0.3 else sentence
                for sentence in _sentences(line)
                if self.dice.random() > 0.12
            ]
            edited.append("".join(kept))
        return [line for line in edited if line.strip()] or lines

    def _signs(self, lines: Paragraphs) -> Paragraphs:
        """The house's own signs: other quotation marks and dashes, full-width digits, invisible marks."""
        text = "\n".join(lines)
        for old, new in QUOTES.items():
            text = text.replace(old, new)
        if self.dice.random() < 0.3:
            text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
        if self.dice.random() < 0.3:
            text = "".join(sign + "\u200b" if sign in ",，、" else sign for sign in text)
        return text.split("\n")

    def _moved(self, lines: Paragraphs) -> Paragraphs:
        """Two neighbouring paragraphs change places."""
        at = self.dice.randrange(len(lines) - 1)
        return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]

    def _merged(self, lines: Paragraphs) -> Paragraphs:
        """With a paragraph or two of another event's wire, less than its own."""
        other = self.dice.choice([arc for arc in self.texts["arcs"] if arc["wire"][1] not in lines])
        return [*lines, *other["wire"][: max(1, len(lines) // 4)]]


def _sentences(line: str) -> list[str]:
    """A paragraph's sentences, each with the space behind it."""
    found, begun = [], 0
    for at, sign in enumerate(line):
        if sign in STOPS and (at + 1 == len(line) or line[at + 1] == " " or sign == "。"):
            end = at + 2 if line[at + 1 : at + 2] == " " else at + 1
            found.append(line[begun:end])
            begun = end
    return [*found, line[begun:]] if line[begun:] else found
