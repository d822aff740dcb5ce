"""Blocks that stand in an article's body and are not its text."""

from collections.abc import Sequence

from pipelines.body import Block
from pipelines.structured import Claims


def article_text(
    blocks: Sequence[Block], title: str, summaries: Sequence[str], claims: Claims
) -> tuple[str, list[str]]:
    """The standfirst and the paragraphs of the text."""
    paragraphs = [block.text for block in blocks]
    if paragraphs and _key(paragraphs[0]) == _key(title):
        paragraphs = paragraphs[1:]
    standfirst = summaries[0] if summaries else ""
    if standfirst and paragraphs and _key(paragraphs[0]) == _key(standfirst):
        return standfirst, paragraphs[1:]
    return "", paragraphs


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
