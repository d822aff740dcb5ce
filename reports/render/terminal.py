"""Digest -> text for a terminal, in columns of a fixed width, with or without colour.

Nothing is said by colour alone: what was taken away stands in [- -], what was added in {+ +}. An address is never
broken, so that it can be clicked and copied; it is the one thing that may be wider than the page.
"""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.text import Text

from reports.digest import Digest
from reports.facts import ArticleTold, StoryTold
from reports.news import Carrier, EditedArticle, OriginMoved, StoryNews
from reports.render import phrases
from reports.render.clock import Clock
from reports.render.escaping import passage, plain, web_address
from reports.wording import same

NARROWEST = 30  # columns; below that a line would hold hardly a word
_BAR_FROM = 100  # columns from which a share is drawn as well as said
_BAR = 10  # cells of the bar
_INDENT = 3


def render(digest: Digest, *, zone: str, width: int = 80, color: bool = False) -> str:
    """The whole report, each line ended by a line feed. `width` counts columns, a Han or Hangul character as two."""
    clock = Clock(zone, digest.at)
    page = _Page(max(width, NARROWEST), color)
    _head(page, digest, clock)
    for number, news in enumerate(digest.stories, 1):
        if number == 1:
            page.section(f"New stories ({len(digest.stories)})")
        _story(page, news, clock, number, digest.desk_says(news.story.id))
    for number, news in enumerate(digest.grown, 1):
        if number == 1:
            page.section(f"Known stories, new carriers ({len(digest.grown)})")
        _story(page, news, clock, number, digest.desk_says(news.story.id))
    for number, found in enumerate(digest.found_alone, 1):
        if number == 1:
            page.section(f"Origin found ({len(digest.found_alone)})")
        _found(page, found, clock)
    for heading, notices in digest.found.items():
        page.section(f"{heading} ({len(notices)})")
        for notice in notices:
            said = f"{notice.outlet_name}. {phrases.notice(notice)}"
            _notice(page, notice.title, said, notice.url, names=phrases.names(notice.glosses))
            page.line((f"More: treatywatch story {notice.story.id}", "dim"), indent=_INDENT)
    for number, edited in enumerate(digest.edited, 1):
        if number == 1:
            page.section(f"Edited articles ({len(digest.edited)})")
        _edited(page, edited, clock, number)
    _came_and_went(page, digest, clock)
    _rejudged(page, digest)
    _foot(page, digest, clock)
    return page.text()


class _Page:
    """A console that writes to a string, and the few shapes a line has."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        self.out = StringIO()
        self.console = Console(
            file=self.out,
            width=width,
            color_system="standard" if color else None,
            force_terminal=color,
            legacy_windows=False,
            no_color=not color,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},  # NO_COLOR, TERM and COLUMNS are the caller's to read: the same arguments, the same bytes
        )

    def line(self, *parts: str | tuple[str, str], indent: int = 0, hang: int = 0) -> None:
        """A paragraph of (text, style) parts, wrapped; lines after the first are `hang` columns further in."""
        whole = Text.assemble(*parts)
        for number, line in enumerate(whole.wrap(self.console, self.width - indent - hang)):
            margin = " " * (indent + (hang if number else 0))
            line.rstrip()
            if not self.console.is_terminal:  # the console adds colours; without them it only takes time
                self.out.write(f"{margin}{line.plain}\n")
                continue
            self.console.print(Text(margin) + line, no_wrap=True, overflow="ignore", crop=False)

    def address(self, url: str, indent: int) -> None:
        """An address in a line of its own, whole."""
        shown = web_address(url)
        if shown:
            self.console.print(Text(" " * indent + shown, "dim"), no_wrap=True, overflow="ignore", crop=False)

    def names(self, said: str, indent: int) -> None:
        """The names in a headline above, where its reader needs them."""
        if said:
            self.line((plain(said), "dim"), indent=indent, hang=2)

    def gap(self) -> None:
        """An empty line."""
        self.out.write("\n")

    def section(self, title: str) -> None:
        """A heading over a stretch of the page."""
        self.gap()
        rule = "─" * max(0, self.width - len(title) - 1)
        self.line((f"{title.upper()} ", "bold"), (rule, "dim"))

    def text(self) -> str:
        """What was written."""
        return self.out.getvalue()


def _head(page: _Page, digest: Digest, clock: Clock) -> None:
    title = f"treatywatch · {plain(digest.name)}" if digest.name else "treatywatch"
    at = clock.stamp(digest.at, year=True)
    page.line((title, "bold"), (f" · {at}" if at else "", ""))
    if digest.empty:
        page.line(phrases.nothing_new(digest))
    else:
        page.line((f"New after mark {digest.since}, up to mark {digest.until}", "dim"))
        page.gap()
    for sentence in phrases.in_short(digest):
        page.line(sentence, indent=_INDENT)
    languages = " · ".join(plain(one) for one in phrases.languages(digest))
    if languages:
        page.line((languages, "dim"), indent=_INDENT)


def _story(page: _Page, news: StoryNews, clock: Clock, number: int, desk: Sequence[str]) -> None:
    page.gap()
    lead, origin = news.lead.article, news.story.origin
    page.line((f"{number}. ", "bold"), (plain(news.story.title or lead.title), "bold"), hang=_INDENT)
    page.names(phrases.story_names(news), indent=_INDENT)
    for said in desk:
        page.line((plain(said), "italic"), indent=_INDENT)
    if news.led_by_origin:
        came = ("First: ", "") if news.new else ("Comes from ", " · new")
        page.line(came[0], *_by(lead, clock), came[1], indent=_INDENT)
    else:
        at = clock.published(origin.published)
        page.line("Comes from ", (plain(origin.outlet_name), "bold"), f", {at}", indent=_INDENT)
    if news.found and phrases.first_before(news.found):
        page.line(f"Origin found: until now the first was {plain(phrases.first_before(news.found))}.", indent=_INDENT)
    for credit in lead.agencies if news.led_by_origin else ():
        page.line((_whose(credit.name, credit.where, credit.span), "dim"), indent=_INDENT)
    if news.led_by_origin and plain(lead.standfirst):
        page.line(plain(lead.standfirst), indent=_INDENT)
    if phrases.reach(news.story):
        page.line(plain(phrases.reach(news.story)), indent=_INDENT)
    page.address(origin.url or lead.url, indent=_INDENT)
    if doubt := news.lead.perhaps:
        before, after = phrases.perhaps(news)
        page.line(before, (plain(doubt.outlet_name), "bold"), f"{plain(after)}.", indent=_INDENT)
        page.address(doubt.url, indent=_INDENT)
    more = news.story.articles > len(news.carriers) and not phrases.reach(news.story)
    total = f"{news.story.articles} articles in all" if more else ""
    if news.others:
        aside = f" ({total})" if total else ""
        page.line(f"{'Carried by' if news.new else 'New carriers'}{aside}:", indent=_INDENT)
    elif total:
        page.line(f"{total}.", indent=_INDENT)
    for carrier in news.others:
        _carrier(page, carrier, news.story, clock)
    if news.terms:
        page.line(
            (f"{plain(phrases.on_topic(news))}: {', '.join(map(plain, phrases.terms(news)))}", "dim"),
            indent=_INDENT,
            hang=2,
        )
    page.line((f"More: treatywatch story {news.story.id}", "dim"), indent=_INDENT)


def _found(page: _Page, found: OriginMoved, clock: Clock) -> None:
    title = found.story.title or found.article.title
    _notice(page, title, clock.origin(found), found.article.url, names=phrases.names(found.article.glosses))
    for credit in found.article.agencies:
        page.line((_whose(credit.name, credit.where, credit.span), "dim"), indent=_INDENT)
    if web_address(found.was_url):
        page.line("Until now the first:", indent=_INDENT)
        page.address(found.was_url, indent=_INDENT)
    page.line((f"More: treatywatch story {found.story.id}", "dim"), indent=_INDENT)


def _carrier(page: _Page, carrier: Carrier, story: StoryTold, clock: Clock) -> None:
    article = carrier.article
    said: list[str | tuple[str, str]] = [*_by(article, clock), f" · {plain(phrases.relation(carrier))}"]
    if page.width >= _BAR_FROM and carrier.of_id:
        filled = round(carrier.share * _BAR)
        said += [(" " + "━" * filled, "green"), ("─" * (_BAR - filled), "dim")]
    if carrier.of_name:
        said.append(f" from {plain(carrier.of_name)}")
    if carrier.also_name:
        said.append(f" and from {plain(carrier.also_name)}")
    behind = phrases.behind(carrier, story.origin.id)
    if behind:
        said.append(f" · {behind}")
    page.line("• ", *said, indent=_INDENT, hang=2)
    deep = _INDENT + 2
    if not same(article.title, story.title):
        page.line((plain(article.title), "italic"), indent=deep)
        page.names(phrases.names(article.glosses), indent=deep)
    for credit in article.agencies:
        page.line((_whose(credit.name, credit.where, credit.span), "dim"), indent=deep)
    page.address(article.url, indent=deep)


def _by(article: ArticleTold, clock: Clock) -> list[str | tuple[str, str]]:
    """`Yonhap (KR, Korean), 19 Nov 2026, 10:40 MSK`."""
    where = ", ".join(plain(one) for one in (article.country, phrases.language(article.language)) if one)
    said: list[str | tuple[str, str]] = [(plain(article.outlet_name), "bold"), f" ({where}), "]
    said.append(clock.published(article.published))
    if article.late:
        said.append((f" · late find, first seen {clock.stamp(article.first_seen)}", "yellow"))
    return said


def _whose(name: str, where: str, span: str) -> str:
    return f"Words of {plain(name)}, says the {plain(where)}: “{plain(span)}”"


def _edited(page: _Page, edited: EditedArticle, clock: Clock, number: int) -> None:
    page.gap()
    page.line((f"{number}. ", "bold"), (plain(edited.article.title), "bold"), hang=_INDENT)
    page.names(phrases.names(edited.article.glosses), indent=_INDENT)
    page.line(*_by(edited.article, clock), indent=_INDENT)
    page.address(edited.article.url, indent=_INDENT)
    for edit in edited.edits:
        page.line(f"Edit seen {clock.stamp(edit.at)} · {phrases.weight(edit)}", indent=_INDENT)
        for change in edit.changes:
            passages, rest = phrases.shown(change)
            for number_in, pieces in enumerate(passages):
                label = f"{plain(phrases.field(change.field))}: " if number_in == 0 else ""
                page.line((label, "dim"), *_marked(pieces), indent=_INDENT + 2, hang=2)
            if rest:
                page.line((rest, "dim"), indent=_INDENT + 2)
    page.line((f"More: treatywatch article {edited.article.id}", "dim"), indent=_INDENT)


def _marked(pieces: Sequence[phrases.Piece]) -> list[str | tuple[str, str]]:
    said: list[str | tuple[str, str]] = []
    for piece in pieces:
        shown = passage(piece.text)
        if piece.kind == "old":
            said.append((f"[-{shown}-]", "red strike"))
        elif piece.kind == "new":
            said.append(("{+" + shown + "+}", "green underline"))
        else:
            said.append(shown)
    return said


def _came_and_went(page: _Page, digest: Digest, clock: Clock) -> None:
    if digest.gone or digest.back or digest.moved:
        page.section("Gone, back, moved")
    for gone in digest.gone:
        _of(page, gone.article, clock.absence(gone), gone.article.url)
    for back in digest.back:
        _of(page, back.article, clock.presence(back), back.article.url)
    for moved in digest.moved:
        _of(page, moved.article, f"Moved, seen {clock.stamp(moved.at)}; was and is:", moved.old_url, moved.new_url)


def _rejudged(page: _Page, digest: Digest) -> None:
    if digest.rejudged:
        page.section("Verdict changed")
    for one in digest.rejudged:
        said = f"{phrases.verdict_change(one)} treatywatch article {one.article.id} --why"
        _of(page, one.article, said, one.article.url)


def _of(page: _Page, article: ArticleTold, said: str, *urls: str) -> None:
    names = phrases.names(article.glosses)
    _notice(page, article.title, f"{article.outlet_name}. {said}", *urls, names=names)


def _notice(page: _Page, title: str, said: str, *urls: str, names: str = "") -> None:
    page.gap()
    page.line((plain(title), "bold"))
    page.names(names, indent=_INDENT)
    page.line(plain(said), indent=_INDENT)
    for url in urls:
        page.address(url, indent=_INDENT)


def _foot(page: _Page, digest: Digest, clock: Clock) -> None:
    if digest.troubles:
        page.section("Outlets in trouble")
        for one in digest.troubles:
            page.line("• ", (plain(one.outlet_name), "bold"), f": {plain(clock.trouble(one))}", hang=2)
    failed = [run for run in digest.runs if not run.ok]
    if failed:
        page.section("Crawls that did not end well")
        for run in failed:
            page.line(f"• {plain(clock.run(run))}", hang=2)
    if digest.not_taken:
        page.section("Looked at, not taken")
        for reason, count in digest.not_taken:
            page.line(f"{count:>7,}  {plain(reason)}", hang=9)
    page.gap()
    page.line((f"To see this again: {phrases.replay(digest)}", "dim"), hang=2)
