"""What is new since a mark, told where people read.

    store ──► Event ──► digest.py ──► Digest ──► render/ ──► terminal, Markdown, HTML, JSON
                        sort, fold               say it
    wording.py   old and new texts -> word-level differences (the store asks, when an article was edited)
    material.py  whether an edit changed what is said, or only how; by the lists of material_words.py, and without the
                 lines that furniture.py knows: stamps of time, links, invitations
    facts.py     an event's plain values -> records
    reading.py   which names of a headline are told again in Latin letters, by what its reader reads
    news.py      the pieces of a digest: a carrier, an edit, an article gone, ...
    notices.py   findings that take one sentence each
crawls.py    what crawls say of themselves: runs, outlets in trouble
    origins.py   what carriers are to the origin that their story has by now
    alerts.py    which events, and which silences, an alert tells
    desk.py      what a desk says of a story, and which events it wants to read
    digest.py    Events -> Digest: what is told, in which order
    render/      Digest -> text, one module a format; `render.FORMATS` lists them

Everything here is pure: no clock, no network, no database. The same events and arguments give the same bytes.
`docs/events.md` lists the facts that an event carries; a digest reads nothing else.
"""
