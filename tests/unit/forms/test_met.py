from fractions import Fraction

import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

RATE = "{满意率: {kind: percent, owner: 甲科}, 事故: {kind: yes_no, owner: 甲科}}"


def test_the_bound_itself_gets_full_marks_and_a_hair_below_gets_nothing() -> None:
    told = leaf_scores("{met: 满意率 >= 90%}", RATE, {"满意率": ["90%", "89.9999%", "100%", "0"]})
    assert told == [10, 0, 10, 0]


def test_a_rate_of_counts_is_compared_exactly() -> None:
    told = leaf_scores(
        "{met: 办结 / 受理 >= 1 / 3}",
        "{办结: {kind: count, owner: 甲科}, 受理: {kind: count, owner: 甲科}}",
        {"办结": ["1", "33"], "受理": ["3", "100"]},
    )
    assert told == [10, 0]


def test_a_yes_is_a_condition_by_itself() -> None:
    assert leaf_scores("{met: not 事故}", RATE, {"事故": [False, True]}) == [10, 0]


def test_points_may_be_any_number() -> None:
    assert leaf_scores("{met: 满意率 > 50%}", RATE, {"满意率": ["51%", "50%"]}, points="7.5") == [Fraction(15, 2), 0]


def test_a_blank_is_never_zero_and_a_not_applicable_stays_one() -> None:
    assert leaf_scores("{met: 满意率 >= 0}", RATE, {"满意率": [None, NONE, "0"]}) == ["MISSING", "NOT_APPLICABLE", 10]


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("{met: 满意率}", "K410"),
        ("{met: 满意度 >= 90%}", "K406"),
        ('{met: "满意率 >="}', "K403"),
        ("{met: {when: 满意率 >= 90%}}", "K211"),
    ],
)
def test_what_is_no_condition_is_refused(score: str, code: str) -> None:
    assert refusals(leaf_text(score, RATE)) == [code]
