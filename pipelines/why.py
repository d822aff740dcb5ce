"""A verdict in words: which parts of an article decided it, and the names found, set off in its text. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.judge import LONG_ENOUGH, PAIR, Evidence
from records import Term


def rule(evidence: Evidence) -> str:
    """Which of the judge's rules made the score, with the figures that went into it."""
    headline, share = f"headline {evidence.headline:.2f}", f"text {evidence.share:.2f}"
    if evidence.digest and evidence.headline < PAIR:
        return f"a digest, and its headline does not name the topic as its subject: half of {headline}"
    if not evidence.sentences:
        return f"no text: {headline} alone"
    if evidence.sentences < LONG_ENOUGH:
        return f"a short text, of {evidence.sentences} sentences: the stronger of {headline} and {share}"
    parts = [
        f"{name} {value:.2f} x {weight}"
        for name, value, weight in evidence.parts
        if not (name == "beginning" and (evidence.digest or evidence.listing))
    ]
    listing = "; many items, whose beginning does not count" if evidence.digest or evidence.listing else ""
    return f"{' + '.join(parts)} (of {evidence.sentences} sentences){listing}"


def names_found(terms: Iterable[Term]) -> str:
    """`russia: Russia 3, Moscow; treaty: pact`, the concepts in the order in which they were met."""
    found: dict[str, Counter[str]] = {}
    for term in terms:
        found.setdefault(term.concept, Counter())[term.text] += 1
    return "; ".join(
        f"{concept}: {', '.join(f'{text} {count}' if count > 1 else text for text, count in counts.most_common())}"
        for concept, counts in found.items()
    )


def places(terms: Iterable[Term], field: str) -> list[tuple[int, int]]:
    """The places in a field at which any of the terms stands, in order, overlapping ones as one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((term.start, term.end) for term in terms if term.field == field):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with its spans in brackets, for where there is no colour."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], "[", text[start:end], "]"]
        at = end
    return "".join([*pieces, text[at:]])
