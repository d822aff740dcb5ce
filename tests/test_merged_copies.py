"""A merged copy names both of its wires, whichever came first."""

import json

from records import EventKind
from reports.digest import digest
from reports.render import FORMATS
from tests.small_watch import prose
from tests.stored import NOON, Kit, after, kit, reading

__all__ = ["kit"]

ONE, OTHER = prose(1, 200), prose(2, 200)
BOTH = f"{ONE}\n{OTHER}"


def columns(kit: Kit, article: int) -> tuple[object, ...]:
    return tuple(kit.db.execute('SELECT relation, "of", also FROM articles WHERE id = ?', (article,)).fetchone())


def test_a_copy_of_two_wires_that_are_known_names_both(kit: Kit):
    one = kit.keep(reading(1, text=ONE), "lantern")
    other = kit.keep(reading(2, text=OTHER), "harbour")
    copy = kit.keep(reading(3, text=BOTH), "kiosk")
    assert columns(kit, copy.article) == ("merged", one.article, other.article)
    told = kit.events()[-1].facts
    assert (told["of"]["id"], told["also"]["id"]) == (one.article, other.article)
    assert told["also"]["outlet_name"] == "Harbour Wire"


def test_a_second_wire_that_comes_after_its_copy_is_found_to_be_in_it(kit: Kit):
    one = kit.keep(reading(1, text=ONE), "lantern")
    copy = kit.keep(reading(3, text=BOTH), "kiosk")
    assert columns(kit, copy.article) == ("extended", one.article, None)
    wire = kit.keep(reading(2, text=OTHER), "harbour", after(NOON, hours=1))
    assert wire.story != copy.story
    assert columns(kit, copy.article) == ("merged", one.article, wire.article)
    event = kit.events()[-1]
    assert (event.kind, event.article, event.story) == (EventKind.MERGER_FOUND, copy.article, one.story)
    assert (event.facts["of"]["id"], event.facts["also"]["id"]) == (one.article, wire.article)


def test_a_report_of_both_tells_the_copy_as_merged_and_a_later_one_that_it_is(kit: Kit):
    kit.keep(reading(1, text=ONE), "lantern")
    kit.keep(reading(3, text=BOTH), "kiosk")
    before = len(kit.events())
    kit.keep(reading(2, text=OTHER), "harbour")
    whole = digest(kit.events(), name="", since=0, until=9)
    [copy] = [one for news in whole.stories for one in news.others]
    assert (copy.relation, copy.of_name, copy.also_name) == ("merged", "The Lantern", "Harbour Wire")
    assert whole.found == {}
    later = digest(kit.events(before), name="", since=before, until=9)
    [notice] = later.found["Known to be merged now"]
    for form in ("terminal", "markdown", "html", "csv", "atom"):
        told = " ".join(FORMATS[form](later, zone="UTC").replace("*", "").split())
        assert "of it is from The Lantern, and more is from Harbour Wire." in told
    [said] = json.loads(FORMATS["json"](later, zone="UTC"))["notices"]
    assert (said["article"], said["kind"]) == (notice.article, "merger found")
    for form in ("terminal", "markdown", "html", "atom"):
        told = FORMATS[form](whole, zone="UTC")
        assert "Harbour Wire" in told[told.index("merged") :]


def test_a_second_wire_does_not_touch_an_origin_or_a_copy_that_has_one(kit: Kit):
    first = kit.keep(reading(3, text=BOTH), "kiosk")
    kit.keep(reading(2, text=OTHER), "harbour")
    assert columns(kit, first.article)[0] != "merged"
    assert EventKind.MERGER_FOUND not in {event.kind for event in kit.events()}
