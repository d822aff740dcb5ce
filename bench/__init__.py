"""Figures of this project and of its peers, side by side, on pages and texts that you point it at.

extraction.py   what a page says: text, title, authors, date, language, and pages a second
"""
