"""Grades that only a veto gives."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Lint = Callable[[str], list[Problem]]


def test_a_near_grade_is_named(lint: Lint) -> None:
    (problem,) = lint("grades: {of: total, from: {优秀: 9}, otherwise: 不合格}\nvetoes: {事故: {for: 事故, then: {grade: 不合各}}}")
    assert problem.message() == "否决“事故”给的等次“不合各”不在 grades 里，是不是 不合格？，算作最低的一等"
    assert problem.severity == "finding"
