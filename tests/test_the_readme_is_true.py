"""Every command of the README is run, and prints what the README says that it prints."""

import re

from cli import COMMANDS
from tests.readme import PAGES, commands, rewritten, runner, watch_of_two_days, without_times
from tests.watching import ROOT


def test_every_command_prints_what_the_page_says():
    with watch_of_two_days() as watch:
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            assert without_times(rewritten(text, runner(watch))) == without_times(text)


def test_the_make_targets_that_the_readme_names_are_there():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)", " ".join(commands(text))))
    assert {"demo", "test"} <= named <= set(targets)


def test_every_command_has_a_place_in_the_readme_or_the_docs():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in COMMANDS if f"treatywatch {name}" not in text] == []


def test_every_key_has_a_line_in_the_configuration_page():
    from config.loading import variables  # noqa: PLC0415

    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in variables() if f"`{name}`" not in text] == []


def test_links_between_pages_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), ROOT / "seeds/README.md"]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
