"""``better`` against the slope of the total."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


RATE = "inputs: {率: {kind: percent, owner: 督查室, between: [0, 100%%]%s}}\nindicators: {工作: {points: 10, score: %s}}"


def test_an_input_that_lowers_the_score_is_better_lower(codes: Codes) -> None:
    assert codes(RATE % ("", "points * (1 - 率)")) == ["K356"]
    assert codes(RATE % (", better: lower", "points * (1 - 率)")) == []
    assert codes(RATE % (", better: lower", "points * 率")) == ["K356"]


def test_a_step_table_has_a_slope(codes: Codes) -> None:
    falling = "{bands: {of: 率, up_to: {10%: 10, 20%: 5}, otherwise: 0}}"
    assert codes(RATE % ("", falling)) == ["K356"]
    assert codes(RATE % (", better: lower", falling)) == []
    assert codes(RATE % ("", "{bands: {of: 率, from: {90%: 10, 80%: 5}, otherwise: 0}}")) == []


def test_a_line_has_a_slope(codes: Codes) -> None:
    assert codes(RATE % ("", "{line: {of: 率, through: {40%: points, 60%: 0}, beyond: hold}}")) == ["K356"]
    assert codes(RATE % ("", "{line: {of: 率, through: {40%: 0, 60%: points}, beyond: hold}}")) == []


def test_a_figure_with_an_optimum_has_none(codes: Codes) -> None:
    assert codes(RATE % ("", '"points * (1 - abs(率 - 50%))"')) == []


def test_the_direction_is_that_of_the_total(lint: Lint) -> None:
    body = """inputs: {数: {kind: count, owner: 督查室, between: [0, 9]}}
classes: {街道: {}, 部门: {}}
indicators: {工作: {points: 10, deduct: {逾期: {for: 数, each: {街道: 1, 部门: 0}}}}}"""
    (problem,) = lint(body)
    assert problem.message() == "类别“街道”的数据项“数”越高得分越低，同 better: higher 相反"


def test_a_base_is_neither_good_nor_bad_unless_it_says_so(codes: Codes) -> None:
    body = """inputs: {达标: {kind: count, owner: 甲, between: [0, 9]}, 全部: {kind: count, owner: 甲, between: [1, 9]%s}}
indicators: {工作: {points: 10, score: {attainment: {actual: 达标, target: 全部}}}}"""
    assert codes(body % "") == []
    assert codes(body % ", better: lower") == []
    assert codes(body % ", better: higher") == ["K356"]


def test_what_a_value_that_is_divided_by_is_made_of_is_a_base_too(codes: Codes) -> None:
    body = """
inputs:
  已查: {kind: count, owner: 甲科}
  家数: {kind: count, owner: 甲科, between: [1, 100]%s}
values: {应查: 家数 * 4}
indicators:
  检查: {points: 10, score: {attainment: {actual: 已查, target: 应查}}}
"""
    assert codes(body % "") == []
    assert codes(body % ", better: higher") == ["K356"]
