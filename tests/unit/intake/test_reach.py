"""Of whom an input is asked."""

from __future__ import annotations

import pytest

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.reach import Reach
from kpi_engine.table import Ref, Role
from scored import plan_text
from unit.intake.template.conftest import TEXT

HEAD = """
scheme: desk
title: 试算
edition: 2024
points: 10
classes: {街道: {}, 部门: {}}
missing: problem
not_applicable: problem
rounding: {mode: half_up, total: 2}
inputs:
  甲数: {kind: number, owner: 办}
  乙数: {kind: number, owner: 办}
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Every kind of input."""
    return plan_text(TEXT)


def asked(text: str, class_name: str, unit: str = "") -> list[str]:
    """The names of the inputs asked of a unit of a class."""
    reach = Reach.of(plan_text(HEAD + text).steps)
    return sorted(ref.name for ref in reach.refs(class_name, unit) if ref.role is Role.INPUT)


def test_an_indicator_of_no_points_asks_for_nothing(plan: Plan) -> None:
    reach = Reach.of(plan.steps)
    street, office = reach.refs("街道"), reach.refs("部门")
    assert Ref(Role.INPUT, "达标") in street - office
    assert Ref(Role.INPUT, "征收率") in office - street
    assert Ref(Role.INPUT, "满意率") in office & street


def test_only_for_a_class_asks_that_class() -> None:
    text = "indicators:\n  子: {points: 10, score: 甲数, only_for: {class: 街道}}\n  丑: {points: 10, score: 乙数, only_for: {class: 部门}}\n"
    assert (asked(text, "街道"), asked(text, "部门")) == (["甲数"], ["乙数"])


def test_only_for_a_unit_asks_that_unit() -> None:
    text = "indicators:\n  子: {points: 10, score: 甲数}\n  丑: {bonus: 5, score: 乙数, only_for: {unit: 城关街道}}\n"
    assert asked(text, "街道", "城关街道") == ["乙数", "甲数"]
    assert asked(text, "街道", "东风街道") == ["甲数"]
    assert Reach.of(plan_text(HEAD + text).steps).named_units == {"城关街道"}


def test_a_figure_by_class_asks_for_the_branch_of_the_class() -> None:
    text = "indicators:\n  子: {points: 10, score: {街道: 甲数, 部门: 乙数}}\n"
    assert (asked(text, "街道"), asked(text, "部门")) == (["甲数"], ["乙数"])


def test_what_is_compared_with_all_units_is_asked_of_all() -> None:
    text = (
        "indicators:\n  子: {points: {街道: 10, 部门: 0}, score: points * 甲数 / all_max(甲数)}\n  丑: {points: {街道: 0, 部门: 10}, score: 乙数}\n"
    )
    assert asked(text, "部门") == ["乙数", "甲数"]


def test_an_input_knows_who_uses_it(plan: Plan) -> None:
    users = Reach.of(plan.steps).users
    assert users[Ref(Role.INPUT, "投资额")] == ("投资",)
    assert users[Ref(Role.TARGET, "投资额")] == ("投资",)
