"""The schema, as an append-only list: a released migration is never changed, another is added below it."""

import sys

from sqlite_utils import Database, Migrations

from pipelines.shingles import fingerprint
from records import Folding
from store import about, decisions, postings, silence, suggestions, words

MOST_READ = 500  # articles held in memory at once
MANY = 10_000  # articles that take some seconds to index
APPLICATION_ID = 0x74726577  # "trew", so that `file` and other tools can tell whose database this is

migrations = Migrations("treatywatch")


@migrations()
def m001_the_spine(db: Database) -> None:
    """Leads, sources, articles, stories, events and runs."""
    for statement in _SPINE.split(";\n\n"):
        if statement.strip():
            db.execute(statement)
    postings.create(db.conn)


@migrations()
def m002_a_desk_s_own_marks(db: Database) -> None:
    """What people say of stories while they work."""
    for statement in _DESK.split(";\n\n"):
        db.execute(statement)


@migrations()
def m003_post_a_third_of_the_hashes(db: Database) -> None:
    """The folding index holds shorter hashes, and fewer of a long text: it is made anew from the articles' texts."""
    rows = db.execute(
        """SELECT e.article, e.story, e.of, e.outlet, a.title, a.standfirst, a.text, a.language
        FROM exemplars AS e JOIN articles AS a ON a.id = e.article ORDER BY e.article"""
    ).fetchall()
    db.execute("DELETE FROM postings")
    db.execute("DELETE FROM exemplars")
    for article, story, of, outlet, title, standfirst, text, language in rows:
        read = fingerprint(title, f"{standfirst}\n{text}", language)
        postings.post(db.conn, article, story, outlet, read, Folding(story=story, of=of))


@migrations()
def m004_doubts_and_suggestions(db: Database) -> None:
    """What an article perhaps is a copy of, and stories that are perhaps one."""
    db.execute("ALTER TABLE articles ADD COLUMN perhaps INTEGER REFERENCES articles(id)")
    db.execute("ALTER TABLE articles ADD COLUMN perhaps_share REAL NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE articles ADD COLUMN doubt TEXT NOT NULL DEFAULT ''")
    suggestions.create(db)


@migrations()
def m005_topics_side_by_side(db: Database) -> None:
    """A verdict by each topic; what there was is the first topic's."""
    for statement in _TOPICS.split(";\n\n"):
        db.execute(statement)


@migrations()
def m006_both_wires_of_a_merged_copy(db: Database) -> None:
    """Which other article a merged copy was made of."""
    db.execute("ALTER TABLE articles ADD COLUMN also INTEGER REFERENCES articles(id)")


@migrations()
def m006_who_refused(db: Database) -> None:
    """The version of the topics whose judge refused a page, beside that of the gate."""
    db.execute("ALTER TABLE leads ADD COLUMN judged TEXT NOT NULL DEFAULT ''")


@migrations()
def m007_the_outbox(db: Database) -> None:
    """Reports and alerts on their way, and when report jobs were done."""
    for statement in _OUTBOX.split(";\n\n"):
        db.execute(statement)


@migrations()
def m008_decisions(db: Database) -> None:
    """What users decide about stories."""
    decisions.create(db)


@migrations()
def m009_how_it_was_folded(db: Database) -> None:
    """By which version of folding the stories were made."""
    about.create(db)


@migrations()
def m010_dates_in_doubt(db: Database) -> None:
    """A date by its page's own clock, and what there is to doubt of it. Nothing is ordered by a date in doubt."""
    for statement in _DATES.split(";\n\n"):
        db.execute(statement)


@migrations()
def m011_who_was_listened_to(db: Database) -> None:
    """When each outlet was listened to, and which stories were looked at for silence."""
    silence.create(db)


@migrations()
def m012_words_without_lengths(db: Database) -> None:
    """A word index that keeps no length of each text: to look it up took four fifths of the time of ranking.

    The next upgrade fills it.
    """
    db.execute("DROP TABLE article_words")
    for statement in _WORDS.split(";\n\n"):
        db.execute(statement)


@migrations()
def m013_words_by_language(db: Database) -> None:
    """Words stemmed by the language of their article, made by this version of `pipelines/words.py`."""
    db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    number = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    done = last = 0
    while found := words.index_after(db, last, MOST_READ):
        done, last = done + len(found), found[-1]
        _tell(done, number)


@migrations()
def m014_digests_of_kept_pages(db: Database) -> None:
    """The SHA-256 of each kept record, and of the page in it; empty for what was kept before."""
    for name in ("record_sha256", "page_sha256"):
        db.execute(f"ALTER TABLE evidence ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


@migrations()
def m015_views_that_duckdb_reads(db: Database) -> None:
    """DuckDB rewrites `count(*)` of a view to a name that SQLite does not know. And dates say what is doubtful."""
    for statement in _VIEWS.split(";\n\n"):
        db.execute(statement)


def _tell(done: int, number: int) -> None:
    """Say on a terminal how far an upgrade is that reads every article, where that takes longer than a moment."""
    if number >= MANY and sys.stderr.isatty():
        end = "\n" if done == number else ""
        print(f"\rindexing {number:,} articles anew: {100 * done // number} %", end=end, file=sys.stderr, flush=True)


@migrations()
def m016_more_than_one_article_at_an_address(db: Database) -> None:
    """Which article stood at an article's address before it, and how many edits of a day were only counted."""
    for statement in _HISTORY.split(";\n\n"):
        db.execute(statement)


_SPINE = """
CREATE TABLE sources (
    url TEXT PRIMARY KEY,           -- a feed, sitemap or section page, as seeds/ names it
    outlet TEXT NOT NULL,
    via TEXT NOT NULL,              -- feed, sitemap or section
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    checked_at TEXT,                -- last answer of any kind
    worked_at TEXT,                 -- last answer that could be read, 304 included
    failing_since TEXT,
    problem TEXT NOT NULL DEFAULT '',
    told INTEGER NOT NULL DEFAULT 0 -- whether the present failure was already an exit code 3
);

CREATE TABLE leads (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,       -- canonical form of the URL: never fetched
    url TEXT NOT NULL,              -- as the outlet gave it: this is fetched
    outlet TEXT NOT NULL,
    source TEXT NOT NULL,
    via TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    published TEXT NOT NULL DEFAULT '',
    credit TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    found_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new',
    reason TEXT NOT NULL DEFAULT '',
    ended_at TEXT,
    article INTEGER REFERENCES articles(id),
    gate TEXT NOT NULL DEFAULT '',  -- version of the gate that rejected the page
    readings INTEGER NOT NULL DEFAULT 0,  -- times its page was given to a worker and nothing came back
    tries INTEGER NOT NULL DEFAULT 0,     -- fetches that failed for a passing reason
    not_before TEXT NOT NULL DEFAULT ''
);

CREATE INDEX leads_open ON leads(readings, id) WHERE state = 'new';

CREATE INDEX leads_by_outlet ON leads(outlet, id);

CREATE TABLE lead_sources (
    lead INTEGER NOT NULL REFERENCES leads(id),
    source TEXT NOT NULL,
    PRIMARY KEY (lead, source)
) WITHOUT ROWID;

CREATE TABLE stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin INTEGER REFERENCES articles(id),
    first_seen TEXT NOT NULL
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story INTEGER NOT NULL REFERENCES stories(id),
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    canonical_url TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    standfirst TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    authors TEXT NOT NULL DEFAULT '[]',      -- JSON list of names
    language TEXT NOT NULL DEFAULT '',
    published_at TEXT NOT NULL DEFAULT '',   -- ISO 8601; UTC with Z where it is an instant
    published_raw TEXT NOT NULL DEFAULT '',
    published_precision TEXT NOT NULL DEFAULT '',
    published_zone TEXT NOT NULL DEFAULT '', -- where the zone came from
    modified_at TEXT NOT NULL DEFAULT '',
    credits TEXT NOT NULL DEFAULT '[]',      -- JSON list of {agency, where, span}
    site_name TEXT NOT NULL DEFAULT '',
    image TEXT NOT NULL DEFAULT '',
    score REAL NOT NULL DEFAULT 0,
    level TEXT NOT NULL DEFAULT '',
    terms TEXT NOT NULL DEFAULT '[]',        -- JSON list of {text, concept, field, start, end}
    relation TEXT NOT NULL,
    of INTEGER REFERENCES articles(id),      -- the article that it was folded under
    fold_score REAL NOT NULL DEFAULT 0,
    share REAL NOT NULL DEFAULT 0,
    exact INTEGER NOT NULL,                  -- hash of the whole normalised text
    first_seen TEXT NOT NULL,
    run INTEGER REFERENCES runs(id),
    state TEXT NOT NULL DEFAULT 'present',   -- present or gone
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    checked_at TEXT,
    present_at TEXT,                         -- last time that its page was there
    due_at TEXT,                             -- when it is asked for again; none: never
    visits INTEGER NOT NULL DEFAULT 0,
    missing_answers INTEGER NOT NULL DEFAULT 0,
    missing_since TEXT
);

CREATE INDEX articles_by_story ON articles(story, id);

CREATE INDEX articles_by_outlet ON articles(outlet, id);

CREATE INDEX articles_by_text ON articles(exact);

CREATE INDEX articles_due ON articles(due_at) WHERE due_at IS NOT NULL;

CREATE INDEX articles_by_first_seen ON articles(first_seen);

-- Nobody publishes after we have seen it: a date in the future heads no list.
CREATE INDEX articles_by_date ON articles(min(published_at, first_seen));

CREATE INDEX articles_by_relation ON articles(relation);

CREATE TABLE addresses (
    key TEXT PRIMARY KEY,           -- canonical form of every URL that an article was met under
    article INTEGER NOT NULL REFERENCES articles(id),
    url TEXT NOT NULL,
    claimed INTEGER NOT NULL DEFAULT 0,  -- 1: only the page itself says so (rel=canonical), nobody was answered there
    added_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX addresses_by_article ON addresses(article);

CREATE TABLE refs (
    ref TEXT PRIMARY KEY,           -- an id of an imported file
    article INTEGER NOT NULL REFERENCES articles(id)
) WITHOUT ROWID;

CREATE INDEX refs_by_article ON refs(article);

CREATE TABLE revisions (
    article INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,        -- 1 is the first text, replaced at replaced_at
    title TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    text TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    run INTEGER REFERENCES runs(id),
    PRIMARY KEY (article, number)
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,    -- the mark
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    run INTEGER,
    story INTEGER,
    article INTEGER,
    facts TEXT NOT NULL
);

CREATE INDEX events_by_time ON events(at);

CREATE INDEX events_by_story ON events(story);

CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    mark INTEGER NOT NULL,
    moved_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL DEFAULT '',
    spider TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    finish TEXT NOT NULL DEFAULT '',
    ok INTEGER,
    partial INTEGER NOT NULL DEFAULT 0,
    counts TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE outlet_health (
    outlet TEXT PRIMARY KEY,
    last_success TEXT,
    last_new_article TEXT,
    failing_since TEXT,
    problem TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE failures (
    outlet TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 0,
    last_at TEXT NOT NULL,
    last_url TEXT NOT NULL,
    PRIMARY KEY (outlet, kind)
) WITHOUT ROWID;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    parked_until TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    lead INTEGER REFERENCES leads(id),
    article INTEGER REFERENCES articles(id),
    fetched_at TEXT NOT NULL,
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL
);

CREATE INDEX evidence_by_article ON evidence(article);

CREATE INDEX evidence_by_file ON evidence(file, offset);

-- Tokens come from pipelines/words.py: to SQLite they are ASCII letters, digits and anything else, parted by spaces.
CREATE VIRTUAL TABLE article_words USING fts5(body, title, marks, content='', tokenize='ascii');

-- Bytes of new words held in memory before they are written: a batch of 1,000 articles then makes one segment.
INSERT INTO article_words (article_words, rank) VALUES ('hashsize', 8388608);

CREATE TABLE watches (
    name TEXT PRIMARY KEY,          -- a query that a user has saved
    query TEXT NOT NULL,
    added_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE VIEW v_articles AS           -- what an article says and is, without what the crawler notes of it
SELECT a.id, a.story, a.outlet, a.language, a.title, a.standfirst, a.text, a.url, a.authors,
    (SELECT group_concat(DISTINCT c.value ->> 'agency') FROM json_each(a.credits) AS c) AS agencies,
    a.published_at, a.published_precision, a.first_seen, a.relation, a.of, a.share, a.level, a.score, a.state
FROM articles AS a;

CREATE VIEW v_stories AS            -- a line a story: its origin, and how far it went
SELECT s.id, o.title, o.outlet, o.language, o.url, s.origin, s.first_seen, max(a.first_seen) AS last_seen,
    count(*) AS articles, count(DISTINCT a.outlet) AS outlets, count(DISTINCT a.language) AS languages
FROM stories AS s JOIN articles AS a ON a.story = s.id JOIN articles AS o ON o.id = s.origin
GROUP BY s.id;

CREATE VIEW copies AS               -- a line for each article that is a copy of another
SELECT a.id, a.story, a.outlet, a.title, a.url, a.language, a.published_at, a.first_seen, a.relation, a.share,
    a.fold_score, a.of, o.outlet AS of_outlet, o.title AS of_title, o.url AS of_url, o.published_at AS of_published_at
FROM articles AS a JOIN articles AS o ON o.id = a.of;
"""

# Each with the article that the story came from when it was said: who holds the article has its marks.
_DESK = """
CREATE TABLE stars (
    article INTEGER PRIMARY KEY REFERENCES articles(id),
    at TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE TABLE reads (
    article INTEGER PRIMARY KEY REFERENCES articles(id),
    mark INTEGER NOT NULL,          -- the last event that there was
    at TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE TABLE tags (
    article INTEGER NOT NULL REFERENCES articles(id),
    tag TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (article, tag)
) WITHOUT ROWID;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles(id),
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE TABLE headlines (
    article INTEGER NOT NULL REFERENCES articles(id),
    language TEXT NOT NULL,
    headline TEXT NOT NULL,         -- the desk's translation of it
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (article, language)
) WITHOUT ROWID
"""

_TOPICS = """
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles(id),
    topic TEXT NOT NULL,            -- main for seeds/topic.toml, else the name of a file in seeds/topics
    score REAL NOT NULL,
    level TEXT NOT NULL,            -- about, related, passing or off
    terms TEXT NOT NULL,            -- JSON list of {text, concept, field, start, end}
    "by" TEXT NOT NULL,             -- judge or user; a user's counts instead of the judge's
    UNIQUE (article, topic, "by")
);

INSERT INTO verdicts (article, topic, score, level, terms, "by")
SELECT id, 'main', score, coalesce(nullif(level, ''), 'off'), terms, 'judge' FROM articles ORDER BY id;

ALTER TABLE articles DROP COLUMN terms;

-- Articles that belonged to a topic once and belong to none now: searches leave them out.
CREATE TABLE left_out (
    article INTEGER PRIMARY KEY REFERENCES articles(id)
);

CREATE INDEX articles_by_level ON articles(level);

CREATE VIEW v_verdicts AS           -- the verdicts that count, one for each article and topic
SELECT article, topic, level, score, "by", terms FROM verdicts AS v
WHERE "by" = 'user' OR NOT EXISTS (
    SELECT 1 FROM verdicts AS u WHERE u.article = v.article AND u.topic = v.topic AND u."by" = 'user'
)
"""

# What is to be delivered, see store/outbox.py; which events alerts have told; when report jobs were last done.
_OUTBOX = """
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    destination TEXT NOT NULL,      -- name of a [[deliver]]
    name TEXT NOT NULL,             -- the reader whose report it is, or the alert
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    zone TEXT NOT NULL,
    more TEXT NOT NULL DEFAULT '{}',-- JSON: what else the report is rendered from
    key TEXT NOT NULL UNIQUE,       -- Message-ID and Idempotency-Key, the same at each try
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0,  -- 1: an earlier try may have arrived
    problem TEXT NOT NULL DEFAULT '',
    queued_at TEXT NOT NULL,
    not_before TEXT,                -- none: not tried again by itself
    delivered_at TEXT
);

CREATE INDEX outbox_due ON outbox(not_before) WHERE not_before IS NOT NULL;

CREATE TABLE alerts (
    name TEXT PRIMARY KEY,
    mark INTEGER NOT NULL,          -- events up to here are judged
    told_at TEXT NOT NULL DEFAULT ''  -- last message
) WITHOUT ROWID;

CREATE TABLE alerts_told (
    alert TEXT NOT NULL,
    subject TEXT NOT NULL,          -- what was told, so that it is told once: a story, an edit, a silence
    PRIMARY KEY (alert, subject)
) WITHOUT ROWID;

CREATE TABLE jobs (
    name TEXT PRIMARY KEY,
    done_at TEXT NOT NULL
) WITHOUT ROWID
"""

_DATES = """
-- By the page's own clock: with its offset, or only the day.
ALTER TABLE articles ADD COLUMN published_local TEXT NOT NULL DEFAULT '';

-- Why it is not believed: in the future, before the outlet.
ALTER TABLE articles ADD COLUMN published_doubt TEXT NOT NULL DEFAULT '';

DROP INDEX articles_by_date;

-- A date that is not believed counts as if it were the one on which the article was seen.
CREATE INDEX articles_by_date ON articles(
    min(CASE published_doubt WHEN '' THEN published_at ELSE first_seen END, first_seen)
)
"""

_WORDS = """
-- Tokens come from pipelines/words.py: to SQLite they are ASCII letters, digits and anything else, parted by spaces.
CREATE VIRTUAL TABLE article_words USING fts5(body, title, marks, content='', tokenize='ascii', columnsize=0);

-- Bytes of new words held in memory before they are written: a batch of 1,000 articles then makes one segment.
INSERT INTO article_words (article_words, rank) VALUES ('hashsize', 8388608);

-- Bytes of a stretch of the index: 940 of them on the page of its row, the others fill three pages of 1 KB.
INSERT INTO article_words (article_words, rank) VALUES ('pgsz', 4000)
"""

_VIEWS = """
DROP VIEW v_articles;

CREATE VIEW v_articles AS           -- what an article says and is, without what the crawler notes of it
SELECT a.id, a.story, a.outlet, a.language, a.title, a.standfirst, a.text, a.url, a.authors,
    (SELECT group_concat(DISTINCT c.value ->> 'agency') FROM json_each(a.credits) AS c) AS agencies,
    a.published_at, a.published_precision, a.published_local, a.published_doubt, a.first_seen,
    a.relation, a.of, a.share, a.level, a.score, a.state
FROM articles AS a;

DROP VIEW v_stories;

CREATE VIEW v_stories AS            -- a line a story: its origin, and how far it went
SELECT s.id, o.title, o.outlet, o.language, o.url, s.origin, s.first_seen, max(a.first_seen) AS last_seen,
    count(a.id) AS articles, count(DISTINCT a.outlet) AS outlets, count(DISTINCT a.language) AS languages
FROM stories AS s JOIN articles AS a ON a.story = s.id JOIN articles AS o ON o.id = s.origin
GROUP BY s.id
"""

_HISTORY = """
-- The article that stood at this one's address until another story was put there.
ALTER TABLE articles ADD COLUMN replaces INTEGER REFERENCES articles(id);

-- Edits since the last one that was kept: a live blog has too many in a day.
ALTER TABLE articles ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;

-- The last of them, so that it is counted once however often it is read.
ALTER TABLE articles ADD COLUMN left_out_exact INTEGER
"""
