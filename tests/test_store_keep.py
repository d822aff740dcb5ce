"""What becomes of an article that is brought to be kept: a new story, a new carrier, or one that we have."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.origin import Member, choose_origin
from records import Lead, Precision, Via
from store import answers, revisits
from store.articles import Outcome, Visit, keep
from store.database import writing
from store.leads import record_lead
from tests.small_watch import prose
from tests.stored import NOON, Interrupted, Kit, after, cut_short, kit, kit_in, reading

__all__ = ["kit"]


def test_a_first_article_is_a_new_story_and_its_own_origin(kit: Kit) -> None:
    kept = kit.keep(reading(1))
    assert kept.outcome is Outcome.NEW_STORY
    assert kit.one("SELECT origin FROM stories WHERE id = ?", kept.story) == kept.article
    (event,) = kit.events()
    assert (event.kind, event.article, event.story) == ("new story", kept.article, kept.story)
    assert event.facts["article"]["title"] == "Headline number 1"
    assert event.facts["story"]["articles"] == 1


def test_a_copy_elsewhere_is_a_new_carrier_of_the_same_story(kit: Kit) -> None:
    first = kit.keep(reading(1, published="2026-11-09T10:00:00Z"))
    copy = kit.keep(reading(1, site="other.example", published="2026-11-09T11:00:00Z"), "other")
    assert (copy.outcome, copy.story) == (Outcome.NEW_CARRIER, first.story)
    facts = kit.events()[-1].facts
    assert (facts["relation"], facts["of"]["id"], facts["share"]) == ("identical", first.article, 1)
    assert (facts["delay_seconds"], facts["story"]["articles"], facts["story"]["outlets"]) == (3600, 2, 2)


def test_a_delay_is_told_only_between_two_moments(kit: Kit) -> None:
    kit.keep(reading(1, published="2026-11-09T10:00:00Z"))
    kit.keep(reading(1, site="other.example"), "other")
    assert kit.events()[-1].facts["delay_seconds"] is None


@pytest.mark.parametrize(
    "variant",
    [
        "http://lantern.example/1",
        "https://www.lantern.example/1/",
        "https://m.lantern.example/1?utm_source=x#top",
        "https://lantern.example/1/amp",
    ],
)
def test_the_dresses_of_one_address_are_one_article(kit: Kit, variant: str) -> None:
    first = kit.keep(reading(1))
    again = kit.keep(reading(2, variant))
    assert (again.outcome, again.article) == (Outcome.DUPLICATE, first.article)
    assert kit.kinds() == ["new story"]


def test_a_canonical_address_leads_to_the_article_that_we_have(kit: Kit) -> None:
    first = kit.keep(reading(1))
    again = kit.keep(reading(1, "https://lantern.example/print/1", canonical="https://lantern.example/1"))
    assert again.article == first.article
    third = kit.keep(reading(1, "https://lantern.example/print/1", title="Now under its print address"))
    assert third.article == first.article


def test_pages_that_all_claim_one_canonical_address_are_not_one_article(kit: Kit) -> None:
    kit.keep(reading(1, canonical="https://lantern.example/politics"))
    other = kit.keep(reading(2, canonical="https://lantern.example/politics"))
    assert other.outcome is Outcome.NEW_STORY
    assert kit.kinds() == ["new story", "new story"]


def test_an_address_that_a_page_only_claims_is_fetched_unless_its_headline_is_the_same(kit: Kit) -> None:
    kit.keep(reading(1, "https://lantern.example/print/1", title="Bridge opens", canonical="https://lantern.example/1"))
    known = Lead("https://lantern.example/1", "lantern", "feed", Via.FEED, title="Bridge opens")
    with writing(kit.db):
        assert record_lead(kit.db, known, NOON) is None
    kit.keep(reading(2, "https://lantern.example/print/2", title="Ferry sails", canonical="https://lantern.example/2"))
    another = Lead("https://lantern.example/2", "lantern", "feed", Via.FEED, title="Harbour master retires")
    with writing(kit.db):
        assert record_lead(kit.db, another, NOON) is not None


def test_the_same_text_of_the_same_outlet_under_another_address_is_one_article(kit: Kit) -> None:
    first = kit.keep(reading(1))
    again = kit.keep(reading(1, "https://lantern.example/elsewhere/1"))
    assert (again.outcome, again.article) == (Outcome.DUPLICATE, first.article)
    row = answers.article(kit.db, first.article)
    assert row is not None
    assert set(row["addresses"]) == {"https://lantern.example/1", "https://lantern.example/elsewhere/1"}


def test_a_short_text_under_two_addresses_is_two_articles(kit: Kit) -> None:
    kit.keep(reading(1, text="Live: watch here."))
    assert kit.keep(reading(2, title="Headline number 1", text="Live: watch here.")).outcome is not Outcome.DUPLICATE


def test_nothing_stays_of_a_keep_that_is_not_committed(kit: Kit) -> None:
    tables = ("articles", "stories", "addresses", "events", "postings", "exemplars", "outlet_health")
    with pytest.raises(Interrupted):
        cut_short(kit.db, lambda: keep(kit.db, reading(1), "lantern", Visit(NOON), kit.config))
    assert {table: kit.one(f"SELECT count(*) FROM {table}") for table in tables} == dict.fromkeys(tables, 0)
    assert kit.one("SELECT count(*) FROM article_words WHERE article_words MATCH 'headlin'") == 0


def test_the_agency_s_own_copy_becomes_the_origin_however_late_it_comes(kit: Kit) -> None:
    copy = kit.keep(reading(1, credit="harbour", published="2026-11-09T09:00:00Z"))
    own = kit.keep(
        reading(1, site="harbour.example", published="2026-11-09T10:00:00Z"), "harbour", after(NOON, hours=1)
    )
    assert own.story == copy.story
    assert kit.one("SELECT origin FROM stories") == own.article
    assert kit.events()[-1].facts["story"]["origin"]["outlet_name"] == "Harbour Wire"


def member(
    number: int, outlet: str = "x", agencies: tuple[str, ...] = (), at: str = "", seen: str = NOON, doubt: str = ""
) -> Member:
    return Member(number, outlet, agencies, at, Precision.INSTANT if len(at) > 10 else Precision.DAY, doubt, seen)


@pytest.mark.parametrize(
    ("members", "origin"),
    [
        ([member(1), member(2, seen="2026-11-09T11:00:00Z")], 2),
        ([member(1), member(2, at="1970-06-01T00:00:00Z", doubt="before the outlet")], 1),
        ([member(1), member(2, at="2026-11-08T00:00:00Z")], 2),
        ([member(1), member(2, at="2099-01-01T00:00:00Z", seen=after(NOON, hours=1))], 1),
        ([member(1, seen="2026-11-09T11:00:00Z"), member(2, at="2026-11-08")], 1),
        ([member(1), member(2, "wire", seen=after(NOON, days=1))], 1),
        ([member(1, agencies=("w",)), member(2, "wire", seen=after(NOON, days=1))], 2),
        ([member(1, agencies=("w", "v")), member(2, agencies=("v",)), member(3, "wire"), member(4, "vire")], 4),
    ],
    ids=[
        "seen first",
        "claims in doubt",
        "claims to be first",
        "a future claim",
        "a bare day",
        "not credited",
        "credited",
        "most credit",
    ],
)
def test_the_origin_is_the_credited_agency_else_the_earliest(members: list[Member], origin: int) -> None:
    assert choose_origin(members, {"wire": "w", "vire": "v"}) == origin


STEP = st.tuples(st.sampled_from(["keep", "revise"]), st.integers(1, 4), st.integers(1, 3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=9))
def test_the_events_replay_into_the_articles(steps: list[tuple[str, int, int]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        for kit in kit_in(folder):
            for action, seed, number in steps:
                at = reading(seed, f"https://site{number}.example/{seed}", site=f"site{number}.example")
                if action == "keep":
                    kit.keep(at, f"outlet {number}")
                    continue
                with writing(kit.db):
                    for (article,) in kit.db.execute("SELECT id FROM articles LIMIT 1").fetchall():
                        revisits.revise(kit.db, article, at, Visit(NOON), kit.config)
            _replay(kit)
    finally:
        shutil.rmtree(folder)


def _replay(kit: Kit) -> None:
    told = kit.events()
    counts = Counter(str(event.kind) for event in told)
    assert counts["new story"] == kit.one("SELECT count(*) FROM stories")
    assert counts["new story"] + counts["new carrier"] == kit.one("SELECT count(*) FROM articles")
    assert counts["edited"] == kit.one("SELECT count(*) FROM revisions")
    titles = {event.article: event.facts["article"]["title"] for event in told if event.article}
    assert titles == dict(kit.db.execute("SELECT id, title FROM articles").fetchall())
    stories = {event.article: event.story for event in told if event.article}
    assert stories == dict(kit.db.execute("SELECT id, story FROM articles").fetchall())
    assert [event.id for event in told] == list(range(1, len(told) + 1))
    for (number,) in kit.db.execute("SELECT id FROM articles").fetchall():
        found = "SELECT count(*) FROM article_words WHERE article_words MATCH '\"·all\"' AND rowid = ?"
        assert kit.one(found, number) == 1


WIRE = "\n".join(prose(seed) for seed in (301, 302, 303, 304))


def test_a_copy_is_told_against_its_wire_and_not_against_the_copy_that_is_nearest(kit: Kit) -> None:
    wire = kit.keep(reading(1, text=WIRE, site="beacon.example"), "beacon")
    cut = "\n".join(prose(seed) for seed in (301, 302, 303))
    kit.keep(reading(2, text=cut, title="Cut", site="harbour.example"), "harbour")
    third = kit.keep(reading(3, text=cut, title="Cut as well", site="lantern.example"), "lantern")
    row = answers.story(kit.db, third.story)
    assert row is not None
    assert {carrier["of"] for carrier in row["carriers"]} == {None, wire.article}
    assert {carrier["relation"] for carrier in row["carriers"][1:]} == {"excerpt"}


def test_an_older_original_that_comes_late_becomes_the_origin_and_the_copies_are_told_against_it(kit: Kit) -> None:
    cut = "\n".join(prose(seed) for seed in (301, 302, 303))
    copy = kit.keep(reading(2, text=cut, published="2026-11-09T09:00:00Z", site="harbour.example"), "harbour")
    wire = kit.keep(reading(1, text=WIRE, published="2026-11-09T06:00:00Z", site="beacon.example"), "beacon")
    assert wire.story == copy.story
    assert kit.kinds() == ["new story", "new carrier", "origin moved"]
    moved = kit.events()[-1].facts
    assert (moved["article"]["id"], moved["was"]["id"]) == (wire.article, copy.article)
    told = {of["article"]: (of["relation"], of["delay_seconds"]) for of in moved["copies"]}
    assert told == {copy.article: ("excerpt", 3 * 3600)}
    assert kit.one("SELECT relation FROM articles WHERE id = ?", wire.article) == "origin"
    assert kit.one('SELECT "of" FROM articles WHERE id = ?', copy.article) == wire.article
