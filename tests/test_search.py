"""Words find articles in every script, whatever is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from store.articles import Visit
from store.database import writing
from store.query import parse
from store.revisits import revise
from store.search import known_names, search
from tests.small_watch import SmallWatch, prose, small_watch
from tests.stored import NOON, Kit, kit, reading

__all__ = ["kit"]

TEXTS = [
    ("ko-treaty", "harbour", "북러조약이 발효됐다", "노를란트와 북한의 협력은 새 단계에 들어섰다고 대표단이 말했다."),
    ("zh-treaty", "lantern", "两国条约生效", "代表团说，新的条约将于冬季生效。"),
    ("ru-treaty", "lantern", "О договоре", "Стороны договорились: войска и самолёты под договором. Ещё один пункт."),
    ("en-troops", "lantern", "Troops cross the bridge", "The U.S. envoy wrote an e-mail about troop numbers at Osan."),
    ("en-harbour", "harbour", "Harbour opens", "A harbour town opens its market. Norland's envoy came, title: none."),
]  # fmt: skip


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("search"))
    made.keep(
        *(
            {"id": ref, "outlet": outlet, "title": title, "text": text, "url": f"https://{outlet}.example/{ref}",
             "language": ref[:2]}
            for ref, outlet, title, text in TEXTS
        )
    )  # fmt: skip
    return made


def found(watch: SmallWatch, *arguments: str) -> list[dict[str, Any]]:
    return watch.run("search", "--jsonl", *arguments).lines


def names(watch: SmallWatch, *arguments: str) -> set[str]:
    return {row["url"].rpartition("/")[2] for row in found(watch, "--", *arguments)}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("조약", "ko-treaty"),
        ("북한", "ko-treaty"),
        ("북한의", "ko-treaty"),
        ("条约", "zh-treaty"),
        ("冬季", "zh-treaty"),
        ("договор", "ru-treaty"),
        ("договором", "ru-treaty"),
        ("самолеты", "ru-treaty"),
        ("САМОЛЁТ", "ru-treaty"),
        ("еще", "ru-treaty"),
        ("troop", "en-troops"),
        ("TROOPS", "en-troops"),
        ("U.S.", "en-troops"),
        ("U.S. envoy", "en-troops"),
        ("e-mail", "en-troops"),
        ("ｔｒｏｏｐ", "en-troops"),
        ('"cross the bridge"', "en-troops"),
        ('"the bridge cross"', ""),
        ("envoy -troops", "en-harbour"),
        ("envoy", "en-troops en-harbour"),
        ('envoy -"troop numbers"', "en-harbour"),
        ("-envoy", "ko-treaty zh-treaty ru-treaty"),
        ("norland", "en-harbour"),
        ("조약 договор", ""),
        ("", "ko-treaty zh-treaty ru-treaty en-troops en-harbour"),
    ],
)
def test_words_find_articles(watch: SmallWatch, query: str, wanted: str) -> None:
    assert names(watch, query) == set(wanted.split())


def test_filters_narrow(watch: SmallWatch) -> None:
    assert len(found(watch, "--language", "ko", "--language", "ru")) == 2
    assert len(found(watch, "--outlet", "harbour", "harbour")) == 1
    assert len(found(watch, "--outlet", "harbour", "--language", "ko")) == 1
    assert found(watch, "--agency", "cable") == []
    assert found(watch, "--until", "1h") == []
    assert len(found(watch, "--since", "1h")) == 5
    assert len(found(watch, "--limit", "2")) == 2
    assert [row["id"] for row in found(watch)] == [5, 4, 3, 2, 1]


def test_snippets_show_the_found_word_in_its_own_script(watch: SmallWatch) -> None:
    (row,) = found(watch, "самолет")
    assert "самолёты" in row["snippet"]
    (row,) = found(watch, "冬季")
    assert "冬季生效" in row["snippet"]
    long = "начало " * 100 + "мост через реку " + "конец " * 100
    watch.keep(
        {"id": "long", "outlet": "lantern", "title": "Мост", "text": long, "url": "https://lantern.example/long"}
    )
    (row,) = found(watch, "реке")
    assert "мост через реку" in row["snippet"]
    assert len(row["snippet"]) < 180


def test_a_story_is_one_line_with_its_matches(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    text = " ".join(f"They counted {n} lanterns on pier {n + 7}." for n in range(30))
    for name in ("oa", "ob", "oc"):
        watch.keep({"outlet": name, "title": "A crossing", "text": text, "url": f"https://{name}.example/"})
    assert len(found(watch, "lanterns")) == 3
    (row,) = found(watch, "--story", "lanterns")
    assert (row["matches"], row["outlet"]) == (3, "oc")


def test_an_edited_article_is_found_by_its_new_words_and_not_by_its_old(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    for number, word in enumerate(("10,000 sappers", "12,000 welders")):
        text = f"They sent {word} by train."
        watch.keep({"id": number, "outlet": "o", "title": "Sent", "text": text, "url": "https://o.example/"})
    assert [row["url"] for row in found(watch, "welders")] == ["https://o.example/"]
    assert found(watch, "sappers") == []
    assert len(json.loads(watch.run("article", "1", "--json").out)["revisions"]) == 1


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    """A watch with copies, credits, and words in many scripts."""
    made = small_watch(tmp_path_factory.mktemp("facts"))
    wire = " ".join(f"They counted {n} lanterns on pier {n + 7}." for n in range(30))
    made.keep(
        {"id": 1, "outlet": "harbour", "title": "Lanterns", "text": wire, "url": "https://harbour.example/1",
         "language": "en", "date": "2026-11-01"},
        {"id": 2, "outlet": "lantern", "title": "Piers counted", "text": wire, "url": "https://lantern.example/2",
         "language": "en", "date": "2026-11-05"},
        {"id": 3, "outlet": "elsewhere", "title": "Zelenskyy in Łódź", "text": "He met Sergey, and troopers.",
         "url": "https://elsewhere.example/3", "language": "pl", "date": "2199-01-01"},
        {"id": 4, "outlet": "lantern", "title": "現地", "text": "北朝鮮とのパートナーシップ。訪北。朝鲜条约。ไทยแลนด์",
         "url": "https://lantern.example/4", "language": "ja"},
        {"id": 5, "outlet": "lantern", "title": "उत्तर कोरिया",
         "text": "كوريا الشمالية والاتفاقية. Норланда. 노를란트의", "url": "https://lantern.example/5",
         "language": "pt-BR", "date": "2026-11-03"},
        {"id": 6, "outlet": "lantern", "title": "Ratification",
         "text": "Norland ratified it. Shells and many more troops.", "url": "https://lantern.example/6",
         "language": "en", "date": "2026-11-02"},
    )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("Zelensky", "3"), ("Zelenskiy", "3"), ("lodz", "3"), ("Łódź", "3"), ("Sergei", "3"), ("troopers", "3"),
        ("北朝鮮", "4"), ("パートナーシップ", "4"), ("朝鲜", "4"), ("条约", "4"), ("北", "4"),
        ("訪北", "4"), ("ไทย", "4"),
        ("कोरिया", "5"), ("الشمالية", "5"), ("شمالية", "5"),
        ("troop*", "6 3"), ("ratif*", "6"), ("ratificat*", "6"), ("ratifying", "6"), ("норланд*", "5"),
        ("shells NEAR/3 troops", "6"), ("shells NEAR/1 troops", ""), ("Norland NEAR troops", "6"),
        ("title:troops", ""), ("title:ratification", "6"), ("title:lanterns", "1"), ("title:lantern*", "1"),
        ("language:pl", "3"), ("language:pt", "5"), ("language:pt-BR", "5"), ("language:ja,pl", "4 3"),
        ("outlet:lantern lanterns", "2"), ("outlet:elsewhere", "3"), ("outlet:ELSEWHERE", "3"),
        ("agency:harbour", ""), ("country:GB", "6 5 4 2"), ("country:dk", "1"),
        ("country:GB -language:ja,pt,en", ""), ("lanterns OR troops", "6 2 1"), ("(lanterns OR troops) -shells", "2 1"),
        ("-language:en", "5 4 3"), ("troops OR -language:en", "6 5 4 3"),
        ("story:1", "2 1"), ("story:1 outlet:harbour", "1"), ("story:2 OR troops", "6 3"), ("-story:1", "6 5 4 3"),
        ("relation:identical", "2"), ("relation:origin,identical lanterns", "2 1"), ("relation:excerpt", ""),
        ("since:1h", "6 5 4 3 2 1"), ("until:1h", ""), ("until:1h OR troops", "6"), ("-since:1h", ""),
        ("since:2020-01-01 troops", "6"), ("since:2199-01-01", ""), ("(troops since:1h) OR lodz", "6 3"),
    ],
)  # fmt: skip
def test_the_query_language_finds(facts: SmallWatch, query: str, ids: str) -> None:
    assert " ".join(str(row["id"]) for row in found(facts, "--", query)) == ids


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("troops outlet:lantren", "query, character 8: there is no outlet `lantren`; did you mean `lantern`?"),
        ("agency:nobody", "query, character 1: there is no agency `nobody`; `treatywatch outlets` lists them"),
        ("country:XX", "query, character 1: no outlet is from `XX`"),
        ("relation:edit", "query, character 1: there is no relation `edit`; did you mean `edited`?"),
        ("story:first", "query, character 1: `first` is no story's number; write story:12"),
        ("troops since:soon", "query, character 8: time `soon` cannot be read; write 2026-11-01"),
        ("since:1d,2d", "query, character 1: `since:` takes one time"),
    ],
)
def test_a_name_that_nothing_has_is_answered_with_the_nearest(facts: SmallWatch, query: str, refused: str) -> None:
    answer = facts.run("search", query, expect=2)
    assert answer.err.startswith(refused)
    assert answer.err.count("\n") == 1
    assert answer.out == ""


def test_options_say_the_same_as_fields(facts: SmallWatch) -> None:
    for options, query in (
        (["--language", "pl", "--language", "ja"], "language:pl,ja"),
        (["--outlet", "lantern", "troops"], "outlet:lantern troops"),
        (["--agency", "harbour"], "agency:harbour"),
        (["--since", "1h", "--until", "2199-01-01"], "since:1h until:2199-01-01"),
    ):
        assert found(facts, *options) == found(facts, query)
    assert facts.run("search", "--outlet", "lantren", expect=2).err.startswith("query: there is no outlet `lantren`")


def test_a_page_goes_on_where_the_last_one_ended_while_a_crawl_writes(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)

    def keep(*numbers: int) -> None:
        watch.keep(
            *({"id": n, "outlet": f"o{n % 3}", "title": f"Bridge {n}", "text": prose(n // 2 + 50),
               "url": f"https://o.example/{n}", "date": f"2026-11-{28 - n:02}"} for n in numbers)
        )  # fmt: skip

    for switches in ([], ["--by", "published"], ["--best"], ["--story"], ["--story", "--best"]):
        watch.database.unlink(missing_ok=True)
        for suffix in ("-wal", "-shm"):
            watch.database.with_name(f"{watch.database.name}{suffix}").unlink(missing_ok=True)
        keep(*range(9))
        whole = [row["id"] for row in found(watch, "bridge", *switches)]
        seen: list[int] = []
        before: list[str] = []
        late = 20
        while True:
            answer = watch.run("search", "--jsonl", "bridge", *switches, "--limit", "2", *before)
            seen += [row["id"] for row in answer.lines]
            if "more: --before " not in answer.err:
                break
            before = ["--before", answer.err.rpartition("--before ")[2].strip()]
            keep(late)
            late += 2
        assert seen == whole, switches
    assert "page `x`: cannot be read" in watch.run("search", "--before", "x", expect=2).err


def test_by_publication_a_date_in_the_future_heads_no_list(facts: SmallWatch) -> None:
    dated = [row["id"] for row in found(facts, "--by", "published")]
    assert dated == [3, 2, 5, 6, 1, 4]  # 2199 counts as the day it was seen on; no date comes last
    assert [row["id"] for row in found(facts, "--by", "published", "lanterns OR troops")] == [2, 6, 1]
    assert "take one of them" in facts.run("search", "--best", "--by", "published", "x1", expect=2).err


def test_the_best_match_has_the_word_in_its_headline(facts: SmallWatch) -> None:
    assert [row["id"] for row in found(facts, "--best", "lanterns")] == [1, 2]
    assert [row["id"] for row in found(facts, "--best", "lanterns language:en since:1h")] == [1, 2]
    assert [row["id"] for row in found(facts, "--best", "language:en")] == [6, 2, 1]


def test_ranking_stops_at_the_newest_and_says_so(facts: SmallWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.search.MOST_RANKED", 1)
    answer = facts.run("search", "--best", "--jsonl", "lanterns")
    assert [row["id"] for row in answer.lines] == [2]
    assert "ranked are the newest" in answer.err


def test_across_searches_for_the_topic_s_names_in_all_languages(facts: SmallWatch) -> None:
    assert [row["id"] for row in found(facts, "Norland")] == [6]
    answer = facts.run("search", "--across", "--jsonl", "norland")
    assert [row["id"] for row in answer.lines] == [6, 5]
    assert answer.err == "searching for norland also as Норланд*, 노를란트\n"
    assert [row["id"] for row in found(facts, "--across", "노를란트 -shells")] == [5]
    assert "is a name of the topic" in facts.run("search", "--across", "piers").err


def test_what_was_found_is_marked_by_offsets_and_highlighted_on_a_terminal_only(facts: SmallWatch) -> None:
    (row,) = found(facts, "パートナーシップ")
    (span,) = row["snippet_spans"]
    assert row["snippet"][slice(*span)] == "パートナーシップ"
    (row,) = found(facts, "zelensky troop*")
    assert [row["title"][slice(*span)] for span in row["title_spans"]] == ["Zelenskyy"]
    assert [row["snippet"][slice(*span)] for span in row["snippet_spans"]] == ["troopers"]
    plain = facts.run("search", "troopers").out
    assert "met Sergey, and troopers" in " ".join(plain.split())
    assert "\x1b" not in plain
    assert "\x1b[1;33mtroopers" in facts.run("search", "troopers", FORCE_COLOR="1", COLUMNS="120", TERM="xterm").out


def test_a_query_is_kept_under_a_name(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    watch.keep(
        {"id": 1, "outlet": "o", "title": "Troops", "text": "Shells.", "url": "https://o.example/1"},
        {"id": 2, "outlet": "o", "title": "Troops", "text": "Trains.", "url": "https://o.example/2"},
    )
    assert watch.run("watch", "add", "front", "troops OR guns").err == "kept front: troops OR guns\n"
    assert [row["id"] for row in found(watch, "--watch", "front")] == [2, 1]
    assert [row["id"] for row in found(watch, "--watch", "front", "shells")] == [1]
    assert watch.run("watch", "add", "front", "troops -trains").err.startswith("replaced front")
    assert [row["id"] for row in found(watch, "--watch", "front")] == [1]
    assert [row["query"] for row in watch.run("watch", "list", "--jsonl").lines] == ["troops -trains"]
    assert "`frnt`: is not saved; there are front" in watch.run("search", "--watch", "frnt", expect=2).err
    assert "character 1" in watch.run("watch", "add", "bad", "(x1", expect=2).err
    assert "no outlet `x`" in watch.run("watch", "add", "bad", "outlet:x", expect=2).err
    assert watch.run("watch", "remove", "front").err == "removed front\n"
    assert watch.run("watch", "list").err == "no query is kept yet\n"
    assert "add it with" in watch.run("watch", "remove", "front", expect=2).err


def test_an_agency_is_found_by_its_credit_until_an_edit_takes_it_away(kit: Kit) -> None:
    kit.keep(reading(1, credit="harbour"))
    kit.keep(reading(2))

    def carrying(query: str) -> list[int]:
        root = parse(query).root
        known = known_names(kit.db, root, kit.config, lambda text: text)
        return [row["id"] for row in search(kit.db, root, known, limit=9).rows]

    assert carrying("agency:harbour") == [1]
    assert carrying("-agency:harbour") == [2]
    with writing(kit.db):
        revise(kit.db, 1, reading(1, text=prose(1) + " Twelve more bridges opened."), Visit(NOON), kit.config)
    assert carrying("agency:harbour") == []
    assert carrying("twelve bridges") == [1]
