"""What becomes of a wire in other outlets' hands, and what only looks like a copy of it, in four languages."""

from itertools import permutations

import numpy as np
import pytest

from pipelines.figures import numbers_in_place
from pipelines.fold import decide
from pipelines.kinship import kinship
from pipelines.resemblance import COMMON, Lookalike, Weights, weight
from pipelines.shingles import fingerprint
from records import Folding, Relation
from tests.folding_texts import ENGLISH, LANGUAGES, Kept, Texts

NOBODY_ELSE = Weights(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


@pytest.fixture(params=LANGUAGES, name="texts")
def in_each_language(request: pytest.FixtureRequest) -> Texts:
    return LANGUAGES[request.param]


@pytest.fixture(name="kept")
def empty_store():
    kept = Kept()
    yield kept
    kept.connection.close()


def test_the_first_article_begins_a_story(kept, texts):
    assert kept.keep(texts.whole) == Folding()


def test_the_same_text_is_identical_whatever_its_title(kept, texts):
    kept.keep(texts.whole, title="Bridge to reopen")
    again = kept.keep(texts.whole, title="Something else entirely")
    assert (again.story, again.of, again.relation) == (1, 1, Relation.IDENTICAL)
    assert (again.score, again.share, again.exemplar) == (1.0, 1.0, False)


def test_kinship_names_a_relation_whichever_of_the_two_came_first(texts):
    whole, cut = (fingerprint("", "\n".join(parts)) for parts in (texts.whole, texts.whole[:2]))
    assert kinship(whole, whole) == (Relation.IDENTICAL, 1.0)
    shorter, longer = kinship(cut, whole), kinship(whole, cut)
    assert shorter
    assert longer
    assert (shorter[0], longer[0]) == (Relation.EXCERPT, Relation.EXTENDED)
    assert shorter[1] > 0.9 > longer[1]


def test_texts_that_share_nothing_have_no_kinship(texts):
    one, other = (fingerprint("", "\n".join(parts)) for parts in (texts.wire, texts.local))
    assert kinship(one, other) is None


def test_the_first_two_paragraphs_are_an_excerpt(kept, texts):
    kept.keep(texts.whole)
    cut = kept.keep(texts.whole[:2])
    assert (cut.story, cut.relation) == (1, Relation.EXCERPT)
    assert cut.share > 0.9
    assert not cut.exemplar


def test_a_wire_with_local_paragraphs_is_extended(kept, texts):
    kept.keep(texts.wire[:4])
    longer = kept.keep([*texts.wire[:4], *texts.local])
    assert (longer.story, longer.relation, longer.exemplar) == (1, Relation.EXTENDED, True)
    assert 0.4 < longer.share < 0.9


def test_a_changed_sentence_makes_it_edited(kept, texts):
    kept.keep(texts.whole)
    edited = kept.keep([texts.local[0], *texts.whole[1:]])
    assert (edited.story, edited.relation) == (1, Relation.EDITED)


def test_a_cut_wire_in_a_local_frame_is_still_a_copy(kept, texts):
    kept.keep(texts.whole)
    assert kept.keep([*texts.wire[:3], *texts.local]).story == 1


def test_a_wire_that_comes_after_its_excerpt_joins_it(kept, texts):
    kept.keep(texts.wire[:3])
    whole = kept.keep(texts.whole)
    assert (whole.story, whole.relation, whole.exemplar) == (1, Relation.EXTENDED, True)


def test_a_follow_up_with_the_same_background_is_a_story_of_its_own(kept, texts):
    kept.keep(texts.whole)
    assert kept.keep([*texts.follow_up, texts.background]).story is None


def test_another_agency_on_the_same_event_is_a_story_of_its_own(kept, texts):
    kept.keep(texts.whole)
    assert kept.keep(texts.other).story is None


def test_two_wires_printed_as_one_belong_to_the_one_that_gives_more(kept, texts):
    kept.keep(texts.wire)
    kept.keep([*texts.follow_up, *texts.local])
    merged = kept.keep([*texts.wire[:5], *texts.follow_up])
    assert (merged.story, merged.relation, merged.exemplar) == (1, Relation.MERGED, False)


def test_a_second_wire_is_not_drawn_in_by_an_article_that_merged_it_beforehand(kept, texts):
    kept.keep(texts.wire)
    assert kept.keep([*texts.wire[:5], *texts.follow_up]).story == 1
    assert kept.keep(texts.follow_up).story is None


def test_an_outlet_s_own_next_article_needs_more_than_another_outlet_s(kept, texts):
    framed = [*texts.wire[:3], *texts.local]
    kept.keep(texts.whole, outlet="gazette")
    assert kept.keep(framed, outlet="gazette").story is None
    assert kept.keep(texts.whole, outlet="gazette").story == 1


def test_a_background_paragraph_of_many_stories_says_nothing(kept):
    stories = [story for texts in LANGUAGES.values() for story in (texts.wire, texts.follow_up, texts.other)]
    for story in stories:
        assert kept.keep([*story, ENGLISH.background]).story is None
    assert kept.keep([ENGLISH.local[0], ENGLISH.background]).story is None


def quake(strength, distance, depth, clock, felt):
    return [
        f"A magnitude {strength} earthquake struck {distance} km north of the harbour on Monday, the survey said.",
        f"It hit at a depth of {depth} km at {clock} local time, and some {felt} people may have felt it. The agency's "
        "system writes these reports from its instruments, and they may change as more data are read by a person.",
    ]


def test_two_days_of_a_daily_report_are_two_stories_and_a_copy_of_one_of_them_is_a_copy(kept):
    kept.keep(quake("4.1", 46, 79, "5:37", "53,832"))
    assert kept.keep(quake("3.8", 83, 72, "3:57", "54,728")).story is None
    copy = kept.keep(quake("3.8", 83, 72, "3:57", "54,728"))
    assert (copy.story, copy.of) == (2, 2)


def round_of_matches(results):
    return [
        "The league publishes these results at the final whistle, from the figures that the referee's table sends in. "
        "A table of all rounds and the next fixtures stand on the page of the league, and readers who find a mistake "
        "may write to the office, which answers on the next working day and thanks them for their patience.",
        results,
    ]


def test_a_form_whose_names_change_with_its_numbers_is_told_apart_as_well(kept):
    kept.keep(round_of_matches("Ashby 3 Norwick Town 1, Hale Rovers 22 Tarn Vale 17, Colne 40 Upper Wick 36"))
    monday = round_of_matches("Penfold 5 Garth United 4, Marle Albion 12 Stoke Ferry 9, Dunn 28 Little Orme 31")
    assert kept.keep(monday).story is None
    assert kept.keep(monday).story == 2


def test_a_copy_of_a_form_that_everybody_fills_in_is_proved_by_its_numbers(kept):
    for number in range(COMMON + 2):
        text = quake(f"{number}.{number}", 40 + number, 70 + number, f"{number}:1{number}", 5000 + 7 * number)
        assert kept.keep(text).story is None
    framed = [ENGLISH.local[0], *quake("2.2", 42, 72, "2:12", "5,014")]
    assert kept.keep(framed).story == 3


def test_the_numbers_of_local_paragraphs_do_not_part_a_copy_from_its_wire(kept):
    figures = ["It has 11 pillars, 4 of them old, 230 metres of track and 2 lamps, and 19 men look after it at night."]
    local = [
        "The mill ships 60 loads a week over 35 kilometres, pays 12 drivers and lost 9 days and 4 lorries in 2 years."
    ]
    kept.keep([*ENGLISH.wire, *figures])
    assert kept.keep([*ENGLISH.wire[:4], *figures, *local]).story == 1


def test_a_text_without_words_is_never_folded(kept):
    for _ in range(2):
        assert kept.keep([""], title="") == Folding()


def test_a_headline_alone_is_folded_only_under_the_very_same_of_eight_words_or_more(kept):
    headline = "Ministers agree to reopen the old railway bridge before winter"
    kept.keep([], title=headline)
    assert kept.keep([], title=headline.upper() + "!").relation is Relation.IDENTICAL
    assert kept.keep([], title=headline + " comes").story is None
    kept.keep([], title="Photos of the day from everywhere")
    assert kept.keep([], title="Photos of the day from everywhere").story is None


def lookalike(article, paragraphs):
    return Lookalike(article, article, f"outlet{article}", fingerprint("", "\n".join(paragraphs)))


def test_the_order_of_lookalikes_does_not_matter():
    new = fingerprint("", "\n".join(ENGLISH.wire))
    others = [
        lookalike(1, ENGLISH.wire[:3]),
        lookalike(2, ENGLISH.whole),
        lookalike(3, ENGLISH.follow_up),
        lookalike(4, ENGLISH.whole),
    ]
    decided = {decide(new, "gazette", order, NOBODY_ELSE) for order in permutations(others)}
    assert [folding.of for folding in decided] == [2]


def test_a_hash_weighs_less_the_more_stories_hold_it_and_nothing_once_it_is_common():
    weights = weight(np.arange(COMMON + 5))
    assert weights[0] == weights[1] == 1
    assert all(np.diff(weights) <= 0)
    assert not weights[COMMON:].any()


def test_numbers_are_compared_only_where_the_words_around_them_are_the_same():
    one = fingerprint(
        "", "The index lost 82 points on Friday. Oil rose 3 percent. The mayor is 61 years old this week."
    )
    other = fingerprint(
        "", "The index lost 40 points on Friday. Oil rose 3 percent. Seven of 12 shops stayed closed today."
    )
    assert numbers_in_place(one, other) == (1, 2)  # the 3 once, and the points before and after
