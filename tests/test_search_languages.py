"""A word finds its other forms in the language of the article, and no word of another language."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from config import load
from config.topic import Concept, Topic
from pipelines.words import STEMMERS, stemmed, tokens
from store import words
from store.across import widened
from store.articles import Visit
from store.database import open_database, open_reading, writing
from store.plan import Known, plan
from store.query import parse
from store.revisits import revise
from store.search import Order, known_names, search
from tests.small_watch import ROOT, SmallWatch, small_watch
from tests.stored import NOON, Kit, kit, reading

__all__ = ["kit"]

TEXTS = [
    ("de", "Die Verträge", "Beide Parlamente stimmten den Verträgen zu. Soldaten aus Kursk und Selenskyj."),
    ("fr", "Les traités", "Les députés ratifient les traités. Les soldats de Koursk et Kursk."),
    ("es", "Tratados", "Los tratados fueron ratificados. Soldados en Kursk, dijo Zelenski."),
    ("pl", "Żołnierze", "Minister widział żołnierzy pod Kursk, powiedział Zelenskyy."),
    ("sv", "Kurser", "Svenska kurser börjar. Avtalet gäller."),
    ("uk", "Війська", "Військами командують із Києва. Зеленський."),
    ("en", "Troops", "The troops left Kursk; Zelensky spoke of treaties and a course."),
    ("vi", "Kursk", "Binh linh o Kursk"),
]  # fmt: skip


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> SmallWatch:
    made = small_watch(tmp_path_factory.mktemp("languages"))
    made.keep(
        *(
            {"id": code, "outlet": "lantern", "title": title, "text": text, "language": code,
             "url": f"https://lantern.example/{code}"}
            for code, title, text in TEXTS
        )
    )  # fmt: skip
    return made


def found(watch: SmallWatch, *arguments: str) -> list[dict[str, Any]]:
    return watch.run("search", "--jsonl", "--", *arguments).lines


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("Vertrag", "de"), ("Verträge", "de"), ("Verträgen", "de"), ("VERTRÄGE", "de"), ("vertrage", "de"),
        ("traité", "fr"), ("traités", "fr"), ("traite", "fr"),
        ("tratado", "es"), ("tratados", "es"), ("ratificado", "es"),
        ("żołnierz", "pl"), ("żołnierzy", "pl"), ("zolnierz", "pl"),
        ("військо", "uk"), ("військами", "uk"), ("Війська", "uk"),
        ("troop", "en"), ("treaty", "en"), ("kursen", "sv"), ("course", "en"),
        ("Kursk", "vi en pl es fr de"), ("kursk language:de", "de"), ("kursk language:vi,pl", "vi pl"),
        ("kursk -language:pl", "vi en es fr de"), ("Zelensky", "en pl es"), ("Zelenskiy", "en pl es"),
        ("Verträge OR tratado", "es de"), ('"den Vertrag"', "de"), ('"Parlament stimmten"', "de"),
        ("soldat NEAR/3 Kursk", "fr de"), ("title:Vertrag", "de"), ("title:Parlament", ""),
        ("Vertr*", "de"), ("Verträg*", "de"), ("ratificad*", "es"), ('"Soldaten aus Kur*"', ""),
        ('"Soldaten aus Kur"*', "de"), ("Kursk -soldat", "vi en pl es"), ("Kursk -soldado", "vi en pl fr de"),
    ],
)  # fmt: skip
def test_a_word_is_found_as_its_language_has_it(watch: SmallWatch, query: str, languages: str) -> None:
    assert " ".join(row["language"] for row in found(watch, query)) == languages


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("Vertrag", {"Verträge", "Verträgen"}),
        ("traité", {"traités"}),
        ("żołnierz", {"Żołnierze", "żołnierzy"}),
        ("військо", {"Війська", "Військами"}),
        ('"den Vertrag"', {"den Verträgen"}),
        ("Verträg*", {"Verträge", "Verträgen"}),
    ],
)
def test_what_was_found_is_marked_as_its_language_has_it(watch: SmallWatch, query: str, marked: set[str]) -> None:
    (row,) = found(watch, query)
    spans = [(row["title"], span) for span in row["title_spans"]]
    spans += [(row["snippet"], span) for span in row["snippet_spans"]]
    assert {text[slice(*span)] for text, span in spans} == marked


def test_a_word_is_one_token_that_names_the_language_of_its_stem() -> None:
    assert tokens("Verträge") == ["vertrag"]  # as English
    assert tokens("Verträge in Kursk", "de-AT") == ["vertrag·de", "kursk·de"]
    assert tokens("Договор о войсках 조약", "de") == ["договор", "войск", "조약", "약"]
    assert [stemmed(code) for code in ("de-AT", "nb", "nn", "EN", "ru", "", "pt-BR")] == [
        "de", "no", "no", "", "", "", "pt",
    ]  # fmt: skip


@pytest.mark.parametrize("language", STEMMERS)
@pytest.mark.parametrize("names", ["Zelensky Zelenskyy Zelenskiy Zelenskij", "Sergei Sergey Sergej"])
def test_spellings_of_a_name_are_one_in_each_language(language: str, names: str) -> None:
    assert len({*tokens(names, language)}) == 1


def test_an_edit_and_another_language_leave_no_words_behind(kit: Kit) -> None:
    def matches(query: str) -> list[int]:
        asked = plan(parse(query).root, Known({}, (), str, int, languages=words.languages(kit.db)))
        sql = "SELECT rowid FROM article_words WHERE article_words MATCH ?"
        return [row[0] for row in kit.db.execute(sql, (asked.match,))]

    kit.keep(reading(1, text="Die Verträge von gestern.", language="de"))
    assert matches("Vertrag") == [1]
    with writing(kit.db):
        revise(kit.db, 1, reading(1, text="Tous les traités d'hier.", language="fr"), Visit(NOON), kit.config)
    assert (matches("Vertrag"), matches("traité"), words.languages(kit.db)) == ([], [1], ("fr",))
    kit.db.execute("INSERT INTO article_words (article_words) VALUES ('integrity-check')")


def test_an_older_database_is_indexed_anew_by_language(watch: SmallWatch, tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    path.write_bytes(watch.database.read_bytes())
    with open_database(path).conn as connection:
        db = Database(connection)
        db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", ("m013_words_by_language",))
        db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    connection.close()
    with open_database(path).conn as connection:
        assert words.languages(Database(connection)) == ("de", "es", "fr", "pl", "sv")
    connection.close()


def test_the_longest_query_is_answered_in_all_languages_at_once(kit: Kit) -> None:
    known = Known({}, (), str, int, languages=sorted({*map(stemmed, STEMMERS)}))
    for joined in (" ", " OR ", " NEAR "):
        asked = plan(parse(joined.join(f"words{n}ings" for n in range(200))).root, known)
        kit.db.execute("SELECT rowid FROM article_words WHERE article_words MATCH ?", (asked.match,)).fetchall()


def test_names_of_a_topic_are_looked_for_in_their_own_languages_and_english_ones_where_none_is_listed() -> None:
    concept = Concept(names={"en": ["Kursk"], "de": ["Verträge"], "ko": ["쿠르스크"]})
    root, told = widened(parse("쿠르스크").root, Topic.model_construct(concepts={"places": concept}))
    assert told == {"쿠르스크": ["Kursk", "Verträge"]}
    match = plan(root, Known({}, (), str, int, languages=("de", "fr"))).match
    assert {'"kursk"', '"kursk·fr"', '"vertrag"', '"vertrag·de"'} <= {*re.findall(r'"[^"]+"', match)}
    assert "kursk·de" not in match
    assert "vertrag·fr" not in match


WRITER = """
import sys
from pathlib import Path
from tests.stored import reading
from config import load
from store.across import widened
from store.database import open_database, open_reading, writing
from store.articles import Visit, keep
folder = Path(sys.argv[1])
config = load(folder / "treatywatch.toml", environment={})
db = open_database(config.database)
for n in range(1000, 100_000):
    with writing(db):
        keep(db, reading(n, title=f"Bridge {n}"), "lantern", Visit("2026-11-09T12:00:00Z"), config)
    if n == 1000:
        print("begun", flush=True)
"""


def test_pages_neither_repeat_nor_skip_while_another_process_writes_all_the_time(tmp_path: Path) -> None:
    made = small_watch(tmp_path)
    made.keep(
        *({"id": n, "outlet": "o", "title": f"Bridge {n}", "text": f"Word{n}.", "url": f"https://o.example/{n}"}
          for n in range(60))
    )  # fmt: skip
    root = parse("bridge").root
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(made.folder)], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"begun\n"
        with open_reading(made.database).conn as connection:
            db = Database(connection)
            config = load(made.folder / "treatywatch.toml", environment={})
            known = known_names(db, root, config, str)
            for order, fold in ((Order.SEEN, False), (Order.PUBLISHED, False), (Order.SEEN, True)):
                last = newest = db.execute("SELECT max(id) FROM articles").fetchone()[0]
                seen: list[int] = []
                before = str(newest + 1)
                while before:
                    page = search(db, root, known, limit=7, order=order, fold=fold, before=before)
                    seen += [row["id"] for row in page.rows]
                    before = page.next
                    while last == newest and writer.poll() is None:
                        last = db.execute("SELECT max(id) FROM articles").fetchone()[0]
                assert len(seen) == len({*seen})
                assert {*seen} == {*range(1, newest + 1)}
        connection.close()
    finally:
        writer.kill()
        writer.communicate()
