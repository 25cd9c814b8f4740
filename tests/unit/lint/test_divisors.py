"""Divisors that can be zero or negative, and how far formulas multiply."""

from collections.abc import Callable

Codes = Callable[[str], list[str]]


RATE = "inputs: {数: {kind: %s, owner: 督查室, target: given%s}}\nindicators: {工作: {points: 10, score: %s}}"


def test_a_divisor_that_can_be_zero_is_found(codes: Codes) -> None:
    assert codes(RATE % ("count", "", "{attainment: {actual: 数}}")) == ["K353"]


def test_what_is_said_of_zero_is_enough(codes: Codes) -> None:
    assert codes(RATE % ("count", "", "{attainment: {actual: 数, at_zero: full}}")) == []
    assert codes(RATE % ("count", ", between: [1, 50]", "{attainment: {actual: 数}}")) == []
    assert codes(RATE % ("count", "", '"points * min(1, 数 / target(数)) if target(数) > 0 else 0"')) == []
    assert codes(RATE % ("count", "", '"points * min(1, 数 / max(1, target(数)))"')) == []


def test_a_guard_on_another_number_is_not_enough(codes: Codes) -> None:
    assert codes(RATE % ("count", "", '"points * min(1, 数 / target(数)) if 数 > 0 else 0"')) == ["K353"]


def test_a_target_that_can_be_negative_asks_for_its_case(codes: Codes) -> None:
    relative = '"clip(points * (1 + (数 - target(数)) / target(数)), 0, points)"'
    assert codes(RATE % ("number", "", relative)) == ["K352"]
    assert codes(RATE % ("number", ", between: [0.1, 9]", relative)) == []


def test_the_rate_of_another_indicator_is_not_asked_where_it_has_no_points(codes: Codes) -> None:
    body = """classes: {街道: {}, 部门: {}}
points: {街道: 10, 部门: 4}
indicators:
  工作: {points: {街道: 6, 部门: 0}, deduct: {迟报: 1}}
  作风: {points: 4, score: "points * (rate(工作) if unit_class == 街道 else 1)"}"""
    assert codes(body) == []


def test_a_degree_of_twenty_is_the_most(codes: Codes) -> None:
    body = "inputs: {率: {kind: percent, owner: 督查室, between: [0, 100%%]}}\nindicators: {工作: {points: 10, score: %s}}"
    assert codes(body % "10 * 率 ** 10 * 率 ** 10") == []
    assert codes(body % "10 * 率 ** 10 * 率 ** 10 * 率") == ["K385"]
    assert codes(body % '"10 * round(率 ** 10 * 率 ** 10, 4) ** 10"') == []
