"""Decisions of something, counted somewhere."""

from collections.abc import Callable

Codes = Callable[[str], list[str]]


def test_points_count_in_the_total_and_a_grade_is_a_decision(codes: Codes) -> None:
    assert codes("decisions: {加减: {by: 领导小组, range: [-1, 1], counts_in: total}}") == []
    assert codes("grades: {of: total, from: {优秀: 9}, otherwise: 合格}\ndecisions: {等次: {by: 常委会, grade: yes}}") == []


def test_decided_points_widen_what_the_total_can_be(codes: Codes) -> None:
    grades = "grades: {of: total, from: {特优: 11, 优秀: 9}, otherwise: 合格}\n"
    assert codes(grades) == ["K361"]
    assert codes(grades + "decisions: {加减: {by: 领导小组, range: [-1, 1], counts_in: total}}") == []
