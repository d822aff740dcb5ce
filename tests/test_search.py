"""Words find articles in every script, whatever is typed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.database import open_reading
from store.search import Filters, search
from tests.small_watch import SmallWatch, small_watch

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
        ("title: none", "en-harbour"),
        ("조약 договор", ""),
        ("", "ko-treaty zh-treaty ru-treaty en-troops en-harbour"),
    ],
)
def test_words_find_articles(watch: SmallWatch, query: str, wanted: str) -> None:
    assert names(watch, query) == set(wanted.split())


TYPED = [
    *('"x', "a AND", "title:x", "since:2026-11-01", "NOT", "* ^ ( ) { } :", "a NEAR/3 b", "x\0y", "🧨"),
    *("'; DROP TABLE--", "-" * 99, "q " * 5_000, "-the " * 5_000 + "q", "ж" * 10_000, "\ud800"),
    "".join(f"w{n} -v{n} " for n in range(900)),
]


@pytest.mark.parametrize("query", TYPED)
def test_nothing_that_can_be_typed_is_an_error(watch: SmallWatch, query: str) -> None:
    assert found(watch, "--", query.replace("\0", "\x01")) == []


@pytest.fixture(scope="module")
def database(watch: SmallWatch) -> Iterator[Any]:
    db = open_reading(watch.database)
    yield db
    db.close()


_SIGNS = 'a " - * ( ) AND OR NOT : ^ + { } , é 조 ё \0'
SIGNS = st.sampled_from(_SIGNS.split())


@settings(max_examples=300, deadline=None)
@given(query=st.text(max_size=60) | st.lists(SIGNS).map(" ".join))
@example(query="\0")
def test_any_text_is_a_query(database: Any, query: str) -> None:
    assert isinstance(search(database, query, Filters(), limit=5), list)


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
