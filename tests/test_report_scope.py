"""A report that is limited to a saved query: the articles as they stood at its marks, whatever became of them since."""

import pytest

from errors import UsageError
from store import revisits, scope
from store.articles import Visit
from store.database import writing
from tests.small_watch import prose
from tests.stored import Kit, after, kit, reading  # noqa: F401  (kit is a fixture)

NOON = "2026-11-09T12:00:00Z"


def asked(made: Kit, query: str, since: int = 0, until: int = 99) -> list[tuple[str, int | None]]:
    told = [event for event in made.events() if since < event.id <= until]
    return [(str(e.kind), e.article) for e in scope.chosen(made.db, told, query, made.config, "Europe/Berlin")]


def edit(made: Kit, article: int, title: str, **span: float) -> None:
    again = reading(article, title=title, text=prose(article))
    with writing(made.db):
        assert revisits.revise(made.db, article, again, Visit(after(NOON, **span)), made.config)


@pytest.fixture
def filled(kit: Kit) -> Kit:  # noqa: F811
    kit.keep(reading(1, title="An accord on ferries", credit="cable"), at=NOON)
    kit.keep(reading(2, title="Мост через реку"), outlet="harbour", at=after(NOON, hours=1))
    kit.keep(reading(3, title="북러조약 4조"), at=after(NOON, days=3))
    return kit


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("accord", [1]),
        ("мосты", [2]),
        ("조약 OR accord", [1, 3]),
        ("-accord outlet:harbour", [2]),
        ("agency:cable", [1]),
        ("country:GB", [1, 3]),
        ("relation:origin story:2,3", [2, 3]),
        ("-level:off topic:main", [3]),
        ("level:off", [1, 2]),
        ("since:1d", [3]),
        ("until:yesterday", [1, 2]),
        ("ferry embankment quarry nothing", []),
    ],
)
def test_a_query_chooses_the_events_of_the_articles_that_it_asks_for(
    filled: Kit, query: str, articles: list[int]
) -> None:
    assert [article for _, article in asked(filled, query)] == articles


def test_what_was_chosen_stays_chosen_when_the_article_is_edited(filled: Kit) -> None:
    edit(filled, 1, "A pact on ferries", days=4)
    edit(filled, 1, "A pact on boats", days=5)
    assert asked(filled, "accord", until=3) == [("new story", 1)]
    assert asked(filled, "pact", until=3) == []
    assert asked(filled, "boats", since=3, until=4) == []


def test_an_edit_is_asked_for_by_what_stood_before_it_and_after_it(filled: Kit) -> None:
    edit(filled, 1, "A pact on ferries", days=4)
    edit(filled, 1, "A pact on boats", days=5)
    assert asked(filled, "accord", since=3) == [("edited", 1), ("edited", 1)]
    assert asked(filled, "title:accord", since=4) == []
    assert asked(filled, "title:ferries", since=4) == [("edited", 1)]
    assert asked(filled, "title:boats", since=4) == [("edited", 1)]


@pytest.mark.parametrize("query", ["is:starred", "accord OR tag:front", "-(is:read OR Kursk)"])
def test_what_a_desk_says_chooses_nothing(filled: Kit, query: str) -> None:
    with pytest.raises(UsageError, match="asks what a desk says; narrow the report with"):
        asked(filled, query)
