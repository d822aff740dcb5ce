"""Two excerpts without a passage in common begin two stories; the wire that comes after suggests that they are one."""

import pytest

from store.database import writing
from store.migrations import m003_post_a_third_of_the_hashes
from store.suggestions import APPLIED, DECLINED, OPEN, settle, suggestions
from tests.folding_texts import LANGUAGES, Kept
from tests.stored import kit, reading

__all__ = ["kit"]

HEAD, TAIL = slice(0, 3), slice(3, 6)


def excerpts_and_whole(texts):
    return ["\n".join(part) for part in (texts.wire[HEAD], texts.wire[TAIL], texts.wire)]


def test_a_wire_holds_the_two_excerpts_that_came_before_it():
    for texts in LANGUAGES.values():
        kept = Kept()
        for part in (texts.wire[HEAD], texts.wire[TAIL]):
            assert kept.keep(part).holds == ()
        whole = kept.keep(texts.wire)
        assert sorted((one.article, one.story) for one in whole.holds) == [(1, 1), (2, 2)]
        assert whole.holds[0].story == whole.story
        assert min(one.share for one in whole.holds) > 0.9
        kept.connection.close()


def test_copies_of_one_text_in_two_stories_are_not_two_pieces(kit):
    texts = LANGUAGES["English"]
    kept = Kept()
    kept.keep(texts.wire)
    assert kept.keep([*texts.wire, *texts.local]).holds == ()
    kept.connection.close()


def test_the_suggestion_is_stored_with_its_evidence_and_made_once(kit):
    head, tail, whole = excerpts_and_whole(LANGUAGES["English"])
    kit.keep(reading(1, text=head), "lantern")
    kit.keep(reading(2, text=tail), "harborpost")
    assert not list(suggestions(kit.db))
    by = kit.keep(reading(3, text=whole), "tidings")
    (one,) = suggestions(kit.db)
    assert ({one.story, one.other}, one.by, one.own_copy, one.state) == ({1, 2}, by.article, "", OPEN)
    assert {part.article for part in one.held} == {1, 2}
    assert list(suggestions(kit.db, story=2)) == [one]
    assert not list(suggestions(kit.db, story=by.article + 40))
    with writing(kit.db):
        settle(kit.db, one.id, DECLINED)
    kit.keep(reading(4, text=f"{whole}\nA line of our own desk, which nobody else has printed."), "gazette")
    assert not list(suggestions(kit.db))


@pytest.mark.parametrize(("credits", "own"), [(("nordwire", "nordwire"), True), (("nordwire", ""), False)])
def test_the_agency_s_own_copy_of_what_both_stories_credit_it_with_is_marked(kit, credits, own):
    agency, outlet = next((one.agency, one.id) for one in kit.config.outlets.values() if one.agency)
    head, tail, whole = excerpts_and_whole(LANGUAGES["English"])
    for number, (text, credit) in enumerate(zip((head, tail), credits, strict=True), 1):
        said = reading(number, text=text, credit=agency if credit else "")
        kit.keep(said, f"outlet{number}")
    kit.keep(reading(3, text=whole), outlet)
    (one,) = suggestions(kit.db, state=APPLIED if own else OPEN)  # an agency's own copy is not left to the user
    assert one.own_copy == (agency if own else "")


def test_indexing_anew_makes_the_same_index(kit):
    texts = LANGUAGES["Korean"]
    for number, part in enumerate((texts.wire, texts.follow_up, [*texts.wire, *texts.local], texts.other)):
        kit.keep(reading(number, text="\n".join(part)), f"outlet{number}")

    def index():
        return [kit.db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("postings", "exemplars")]

    before = index()
    with writing(kit.db):
        m003_post_a_third_of_the_hashes(kit.db)
    assert index() == before
