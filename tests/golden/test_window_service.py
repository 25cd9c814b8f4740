"""window_service against an independent calculation: every leaf of every month, months, the year, ranks, grades, the best windows."""

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
FOLDER = ROOT / "fixtures" / "window_service"


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
        ROOT / "rules" / "window_service.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2014-01-20",
    )
    return Sheet(run.results)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("window_service_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_month_of_a_window_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    told = {heading: text for heading, text in row.items() if "@" in heading}
    assert len(told) == 12 * 9
    for heading, text in told.items():
        name, _, month = heading.partition("@")
        value = sheet.total(row["单位"], month) if name == "总分" else sheet.score(name, row["单位"], month)
        assert value == figure(text), heading


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_the_year_of_a_window_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert sheet.titled("先进窗口", unit) in ((True,) if row["先进窗口"] == "是" else (False, "NOT_APPLICABLE"))


def test_figures_of_the_system_agree_with_each_other(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [p for p in sheet.results.findings if p.code.number == "K607"] == []


def test_equal_totals_are_parted_by_satisfaction(sheet: Sheet) -> None:
    assert sheet.total("公安窗口") == sheet.total("工商窗口") == Fraction("97.44")
    assert (sheet.rank("工商窗口"), sheet.rank("公安窗口")) == (2, 3)
