"""Who may import whom, and where SQL may stand: read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("backfill", "commands", "config", "crawler", "delivery", "demo", "evidence", "pipelines", "reports", "store")
# What knows Scrapy, the network, a process or a clock; all other modules of these packages decide and do nothing.
EDGES = {
    "crawler.certificates", "crawler.desk", "crawler.failures", "crawler.guard", "crawler.launch", "crawler.ledger",
    "crawler.politeness", "crawler.settings", "pipelines.stages", "pipelines.workers",
}  # fmt: skip
NOT_PURE = {"scrapy", "sqlite3", "sqlite_utils", "twisted", "requests", "urllib.request", "socket", "store", "time"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}


def modules() -> dict[str, Path]:
    files = [*ROOT.glob("*.py"), *(file for name in OURS for file in (ROOT / name).rglob("*.py"))]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield str(node.module)


def is_pure(module: str) -> bool:
    package = module.partition(".")[0]
    if module in EDGES or module.startswith("crawler.spiders"):
        return False
    if module in ("delivery.message", "delivery.outcomes"):
        return True
    return package in ("records", "errors", "config", "crawler", "pipelines", "reports")


PURE = sorted(filter(is_pure, modules()))


def begins(name: str, with_one_of: set[str]) -> bool:
    return any(name == start or name.startswith(f"{start}.") for start in with_one_of)


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_knows_no_scrapy_no_database_no_network_and_no_clock(module: str) -> None:
    assert [name for name in imported(module) if begins(name, NOT_PURE)] == []
    calls = [ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    assert [call for call in calls if call in CLOCKS] == []


def test_the_lists_above_name_modules_that_exist() -> None:
    assert sorted(EDGES - set(modules())) == []
    assert {"records", "errors", "config.loading", "crawler.urls", "pipelines.fold", "reports.digest"} <= set(PURE)


# Package -> what it may not import.
WALLS = {
    "records": {"errors", "config", "crawler", "pipelines", "reports", "store", "commands", "cli", "scheduler"},
    "errors": {"records", "config", "crawler", "pipelines", "reports", "store", "commands", "cli", "scheduler"},
    "config": {"records", "crawler", "pipelines", "reports", "store", "commands", "cli", "scheduler"},
    "store": {"scrapy", "twisted", "crawler.spiders", "commands", "cli", "scheduler", "demo", *EDGES},
    "reports": {"crawler.spiders", "store", "commands", "cli", "scheduler", "demo"},
    "crawler": {"commands", "cli", "scheduler", "demo"},
    "pipelines": {"commands", "cli", "scheduler", "demo", "reports"},
    "evidence": {"scrapy", "twisted", "crawler", "store", "commands", "cli", "scheduler", "demo"},
    "delivery": {"scrapy", "twisted", "crawler", "commands", "cli", "scheduler", "demo"},
    "commands": {"cli", "demo", "scrapy", "twisted", "sqlite3"},
    "scheduler": {"cli", "commands", "demo", "scrapy", "twisted", "sqlite3"},
    "demo": {"store", "pipelines"},
}


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_go_one_way(module: str) -> None:
    walls = WALLS.get(module.partition(".")[0], set())
    assert [name for name in imported(module) if begins(name, walls)] == []


@pytest.mark.parametrize("module", sorted(name for name in modules() if not name.startswith("store")))
def test_only_the_store_knows_sql(module: str) -> None:
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert names & {"execute", "executemany", "executescript"} == set()


def test_only_the_edges_know_scrapy() -> None:
    knowing = {name for name in modules() if any(begins(found, {"scrapy", "twisted"}) for found in imported(name))}
    assert {name for name in knowing if name not in EDGES and not name.startswith("crawler.spiders")} == set()


def test_no_root_module_shadows_the_standard_library() -> None:
    names = {file.stem for file in ROOT.iterdir() if file.suffix == ".py" or (file / "__init__.py").is_file()}
    assert names & sys.stdlib_module_names == set()


@pytest.mark.parametrize("package", ["commands", "config", "delivery", "evidence", "reports", "store"])
def test_each_package_has_a_floor_plan_of_what_is_there(package: str) -> None:
    plan = ast.get_docstring(tree(package)) or ""
    named = [path.name for path in (ROOT / package).glob("*.py") if path.name != "__init__.py"]
    assert [name for name in named if name not in plan] == []
