"""What a row of the outbox tells: its two marks -> events -> digest. Who only reads needs nothing that sends."""

from collections.abc import Iterable
from dataclasses import replace

from sqlite_utils import Database

from config import Config
from records import Event
from reports.crawls import Trouble
from reports.digest import Digest, digest
from store import events, scope
from store.outbox import Content


def told(db: Database, config: Config, content: Content) -> Digest:
    """The digest that a row is rendered from: the same whenever it is asked for."""
    return digest_of(events_of(db, config, content), content, config)


def events_of(db: Database, config: Config, content: Content) -> list[Event]:
    """The events that a row tells of."""
    found = list(events.between(db, content.since, content.until))
    if content.query:
        found = scope.chosen(db, found, content.query, config, content.zone)
    return [event for event in found if event.id in content.events] if content.alert else found


def digest_of(found: Iterable[Event], content: Content, config: Config) -> Digest:
    """These events as a row's digest. An outlet that fell silent is told as one in trouble."""
    made = digest(
        found,
        name=content.name,
        since=content.since,
        until=content.until,
        zone=content.zone,
        watch=content.watch,
        reads=config.settings.report.reads,
    )
    quiet = [Trouble(outlet, name, "no new article", at, new=True, over=False) for outlet, name, at in content.silent]
    return replace(made, troubles=(*made.troubles, *quiet), alert=content.alert)
