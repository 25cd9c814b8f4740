"""online_office against an independent calculation: every leaf, totals, ranks, grades, the best units and managers."""

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
FOLDER = ROOT / "fixtures" / "online_office"


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
        ROOT / "rules" / "online_office.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2014-01-20",
    )
    return Sheet(run.results)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


LEAVES = tuple(rows()[0])[2:11]


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("online_office_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_result_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in LEAVES} == {name: figure(row[name]) for name in LEAVES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert sheet.taken("责令整改", unit) == (row["责令整改"] == "是")
    for name in ("先进单位", "先进个人"):
        assert sheet.titled(name, unit) in ((True,) if row[name] == "是" else (False, "NOT_APPLICABLE"))


def test_a_unit_that_used_paper_leaves_its_place_to_the_next(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [sheet.rank(name) for name in ("教育局", "民政局")] == [3, 4]
    assert [sheet.titled("先进单位", name) is True for name in ("教育局", "民政局")] == [False, True]


def test_equal_totals_share_a_rank(sheet: Sheet) -> None:
    assert {(sheet.total(name), sheet.rank(name)) for name in ("发改局", "审计局")} == {(Fraction("94.89"), 6)}
