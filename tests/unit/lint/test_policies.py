"""What has no default must be declared; blanks must not pay."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_a_scheme_without_indicators_declares_no_policy(plan_of: Callable[[str], object], codes: Codes) -> None:
    body = "missing: problem\nindicators: {}\nscore: 5\nrounding: {mode: half_up, total: 0}"
    assert plan_of(body) is not None
    assert codes(body) == []


def test_the_refusal_names_the_readings(lint: Lint) -> None:
    (problem,) = lint("rounding: {mode: half_up, indicator: 2}")
    assert problem.code.number == "K337"
    assert "total: 2" in problem.mend()


SCORE = "inputs:\n  满意率: {kind: percent, owner: 纪检室, between: [%s, 100%%]}\nindicators: {工作: {points: 10, score: points * 满意率}}"


def test_a_blank_that_is_worth_full_marks_pays(codes: Codes) -> None:
    assert codes("missing: full\n" + SCORE % "0") == ["K338"]
    assert codes("missing: class_mean\n" + SCORE % "0") == ["K338"]
    assert codes("missing: zero\n" + SCORE % "0") == []


def test_a_blank_that_cannot_pay_more_does_not(codes: Codes) -> None:
    assert codes("missing: full\n" + SCORE % "100%") == []


def test_a_blank_taken_as_not_applicable_pays_under_rescaling_only(codes: Codes) -> None:
    assert codes("missing: not_applicable\nnot_applicable: rescale\n" + SCORE % "0") == ["K338"]
    assert codes("missing: not_applicable\nnot_applicable: zero\n" + SCORE % "0") == []


def test_who_an_indicator_does_not_apply_to_needs_a_policy(codes: Codes) -> None:
    body = "inputs:\n  卫生室: {kind: count, owner: 基层股}\nindicators: {工作: {points: 10, applies_if: 卫生室 > 0, deduct: {迟报: 1}}}"
    assert codes(body) == ["K382"]
    assert codes("not_applicable: rescale\n" + body) == []
