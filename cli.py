"""The front door: `treatywatch COMMAND`. What a command answers goes to stdout, everything else to stderr.

Exit codes: 0 all well, 1 failed, 2 wrong use, 3 partial (an outlet that had worked fails, a kept page is lost).
"""

import contextlib
import logging
import os
import sqlite3
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from errors import Exit, TreatyWatchError

# Where each command stands, and what the list of commands says of it, short enough for a narrow window. A command is
# imported when it is asked for: a search should not wait for what reads pages, nor the list for anything.
COMMANDS = {
    "add": ("commands.crawling:add", "Take pages found elsewhere down the same road."),
    "alerts": ("commands.delivering:alerts", "What is told at once, and how far each alert has judged."),
    "article": ("commands.article:article", "All that is known of an article: text, verdicts, revisions."),
    "backup": ("commands.keeping:backup", "Copy the database to a file, while crawls may go on."),
    "check": ("commands.checking:check", "Look at configuration and database; say what to do."),
    "crawl": ("commands.crawling:crawl", "Ask the outlets for what is new, now."),
    "evidence": ("commands.evidence:evidence", "Whether kept pages and bundles are what was kept."),
    "export": ("commands.exchange:export", "All articles with their stories, a line each."),
    "extract": ("commands.doors:extract", "What pages say, for other tools."),
    "import": ("commands.exchange:import_", "Take articles from elsewhere, a line each."),
    "judge": ("commands.doors:judge", "Whether articles belong to the topic, for other tools."),
    "mark": ("commands.marking:mark", "Star, tag, note or translate a story, or call it read."),
    "outbox": ("commands.delivering:outbox", "Reports and alerts on their way, the newest first."),
    "outlets": ("commands.outlets:outlets", "The watch list with the health of each outlet."),
    "refold": ("commands.refolding:refold", "Fold all articles anew, and say what moves."),
    "rejudge": ("commands.rejudging:rejudge", "Judge all articles by today's topics, and tell what moves."),
    "report": ("commands.reporting:report", "Tell what is new: stories, carriers, edits, what is gone."),
    "restore": ("commands.keeping:restore", "Put a backup where the database is."),
    "schedule": ("commands.crawling:schedule", "Run the jobs of treatywatch.toml until told to stop."),
    "search": ("commands.searching:search", "Find articles by their words, newest first."),
    "stories": ("commands.asking:stories", "The stories last added to."),
    "story": ("commands.story:story", "Who carried a story, and what each made of it."),
    "watch": ("commands.searching:watch", "Queries kept under a name."),
}


class Commands(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (the arguments are click's)
        """All names, for the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for the help; click would import them all to ask each what it does."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What a command line names; click would look for a near name among the imported commands only."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand:
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="treatywatch.toml"
)
@click.option("--db", "database", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The database.")
@click.version_option(package_name="treatywatch", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, file: Path | None, database: Path | None) -> None:
    """Follow one story for years: crawl its coverage, fold syndicated copies, report what is new."""
    from commands.context import App  # noqa: PLC0415  (half a second that the help should not take)

    context.obj = App(file, database)


def main() -> None:
    """Run one command; whatever is ours to explain is one line on stderr and an exit code."""
    logging.captureWarnings(True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a lone surrogate, or a terminal that knows no Korean, stops nothing
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    try:
        code = cli.main(prog_name="treatywatch", standalone_mode=False)
        sys.stdout.flush()
    except TreatyWatchError as error:
        _end(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        _end(error.format_message(), Exit.WRONG_USE)
    except click.ClickException as error:
        _end(_in_one_line(error), Exit.WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        _end("stopped", Exit.FAILED)
    except BrokenPipeError:  # whoever read us has gone: nobody is left to be told
        _end("", Exit.FAILED)
    except sqlite3.Error as error:
        from store.database import explained  # noqa: PLC0415  (as above)

        _end(str(explained(error)), Exit.FAILED)
    except OSError as error:
        _end(f"{error.filename or 'the answer'}: cannot be written or read ({error.strerror})", Exit.FAILED)
    else:
        sys.exit(code if isinstance(code, int) else Exit.WELL)


def _in_one_line(error: click.ClickException) -> str:
    """What was wrong, and where help is."""
    said = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return said
    return f"{said} (see {context.command_path} --help)"


def _end(said: str, code: int) -> NoReturn:
    """Say it on stderr and leave. What could not be written is dropped, or Python would complain of it once more."""
    with contextlib.suppress(OSError):
        if said:
            print(said, file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
