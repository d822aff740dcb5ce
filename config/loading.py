"""seeds/ + treatywatch.toml + the environment -> one checked Config, or a ConfigError and nothing runs."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from config.reading import Loc, check, has_tables, locate, merged, nearest, read_toml
from config.settings import REPORTS, Settings
from config.topic import MAIN, Topic
from config.watch import Agency, Family, Outlet
from errors import ConfigError

HERE = Path(__file__).resolve().parent.parent
PREFIX = "TREATYWATCH_"
# Variables that are no settings: where the configuration is, and how long a writer waits for another one.
NOT_SETTINGS = {"TREATYWATCH_CONFIG", "TREATYWATCH_BUSY_SECONDS"}
# An empty variable (compose files leave such) cannot mean "no database": it is as good as none.
NEEDED_PATHS = {("database",), ("seeds",), ("report", "folder"), ("report", "zone")}
LOCAL = ".local.toml"
TOPIC_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")

Table = TypeVar("Table", Outlet, Agency, Family)


@dataclass(frozen=True)
class Config:
    """Everything that a run needs to know. Paths are absolute; `file` is None where there is no treatywatch.toml.

    `topics` are those that are on, the first one first; there is at least one.
    """

    file: Path | None
    settings: Settings
    database: Path
    outlets: Mapping[str, Outlet]
    agencies: Mapping[str, Agency]
    topics: tuple[Topic, ...]
    families: Mapping[str, Family]

    @property
    def topic(self) -> Topic:
        """The first topic."""
        return self.topics[0]

    @property
    def founded(self) -> dict[str, str]:
        """Outlet -> its first day, ISO 8601, of those where that is known."""
        return {outlet.id: outlet.first_day for outlet in self.outlets.values() if outlet.first_day}

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each outlet that is in one."""
        return {outlet: family.id for family in self.families.values() for outlet in family.outlets}

    @cached_property
    def enabled_outlets(self) -> tuple[Outlet, ...]:
        """The outlets that a crawl asks, in the order of the file."""
        return tuple(outlet for outlet in self.outlets.values() if outlet.enabled)

    @property
    def evidence(self) -> Path | None:
        """The folder of the kept pages; None where none are kept."""
        folder = self.settings.crawl.evidence
        return self.path(folder) if folder else None

    def path(self, relative: Path) -> Path:
        """A path of the settings, resolved against the file that named it."""
        return resolved(self.file, relative)


def resolved(file: Path | None, relative: Path) -> Path:
    """A path named in `file` is relative to it; without a file, to the checkout."""
    return relative if relative.is_absolute() else (file.parent if file else HERE) / relative


def load(
    file: Path | None = None, *, database: Path | None = None, environment: Mapping[str, str] | None = None
) -> Config:
    """The configuration of `file`, of TREATYWATCH_CONFIG, or of treatywatch.toml in the working folder or the checkout.

    `database` (an option of the command line) wins over the environment, which wins over the file. Raises ConfigError
    with file, line and the nearest valid key for the first thing that is wrong.
    """
    environment = os.environ if environment is None else environment
    file = _find_file(file, environment)
    settings = _settings(file, environment)
    seeds = resolved(file, settings.seeds)
    agencies = _named_tables(seeds / "agencies.toml", Agency)
    outlets = _named_tables(seeds / "outlets.toml", Outlet)
    _check_agencies(seeds / "outlets.toml", outlets, agencies)
    families = _named_tables(seeds / "families.toml", Family) if (seeds / "families.toml").exists() else {}
    _check_families(seeds / "families.toml", families, outlets)
    _check_names(file, settings, outlets, agencies)
    return Config(
        file=file,
        settings=settings,
        database=(database or _database(file, settings, environment)).absolute(),
        outlets=outlets,
        agencies=agencies,
        topics=_topics(resolved(file, settings.topic) if settings.topic else seeds / "topic.toml", seeds / "topics"),
        families=families,
    )


def _settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of a file, with those of the environment over them. What is wrong with either is its own error."""
    tables = read_toml(file) if file else {}
    chosen = _from_environment(environment, NOT_SETTINGS | set(_secrets(tables)))
    alone = check(Settings, tables, [file] if file else [])
    return check(Settings, merged(tables, chosen), [], named=_variable) if chosen else alone


def _secrets(tables: Mapping[str, Any]) -> Iterator[str]:
    """The variables that the tables of a file name as holding a secret."""
    listed = tables.get("deliver")
    for table in [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else ():
        yield from (str(value) for key, value in table.items() if key.endswith("_env"))


def _topics(first: Path, folder: Path) -> tuple[Topic, ...]:
    """The topics that are on: that of the file `first`, then those of a folder by their names. Raises ConfigError."""
    further = {path.name.removesuffix(LOCAL).removesuffix(".toml"): path for path in sorted(folder.glob("*.toml"))}
    for name, path in further.items():
        if name == MAIN or not TOPIC_ID.fullmatch(name):
            said = "is the name of the first topic" if name == MAIN else "is no name of a topic"
            advice = "call the file by another name: small letters, digits, - and _, at most 40"
            raise ConfigError(str(path), f"`{name}` {said}", advice)
    every = [load_topic(first), *(load_topic(folder / f"{name}.toml", name) for name in sorted(further))]
    if chosen := tuple(topic for topic in every if topic.on):
        return chosen
    raise ConfigError(str(first), "no topic is on", "write `on = true` into one of the topic files")


def load_topic(path: Path, name: str = MAIN) -> Topic:
    """The topic of one file, with a user's `.local.toml` over it, or of that alone. Raises ConfigError."""
    local = path.with_suffix(LOCAL)
    shipped = read_toml(path) if path.exists() or not local.exists() else {}
    tables = merged(shipped, read_toml(local) if local.exists() else {})
    tables["id"] = name
    for key, concept in tables.get("concepts", {}).items():
        if isinstance(concept, dict):
            concept["id"] = key
    return check(Topic, tables, [local, path])


def _find_file(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = file or (Path(environment["TREATYWATCH_CONFIG"]) if environment.get("TREATYWATCH_CONFIG") else None)
    if named:
        if not named.is_file():
            raise ConfigError(str(named), "there is no such file", "name a treatywatch.toml with --config")
        return named.resolve()
    for folder in (Path.cwd(), HERE):
        if (folder / "treatywatch.toml").is_file():
            return folder / "treatywatch.toml"
    return None


def _named_tables(path: Path, model: type[Table]) -> dict[str, Table]:
    """The tables of a seeds file, each named by its id, with those of its `.local.toml` over them."""
    local = path.with_suffix(LOCAL)
    tables = merged(read_toml(path), read_toml(local) if local.exists() else {})
    checked: dict[str, Table] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(str(path), f"`{name}` stands outside a table", f"begin each entry with a line [{name}]")
        checked[name] = check(model, {**table, "id": name}, [local, path], under=(name,))
    return checked


def _check_families(path: Path, families: Mapping[str, Family], outlets: Mapping[str, Outlet]) -> None:
    """Every outlet of a family is one that is known, and is in no other: two houses cannot own one masthead."""
    homes: dict[str, str] = {}
    for family in families.values():
        for place, outlet in enumerate(family.outlets):
            where = locate([path.with_suffix(LOCAL), path], (family.id, "outlets", place))
            if outlet not in outlets:
                raise ConfigError(
                    where, f"no outlet is called `{outlet}` in outlets.toml", nearest(outlet, list(outlets))
                )
            if outlet in homes:
                raise ConfigError(where, f"`{outlet}` is in the family `{homes[outlet]}` already", "leave it in one")
            homes[outlet] = family.id


def _check_agencies(path: Path, outlets: Mapping[str, Outlet], agencies: Mapping[str, Agency]) -> None:
    for outlet in outlets.values():
        if outlet.agency and outlet.agency not in agencies:
            where = locate([path.with_suffix(LOCAL), path], (outlet.id, "agency"))
            raise ConfigError(
                where, f"no agency is called `{outlet.agency}` in agencies.toml", nearest(outlet.agency, list(agencies))
            )


def _check_names(
    file: Path | None, settings: Settings, outlets: Mapping[str, Outlet], agencies: Mapping[str, Agency]
) -> None:
    """Raises ConfigError for a job or alert that names a destination, outlet or agency that there is not."""
    destinations = [REPORTS, *(one.name for one in settings.deliver)]
    for kind, tables in (("job", settings.job), ("alert", settings.alert)):
        for number, table in enumerate(tables):
            for key, what, known in (
                ("deliver", "destination", destinations),
                ("outlets", "outlet", [*outlets]),
                ("agencies", "agency", [*agencies]),
            ):
                for name in getattr(table, key, ()):
                    if name not in known:
                        where = locate([file] if file else [], (kind, number, key))
                        raise ConfigError(where, f"no {what} is called `{name}`", nearest(name, known))


def _database(file: Path | None, settings: Settings, environment: Mapping[str, str]) -> Path:
    """A path in the environment is relative to where the user stands, one in the file to the file."""
    named = environment.get(PREFIX + "DATABASE")
    return Path(named) if named else resolved(file, settings.database)


def variables(model: type[BaseModel] = Settings, path: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Every environment variable and the key that it sets: `TREATYWATCH_CRAWL_PACE` -> ("crawl", "pace")."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in model.model_fields.items():
        here = (*path, name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found |= variables(field.annotation, here)
        else:
            found[PREFIX + "_".join(here).upper()] = here
    return found


def _variable(where: Loc) -> str:
    """How an error calls the variable that holds the value at `where`."""
    names = [part for part in where if isinstance(part, str)]
    known = {path: name for name, path in variables().items()}
    found = next((known[tuple(names[:n])] for n in range(len(names), 0, -1) if tuple(names[:n]) in known), "")
    return f"environment variable {found}" if found else "environment"


def _from_environment(environment: Mapping[str, str], others: Collection[str]) -> dict[str, Any]:
    known = variables()
    tables: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in others:
            continue
        if name not in known:
            raise ConfigError(f"environment variable {name}", "sets no key", nearest(name, list(known)))
        *tables_above, key = known[name]
        if value == "" and known[name] in NEEDED_PATHS:
            continue
        target = tables
        for table in tables_above:
            target = target.setdefault(table, {})
        target[key] = _typed(name, known[name], value)
    return tables


def _typed(name: str, path: tuple[str, ...], value: str) -> object:
    """A list is written with commas, one of tables as TOML; everything else is converted by the model itself."""
    model: type[BaseModel] = Settings
    for part in path[:-1]:
        inner = model.model_fields[part].annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    annotation = model.model_fields[path[-1]].annotation
    if getattr(annotation, "__origin__", None) is not list:
        return value
    if has_tables(annotation):
        try:
            return tomllib.loads(f"tables = {value or '[]'}")["tables"]
        except tomllib.TOMLDecodeError:
            advice = 'write tables in braces, such as [{ name = "watch", every = "30m" }]'
            raise ConfigError(f"environment variable {name}", "is not a TOML list of tables", advice) from None
    return [part.strip() for part in value.split(",") if part.strip()]
