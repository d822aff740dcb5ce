"""The gate lets in whatever the judge would take, however the page is encoded, and stops pages that name no pair."""

import gzip
import json
import tomllib
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.topic import Topic
from pipelines.gate import Gate, is_utf8
from pipelines.judge import Judge
from pipelines.scanners import ENGINES, scanner
from tests.topic_texts import OFF, ON

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TOPIC = Topic.model_validate(tomllib.loads((SEEDS / "topic.toml").read_text(encoding="utf-8")))
GATE = Gate([TOPIC])
OTHER = Gate([TOPIC], ENGINES[-1])
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


def test_a_byte_that_is_broken_does_not_hide_what_is_whole():
    body = page("Россия и КНДР", "слово " * 3000).replace("слово".encode(), "слов".encode() + b"\xd0", 1)
    assert not is_utf8(body)
    assert GATE.passes(body)


def test_a_page_cut_into_pieces_anywhere_is_still_seen_to_be_utf_8():
    for offset in range(6):
        body = b"x" * offset + "조약 Россия 条约 ü ".encode() * 3000
        assert is_utf8(body)
        assert not is_utf8(body[:9000] + "Россия".encode("cp1251") + body)


def test_the_encoding_is_read_from_a_content_type_header():
    wide = "Россия и КНДР".encode("utf-16-le")
    assert GATE.passes(wide, "text/html; charset=UTF-16LE")
    assert GATE.passes(page("로씨야 평양", "", "iso-2022-kr", declare=False), 'text/html;charset="ISO-2022-KR"')


def test_an_initial_in_a_tag_of_its_own_belongs_to_its_word():
    assert GATE.passes(b'<p><span class="cap">R</span>ussia</p> and <p><b>P</b>yongyang')
    assert not GATE.passes(b"<p><b>R</b> ussia and <i>P</i> yongyang")


def test_what_is_not_seen_hides_no_name_on_a_page_that_is_full_of_it():
    filler = "sil\u00adben\u00adtren\u00adnung " * 500
    assert GATE.passes(f"<p>{filler}</p>Rus\u00adsia<p>{filler}</p>Pyong\u00adyang<p>{filler}".encode())
    assert not GATE.passes(f"<p>{filler}</p>Rus\u00adsia<p>{filler}</p>Pyong \u00adyang<p>{filler}".encode())


def test_the_version_changes_with_the_algorithm(monkeypatch):
    monkeypatch.setattr("pipelines.gate.ALGORITHM", 0)
    assert Gate([TOPIC]).version != GATE.version


two_engines = pytest.mark.skipif(len(ENGINES) < 2, reason="needs hyperscan, which has no wheel for this platform")


@two_engines
def test_both_engines_have_one_version():
    assert OTHER.version == GATE.version


@two_engines
def test_both_engines_let_the_same_of_our_own_texts_in():
    for language, title, text, _ in [*ON, *OFF]:
        for encoding in ["utf-8", "utf-16", *ENCODINGS.get(language, [])]:
            body = page(title, text, encoding)
            assert GATE.passes(body) == OTHER.passes(body), (encoding, title)
        body = in_entities(title, text)
        assert GATE.passes(body) == OTHER.passes(body), title


@two_engines
def test_both_engines_let_the_same_real_pages_and_texts_in(shared_data):
    for row in (shared_data / "topic" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        doc = json.loads(row)
        for encoding in ["utf-8", *ENCODINGS.get(doc["language"] or "", [])]:
            body = page(doc["title"] or "", doc["text"] or "", encoding)
            assert GATE.passes(body) == OTHER.passes(body), (doc["id"], encoding)
    for path in sorted((shared_data / "extraction" / "pages").glob("*.gz")):
        body = gzip.decompress(path.read_bytes())
        assert GATE.passes(body) == OTHER.passes(body), path.name


PIECES = st.sampled_from(
    [
        *(
            "Russia",
            "RUSSIA",
            "Prussia",
            "North Korea",
            "north-korea",
            "Россия",
            "КНДР",
            "북한",
            "러",
            "北",
            "朝鲜",
            "俄",
        ),
        *("&#1056;", "\\u0420", "\u00ad", "_", "<b>", "R</b>", ">", " ", "é", "한", "x", "9", "K", "k", "\u212a", "ſ"),
    ]
)
ENCODED = st.builds(
    lambda text, encoding: text.encode(encoding, "ignore"),
    st.lists(PIECES, max_size=8).map("".join),
    st.sampled_from(["utf-8", "cp1251", "koi8-r", "euc-kr", "gb18030", "shift_jis", "big5", "cp1252"]),
)


@two_engines
@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(ENCODED, st.binary(max_size=6)), max_size=8).map(b"".join), st.sampled_from(["", "koi8-r"]))
def test_both_engines_let_the_same_bytes_in(body, declared):
    assert GATE.passes(body, declared) == OTHER.passes(body, declared)


STRINGS = [b"kim", b"rus", b"russia", b"\xd0\xa0", b"\xd0\xa0\xd0\xa4", b"\xb1\xb1k", b"-a", b"&#1056;", b"north kor"]
SCANNERS = [scanner(STRINGS, engine) for engine in ENGINES]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*STRINGS, b"KIM", b"_", b"5"]), st.binary(max_size=3)), max_size=12))
def test_every_engine_finds_every_string_that_begins_no_later_than_its_word(pieces):
    body = b"".join(pieces)
    low = body.lower()
    wanted = {
        (index, start, start + len(string))
        for index, string in enumerate(STRINGS)
        for start in range(len(body))
        if low.startswith(string, start)
        and not (string.isalnum() and start and (low[start - 1 : start].isalnum() or low[start - 1] == ord("_")))
    }
    for each in SCANNERS:
        found: set[tuple[int, int, int]] = set()
        assert not each.scan(body, lambda *place, found=found: found.add(place) is not None)
        assert found == wanted


def test_the_version_changes_with_the_names_and_with_nothing_else():
    tables = TOPIC.model_dump()
    assert Gate([Topic.model_validate(tables)]).version == GATE.version
    tables["threshold"] = 0.6
    assert Gate([Topic.model_validate(tables)]).version == GATE.version
    tables["concepts"]["russia"]["names"]["en"].append("Muscovy")
    assert Gate([Topic.model_validate(tables)]).version != GATE.version


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
