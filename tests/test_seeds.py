"""The shipped watch list: well-formed, honest about what is known, and polite."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from config.reading import merged
from config.watch import Address, Agency, Outlet

Outlets = dict[str, Outlet]
Agencies = dict[str, Agency]

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The outlets that the survey found on the EU's list (Annex XV of Regulation 833/2014), September 2026.
EU_BANNED = {"ria-novosti", "lenta", "rossiyskaya-gazeta", "izvestia", "rt", "sputnik"}
# The survey's outlets that refuse programs or bar them by their terms: nothing of theirs but a feed may be fetched.
REFUSING = {
    "tass", "reuters", "ap", "efe", "interfax-ukraine", "38-north", "daily-nk-japan", "isw", "militarnyi",
    "business-standard", "theprint", "zeit", "le-monde",
}  # fmt: skip
HEADINGS = 4  # the sections of the survey whose tables hold outlets
COLUMNS = 7  # the columns of those tables


def tables(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outlets() -> Outlets:
    return {name: Outlet.model_validate({**table, "id": name}) for name, table in tables("outlets.toml").items()}


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return {name: Agency.model_validate({**table, "id": name}) for name, table in tables("agencies.toml").items()}


def addresses(outlet: Outlet) -> list[Address]:
    return [*outlet.feeds, *outlet.sitemaps, *outlet.sections]


def surveyed_names(survey: str) -> list[str]:
    """The first column of every row of the outlet tables; a row may name two outlets."""
    tables_part = survey.partition("## A. Outlets")[2].partition("### Without a working feed")[0]
    rows = [line.strip("|").split("|") for line in tables_part.splitlines() if line.startswith("|")]
    assert tables_part.count("\n### ") == HEADINGS
    assert {len(row) for row in rows if row[0] != "---"} <= {COLUMNS, COLUMNS - 1}  # an empty last column may be cut
    return [row[0] for row in rows if row[0] not in ("Outlet", "---")]


def test_every_id_is_a_slug(outlets: Outlets, agencies: Agencies) -> None:
    assert [name for name in (*outlets, *agencies) if not SLUG.fullmatch(name)] == []


def test_no_two_outlets_have_the_same_name(outlets: Outlets) -> None:
    assert [name for name, count in Counter(outlet.name for outlet in outlets.values()).items() if count > 1] == []


def test_there_are_at_least_110_outlets(outlets: Outlets) -> None:
    assert len(outlets) >= 110


def test_an_outlet_that_is_an_agency_names_one_that_exists(outlets: Outlets, agencies: Agencies) -> None:
    assert {outlet.agency for outlet in outlets.values() if outlet.agency} <= set(agencies)
    assert [name for name, outlet in outlets.items() if outlet.kind == "agency" and not outlet.agency] == []


def test_an_agency_s_own_site_stands_on_the_agency_s_own_hosts(outlets: Outlets, agencies: Agencies) -> None:
    for name, outlet in outlets.items():
        if outlet.agency:
            hosts = agencies[outlet.agency].hosts
            for home in outlet.home:
                assert any(home == host or home.endswith("." + host) for host in hosts), (name, home)


def test_no_address_stands_twice(outlets: Outlets) -> None:
    counted = Counter(address.url.rstrip("/") for outlet in outlets.values() for address in addresses(outlet))
    assert [url for url, count in counted.items() if count > 1] == []


def test_every_outlet_says_where_it_lives(outlets: Outlets) -> None:
    assert [name for name, outlet in outlets.items() if not outlet.home] == []


def test_whatever_is_off_says_why_in_a_sentence(outlets: Outlets) -> None:
    reasons = [(name, a.reason) for name, outlet in outlets.items() for a in addresses(outlet) if not a.enabled]
    reasons += [(name, outlet.reason) for name, outlet in outlets.items() if not outlet.enabled]
    assert [said for said in reasons if not re.fullmatch(r"[A-Z].{8,}[.]", said[1])] == []


def test_whatever_is_on_gives_no_reason_for_being_off(outlets: Outlets) -> None:
    said = [(name, a.reason) for name, outlet in outlets.items() for a in addresses(outlet) if a.enabled and a.reason]
    said += [(n, o.reason) for n, o in outlets.items() if o.enabled and o.pages == "fetch" and o.reason]
    assert said == []


def test_an_enabled_outlet_has_an_enabled_address(outlets: Outlets) -> None:
    idle = [n for n, o in outlets.items() if o.enabled and not any(address.enabled for address in addresses(o))]
    assert idle == []


def test_guessed_and_dead_addresses_are_never_on(outlets: Outlets) -> None:
    on = [
        a.url for outlet in outlets.values() for a in addresses(outlet) if a.enabled and a.seen in ("guessed", "dead")
    ]
    assert on == []


def test_an_address_that_is_on_shows_its_evidence(outlets: Outlets) -> None:
    assert [a.url for outlet in outlets.values() for a in addresses(outlet) if a.enabled and not a.evidence] == []


def test_evidence_is_written_in_the_letters_that_the_readme_explains(outlets: Outlets) -> None:
    # Letters of lists, a count of files, then what dated probes found.
    lists = r"[KWCYIPFRX]+"
    word = r"(ok|fail|empty|frozen|stale|slow|unreachable|dead)"
    shape = re.compile(rf"({lists})?( ?f\d+\+?)?(,? ?{word}?( ?p\d+| W)+)*")
    for outlet in outlets.values():
        for address in addresses(outlet):
            assert shape.fullmatch(address.evidence), (outlet.id, address.evidence)
            assert all(1 <= int(number) <= 18 for number in re.findall(r"\bp(\d+)", address.evidence))


def test_an_outlet_read_by_its_feed_only_has_a_feed_and_nothing_else_on(outlets: Outlets) -> None:
    for name, outlet in outlets.items():
        if outlet.enabled and outlet.pages == "feed only":
            assert any(feed.enabled for feed in outlet.feeds), name
            assert not any(address.enabled for address in (*outlet.sitemaps, *outlet.sections)), name


def test_outlets_on_the_eu_list_are_off_and_say_so(outlets: Outlets) -> None:
    off = {name for name, outlet in outlets.items() if not outlet.enabled and "EU's list" in outlet.reason}
    assert off == EU_BANNED


def test_no_page_is_fetched_from_outlets_that_refuse_programs(outlets: Outlets) -> None:
    assert [n for n in sorted(REFUSING) if outlets[n].enabled and outlets[n].pages != "feed only"] == []


def test_nothing_is_read_through_a_search_engine_or_a_proxy(outlets: Outlets) -> None:
    proxied = re.compile(r"news\.google\.|google\.com/search|openrss|rsshub|bing\.com")
    assert [a.url for outlet in outlets.values() for a in addresses(outlet) if proxied.search(a.url)] == []


def test_no_address_holds_a_placeholder(outlets: Outlets) -> None:
    odd = re.compile(r"[<>{}\s…*]|YYYY")
    assert [a.url for outlet in outlets.values() for a in addresses(outlet) if odd.search(a.url)] == []


def test_hosts_that_ask_for_a_pace_are_given_it(outlets: Outlets) -> None:
    assert (outlets["peoples-daily"].pace, outlets["scmp"].pace) == (120, 10)


def test_no_form_credits_two_agencies(agencies: Agencies) -> None:
    counted = Counter(form for agency in agencies.values() for form in (*agency.names, *agency.initials))
    assert [form for form, count in counted.items() if count > 1] == []


def test_two_and_three_letters_are_never_trusted_in_running_text(agencies: Agencies) -> None:
    short = re.compile(r"[A-Za-zА-Яа-яІі]{1,3}")
    named = [(name, form) for name, agency in agencies.items() for form in agency.names if short.fullmatch(form)]
    assert named == [("efe", "ЭФЭ")]  # no word of any language, so a name all the same


def test_every_outlet_of_the_survey_is_on_the_list(outlets: Outlets, shared_data: Path) -> None:
    names = surveyed_names((shared_data.parent / "outlets.md").read_text(encoding="utf-8"))
    assert len(names) == 110
    listed = {outlet.name for outlet in outlets.values()}
    assert [part for name in names for part in name.split(", ") if part not in listed] == []


def test_every_address_on_the_list_comes_from_the_survey(outlets: Outlets, shared_data: Path) -> None:
    survey = (shared_data.parent / "outlets.md").read_text(encoding="utf-8")
    for outlet in outlets.values():
        for address in addresses(outlet):
            whole = re.sub(r"^https?://", "", address.url).rstrip("/")
            host, _, path = whole.partition("/")
            # The survey shortens the second of two addresses to its last part, beside the host of the first.
            last = path.rpartition("/")[2]
            shortened = host.replace("ukrinform.es", "ukrinform.de") in survey and last in survey
            assert whole in survey or shortened, address.url


def test_the_example_in_the_readme_is_valid() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    example = tomllib.loads(readme.partition("```toml")[2].partition("```")[0])
    shipped = tables("outlets.toml")
    assert set(example) & set(shipped) == {"kyiv-post"}
    over = merged(shipped, example)
    assert not Outlet.model_validate(over["kyiv-post"]).enabled
    assert Outlet.model_validate(over["my-paper"]).feeds[0].enabled


def test_the_readme_explains_every_key(outlets: Outlets) -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    keys = (set(Outlet.model_fields) | set(Address.model_fields)) - {"id"}
    assert [key for key in sorted(keys) if f"`{key}`" not in readme] == []
