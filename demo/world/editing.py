"""What desks do to agency copy: cut it, retitle it, add to it, correct it, merge it. Pure: text in, text out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an article, without credit and furniture."""

    title: str
    standfirst: str
    paragraphs: tuple[str, ...]


def retitled(text: Text, title: str = "", standfirst: str = "") -> Text:
    """Another headline or standfirst, where one is given."""
    return replace(text, title=title or text.title, standfirst=standfirst or text.standfirst)


def cut(text: Text, keep: int) -> Text:
    """The first `keep` paragraphs; 0 keeps all."""
    return replace(text, paragraphs=text.paragraphs[:keep]) if keep else text


def extended(text: Text, before: Iterable[str] = (), after: Iterable[str] = ()) -> Text:
    """Paragraphs of the desk's own around the copy."""
    return replace(text, paragraphs=(*before, *text.paragraphs, *after))


def corrected(text: Text, pairs: Pairs) -> Text:
    """Each first string replaced by its second, wherever it stands. Raises ValueError where it stands nowhere.

    The error keeps declarations honest: a correction of words that are not there would be an edit without a change.
    """
    for old, new in pairs:
        if not any(old in words for words in (text.title, text.standfirst, *text.paragraphs)):
            raise ValueError(f"nothing to correct: {old!r} does not stand in {text.title!r}")
        text = Text(
            text.title.replace(old, new),
            text.standfirst.replace(old, new),
            tuple(paragraph.replace(old, new) for paragraph in text.paragraphs),
        )
    return text


def merged(text: Text, other: Text, take: Sequence[int]) -> Text:
    """Paragraphs of another text, by their numbers from 0, after this one's."""
    return extended(text, after=[other.paragraphs[number] for number in take])


# Straight for curly, a plain space for a fixed one: the same words, other bytes.
_TYPOGRAPHY = str.maketrans({"„": '"', "“": '"', "”": '"', "’": "'", "«": '"', "»": '"', "–": "-", "\u00a0": " "})


def retypeset(text: Text) -> Text:
    """The same words with plainer quotation marks, dashes and spaces."""
    return Text(
        text.title.translate(_TYPOGRAPHY),
        text.standfirst.translate(_TYPOGRAPHY),
        tuple(paragraph.translate(_TYPOGRAPHY) for paragraph in text.paragraphs),
    )
