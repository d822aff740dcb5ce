"""A query is understood, or refused with the place and what to write instead."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errors import UsageError
from store.query import And, Field, Near, Node, Not, Or, Text, parse


def said(node: Node | None) -> str:
    """A tree in one line."""
    if isinstance(node, Text):
        return f"{'title:' if node.title else ''}{'+'.join(node.tokens)}{'*' if node.prefix else ''}"
    if isinstance(node, Near):
        return f"near{node.distance}({' '.join(map(said, node.parts))})"
    if isinstance(node, Field):
        return f"{node.name}={','.join(node.values)}"
    if isinstance(node, Not):
        return f"-{said(node.part)}"
    if isinstance(node, And | Or):
        return f"{type(node).__name__.lower()}({' '.join(map(said, node.parts))})"
    return ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ""),
        ("troops", "troop"),
        ("troops shells", "and(troop shell)"),
        ("troops AND shells", "and(troop shell)"),
        ("troops troop TROOPS", "troop"),
        ("troops OR shells Kursk OR rail", "or(troop and(shell kursk) rail)"),
        ("(troops OR shells) Kursk", "and(or(troop shell) kursk)"),
        ("troops -Iran", "and(troop -iran)"),
        ("troops NOT Iran", "and(troop -iran)"),
        ("NOT NOT troops", "troop"),
        ("-(Iran OR Belarus) troops", "and(-or(iran belarus) troop)"),
        ('"road bridge" -"rail bridge"', "and(road+bridg -rail+bridg)"),
        ("“road bridge”", "road+bridg"),
        ("«дорожный мост»", "дорожн+мост"),
        ("ratif*", "ratif*"),
        ('"road brid"*', "road+brid*"),
        ("troops NEAR shells", "near10(troop shell)"),
        ('troops NEAR/3 "road bridge" NEAR/5 rail', "near5(troop road+bridg rail)"),
        ("title:treaty", "title:treati"),
        ('title:"road bridge"', "title:road+bridg"),
        ("language:ru,ko Outlet:tass", "and(language=ru,ko outlet=tass)"),
        ("since:2026-11-01 story:12", "and(since=2026-11-01 story=12)"),
        ("북러조약", "북러+러조+조약"),
        ("北", "北*"),
        ("U.S. e-mail", "and(u+s e+mail)"),
        ("https://lantern.example/b", "https+lantern+exampl+b"),
        ("12:30", "12+30"),
        ("Путин: да", "and(путин да)"),
        ("Kremlin: talks", "and(kremlin talk)"),
        ("troops - shells", "and(troop shell)"),
        ("troops 🧨 {} ^", "troop"),
        ("the troops", "troop"),
    ],
)
def test_a_query_means(typed: str, meant: str) -> None:
    assert said(parse(typed).root) == meant


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ('troops "road', 'character 8: this " is never closed; close it: "road bridge"'),
        ("(troops OR shells", "character 1: this ( is never closed; close it with )"),
        ("troops)", "character 7: this `)` closes nothing; leave it out, or open it with ( before"),
        ("()", "character 1: there is nothing between ( and ); leave them out"),
        ("troops AND", "character 8: AND has nothing after it; add a word, or put it in quotes to search for it"),
        ("OR troops", "character 1: OR has nothing before it; write troops OR shells"),
        ("troops OR OR shells", "character 8: OR has nothing after it"),
        ("-OR", "character 1: `-` has nothing after it"),
        ("NOT", "character 1: NOT has nothing after it"),
        ("troops NEAR/0 shells", "character 8: the distance of NEAR is from 1 to 1000 words; write NEAR/10"),
        ("NEAR(troops shells)", "character 1: NEAR stands between two words; write troops NEAR/5 shells"),
        ("(a1 OR b1) NEAR c1", "character 12: NEAR stands between two words or phrases"),
        ("troops lang:ru", "character 8: there is no field `lang`; did you mean `language:`?"),
        ("langauge:ru", "character 1: there is no field `langauge`; did you mean `language:`?"),
        ("foo:bar", "character 1: there is no field `foo`; fields are title, language"),
        ("title: treaty", "character 1: `title:` has no value; write title:treaty, without a space"),
        ("language:,", "character 1: `language:` has no value; write language:ru"),
        ("ab*", "character 1: `ab*` begins too many words; write at least 3 letters before the *"),
        ("the", "character 1: `the` is in nearly every text; add a word that is not"),
        ("🧨 {}", "character 1: there is no word to search for"),
        ("(" * 30 + "x" + ")" * 30, "character 21: more than 20 parentheses in each other; ask more simply"),
        (" ".join(f"w{n}" for n in range(300)), "more than 200 words; search for fewer at once"),
    ],
)
def test_wrong_syntax_is_answered_with_its_place_and_a_suggestion(typed: str, refused: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(typed)
    assert refused in str(caught.value)
    assert str(caught.value).startswith("query, character ")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_words_of_nearly_every_text_are_named_and_left_out() -> None:
    assert parse("the troops in the field").common == ("the", "in")


_SIGNS = st.sampled_from([*"-*():é조“", '"', "ab", "b1", "AND", "OR", "NOT", "NEAR/2", "title:", "since:"])


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80) | st.lists(_SIGNS).map(" ".join))
@example("\0")
@example("-" * 5_000)
@example("NOT " * 5_000)
@example("(" * 5_000)
def test_any_text_is_understood_or_refused_with_a_place(typed: str) -> None:
    try:
        parse(typed)
    except UsageError as error:
        refused = error
    else:
        return
    place = re.fullmatch(r"query, character (\d+)", refused.subject)
    assert place
    assert 1 <= int(place[1]) <= len(typed) + 1
    assert refused.advice
