"""One JSON text, answered."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kpi_engine import check_scheme, results_schema, score, score_json, score_request
from windows import DATA, REGISTER, REQUEST, SOURCE, TOTALS, totals


def test_json_is_scored_as_files_are() -> None:
    assert totals(score_request(SOURCE, REQUEST)) == TOTALS
    assert score_json(SOURCE, json.dumps(REQUEST)) == score_json(SOURCE, json.dumps(REQUEST).encode())


def test_the_answer_in_json_keeps_to_its_schema() -> None:
    answer = score_json(SOURCE, REQUEST, actor="平台", language="en")
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    units = answer["units"]
    assert isinstance(units, list)
    assert [unit["total"] for unit in units] == ["97.00", "38.00", "100.00"]
    assert "trail" not in score_json(SOURCE, REQUEST, trail=False)["units"][0]  # type: ignore[index]


def test_nothing_is_raised_by_json_that_is_wrong() -> None:
    broken = {**REQUEST, "values": {"公安窗口": {"满意率": "约九成"}}, "evnts": []}
    answer = score_json(SOURCE, broken)
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    problems = answer["problems"]
    assert isinstance(problems, list)
    found = [(problem["code"], problem["place"]["text"]) for problem in problems]
    assert found == [("K573", "stdin:evnts"), ("K512", "stdin:values.公安窗口.满意率"), ("K533", "方案.yaml:12:8")]
    assert score_json(Path("没有.yaml"), REQUEST)["problems"][0]["code"] == "K101"  # type: ignore[index]


@pytest.mark.parametrize(
    "sent",
    ["", "{", "[]", "null", "NaN", '{"units": 3}', '{"a": 1, "a": 2}', "[" * 100_000, '{"units": [{"name": "\\ud800"}]}', b"\xff", "1" * 5000,
     '{"units": [{"name": "甲", "class": "前台"}], "values": {"甲": {"满意率": 1e400}}}'],
)  # fmt: skip
def test_whatever_is_sent_is_answered_by_the_schema(sent: str | bytes) -> None:
    answer = score_json(SOURCE, sent)
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    assert answer["ok"] is False


def test_decisions_and_corrections_come_with_json_too() -> None:
    paper = {"unit": "税务窗口", "decision": "领导加分", "value": "1", "number": "1号", "by": "领导小组", "date": "2024-12-30"}
    run = score_request(SOURCE, {**REQUEST, "decisions": [paper]})
    assert totals(run)["税务窗口"] == "39.00"
    assert run.receipt.counts["adjustments"] == 1


def test_an_appeal_upheld_gives_the_points_of_an_event_back_and_the_receipt_tells_it() -> None:
    sheet = "单位,事项,发生日期,原值,改为,依据,经办人,日期\n税务,迟到,2024-03-01,1,撤销,复核2号,周某,2024-12-30\n"
    run = score(SOURCE, register=REGISTER, data=DATA, adjustments=[("更正.csv", sheet.encode())])
    assert totals(run) == {**TOTALS, "税务窗口": "40.00"}
    assert dict(run.receipt.adjustments[0]) == {
        "kind": "更正", "unit": "税务窗口", "what": "迟到（2024-03-01）", "old": "1 件", "new": "撤销",
        "basis": "复核2号", "by": "周某", "date": "2024-12-30", "place": "更正.csv:2:5",
    }  # fmt: skip
    assert (run.receipt.counts["adjustments"], run.receipt.counts["events"]) == (1, 0)


def test_a_request_that_is_no_json_is_answered_not_raised() -> None:
    scheme = check_scheme(Path(__file__).parents[3] / "rules" / "hospital_support.yaml")
    loop: dict[str, object] = {}
    loop["units"] = loop
    for request in ({1: 2, "units": []}, loop, "[" * 100_000, b"\xff\xfe"):
        answer = score_json(scheme, request)  # type: ignore[arg-type]
        assert answer["ok"] is False
        assert answer["problems"]


def test_a_text_that_is_no_json_is_one_problem_and_nothing_is_missed_in_it() -> None:
    """That no unit and no column was found in it is no news."""
    answer = score_json(SOURCE, '{"units": [')
    assert [(p["code"], p["message"]) for p in answer["problems"]] == [("K570", "不是完整的 JSON：这里该有一个值")]  # type: ignore[attr-defined]
    answer = score_json(SOURCE, "[]", language="en")
    assert [p["code"] for p in answer["problems"]] == ["K571"]  # type: ignore[attr-defined]
