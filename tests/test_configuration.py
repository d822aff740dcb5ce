"""What is wrong in the configuration is told with file, line and the nearest valid key; then nothing runs."""

from pathlib import Path

import pytest

from config import load
from config.loading import variables
from errors import ConfigError
from tests.small_watch import AGENCIES, OUTLETS, SETTINGS, TOPIC, SmallWatch, small_watch

LOCAL = "seeds/outlets.local.toml"


@pytest.fixture
def watch(tmp_path: Path) -> SmallWatch:
    return small_watch(tmp_path)


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def stopped(watch: SmallWatch, *command: str, **told: str) -> str:
    """The one line that a command ends with; it made no database."""
    answer = watch.run(*(command or ("crawl",)), expect=2, **told)
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    assert not watch.database.parent.exists()
    return answer.err.strip()


# file, what is written for what, part of the line that is named, what is said
def test_a_mistake_in_a_local_file_names_the_local_file(watch: SmallWatch) -> None:
    path = watch.write(LOCAL, "# mine\n\n[lantern]\nenabeld = false\n")
    assert stopped(watch) == f"{path}:4: `enabeld` is not a key here; did you mean `enabled`?"
    watch.write(LOCAL, "[lantern]\nenabled = false\n")
    assert stopped(watch) == f"{path}:1: a disabled outlet says why: add `reason`"


def test_a_key_outside_any_table_of_the_seeds_is_told(watch: SmallWatch) -> None:
    watch.write("seeds/outlets.toml", f"pace = 3\n{OUTLETS}")
    assert "`pace` stands outside a table; begin each entry with a line [pace]" in stopped(watch)


def test_bytes_that_are_no_text_are_told(watch: SmallWatch) -> None:
    (watch.folder / "seeds" / "topic.toml").write_bytes(b"\xff\xfe\x00name")
    assert "topic.toml: cannot be read" in stopped(watch)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TREATYWATCH_CRAWL_PAEC", "1", "sets no key; did you mean `TREATYWATCH_CRAWL_PACE`?"),
        ("TREATYWATCH_CRAWL_PACE", "fast", "`pace`: Input should be a valid number"),
        ("TREATYWATCH_REVISIT_INTERVALS", "3h,soon", "a span of time is a number and a unit"),
        ("TREATYWATCH_REPORT_ZONE", "Berlin", "no time zone is called `Berlin`"),
        ("TREATYWATCH_JOB", "every day", "is not a TOML list of tables"),
        ("TREATYWATCH_JOB", '[{ name = "a", evry = "1h" }]', "`evry` is not a key here; did you mean `every`?"),
    ],
)
def test_a_mistake_in_a_variable_names_the_variable(watch: SmallWatch, name: str, value: str, said: str) -> None:
    told = stopped(watch, **{name: value})
    assert told.startswith(f"environment variable {name}: ")
    assert said in told


def test_a_local_file_overrides_key_by_key_and_adds(watch: SmallWatch) -> None:
    watch.write(LOCAL, '[lantern]\npace = 9\nfeeds = ["https://new.example/f"]\n'
                       '[kiosk]\nname = "Kiosk"\ncountry = "PL"\nlanguages = ["pl"]\n')  # fmt: skip
    watch.write("seeds/agencies.local.toml", '[cable]\ninitials = ["CN"]\n')
    watch.write("seeds/topic.local.toml", 'threshold = 0.6\n[concepts.norland]\nnames = { de = ["Nordland"] }\n')
    config = load(watch.folder / "treatywatch.toml", environment={})
    lantern = config.outlets["lantern"]
    assert (lantern.name, lantern.pace, [a.url for a in lantern.feeds]) == ("The Lantern", 9, ["https://new.example/f"])
    assert list(config.outlets) == ["harbour", "lantern", "kiosk"]
    assert config.agencies["cable"].initials == ["CN"]
    assert config.topic.threshold == 0.6
    assert set(config.topic.concepts["norland"].names) == {"en", "ru", "ko", "de"}


VALUES = {
    "database": ("d.db", "d.db"),
    "seeds": ("", "seeds"),
    "topic": ("", "None"),
    "job": ('[{ name = "a", every = "1h" }, { name = "b", run = "report", cron = "0 7 * * mon-fri" }]', "a b"),
    "deliver": ('[{ name = "desk", kind = "folder", path = "out" }]', "desk"),
    "alert": ('[{ name = "any", on = "gone", deliver = ["reports"] }]', "any"),
    "crawl.contact": ("https://me.example/", "https://me.example/"),
    "crawl.pace": ("3.5", "3.5"),
    "crawl.proxy": ("http://proxy.example:3128", "http://proxy.example:3128"),
    "crawl.allow": ("127.0.0.1:80, 10.0.0.1:81", "['127.0.0.1:80', '10.0.0.1:81']"),
    "crawl.evidence": ("warc", "warc"),
    "crawl.per_host": ("7", "7"),
    "crawl.max_bytes": ("31000", "31000"),
    "crawl.deadline": ("90s", "0:01:30"),
    "crawl.page_deadline": ("250ms", "0:00:00.250000"),
    "revisit.intervals": ("3h,1d", "3:00:00 1 day, 0:00:00"),
    "revisit.span": ("1w", "7 days, 0:00:00"),
    "revisit.gone_span": ("0", "0:00:00"),
    "silence.span": ("36h", "1 day, 12:00:00"),
    "silence.named": ("state,press", "['state', 'press']"),
    "report.zone": ("Europe/Berlin", "Europe/Berlin"),
    "report.folder": ("out", "out"),
    "report.reads": ("ko, ru", "['ko', 'ru']"),
}


@pytest.mark.parametrize(("name", "path"), variables().items())
def test_every_key_can_be_set_by_its_variable(watch: SmallWatch, name: str, path: tuple[str, ...]) -> None:
    given, wanted = VALUES.get(".".join(path), ("31", "31"))
    config = load(watch.folder / "treatywatch.toml", environment={name: given})
    value: object = config.settings
    for part in path:
        value = getattr(value, part)
    if isinstance(value, list) and hasattr(value[0], "name"):
        value = " ".join(table.name for table in value)
    elif path == ("revisit", "intervals"):
        value = " ".join(map(str, config.settings.revisit.intervals))
    assert str(value).removesuffix(".0") == wanted


def test_an_empty_variable_switches_a_folder_off_and_leaves_a_needed_path(watch: SmallWatch) -> None:
    watch.write("treatywatch.toml", SETTINGS.replace("pace = 0.5", 'evidence = "warc"'))
    told = {"TREATYWATCH_CRAWL_EVIDENCE": "", "TREATYWATCH_DATABASE": "", "TREATYWATCH_SEEDS": ""}
    config = load(watch.folder / "treatywatch.toml", environment=told)
    assert config.settings.crawl.evidence is None
    assert config.database == watch.database
    assert config.settings.job[0].name == "watch"


def test_an_option_wins_over_a_variable_which_wins_over_the_file(watch: SmallWatch) -> None:
    file, here = watch.folder / "treatywatch.toml", Path.cwd()
    told = {"TREATYWATCH_DATABASE": "from/variable.db"}
    assert load(file, environment={}).database == watch.database
    assert load(file, environment=told).database == here / "from/variable.db"
    assert load(file, environment=told, database=Path("option.db")).database == here / "option.db"


def test_the_config_option_wins_over_its_variable(watch: SmallWatch) -> None:
    watch.write("a/a.toml", 'seeds = "../seeds"\ndatabase = "a.db"')
    watch.write("b/b.toml", 'seeds = "../seeds"\ndatabase = "b.db"')
    named = {"TREATYWATCH_CONFIG": "a/a.toml"}
    assert f"{watch.folder / 'a' / 'a.db'}: there is no database yet" in watch.run("stories", expect=1, **named).err
    answer = watch.run("--config", "b/b.toml", "stories", expect=1, **named)
    assert f"{watch.folder / 'b' / 'b.db'}: there is no database yet" in answer.err
    answer = watch.run("--config", "b/b.toml", "--db", "c.db", "stories", expect=1, TREATYWATCH_DATABASE="d.db")
    assert f"{watch.folder / 'c.db'}: there is no database yet" in answer.err


def test_a_config_file_that_is_not_there_is_wrong_use(watch: SmallWatch) -> None:
    assert "there is no such file" in watch.run("--config", "no.toml", "stories", expect=2).err
    assert "there is no such file" in watch.run("stories", expect=2, TREATYWATCH_CONFIG="no.toml").err


def test_paths_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    watch = small_watch(tmp_path)
    watch.write("etc/watch.toml", 'seeds = "../seeds"\ntopic = "mine.toml"\n[crawl]\nevidence = "warc"\n')
    watch.write("etc/mine.toml", TOPIC.replace("The bridge", "Mine"))
    config = load(tmp_path / "etc" / "watch.toml", environment={})
    assert config.topic.name == "Mine"
    assert config.database == tmp_path / "etc" / "data" / "treatywatch.db"
    assert config.settings.crawl.evidence is not None
    assert config.path(config.settings.crawl.evidence) == tmp_path / "etc" / "warc"


def test_the_first_of_many_names_is_not_followed_by_a_wall_of_them(watch: SmallWatch) -> None:
    many = "".join(
        f'[{name}]\nname = "{name}"\ncountry = "XX"\nnames = ["{name}"]\n' for name in map(chr, range(97, 122))
    )
    watch.write("seeds/agencies.toml", AGENCIES + many)
    watch.write("seeds/outlets.toml", OUTLETS.replace('agency = "harbour"', 'agency = "zzzzz"'))
    assert len(stopped(watch)) < 250 + len(str(watch.folder))


def test_the_shipped_configuration_is_valid() -> None:
    assert load(Path(__file__).parent.parent / "treatywatch.toml", environment={}).enabled_outlets
    with pytest.raises(ConfigError):
        load(Path("/nowhere/treatywatch.toml"), environment={})
