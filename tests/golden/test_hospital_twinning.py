"""hospital_twinning against an independent calculation: both sides scored on the same lists of doctors, courses and fellows."""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "hospital_twinning"
PAYMENTS = ("年度目标奖", "期满目标奖", "工作经费")
MEASURES = ("派驻不足", "未完成约谈")
AFTER = ("单位", "类别", "总分", "名次", "等次", *PAYMENTS, *MEASURES)


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
        ROOT / "rules" / "hospital_twinning.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2025-01-15",
    )
    return Sheet(run.results)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("hospital_twinning_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_figure_of_a_hospital_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    leaves = [heading for heading in row if heading not in AFTER]
    assert {leaf: sheet.score(leaf, unit) for leaf in leaves} == {leaf: figure(row[leaf]) for leaf in leaves}
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (Fraction(row["总分"]), int(row["名次"]), row["等次"])
    assert {name: sheet.paid(name, unit) for name in PAYMENTS} == {name: Fraction(row[name]) for name in PAYMENTS}
    assert {name: sheet.taken(name, unit) for name in MEASURES} == {name: row[name] == "是" for name in MEASURES}
    assert sheet.results.class_of(sheet.row(unit)) == row["类别"]


def test_a_doctor_a_day_short_of_half_a_year_counts_for_neither_side(sheet: Sheet) -> None:
    assert sheet.score("派驻医师数", "市第一人民医院") == Fraction("23.33")  # 14 of 15
    assert sheet.score("接受派驻", "石门乡卫生院") == 16  # 4 of 5


def test_an_agreement_without_anybody_supported_is_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [str(p.facts["unit"]) for p in sheet.results.findings if p.code.number == "K607"] == ["市口腔医院"]
