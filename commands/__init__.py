"""The commands of `treatywatch`, by what one wants of it.

context.py      what every command shares: the configuration, the database, times as people write them
lines.py        JSON lines in, each answered in its order
output.py       rows as a table, JSON, JSON lines or CSV
crawling.py     crawl, add, schedule
searching.py    search, watch
asking.py       stories
article.py      article: what is kept of it, why, and what a user says instead
story.py        story: its carriers, its copies (beside.py), split and merge
outlets.py      outlets: health, import, export
marking.py      mark: star, tag, note, read, translate
refolding.py    refold: everything folded anew
rejudging.py    rejudge: another topic on what is kept
reporting.py    report
reader.py       whether who reads us through a pipe has read to the end
delivering.py   outbox, alerts: what is on its way, what is told at once
doors.py        extract, judge: for other tools, line in, line out
checking.py     check: configuration, database, what it stands among
keeping.py      backup, restore
exchange.py     import, export: articles in and out of the database
bundling.py     export --bundle: a story as evidence, in one file
evidence.py     evidence: kept pages listed and verified
"""
