"""What became of a kept article when its page was asked for again."""

from store import revisits
from store.articles import Visit
from store.database import writing
from store.revisits import Finding
from tests.small_watch import prose
from tests.stored import LATER, NOON, Kit, after, kit, reading

__all__ = ["kit"]


def test_a_kept_article_is_due_after_the_first_interval_and_then_ever_later(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert revisits.due_articles(kit.db, after(NOON, minutes=14), kit.config) == []
    assert [due.article for due in revisits.due_articles(kit.db, LATER, kit.config)] == [kept.article]
    assert revisits.due_articles(kit.db, LATER, kit.config, {"harbour"}) == []
    times, at = [], LATER
    for _ in range(8):
        revisits.unchanged(kit.db, kept.article, Visit(at), kit.config)
        at = kit.one("SELECT due_at FROM articles") or ""
        times.append(at)
        if not at:
            break
    hours = [1, 4, 16]  # 1 h, 3 h and 12 h, each after the visit before
    days = [3, 17, 31, 45, 59]  # 3 d and 14 d; the last one repeats for 60 days
    soon = [after(LATER, hours=hour) for hour in hours]
    assert times == [*soon, *(after(soon[-1], days=day) for day in days)]
    revisits.unchanged(kit.db, kept.article, Visit(after(NOON, days=61)), kit.config)
    assert kit.one("SELECT due_at FROM articles") is None


def test_a_304_changes_nothing_and_tells_nothing(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert revisits.unchanged(kit.db, kept.article, Visit(LATER), kit.config) is Finding.UNCHANGED
    assert kit.kinds() == ["new story"]
    assert kit.one("SELECT present_at FROM articles") == LATER


def test_the_same_text_with_a_new_etag_is_no_edit(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert kit.again(kept.article, reading(1)) is Finding.UNCHANGED
    assert kit.one("SELECT etag FROM articles") == '"2"'
    assert kit.kinds() == ["new story"]


def test_typography_is_no_edit(kit: Kit) -> None:
    kept = kit.keep(reading(1, title='The "bridge" - it\'s here', text=f'It\'s a "bridge"...\n{prose(1)}'))
    read = reading(1, title="The “bridge” – it’s here", text=f"It’s  a «bridge»…\n{prose(1)}")
    assert kit.again(kept.article, read) is Finding.UNCHANGED
    assert kit.kinds() == ["new story"]


def test_an_edited_article_carries_the_verdict_of_its_new_text(kit: Kit) -> None:
    about = "Russia and North Korea ratified their comprehensive strategic partnership treaty. "
    kept = kit.keep(reading(1, text=about + prose(1)))
    kit.again(kept.article, reading(1, text=f"{prose(2)}\n{about}{prose(1)}"))
    term = kit.one("SELECT json_extract(terms, '$[0]') FROM verdicts WHERE article = ?", kept.article)
    text = kit.one("SELECT text FROM articles WHERE id = ?", kept.article)
    start, end = kit.db.execute("SELECT ? ->> 'start', ? ->> 'end'", (term, term)).fetchone()
    named = kit.db.execute("SELECT ? ->> 'text'", (term,)).fetchone()[0]
    assert text[start:end] == named


def test_a_missing_page_is_asked_for_often_enough_to_know_after_the_span(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    for visit in range(8):
        revisits.unchanged(kit.db, kept.article, Visit(after(NOON, hours=visit)), kit.config)
    at = after(NOON, days=20)
    found = kit.miss(kept.article, at)
    while found is Finding.MISSING:
        at = kit.one("SELECT due_at FROM articles")
        found = kit.miss(kept.article, at)
    assert found is Finding.GONE
    assert at == after(NOON, days=22)
    assert kit.one("SELECT due_at FROM articles") == after(at, days=14)  # it may come back


def test_an_article_that_moved_answers_to_both_addresses(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert kit.again(kept.article, reading(1, "https://lantern.example/new/1")) is Finding.MOVED
    facts = kit.events()[-1].facts
    assert (facts["old_url"], facts["new_url"]) == ("https://lantern.example/1", "https://lantern.example/new/1")
    assert kit.again(kept.article, reading(1, "https://lantern.example/new/1")) is Finding.UNCHANGED
    for url in ("https://lantern.example/1", "https://lantern.example/new/1"):
        assert kit.keep(reading(1, url)).article == kept.article


def test_a_redirect_to_another_kept_article_is_no_move(kit: Kit) -> None:
    kept, other = kit.keep(reading(1)), kit.keep(reading(2))
    kit.again(kept.article, reading(1, "https://lantern.example/2"))
    assert "article moved" not in kit.kinds()
    assert kit.keep(reading(2)).article == other.article


def test_an_unreadable_page_never_overwrites_a_good_article(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    revisits.unreadable(kit.db, kept.article, Visit(LATER), kit.config)
    assert kit.one("SELECT text FROM articles") == reading(1).article.text
    assert kit.one("SELECT present_at FROM articles") == NOON
    assert kit.one("SELECT due_at FROM articles") == after(LATER, hours=1)


def test_what_came_from_elsewhere_is_never_asked_for(kit: Kit) -> None:
    from store.articles import keep  # noqa: PLC0415  (with a visit that fetched nothing)

    with writing(kit.db):
        keep(kit.db, reading(1), "lantern", Visit(NOON, fetched=False), kit.config)
    assert revisits.due_articles(kit.db, after(NOON, days=99), kit.config) == []
