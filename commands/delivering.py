"""outbox, alerts: what is on its way, and what is told at once."""

import sys
from collections.abc import Iterable

import click
from sqlite_utils import Database

from commands.context import App, mark_from, pass_app
from commands.output import format_options, plain, show
from config import Config
from config.reading import nearest
from delivery import alerting, post, telling
from delivery.outcomes import Delivered
from errors import Exit, TreatyWatchError, UsageError
from reports.render import FORMATS, brief
from store import alerts as standing
from store import outbox as rows
from store.database import now, open_empty, writing
from store.outbox import Row


@click.group(invoke_without_command=True)
@click.option("--open", "open_only", is_flag=True, help="Only what did not arrive yet.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@format_options
@click.pass_context
def outbox(context: click.Context, open_only: bool, limit: int, shape: str | None) -> None:
    """Reports and alerts on their way to their destinations, the newest first."""
    if context.invoked_subcommand is not None:
        return
    app = context.find_object(App)
    assert app is not None
    db = app.reading() if app.config.database.exists() else open_empty()
    found = [_shown(row) for row in rows.listed(db, open_only=open_only, limit=limit)]
    columns = ("id", "name", "destination", "state", "tries", "queued_at", "next_try", "problem")
    show(found, columns, shape, empty="nothing was delivered yet" if not open_only else "nothing is on its way")


def _shown(row: Row) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.content.name,
        "kind": "alert" if row.content.alert else "report",
        "destination": row.destination,
        "state": str(row.state),
        "tries": row.tries,
        "since": row.content.since,
        "until": row.content.until,
        "queued_at": row.queued_at,
        "next_try": row.not_before,
        "delivered_at": row.delivered_at,
        "key": row.key,
        "problem": row.problem,
    }


@outbox.command("send")
@pass_app
def send(app: App) -> None:
    """Send what is due now. `treatywatch schedule` does it by itself."""
    sys.exit(send_due(app.writing(), app.config))


@outbox.command("retry")
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="ID...")
@pass_app
def retry(app: App, numbers: tuple[int, ...]) -> None:
    """Send these again now, each under its old key; what was delivered is not sent again."""
    db = app.writing()
    with writing(db):
        for number in numbers:
            rows.retry(db, number, now())
    sys.exit(send_due(db, app.config))


@outbox.command("show")
@click.argument("number", type=int, metavar="ID")
@click.option("--format", "shape", type=click.Choice([*FORMATS]), default="terminal", help="Default: terminal.")
@pass_app
def show_(app: App, number: int, shape: str) -> None:
    """Show the report or alert that a row is, as it is sent."""
    db = app.reading()
    content = rows.one(db, number).content
    click.echo(FORMATS[shape](telling.told(db, app.config, content), zone=content.zone), nl=False)


@outbox.command("drop")
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="ID...")
@pass_app
def drop(app: App, numbers: tuple[int, ...]) -> None:
    """Do not send these any more."""
    db = app.writing()
    with writing(db):
        for number in numbers:
            rows.drop(db, number)
    click.echo(f"dropped {', '.join(map(str, numbers))}", err=True)


@click.group(invoke_without_command=True)
@format_options
@click.pass_context
def alerts(context: click.Context, shape: str | None) -> None:
    """The alerts of treatywatch.toml, and how far each has judged."""
    if context.invoked_subcommand is not None:
        return
    app = context.find_object(App)
    assert app is not None
    db = app.reading() if app.config.database.exists() else open_empty()
    found = []
    for alert in app.config.settings.alert:
        mark, told_at = standing.mark_of(db, alert.name) or (None, None)
        found.append(
            {"name": alert.name, "on": alert.on, "deliver": alert.deliver, "mark": mark, "last_told": told_at or None}
        )
    show(found, ("name", "on", "deliver", "mark", "last_told"), shape, empty="treatywatch.toml has no [[alert]]")


@alerts.command("check")
@pass_app
def check(app: App) -> None:
    """Judge what is new since each alert's mark, and send what is due. `treatywatch schedule` does it by itself."""
    db = app.writing()
    code = Exit.WELL
    for alert, told in alerting.check(db, app.config):
        if isinstance(told, TreatyWatchError):
            click.echo(plain(f"alert {alert.name}: {told}"), err=True)
            code = Exit.PARTIAL
    sys.exit(max(code, send_due(db, app.config)))


@alerts.command("try")
@click.argument("name")
@click.option("--since", default="0", show_default=True, metavar="MARK|TIME", help="Judge from here on.")
@pass_app
def try_(app: App, name: str, since: str) -> None:
    """Show what an alert would have told of a stretch; nothing is sent and nothing remembered."""
    found = {alert.name: alert for alert in app.config.settings.alert}
    if name not in found:
        raise UsageError(f"alert {name}", "is not in treatywatch.toml", nearest(name, [*found]))
    db = app.reading()
    mark, at = standing.last_event(db)
    zone = found[name].zone or app.config.settings.report.zone
    content, _ = alerting.content_of(db, app.config, found[name], mark_from(db, since, zone), mark, at, set())
    told = telling.told(db, app.config, content)
    click.echo(f"{brief.title(told)}\n{brief.render(told, zone=zone)}", nl=False)


def send_due(db: Database, config: Config) -> Exit:
    """Send what is due, and say on stderr how each went; `PARTIAL` where something did not arrive."""
    code = Exit.WELL
    for row, outcome in post.send_due(db, config):
        click.echo(plain(post.in_words(row, outcome)), err=True)
        if not isinstance(outcome, Delivered):
            code = Exit.PARTIAL
    return code


def check_destinations(config: Config, names: Iterable[str]) -> None:
    """Raises UsageError for a destination that treatywatch.toml does not name."""
    known = [*post.destinations(config)]
    for name in names:
        if name not in known:
            raise UsageError(f"destination {name}", "is not in treatywatch.toml", nearest(name, known))
