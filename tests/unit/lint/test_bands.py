"""Bounds of step tables that are written as ranges."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Lint = Callable[[str], list[Problem]]

BODY = "inputs: {得分: {kind: number, owner: 甲, between: [0, 100]}}\nvalues: {线: 3}\nindicators: {工作: {points: 10, score: %s}}"


def test_a_range_in_a_step_table_is_told_with_both_readings(lint: Lint) -> None:
    table = "{bands: {of: 得分, from: {90: 10, 80-89: 8}, otherwise: 0}}"
    (problem,) = [problem for problem in lint(BODY % table) if problem.code.number == "K363"]
    assert problem.message() == "“工作”的界限写成了一段 80-89，它们之间的分数（如 79.5）归哪一档说不清"
    assert problem.place.line == 11


def test_plain_bounds_are_not_ranges(lint: Lint) -> None:
    told = lint(BODY % "{bands: {of: 得分, from: {90: 10, 80: 8}, otherwise: 0}}")
    assert [problem.code.number for problem in told] == ["K346"]
