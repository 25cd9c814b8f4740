"""The JSON Schema says of a scheme's shape what the models say."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from house.owed import ROOT
from kpi_engine.forms import forms
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.schema import language_schema

HEAD = {"scheme": "s", "title": "t", "edition": "2024"}


def refused(more: str) -> list[str]:
    """Where a scheme with these lines is not of the schema."""
    document = HEAD | yaml.load(more, yaml.BaseLoader)
    errors = jsonschema.Draft202012Validator(language_schema()).iter_errors(document)
    return [".".join(map(str, error.path)) for error in errors]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(language_schema())


def test_it_has_every_key_of_a_scheme_at_the_top() -> None:
    properties = language_schema()["properties"]
    assert set(properties) == {field.alias or name for name, field in Scheme.model_fields.items()}


def test_it_defines_rules_and_every_form() -> None:
    definitions = language_schema()["$defs"]
    assert {"Rule", *(form.__name__ for form in forms().values())} <= set(definitions)


@pytest.mark.parametrize(
    "score",
    [
        "points * 满意率",
        "7",
        "{met: 满意率 >= 90%}",
        "{attainment: {actual: 派驻医师}}",
        "{cases: [{when: a, give: 1}, {otherwise: 0}]}",
        "{街道: 1, otherwise: 2}",
    ],
)
def test_a_rule_is_a_formula_a_form_or_by_class(score: str) -> None:
    assert refused(f"indicators: {{甲: {{points: 1, score: {score}}}}}") == []


def test_a_line_item_may_be_its_price_alone() -> None:
    assert refused("deduct: {脱岗: 2, 未报: {街道: 1, otherwise: 2}, 迟报: {each: 1, at_most: 3}}") == []


@pytest.mark.parametrize("more", ["pionts: 100", "indicators: {甲: {points: 1, score: {attainment: {actaul: x}}}}", "rounding: {mode: nearest}"])
def test_what_is_not_of_the_language_is_refused(more: str) -> None:
    assert refused(more)


def test_numbers_that_yaml_makes_are_taken_too() -> None:
    document = HEAD | {"edition": 2024, "points": 100, "reads": {"去年": {"scheme": "s", "required": False}}}
    jsonschema.validate(document, language_schema())


def test_the_shipped_schemes_are_of_the_schema() -> None:
    paths = sorted((ROOT / "rules").glob("*.yaml"))
    assert paths
    validator = jsonschema.Draft202012Validator(language_schema())
    for path in paths:
        document = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        assert [error.message for error in validator.iter_errors(document)] == [], path.name


def test_the_shipped_schema_is_up_to_date() -> None:
    shipped = json.loads((ROOT / "docs" / "scheme.schema.json").read_text(encoding="utf-8"))
    assert shipped == language_schema(), "run `make docs`"
