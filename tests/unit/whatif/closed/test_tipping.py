"""Tipping weights against brute force: every weight at every step, the whole decision by the exact reader."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden_case import folder_sheet
from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError
from kpi_engine.whatif.closed.lines import Policy
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.tipping import Tip, sentences, tipping_points
from scored import score_text
from weights import CLASSES, MEAN, PLAIN, grades, moved, ranks, scored

UNITS = ["东", "西", "南", "北"]
Told = tuple[str, tuple[int, ...], F, str]


def brute(base: Results, step: F, policy: Policy) -> list[list[set[Told]]]:
    """For each unit the nearest tips of its rank and of its grade."""
    moves = Moves(base, step)
    now = (ranks(base), grades(base))
    best: list[list[tuple[F, set[Told]]]] = [[(F(10**6), set()), (F(10**6), set())] for _ in base.units]
    for move in moves.all(policy):
        for share in move.grid(move.least, move.most):
            results = moved(base, move, share)
            found = (ranks(results), grades(results))
            size = abs(share - move.now) * move.worth
            for row, kinds in enumerate(best):
                for what in (0, 1):
                    if found[what][row] != now[what][row] and size <= kinds[what][0]:
                        told = kinds[what][1] if size == kinds[what][0] else set()
                        told.add((move.indicator, move.classes, share, str(found[what][row])))
                        kinds[what] = (size, told)
    return [[told for _, told in kinds] for kinds in best]


def told(tips: tuple[Tip, ...]) -> set[Told]:
    return {(tip.move.indicator, tip.move.classes, tip.at, tip.becomes) for tip in tips}


def check(base: Results, step: F, policy: Policy = "siblings") -> None:
    found = tipping_points(Moves(base, step), policy)
    for one, expected in zip(found.units, brute(base, step, policy), strict=True):
        assert [told(one.rank), told(one.grade)] == expected
    assert len(sentences(found)) == len(sentences(found, "en")) >= 1 + len(base.units)


RATE = st.sampled_from(["0%", "50%", "60.1%", "90%", "100%"])
PAIRS = st.lists(st.tuples(RATE, RATE), min_size=4, max_size=4)


@settings(max_examples=6, deadline=None)
@given(PAIRS, st.integers(0, 8), st.sampled_from(["take_none", "take_all"]))
def test_the_nearest_tips_are_those_of_brute_force(rates: list[tuple[str, str]], faults: int, cut: str) -> None:
    text = PLAIN.replace("take_none", cut)
    check(scored(text, UNITS, {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]}, {"西": faults}), F(5))


@settings(max_examples=4, deadline=None)
@given(PAIRS, st.integers(0, 8), st.booleans())
def test_so_are_those_of_classes_with_different_points(rates: list[tuple[str, str]], faults: int, together: bool) -> None:
    text = CLASSES.replace("within: class", "within: all") if together else CLASSES
    units = dict(zip(UNITS, ["街道", "街道", "部门", "部门"], strict=True))
    check(scored(text, units, {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]}, {"西": faults}), F(10))


@pytest.mark.parametrize("text", [PLAIN.replace("not_applicable: problem", "not_applicable: rescale"), MEAN])
def test_so_are_those_of_rescaled_units_and_of_weights_under_a_mean(text: str) -> None:
    absent = "不涉及" if text != MEAN else "70%"
    given = {"甲率": ["90%", "60%", absent, "80%"], "乙率": ["60%", "95%", "80%", "50%"]}
    check(scored(text, UNITS, given, {"西": 1}), F(5) if text != MEAN else F(1, 20))


def test_so_are_those_where_nobody_pays() -> None:
    given = {"甲率": ["90%", "60%", "70%", "80%"], "乙率": ["60%", "95%", "80%", "50%"]}
    check(scored(PLAIN, UNITS, given, {"西": 1}), F(5), "none")


GIVEN = {"甲率": ["90%", "60%"], "乙率": ["50%", "95%"]}


def test_at_the_step_before_nothing_has_changed_and_both_are_told() -> None:
    base = scored(PLAIN, ["东", "西"], GIVEN)
    found = tipping_points(Moves(base))
    (tip,) = [tip for tip in found.units[0].rank if tip.move.indicator == "甲"] or [found.units[0].rank[0]]
    assert ranks(moved(base, tip.move, tip.before)) == ranks(base)
    assert ranks(moved(base, tip.move, tip.at)) != ranks(base)
    assert abs(tip.at - tip.before) == 1
    line = sentences(found, "en")[1]
    assert line == (
        "东: with “乙” at 29 instead of 35 the rank goes from 2 to 1 (not yet at 30); "
        "with “乙” at 31 instead of 35 the grade goes from 合格 to 优秀 (not yet at 32)."
    )


def test_a_unit_that_nothing_tips_is_said_to_be_so() -> None:
    base = scored(PLAIN, ["东", "西"], {"甲率": ["100%", "50%"], "乙率": ["100%", "50%"]}, {"西": 3})
    found = tipping_points(Moves(base), units=["东"])
    assert [one.unit for one in found.units] == ["东"]
    assert found.units[0].rank == ()
    assert sentences(found)[1] == "东：不论哪一项份额单独怎么变，名次、等次都不变。"


def test_one_may_look_no_further_than_some_points() -> None:
    base = scored(PLAIN, ["东", "西"], {"甲率": ["90%", "60%"], "乙率": ["50%", "90%"]})
    near, far = tipping_points(Moves(base), within=F(1)), tipping_points(Moves(base))
    assert near.units[0].rank == ()
    assert far.units[0].rank
    assert far.units[0].rank[0].size > 1
    assert "最多变动 1 分" in sentences(near)[0]


def test_who_is_not_linear_is_named() -> None:
    text = PLAIN.replace("not_applicable: problem", "not_applicable: rescale")
    base = scored(text, ["东", "西"], {"甲率": ["90%", "不涉及"], "乙率": ["50%", "95%"]})
    found = tipping_points(Moves(base))
    assert ("乙", "西") in {(move.indicator, unit) for move, unit, _ in found.not_linear}
    assert [line for line in sentences(found) if "成直线变化：" in line] == [
        "西的总分不随“甲、乙、丙”的份额成直线变化：“总分折算后”这一步（÷）里也有它。"
    ]


def test_unknown_units_and_steps_that_are_none_are_refused_together() -> None:
    base = scored(PLAIN, ["东", "西"], GIVEN)
    with pytest.raises(KpiError) as refused:
        tipping_points(Moves(base, F(-1)), units=["冬", "东", "夏"])
    assert [problem.code.number for problem in refused.value.problems] == ["K583", "K583", "K834"]


@pytest.mark.parametrize("name", ["hospital_support", "emergency_drills", "farmland_housing"])
def test_in_the_library_of_schemes_a_tip_and_the_step_before_it_are_as_the_exact_reader_says(name: str) -> None:
    base = folder_sheet(name).results
    found = tipping_points(Moves(base))
    now = (ranks(base), grades(base))
    seen: dict[tuple[object, F], tuple[list[int | None], list[str]]] = {}
    checked = 0
    for row, one in enumerate(found.units):
        for what, tips in enumerate((one.rank, one.grade)):
            for tip in tips[:1]:
                for share, changed in ((tip.before, False), (tip.at, True)):
                    key = (tip.move.indicator, share)
                    if key not in seen:
                        other = moved(base, tip.move, share)
                        seen[key] = (ranks(other), grades(other))
                    assert (seen[key][what][row] != now[what][row]) == changed
                    checked += 1
    assert checked >= 20


IN_PERIODS = """
scheme: desk
title: 考核
edition: 2024
clause: 例
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
periods: {names: [上期, 下期], combine: mean, missing: problem}
inputs: {甲率: {kind: percent, owner: 股, between: [0%, 100%]}, 乙率: {kind: percent, owner: 股, between: [0%, 100%]}}
indicators:
  甲项: {points: 60, score: points * 甲率}
  乙项: {points: 40, score: points * 乙率}
grades: {of: total, from: {好: 60}, otherwise: 中}
ranking: {within: all, by: [total], ties: share, each_period: yes}
quotas:
  名额: {grade: 好, at_most: 1, among: "times(periods, rank == 1) >= 1", at_the_cut: take_all, falls_to: 中}
  红旗: {grade: 好, at_most: 1, at_the_cut: take_none, falls_to: 中, each_period: yes}
"""


def test_places_in_the_periods_that_the_year_looks_at_move_with_the_weights() -> None:
    rates = {
        "甲率@上期": ["90%", "70%", "80%"],
        "乙率@上期": ["60%", "95%", "70%"],
        "甲率@下期": ["80%", "60%", "85%"],
        "乙率@下期": ["50%", "90%", "80%"],
    }
    check(score_text(IN_PERIODS, UNITS[:3], rates).results, F(5))
