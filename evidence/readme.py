"""What a bundle says of itself: README.txt, for an editor or a court that knows nothing of this program."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from evidence.texts import Row, counted

WIDTH: Final = 78  # columns, so that it reads in any editor and prints on any paper

_WHAT = """\
WHAT IS IN HERE

citations.txt     One line for each article: outlet, headline, the date that
                  the outlet claims, address, when the page was fetched,
                  SHA-256 of the page.
articles/NUMBER/  One folder for each article.
  text-01.txt     Its text as it was first read. Where the outlet changed it
                  later, text-02.txt and so on are the later ones; the
                  highest number is the newest.
  page-01.html    The page as the outlet's server answered it, before
                  anything was read out of it. Which text was read from it
                  stands in article.json.
  page-01.http.txt  The server's status and headers of that answer.
  article.json    All that is known of the article: addresses, dates as
                  claimed and how they were read, when each text and page was
                  fetched, what it was copied from.
pages.warc.gz     The same pages with headers and times as WARC records (ISO
                  28500), copied byte for byte from the files to which they
                  were written when they were fetched. Tools for web
                  archives read and replay it.
story.json        The story: where it began and why we think so, what each
                  copy is to its source (`relation`, and `share`: how much of
                  its text is the source's), what users decided (`decisions`),
                  and the versions of the programs.
events.jsonl      What was noted, when, and in which order; one line each,
                  never changed afterwards.
SHA256SUMS        The SHA-256 of every other file.
"""

_VERIFY = """\
HOW TO VERIFY IT WITHOUT TREATYWATCH

1. Unpack the archive, open a terminal in this folder and run
       sha256sum -c SHA256SUMS          (Linux)
       shasum -a 256 -c SHA256SUMS      (macOS)
   or compare `certutil -hashfile FILE SHA256` (Windows) with its lines.
   Every line must say OK.
2. The SHA-256 of the file SHA256SUMS itself stands for everything in here.
   Compare it with the one that you were given in another way: on paper, by
   telephone, in a time stamp. Without that, the check shows damage, not
   forgery: whoever can change a file can change the list too.
3. `warcio check pages.warc.gz`, or any other tool for WARC files, checks each
   record's own digest. The body of a record is the file page-NN beside it.
4. Compare text-NN.txt with the page that it was read from.

With treatywatch: `treatywatch evidence verify FILE.zip` does steps 1 and 3,
prints the number of step 2, and needs no database.

Open a page in a text editor first: in a browser it may run scripts, and load
pictures from the outlet's servers, which then know that somebody looks.
"""

_NOT = """\
WHAT IS NOT PROMISED

- Nobody has signed or time-stamped this. The times are those of the clock of
  the computer that fetched the pages.
- A page is what one computer was answered at one time. The same server may
  have answered others differently.
- Pages are kept without pictures, scripts and styles that they load. Bodies
  are kept decoded: the headers Content-Encoding and Transfer-Encoding are left
  out, and Content-Length says the length of what is kept. All other headers
  have the values that were received; the status line is written anew, and the
  order of headers and the case of their names may differ.
- Only what looked like a change to a reader was kept as a new text and page.
  Between two visits a page may have said something else.
- Texts, dates and credits were read out of the pages by a program, which may
  have erred: the page counts. An article may have been read by an earlier
  version of it than the one named here.
- A date is what the outlet claims. `first_seen` is when we saw it.
- `origin`, `relation` and `share` compare the texts that we have. An article
  that we never saw may be older.
"""


def text(story: Row, articles: Sequence[Row]) -> str:
    """The README of a bundle; `story` and `articles` are what its story.json says."""
    return "\n".join(["\n".join(_head(story, articles)) + "\n", _WHAT, _VERIFY, _NOT])


def _head(story: Row, articles: Sequence[Row]) -> Iterator[str]:
    pages = sum(len(one["pages"]) for one in articles)
    title = f"Evidence for story {story['id']}: {story['title']}"
    yield from wrap(title, WIDTH)
    yield ""
    origin = next(one for one in articles if one["id"] == story["origin"]["article"])
    yield from wrap(
        f"{counted(len(articles), 'article')} and {counted(pages, 'page')} of one news story, first seen"
        f" {story['first_seen']}. As far as we know it began with article {origin['id']}, {origin['outlet_name']}"
        f" ({story['origin']['why']}). As the database stood at event {story['as_of']['mark']},"
        f" {story['as_of']['at']}. All times are UTC unless they say otherwise.",
        WIDTH,
    )
    yield ""
    versions = story["versions"]
    yield from wrap(
        f"Made by treatywatch {versions['treatywatch']}. Texts: {versions['extraction']}. Judged by"
        f" {versions['judge']}. Folded by version {versions['folded_by']}.",
        WIDTH,
    )
    if missing := list(_missing(articles)):
        yield ""
        yield "NOT IN HERE"
        yield ""
        for line in missing:
            yield from wrap(line, WIDTH, initial_indent="- ", subsequent_indent="  ")


def _missing(articles: Sequence[Row]) -> Iterator[str]:
    """What a reader might look for in vain."""
    for one in articles:
        who = f"Article {one['id']}, {one['outlet_name']}"
        if not one["pages"]:
            yield f"{who}: {one['no_page']}."
            continue
        for lost in one["pages_lost"]:
            yield f"{who}: the page fetched {lost['fetched_at']} cannot be shown: {lost['why']}."
        for number, told in enumerate(one["texts"], 1):
            if told["page"] is None:
                yield f"{who}: no page is kept of text {number}, read {told['fetched_at']}."
        if not all(page["noted_when_fetched"] for page in one["pages"]):
            yield f"{who}: its page was kept before SHA-256 digests were noted; only the record's own SHA-1 vouches."
