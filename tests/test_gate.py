"""The gate lets in whatever the judge would take, however the page is encoded, and stops pages that name no pair."""

import json
import tomllib
from html import escape
from pathlib import Path

import pytest

from config.topic import Topic
from pipelines.gate import Gate
from pipelines.judge import Judge
from tests.topic_texts import OFF, ON

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TOPIC = Topic.model_validate(tomllib.loads((SEEDS / "topic.toml").read_text(encoding="utf-8")))
GATE = Gate(TOPIC)
JUDGE = Judge(TOPIC)
ENCODINGS = {
    "ru": ["cp1251", "koi8-r", "iso-8859-5"],
    "uk": ["cp1251", "koi8-u"],
    "bg": ["cp1251"],
    "ko": ["euc-kr", "cp949", "iso-2022-kr"],
    "zh": ["gb18030", "gbk", "big5"],
    "ja": ["shift_jis", "euc-jp", "iso-2022-jp"],
    "de": ["cp1252"],
    "fr": ["cp1252"],
    "es": ["cp1252"],
    "pl": ["cp1250", "iso-8859-2"],
    "ar": ["cp1256"],
    "tr": ["cp1254"],
    "en": ["ascii", "cp1252"],
}


def page(title: str, text: str, charset: str = "utf-8", declare: bool = True) -> bytes:
    head = f'<meta charset="{charset}">' if declare else ""
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n"))
    html = (
        f"<html><head>{head}<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>\n{body}</body></html>"
    )
    return html.encode(charset, "xmlcharrefreplace")


def in_entities(title: str, text: str) -> bytes:
    return page(title, text).decode().encode("ascii", "xmlcharrefreplace")


@pytest.mark.parametrize(("language", "title", "text", "why"), ON, ids=[f"{row[0]}-{row[1][:40]}" for row in ON])
def test_what_the_judge_takes_passes_in_every_encoding(language, title, text, why):
    for encoding in ["utf-8", "utf-16", *ENCODINGS.get(language, [])]:
        declared = page(title, text, encoding)
        assert GATE.passes(declared), encoding
        assert GATE.passes(page(title, text, encoding, declare=False), encoding), f"{encoding} in the headers"
        assert GATE.passes(declared, "utf-8"), f"{encoding}, and headers that lie"


@pytest.mark.parametrize(("language", "title", "text", "why"), ON, ids=[f"{row[0]}-{row[1][:40]}" for row in ON])
def test_what_the_judge_takes_passes_when_it_is_written_otherwise(language, title, text, why):
    assert GATE.passes(in_entities(title, text)), "numeric entities"
    assert GATE.passes(json.dumps({"headline": title, "articleBody": text}).encode()), "JavaScript escapes"
    assert GATE.passes(page(title.upper(), text.upper())), "capitals"
    assert GATE.passes(page(title.replace(" ", "\u00a0"), text.replace(" ", "\n "))), "other spaces"
    assert GATE.passes(page(title, text).replace(b" ", b" <b>", 4)), "tags between words"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_an_undeclared_legacy_encoding_is_found_out(encoding):
    assert GATE.passes(page("Россия и КНДР ратифицировали договор", "", encoding, declare=False))


def test_letters_in_parts_full_width_or_with_unseen_marks_are_read():
    for text in (
        "\u1105\u1165\u1109\u1175\u110b\u1161와 \u1107\u116e\u11a8\u1112\u1161\u11ab의 조약",
        "Ｒｕｓｓｉａ and Ｎｏｒｔｈ Ｋｏｒｅａ",
        "Rus\u00adsia and Py\u00adong\u00adyang",
        "<b>R</b>ussia and <i>P</i>yongyang",
        "Росси\u0301я и КНДР",
        "Moskau und Pj&ouml;ngjang",
        "Rus&shy;sia and North&nbsp;Korea",
    ):
        assert GATE.passes(f"<p>{text}</p>".encode()), text


def test_a_page_that_names_one_side_or_none_is_stopped():
    for title in (
        "North Korea fires a missile",
        "Russia and Iran sign a treaty",
        "Under untold suns",
        "Prussia, Kimono, Dnrk",
        "ДНР и Россия",
        "한미동맹 강화",
        "中国与俄罗斯",
        "",
    ):
        assert not GATE.passes(page(title, "")), title


def test_whatever_the_bytes_are_the_gate_answers():
    for body in (
        b"",
        b"\xff" * 50,
        bytes(range(256)) * 4,
        b"<meta charset=nonsense>\xff",
        "И".encode("utf-16")[1:],
        b"\x00" * 9,
    ):
        assert GATE.passes(body) is False
        assert GATE.passes(body, "no such encoding") is False
        assert GATE.passes(body, "rot13") is False


def test_the_version_changes_with_the_names_and_with_nothing_else():
    tables = TOPIC.model_dump()
    assert Gate(Topic.model_validate(tables)).version == GATE.version
    tables["threshold"] = 0.6
    assert Gate(Topic.model_validate(tables)).version == GATE.version
    tables["concepts"]["russia"]["names"]["en"].append("Muscovy")
    assert Gate(Topic.model_validate(tables)).version != GATE.version


def test_real_texts_that_the_judge_takes_pass(shared_data):
    stopped = []
    for row in (shared_data / "topic" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        doc = json.loads(row)
        title, text, language = doc["title"] or "", doc["text"] or "", doc["language"] or ""
        if not JUDGE.judge(title, "", text, language).relevant:
            continue
        pages = {"utf-8": page(title, text), "entities": in_entities(title, text)}
        pages |= {encoding: page(title, text, encoding) for encoding in ENCODINGS.get(language, [])}
        stopped += [(doc["id"], name) for name, body in pages.items() if not GATE.passes(body)]
    assert stopped == []


def test_most_texts_that_are_far_from_the_topic_are_stopped():
    far = [row for row in OFF if row[3] in ("missile test", "Iran treaty", "Kursk without Koreans", "US-South Korea")]
    passed = [row[1] for row in far if GATE.passes(page(row[1], row[2]))]
    assert len(passed) <= len(far) // 10, passed
