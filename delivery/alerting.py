"""Alerts: what is new since each one's own mark, queued as one message."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from config import Alert, Config
from errors import TreatyWatchError
from reports.alerts import Rule, matches, silences
from store import alerts, events, outbox, scope, watches
from store.database import now, writing
from store.outbox import Content


def check(db: Database, config: Config) -> Iterator[tuple[Alert, int | TreatyWatchError]]:
    """Judge what came since each alert's mark; (alert, how much it tells) of those that tell something, or the error of
    one that cannot be judged. Each in one transaction with its mark, so that nothing is told twice or missed."""
    for alert in config.settings.alert:
        try:
            with writing(db):
                count = _judge(db, config, alert, now())
        except TreatyWatchError as error:
            yield alert, error
            continue
        if count:
            yield alert, count


def pending(db: Database, config: Config) -> bool:
    """Whether an alert has events to judge, and no pause to keep."""
    last, at = events.last_mark(db), now()
    for alert in config.settings.alert:
        stands = alerts.mark_of(db, alert.name)
        if stands is None or (stands[0] < last and not _pauses(alert, stands[1], at)):
            return True
    return False


def _pauses(alert: Alert, told_at: str, at: str) -> bool:
    return bool(told_at) and datetime.fromisoformat(at) - datetime.fromisoformat(told_at) < alert.pause


def _judge(db: Database, config: Config, alert: Alert, at: str) -> int:
    last, last_at = alerts.last_event(db)
    stands = alerts.mark_of(db, alert.name)
    if stands is not None and (stands[0] == last or _pauses(alert, stands[1], at)):
        return 0
    since = last if stands is None else stands[0]  # a new alert tells nothing of the past
    content = content_of(db, config, alert, since, last, last_at, alerts.told(db, alert.name))
    count = len(content[0].events) + len(content[0].silent)
    alerts.move(db, alert.name, last, at if count else "")
    if count:
        alerts.tell(db, alert.name, content[1])
        outbox.queue(db, content[0], alert.deliver, at)
    return count


def content_of(
    db: Database, config: Config, alert: Alert, since: int, until: int, at: str, told: set[str]
) -> tuple[Content, list[str]]:
    """What an alert tells of the events between two marks, the last of them at `at`; and the subjects of it."""
    zone = alert.zone or config.settings.report.zone
    found: tuple[int, ...] = ()
    silent: tuple[tuple[str, str, str], ...] = ()
    if alert.silent is not None:
        names = {outlet.id: outlet.name for outlet in config.enabled_outlets}
        last = {
            outlet: seen
            for outlet, seen in alerts.last_articles(db).items()
            if outlet in names and (not alert.outlets or outlet in alert.outlets)
        }
        quiet = list(silences(last, alert.silent, at, told))
        silent = tuple((outlet, names[outlet], seen) for outlet, seen, _ in quiet)
        subjects = [subject for _, _, subject in quiet]
    else:
        listed = list(events.between(db, since, until))
        if alert.watch:
            listed = scope.chosen(db, listed, watches.query_of(db, alert.watch), config, zone)
        matched = matches(_rule(config, alert), listed, told)
        found = tuple(match.event for match in matched)
        subjects = [match.subject for match in matched]
    name = f"alert {alert.name}"
    return Content(name, since, until, zone, alert=True, events=found, silent=silent), subjects


def _rule(config: Config, alert: Alert) -> Rule:
    agencies = frozenset(alert.agencies)
    own = frozenset(outlet.id for outlet in config.outlets.values() if outlet.agency in agencies)
    return Rule(alert.on, agencies, frozenset(alert.outlets), own | agencies, alert.carriers)
