from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from kpi_engine.intake.cells import read_cell
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.match import Names
from kpi_engine.intake.reading import CellRule
from kpi_engine.table import State, as_ordinal

CHOICE = CellRule("choice", "方案", options=("完整", "一般", "缺"))
NEW_YEARS_EVE = as_ordinal(dt.date(2024, 12, 31))


def text(value: str) -> GridCell:
    return GridCell(1, 1, CellType.TEXT, value, value)


def told(rule: CellRule, cell: GridCell) -> tuple[State, object, list[str]]:
    reading = read_cell(rule, cell)
    return reading.state, reading.value, [code.number for code, _ in reading.said]


@pytest.mark.parametrize(
    ("kind", "number"),
    [(CellType.ERROR, "K523"), (CellType.FORMULA_WITHOUT_VALUE, "K524"), (CellType.PICTURE, "K525")],
)
@pytest.mark.parametrize("wanted", ["count", "number", "percent", "yes_no", "date", "choice", "text", "unit"])
def test_errors_formulas_without_value_and_pictures_are_never_values(wanted, kind, number):
    assert told(CellRule(wanted, "值"), GridCell(1, 1, kind, "#N/A")) == (State.ERROR, None, [number])


def test_a_blank_is_missing_and_never_zero():
    assert told(CellRule("number", "值"), GridCell(1, 1, CellType.BLANK, None)) == (State.MISSING, None, [])
    assert told(CellRule("number", "值"), text("　")) == (State.MISSING, None, [])


@pytest.mark.parametrize(("written", "value"), [("是", True), ("√", True), ("有", True), ("1", True), ("否", False), ("×", False), ("无", False)])
def test_yes_and_no_have_many_spellings(written, value):
    assert told(CellRule("yes_no", "事故"), text(written)) == (State.PRESENT, value, [])


def test_what_is_neither_yes_nor_no_is_refused():
    assert told(CellRule("yes_no", "事故"), text("可能")) == (State.ERROR, None, ["K518"])
    assert told(CellRule("yes_no", "事故"), text("不涉及")) == (State.NOT_APPLICABLE, None, [])
    assert told(CellRule("yes_no", "事故"), GridCell(1, 1, CellType.BOOL, True)) == (State.PRESENT, True, [])


def test_an_option_called_like_a_state_is_an_option():
    assert told(CHOICE, text("缺")) == (State.PRESENT, "缺", [])
    assert told(CHOICE, text("未报")) == (State.MISSING, None, [])


def test_an_option_spelt_otherwise_is_read_with_a_finding_and_a_near_miss_is_refused():
    assert told(CHOICE, text("完 整")) == (State.PRESENT, "完整", ["K531"])
    assert told(CHOICE, text("较完整")) == (State.ERROR, None, ["K516"])


@pytest.mark.parametrize("written", ["2024-12-31", "2024年12月31日", "2024.12.31", "2024/12/31"])
def test_dates_are_read_from_text(written):
    assert told(CellRule("date", "报送日"), text(written)) == (State.PRESENT, NEW_YEARS_EVE, [])


def test_days_that_never_were_and_numbers_are_no_dates():
    rule = CellRule("date", "报送日")
    assert told(rule, text("2023-02-29")) == (State.ERROR, None, ["K517"])
    assert told(rule, GridCell(1, 1, CellType.NUMBER, "45657", "45657")) == (State.ERROR, None, ["K526"])
    assert told(rule, GridCell(1, 1, CellType.DATE, dt.date(2024, 12, 31), "45657")) == (State.PRESENT, NEW_YEARS_EVE, [])
    assert told(rule, GridCell(1, 1, CellType.DATE, dt.datetime(2024, 12, 31, 9), "45657.375")) == (State.PRESENT, NEW_YEARS_EVE, ["K531"])


def test_a_text_keeps_its_leading_zeros():
    assert told(CellRule("text", "编号"), text("007")) == (State.PRESENT, "007", [])
    assert told(CellRule("text", "编号"), GridCell(1, 1, CellType.NUMBER, "7", "7")) == (State.PRESENT, "7", [])


def test_a_unit_is_named_as_in_the_register():
    rule = CellRule("unit", "帮扶单位", names=Names((("市财政局", 0), ("财政局", 0))), named=("市财政局",))
    assert told(rule, text("财政局")) == (State.PRESENT, "市财政局", [])
    assert told(rule, text("财证局")) == (State.ERROR, None, ["K510"])


def test_a_date_or_a_truth_is_no_number():
    assert told(CellRule("number", "值"), GridCell(1, 1, CellType.DATE, dt.date(2024, 3, 5), "45356")) == (State.ERROR, None, ["K526"])
    assert told(CellRule("count", "值"), GridCell(1, 1, CellType.BOOL, True)) == (State.ERROR, None, ["K526"])
    assert told(CellRule("number", "值"), text("12")) == (State.PRESENT, Fraction(12), [])
