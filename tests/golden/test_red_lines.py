"""red_lines against an independent calculation: every station's points, total, rank, grade; what the appeal and the one fact change."""

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
FOLDER = ROOT / "fixtures" / "red_lines"


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
        ROOT / "rules" / "red_lines.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=[path for path in sorted((FOLDER / "数据").iterdir()) if path.name not in left_out],
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2021-01-20",
    )
    return Sheet(run.results)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return scored()


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("red_lines_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_result_of_a_station_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert sheet.score("踩线扣分", unit) == Fraction(row["踩线扣分"])
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert sheet.taken("限期整改", unit) == (row["限期整改"] == "是")


def test_the_parts_add_up_to_the_total_that_was_reported_so_nothing_is_found(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [p for p in sheet.results.findings if p.code.number == "K607"] == []


def test_a_late_report_takes_points() -> None:
    without = scored("政务公开办（补报）.xlsx")
    assert (without.total("文化站"), without.rank("文化站")) == (100, 1)


def test_an_office_that_reports_neither_events_nor_none_is_asked() -> None:
    with pytest.raises(KpiError) as refused:
        scored("宣传办.xlsx")
    assert {p.code.number for p in refused.value.problems} == {"K601"}
