"""work_style against an independent calculation: offices by eight contents, people by four, facts that are of both."""

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
FOLDER = ROOT / "fixtures" / "work_style"


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
        ROOT / "rules" / "work_style.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2013-01-20",
    )
    return Sheet(run.results)


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


LEAVES = tuple(rows()[0])[2:16]


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("work_style_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_result_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in LEAVES} == {name: figure(row[name]) for name in LEAVES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert sheet.grade(unit) == row["等次"]
    assert {name: sheet.taken(name, unit) for name in ("通报批评", "追究责任")} == {name: row[name] == "是" for name in ("通报批评", "追究责任")}


def test_two_who_tie_on_the_last_place_are_a_finding_and_neither_has_it(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert {p.code.number for p in sheet.results.findings} & {"K605", "K607"} == {"K605"}
    assert {sheet.grade(name) for name in ("郭立春", "乔夏至")} == {"良好"}
    assert {sheet.rank(name) for name in ("郭立春", "乔夏至")} == {3}
