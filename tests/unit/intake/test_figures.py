from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine.intake.figures import read_number
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.reading import CellRule
from kpi_engine.table import State

NUMBER, COUNT, PERCENT = CellRule("number", "投资", measured_in="万元"), CellRule("count", "人数", measured_in="人"), CellRule("percent", "率")


def typed(value: str) -> GridCell:
    return GridCell(1, 1, CellType.TEXT, value, value)


def stored(raw: str, number_format: str = "General", formula: str | None = None) -> GridCell:
    return GridCell(1, 1, CellType.NUMBER, raw, raw, formula, number_format)


def told(rule: CellRule, cell: GridCell) -> tuple[object, list[str]]:
    reading = read_number(rule, cell)
    return reading.value, [code.number for code, _ in reading.said]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("约30", "K512"), ("30左右", "K527"), ("无", "K512"), ("1e5", "K512"), ("nan", "K512"), ("٩٢", "K512"), ("1_000", "K512"), ("九十", "K512"),
        ("3/5", "K519"), ("90%290%", "K519"), ("12 15", "K519"), ("12～15", "K519"), ("12、15", "K519"),
        ("≥50个", "K520"), ("≤90万元", "K520"), ("=100%", "K520"), ("不低于80", "K520"),
        ("1.2万", "K521"), ("3亿元", "K521"), ("12人", "K527"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_for_what_it_is(written, code):
    assert told(NUMBER, typed(written)) == (None, [code])


def test_ten_thousands_are_refused_with_the_plain_number():
    ((_, facts),) = read_number(NUMBER, typed("1.2万")).said
    assert facts["plain"] == "12000"


@pytest.mark.parametrize(
    ("written", "value"), [("１２．５", Fraction(25, 2)), ("1,234.5", Fraction(2469, 2)), ("007", 7), ("12.5万元", Fraction(25, 2))]
)
def test_numbers_written_kindly_are_read_with_a_finding(written, value):
    assert told(NUMBER, typed(written)) == (value, ["K531"])


@pytest.mark.parametrize(("written", "state"), [("不涉及", State.NOT_APPLICABLE), ("—", State.NOT_APPLICABLE), ("/", State.NOT_APPLICABLE),
                                                ("未报", State.MISSING), (" ", State.MISSING), ("缺", State.MISSING)])  # fmt: skip
def test_words_for_states_are_not_numbers(written, state):
    reading = read_number(NUMBER, typed(written))
    assert (reading.state, reading.value, reading.said) == (state, None, ())


def test_counts_are_whole_and_not_negative():
    assert told(COUNT, typed("3")) == (3, [])
    assert told(COUNT, typed("3.0")) == (3, [])
    assert told(COUNT, typed("3.5")) == (None, ["K513"])
    assert told(COUNT, typed("-1")) == (None, ["K513"])
    assert told(CellRule("count", "增减", between=(Fraction(-5), Fraction(5))), typed("-1")) == (-1, [])


def test_a_percentage_is_read_by_sign_or_format():
    assert told(PERCENT, typed("92.5%")) == (Fraction(37, 40), [])
    assert told(PERCENT, stored("0.92500000000000004", "0.0%")) == (Fraction(37, 40), [])
    assert told(PERCENT, typed("120%")) == (Fraction(6, 5), [])


def test_a_bare_number_for_a_percentage_is_read_with_a_finding_or_refused():
    assert told(PERCENT, stored("0.925")) == (Fraction(37, 40), ["K515"])
    assert told(PERCENT, stored("92.5")) == (Fraction(37, 40), ["K515"])
    assert told(PERCENT, stored("0")) == (0, [])
    for written in ("1", "1.2", "1.5"):
        assert told(PERCENT, stored(written)) == (None, ["K514"])


def test_a_heading_in_percent_settles_what_a_bare_number_is():
    assert told(CellRule("percent", "率", in_percent=True), stored("1.2")) == (Fraction(3, 250), [])


def test_excels_seventeen_digits_are_no_noise_but_another_double_is():
    assert told(NUMBER, stored("0.28499999999999998")) == (Fraction(57, 200), [])
    assert told(NUMBER, stored("92.500000000000014")) == (Fraction(185, 2), ["K530"])


def test_a_rate_computed_in_the_sheet_asks_for_its_counts():
    value, said = told(PERCENT, stored("0.869565217391304", "0%", "20/23"))
    assert (value, said) == (Fraction("0.869565217391304"), ["K529"])


def test_an_input_with_places_is_rounded_on_entry():
    assert told(CellRule("number", "值", places=2), stored("2.345")) == (Fraction(47, 20), ["K528"])
    assert told(CellRule("number", "值", places=2), stored("-2.345")) == (Fraction(-47, 20), ["K528"])
    assert told(CellRule("number", "值", places=2), stored("2.34")) == (Fraction(117, 50), [])
    assert told(CellRule("percent", "率", places=2), typed("86.956%")) == (Fraction("0.8696"), ["K528"])


def test_a_number_out_of_range_is_refused_with_both_bounds():
    rule = CellRule("percent", "率", between=(Fraction(0), Fraction(1)))
    ((code, facts),) = read_number(rule, typed("101%")).said
    assert (code.number, facts["found"], facts["low"], facts["high"]) == ("K522", "101%", "0%", "100%")
    assert told(rule, typed("100%")) == (1, [])


def test_a_text_of_thousands_of_digits_is_refused_at_once():
    assert told(NUMBER, typed("1" * 32_000)) == (None, ["K512"])
