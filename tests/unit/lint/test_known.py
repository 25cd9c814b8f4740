"""What can be said of the facts before they are in."""

from collections.abc import Callable
from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.formula.analysis import EITHER, Choices, Interval
from kpi_engine.lint.known import figure, known_ranges
from kpi_engine.table import Ref, Role
from kpi_engine.terms import ByClass, Formula


def test_kinds_and_declared_ranges_bound_the_inputs(plan_of: Callable[[str], Plan]) -> None:
    body = """inputs:
  数: {kind: count, owner: 甲, target: given}
  率: {kind: percent, owner: 甲, between: [0, 100%]}
  否: {kind: yes_no, owner: 甲}
  档: {kind: choice, owner: 甲, options: [好, 差]}
  票: {kind: ballots, owner: 甲, options: {满意: 100, 不满意: 40}}
checks: {用到: {must: 否 or 档 == 好 or 率 + 数 + target(数) + 票 > 0, otherwise: finding}}"""
    told = known_ranges(plan_of(body))
    assert str(told[Ref(Role.INPUT, "数")]) == "[0, ∞)"
    assert str(told[Ref(Role.TARGET, "数")]) == "[0, ∞)"
    assert told[Ref(Role.INPUT, "率")] == Interval(Fraction(0), Fraction(1))
    assert told[Ref(Role.INPUT, "否")] == EITHER
    assert told[Ref(Role.INPUT, "档")] == Choices(frozenset({"好", "差"}))
    assert told[Ref(Role.INPUT, "票")] == Interval(Fraction(40), Fraction(100))


def test_a_number_by_class_is_plain_for_each_class() -> None:
    rule = ByClass((("街道", Formula("30")),), Formula("95%"))
    assert figure(rule, "街道") == 30
    assert figure(rule, "部门") == Fraction(19, 20)
    assert figure(rule) is None
    assert figure(Formula("points * 2")) is None
