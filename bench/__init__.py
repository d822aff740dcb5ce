"""Figures of this project and of its peers, side by side, on pages and texts that you point it at.

extraction.py   what a page says: text, title, authors, date, language, and pages a second
reliability.py  kills, fuzz, escaping: what was lost or doubled, or came out
killing.py      kill -9 before an SQL statement of one crawl's worth of store calls
"""
