"""crawl, add, schedule: everything that goes out to the network."""

import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlite_utils import Database

from commands.article import chosen_topics
from commands.context import App, pass_app
from commands.output import console, format_options, show
from config import Job
from config.reading import nearest
from crawler import launch
from crawler.launch import Order
from crawler.urls import is_http, registered_domain
from errors import CrawlFailed, Exit, UsageError
from records import Lead, LeadState, Via
from store import articles, leads, rejudging
from store.database import now, open_empty, writing
from store.runs import Run


@click.command()
@click.option(
    "--spider",
    type=click.Choice(["watch", "feeds", "sitemaps", "sections", "revisit"]),
    default="watch",
    help="Which finders to ask; watch is all of them and the articles that are due.",
)
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; may be given again.")
@click.option("--no-judge", is_flag=True, help="Keep every article that can be read, on the topic or not.")
@pass_app
def crawl(app: App, spider: str, outlets: tuple[str, ...], no_judge: bool) -> None:
    """Ask the outlets for what is new, now.

    Exit code 0: all went well. 1: the crawl failed. 3: an outlet that had worked fails.
    """
    enabled = [outlet.id for outlet in app.config.enabled_outlets]
    for name in outlets:
        if name not in enabled:
            off = "is not enabled" if name in app.config.outlets else "is not in the watch list"
            raise UsageError(f"outlet {name}", off, nearest(name, enabled))
    code, run = watched(app, Order(spider, outlets, judged=not no_judge))
    if run is None:
        raise CrawlFailed("the crawl", "recorded nothing", "see the messages above")
    for line in launch.in_words(run):
        click.echo(line)
    if run.ok is None:
        raise CrawlFailed(f"run {run.id}", "recorded no end", "start it again: it goes on where it stopped")
    sys.exit(code)


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--no-judge", is_flag=True, help="Keep the article on the topic or not.")
@click.option("--on", is_flag=True, help="Keep it as one that belongs to the topic: your verdict, not the judge's.")
@click.option("--topic", metavar="NAME", help="With --on: which topic, if not the first.")
@pass_app
def add(app: App, urls: tuple[str, ...], no_judge: bool, on: bool, topic: str | None) -> None:
    """Send pages found elsewhere down the same road: fetched, judged, folded, kept."""
    if topic and not on:
        raise UsageError("--topic", "needs --on", "without it, every topic judges the page")
    topics = chosen_topics(app.config, topic, first=True)
    for url in urls:
        if not is_http(url):
            raise UsageError(url, "is not an address of a page", "it begins with http:// or https://")
    db = app.writing()
    with writing(db):
        for url in urls:
            leads.record_lead(db, Lead(url, _outlet_of(app, url), "added by hand", Via.ADDED), now())
            leads.reopen_lead(db, url)  # who asks by hand means now, whatever ended it before
    code, _ = watched(app, Order("added", judged=not (no_judge or on), urls=urls))
    kept = True
    for url in urls:
        found = leads.find_lead(db, url)
        state, reason = (found[1], found[2]) if found else (LeadState.NEW, "was not stored")
        kept &= state in (LeadState.KEPT, LeadState.DUPLICATE)
        if on and (article := articles.known_article(db, url)):
            with writing(db):
                rejudging.decide(db, article, topics, True, now(), app.config)
        click.echo(f"{url}\t{state}\t{reason}")
    sys.exit(code if kept else Exit.FAILED)


def _outlet_of(app: App, url: str) -> str:
    """The outlet whose home or addresses are on the same site; else the site's own name."""
    site = registered_domain(url)
    for outlet in app.config.outlets.values():
        if any(registered_domain(host) == site for host in outlet.home or outlet.hosts):
            return outlet.id
    return site


_PLAN = ("name", "run", "next", "then", "last", "timezone", "when", "deliver")


@click.command()
@click.option("--list", "listed", is_flag=True, help="Only show the jobs and when each runs next.")
@format_options
@pass_app
def schedule(app: App, listed: bool, shape: str | None) -> None:
    """Run the jobs of treatywatch.toml at their times, until told to stop. The same as `python scheduler.py`."""
    import scheduler  # noqa: PLC0415  (the clock is not needed to ask the database)

    if listed or shape:
        db = app.reading() if app.config.database.exists() else open_empty()
        at = datetime.now(UTC)
        show(
            [_planned(db, job, at) for job in app.config.settings.job],
            _PLAN,
            shape,
            empty="treatywatch.toml has no job",
        )
        return
    sys.exit(scheduler.run(app.config))


def _planned(db: Database, job: Job, at: datetime) -> dict[str, object]:
    """A job as a row, its times in its own zone."""
    import scheduler  # noqa: PLC0415  (the same)

    last = scheduler.last_started(db, job)
    due = scheduler.next_run(job, last, at)
    zone = ZoneInfo(job.timezone)

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="minutes") if moment else None

    return {
        "name": job.name,
        "run": job.run,
        "when": job.cron or f"every {job.every}",
        "next": local(due),
        "then": local(scheduler.trigger_of(job).get_next_fire_time(due, due)) if due else None,
        "last": local(datetime.fromisoformat(last)) if last else None,
        "timezone": job.timezone,
        "deliver": job.deliver if job.run == "report" else [],
    }


def watched(app: App, order: Order) -> tuple[Exit, Run | None]:
    """A crawl, with its progress on the terminal if there is one."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        return launch.crawl(app.config, order)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=shown, transient=True
    ) as progress:
        task = progress.add_task("asking the outlets")

        def show(run: Run | None) -> None:
            progress.update(task, description=_so_far(run))

        return launch.crawl(app.config, order, show)


def _so_far(run: Run | None) -> str:
    if run is None or not run.counts:
        return "asking the outlets"
    counts = run.counts
    named = ("sources asked", "leads found", "pages fetched", "articles kept", "not taken")
    return ", ".join(f"{counts[name]:,} {name}" for name in named if isinstance(counts.get(name), int))
