"""What crawls say of themselves when they end: how, with which figures, and which outlets they could not read."""

from dataclasses import dataclass

from records import Event
from reports.facts import integer, mapping, mappings, text


@dataclass(frozen=True, slots=True)
class Trouble:
    """An outlet that could not be read. `new`: it began between the marks; `over`: the last run did not meet it."""

    outlet: str
    outlet_name: str
    problem: str
    since: str
    new: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A crawl that ended. `counts` are its own figures, by name."""

    event: int
    at: str
    run: int
    spider: str
    finish: str
    ok: bool
    counts: tuple[tuple[str, int], ...]


def read_run(event: Event) -> Run:
    """A "run ended" event. Whether the run itself was `ok` is its own word; without it, it was not."""
    return Run(
        event=event.id,
        at=event.at,
        run=integer(event.facts, "run") or event.run or 0,
        spider=text(event.facts, "spider"),
        finish=text(event.facts, "finish"),
        ok=event.facts.get("ok") is True,
        counts=figures(event, "counts"),
    )


def read_troubles(event: Event) -> list[Trouble]:
    """The outlets that the run of a "run ended" event could not read."""
    return [
        Trouble(
            outlet=text(one, "outlet"),
            outlet_name=text(one, "outlet_name") or text(one, "outlet"),
            problem=text(one, "problem"),
            since=text(one, "since"),
            new=one.get("new") is True,
            over=False,
        )
        for one in mappings(event.facts, "troubles")
    ]


def figures(event: Event, key: str) -> tuple[tuple[str, int], ...]:
    """A `{name: number}` of an event's facts, by name."""
    said = mapping(event.facts, key)
    return tuple(sorted((str(name), integer(said, name)) for name in said))
