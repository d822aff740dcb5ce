"""check: is everything as it should be, and what to do where it is not."""

import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from commands.context import App, pass_app
from commands.output import format_options, show
from config import Config
from errors import Exit, StoreError
from store import locks, repair
from store.database import now, open_as_it_is
from store.soundness import Finding, State, look
from store.surroundings import look_around

COLUMNS = ("check", "state", "said", "do")


@click.command()
@click.option("--repair", "mend", is_flag=True, help="Mend what can be mended, after a copy of the file was made.")
@format_options
@pass_app
def check(app: App, mend: bool, shape: str | None) -> None:
    """Look at the configuration, the database and what it stands among; say what to do.

    Exit code 1 if anything is broken. Nothing is changed without --repair, and then a copy is made first.
    """
    config = app.config
    if mend:
        with locks.alone(config.database):
            for line in repair.repair(config.database, now()):
                click.echo(line, err=True)
    findings = [_configuration(config), *_database(config)]
    show([asdict(finding) for finding in findings], COLUMNS, shape)
    if any(finding.state is State.BROKEN for finding in findings):
        sys.exit(Exit.FAILED)


def _configuration(config: Config) -> Finding:
    """It was read without a fault, or we would not be here; what is not wrong may still be unwise."""
    on = len(config.enabled_outlets)
    said = f"{on:,} outlets on, {len(config.settings.job):,} jobs"
    if not on:
        return Finding("configuration", State.NOTE, said, "nothing is crawled: turn an outlet on in seeds/outlets.toml")
    if not config.settings.crawl.contact:
        do = "set `contact` under [crawl], so that a publisher can reach you"
        return Finding("configuration", State.NOTE, f"{said}, no contact", do)
    return Finding("configuration", State.WELL, said)


def _database(config: Config) -> Iterator[Finding]:
    path = config.database
    if not path.exists():
        yield Finding("database", State.NOTE, f"{path} is not there yet", "the first crawl makes it")
        return
    try:
        db = open_as_it_is(path)
    except StoreError as error:
        yield Finding("database", State.BROKEN, f"{path} {error.problem}", error.advice)
        return
    yield from look(db, now())
    yield from look_around(db, path, config.evidence)
    db.close()
