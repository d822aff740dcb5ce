"""A newspaper world of its own: made-up outlets that report on one real treaty with made-up news, on two days.

texts/          the stories: one file a text, with everybody who printed it and how
stories.py      reads them -> Story, Printing
editing.py      cut, retitle, extend, correct, merge                                      pure
outlets.py      who publishes, in which formats, with which habits
newsroom.py     story + printing + day -> Piece: an article as an outlet has it that day
dating.py       one moment in the words of many desks                                     pure
pages/          the page templates, and furniture.toml, the words around the articles
templates.py    Piece -> the bytes of its page
feeds.py        Pieces -> RSS, Atom, RDF, JSON Feed, sitemap                              pure
sites.py        outlet + day -> everything that its host answers
truth.py        what a crawl must find, from the same declarations
"""
