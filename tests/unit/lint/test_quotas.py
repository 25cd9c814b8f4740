"""Quotas that never bind or allow nobody."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


BODY = """classes: {街道: {expect: 20}, 园区: {expect: 4}}
grades: {of: total, from: {优秀: 9, 合格: 6}, otherwise: 不合格}
ranking: {within: class, by: [total], ties: share}
quotas: {名额: {grade: 优秀, %s, at_the_cut: take_none, falls_to: 合格}}"""


def test_a_share_that_is_rounded_to_none_is_told_with_its_class(lint: Lint, codes: Codes) -> None:
    (problem,) = lint(BODY % "at_most: 20%, of: class_count(total), rounding: floor")
    assert problem.message() == "名额“名额”在“园区”（应有 4 家）算出来是 0.8，舍为 0 个，谁也得不到"
    assert codes(BODY % "at_most: 20%, of: class_count(total), rounding: half_up") == []
    assert codes(BODY % "at_most: 20%, of: class_count(total), rounding: floor, at_least: 1") == []


def test_as_many_places_as_units_never_bind(codes: Codes) -> None:
    assert codes(BODY % "at_most: 20") == ["K364"]
    assert codes(BODY % "at_most: 5") == []
    assert codes(BODY % "within: all, at_most: 20") == []
    assert codes(BODY % "within: all, at_most: 24") == ["K364"]
