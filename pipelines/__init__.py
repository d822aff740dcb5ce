"""What happens to a page: from bytes to an article, its verdict and its place among the stories.

stages.py       the Scrapy item pipelines, thin
reading.py      all that a worker does with one page: extract, judge, fingerprint
workers.py      processes that run it, and may die without taking more than one page with them; serving.py is their side
gate.py         the cheap scan of a raw page: is it worth extracting?
  spellings.py    how names stand in bytes: encodings, entities, escapes
  scanners.py     many byte strings in one pass, by either of two engines
whole.py        pages that broke off, whatever their length says
clean.py        text that is safe to store and show
extract.py      bytes (or a feed entry) -> Article, or the reason why not; the order of the steps
  decoding.py     bytes -> text, whatever the server claims
  markup.py       text -> one tree, within limits; parts of pages that no step needs are dropped
  structured.py   JSON-LD and meta: what the page says of itself
  title.py        the headline, by vote
  authors.py      who wrote it: persons before publishers
  moments.py      when it was published, from all that claims it; shown.py: the date that readers see
  landmarks.py    captions, links, boxes beside; marks.py knows them by class and id
  bylines.py      the lines that name an author
  standfirst.py   the lines between headline and text
  body.py         the article's own blocks; missed.py puts back what stands where they do, loose.py has text in no p
  scripted.py     the last resort: an article that only the page's scripts hold
  furniture.py    blocks that stand in an article's body and are not its text; notices.py has the house's own notices,
                  promos.py its offers and pointers
  language.py     the page's claim, checked
  refusals.py     pages that answer 200 and are no articles
dates.py        one date string -> When; datewords.py holds the names of months and zones
agencies.py     whose words: the agencies that a text is credited to
judge.py        Article + Topic -> Verdict, its reasons; names.py, sentences.py find what it rests on; why.py says so
glosses.py      the names in a headline, in Latin letters
shingles.py     text -> Fingerprint, with tokens.py and hashing.py
words.py        text -> search tokens, in every script
fold.py         Fingerprint + lookalikes -> Folding; resemblance.py weighs what two texts share, figures.py compares
                their numbers, kinship.py says what a copy is to its origin
origin.py       which article of a story is its origin
independence.py how many of those who carried a story say something of their own
silence.py      who did not carry a story, of those that were listened to
regrouping.py   clusters of a new folding -> which of the stories each is
provenance.py   what a copy kept, changed, cut and added, by sentence
"""
