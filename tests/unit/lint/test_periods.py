"""Periods that do not nest, and inputs that are reported once or in each of them."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


BOTH = """inputs: {率: {kind: percent, owner: 督查室, between: [0, 100%%]%s}}
indicators:
  半年: {points: 5, periods: {every: half, combine: mean, missing: problem}, score: points * 率}
  全年: {points: 5, score: points * 率}"""


def test_an_input_in_and_outside_of_periods_says_how_often_it_is_reported(lint: Lint, codes: Codes) -> None:
    (problem,) = lint(BOTH % "")
    assert problem.message() == "数据项“率”在分期的指标里用到（上半年、下半年），又在不分期的地方用到：要报几次说不清"
    assert codes(BOTH % ", every: year") == []
    assert codes(BOTH % ", every: half, take: mean") == []


def test_a_monthly_figure_used_once_says_how_it_is_made(codes: Codes) -> None:
    body = "inputs: {率: {kind: percent, owner: 督查室, between: [0, 100%%], every: month%s}}\nindicators: {工作: {points: 10, score: points * 率}}"
    assert codes(body % "") == ["K388"]
    assert codes(body % ", take: mean") == []
    assert codes("periods: {every: month, combine: mean, missing: problem}\n" + body % "") == []
