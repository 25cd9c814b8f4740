"""The schema of results is shipped, valid, and of the version that the answers name."""

from __future__ import annotations

import jsonschema

from kpi_engine.report.problems_json import FORMAT
from kpi_engine.report.results_json import results_schema
from kpi_engine.stages.draft import LineKind


def test_the_schema_is_valid_and_names_its_version() -> None:
    schema = results_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:kpi-engine:results:{FORMAT}"
    definitions = schema["$defs"]
    assert [definitions[name]["properties"]["format"] for name in ("success", "failure")] == [{"const": FORMAT}] * 2  # type: ignore[index]


def test_every_kind_of_posting_is_in_the_schema() -> None:
    told = results_schema()["$defs"]["posting"]["properties"]["kind"]["enum"]  # type: ignore[index]
    assert set(LineKind.__args__) <= set(told)  # type: ignore[attr-defined]


def test_nothing_may_be_added_unsaid() -> None:
    definitions = results_schema()["$defs"]
    closed = [name for name, part in definitions.items() if part.get("type") == "object"]  # type: ignore[attr-defined]
    assert {name: definitions[name].get("additionalProperties") for name in closed if name != "receipt"} == dict.fromkeys(  # type: ignore[index]
        (name for name in closed if name != "receipt"), False
    )
