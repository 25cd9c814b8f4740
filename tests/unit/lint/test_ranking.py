"""Tie-breaks that decide nothing, and the place of the vetoed."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


RANK = "ranking: {within: all, by: %s, ties: share}"


def test_a_tie_break_decides_something(lint: Lint, codes: Codes) -> None:
    two = "indicators: {工作: {points: 6, deduct: {迟报: 1}}, 作风: {points: 4, deduct: {投诉: 1}}}\n"
    assert codes(two + RANK % "[total, 作风, 工作]") == []
    assert codes(two + RANK % "[total, 作风, 作风]") == ["K368"]
    (problem,) = lint(RANK % "[total, 工作]")
    assert problem.message() == "ranking.by 里的“工作”就是总分，分不出先后"


def test_a_mere_cap_of_the_grade_leaves_the_rank_alone(codes: Codes) -> None:
    body = "grades: {of: total, from: {优秀: 9}, otherwise: 合格}\nvetoes: {事故: {for: 事故, then: %s}}\n" + RANK % "[total]"
    assert codes(body % "{at_most: 合格}") == []
    assert codes(body % "{grade: 合格}") == ["K369"]
