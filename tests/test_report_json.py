"""That the JSON report is as its schema says."""

import json
import re
from pathlib import Path

import pytest

from reports.digest import digest
from reports.render import FORMATS, structured
from tests.report_samples import hostile_digest, week

SCHEMA = json.loads((Path(structured.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, type | tuple[type, ...]] = {
         "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict,
         "null": type(None)}  # fmt: skip


def mismatches(value, schema, where="$"):
    """Where a value departs from a schema. Knows the keywords that ours uses, and refuses others."""
    known = {"$schema", "title", "$defs", "$ref", "anyOf", "type", "const", "enum", "properties", "required", "items",
             "additionalProperties", "description", "minimum", "maximum", "minItems", "pattern"}  # fmt: skip
    assert set(schema) <= known
    if "$ref" in schema:
        return mismatches(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], where)
    if "anyOf" in schema:
        return [] if any(not mismatches(value, one, where) for one in schema["anyOf"]) else [f"{where}: none of anyOf"]
    found = []
    names = schema.get("type", [])
    types = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    if types and (not any(isinstance(value, one) for one in types) or (isinstance(value, bool) and bool not in types)):
        return [f"{where}: {value!r} is no {names}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is not allowed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} does not match")
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where}: {value} is out of range")
    if isinstance(value, dict):
        found += [f"{where}: no {name}" for name in schema.get("required", ()) if name not in value]
        for name, one in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            found += (
                [f"{where}: {name} is not described"] if inner is None else mismatches(one, inner, f"{where}.{name}")
            )
    if isinstance(value, list):
        found += [f"{where}: too few"] * (len(value) < schema.get("minItems", 0))
        for number, one in enumerate(value):
            found += mismatches(one, schema["items"], f"{where}[{number}]")
    return found


@pytest.mark.parametrize("made", [week(), digest([], name="", since=0, until=0), hostile_digest("<b>", "javascript:x")])
def test_the_json_report_is_as_its_schema_says(made):
    assert mismatches(json.loads(FORMATS["json"](made, zone="UTC")), SCHEMA) == []


def test_the_schema_would_notice_a_missing_or_an_undescribed_field():
    told = json.loads(FORMATS["json"](week(), zone="UTC"))
    del told["edited"][0]["article"]["url"]
    told["new"] = 1
    assert (
        mismatches(told, SCHEMA) == ["$: new is not described", "$.edited[0].article: no url"]
        or len(mismatches(told, SCHEMA)) == 2
    )


def test_json_keys_are_sorted_and_scripts_are_readable():
    told = FORMATS["json"](week(), zone="UTC")
    assert told == json.dumps(json.loads(told), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert "포괄적 전략 동반자 조약" in told
