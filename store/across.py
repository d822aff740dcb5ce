"""Names of a query in the other languages of a topic, so that "Kursk troops" finds Курск and 쿠르스크. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from config.topic import Topic
from pipelines.words import STEMMERS, asked, stemmed
from store.query import And, Node, Not, Or, Text

LONGEST_NAME = 6  # words typed side by side that may be one name
Names = dict[tuple[str, ...], Text]


def widened(root: Node | None, topic: Topic) -> tuple[Node | None, dict[str, list[str]]]:
    """The query with each name that the topic knows replaced by all names of the same thing; and what each became."""
    if root is None:
        return None, {}
    told: dict[str, list[str]] = {}
    return _widened(root, [_names(concept.names) for concept in topic.concepts.values()], told), told


def _names(listed: Mapping[str, list[str]]) -> Names:
    """The names of one thing. Each is looked for in articles of its own language, as the topic lists it; English names
    also in those that the topic lists none in. A name of all languages in all languages would be thousands of words."""
    made: Names = {}
    unlisted = tuple({*map(stemmed, STEMMERS)} - {*map(stemmed, listed)})
    for code, names in listed.items():
        own = stemmed(code)
        languages = unlisted if code == "en" else (own,) if own else ()
        for name in names:
            tokens = tuple(asked(name))
            if tokens:
                had = made.get(tokens, Text(name, tokens, prefix=name.endswith("*"), languages=()))
                made[tokens] = replace(had, languages=(*(had.languages or ()), *languages))
    return made


def _widened(node: Node, concepts: list[Names], told: dict[str, list[str]]) -> Node:
    if isinstance(node, Text):
        return _other_names([node], concepts, told) or node
    if isinstance(node, Or):
        return Or(tuple(_widened(part, concepts, told) for part in node.parts))
    if isinstance(node, Not):
        return node  # a wider exclusion would hide what nobody meant
    if not isinstance(node, And):
        return node
    made: list[Node] = []
    parts = list(node.parts)
    while parts:
        side_by_side = [part for part in parts[:LONGEST_NAME] if isinstance(part, Text)]
        for length in range(len(side_by_side), 1, -1):
            group = parts[:length]
            texts = [part for part in group if isinstance(part, Text) and not part.quoted and not part.prefix]
            if len(texts) == length and (wide := _other_names(texts, concepts, told)):
                made.append(wide)
                del parts[:length]
                break
        else:
            made.append(_widened(parts.pop(0), concepts, told))
    return And(tuple(made))


def _other_names(texts: list[Text], concepts: list[Names], told: dict[str, list[str]]) -> Node | None:
    """All names of what these words name together; None where they name nothing."""
    tokens = tuple(token for text in texts for token in text.tokens)
    title = texts[0].title
    if len({text.title for text in texts}) > 1:
        return None
    others: Names = {}
    for names in concepts:
        if any(_is_name(tokens, name) for name in names.values()):
            others |= names
    others.pop(tokens, None)
    if not others:
        return None
    said = " ".join(text.words for text in texts)
    own = replace(texts[0], words=said, tokens=tokens)
    told[said] = [name.words for name in others.values()]
    return Or((own, *(replace(name, title=title) for name in others.values())))


def _is_name(tokens: tuple[str, ...], name: Text) -> bool:
    if tokens == name.tokens:
        return True
    same = len(tokens) == len(name.tokens) and tokens[:-1] == name.tokens[:-1]
    return same and name.prefix and tokens[-1].startswith(name.tokens[-1])
