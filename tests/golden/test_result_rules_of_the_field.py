"""Grades, quotas, ties, vetoes, rounding and money as published rules word them, each by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from readers import field, numbers
from scored import refusals

ONE = "points: 100\ninputs: {得分: {kind: number, owner: 考核办, between: [0, 100]}}\nindicators: {工作: {points: 100, score: 得分}}\n"


@pytest.mark.parametrize(
    ("grades", "told"),
    # 85以上/84-70/69-60/60以下: 84.7 by lower bounds is 良好, rounded first 优秀; 69.58 合格 or 良好; 59.5
    [
        ("{of: total, from: {优秀: 85, 良好: 70, 合格: 60}, otherwise: 不合格}", "优秀 良好 合格 不合格"),
        ("{of: 'round(total, 0)', from: {优秀: 85, 良好: 70, 合格: 60}, otherwise: 不合格}", "优秀 优秀 良好 合格"),
        ("{of: total, above: {优秀: 85, 良好: 70, 合格: 59.5}, otherwise: 不合格}", "良好 良好 合格 不合格"),
    ],
)
def test_a_rubric_with_gaps_says_how_it_is_read(grades: str, told: str, tmp_path: Path) -> None:
    assert field(tmp_path, f"{ONE}grades: {grades}\n", list("甲乙丙丁"), {"得分": "85 84.7 69.58 59.5"}).grades() == told.split()


def test_a_rubric_that_overlaps_or_is_out_of_order_is_told() -> None:
    from kpi_engine.lint import lint_plan
    from scored import plan_text

    head = "scheme: s\ntitle: t\nedition: 1\nclause: c\nrounding: {mode: half_up, total: 2}\nmissing: problem\nnot_applicable: problem\n"
    told = lint_plan(plan_text(f"{head}{ONE}grades: {{of: total, from: {{优秀: 90, 良好: 95}}, otherwise: 合格}}\n"))
    assert {problem.code.number for problem in told} == {"K360"}
    assert refusals(f"{head}{ONE}grades: {{of: total, from: {{优秀: 90, 优秀: 80}}, otherwise: 合格}}\n") == ["K152"]


def test_grades_by_a_line_by_place_and_by_share_of_the_ranking(tmp_path: Path) -> None:
    data = {"得分": "95 82 81.99 60 50"}
    units = list("甲乙丙丁戊")
    assert field(tmp_path, f"{ONE}grades: {{of: total, from: {{达标: 82}}, otherwise: 未达标}}\n", units, data).grades() == numbers(
        "达标 达标 未达标 未达标 未达标"
    )
    ranked = f"{ONE}ranking: {{within: all, by: [total], ties: share}}\n"
    assert field(tmp_path, f"{ranked}grades: {{of: rank, up_to: {{红旗: 2}}, otherwise: 一般}}\n", units, data).grades() == [
        "红旗",
        "红旗",
        "一般",
        "一般",
        "一般",
    ]
    share = f"{ranked}grades: {{of: rank / all_count(total), up_to: {{A: 20%, B: 60%}}, otherwise: C}}\n"
    assert field(tmp_path, share, units, data).grades() == ["A", "B", "B", "C", "C"]


@pytest.mark.parametrize(
    ("quota", "places", "told"),
    [
        # 78 units would be 15.6: here 4 of 20% = 0.8 → floor 0, half_up 1, ceiling 1; at least 1
        ("at_most: 20%, of: all_count(total), rounding: floor, at_the_cut: take_none", 0, "良 良 良 良"),
        ("at_most: 20%, of: all_count(total), rounding: half_up, at_the_cut: take_none", 1, "优 良 良 良"),
        ("at_most: 20%, of: all_count(total), rounding: floor, at_least: 1, at_the_cut: take_none", 1, "优 良 良 良"),
        ("at_most: 2, at_the_cut: take_all", 2, "优 优 优 良"),
        ("at_most: 2, at_the_cut: take_none", 2, "优 良 良 良"),
        # base: those that took part and reached 90
        ("at_most: 50%, of: all_count(total >= 90), rounding: ceiling, at_the_cut: take_all", 2, "优 优 优 良"),
    ],
)
def test_quotas(quota: str, places: int, told: str, tmp_path: Path) -> None:
    body = f"{ONE}ranking: {{within: all, by: [total], ties: share}}\ngrades: {{of: total, from: {{优: 85}}, otherwise: 良}}\n"
    body += f"quotas: {{名额: {{grade: 优, {quota}, falls_to: 良}}}}\n"
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"得分": "95 90 90 86"})
    assert sheet.grades() == told.split()
    assert sheet.places("名额", "甲") == places


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("2", "中 优 优 中"),  # 顺延: 甲 is vetoed and takes none of the two
        ("2 - 占用", "中 优 中 中"),  # 不顺延: the place of 甲 is lost
    ],
)
def test_the_place_of_a_vetoed_unit_passes_on_or_is_lost(places: str, told: str, tmp_path: Path) -> None:
    body = f"""{ONE}owner: 应急局
ranking: {{within: all, by: [total], ties: share, vetoed: as_scored}}
vetoes: {{事故: {{for: 事故, then: {{grade: 中}}}}}}
values: {{占用: all_count(rank <= 2 and count(事故) > 0)}}
grades: {{of: total, from: {{优: 85}}, otherwise: 中}}
quotas: {{名额: {{grade: 优, at_most: {places}, at_the_cut: take_none, falls_to: 中}}}}
"""
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"得分": "95 90 88 86"}, events=[{"unit": "甲", "event": "事故"}])
    assert sheet.grades() == told.split()


def test_units_listed_apart_have_no_place_and_take_none(tmp_path: Path) -> None:
    # 单列单位不占名额, 专项晋优另给
    body = f"""{ONE}ranking: {{within: all, by: [total], ties: share}}
grades: {{of: total, from: {{优: 85}}, otherwise: 良}}
quotas: {{名额: {{grade: 优, at_most: 1, at_the_cut: take_none, falls_to: 良}}}}
decisions: {{专项晋优: {{by: 领导小组, grade: yes, uses_quota: no}}}}
"""
    sheet = field(tmp_path, body, list("甲乙丙"), {"得分": "99 95 90"}, apart=["甲"], decided={"专项晋优": [None, None, "优"]})
    assert sheet.grades() == ["优", "优", "优"]
    assert sheet.ranks() == ["NOT_APPLICABLE", 1, 2]


def test_ties_are_broken_by_parts_in_turn_and_compare_what_is_published(tmp_path: Path) -> None:
    # 72 71 71 71 70 → 1 2 2 2 5; then by 业务, then by 服务. 甲 and 乙 differ only behind the second decimal
    body = """
points: 100
inputs: {业务分: {kind: number, owner: 办公室, between: [0, 60]}, 服务分: {kind: number, owner: 办公室, between: [0, 40]}}
indicators: {业务: {points: 60, score: 业务分}, 服务: {points: 40, score: 服务分}}
ranking: {within: all, by: [%s], ties: share}
"""
    data = {"业务分": "40 41.001 41 38 30", "服务分": "32 30 30 33 40"}
    assert field(tmp_path, body % "total", list("甲乙丙丁戊"), data).ranks() == numbers("1 2 2 2 5")
    assert field(tmp_path, body % "total, 业务", list("甲乙丙丁戊"), data).ranks() == numbers("1 2 2 4 5")


VETO = (
    ONE
    + """owner: 应急局
grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share, vetoed: last}
"""
)


@pytest.mark.parametrize(
    ("then", "total", "grade"),
    [
        ("{stop: yes, grade: 不合格}", "NOT_APPLICABLE", "不合格"),
        ("{total: 59}", "59", "不合格"),
        ("{total: 0, grade: 不合格}", "0", "不合格"),
        ("{grade: 不合格}", "95", "不合格"),
        ("{at_most: 合格}", "95", "合格"),
        ("{zero: 工作}", "0", "不合格"),
    ],
)
def test_what_a_veto_does(then: str, total: str, grade: str, tmp_path: Path) -> None:
    body = f"{VETO}vetoes: {{红线: {{for: 红线事故, then: {then}}}}}\n"
    body = body.replace(", vetoed: last", "") if "at_most" in then or "zero" in then else body
    sheet = field(tmp_path, body, ["甲", "乙"], {"得分": "95 90"}, events=[{"unit": "甲", "event": "红线事故"}])
    assert (sheet.totals(), sheet.grades()) == (numbers(f"{total} 90"), [grade, "优秀"])


def test_a_fixed_deduction_stands_for_all_others_of_the_indicator(tmp_path: Path) -> None:
    # 单项否决: 出现某种情形的扣10分, 不再扣该项其他分 (浙江病历评分)
    body = """
points: 20
owner: 医政科
indicators:
  病历: {points: 20, score: "10 if count(缺手术记录) > 0 else max(0, 20 - 2 * count(漏项))"}
"""
    events = [
        {"unit": unit, "event": event} for unit, event, count in (("甲", "缺手术记录", 2), ("甲", "漏项", 9), ("乙", "漏项", 3)) for _ in range(count)
    ]
    body = body.replace("indicators:", "events: {缺手术记录: {}, 漏项: {}}\nindicators:")
    assert field(tmp_path, body, ["甲", "乙"], events=events).totals() == numbers("10 14")


def test_caps_of_the_grade_that_depend_on_figures_and_prizes_that_are_lost(tmp_path: Path) -> None:
    # 目标为负且仍亏损的最高C级, 扭亏为盈的最高B级; 增速低于42%的不得评单项奖; 不合格的取消奖金
    body = f"""{ONE}grades: {{of: total, from: {{A: 90, B: 80, C: 60}}, otherwise: D}}
vetoes:
  亏损: {{when: 目标利润 < 0 and 利润 < 0, then: {{at_most: C}}}}
  扭亏: {{when: 目标利润 < 0 and 利润 >= 0, then: {{at_most: B}}}}
ranking: {{within: all, by: [total], ties: share, vetoed: as_scored}}
quotas: {{单项奖: {{title: 增速奖, at_most: 2, among: 增速 >= 42%, at_the_cut: problem}}}}
payments: {{奖金: {{amount: "0 if grade == D else 1000", places: 2}}}}
"""
    body = body.replace(
        "inputs: {", "inputs: {目标利润: {kind: number, owner: 国资委}, 利润: {kind: number, owner: 国资委}, 增速: {kind: percent, owner: 统计局}, "
    )
    data = {"得分": "95 95 95 50", "目标利润": "-10 -10 10 10", "利润": "-5 1 12 -3", "增速": "41% 50% 45% 90%"}
    sheet = field(tmp_path, body, list("甲乙丙丁"), data)
    assert sheet.grades() == ["C", "B", "A", "D"]
    assert [sheet.titled("单项奖", unit) for unit in "甲乙丙丁"] == [False, True, True, False]
    assert [sheet.paid("奖金", unit) for unit in "甲乙丙丁"] == numbers("1000 1000 1000 0")


def test_two_years_running_and_the_month_that_is_last(tmp_path: Path) -> None:
    # 连续二年不合格免职; 连续2年不达标诫勉
    body = f"""{ONE}grades: {{of: total, from: {{合格: 60}}, otherwise: 不合格}}
reads: {{往年: {{scheme: field, history: 2, gaps: break}}}}
consequences:
  诫勉: {{when: grade == 不合格}}
  免职: {{when: "in_a_row(往年, grade == 不合格) >= 2"}}
"""
    past = [("甲", "不合格"), ("乙", "合格"), ("丙", "不合格")]
    tables = {"history:往年": [{"unit": unit, "grade": grade} for unit, grade in past]}
    sheet = field(tmp_path, body, list("甲乙丙"), {"得分": "50 50 70"}, tables=tables)
    assert [sheet.taken("免职", unit) for unit in "甲乙丙"] == [True, False, False]
    assert [sheet.taken("诫勉", unit) for unit in "甲乙丙"] == [True, True, False]


@pytest.mark.parametrize(
    ("rounding", "told"),
    [
        ("{mode: half_up, total: 2}", "86.67"),  # 86.6666…
        ("{mode: half_up, total: 4}", "86.6667"),
        ("{mode: half_up, total: 0}", "87"),
        ("{mode: down, total: 2}", "86.66"),  # 截尾
        ("{mode: half_even, total: 0}", "87"),
        ("{mode: half_up, indicator: 1, total: 1}", "86.7"),
    ],
)
def test_where_and_how_it_is_rounded(rounding: str, told: str, tmp_path: Path) -> None:
    body = f"points: 100\nrounding: {rounding}\nmissing: problem\nnot_applicable: problem\n"
    body += "inputs: {项数: {kind: number, owner: 办公室, between: [0, 300]}}\nindicators: {工作: {points: 100, score: 项数 / 3}}\n"
    assert field(tmp_path, body, ["甲"], {"项数": "260"}).totals() == numbers(told)


def test_money_by_grade_and_what_is_withheld_goes_to_a_pot(tmp_path: Path) -> None:
    # 20%按结果兑现: 优秀100%, 合格80%, 不合格0并扣下50%入奖励池, 池子由优秀单位按人数分
    body = f"""{ONE}grades: {{of: total, from: {{优秀: 90, 合格: 60}}, otherwise: 不合格}}
rounding: {{mode: half_up, total: 2, money: 2}}
missing: problem
not_applicable: problem
values:
  比例: {{levels: {{of: grade, give: {{优秀: 100%, 合格: 80%, 不合格: 50%}}}}}}
  扣下: 补助 * 20% * (1 - 比例)
payments:
  绩效: {{amount: 补助 * 20% * 比例, measured_in: 元}}
  奖励池: {{pot: all_sum(扣下), shares: "人数 if grade == 优秀 else 0", leftover_cents: largest_remainder, if_no_shares: keep, measured_in: 元}}
"""
    body = body.replace("inputs: {", "inputs: {补助: {kind: number, owner: 财政局, between: [0, 999999]}, 人数: {kind: count, owner: 人社局}, ")
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"得分": "95 92 70 50", "补助": "10000 10000 10000 10000", "人数": "2 1 5 5"})
    assert [sheet.paid("绩效", unit) for unit in "甲乙丙丁"] == numbers("2000 2000 1600 1000")
    # 400 + 1000 withheld; 1400 × 2 ÷ 3 = 933.33…, 466.66…: the cent left over goes to the larger remainder
    assert [sheet.paid("奖励池", unit) for unit in "甲乙丙丁"] == [Fraction("933.33"), Fraction("466.67"), 0, 0]
