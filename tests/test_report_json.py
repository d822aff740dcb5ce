"""That the JSON report is as its published schema says, to a validator that knows nothing of its renderer."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reports.digest import digest
from reports.render import FORMATS, structured
from tests.report_samples import HOSTILE, hostile_digest, press_week, week
from tests.small_watch import small_watch

SCHEMA = json.loads(structured.schema())


def closed(schema):
    """The schema with every object's fields all told: a reader may meet new ones, our own tests may not."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    told = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), Mapping) and schema.get("type") == "object":
        told.setdefault("additionalProperties", False)
    return told


STRICT = Draft202012Validator(closed(SCHEMA))


def wrong_in(made):
    told = json.loads(FORMATS["json"](made, zone="UTC"))
    return [f"{error.json_path}: {error.message}" for error in STRICT.iter_errors(told)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("made", [week(), digest([], name="", since=0, until=0), hostile_digest("<b>", "javascript:x")])
def test_the_json_report_is_as_its_schema_says(made):
    assert wrong_in(made) == []


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(press_week()), unique_by=lambda one: one.id),
)
def test_no_text_and_no_choice_of_events_departs_from_the_schema(text, around, events):
    assert wrong_in(hostile_digest(around + text)) == []
    assert wrong_in(digest(events, name=text, since=0, until=18)) == []


def test_the_schema_would_notice_a_missing_an_undescribed_or_a_wrong_field():
    told = json.loads(FORMATS["json"](week(), zone="UTC"))
    del told["edited"][0]["article"]["url"]
    told["new"] = 1
    told["gone"][0]["article"]["direction"] = "up"
    assert {error.json_path for error in STRICT.iter_errors(told)} == {
        "$", "$.edited[0].article", "$.gone[0].article.direction"
    }  # fmt: skip


def test_json_keys_are_sorted_and_scripts_are_readable():
    told = FORMATS["json"](week(), zone="UTC")
    assert told == json.dumps(json.loads(told), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert "포괄적 전략 동반자 조약" in told


def test_every_headline_says_its_language_and_how_it_runs():
    told = json.loads(FORMATS["json"](week(), zone="UTC"))
    run = {
        one["article"]["language"]: one["article"]["direction"]
        for news in told["new_stories"]
        for one in news["carriers"]
    }
    assert run == {"en": "ltr", "ru": "ltr", "ko": "ltr", "ar": "rtl"}
    assert {news["story"]["origin"]["direction"] for news in told["new_stories"]} == {"ltr"}


def test_the_schema_is_printed_where_there_is_no_database(tmp_path):
    watch = small_watch(tmp_path)
    assert json.loads(watch.run("report", "--schema").out) == SCHEMA
    assert not watch.database.exists()
