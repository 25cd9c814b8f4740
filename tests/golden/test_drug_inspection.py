"""drug_inspection against an independent calculation: every leaf, totals brought to 100, ranks, grades, orders to catch up."""

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
FOLDER = ROOT / "fixtures" / "drug_inspection"


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
        ROOT / "rules" / "drug_inspection.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2014-01-25",
    )
    return Sheet(run.results)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("drug_inspection_expected").write()


LEAVES = tuple(rows()[0])[1:20]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_result_of_a_bureau_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in LEAVES} == {name: figure(row[name]) for name in LEAVES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert sheet.taken("督办", unit) == (row["督办"] == "是")


def test_the_targets_add_up_to_what_the_document_says(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert not {p.code.number for p in sheet.results.findings} & {"K607"}


def test_a_veto_ranks_a_bureau_with_full_marks_last(sheet: Sheet) -> None:
    assert (sheet.total("高区分局"), sheet.rank("高区分局"), sheet.grade("高区分局")) == (100, 7, "不合格")
