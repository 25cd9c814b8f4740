"""county_months against an independent calculation: twelve months of 85 units."""

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
FOLDER = ROOT / "fixtures" / "county_months"


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
        ROOT / "rules" / "county_months.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2025-01-08",
    )
    return Sheet(run.results)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("county_months_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_month_of_a_unit_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    told = {}
    for heading in row:
        name, at, month = heading.partition("@")
        if at:
            told[heading] = sheet.total(unit, month) if name == "总分" else sheet.score(name, unit, month)
    assert told == {heading: Fraction(row[heading]) for heading in told}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")


def test_only_notes_totals_and_signatures_are_findings(sheet: Sheet) -> None:
    assert len(sheet.results.units) == 85
    assert sheet.problems == ()
    assert set(sheet.codes()) == {"K536", "K537"}
