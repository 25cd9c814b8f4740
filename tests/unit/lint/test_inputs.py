"""Options, raters and ranges as declared."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_a_range_runs_upwards(lint: Lint) -> None:
    (problem, *_) = lint("inputs:\n  率: {kind: percent, owner: 督查室, between: [100%, 0]}\nchecks: {甲: {must: 率 >= 0, otherwise: finding}}")
    assert problem.message() == "“率”的 between: [1, 0] 下限比上限大"


def test_the_weights_of_the_raters_make_a_whole(codes: Codes) -> None:
    body = """inputs:
  测评: {kind: ballots, owner: 组织部, options: {好: 100, 差: 0}, missing_rater: problem, raters: {领导: %s, 群众: 60%%}}
indicators: {工作: {points: 10, score: points * 测评 / 100}}"""
    assert codes(body % "40%") == []
    assert codes(body % "39%") == ["K384"]


def test_a_reason_stands_beside_a_value_not_beside_votes(codes: Codes) -> None:
    body = "inputs:\n  评: {kind: %s, owner: 甲科, reason: required}\nindicators: {工作: {points: 10, score: 评}}"
    assert codes(body % "marks") == ["K324"]
    assert codes(body % "number, between: [0, 10]") == []
