"""township_hospital_fund against an independent calculation: subsidies, deductions, the fund, rewards to the cent, measures."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from kpi_engine.table import Ref, Role
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "township_hospital_fund"
PAYMENTS = ("按月补助", "半年兑现", "年终兑现", "扣减入基金", "院长奖励")


def generator(name: str) -> ModuleType:
    """A script of fixtures/generate, which imports its neighbours by their plain names."""
    folder = str(ROOT / "fixtures" / "generate")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def rows() -> list[dict[str, str]]:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    run = score(
        ROOT / "rules" / "township_hospital_fund.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        receipts=sorted((FOLDER / "往年").glob("*.json")),
        actor="test",
        at="2025-03-05",
    )
    return Sheet(run.results)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("township_hospital_fund_expected").write()


def test_the_receipt_that_is_read_holds_the_expected_results_of_the_assessment() -> None:
    with (ROOT / "fixtures" / "township_hospital" / "expected.csv").open(encoding="utf-8", newline="") as file:
        wanted = {r["单位"]: (r["等次@六月"], r["等次@十二月"], r["等次"], r["总分"]) for r in csv.DictReader(file)}
    units = json.loads((FOLDER / "往年" / "2024.json").read_text(encoding="utf-8"))["results"]
    told = {u["unit"]: (u["periods"]["六月"]["grade"], u["periods"]["十二月"]["grade"], u["grade"], u["total"]) for u in units if u["takes_part"]}
    assert told == wanted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_amount_of_a_hospital_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.paid(name, unit) for name in PAYMENTS} == {name: Fraction(row[name]) for name in PAYMENTS}
    assert sheet.cell(Ref(Role.VALUE, "奖励基金"), unit) == Fraction(row["奖励基金"])
    for name in ("通报批评限期整改", "免去院长职务"):
        assert sheet.taken(name, unit) == (row[name] == "是")
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == ("MISSING", "MISSING", "MISSING")


def test_a_hospital_that_was_merged_gets_nothing(sheet: Sheet) -> None:
    assert {sheet.paid(name, "大王乡卫生院") for name in PAYMENTS} <= {"MISSING", "NOT_APPLICABLE"}


def test_rewards_spend_exactly_what_was_taken_out_of_the_fund(sheet: Sheet) -> None:
    paid = [sheet.paid("院长奖励", row["单位"]) for row in rows()]
    assert sum(amount for amount in paid if isinstance(amount, Fraction)) == Fraction("67641.63")


def test_sums_that_do_not_agree_are_findings(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {(str(p.facts["unit"]), str(p.facts["name"])) for p in sheet.results.findings if p.code.number == "K607"}
    assert told == {("石桥乡卫生院", "年度补助等于核定人数乘人均标准"), ("南坪乡卫生院", "十二个月已拨等于年度补助的80%")}
