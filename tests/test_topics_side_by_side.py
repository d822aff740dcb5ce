"""Several topics at once: each judges for itself, one gate serves all, and an article may belong to more than one."""

import json
import re

import pytest

from config import load
from errors import ConfigError
from pipelines.gate import Gate
from pipelines.scanners import ENGINES
from tests.small_watch import TOPIC, SmallWatch, small_watch

FERRIES = """\
name = "Ferries"
pairs = [["ferry", "norland"]]

[concepts.ferry]
names = { en = ["ferry", "ferries"], ru = ["паром*"] }

[concepts.norland]
names = { en = ["Norland"], ru = ["Норланд*"] }
"""
BRIDGE = {"id": "b", "url": "https://lantern.example/b", "title": "Norland and Sudmark open the bridge"}
FERRY = {"id": "f", "url": "https://lantern.example/f", "title": "A ferry from Norland sinks"}
BOTH = {"id": "both", "url": "https://lantern.example/2", "title": "Norland ferry stops; bridge to Sudmark opens"}
NEITHER = {"id": "n", "url": "https://lantern.example/n", "title": "A cup of tea"}


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    made = small_watch(tmp_path)
    made.write("seeds/topics/ferries.toml", FERRIES)
    return made


@pytest.fixture
def filled(watch: SmallWatch) -> SmallWatch:
    watch.keep(BRIDGE, FERRY, BOTH, NEITHER, no_judge=False)
    return watch


def titles(watch: SmallWatch, query: str) -> set[str]:
    return {row["title"] for row in watch.run("search", query, "--jsonl").lines}


def test_an_article_is_kept_for_any_topic_and_found_by_each(filled: SmallWatch) -> None:
    assert titles(filled, "topic:main") == {BRIDGE["title"], BOTH["title"]}
    assert titles(filled, "topic:ferries") == {FERRY["title"], BOTH["title"]}
    assert titles(filled, "topic:ferries topic:main") == {BOTH["title"]}
    assert titles(filled, "topic:main,ferries -topic:ferries") == {BRIDGE["title"]}
    assert titles(filled, "level:about") == {BRIDGE["title"], FERRY["title"], BOTH["title"]} - titles(
        filled, "level:related"
    )
    said = filled.run("search", "topic:ferry", expect=2).err
    assert said == "query, character 1: there is no topic `ferry`; did you mean `ferries`?\n"


def test_reports_name_the_topics_an_article_belongs_to(filled: SmallWatch) -> None:
    told = json.loads(filled.run("report", "--since", "0", "--format", "json").out)
    carriers = [carrier for news in told["new_stories"] for carrier in news["carriers"]]
    by_title = {one["article"]["title"]: [t["name"] for t in one["verdict"]["topics"]] for one in carriers}
    assert by_title == {
        BRIDGE["title"]: ["The bridge"],
        FERRY["title"]: ["Ferries"],
        BOTH["title"]: ["The bridge", "Ferries"],
    }
    shown = re.sub(r"\s+", " ", filled.run("report", "--since", "0").out)
    assert "On topic (Ferries): ferry, Norland" in shown
    assert "On topic (The bridge, Ferries): Norland, Sudmark, ferry" in shown
    table = filled.run("report", "--since", "0", "--format", "csv").out
    assert '"The bridge, Ferries"' in table


def test_with_one_topic_nothing_names_it(watch: SmallWatch) -> None:
    watch.write("seeds/topics/ferries.local.toml", "on = false\n")
    watch.keep(BRIDGE, FERRY, no_judge=False)
    shown = watch.run("report", "--since", "0").out
    assert "On topic: Norland, Sudmark" in shown
    assert FERRY["title"] not in shown


def test_the_door_judges_by_each_topic(watch: SmallWatch) -> None:
    [answer] = watch.run("judge", str(watch.articles("one.jsonl", [FERRY]))).lines
    assert (answer["topic"], answer["relevant"]) == ("ferries", True)
    assert {name: one["relevant"] for name, one in answer["topics"].items()} == {"main": False, "ferries": True}


def test_the_door_knows_a_topic_s_time(watch: SmallWatch) -> None:
    watch.write("seeds/topic.local.toml", "since = 2024-06-01\n")
    watch.write("seeds/topics/ferries.local.toml", "on = false\n")
    dates: list[dict[str, str]] = [{"published_at": "2023-01-05T10:00:00Z"}, {"date": "2024-07-01"}, {}]
    answers = watch.run("judge", str(watch.articles("three.jsonl", [BRIDGE | date for date in dates]))).lines
    assert [answer["relevant"] for answer in answers] == [False, True, True]


def test_an_export_names_the_topics(filled: SmallWatch) -> None:
    rows = {row["ref"]: row for row in filled.run("export").lines}
    assert (sorted(rows["both"]["topics"]), rows["f"]["topics"]) == (["ferries", "main"], ["ferries"])
    assert {term["text"] for term in rows["f"]["terms"]} == {"ferry", "Norland"}


@pytest.mark.parametrize("engine", ENGINES)
def test_one_gate_lets_in_what_any_topic_may_take(watch: SmallWatch, engine) -> None:
    topics = load(watch.folder / "treatywatch.toml", environment={}).topics
    gate = Gate(topics, engine)
    for title, passes in (
        ("Norland and Sudmark", True),
        ("a ferry to Norland", True),
        ("паром в Норланд", True),
        ("a ferry to Sudmark", False),
        ("Norland", False),
    ):
        assert gate.passes(f"<title>{title}</title>".encode()) is passes, title
    assert gate.version == Gate(topics[::-1], engine).version
    assert gate.version != Gate(topics[:1], engine).version


def test_a_topic_of_the_user_s_own_needs_only_a_local_file(watch: SmallWatch) -> None:
    watch.write("seeds/topics/tea.local.toml", FERRIES.replace("ferry", "tea").replace("Ferries", "Tea"))
    assert [topic.id for topic in load(watch.folder / "treatywatch.toml", environment={}).topics] == [
        "main",
        "ferries",
        "tea",
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("main", TOPIC, "`main` is the name of the first topic"),
        ("My Topic", TOPIC, "`My Topic` is no name of a topic"),
        ("tea", TOPIC.replace("pairs", "piars"), "`pairs` is missing"),
        ("tea", "onn = true\n" + TOPIC, "tea.toml:1: `onn` is not a key here; did you mean `on`?"),
    ],
)
def test_a_mistake_in_a_topic_file_is_named(watch: SmallWatch, name: str, text: str, said: str) -> None:
    watch.write(f"seeds/topics/{name}.toml", text)
    with pytest.raises(ConfigError, match=re.escape(said)) as error:
        load(watch.folder / "treatywatch.toml", environment={})
    assert f"{name}.toml" in error.value.subject


def test_one_topic_at_least_is_on(watch: SmallWatch) -> None:
    watch.write("seeds/topic.local.toml", "on = false\n")
    assert [topic.id for topic in load(watch.folder / "treatywatch.toml", environment={}).topics] == ["ferries"]
    watch.write("seeds/topics/ferries.local.toml", "on = false\n")
    with pytest.raises(ConfigError, match="no topic is on"):
        load(watch.folder / "treatywatch.toml", environment={})
