"""The library as its users call it: files, tables and JSON in, values out, everything that is wrong at once."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import kpi_engine
from kpi_engine import KpiError, check_scheme, explain, load_scheme, results_schema, score, score_json, score_request, what_if
from kpi_engine.intake.template import OWN_SHEETS, make_template
from kpi_engine.table import Ref, Role

SCHEME = """
scheme: windows
title: 窗口考核
edition: 2024
points: 100
classes: {前台: {}, 后台: {}}
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
inputs:
  满意率: {kind: percent, owner: 督查科}
  办件量: {kind: count, owner: 业务科}
indicators:
  满意: {points: {前台: 60, 后台: 0}, clause: 细则一, score: points * 满意率}
  办件: {points: {前台: 0, 后台: 60}, clause: 细则二, score: {met: 办件量 >= 100}}
  纪律: {points: 40, clause: 细则三, owner: 纪检室, deduct: {迟到: 2}}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
decisions: {领导加分: {range: [0, 2], by: 领导小组, counts_in: total}}
"""
SOURCE = ("方案.yaml", SCHEME.encode())
REGISTER = ("单位名录.csv", "单位,简称,类别\n公安窗口,公安,前台\n税务窗口,税务,前台\n档案室,,后台\n".encode())
DATA = [
    ("督查科.csv", "单位,满意率\n公安窗口,95%\n税务窗口,\n".encode()),
    ("业务科.csv", "单位,办件量\n档案室,120\n".encode()),
    ("事项.csv", "单位,事项,日期\n税务,迟到,2024-03-01\n".encode()),
]
REQUEST: dict[str, object] = {
    "units": [{"name": "公安窗口", "class": "前台"}, {"name": "税务窗口", "class": "前台"}, {"name": "档案室", "class": "后台"}],
    "values": {"公安窗口": {"满意率": "95%"}, "档案室": {"办件量": 120}, "税务窗口": {}},
    "events": [{"unit": "税务窗口", "event": "迟到", "date": "2024-03-01"}],
}


def totals(run: kpi_engine.Run) -> dict[str, str]:
    """公安 57 + 40, 税务 0 + 38 (nothing reported counts 0), 档案 60 + 40."""
    return {unit: run.results.text(Ref(Role.TOTAL), row, 2) for row, unit in enumerate(run.results.units)}


TOTALS = {"公安窗口": "97.00", "税务窗口": "38.00", "档案室": "100.00"}


def test_files_are_scored() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA, actor="周", at="2025-01-02T08:00:00+08:00")
    assert totals(run) == TOTALS
    assert run.receipt.actor == "周"


def test_a_scheme_that_was_checked_is_scored_without_reading_it_again() -> None:
    checked = check_scheme(SOURCE)
    runs = [score(scheme, register=REGISTER, data=DATA) for scheme in (SOURCE, checked)]
    assert runs[0].receipt == runs[1].receipt


def test_a_broken_scheme_is_refused_whichever_way_it_comes() -> None:
    broken = ("方案.yaml", SCHEME.replace("points * 满意率", "points * 满意绿").encode())
    for refused in (
        lambda: load_scheme(broken),
        lambda: score(check_scheme(broken), register=REGISTER, data=DATA),
        lambda: score_request(broken, "{}"),
    ):
        with pytest.raises(KpiError) as caught:
            refused()
        assert any("满意绿" in problem.message() for problem in caught.value.problems)


def test_tables_are_scored_as_files_are() -> None:
    register = {"名录": pd.DataFrame({"单位": ["公安窗口", "税务窗口", "档案室"], "类别": ["前台", "前台", "后台"]})}
    tables = {
        "督查科": pd.DataFrame({"单位": ["公安窗口", "税务窗口"], "满意率": [0.95, None]}),
        "业务科": pd.DataFrame({"单位": ["档案室"], "办件量": [120]}),
    }
    events = ("事项.csv", DATA[2][1].replace("税务".encode(), "税务窗口".encode()))
    run = score(SOURCE, register=register, data=[tables, events])
    assert totals(run) == TOTALS
    assert [(s.use, s.name) for s in run.receipt.sources] == [
        ("data", "业务科"), ("data", "事项.csv"), ("data", "督查科"), ("register", "名录"), ("scheme", "方案.yaml"),
    ]  # fmt: skip
    alone = score(SOURCE, register=register, data=tables)
    assert totals(alone)["税务窗口"] == "40.00"


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


def test_who_has_not_reported_is_who_was_asked() -> None:
    """档案室 has no points for 满意 and is not asked; neither are the windows for 办件量."""
    run = score(SOURCE, register=REGISTER, data=DATA)
    assert run.lacking == {"督查科": {"满意率": ("税务窗口",)}}
    assert run.collected.coverage.lacking == {"督查科": {"满意率": ("税务窗口",)}}


def test_a_template_that_comes_back_brings_no_findings() -> None:
    plan = load_scheme(SOURCE)
    run = score(SOURCE, register=REGISTER, data=DATA)
    template = make_template(plan.needs, run.register, title="窗口考核", classes=plan.scheme.class_names)
    run = score(SOURCE, register=REGISTER, data=[("数据模板.xlsx", template.data)])
    assert [str(finding) for finding in run.findings if finding.code.number == "K532"] == []
    own = [account for account in run.collected.coverage.sheets if account.sheet in OWN_SHEETS]
    assert own
    assert all(account.balances and account.layout == "template" for account in own)


def test_single_indicators_are_explained_by_name() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA)
    assert [(account.name, account.closing) for account in explain(run, "税务", indicators=["纪律"])] == [("纪律", Fraction(38))]
    assert explain(run, "税务", indicators=["总分"])[0].closing == Fraction(38)
    with pytest.raises(KpiError) as caught:
        explain(run, "税务", indicators=["纪侓", "满意"])
    assert [problem.code.number for problem in caught.value.problems] == ["K727"]
    with pytest.raises(KpiError) as caught:
        explain(run.results, "税务窗囗")
    assert [problem.code.number for problem in caught.value.problems] == ["K583"]


def test_a_request_that_is_no_json_is_answered_not_raised() -> None:
    scheme = check_scheme(Path(__file__).parents[2] / "rules" / "hospital_support.yaml")
    loop: dict[str, object] = {}
    loop["units"] = loop
    for request in ({1: 2, "units": []}, loop, "[" * 100_000, b"\xff\xfe"):
        answer = score_json(scheme, request)  # type: ignore[arg-type]
        assert answer["ok"] is False
        assert answer["problems"]


def test_what_if_takes_scenarios_as_people_write_them() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA)
    (harder,) = what_if(run, {"从严": ["grades.优秀=95", "迟到.each=10"]})
    assert harder.scenario.name == "从严"
    assert [rule.path for rule in harder.outcome.rules] == ["grades.优秀", "迟到.each"]
    before = run.results.number(Ref(Role.TOTAL), 0)
    assert before is not None
    assert run.results.number(Ref(Role.TOTAL), 0) == before  # the run itself is as it was
    with pytest.raises(KpiError) as refused:
        what_if(run, {"一": ["满意.points=50"], "二": ["不是改动"]})
    assert {p.code.number for p in refused.value.problems} == {"K801", "K803"}
    with pytest.raises(KpiError) as refused:
        what_if(run, {"一": ["纪律.points=50"], "二": ["没有.points=3"]})
    assert {p.code.number for p in refused.value.problems} == {"K803", "K390"}
