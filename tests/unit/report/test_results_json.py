"""The whole result as JSON, held against the shipped schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from kpi_engine.engine.results import Results
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.report.results_json import as_json, failure_as_json, json_bytes, results_schema
from kpi_engine.trail.receipt import Receipt
from scored import HEAD, score_text


@pytest.fixture(scope="module")
def told(desk: Results, receipt: Receipt) -> dict[str, Any]:
    return json.loads(json_bytes(as_json(desk, receipt)))


def validate(document: object) -> None:
    jsonschema.Draft202012Validator(results_schema()).validate(document)


def test_the_answer_keeps_to_the_schema(told: dict[str, Any]) -> None:
    validate(told)


def test_figures_are_decimal_strings_and_states_are_named(told: dict[str, Any]) -> None:
    unit = told["units"][3]
    assert {name: unit[name] for name in ("unit", "class", "total", "rank", "grade", "tied", "flags")} == {
        "unit": "老区", "class": "园区", "total": "33.33", "rank": 3, "grade": "不合格", "tied": False, "flags": ["更正"],
    }  # fmt: skip
    assert unit["indicators"] == {
        "工作": "20", "完成": "20.00", "纪律": "0.00", "评价": {"state": "not_applicable"}, "奖励": {"state": "not_applicable"},
    }  # fmt: skip
    assert unit["payments"] == {"奖金": "3333.00"}


def test_ties_vetoes_and_reasons_are_told(told: dict[str, Any]) -> None:
    assert [(u["rank"], u["tied"], u["unranked_because"], u["vetoes"]) for u in told["units"]] == [
        (1, True, "", []), (1, True, "", []), (None, False, "否决", ["事故"]), (3, False, "", []),
        (None, False, "单列", []), (None, False, "不参评", []),
    ]  # fmt: skip


def test_the_trail_is_told_account_by_account(told: dict[str, Any]) -> None:
    account = next(a for a in told["units"][3]["trail"] if a["indicator"] == "纪律")
    assert (account["opening"], [p["points"] for p in account["postings"]], account["closing"]) == ("20.00", ["-15", "-15", "10"], "0.00")
    assert told["units"][5]["trail"] == []


def test_the_trail_can_be_left_out(desk: Results, receipt: Receipt) -> None:
    short = as_json(desk, receipt, trail=False)
    validate(short)
    assert "trail" not in short["units"][0]  # type: ignore[index]


def test_findings_and_receipt_are_in_the_answer(told: dict[str, Any]) -> None:
    assert [f["code"] for f in told["findings"]] == ["K605"]
    assert (told["receipt"]["code"], told["problems"]) == (told["receipt"]["results_sha256"][:8].upper(), [])


def test_a_run_with_problems_is_a_failure(desk: Results, receipt: Receipt) -> None:
    refused = Results(desk.plan, desk.facts, desk.columns, (k6.MISSING_DATA.at(unit="甲", input="乙", indicator="丙", owner="丁"),))
    answer = as_json(refused, receipt)
    validate(answer)
    assert (answer["ok"], "units" in answer) == (False, False)


def test_periods_are_told_with_their_totals(receipt: Receipt) -> None:
    text = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: problem
inputs: {分: {kind: number, owner: 办公室, every: half}}
periods: {every: half, combine: mean, missing: problem}
indicators: {甲项: {points: 100, score: 分}}
grades: {of: total, from: {优: 15}, otherwise: 良}
consequences: {通报: {when: total < 20}}
"""
    results = score_text(text, ["甲"], {"分@上半年": ["10"], "分@下半年": ["20"]}, both=False).results
    answer = as_json(results, receipt)
    validate(answer)
    unit = answer["units"][0]  # type: ignore[index]
    assert unit["periods"] == {
        "上半年": {"total": "10.00", "grade": "良", "indicators": {"甲项": "10.00"}},
        "下半年": {"total": "20.00", "grade": "优", "indicators": {"甲项": "20.00"}},
    }
    assert (unit["total"], unit["consequences"]) == ("15.00", {"通报": True})


def test_what_no_text_can_hold_does_not_stop_the_answer() -> None:
    assert json_bytes({"a": "甲\ud800"}) == '{\n "a": "甲?"\n}\n'.encode()


def test_the_schema_refuses_a_number_that_is_not_a_string(told: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(told))
    broken["units"][0]["total"] = 99.0
    with pytest.raises(jsonschema.ValidationError):
        validate(broken)
    with pytest.raises(jsonschema.ValidationError):
        validate(failure_as_json([]))


def test_the_parts_of_a_payment_are_told_in_order(receipt: Receipt) -> None:
    text = HEAD + "inputs: {分: {kind: number, owner: 办公室}}\nindicators: {得分: {points: 100, score: 分}}\n"
    text += "payments: {补助: {amount: 分 * 10, installments: 3, places: 2}}\n"
    answer = as_json(score_text(text, ["甲"], {"分": ["100"]}, both=False).results, receipt)
    validate(answer)
    assert answer["units"][0]["installments"] == {"补助": ["333.34", "333.33", "333.33"]}  # type: ignore[index]
