"""outlets: the watch list with its health; OPML in and out."""

from pathlib import Path

import click
from sqlite_utils import Database

from commands.context import App, pass_app
from commands.output import format_options, show
from config.loading import resolved
from crawler.opml import outlets_from_opml, read_opml, toml_tables, write_opml
from errors import ConfigError, FeedError, UsageError
from store import answers
from store.database import open_empty


@click.group(invoke_without_command=True)
@format_options
@click.pass_context
def outlets(context: click.Context, shape: str | None) -> None:
    """The watch list with its health: last success, last new article, failures by kind."""
    if context.invoked_subcommand is not None:
        return
    app = context.find_object(App)
    assert app is not None
    rows = answers.outlets(_reading(app), app.config)
    show(rows, ("id", "state", "articles", "last_success", "last_new_article", "failures", "problem"), shape)


def _reading(app: App) -> Database:
    """Before the first crawl there is no database, but there is a watch list to look at."""
    return app.reading() if app.config.database.exists() else open_empty()


@outlets.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_app
def import_(app: App, file: Path) -> None:
    """Add the feeds of an OPML FILE to seeds/outlets.local.toml."""
    try:
        feeds = read_opml(file.read_text(encoding="utf-8", errors="replace"))
    except FeedError as error:
        raise UsageError(str(file), error.problem, error.advice) from error
    known = {address.url for outlet in app.config.outlets.values() for address in outlet.feeds}
    fresh = outlets_from_opml([feed for feed in feeds if feed.url not in known], set(app.config.outlets))
    target = resolved(app.config.file, app.config.settings.seeds) / "outlets.local.toml"
    if fresh:
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        joined = f"{text.rstrip()}\n\n{toml_tables(fresh)}".lstrip()
        try:
            target.write_text(joined, encoding="utf-8")
        except OSError as error:
            raise ConfigError(str(target), f"cannot be written ({error})") from error
    for outlet in fresh:
        click.echo(f"added {outlet.id}: {len(outlet.feeds)} feeds")
    click.echo(f"{len(fresh)} outlets added to {target}, {len(feeds)} feeds in {file}", err=True)


@outlets.command("export")
@pass_app
def export_(app: App) -> None:
    """The enabled outlets as OPML, for a feed reader."""
    click.echo(write_opml(app.config.enabled_outlets), nl=False)
