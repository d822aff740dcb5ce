"""How many say something of their own: articles, outlets, houses, independent origins."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import load
from errors import ConfigError
from pipelines.independence import Carried, Source, reach
from reports.digest import digest
from reports.render import FORMATS
from store import stories
from store.database import writing
from tests.small_watch import ROOT, prose, small_watch
from tests.stored import NOON, Kit, kit, reading

__all__ = ["kit"]

HOUSES = {"a": "one", "b": "one"}


def own(outlet, agency=""):
    return Carried(outlet, (Source(outlet, agency),))


@pytest.mark.parametrize(
    ("members", "articles", "outlets", "houses", "origins"),
    [
        pytest.param([own("a")], 1, 1, 1, 1, id="a report that nobody copied"),
        pytest.param([own("w", "wire"), Carried("a"), Carried("b"), Carried("c")], 4, 4, 3, 1, id="a wire with copies"),
        pytest.param([own("a"), own("b")], 2, 2, 1, 1, id="two mastheads of one house write of their own"),
        pytest.param([own("a"), own("c")], 2, 2, 2, 2, id="two houses write of their own"),
        pytest.param([own("c", "wire"), own("d", "wire")], 2, 2, 2, 1, id="two excerpts of a wire that we do not have"),
        pytest.param([own("w", "wire"), Carried("c", (Source("v", "other"),))], 2, 2, 2, 2, id="a copy of two wires"),
        pytest.param([own("w", "wire"), Carried("c", (Source("w", "wire"),))], 2, 2, 2, 1, id="of one agency's two"),
        pytest.param([own("one"), own("a")], 2, 2, 2, 2, id="an outlet that is called like a family is not in it"),
        pytest.param([], 0, 0, 0, 0, id="nothing"),
    ],
)
def test_what_counts_as_independent(members, articles, outlets, houses, origins):
    found = reach(members, HOUSES)
    assert (found.articles, found.outlets, found.houses, len(found.origins)) == (articles, outlets, houses, origins)


SOURCES = st.lists(st.builds(Source, st.sampled_from("abcde"), st.sampled_from(["", "x", "y"])), max_size=2)


@given(
    st.lists(
        st.builds(
            Carried,
            st.sampled_from("abcde"),
            st.lists(st.builds(Source, st.sampled_from("abcde"), st.sampled_from(["", "x", "y"])), max_size=2).map(
                tuple
            ),
        )
    )
)
def test_a_copy_never_adds_an_origin_and_the_order_does_not_matter(members):
    found = reach(members, HOUSES)
    assert found.houses <= found.outlets <= found.articles
    more = reach([*members, Carried("e")], HOUSES)
    assert more.origins == found.origins
    assert len(reach(members[::-1], HOUSES).origins) == len(found.origins)


def told(kit: Kit):
    return digest(kit.events(), name="", since=0, until=99)


def press(kit: Kit) -> None:
    kit.keep(reading(1, text=prose(1, 200), site="harbour.example"), "harbour")
    kit.keep(reading(1, "https://lantern.example/1", text=prose(1, 200)), "lantern")
    kit.keep(reading(1, "https://kiosk.example/1", text=prose(1, 200), credit="harbour"), "kiosk")
    kit.keep(reading(2, "https://quay.example/2", text=prose(2, 200)), "quay")
    kit.keep(reading(3, "https://dock.example/3", text=f"{prose(1, 200)}\n{prose(2, 200)}"), "dock")


def test_every_format_tells_how_far_a_story_went_and_from_how_many(kit: Kit):
    press(kit)
    made = told(kit)
    for form in ("terminal", "markdown", "html", "atom"):
        said = " ".join(FORMATS[form](made, zone="UTC").replace("*", "").split())
        assert "4 articles, 4 outlets, 2 independent origins: Harbour Wire and quay" in said
    [news] = [one for one in json.loads(FORMATS["json"](made, zone="UTC"))["new_stories"] if one["story"]["id"] == 1]
    assert (news["story"]["houses"], news["story"]["sources"]) == (4, ["Harbour Wire", "quay"])
    row = next(csv.DictReader(io.StringIO(FORMATS["csv"](made, zone="UTC"))))
    assert {"houses", "independent origins"} <= set(row)
    assert set(made.in_short.origins) == {"quay", "Harbour Wire"}


def test_stories_that_a_user_merged_have_the_origins_of_both(kit: Kit):
    kit.keep(reading(1, text=prose(1)), "lantern")
    kit.keep(reading(2, "https://quay.example/2", text=prose(2)), "quay")
    with writing(kit.db):
        stories.merge(kit.db, 1, 2, NOON, kit.config)
    assert kit.events()[-1].facts["story"]["sources"] == ["The Lantern", "quay"]


FAMILIES = """\
[north]
owner = "North Press"
outlets = ["harbour", "lantern"]
reason = "One publisher."
"""


def configured(folder, families=FAMILIES):
    watch = small_watch(folder)
    watch.write("seeds/families.toml", families)
    return load(watch.folder / "treatywatch.toml", environment={})


def test_a_family_is_read_and_an_outlet_in_none_is_a_house_of_its_own(tmp_path):
    assert configured(tmp_path).family_of == {"harbour": "north", "lantern": "north"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FAMILIES.replace('"lantern"', '"latern"'), ("families.toml:3", "latern", "did you mean `lantern`?")),
        (FAMILIES.replace("owner", "ower"), ("families.toml:", "ow")),
        (FAMILIES.replace('reason = "One publisher."\n', ""), ("`reason` is missing",)),
        (FAMILIES.replace(', "lantern"', ""), ("at least 2",)),
        (FAMILIES + FAMILIES.replace("north", "south"), ("families.toml:7", "in the family `north` already")),
    ],
)
def test_a_typo_is_answered_with_its_line(tmp_path, wrong, said):
    with pytest.raises(ConfigError) as error:
        configured(tmp_path, wrong)
    for part in said:
        assert part in str(error.value)


def test_a_family_of_ones_own_goes_over_the_shipped_ones(tmp_path):
    watch = small_watch(tmp_path)
    watch.write("seeds/families.toml", FAMILIES)
    watch.write("seeds/outlets.local.toml", '[quay]\nname = "Quay"\ncountry = "NO"\nlanguages = ["en"]\n')
    watch.write("seeds/families.local.toml", '[north]\noutlets = ["harbour", "quay"]\n')
    found = load(watch.folder / "treatywatch.toml", environment={})
    assert found.family_of == {"harbour": "north", "quay": "north"}


def test_the_shipped_families_are_of_shipped_outlets_and_say_why():
    found = load(ROOT / "treatywatch.toml", environment={})
    assert len(found.families) >= 9
    assert all(family.reason and family.owner for family in found.families.values())
    assert found.family_of["financial-times"] == found.family_of["nikkei"]
    assert "tass" not in found.family_of
