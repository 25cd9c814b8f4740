"""Files and tables, scored."""

from __future__ import annotations

import json

import pandas as pd

from kpi_engine import load_scheme, score
from kpi_engine.intake.template.book import make_template
from kpi_engine.intake.template.layout import OWN_SHEETS
from scored import Sheet
from windows import DATA, REGISTER, SOURCE, TOTALS, totals


def test_files_are_scored() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA, actor="周", at="2025-01-02T08:00:00+08:00")
    assert totals(run) == TOTALS
    assert run.receipt.actor == "周"


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


PAST = """
scheme: desk
title: 试算
edition: 2024
clause: 例
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs: {得分: {kind: number, owner: 办公室}}
reads: {去年: {scheme: desk, edition: 2023, required: no}}
indicators: {工作: {points: 100, score: 得分}}
grades: {of: total, from: {合格: 60}, otherwise: 不合格}
consequences: {约谈: {when: grade == 不合格 and grade(去年) == 不合格}}
"""


def test_last_years_result_is_found_under_the_name_that_the_unit_had() -> None:
    register = {"名录": pd.DataFrame({"单位": ["甲局", "乙局"], "曾用名": ["甲委", ""]})}
    tables = {"办公室": pd.DataFrame({"单位": ["甲局", "乙局"], "得分": [50, 50]})}
    receipt = {"scheme": {"name": "desk", "edition": "2023"}, "results": [{"unit": "甲委", "grade": "不合格"}, {"unit": "乙局", "grade": "合格"}]}
    run = score(("方案.yaml", PAST.encode()), register=register, data=tables, receipts=[("2023.json", json.dumps(receipt).encode())])
    assert [Sheet(run.results).taken("约谈", unit) for unit in ("甲局", "乙局")] == [True, False]
