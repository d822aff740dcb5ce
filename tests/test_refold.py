"""Folding everything anew: what moves is said before it does, decisions hold, and doing it twice changes nothing."""

import signal
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import StoreError
from pipelines.fold import VERSION
from pipelines.regrouping import named, shifts
from records import EventKind
from store import about, refolding, stories
from store.database import open_database, writing
from store.refolding import Plan
from tests.small_watch import SmallWatch, prose, small_watch
from tests.stored import NOON, Interrupted, Kit, after, cut_short, kit, kit_in, reading

__all__ = ["kit"]

GROUPS = st.dictionaries(st.integers(1, 30), st.tuples(st.integers(1, 6), st.integers(100, 105)), min_size=1)


@given(GROUPS)
def test_every_cluster_gets_a_number_of_its_own_and_a_story_that_stays_keeps_its(groups):
    before = {article: story for article, (story, _) in groups.items()}
    clusters = {article: cluster for article, (_, cluster) in groups.items()}
    found = named(clusters, before, {}, 1000)
    assert len({(clusters[a], found[a]) for a in groups}) == len(set(clusters.values())) == len(set(found.values()))
    for number in set(before.values()):
        members = {article for article, story in before.items() if story == number}
        homes = {clusters[article] for article in members}
        if len(homes) == 1 and {a for a, c in clusters.items() if c in homes} == members:
            assert {found[article] for article in members} == {number}
    assert named(found, found, {}, 1000) == found


@given(GROUPS)
def test_shifts_name_each_article_that_moves_once(groups):
    before = {article: story for article, (story, _) in groups.items()}
    then = named({a: c for a, (_, c) in groups.items()}, before, {}, 1000)
    moved = [article for shift in shifts(before, then) for article in shift.articles]
    assert sorted(moved) == sorted(a for a in groups if before[a] != then[a])
    assert {shift.story for shift in shifts(before, then) if shift.whole} == set(before.values()) - set(then.values())


def test_the_number_goes_where_most_articles_are_and_of_equals_where_the_origin_is():
    before = dict.fromkeys(range(1, 6), 7)
    assert named({1: 1, 2: 1, 3: 2, 4: 2, 5: 2}, before, {7: 1}, 8)[3] == 7
    assert named({1: 1, 2: 1, 3: 2, 4: 2}, dict.fromkeys(range(1, 5), 7), {7: 4}, 8)[4] == 7


def watched(items, _doing, _total):
    yield from items


def plan(kit: Kit) -> Plan:
    with refolding.beside(kit.path) as path:
        return refolding.plan(kit.db, path, watched)


def refold(kit: Kit) -> Plan:
    with refolding.beside(kit.path) as path:
        made = refolding.plan(kit.db, path, watched)
        refolding.apply(kit.db, path, made, after(NOON, hours=9), kit.config)
    return made


def dump(kit: Kit) -> list[object]:
    """Every row of every table; the search index, which cannot be read row by row, by the tables that it stands in."""
    tables = kit.db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'").fetchall()
    tables += kit.db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'").fetchall()
    return [(name, kit.db.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in sorted(tables)]


def press(kit: Kit) -> None:
    """Two wires with copies, and a report of its own."""
    for number, (seed, outlet) in enumerate([(1, "harbour"), (2, "cable"), (1, "lantern"), (2, "kiosk"), (3, "dock")]):
        text = prose(seed, 200) if outlet != "kiosk" else prose(seed, 200)[:900]
        kit.keep(reading(seed, f"https://{outlet}.example/{number}", text=text), outlet, after(NOON, minutes=number))


def wrongly_together(kit: Kit) -> None:
    """As an earlier version might have folded: story 2 in story 1."""
    with writing(kit.db):
        stories.put_together(kit.db, 1, 2, NOON, kit.config, by="refold")


def test_what_is_folded_by_this_version_stays(kit: Kit):
    press(kit)
    before = dump(kit)
    assert plan(kit).shifts == ()
    assert dump(kit) == before
    refold(kit)
    assert kit.kinds().count("story split") == 0


def test_a_wrong_fold_is_parted_and_told(kit: Kit):
    press(kit)
    wrongly_together(kit)
    [shift] = plan(kit).shifts
    assert (shift.story, shift.articles, shift.new) == (1, (2, 4), True)
    refold(kit)
    assert kit.one("SELECT origin FROM stories WHERE id = ?", shift.to) == 2
    row = kit.db.execute('SELECT story, relation, "of" FROM articles WHERE id = 4').fetchone()
    assert tuple(row) == (shift.to, "excerpt", 2)
    event = kit.events()[-1]
    assert (event.kind, event.story, event.facts["by"]) == (EventKind.STORY_SPLIT, 1, "refold")
    assert event.facts["new_story"]["articles"] == 2
    # and the index is the new one: a copy finds its story
    assert kit.keep(reading(2, "https://quay.example/9", text=prose(2, 200)), "quay").story == shift.to


def test_a_story_that_was_torn_is_one_again_under_the_number_of_its_most(kit: Kit):
    press(kit)
    with writing(kit.db):
        number = int(kit.db.execute("INSERT INTO stories (first_seen) VALUES (?)", (NOON,)).lastrowid or 0)
        stories.take_apart(kit.db, 1, number, [3], NOON, kit.config, by="refold")
    [shift] = refold(kit).shifts
    assert (shift.story, shift.to, shift.whole) == (number, 1, True)
    assert stories.home_of(kit.db, number) == 1
    assert kit.events()[-1].kind == EventKind.STORY_MERGED


def test_twice_changes_nothing(kit: Kit):
    press(kit)
    wrongly_together(kit)
    refold(kit)
    once = dump(kit)
    assert refold(kit).shifts == ()
    assert dump(kit) == once


def test_users_decisions_hold(kit: Kit):
    press(kit)
    with writing(kit.db):
        other = stories.split(kit.db, 1, [3], NOON, kit.config)
        stories.merge(kit.db, 2, 3, NOON, kit.config)
    before = dict(kit.db.execute("SELECT id, story FROM articles").fetchall())
    assert refold(kit).shifts == ()
    assert dict(kit.db.execute("SELECT id, story FROM articles").fetchall()) == before
    assert before[3] == other
    # a copy of what was split off still follows it or the wire, one of the merged story comes home
    assert kit.keep(reading(3, "https://quay.example/9", text=prose(3, 200)), "quay").story == 2


def test_earlier_events_are_as_they_were(kit: Kit):
    press(kit)
    wrongly_together(kit)
    told = [(one.id, one.facts) for one in kit.events()]
    refold(kit)
    assert [(one.id, one.facts) for one in kit.events()][: len(told)] == told


def test_what_came_meanwhile_stops_it_and_nothing_changes(kit: Kit):
    press(kit)
    wrongly_together(kit)
    with refolding.beside(kit.path) as path:
        made = refolding.plan(kit.db, path, watched)
        kit.keep(reading(8), "quay")
        before = dump(kit)
        with pytest.raises(StoreError, match="meanwhile"):
            refolding.apply(kit.db, path, made, NOON, kit.config)
    assert dump(kit) == before


def test_a_refold_that_dies_half_way_leaves_the_old_folding(kit: Kit):
    press(kit)
    wrongly_together(kit)
    before = dump(kit)
    with refolding.beside(kit.path) as path:
        made = refolding.plan(kit.db, path, watched)
        kit.db.execute("ATTACH ? AS beside", (str(path),))
        with pytest.raises(Interrupted):
            cut_short(kit.db, lambda: refolding.put_in_place(kit.db, made, NOON, kit.config))
        kit.db.execute("DETACH beside")
    assert dump(kit) == before


def test_a_database_says_by_which_version_it_was_folded(kit: Kit):
    assert about.version_of_folding(kit.db) == VERSION
    about.folded_by(kit.db, "0")
    press(kit)
    refold(kit)
    assert about.version_of_folding(kit.db) == VERSION


@pytest.fixture
def watch(tmp_path) -> SmallWatch:
    found = small_watch(tmp_path)
    lines = [
        {"id": str(n), "outlet": f"o{n}", "url": f"https://o{n}.example/", "title": f"T {n}", "text": prose(n % 40, 80)}
        for n in range(80)
    ]
    found.keep(*lines)
    with open_database(found.database) as db, writing(db):
        db.execute("UPDATE articles SET story = 1 WHERE story = 2")
        db.execute("UPDATE exemplars SET story = 1 WHERE story = 2")
    return found


def test_the_command_only_says_it_until_it_is_told_to(watch: SmallWatch):
    said = watch.run("refold").out
    assert "80 articles in 39 stories, folded by version" in said
    assert "2 articles in another story" in said
    assert "nothing was changed: add --apply" in said
    [row] = watch.run("refold", "--jsonl").lines
    assert (row["story"], row["articles"], row["what"]) == (1, [2, 42], "split off")
    assert watch.run("refold", "--apply").out.rstrip().endswith("done")
    assert "all stay where they are" in watch.run("refold").out
    assert "by folding everything anew" in " ".join(watch.run("report").out.split())
    assert not list(watch.database.parent.glob("*.refold*"))


@pytest.mark.parametrize("patience", [0.5, 0.9])
def test_a_killed_refold_leaves_the_old_or_the_new_and_can_be_run_again(watch: SmallWatch, patience: float):
    with watch.process("refold", "--apply") as running:
        time.sleep(patience)
        running.send_signal(signal.SIGKILL)
    with open_database(watch.database) as db:
        held = {row[0] for row in db.execute("SELECT story FROM articles WHERE id IN (1, 2, 41, 42)")}
        events = db.execute("SELECT count(*) FROM events WHERE kind = 'story split'").fetchone()[0]
        index = {row[0] for row in db.execute("SELECT story FROM exemplars WHERE article IN (1, 2)")}
    assert (len(held), events, len(index)) in ((1, 0, 1), (2, 1, 2))
    watch.run("refold", "--apply")
    assert "all stay where they are" in watch.run("refold").out
    assert not list(watch.database.parent.glob("*.refold*"))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=7))
def test_whatever_came_folding_anew_twice_is_folding_anew_once(tmp_path_factory, seeds):
    for one in kit_in(tmp_path_factory.mktemp("kit")):
        for number, seed in enumerate(seeds):
            text = "\n".join(prose(seed, 120).split("\n")[number % 3 :])
            one.keep(reading(seed, f"https://o{number}.example/{number}", text=text), f"o{number}")
        refold(one)
        once = dump(one)
        assert refold(one).shifts == ()
        assert dump(one) == once
