"""Conditions with one outcome, branches that are never taken, shares below zero."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_a_condition_beyond_the_total_never_comes(codes: Codes) -> None:
    body = "consequences: {表彰: {when: %s}}"
    assert codes(body % "total > 10") == ["K373"]
    assert codes(body % "total >= 10") == []
    assert codes(body % "total > 3 and total < 2") == ["K373"]


def test_a_condition_on_a_class_is_true_for_some(codes: Codes) -> None:
    assert codes("classes: {街道: {}, 部门: {}}\nconsequences: {表彰: {when: unit_class == 街道 and total >= 9}}") == []


def test_a_band_beyond_the_declared_range_is_never_used(lint: Lint, codes: Codes) -> None:
    body = "inputs: {率: {kind: percent, owner: 督查室, between: [0, 100%%]}}\n"
    body += "indicators: {工作: {points: 10, score: {bands: {of: 率, from: {%s: 10, 80%%: 5}, otherwise: 0}}}}"
    (problem,) = lint(body % "101%")
    assert problem.message() == "“工作”里的条件 率 ≥ 101% 永远不成立"
    assert codes(body % "100%") == []


def test_shares_are_kept_above_zero(codes: Codes) -> None:
    body = "payments: {奖金: {pot: 100, shares: '%s', places: 2, leftover_cents: first}}"
    assert codes(body % "total - 6") == ["K375"]
    assert codes(body % "max(0, total - 6)") == []
