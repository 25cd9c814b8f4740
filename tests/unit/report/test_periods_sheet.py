"""The sheet of the periods, what a unit is called in each, and the same in JSON, in the receipt and in what a later run reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.intake.past import past_facts
from kpi_engine.intake.receipts import read_receipt
from kpi_engine.report.output import write_results
from kpi_engine.report.periods_sheet import periods_table
from kpi_engine.report.results_json import as_json, json_bytes, results_schema
from kpi_engine.report.standing import flags, flags_of_period, periods_asked
from kpi_engine.table import Ref, Role
from kpi_engine.trail.canonical import canonical_results
from kpi_engine.trail.money import money_of
from kpi_engine.trail.receipt import Receipt, make_receipt
from kpi_engine.verify.documents import compare_documents
from kpi_engine.verify.kept import read_kept
from kpi_engine.verify.receipt import receipt_differences
from kpi_engine.verify.told import Told
from months import TEXT, months
from scored import HEAD, read_scheme, score_text


@dataclass(frozen=True)
class Run:
    results: Results
    receipt: Receipt

    @property
    def findings(self) -> tuple[Problem, ...]:
        return self.results.findings


@pytest.fixture(scope="module")
def run() -> Run:
    results = months(both=False).results
    receipt = make_receipt(results, engine="1", sources=[], findings=results.findings, adjustments=[], actor="王某", at="2024-12-28T10:00:00+08:00")
    return Run(results, receipt)


def test_each_month_stands_in_the_order_of_its_places(run: Run) -> None:
    table = periods_table(run.results, "")
    assert table is not None
    assert [field.heading for field in table.fields] == ["时期", "单位", "总分", "名次", "等次", "月奖\n（元）", "奖池", "备注"]
    lines = list(zip(*(field.cells for field in table.fields), strict=True))
    assert lines[:3] == [
        ("一月", "社保", 90, 1, "好", 180, 37.5, "红旗窗口"),
        ("一月", "公安", 80, 2, "中", 160, 33.34, ""),  # 100 × 80 ÷ 240 = 33.33…, and the cent left over
        ("一月", "税务", 70, 3, "中", 140, 29.16, ""),
    ]
    assert [line[:5] + line[7:] for line in lines[6:]] == [
        ("三月", "公安", 85, 1, "好", "红旗窗口"),
        ("三月", "税务", 81, 2, "中", ""),
        ("三月", "社保", 90, 3, "中", "否决:吃拿卡要"),
        ("四月", "税务", 60, 1, "中", "红旗窗口"),
        ("四月", "公安", 50, 2, "中", ""),
        ("四月", "社保", 40, 3, "中", "内部通报"),
    ]


def test_a_scheme_that_asks_nothing_in_its_periods_has_no_such_sheet() -> None:
    text = HEAD + "periods: {every: half, missing: problem}\ninputs: {x: {kind: number, owner: 甲科}}\nindicators: {甲: {points: 100, score: x}}\n"
    results = score_text(text, ["A"], {"x@上半年": ["80"], "x@下半年": ["60"]}).results
    assert periods_asked(results) == ()
    assert periods_table(results, "") is None
    assert set(canonical_results(results)[0]["periods"]["上半年"]) == {"indicators", "total", "grade"}  # type: ignore[index]


def test_what_is_asked_in_months_is_no_mark_of_the_year(run: Run) -> None:
    assert flags(run.results) == [[], ["年度红旗窗口"], ["否决:吃拿卡要", "年度约谈"]]
    assert flags_of_period(run.results, "二月") == [[], ["名额线并列", "红旗窗口"], ["名额线并列", "红旗窗口"]]


def test_the_answer_in_json_keeps_to_the_schema_and_tells_each_month(run: Run) -> None:
    told = json.loads(json_bytes(as_json(run.results, run.receipt)))
    jsonschema.Draft202012Validator(results_schema()).validate(told)
    unit = told["units"][2]
    assert unit["periods"]["三月"] == {
        "total": "90.00", "grade": "中", "rank": 3, "rank_from_last": 1, "vetoes": ["吃拿卡要"], "titles": [],
        "payments": {"月奖": "180.00", "奖池": "35.15"}, "consequences": {"内部通报": False}, "indicators": {"日常": "90"},
    }  # fmt: skip
    assert (unit["payments"], unit["consequences"], unit["titles"]) == ({}, {"年度约谈": True}, [])


def test_the_payments_of_a_unit_are_told_month_by_month(run: Run) -> None:
    told = [(paid.label, paid.amount, paid.memo) for paid in money_of(run.results, 0)]
    assert told[:2] == [("月奖（一月）", "160.00", "80.00 × 2 = 160.00"), ("月奖（二月）", "120.00", "60.00 × 2 = 120.00")]


def test_a_later_run_reads_the_place_of_a_month(run: Run) -> None:
    past, problems = read_receipt(json_bytes(run.receipt.as_json()), name="receipt.json")
    assert past is not None, problems
    scheme = read_scheme(TEXT.replace("scheme: desk", "scheme: later") + "reads: {三月: {scheme: desk, period: 三月}}\n")
    told = past_facts(scheme, ["公安", "税务", "社保"], {}, [past])
    assert not told.problems
    assert [told.columns[Ref(Role.READ, "三月", part="rank")].value(row) for row in range(3)] == [1, 2, 3]


def test_the_documents_are_read_back_and_a_changed_place_is_told(run: Run, tmp_path: Path) -> None:
    written, problems = write_results(tmp_path / "01", run.results, run.receipt)
    assert written is not None, problems
    names = {path.name: path for path in written.files if path.name != "receipt.json"}
    told = Told()
    compare_documents(names, run, told)
    assert told.count == 0
    book = openpyxl.load_workbook(names["results.xlsx"])
    book["各期"]["D4"] = 2
    book.save(names["results.xlsx"])
    told = Told()
    compare_documents(names, run, told)
    assert [str(problem.place) for problem in told.listed] == ["results.xlsx!各期!D4"]


def test_a_receipt_with_months_is_read_and_a_place_that_differs_is_named(run: Run) -> None:
    kept = json.loads(json.dumps(run.receipt.as_json()))
    assert read_kept(json_bytes(run.receipt.as_json()), "receipt.json")
    kept["results"][0]["periods"]["三月"]["rank"] = "2"
    told = [problem.message() for problem in receipt_differences(kept, replace(run.receipt), "receipt.json")]  # type: ignore[arg-type]
    assert any("三月名次 2 → 1" in message for message in told)
