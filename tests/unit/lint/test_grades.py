"""Bounds in order, reachable, and as fine as the total."""

from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem
from kpi_engine.lint.grades import as_range
from kpi_engine.terms import Formula

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


@pytest.mark.parametrize("text", ["80-89", "80-89分", "80—89", "80～89", "80至89", "80 - 89"])
def test_a_range_is_recognised_however_it_is_written(text: str) -> None:
    assert as_range(Formula(text)) == (80, 89)


@pytest.mark.parametrize("text", ["80", "90 - x", "round(total, 0)", "2 * 40"])
def test_a_bound_is_not_a_range(text: str) -> None:
    assert as_range(Formula(text)) is None


def test_both_readings_of_a_range_are_named(lint: Lint) -> None:
    (problem,) = lint("grades: {of: total, from: {优秀: 9, 良好: 8-8.9}, otherwise: 合格}")
    assert problem.message() == "“良好”的界限写成了一段 8-8.9，它们之间的分数（如 7.5）归哪一档说不清"
    assert problem.mend() == "只写界限 8，再定读法：of: total 时 7.5 归下一档；of: round(total, 0) 时先取整为 8，归上一档"


def test_order_goes_by_the_word_of_the_table(codes: Codes) -> None:
    ranked = "ranking: {within: all, by: [total], ties: share}\ngrades: {of: rank, up_to: {一等: %s}, otherwise: 三等}"
    assert codes(ranked % "1, 二等: 3") == []
    assert codes(ranked % "3, 二等: 1") == ["K360"]


def test_a_grade_above_full_marks_is_out_of_reach(lint: Lint) -> None:
    (problem,) = lint("grades: {of: total, from: {优秀: 11, 合格: 6}, otherwise: 不合格}")
    assert problem.message() == "等次“优秀”谁也得不到：total 只在 [0, 10] 之间"


def test_a_grade_may_be_out_of_reach_for_one_class(lint: Lint) -> None:
    body = """classes: {街道: {}, 部门: {}}
points: {街道: 10, 部门: 8}
indicators: {工作: {points: {街道: 10, 部门: 8}, deduct: {迟报: 1}}}
grades: {of: total, from: {优秀: 9}, otherwise: 合格}"""
    (problem,) = lint(body)
    assert problem.message() == "类别“部门”的等次“优秀”谁也得不到：total 只在 [0, 8] 之间"


def test_a_bonus_brings_a_grade_within_reach(codes: Codes) -> None:
    body = """indicators: {工作: {points: 10, deduct: {迟报: 1}}, 加分: {bonus: 2, add: {表彰: 1}}}
grades: {of: total, from: {特优: 12, 优秀: 9}, otherwise: 合格}"""
    assert codes(body) == []


def test_a_bound_finer_than_the_total_acts_as_the_next(lint: Lint, codes: Codes) -> None:
    (problem,) = lint("grades: {of: total, from: {优秀: 8.995}, otherwise: 合格}")
    assert "实际等于从 9.00 起" in problem.mend()
    assert codes("grades: {of: total, from: {优秀: 8.99}, otherwise: 合格}") == []
