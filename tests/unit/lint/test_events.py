"""Events without a price, priced twice, and names that differ in one character."""

from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem
from kpi_engine.lint.events import differ_in_one

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_an_event_that_a_formula_counts_is_used(codes: Codes) -> None:
    body = "events: {缺席: {owner: 办公室}}\n%s"
    assert codes(body % "") == ["K347"]
    assert codes(body % "vetoes: {会风: {when: count(缺席) >= 3, then: {total: 5}}}") == []
    assert codes(body % "vetoes: {缺席: {for: 缺席, then: {total: 5}}}") == []


TWICE = "%sindicators: {工作: {points: 6, deduct: {迟报: 1}}, 作风: {points: 4, deduct: {迟报: 1}}}"


def test_an_event_in_two_places_needs_a_word(lint: Lint, codes: Codes) -> None:
    (problem,) = lint(TWICE % "")
    assert problem.message() == "事项“迟报”在 工作、作风 里都计分，没有写 same_fact：同一件事算几次说不清"
    assert codes(TWICE % "same_fact: each\n") == []
    assert codes(TWICE % "same_fact: heaviest\n") == []


def test_an_event_of_two_classes_is_in_one_place_for_each(codes: Codes) -> None:
    body = """classes: {街道: {}, 部门: {}}
indicators:
  工作: {points: 10, only_for: {class: 街道}, deduct: {迟报: 1}}
  作风: {points: 10, only_for: {class: 部门}, deduct: {迟报: 1}}"""
    assert codes(body) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("擅自脱岗", "擅自离岗", True),
        ("通报表扬", "通报表彰", True),
        ("公开超时限", "公开超期限", True),
        ("信息错误", "信息错误率", True),
        ("上半年通报", "下半年通报", False),
        ("一季度通报", "三季度通报", False),
        ("省级表彰次数", "市级表彰次数", False),
        ("公开不及时", "公开及时", False),
        ("迟报", "漏报", False),
        ("擅自脱岗", "擅自脱岗", False),
        ("A类事项", "B类事项", False),
    ],
)
def test_names_that_differ_in_one_character_may_be_one(one: str, other: str, near: bool) -> None:
    assert differ_in_one(one, other) is near
    assert differ_in_one(other, one) is near
