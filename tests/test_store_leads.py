"""A lead is stored before it is fetched, credited to all who showed it, and ends with a reason."""

import pytest

from records import Lead, LeadState, Via
from store import leads, sources
from store.articles import Visit, keep
from store.database import writing
from store.leads import MAX_READINGS, MAX_TRIES, Finding
from tests.stored import NOON, Interrupted, Kit, after, cut_short, kit, reading

__all__ = ["kit"]
FEED = "https://lantern.example/a.xml"


def lead(url: str = "https://lantern.example/1", source: str = FEED) -> Lead:
    return Lead(url, "lantern", source, Via.FEED, title="A bridge")


def found(kit: Kit, *urls: str, source: str = FEED, etag: str = '"1"') -> list[Lead]:
    finding = Finding(source, "lantern", Via.FEED, tuple(lead(url, source) for url in urls), etag=etag)
    return leads.record_finding(kit.db, finding, NOON)


def state(kit: Kit, url: str = "https://lantern.example/1") -> tuple[LeadState, str]:
    stored = leads.find_lead(kit.db, url)
    assert stored is not None
    return stored[1], stored[2]


def test_the_etag_is_stored_with_the_leads_or_not_at_all(kit: Kit) -> None:
    with pytest.raises(Interrupted):
        cut_short(kit.db, lambda: found(kit, "https://lantern.example/1"))
    assert sources.validators(kit.db, FEED).etag == ""
    assert leads.open_leads(kit.db, NOON) == []
    with writing(kit.db):
        found(kit, "https://lantern.example/1")
    assert sources.validators(kit.db, FEED).etag == '"1"'
    assert len(leads.open_leads(kit.db, NOON)) == 1


def test_a_lead_to_a_kept_article_is_no_work(kit: Kit) -> None:
    kit.keep(reading(1))
    assert found(kit, "https://lantern.example/1/amp") == []
    assert leads.open_leads(kit.db, NOON) == []
    assert state(kit) == (LeadState.DUPLICATE, "an address of a kept article")


def test_a_lead_ends_in_a_state_with_a_reason_and_is_open_no_more(kit: Kit) -> None:
    found(kit, "https://lantern.example/1")
    leads.end_lead(kit.db, 1, LeadState.UNREADABLE, "paywall stub", NOON)
    assert state(kit) == (LeadState.UNREADABLE, "paywall stub")
    assert leads.open_leads(kit.db, NOON) == []
    assert found(kit, "https://lantern.example/1") == []


def test_the_leads_of_some_outlets_can_be_asked_for(kit: Kit) -> None:
    found(kit, "https://lantern.example/1")
    assert leads.open_leads(kit.db, NOON, {"harbour"}) == []
    assert len(leads.open_leads(kit.db, NOON, {"lantern"})) == 1


def test_after_three_readings_that_never_came_back_the_page_is_called_what_it_is(kit: Kit) -> None:
    found(kit, "https://lantern.example/1", "https://lantern.example/2")
    assert [leads.begin_reading(kit.db, 1) for _ in range(MAX_READINGS)] == [None] * MAX_READINGS
    assert [stored.id for stored in leads.open_leads(kit.db, NOON)] == [2, 1]  # the suspect comes last
    refusal = leads.begin_reading(kit.db, 1)
    assert str(refusal) == "unreadable: crashed us"


def test_a_reading_that_came_back_with_a_passing_failure_counts_no_more(kit: Kit) -> None:
    found(kit, "https://lantern.example/1")
    leads.begin_reading(kit.db, 1)
    leads.postpone_lead(kit.db, 1, "502", NOON)
    assert kit.one("SELECT readings FROM leads") == 0


def test_a_postponed_lead_waits_longer_each_time_and_is_given_up_after_eight(kit: Kit) -> None:
    found(kit, "https://lantern.example/1")
    waits = []
    for _ in range(MAX_TRIES - 1):
        assert leads.postpone_lead(kit.db, 1, "no answer in time", NOON)
        waits.append(kit.one("SELECT not_before FROM leads"))
    minutes = [10, 20, 40, 80, 160, 320]
    assert waits == ["", *(after(NOON, minutes=wait) for wait in minutes)]
    assert leads.open_leads(kit.db, NOON) == []
    assert len(leads.open_leads(kit.db, waits[-1])) == 1
    assert not leads.postpone_lead(kit.db, 1, "no answer in time", NOON)
    assert state(kit) == (LeadState.REFUSED, "unreachable: no answer in time")


def test_waiting_for_a_host_is_no_failure_of_the_address(kit: Kit) -> None:
    found(kit, "https://lantern.example/1")
    assert all(leads.postpone_lead(kit.db, 1, "asked to wait", NOON, counts=False) for _ in range(20))
    assert len(leads.open_leads(kit.db, NOON)) == 1


def test_who_asks_by_hand_is_not_told_of_yesterday_s_refusal(kit: Kit) -> None:
    found(kit, "https://lantern.example/1", "https://lantern.example/2")
    leads.end_lead(kit.db, 1, LeadState.OFF_TOPIC, "passing", NOON)
    with writing(kit.db):
        kept = keep(kit.db, reading(2), "lantern", Visit(NOON), kit.config)
        leads.end_lead(kit.db, 2, LeadState.KEPT, "new story", NOON, article=kept.article)
    assert leads.reopen_lead(kit.db, "http://lantern.example/1")
    assert not leads.reopen_lead(kit.db, "http://lantern.example/2")
    assert [stored.id for stored in leads.open_leads(kit.db, NOON)] == [1]
