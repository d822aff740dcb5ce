"""Kept pages as proof: read again, held against their digests, and handed on as one file that others can check.

warc.py      a WARC file -> its records, bounded and checked
pages.py     a kept page: where the database says that it lies, and what lies there
texts.py     an article's texts, citation and file names                         pure
readme.py    what a bundle says of itself, for an editor or a court              pure
bundle.py     a story's facts and pages -> the files of its bundle                pure
zipped.py    files -> a zip of the same bytes each time; a zip -> files, without trusting it
index.py     what a bundle's story.json says, read strictly                   pure
verify.py    a bundle, a WARC file, or all kept pages -> what is wrong with them
"""
