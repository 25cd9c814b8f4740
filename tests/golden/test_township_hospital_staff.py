"""township_hospital_staff against an independent calculation: people of three hospitals, classed by an input, paid out of their hospital's pot."""

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
FOLDER = ROOT / "fixtures" / "township_hospital_staff"
LEAVES = ("月度考核", "工作数量", "服务质量")
POTS = {"龙门镇卫生院": "458730.00", "石桥乡卫生院": "200000.00", "云台乡卫生院": "59184.30"}


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
        ROOT / "rules" / "township_hospital_staff.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        receipts=sorted((FOLDER / "往年").glob("*.json")),
        actor="test",
        at="2025-01-20",
    )
    return Sheet(run.results)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("township_hospital_staff_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["考核对象"])
def test_every_figure_of_a_person_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    who = row["考核对象"]
    assert {leaf: sheet.score(leaf, who) for leaf in LEAVES} == {leaf: Fraction(row[leaf]) for leaf in LEAVES}
    assert (sheet.total(who), sheet.rank(who)) == (Fraction(row["总分"]), int(row["名次"]))
    assert (sheet.grade(who, "band"), sheet.grade(who)) == (row["分数等次"], row["等次"])
    assert sheet.cell(Ref(Role.READ, "本院", part="grade"), who) == row["本院等次"]
    assert sheet.results.class_of(sheet.row(who)) == row["所属卫生院"]
    assert sheet.cell(Ref(Role.VALUE, "份额"), who) == Fraction(row["份额"])
    assert sheet.cell(Ref(Role.VALUE, "原文公式工资"), who) == Fraction(row["原文公式工资"])
    assert sheet.paid("个人绩效工资", who) == Fraction(row["个人绩效工资"])
    for name in ("先进个人候选", "不予续聘"):
        assert sheet.taken(name, who) == (row[name] == "是")


@pytest.mark.parametrize("hospital", POTS)
def test_each_pot_is_spent_to_the_last_cent_though_the_literal_formula_would_not(sheet: Sheet, hospital: str) -> None:
    people = [row["考核对象"] for row in rows() if row["所属卫生院"] == hospital]
    paid = [sheet.paid("个人绩效工资", who) for who in people]
    literal = [sheet.cell(Ref(Role.VALUE, "原文公式工资"), who) for who in people]
    assert sum(p for p in paid if isinstance(p, Fraction)) == Fraction(POTS[hospital])
    assert sum(p for p in literal if isinstance(p, Fraction)) != Fraction(POTS[hospital])


def test_places_are_a_fifth_of_each_hospitals_own_people(sheet: Sheet) -> None:
    assert [sheet.places("优秀名额", who) for who in ("赵立春", "周春分", "吕寒露")] == [7, 4, 3]


def test_who_retired_is_neither_scored_nor_paid(sheet: Sheet) -> None:
    row = sheet.row("沈小雪")
    assert (sheet.results.takes_part(row), sheet.paid("个人绩效工资", "沈小雪")) == (False, "NOT_APPLICABLE")


def test_what_is_open_to_two_readings_is_found(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {(p.code.number, str(p.facts.get("unit", p.facts.get("units")))) for p in sheet.results.findings if p.code.number.startswith("K60")}
    gaps = {row["考核对象"] for row in rows() if row["分数等次"] != row["取整读法等次"]}
    assert gaps == {"蒋立夏", "杨春分", "陈小暑"}
    assert told == {("K605", "周春分、吴芒种"), ("K607", "全部单位")} | {("K607", who) for who in gaps}
