"""The rows of the outbox that are due: rendered from their marks, sent, and how it went written down."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from filelock import FileLock, Timeout
from sqlite_utils import Database

from config import Config
from config.delivery import Chat, Deliver, Folder, Mail, Webhook
from config.settings import REPORTS
from delivery import chat, folder, mail, webhook
from delivery.message import Message
from delivery.outcomes import Delivered, Failed, Outcome, Unknown
from delivery.secrets import MissingSecret, scrubbed
from delivery.telling import told
from store import outbox
from store.database import now, writing
from store.locks import lock_path
from store.outbox import Row

Named = TypeVar("Named", Mail, Webhook)


def destinations(config: Config) -> dict[str, Deliver]:
    """Every destination by its name."""
    own = Folder(kind="folder", name=REPORTS, path=config.settings.report.folder)
    return {REPORTS: own, **{one.name: one for one in config.settings.deliver}}


def send_due(db: Database, config: Config) -> Iterator[tuple[Row, Outcome]]:
    """Send what is due, one row after the other: how each went. Nothing where another process is sending already."""
    lock = FileLock(lock_path(config.database, "outbox"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return
    try:
        with writing(db):
            outbox.left_behind(db, now())
        for number in outbox.due(db, now()):
            yield _send(db, config, number)
    finally:
        lock.release()


def _send(db: Database, config: Config, number: int) -> tuple[Row, Outcome]:
    destination = destinations(config).get(outbox.one(db, number).destination)
    with writing(db):
        row = outbox.begin(db, number)
    outcome = _tried(db, config, destination, row)
    with writing(db):
        _settle(db, row, outcome)
    row = replace(outbox.one(db, number), repeated=row.repeated)
    return row, outcome


def _tried(db: Database, config: Config, destination: Deliver | None, row: Row) -> Outcome:
    if destination is None:
        return Failed(f"treatywatch.toml names no destination `{row.destination}` any more", again=False)
    message = Message(told(db, config, row.content), row.key, row.queued_at, row.content.alert, row.repeated)
    try:
        return _without_secrets(_sent(config, destination, message), destination)
    except MissingSecret as error:
        return Failed(str(error))


def _sent(config: Config, destination: Deliver, message: Message) -> Outcome:
    match destination:
        case Folder():
            return folder.send(destination, message, config.path(destination.path))
        case Mail():
            return mail.send(_resolved(config, destination), message)
        case Chat():
            return chat.send(destination, message)
        case Webhook():
            return webhook.send(_resolved(config, destination), message)


def _resolved(config: Config, destination: Named) -> Named:
    """With the path of its certificate relative to the file that names it."""
    if destination.ca_file is None:
        return destination
    return destination.model_copy(update={"ca_file": config.path(destination.ca_file)})


def _without_secrets(outcome: Outcome, destination: Deliver) -> Outcome:
    names = [getattr(destination, name, "") for name in ("password_env", "url_env", "token_env")]
    return replace(outcome, problem=scrubbed(outcome.problem, [os.environ.get(name, "") for name in names if name]))


def _settle(db: Database, row: Row, outcome: Outcome) -> None:
    match outcome:
        case Delivered(problem):
            outbox.delivered(db, row.id, now(), problem)
        case Failed(problem, again, wait):
            outbox.failed(db, row.id, now(), problem, again=again, wait=wait)
        case Unknown(problem):
            outbox.failed(db, row.id, now(), problem, unknown=True)


def in_words(row: Row, outcome: Outcome) -> str:
    """How a try went, in a line."""
    what = f"{row.content.name} to {row.destination} (delivery {row.id})"
    if isinstance(outcome, Delivered):
        repeated = " again under the same key, for an earlier try may have arrived" if row.repeated else ""
        return f"{what}: delivered{repeated}{f'; {outcome.problem}' if outcome.problem else ''}"
    then = f"again from {row.not_before}" if row.not_before else f"not tried again: `treatywatch outbox retry {row.id}`"
    return f"{what}: {outcome.problem}; {then}"
