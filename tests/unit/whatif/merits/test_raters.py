from fractions import Fraction

from comparing import base_of
from kpi_engine.whatif.merits.raters import Severity, severities

HEAD = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
"""
BALLOTS = """
inputs:
  评: {kind: ballots, options: {好: 100, 差: 0}, raters: {领导: 50%, 群众: 50%}, missing_rater: problem, owner: 甲股}
indicators: {甲: {points: 100, score: 评}}
"""
MARKS = """
inputs:
  评: {kind: marks, at_least: 1, owner: 甲股, between: [0, 100]}
indicators: {甲: {points: 100, score: 评}}
"""


def test_groups_of_raters_are_compared_over_the_same_units() -> None:
    votes = {
        ("评", "领导|好"): ["3", "2"],
        ("评", "领导|差"): ["1", "0"],
        ("评", "群众|好"): ["1", "1"],
        ("评", "群众|差"): ["1", "1"],
    }
    told = severities(base_of(HEAD + BALLOTS, ["甲", "乙"], {}, votes=votes).results)
    # 75 and 100 by the leaders, 50 and 50 by the people; together 62.5 and 75
    assert told == (
        Severity("评", "领导", 2, Fraction("87.5"), Fraction("68.75")),
        Severity("评", "群众", 2, Fraction(50), Fraction("68.75")),
    )
    assert [one.difference for one in told] == [Fraction("18.75"), Fraction("-18.75")]


def test_a_juror_is_compared_over_the_units_that_it_rated() -> None:
    rows = [
        {"unit": "甲", "mark": "80", "fact": "张"},
        {"unit": "乙", "mark": "90", "fact": "张"},
        {"unit": "甲", "mark": "70", "fact": "李"},
    ]
    told = severities(base_of(HEAD + MARKS, ["甲", "乙"], {}, rows={"marks:评": rows}).results)
    assert told == (Severity("评", "张", 2, Fraction(85), Fraction("82.5")), Severity("评", "李", 1, Fraction(70), Fraction(75)))


def test_one_rater_alone_is_not_compared() -> None:
    rows = [{"unit": "甲", "mark": "80", "fact": "张"}, {"unit": "乙", "mark": "90", "fact": "张"}]
    assert severities(base_of(HEAD + MARKS, ["甲", "乙"], {}, rows={"marks:评": rows}).results) == ()
