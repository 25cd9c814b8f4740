from comparing import base_of
from kpi_engine.whatif.reasons.ends import end_of
from kpi_engine.whatif.reasons.states import States

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  任务: {kind: percent, owner: 甲股}
indicators:
  任务分: {points: 100, score: points * 任务}
grades: {of: total, from: {优秀: 85}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""
UNITS = ["甲", "乙", "丙"]


def states(*percents: str, text: str = SCHEME) -> States:
    before = base_of(SCHEME, UNITS, {"任务": ["90%", "80%", "70%"]})
    return States(end_of(before), end_of(base_of(text, UNITS, {"任务": list(percents)})))


def test_units_with_the_same_data_share_every_state() -> None:
    told = states("95%", "80%", "70%")
    told.score([0, 1, 2])
    assert told.groups_of(0) == ("own",)
    assert told.groups_of(1) == ("others",)
    assert len(told.runs) == 2  # all of the one run, all of the other


def test_where_own_and_others_differ_two_states_more_are_scored_for_the_unit() -> None:
    told = states("95%", "96%", "70%")
    told.score([0, 1, 2])
    assert len(told.runs) == 2 + 2 * 2
    came = told.of(0)
    assert {tuple(sorted(state)): one.rank for state, one in came.items()} == {(): 1, ("own",): 1, ("others",): 2, ("others", "own"): 2}


def test_a_text_that_differs_in_one_part_needs_no_mixed_text() -> None:
    told = states("90%", "80%", "70%", text=SCHEME.replace("优秀: 85", "优秀: 75"))
    told.score([1])
    assert told.groups == ("rules",)
    assert {tuple(state): one.grade for state, one in told.of(1).items()} == {(): "合格", ("rules",): "优秀"}
    assert not told.joined
