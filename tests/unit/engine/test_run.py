import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.errors import Problem
from scored import HEAD, score_text

INPUTS = "inputs: {率: {kind: percent, owner: 甲科}, 数: {kind: count, owner: 乙科, target: given}}\n"
RATE = "indicators:\n  一: {points: 100, clause: 一, score: points * 率}\n"


def problems(text: str, inputs: dict, units: tuple[str, ...] = ("甲", "乙"), **more: object) -> list[Problem]:
    results = score_text(text, list(units), inputs, **more).results  # type: ignore[arg-type]
    return [*results.problems, *results.findings]


def test_who_has_not_reported_is_named_with_the_owner() -> None:
    (problem,) = problems(HEAD + INPUTS + RATE, {"率": ["0.5", None]})
    assert problem.code.number == "K601"
    assert problem.message() == "乙 没有报 率，“一”算不出来"
    assert problem.mend().startswith("请甲科补报")


def test_one_missing_value_is_told_once_however_often_it_is_used() -> None:
    text = HEAD + INPUTS + "indicators:\n  一: {points: 50, clause: 一, score: points * 率}\n  二: {points: 50, clause: 二, score: points * 率}\n"
    assert [p.code.number for p in problems(text, {"率": ["0.5", None]})] == ["K601"]


def test_a_division_by_zero_is_told_with_its_figures() -> None:
    text = HEAD + INPUTS + "indicators: {一: {points: 100, clause: 一, score: {attainment: {actual: 数}}}}\n"
    (problem,) = problems(text, {"数": [3, 4]}, targets={"数": [0, 4]})
    assert problem.code.number == "K602"
    assert "数目标=0" in problem.message()


def test_not_applicable_without_a_policy_is_a_problem() -> None:
    assert [p.code.number for p in problems(HEAD + INPUTS + RATE, {"率": ["0.5", "不涉及"]})] == ["K603"]


def test_a_unit_that_does_not_take_part_is_not_asked() -> None:
    assert problems(HEAD + INPUTS + RATE, {"率": ["0.5", None]}, absent=["乙"]) == []


def test_ties_that_the_scheme_refuses_are_problems() -> None:
    text = HEAD + INPUTS + RATE + "ranking: {within: all, by: [total], ties: problem}\n"
    assert [p.code.number for p in problems(text, {"率": ["0.5", "0.5"]})] == ["K604", "K604"]


GRADES = "ranking: {within: all, by: [total], ties: share}\ngrades: {of: total, from: {优秀: 90}, otherwise: 合格}\n"


@pytest.mark.parametrize(("cut", "severity"), [("take_none", "finding"), ("problem", "problem")])
def test_a_quota_cut_in_a_tie_is_told(cut: str, severity: str) -> None:
    quota = f"quotas: {{优秀名额: {{grade: 优秀, at_most: 1, at_the_cut: {cut}, falls_to: 合格}}}}\n"
    (problem,) = problems(HEAD + INPUTS + RATE + GRADES + quota, {"率": ["0.95", "0.95"]})
    assert (problem.code.number, problem.severity, problem.facts["units"]) == ("K605", severity, "甲、乙")


def test_a_quota_without_a_place_is_told() -> None:
    quota = "quotas: {优秀名额: {grade: 优秀, at_most: 20%, of: all_count(total), rounding: floor, at_the_cut: take_none, falls_to: 合格}}\n"
    assert [p.code.number for p in problems(HEAD + INPUTS + RATE + GRADES + quota, {"率": ["0.95", "0.9"]})] == ["K606"]


def test_checks_over_the_data() -> None:
    text = HEAD + INPUTS + RATE + "checks: {率不超: {must: 率 <= 1, otherwise: finding}}\n"
    (problem,) = problems(text, {"率": ["0.5", "1.2"]})
    assert (problem.code.number, problem.severity, problem.facts["unit"]) == ("K607", "finding", "乙")


def test_a_check_that_fails_for_everybody_is_told_once() -> None:
    text = HEAD + INPUTS + RATE + "checks: {总和: {must: all_sum(率) == 1, otherwise: problem}}\n"
    (problem,) = problems(text, {"率": ["0.5", "0.6"]})
    assert problem.facts["unit"] == "全部单位"


def test_both_readers_give_the_same_results() -> None:
    results = score_text(HEAD + INPUTS + RATE, ["甲", "乙"], {"率": ["0.333", "0.666"]}).results
    fast = run_plan(results.plan, results.facts)
    assert {ref: list(fast.cells(ref)) for ref in fast.columns} == {ref: list(results.cells(ref)) for ref in results.columns}
    assert sum(fast.rungs.values()) > 0
