from fractions import Fraction

import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

INPUT = "{率: {kind: number, owner: 甲科}, 低: {kind: number, owner: 甲科}, 高: {kind: number, owner: 甲科}}"


@pytest.mark.parametrize(
    ("beyond", "below", "above"),
    [("hold", 0, 10), ("extend", Fraction(-10), Fraction(20)), ("problem", "ERROR", "ERROR")],
)
def test_straight_between_knots_and_beyond_them_as_declared(beyond: str, below: object, above: object) -> None:
    score = f"{{line: {{of: 率, through: {{85%: 0, 95%: points}}, beyond: {beyond}}}}}"
    assert leaf_scores(score, INPUT, {"率": ["75%", "85%", "90%", "92.5%", "95%", "105%"]}) == [below, 0, 5, Fraction(15, 2), 10, above]


def test_a_line_may_fall() -> None:
    score = "{line: {of: 率, through: {40%: points, 60%: 0}, beyond: hold}}"
    assert leaf_scores(score, INPUT, {"率": ["30%", "45%", "60%", "99%"]}) == [10, Fraction(15, 2), 0, 0]


@pytest.mark.parametrize("knots", ["{0: 0, 50: 4, 100: 10}", "{100: 10, 0: 0, 50: 4}"])
def test_three_knots_in_any_order(knots: str) -> None:
    score = f"{{line: {{of: 率, through: {knots}, beyond: extend}}}}"
    assert leaf_scores(score, INPUT, {"率": ["-25", "25", "50", "75", "100", "150"]}) == [-2, 2, 4, 7, 10, 16]


def test_marginal_brackets_are_a_line_through_cumulative_knots() -> None:
    """The first 10 at 1 each, the next 20 at 0.5, then 0.1."""
    score = "{line: {of: 率, through: {0: 0, 10: 10, 30: 20, 1030: 120}, beyond: extend}}"
    assert leaf_scores(score, INPUT, {"率": ["4", "10", "16", "30", "35"]}) == [4, 10, 13, 20, Fraction(41, 2)]


@pytest.mark.parametrize("knots", ["{低: 60, 高: 100}", "{高: 100, 低: 60}"])
def test_efficacy_coefficient_between_two_formulas_in_either_order(knots: str) -> None:
    score = f"{{line: {{of: 率, through: {knots}, beyond: hold}}}}"
    told = leaf_scores(score, INPUT, {"率": ["5", "1", "10", "4"], "低": ["2", "2", "2", "8"], "高": ["8", "8", "8", "0"]})
    assert told == [80, 60, 100, 80]


def test_min_max_over_the_class_gives_zero_to_the_lowest() -> None:
    score = "{line: {of: 率, through: {class_min(率): 0, class_max(率): points}, beyond: hold}}"
    assert leaf_scores(score, INPUT, {"率": ["2", "7", "12"]}) == [0, 5, 10]


def test_equal_outer_knots_are_what_if_equal_says() -> None:
    score = "{line: {of: 率, through: {class_min(率): 0, class_max(率): points}, beyond: hold, if_equal: points / 2}}"
    assert leaf_scores(score, INPUT, {"率": ["3", "3"]}) == [5, 5]


def test_equal_outer_knots_without_if_equal_are_an_error() -> None:
    score = "{line: {of: 率, through: {class_min(率): 0, class_max(率): points}, beyond: hold}}"
    assert leaf_scores(score, INPUT, {"率": ["3", "3"]}) == ["ERROR", "ERROR"]


def test_beyond_problem_between_two_formulas() -> None:
    score = "{line: {of: 率, through: {低: 0, 高: points}, beyond: problem}}"
    told = leaf_scores(score, INPUT, {"率": ["1.9", "2", "4", "4.1"], "低": ["2", "2", "2", "2"], "高": ["4", "4", "4", "4"]})
    assert told == ["ERROR", 0, 10, "ERROR"]


def test_states_pass_through() -> None:
    score = "{line: {of: 率, through: {0: 0, 1: points}, beyond: hold}}"
    assert leaf_scores(score, INPUT, {"率": [None, NONE]}) == ["MISSING", "NOT_APPLICABLE"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ("{of: 率, through: {1: 1}, beyond: hold}", "K311"),
        ("{of: 率, through: {1: 1, 1.0: 2}, beyond: hold}", "K310"),
        ("{of: 率, through: {0: 0, 1: 1}}", "K202"),
        ("{of: 率, through: {0: 0, 1: 1}, beyond: cap}", "K203"),
        ("{of: 率, through: [0, 1], beyond: hold}", "K204"),
    ],
)
def test_what_cannot_be_meant_is_refused(params: str, code: str) -> None:
    assert refusals(leaf_text(f"{{line: {params}}}", INPUT)) == [code]
