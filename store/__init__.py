"""The database: the only place that knows SQL. Every function takes a `sqlite_utils.Database` and does one thing in it.

database.py     open a file (ours? our version?), one writer at a time: `writing()` is BEGIN IMMEDIATE
migrations.py   the schema, append-only
backups.py      a whole copy of the file, checked, then renamed into its place
keeping.py      back up, restore, set aside
soundness.py    is the database what it should be?
surroundings.py rights, room, log, evidence
reindexing.py   the two indexes, made anew from the articles
repair.py       mend it, after a copy was made
locks.py        one crawl, one scheduler: who is at work on a database
writer.py       the one thread of a crawl that owns the write connection
leads.py        URLs that somebody showed us: found, tried, ended with a reason
sources.py      feeds, sitemaps and sections: validators and health; hosts that asked us to wait
articles.py     keep(): look up, fold and keep one article in one transaction; its addresses and evidence
verdicts.py     what each topic says of an article, and a user instead of it
rejudging.py    what follows when a verdict changes
reopening.py    leads that an earlier topic refused
origins.py      which article a story began with, and what the others are to it
revisits.py     what became of a kept article: unchanged, edited, moved, replaced, gone, back
about.py        by which version of folding a database was made
refolding.py    everything folded anew, beside, and put in place in one transaction
silence.py      who was listened to, and who did not carry a story
stories.py      stories split and merged; decisions.py remembers it
postings.py     the folding index: hash -> exemplars
suggestions.py  stories that are perhaps one: seen, and not decided
events.py       the append-only record that reports are made from, and the marks of named readers
facts.py        what an event carries of an article and its story, as it was then
alerts.py       where each alert stands, and what it has told
outbox.py       reports and alerts on their way to their destinations
runs.py         crawls: begun, counted, ended
refs.py         the ids under which articles were imported
words.py        the index of what articles are found by
query.py        what a user types -> a tree                                     pure
plan.py         a tree -> one FTS5 expression and conditions of SQL             pure
across.py       names of a query in the topic's other languages                 pure
snippets.py     the part of a text that was searched for                        pure
search.py       a page of matches: newest, by publication, ranked
scope.py        which of a report's events a watch asks for, as the articles stood then
watches.py      queries saved under a name
desk.py         a desk's own marks: stars, what was read, tags, notes, translated headlines
answers.py      stories, articles and outlets as rows for people and exports
provenance.py   what copies kept, cut and added, from the stored texts
copies.py       rows as a new SQLite file for other tools
evidence.py     raw pages in WARC files, and their digests
bundles.py      all that is known of a story, for its evidence bundle
"""
