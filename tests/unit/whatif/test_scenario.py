from fractions import Fraction

import pytest

from bases import base_of, codes_of, outcome_of
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from scored import HEAD

TEXT = (
    HEAD.replace("{mode: half_up, total: 2}", "{mode: half_up, indicator: 2, total: 2}")
    + """
clause: 例
inputs:
  完成: {kind: count, owner: 股, target: 5}
  满意率: {kind: percent, owner: 股}
  方案: {kind: choice, options: [完整, 缺], owner: 股}
indicators:
  任务: {points: 50, score: {attainment: {actual: 完成}}}
  组织: {points: 30, score: {levels: {of: 方案, give: {完整: 30, 缺: 6}}}}
  评价: {points: 20, score: points * 满意率}
grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}
vetoes: {事故: {when: 方案 == 缺 and 满意率 < 50%, then: {grade: 不合格}}}
ranking: {within: all, by: [total], ties: share, vetoed: last}
quotas: {名额: {grade: 优秀, at_most: 1, falls_to: 合格, at_the_cut: take_all}}
"""
)
UNITS = ["甲", "乙", "丙"]
GIVEN = {"完成": ["5", "4", "5"], "满意率": ["90%", "100%", "40%"], "方案": ["完整", "完整", "缺"]}
BASE = base_of(TEXT, UNITS, GIVEN)


def totals(outcome) -> list[Fraction | None]:
    return [outcome.results.number(Ref(Role.TOTAL), row) for row in range(len(UNITS))]


def grades(outcome) -> list[str]:
    return [outcome.results.word(Ref(Role.GRADE), row) for row in range(len(UNITS))]


def test_the_base_is_98_90_64() -> None:
    assert [BASE.results.number(Ref(Role.TOTAL), row) for row in range(3)] == [98, 90, 64]
    assert [BASE.results.word(Ref(Role.GRADE), row) for row in range(3)] == ["优秀", "合格", "不合格"]


def test_points_are_reweighed_and_siblings_pay() -> None:
    outcome = outcome_of(BASE, "评价.points=60", rebalance="siblings")  # 任务 25, 组织 15
    assert totals(outcome) == [94, 95, 52]  # 25 + 15 + 54; 20 + 15 + 60; 25 + 3 + 24
    assert grades(outcome) == ["合格", "优秀", "不合格"]  # one place only, and the veto stays
    assert [(c.name, c.paid, c.restated) for c in outcome.shares] == [("任务", True, False), ("组织", True, False), ("评价", False, False)]


def test_without_rebalancing_the_full_marks_change() -> None:
    outcome = outcome_of(BASE, "评价.points=40", rebalance="none")
    assert totals(outcome) == [116, 110, 72]
    assert [(c.name, c.restated, c.new) for c in outcome.shares] == [("评价", False, {"": 40}), ("", True, {"": 120})]


def test_an_indicator_that_is_dropped_counts_nothing() -> None:
    outcome = outcome_of(BASE, "drop 组织", rebalance="siblings")
    assert totals(outcome) == [Fraction("97.14"), Fraction("85.71"), Fraction("82.86")]  # (50 + 18) × 100/70, each rounded: 71.43 + 25.71


def test_a_rewritten_text_is_scored_anew_where_its_rules_scale() -> None:
    again = outcome_of(BASE, "评价.points=30", "任务.points=40", reading="rewrite")
    kept = outcome_of(BASE, "评价.points=30", "任务.points=40")
    assert totals(again) == totals(kept) == [97, 92, 58]


def test_prices_and_bounds_that_do_not_scale_have_to_be_said() -> None:
    assert codes_of(BASE, "组织.points=40", rebalance="siblings", reading="rewrite") == ["K813"]
    outcome = outcome_of(BASE, "组织.points=40", "组织.score.levels.give.完整=40", "任务.points=40", reading="rewrite")
    assert totals(outcome) == [98, 92, 54]


def test_bounds_quotas_and_vetoes_are_edited_by_path() -> None:
    assert grades(outcome_of(BASE, "grades.合格=65", "quotas.名额.at_most=2")) == ["优秀", "优秀", "不合格"]
    assert grades(outcome_of(BASE, "vetoes.事故.when=满意率 < 10%")) == ["优秀", "合格", "合格"]
    assert [(c.path, c.old, c.new) for c in outcome_of(BASE, "grades.合格=65").rules] == [("grades.合格", "60", "65")]


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        (["评价.point=30"], ["K390"]),
        (["评价.points=30"], ["K803"]),
        (["评价.points=-3"], ["K805"]),
        (["评价.points=三十", "任务.points={甲类: 3}"], ["K805", "K805"]),
        (["任务.points=0", "组织.points=0", "评价.points=0"], ["K803", "K806"]),
        (["评价.points=30", "评价.points=31"], ["K802", "K803"]),
        (["drop 评论"], ["K390"]),
        (["grades.优秀=很高", "unit 丁.完成=3"], ["K406", "K583"]),
    ],
)
def test_everything_wrong_is_told_at_once(edits: list[str], codes: list[str]) -> None:
    assert codes_of(BASE, *edits) == codes


def test_a_scheme_that_would_not_hold_says_so_as_a_check_does() -> None:
    assert codes_of(BASE, "grades.优秀=50") == ["K360"]


def test_an_edit_that_asks_for_other_data_reads_again_what_was_sent() -> None:
    base = base_of(TEXT.replace("score: points * 满意率", "score: points"), UNITS, GIVEN)
    assert outcome_of(base, "评价.score=points * 满意率").results.number(Ref(Role.TOTAL), 0) == 98


@pytest.mark.parametrize("edits", [("评价.points=33.3",), ("drop 任务",), ("任务.points=77", "grades.优秀=80"), ("unit 丙.方案=完整",)])
def test_both_readers_agree_on_what_comes_of_a_scenario(edits: tuple[str, ...]) -> None:
    results = outcome_of(BASE, *edits, rebalance="siblings").results
    exact = run_plan(results.plan, results.facts, reader="exact")
    for ref in (Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)):
        assert list(results.cells(ref)) == list(exact.cells(ref))


def test_points_for_a_class_that_had_none_have_no_rate_to_keep() -> None:
    text = HEAD + "clause: 例\nclasses: {街道: {}, 部门: {}}\ninputs: {率: {kind: percent, owner: 股}}\nindicators:\n"
    text += "  甲: {points: {街道: 60, 部门: 100}, score: points * 率}\n  乙: {points: {街道: 40, 部门: 0}, score: points * 率}\n"
    base = base_of(text, {"东": "街道", "西": "部门"}, {"率": ["50%", "60%"]})
    assert codes_of(base, "乙.points=40", "甲.points=60") == ["K812"]
    assert outcome_of(base, "乙.points=40", "甲.points=60", reading="rewrite").results.number(Ref(Role.TOTAL), 1) == 60
