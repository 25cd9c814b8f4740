"""What a cell lets in: the formula of each check, worked out on values that belong there and values that do not."""

from __future__ import annotations

import io
from fractions import Fraction

import openpyxl
import pytest

from calculators.ieee import recalculate
from kpi_engine.intake.template.checks import Check, validation


def lets_in(check: Check, value: object) -> bool:
    """Whether the formula of the check is true of a value, as a spreadsheet works it out (an error is a refusal)."""
    rule = validation(check, 0, 0)
    assert rule is not None
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = value
    sheet["B1"] = str(rule["value"])
    stream = io.BytesIO()
    book.save(stream)
    return next(iter(recalculate(stream.getvalue()).values())) is True


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("percent", 0.925, True),
        ("percent", 92.5, False),
        ("percent", -0.01, False),
        ("percent", "92.5%", False),
        ("count", 3, True),
        ("count", 2.5, False),
        ("count", -1, False),
        ("count", "约30", False),
        ("number", -3.2, True),
        ("number", "三", False),
        ("date", 45657, True),
        ("date", 20241231, False),
        ("date", "年底", False),
    ],
)
def test_values_of_each_kind(kind: str, value: object, wanted: bool) -> None:
    assert lets_in(Check(kind, "甲"), value) is wanted


@pytest.mark.parametrize("kind", ["percent", "count", "number", "date"])
@pytest.mark.parametrize("word", ["不涉及", "未报"])
def test_a_state_may_stand_in_any_cell_of_data(kind: str, word: str) -> None:
    assert lets_in(Check(kind, "甲"), word)
    assert not lets_in(Check(kind, "甲", states=False), word)


def test_the_scheme_s_bounds_count_and_are_inclusive() -> None:
    check = Check("count", "甲", between=(Fraction(-2), Fraction(50)))
    assert [lets_in(check, value) for value in (-2, 50, 51, 1.5)] == [True, True, False, False]


def test_options_are_listed_with_not_applicable() -> None:
    rule = validation(Check("choice", "甲", ("好", "差")), 0, 0)
    assert rule is not None
    assert (rule["validate"], rule["source"]) == ("list", ["好", "差", "不涉及"])


def test_a_list_that_is_too_long_stands_elsewhere() -> None:
    many = tuple(f"情形{number:03}" for number in range(60))
    check = Check("choice", "甲", many)
    assert not check.fits
    rule = validation(Check("choice", "甲", many, area="'选项'!$A$1:$A$61"), 0, 0)
    assert rule is not None
    assert rule["source"] == "='选项'!$A$1:$A$61"


def test_an_option_with_a_comma_does_not_fit_into_a_cell() -> None:
    assert not Check("choice", "甲", ("好,很好", "差")).fits


def test_a_text_may_be_anything() -> None:
    assert validation(Check("text", "甲"), 0, 0) is None


def test_prompts_keep_to_the_length_that_a_spreadsheet_takes() -> None:
    rule = validation(Check("number", "很长的名字" * 20, measured_in="万元" * 200), 0, 0)
    assert rule is not None
    assert len(str(rule["input_title"])) == 32
    assert len(str(rule["input_message"])) == 255
