"""What outlets do to an article after it was kept: they edit it, take it away, put another story in its place; and what
others make of it."""

from store import revisits
from store.articles import Visit
from store.revisits import Finding
from tests.small_watch import prose, small_watch
from tests.stored import LATER, NOON, Kit, after, kit, reading

__all__ = ["kit"]
TREATY = "Russia and North Korea ratified their comprehensive strategic partnership treaty in Pyongyang.\n" * 2


def test_29_an_edit_is_a_revision_with_its_words_and_told_once(kit: Kit) -> None:
    text = f"Norland and Sudmark sent 10,000 workers to the bridge.\n{prose(1)}"
    kept = kit.keep(reading(1, text=text))
    edited = reading(1, text=text.replace("10,000", "12,000"))
    assert kit.again(kept.article, edited) is Finding.EDITED
    event = kit.events()[-1]
    (change,) = event.facts["changes"]
    assert (event.facts["revision"], change["field"]) == (1, "text")
    assert [(hunk["old"], hunk["new"]) for hunk in change["hunks"]] == [("10,000", "12,000")]
    assert kit.one("SELECT text FROM revisions") == text
    assert kit.again(kept.article, edited) is Finding.UNCHANGED
    assert kit.kinds() == ["new story", "edited"]


def test_29_a_headline_alone_can_be_edited(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert kit.again(kept.article, reading(1, title="A wholly different heading")) is Finding.EDITED
    facts = kit.events()[-1].facts
    assert [change["field"] for change in facts["changes"]] == ["title"]
    assert facts["was"]["title"] == "Headline number 1"
    assert facts["story"]["title"] == "A wholly different heading"


def test_30_an_article_is_gone_after_three_answers_over_two_days_and_told_once(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    first = after(NOON, hours=3)
    assert kit.miss(kept.article, first) is Finding.MISSING
    assert kit.miss(kept.article, after(first, hours=1)) is Finding.MISSING
    assert kit.miss(kept.article, after(first, hours=2)) is Finding.MISSING  # enough answers, too short a span
    assert kit.miss(kept.article, after(first, days=2)) is Finding.GONE
    assert kit.miss(kept.article, after(first, days=3)) is Finding.MISSING
    event = kit.events()[-1]
    assert kit.kinds() == ["new story", "gone"]
    assert (event.facts["answers"], event.facts["since"], event.facts["last_present"]) == (4, first, NOON)
    assert kit.one("SELECT text FROM articles") == reading(1).article.text


def test_30_nothing_that_was_kept_is_lost_when_a_page_is_gone(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    kit.again(kept.article, reading(1, title="Another headline"))
    for days in (1, 2, 4):
        kit.miss(kept.article, after(NOON, days=days))
    assert kit.one("SELECT state FROM articles") == "gone"
    assert kit.one("SELECT title FROM revisions") == "Headline number 1"
    assert kit.one("SELECT title FROM articles") == "Another headline"


def test_30_an_answer_in_between_begins_the_count_anew(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    for hours in (3, 4):
        kit.miss(kept.article, after(NOON, hours=hours))
    kit.again(kept.article, reading(1), after(NOON, hours=5))
    assert kit.miss(kept.article, after(NOON, days=9)) is Finding.MISSING


def test_30_an_article_that_was_gone_comes_back(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    for days in (1, 2, 4):
        kit.miss(kept.article, after(NOON, days=days))
    assert kit.again(kept.article, reading(1), after(NOON, days=5)) is Finding.BACK
    assert kit.kinds() == ["new story", "gone", "back"]
    assert kit.events()[-1].facts["absent_since"] == after(NOON, days=1)
    for days in (6, 7, 9):
        kit.miss(kept.article, after(NOON, days=days))
    assert revisits.unchanged(kit.db, kept.article, Visit(after(NOON, days=10)), kit.config) is Finding.BACK
    assert kit.kinds()[-2:] == ["gone", "back"]


def test_31_another_story_at_the_same_address_is_an_article_of_its_own(kit: Kit) -> None:
    old = kit.keep(reading(1))
    other = reading(2, "https://lantern.example/1", title="Another headline", text=TREATY + prose(2))
    assert kit.again(old.article, other) is Finding.REPLACED
    event = kit.events()[-1]
    was = {"outlet_name": "The Lantern", "url": "https://lantern.example/1", "title": "Headline number 1"}
    assert (event.kind, event.facts["replaces"]) == ("new story", {"id": old.article, **was})
    assert kit.one("SELECT text FROM articles WHERE id = ?", old.article) == reading(1).article.text
    assert kit.one("SELECT replaces FROM articles WHERE id = ?", event.article) == old.article
    assert kit.one("SELECT due_at FROM articles WHERE id = ?", old.article) is None
    assert kit.one("SELECT count(*) FROM revisions") == 0
    assert kit.keep(other).article == event.article  # the address leads to it now
    assert kit.again(int(event.article or 0), other, after(LATER, hours=1)) is Finding.UNCHANGED


def test_31_a_story_that_comes_back_to_its_address_is_the_article_that_we_have(kit: Kit) -> None:
    first = reading(1, text=TREATY + prose(1))
    old = kit.keep(first)
    other = reading(2, "https://lantern.example/1", text=TREATY + prose(2))
    kit.again(old.article, other)
    new = kit.one("SELECT max(id) FROM articles")
    assert kit.again(new, first, after(LATER, hours=1)) is Finding.REPLACED
    assert kit.one("SELECT count(*) FROM articles") == 2
    assert kit.one("SELECT due_at FROM articles WHERE id = ?", old.article) > LATER
    assert kit.one("SELECT due_at FROM articles WHERE id = ?", new) is None


def test_31_an_article_whose_place_another_topic_s_story_takes_is_not_present_there(kit: Kit) -> None:
    old = kit.keep(reading(1))
    other = reading(2, "https://lantern.example/1")
    found = [kit.again(old.article, other, after(NOON, days=days)) for days in (1, 2, 4)]
    assert found == [Finding.MISSING, Finding.MISSING, Finding.GONE]
    assert kit.kinds() == ["new story", "gone"]
    assert kit.one("SELECT count(*) FROM articles") == 1


def test_31_a_rewrite_that_leaves_a_third_or_keeps_its_headline_is_an_edit(kit: Kit) -> None:
    text = prose(1).split("\n")
    kept = kit.keep(reading(1))
    half = "\n".join([*text[: len(text) // 2], prose(5)])
    assert kit.again(kept.article, reading(1, title="Another headline", text=half)) is Finding.EDITED
    assert kit.again(kept.article, reading(1, title="Another headline", text=prose(6))) is Finding.EDITED
    short = kit.keep(reading(3, text="Envoys have met at the harbour; more follows soon."))
    grown = reading(3, title="Envoys sign at the harbour", text=prose(3))
    assert kit.again(short.article, grown) is Finding.EDITED


def test_31_of_a_live_blog_four_revisions_a_day_are_kept_and_the_rest_is_counted(kit: Kit) -> None:
    posts = [prose(1)]
    kept = kit.keep(reading(1))

    def post(at: str) -> Finding:
        posts.append(f"Post {len(posts)}: the delegates {prose(len(posts), 10).lower()}")
        return kit.again(kept.article, reading(1, text="\n".join(reversed(posts))), at)

    found = [post(after(NOON, minutes=15 * n)) for n in range(1, 8)]
    assert found == [Finding.EDITED] * 4 + [Finding.OFTEN] * 3
    same = reading(1, text="\n".join(reversed(posts)))
    assert kit.again(kept.article, same, after(NOON, hours=3)) is Finding.UNCHANGED  # seen, and counted, already
    assert kit.one("SELECT left_out FROM articles") == 3
    assert post(after(NOON, days=1)) is Finding.EDITED
    event = kit.events()[-1]
    assert (event.facts["revision"], event.facts["left_out"]) == (5, 3)
    told = str(event.facts["changes"])
    assert [f"Post {n}:" in told for n in (4, 5, 6, 7, 8)] == [False, True, True, True, True]
    assert kit.one("SELECT left_out FROM articles") == 0
    assert kit.one("SELECT text FROM articles") == "\n".join(reversed(posts))


BYLINE = "By A. Person, special to the Lantern. "
FRAME = "Subscribe to our letter. All rights reserved by the publishers of these papers in every country of the world. "
BACKGROUND = prose(77, 60)


def test_32_copies_that_were_cut_retitled_extended_or_bylined_are_folded_and_named(tmp_path) -> None:
    watch, wire = small_watch(tmp_path), prose(1, 300)
    lines = wire.split("\n")
    edited = wire.replace(wire.split(". ")[3], "The ferry was not among them at all this time")
    copies = {
        "retitled": (wire, "identical"),
        "cut": ("\n".join(lines[:3]), "excerpt"),
        "extended": (f"{wire}\n{prose(2, 200)}", "extended"),
        "bylined": (f"{BYLINE}{edited}", "edited"),
    }
    texts = {"wire": wire, **{name: text for name, (text, _) in copies.items()}}
    watch.keep(
        *(
            {"id": name, "title": f"The {name} one", "text": text, "site": f"{name}.example"}
            for name, text in texts.items()
        )
    )
    (story,) = watch.run("stories", "--jsonl").lines
    assert story["articles"] == 5
    told = {row["title"]: row["relation"] for row in watch.run("export").lines}
    assert told == {"The wire one": "origin", **{f"The {name} one": relation for name, (_, relation) in copies.items()}}


def test_33_the_same_boilerplate_or_background_makes_no_copy(tmp_path) -> None:
    watch = small_watch(tmp_path)
    texts = [f"{prose(n, 200)}\n{BACKGROUND}\n{FRAME}" for n in range(1, 9)]
    watch.keep(
        *({"id": n, "title": f"Story {n}", "text": text, "site": f"p{n}.example"} for n, text in enumerate(texts))
    )
    assert [story["articles"] for story in watch.run("stories", "--jsonl").lines] == [1] * 8
