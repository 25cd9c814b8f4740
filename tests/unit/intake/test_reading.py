from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine.errors import k5_data
from kpi_engine.intake.reading import CellRule, Reading, kind_of, state_of
from kpi_engine.table import Kind, State


@pytest.mark.parametrize("text", ["不涉及", "不适用", "无此项", "—", "-", "/", "N/A", " 不 涉及 "])
def test_what_does_not_apply_is_a_state_of_its_own(text):
    assert state_of(text) is State.NOT_APPLICABLE


@pytest.mark.parametrize("text", ["", " ", "　", "\u200b", "未报", "缺", "空白"])
def test_what_was_not_reported_is_missing(text):
    assert state_of(text) is State.MISSING


@pytest.mark.parametrize("text", ["0", "无", "零", "否", "5"])
def test_zero_and_none_are_values_or_errors_but_no_states(text):
    assert state_of(text) is None


def test_each_kind_of_cell_gives_its_kind_of_value():
    kinds = {kind: kind_of(kind) for kind in ("count", "percent", "yes_no", "date", "choice", "unit")}
    assert kinds == {
        "count": Kind.NUMBER, "percent": Kind.NUMBER, "yes_no": Kind.TRUTH, "date": Kind.DATE, "choice": Kind.WORD, "unit": Kind.WORD,
    }  # fmt: skip


def test_only_a_range_below_zero_lets_a_count_be_negative():
    assert not CellRule("count", "人数").admits_negative
    assert CellRule("count", "增减", between=(Fraction(-3), Fraction(3))).admits_negative


def test_a_reading_gathers_what_there_is_to_say():
    reading = Reading(State.PRESENT, Fraction(1)).but(k5_data.READ_KINDLY, what="a").but(k5_data.FLOAT_NOISE, what="a")
    assert [code.number for code, _ in reading.said] == ["K531", "K530"]
