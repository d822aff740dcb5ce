"""The front door: `treatywatch COMMAND`. What a command answers goes to stdout, everything else to stderr.

Exit codes: 0 all well, 1 failed, 2 wrong use, 3 partial (an outlet that had worked fails).
"""

import logging
import os
import sys
from pathlib import Path

import click

from commands.asking import article, search, stories, story
from commands.context import App
from commands.crawling import add, crawl, schedule
from commands.doors import extract, judge
from commands.exchange import export, import_
from commands.outlets import outlets
from commands.reporting import report
from crawler.launch import Exit
from errors import TreatyWatchError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="treatywatch.toml"
)
@click.option("--db", "database", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The database.")
@click.version_option(package_name="treatywatch", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, file: Path | None, database: Path | None) -> None:
    """Follow one story for years: crawl its coverage, fold syndicated copies, report what is new."""
    context.obj = App(file, database)


for command in (
    crawl,
    add,
    schedule,
    search,
    stories,
    story,
    article,
    outlets,
    report,
    extract,
    judge,
    import_,
    export,
):
    cli.add_command(command)


def main() -> None:
    """Run one command; whatever is ours to explain is one line on stderr and an exit code."""
    logging.captureWarnings(True)
    try:
        cli.main(prog_name="treatywatch", standalone_mode=False)
        sys.stdout.flush()
    except TreatyWatchError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        sys.exit(Exit.FAILED)
    except BrokenPipeError:
        # Whoever read us has gone. Python would complain again when it closes stdout at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FAILED)


if __name__ == "__main__":
    main()
