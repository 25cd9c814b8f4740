"""hospital_support against an independent calculation, every figure of every hospital."""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from scored import Sheet, score_text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "hospital_support"
RULES = ROOT / "rules" / "hospital_support.yaml"


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


@pytest.fixture(scope="module", params=["folder", "figures"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The results from the files as they were sent, and from the clean figures without any file."""
    return from_folder() if request.param == "folder" else from_figures()


def from_folder() -> Sheet:
    run = score(
        RULES,
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        receipts=sorted((FOLDER / "往年").glob("*.json")),
        actor="test",
        at="2025-01-10",
    )
    return Sheet(run.results)


def from_figures() -> Sheet:
    told = generator("hospital_support").assessed()
    events = [{"unit": h.name, "event": name} for h in told for name, n in (("擅自脱岗", h.away), ("请假未报备", h.unreported)) for _ in range(n)]
    inputs = {
        "派驻医师": [h.doctors for h in told],
        "医疗事故": [h.accident for h in told],
        "业务培训": [h.trainings for h in told],
        "新技术": [h.techniques for h in told],
        "工作方案": [h.plan for h in told],
        "群众满意率": [h.satisfaction for h in told],
    }
    targets = {"派驻医师": [h.doctors_target for h in told], "业务培训": [h.trainings_target for h in told]}
    apart = [h.name for h in told if h.status == "单列"]
    return score_text(RULES.read_text(encoding="utf-8"), [h.name for h in told], inputs, targets=targets, events=events, apart=apart)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("hospital_support_expected").write()


NODES = ("综合管理", "组织方案", "在岗纪律", "对口支援任务", "派驻任务", "业务培训任务", "技术推广", "综合评价")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_figure_of_a_hospital_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert sheet.paid("派驻补助", unit) == Fraction(row["派驻补助"])


def test_the_two_hospitals_whose_grade_depends_on_the_reading_are_findings(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {str(p.facts["unit"]) for p in sheet.results.findings if p.code.number == "K607"}
    assert told == {"县中医院", "县妇幼保健院（县妇女儿童医院）"}
    vetoed = {row["单位"] for row in rows() if row["一票否决"] == "是"}
    assert {row["单位"] for row in rows() if row["等次"] != row["取整读法等次"]} - vetoed == told
