"""What nothing uses."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_an_input_that_gives_the_class_is_used(codes: Codes) -> None:
    assert codes("inputs:\n  所属: {kind: unit, owner: 基层股}\nclasses: {from: 所属}") == []


def test_an_input_that_only_an_option_uses_is_used(codes: Codes) -> None:
    body = """inputs:
  基准: {kind: number, owner: 督查室}
  测评: {kind: ballots, owner: 组织部, options: {好: 基准, 差: 0}}
indicators: {工作: {points: 10, score: "clip(测评, 0, points)"}}"""
    assert codes(body) == []


def test_all_sorts_of_unused_names_are_told(lint: Lint) -> None:
    told = lint("inputs:\n  甲: {kind: count, owner: 督查室}\nvalues:\n  乙: 3\nfunctions:\n  丙(x): x * 2")
    assert [problem.message() for problem in told] == ["数据项“甲”没有用到", "中间值“乙”没有用到", "函数“丙”没有用到"]


def test_a_parameter_inside_a_form_is_used(codes: Codes) -> None:
    body = """inputs: {级: {kind: choice, owner: 督查室, options: [国, 省]}}
functions:
  分(级别, 倍): {levels: {of: 级别, give: {国: 10 * 倍, 省: 5 * 倍}}}
indicators: {工作: {points: 10, score: "分(级, 1)"}}"""
    assert codes(body) == []
