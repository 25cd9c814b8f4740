from fractions import Fraction

import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

GIVEN = "{完成: {kind: number, owner: 甲科, target: given}}"
COST = "{耗材: {kind: number, owner: 甲科, target: 50, better: lower}}"


def test_points_by_the_ratio_to_the_target_and_no_more_than_full() -> None:
    told = leaf_scores("{attainment: {actual: 完成}}", GIVEN, {"完成": ["5", "4", "7", "0"]}, targets={"完成": ["5", "5", "5", "5"]})
    assert told == [10, 8, 10, 0]


def test_a_third_stays_a_third() -> None:
    assert leaf_scores("{attainment: {actual: 完成}}", GIVEN, {"完成": ["1"]}, targets={"完成": ["3"]}) == [Fraction(10, 3)]


def test_the_target_may_be_written_in_the_form() -> None:
    assert leaf_scores("{attainment: {actual: 完成, target: 8}}", GIVEN, {"完成": ["6"]}) == [Fraction(15, 2)]


def test_above_one_hundred_percent_counts_where_at_most_says_so() -> None:
    told = leaf_scores("{attainment: {actual: 完成, target: 10, at_most: 120%}}", GIVEN, {"完成": ["11", "12", "13"]})
    assert told == [11, 12, 12]


def test_under_none_below_there_is_nothing_and_on_it_the_ratio() -> None:
    told = leaf_scores("{attainment: {actual: 完成, target: 100, none_below: 60%}}", GIVEN, {"完成": ["59.99", "60", "61"]})
    assert told == [0, 6, Fraction(61, 10)]


def test_less_is_better_turns_the_ratio_round() -> None:
    assert leaf_scores("{attainment: {actual: 耗材}}", COST, {"耗材": ["50", "100", "25", "80"]}) == [10, 5, 10, Fraction(25, 4)]


@pytest.mark.parametrize(("word", "told"), [("full", 10), ("none", 0), ("not_applicable", "NOT_APPLICABLE"), ("problem", "ERROR")])
def test_a_target_of_zero_is_what_at_zero_says(word: str, told: object) -> None:
    score = f"{{attainment: {{actual: 完成, at_zero: {word}}}}}"
    assert leaf_scores(score, GIVEN, {"完成": ["0", "3"]}, targets={"完成": ["0", "3"]}) == [told, 10]


def test_a_target_of_zero_without_at_zero_is_an_error_never_a_zero() -> None:
    assert leaf_scores("{attainment: {actual: 完成}}", GIVEN, {"完成": ["0"]}, targets={"完成": ["0"]}) == ["ERROR"]


def test_a_cost_of_zero_has_the_zero_divisor() -> None:
    assert leaf_scores("{attainment: {actual: 耗材, at_zero: full}}", COST, {"耗材": ["0"]}) == [10]


def test_a_zero_ratio_under_none_below_is_still_asked_at_zero_first() -> None:
    score = "{attainment: {actual: 完成, none_below: 60%, at_zero: full}}"
    assert leaf_scores(score, GIVEN, {"完成": ["0", "0"]}, targets={"完成": ["0", "5"]}) == [10, 0]


def test_states_pass_through() -> None:
    told = leaf_scores("{attainment: {actual: 完成}}", GIVEN, {"完成": [None, NONE, "1", "1"]}, targets={"完成": ["5", "5", None, NONE]})
    assert told == ["MISSING", "NOT_APPLICABLE", "MISSING", "NOT_APPLICABLE"]


@pytest.mark.parametrize(
    ("score", "inputs", "code"),
    [
        ("{attainment: {actual: 完成}}", "{完成: {kind: number, owner: 甲科}}", "K314"),
        ("{attainment: {actual: 完成 + 1}}", GIVEN, "K314"),
        ("{attainment: {actual: 完成, goal: 5}}", GIVEN, "K201"),
        ("{attainment: {target: 5}}", GIVEN, "K202"),
        ("{attainment: {actual: 完成, at_zero: zero}}", GIVEN, "K203"),
        ("{attainment: {actual: 评定, target: 1}}", "{评定: {kind: choice, options: [好, 差], owner: 甲科}}", "K409"),
        ("{attainmnt: {actual: 完成}}", GIVEN, "K211"),
    ],
)
def test_what_cannot_be_meant_is_refused(score: str, inputs: str, code: str) -> None:
    assert refusals(leaf_text(score, inputs)) == [code]
