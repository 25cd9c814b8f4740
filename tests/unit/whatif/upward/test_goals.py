from fractions import Fraction

from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.whatif.replays import Came
from kpi_engine.whatif.upward.goals import Goal, goal_of

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs: {得分率: {kind: percent, owner: 甲股}}
indicators: {甲: {points: 100, score: points * 得分率}}
grades: {of: total, from: {优秀: 90, 良好: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
"""


def results() -> Results:
    return base_of(SCHEME, ["甲"], {"得分率": ["70%"]}).results


def test_any_better_grade_and_any_better_place_will_do() -> None:
    now = Came(Fraction(70), 4, "合格")
    assert goal_of(results(), now, "grade") == Goal(("优秀", "良好"))
    assert goal_of(results(), now, "rank") == Goal(rank=3)


def test_the_best_have_nothing_to_reach_nor_have_those_without_a_result() -> None:
    assert goal_of(results(), Came(Fraction(95), 1, "优秀"), "grade") is None
    assert goal_of(results(), Came(Fraction(95), 1, "优秀"), "rank") is None
    assert goal_of(results(), Came(None, None, ""), "grade") is None
    assert goal_of(results(), Came(None, None, ""), "rank") is None


def test_it_is_reached_by_what_is_at_least_as_good_and_sound() -> None:
    assert Goal(rank=3).is_reached(Came(Fraction(1), 2, ""))
    assert not Goal(rank=3).is_reached(Came(Fraction(1), 4, ""))
    assert not Goal(rank=3).is_reached(Came(None, None, ""))
    assert Goal(("优秀", "良好")).is_reached(Came(Fraction(1), None, "优秀"))
    assert not Goal(("优秀",)).is_reached(Came(Fraction(1), None, "优秀", sound=False))


def test_it_is_named_as_people_say_it() -> None:
    assert Goal(("优秀", "良好")).text() == "良好以上"
    assert Goal(("优秀",)).text() == "优秀"
    assert (Goal(rank=3).text(), Goal(rank=3).text("en")) == ("第3名", "rank 3")
