"""office_disclosure against an independent calculation: every leaf, totals, ranks, grades, who is named for three items overdue."""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from kpi_engine.errors import KpiError
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "office_disclosure"


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


def scored(*left_out: str) -> Sheet:
    """The results of the folder, without the files named."""
    run = score(
        ROOT / "rules" / "office_disclosure.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=[path for path in sorted((FOLDER / "数据").iterdir()) if path.name not in left_out],
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2011-01-20",
    )
    return Sheet(run.results)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return scored()


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


LEAVES = tuple(rows()[0])[1:8]


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("office_disclosure_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_result_of_a_section_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in LEAVES} == {name: figure(row[name]) for name in LEAVES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert {name: sheet.taken(name, unit) for name in ("通报批评", "责任追究")} == {name: row[name] == "是" for name in ("通报批评", "责任追究")}


def test_the_columns_of_all_sections_add_up_so_nothing_is_found(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [p for p in sheet.results.findings if p.code.number == "K607"] == []


def test_three_items_overdue_are_named_and_three_of_which_one_did_not_stand_are_not(sheet: Sheet) -> None:
    assert (sheet.taken("通报批评", "秘书三科"), sheet.taken("通报批评", "督查科")) == (True, False)


def test_a_month_that_was_not_told_is_not_zero() -> None:
    with pytest.raises(KpiError) as refused:
        scored("应急办（补报）.xlsx")
    assert {(p.code.number, p.facts["unit"]) for p in refused.value.problems} == {("K601", "应急办")}
