"""labour_two_nets against an independent calculation: six gates that all must hold, milestones with their days late."""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from kpi_engine.table import Ref, Role
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "labour_two_nets"
LATE = ("方案迟报", "划格迟", "联网迟", "组队迟", "建档迟", "平台迟")
SCORES = ("机构到位", "场地到位", "人员到位", "经费到位", "制度到位", "工作到位", "六到位", "进度", "档案质量")


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
        ROOT / "rules" / "labour_two_nets.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        actor="test",
        at="2012-05-08",
    )
    return Sheet(run.results)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("labour_two_nets_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_figure_of_a_township_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in SCORES} == {name: Fraction(row[name]) for name in SCORES}
    lost = {name: sheet.cell(Ref(Role.ITEM, "进度", part=name), unit) for name in LATE}
    assert lost == {name: Fraction(row[name]) for name in LATE}
    assert (sheet.total(unit), sheet.rank(unit)) == (Fraction(row["总分"]), int(row["名次"]))
    assert sheet.cell(Ref(Role.VALUE, "到位项数"), unit) == int(row["到位项数"])
    assert (sheet.grade(unit), sheet.results.class_of(sheet.row(unit))) == (row["等次"], row["类别"])
    for name in ("限期补齐", "进度通报"):
        assert sheet.taken(name, unit) == (row[name] == "是")


@pytest.mark.parametrize(("unit", "lacking"), [("南岭街道", "场地到位"), ("北湖镇", "工作到位"), ("柳湾镇", "人员到位"), ("双集镇", "经费到位")])
def test_one_gate_that_is_shut_keeps_a_township_from_passing_whatever_its_points(sheet: Sheet, unit: str, lacking: str) -> None:
    assert [name for name in SCORES[:6] if sheet.score(name, unit) == 0] == [lacking]
    assert sheet.grade(unit) == "限期整改"


def test_a_township_that_counts_a_grid_twice_is_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [str(p.facts["unit"]) for p in sheet.results.findings if p.code.number == "K607"] == ["白塔镇"]
