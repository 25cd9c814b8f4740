"""Roots where no root can stand are refused with the scheme."""

from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]

BODY = """rounding: {{mode: half_up, total: 2}}
inputs: {{x: {{kind: number, owner: 甲科, between: [0, 5]}}, y: {{kind: number, owner: 甲科, between: [1, 5]}}}}
indicators: {{工作: {{points: 10, score: "{score}"}}}}
checks: {{有数: {{must: x + y >= 0, otherwise: finding}}}}
"""


def roots(codes: list[str]) -> list[str]:
    return [code for code in codes if code == "K417"]


@pytest.mark.parametrize(
    "score",
    ["sqrt(x) + 1", "1 - sqrt(x)", "-sqrt(x)", "y / sqrt(y)", "sqrt(x) ** 2", "abs(sqrt(x) - y)", "2 * (x if x > 1 else sqrt(x)) - 1",
     "below(sqrt(x), 2)", "class_mean(sqrt(x))", "class_max(sqrt(x * y))", "ln(sqrt(y))", "max(1, sqrt(x)) + y", "sqrt(x) + sqrt(y)"],
)  # fmt: skip
def test_a_root_that_is_added_averaged_or_divided_by_is_refused(codes: Codes, score: str) -> None:
    assert roots(codes(BODY.format(score=score))) == ["K417"]


@pytest.mark.parametrize(
    "score",
    ["sqrt(x)", "2 * sqrt(x)", "sqrt(x) / 3", "sqrt(x) * sqrt(y)", "sqrt(sqrt(x))", "round(sqrt(x), 4) + 1", "min(sqrt(x), 2)", "floor(sqrt(x)) + 1",
     "10 if sqrt(x) > 2 else 0", "class_rank(sqrt(x))", "sqrt(2.25) + x", "1 + x"],
)  # fmt: skip
def test_what_is_possible_with_roots_is_not(codes: Codes, score: str) -> None:
    assert roots(codes(BODY.format(score=score))) == []


def test_the_message_names_the_sum_and_the_root(lint: Lint) -> None:
    (problem,) = (p for p in lint(BODY.format(score="sqrt(x) + 1")) if p.code.number == "K417")
    assert problem.message() == "√x + 1 里的 √x 是开方的结果，没有准确的数，不能加减、平均、乘方或作除数"


TWO = """rounding: {{mode: half_up, {places}total: 2}}
inputs: {{x: {{kind: number, owner: 甲科, between: [0, 25]}}}}
indicators:
  甲: {{points: 5, score: sqrt(x)}}
  乙: {{points: 5, score: 5}}
"""


def test_scores_that_are_added_are_rounded_first(codes: Codes) -> None:
    assert roots(codes(TWO.format(places=""))) == ["K417"]
    assert roots(codes(TWO.format(places="indicator: 2, "))) == []
    assert roots(codes(TWO.format(places="").replace("score: sqrt(x)", "round: 3, score: sqrt(x)"))) == []


def test_a_root_is_followed_through_named_values_and_told_once(codes: Codes) -> None:
    body = BODY.format(score="边长 + 1") + "values: {边长: 对角线 / 2, 对角线: sqrt(x)}\n"
    assert roots(codes(body)) == ["K417"]


def test_an_item_takes_nothing_from_a_root(codes: Codes) -> None:
    body = BODY.format(score="sqrt(x)").replace('score: "sqrt(x)"', 'score: "sqrt(x)", deduct: {迟报: 1}')
    assert roots(codes(body)) == ["K417"]
