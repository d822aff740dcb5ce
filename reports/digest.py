"""Events -> Digest: what is new between two marks, folded by story and in the order in which it is told.

    new story, new carrier ──► stories (new) and grown (known before), each with its carriers in order of time
    edited                 ──► edited articles, each edit of one article in order
    gone, back, moved      ──► one line each
    verdict changed        ──► one line each
    origin moved           ──► what the carriers are to their story's origin; news where the story was known before
    merger found           ──► the second wire of a copy, and a notice where the copy was told before
    run ended              ──► outlets in trouble, what was looked at and not taken

A pure function: the clock is never asked. "Now" is the time of the last event, and a digest depends on nothing but its
events. Each event lands in exactly one place, and every place carries the event's number, so that two digests over two
halves of a stretch tell together what one digest over the whole tells.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records import Event, EventKind
from reports.crawls import Run, Trouble, figures, read_run, read_troubles
from reports.desk import DeskMarks
from reports.facts import read_article, read_story
from reports.news import (
    Back,
    Carrier,
    EditedArticle,
    Gone,
    Moved,
    OriginMoved,
    Rejudged,
    StoryNews,
    read_back,
    read_carrier,
    read_edit,
    read_gone,
    read_moved,
    read_origin_moved,
    read_rejudged,
)
from reports.notices import HEADINGS, Notice, by_heading, read_notice
from reports.origins import merged_anew, net_moves, related_anew
from reports.reading import for_reader

DEFAULT_READER = "default"  # whose mark moves where nobody is named


@dataclass(frozen=True, slots=True)
class InShort:
    """The figures that head a report.

    `articles` and `outlets` count what came between the marks, `languages` its articles by language, most first;
    `late` those of them that were published long before. `joined` and `left` count the articles whose verdict changed
    to on topic and away from it. `origins` names who the new stories come from: the credited
    agency, else the outlet. `known_carriers` is the part of `new_carriers` that went to stories known before, and
    `origins_found` counts those of them that have another origin now.
    """

    new_stories: int = 0
    new_carriers: int = 0
    known_carriers: int = 0
    origins_found: int = 0
    articles: int = 0
    outlets: int = 0
    late: int = 0
    edited_articles: int = 0
    edits: int = 0
    material_edits: int = 0
    gone: int = 0
    back: int = 0
    moved: int = 0
    joined: int = 0
    left: int = 0
    runs: int = 0
    other: int = 0
    languages: tuple[tuple[str, int], ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new after mark `since`, up to and with mark `until`. `at` is the last event's time, "" without events.

    `origins_moved` holds all moves, those of new stories too; there a move is no news, for the story "comes from" its
    origin. `desk` is what a desk says of the stories (by their numbers): laid over the digest, no part of it.
    `watch` names the saved query that chose the events, if one did; `alert` says that an alert chose them.
    """

    name: str
    since: int
    until: int
    zone: str
    at: str
    in_short: InShort
    stories: tuple[StoryNews, ...]
    grown: tuple[StoryNews, ...]
    origins_moved: tuple[OriginMoved, ...]
    notices: tuple[Notice, ...]
    edited: tuple[EditedArticle, ...]
    gone: tuple[Gone, ...]
    back: tuple[Back, ...]
    moved: tuple[Moved, ...]
    rejudged: tuple[Rejudged, ...]
    troubles: tuple[Trouble, ...]
    runs: tuple[Run, ...]
    not_taken: tuple[tuple[str, int], ...]
    desk: Mapping[int, DeskMarks] = field(default_factory=dict)

    def desk_says(self, story: int) -> tuple[str, ...]:
        """What the desk says of a story, a line each."""
        return self.desk[story].lines if story in self.desk else ()

    watch: str = ""
    alert: bool = False

    @property
    def origins_found(self) -> tuple[OriginMoved, ...]:
        """The stories known before that have another origin now, each with the way from its first to its last."""
        new = {one.story.id for one in self.stories}
        return tuple(move for story, move in net_moves(self.origins_moved).items() if story not in new)

    @property
    def found_alone(self) -> tuple[OriginMoved, ...]:
        """Those of `origins_found` whose stories have no other news."""
        grown = {one.story.id for one in self.grown}
        return tuple(move for move in self.origins_found if move.story.id not in grown)

    @property
    def found(self) -> dict[str, list[Notice]]:
        """The notices by heading, without the mergers of copies that are told here themselves."""
        told = {carrier.article.id for one in (*self.stories, *self.grown) for carrier in one.carriers}
        return by_heading(one for one in self.notices if one.kind != EventKind.MERGER_FOUND or one.article not in told)

    @property
    def empty(self) -> bool:
        """Whether there is no news of any article. Runs and outlets in trouble are no news of an article."""
        articles = self.stories or self.grown or self.origins_found or self.found or self.edited
        return not (articles or self.gone or self.back or self.moved or self.rejudged)


def digest(
    events: Iterable[Event],
    *,
    name: str,
    since: int,
    until: int,
    zone: str = "UTC",
    watch: str = "",
    reads: Iterable[str] = (),
) -> Digest:
    """The digest of the events after mark `since` up to mark `until`, which the caller has chosen.

    Stories and articles come newest first: by when they were published, but no later than we saw them, so that a date
    in the future tops no list; equals by the number of their event. `name` is the reader's name of the report, `zone`
    the time zone in which it will be read, `reads` the languages whose scripts need no names told in Latin letters. An
    event of a kind that this version does not know is counted, not told.
    """
    told = for_reader(sorted(events, key=lambda event: event.id), reads)
    by_kind: dict[str, list[Event]] = {kind.value: [] for kind in EventKind}
    unknown: list[Event] = []
    for event in told:
        by_kind.get(event.kind, unknown).append(event)
    moves = tuple(map(read_origin_moved, by_kind[EventKind.ORIGIN_MOVED]))
    notices = tuple(read_notice(event) for event in told if event.kind in HEADINGS)
    news = _stories([*by_kind[EventKind.NEW_STORY], *by_kind[EventKind.NEW_CARRIER]], moves, notices)
    ended = by_kind[EventKind.RUN_ENDED]
    made = Digest(
        name=name,
        since=since,
        until=until,
        zone=zone,
        at=told[-1].at if told else "",
        in_short=InShort(),
        stories=tuple(one for one in news if one.new),
        grown=tuple(one for one in news if not one.new),
        origins_moved=moves,
        notices=notices,
        edited=_edited(by_kind[EventKind.EDITED]),
        gone=tuple(map(read_gone, by_kind[EventKind.GONE])),
        back=tuple(map(read_back, by_kind[EventKind.BACK])),
        moved=tuple(map(read_moved, by_kind[EventKind.MOVED])),
        rejudged=tuple(map(read_rejudged, by_kind[EventKind.VERDICT_CHANGED])),
        troubles=_troubles(ended),
        runs=tuple(map(read_run, ended)),
        not_taken=_not_taken(ended),
        watch=watch,
    )
    return replace(made, in_short=_in_short(made, len(unknown)))


def _stories(events: Sequence[Event], moves: Sequence[OriginMoved], notices: Sequence[Notice]) -> list[StoryNews]:
    """Articles that came, folded by story; the story as its last event tells it, and each copy as what it is to the
    origin that the story has by then."""
    by_story: dict[int, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.id):
        by_story.setdefault(event.story or read_story(event.facts).id, []).append(event)
    moved: dict[int, list[OriginMoved]] = {}
    for move in moves:
        moved.setdefault(move.story.id, []).append(move)
    news = [_story(group, moved, notices) for group in by_story.values()]
    return sorted(news, key=lambda one: (-one.dated.timestamp(), min(carrier.event for carrier in one.carriers)))


def _story(group: Sequence[Event], moved: Mapping[int, Sequence[OriginMoved]], notices: Sequence[Notice]) -> StoryNews:
    told = read_story(group[-1].facts)
    moves = moved.get(told.id, ())
    if moves and moves[-1].event > group[-1].id:
        told = moves[-1].story
    new = any(event.kind == EventKind.NEW_STORY for event in group)
    carriers = merged_anew(related_anew(_in_order(group), moves, told.origin), notices)
    return StoryNews(told, carriers, new, None if new else net_moves(moves).get(told.id))


def _in_order(events: Sequence[Event]) -> tuple[Carrier, ...]:
    """Carriers in the order in which crawls found them. Within one crawl the order of finding is the order of our
    requests and says nothing, so there the time of publication decides.
    """
    carriers = [(event.run, read_carrier(event)) for event in events]
    began: dict[int, str] = {}
    for run, one in carriers:
        if run is not None:
            began[run] = min(began.get(run, one.article.first_seen), one.article.first_seen)
    found = {one.event: one.article.first_seen if run is None else began[run] for run, one in carriers}
    return tuple(sorted((one for _, one in carriers), key=lambda one: (found[one.event], one.article.dated, one.event)))


def _edited(events: Sequence[Event]) -> tuple[EditedArticle, ...]:
    """Edits by article, each article's in order."""
    by_article: dict[int, list[Event]] = {}
    for event in events:
        by_article.setdefault(event.article or read_article(event.facts).id, []).append(event)
    articles = [
        EditedArticle(
            article=read_article(group[-1].facts),
            story=read_story(group[-1].facts),
            edits=tuple(map(read_edit, group)),
        )
        for group in by_article.values()
    ]
    return tuple(sorted(articles, key=lambda one: (-one.article.dated.timestamp(), one.edits[0].event)))


def _troubles(ended: Sequence[Event]) -> tuple[Trouble, ...]:
    """What each spider's last run met, and whatever began between the marks, by outlet; said once each.

    Spiders look at different things: a revisit that went well says nothing about a feed that is down.
    """
    last = {read_run(event).spider: event.id for event in ended}
    found: dict[tuple[str, str], Trouble] = {}
    for event in ended:
        lasting = event.id in last.values()
        for trouble in read_troubles(event):
            key = (trouble.outlet, trouble.problem)
            known = found.get(key)
            if lasting or trouble.new or known:
                new = trouble.new or (known is not None and known.new)
                over = not lasting and (known is None or known.over)
                found[key] = replace(trouble, new=new, over=over)
    return tuple(found[key] for key in sorted(found, key=lambda key: (found[key].over, not found[key].new, *key)))


def _not_taken(ended: Sequence[Event]) -> tuple[tuple[str, int], ...]:
    """What was looked at and not taken, by reason, over all runs; the most frequent first."""
    total: Counter[str] = Counter()
    for event in ended:
        total.update(dict(figures(event, "not_taken")))
    return _ranked(total)


def _in_short(made: Digest, unknown: int) -> InShort:
    news = [*made.stories, *made.grown]
    articles = [carrier.article for one in news for carrier in one.carriers]
    known_carriers = sum(len(one.carriers) for one in made.grown)
    return InShort(
        new_stories=len(made.stories),
        new_carriers=len(articles) - len(made.stories),
        known_carriers=known_carriers,
        origins_found=len(made.origins_found),
        articles=len(articles),
        outlets=len({article.outlet for article in articles}),
        late=sum(article.late for article in articles),
        edited_articles=len(made.edited),
        edits=sum(len(one.edits) for one in made.edited),
        material_edits=sum(bool(edit.material) for one in made.edited for edit in one.edits),
        gone=len(made.gone),
        back=len(made.back),
        moved=len(made.moved),
        joined=sum(one.joined for one in made.rejudged),
        left=sum(one.left for one in made.rejudged),
        runs=len(made.runs),
        other=unknown,
        languages=_ranked(Counter(article.language for article in articles)),
        origins=tuple(dict.fromkeys(source for news in made.stories for source in _sources(news))),
    )


def _sources(news: StoryNews) -> tuple[str, ...]:
    """Who a story comes from: its independent origins, where its event said them."""
    return news.story.sources or (_whose_words(news),)


def _whose_words(news: StoryNews) -> str:
    """Who a story comes from: the agency that its lead credits, else the outlet of its origin."""
    credited = news.lead.article.agencies
    return credited[0].name if credited else news.story.origin.outlet_name or news.lead.article.outlet_name


def _ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((name, count) for name, count in counted.items() if count), key=lambda one: (-one[1], one[0])))
