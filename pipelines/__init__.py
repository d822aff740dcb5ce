"""What happens to a page: from bytes to an article, its verdict and its place among the stories.

stages.py       the Scrapy item pipelines, thin
workers.py      processes that run the pure functions below, and may die without taking more than one page with them
clean.py        text that is safe to store and show
extract.py      bytes (or a feed entry) -> Article, or the reason why not; the order of the steps
  decoding.py     bytes -> text, whatever the server claims
  markup.py       text -> tree, within limits; parts of pages that no step needs are dropped
  structured.py   JSON-LD and meta: what the page says of itself
  title.py        the headline, by vote
  authors.py      who wrote it: persons before publishers
  moments.py      when it was published, from all that claims it
  body.py         the article's own paragraphs
  furniture.py    blocks that stand in an article's body and are not its text
  language.py     the page's claim, checked
  refusals.py     pages that answer 200 and are no articles
dates.py        one date string -> When
agencies.py     whose words: the agencies that a text is credited to
judge.py        Article + Topic -> Verdict with its reasons
fold.py         Article + lookalikes -> Folding
"""
