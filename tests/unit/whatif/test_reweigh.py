from fractions import Fraction

import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.formula.tree import Name
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.whatif.reweigh import Share, reweighed, share_ref, unweighable
from scored import Sheet, assert_readers_agree, facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, indicator: 2, group: 2, total: 2}
missing: problem
not_applicable: rescale
inputs:
  做了: {kind: count, owner: 甲股}
  好坏: {kind: choice, options: [好, 中, 差], owner: 甲股}
  满意率: {kind: percent, owner: 甲股}
indicators:
  任务:
    points: 60
    indicators:
      派驻: {points: 40, score: {attainment: {actual: 做了, target: 7}}}
      档次: {points: 20, score: {levels: {of: 好坏, give: {好: 20, 中: 11, 差: 0}}}}
  评价: {points: 40, score: points * 满意率}
grades: {of: total, from: {优秀: 80}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""

UNITS = ["甲", "乙"]
GIVEN = {"做了": ["5", "7"], "好坏": ["好", "中"], "满意率": ["90%", "不涉及"]}


def scored(
    shares: dict[str, Share], restated: dict[str, Share] | None = None, text: str = SCHEME, given: dict[str, list[str]] | None = None
) -> Sheet:
    plan = plan_text(text)
    facts = facts_of(plan, UNITS, {Role.INPUT: given or GIVEN}, rows={})
    changed = reweighed(plan, shares, restated=restated)
    results = run_plan(changed, facts)
    assert not results.problems
    assert_readers_agree(changed, facts, run_plan(changed, facts, reader="exact"))
    assert not list(unbalanced_figures(results))
    assert not list(unbalanced(results))
    return Sheet(results)


def test_an_indicator_keeps_its_unrounded_rate_and_counts_with_the_new_points() -> None:
    sheet = scored({"派驻": Fraction(30), "档次": Fraction(30)})
    assert sheet.score("派驻", "甲") == Fraction("21.43")  # 5/7 × 30 = 21.428…, not 28.57 × 30/40 = 21.4275
    assert sheet.score("档次", "乙") == Fraction("16.5")  # 11 of 20 is 55%
    assert sheet.total("甲") == Fraction("87.43")  # 21.43 + 30 + 36


def test_the_rest_is_rescaled_with_the_new_points_where_an_indicator_does_not_apply() -> None:
    assert scored({}).total("乙") == Fraction("85")  # (40 + 11) × 100/60
    sheet = scored({"任务": Fraction(50), "评价": Fraction(50)})
    assert sheet.score("任务", "乙") == Fraction("42.5")  # 51 × 50/60
    assert sheet.total("乙") == Fraction("85")  # 42.5 × 100/50


def test_full_marks_that_follow_their_parts_are_restated_not_scaled() -> None:
    sheet = scored({"派驻": Fraction(45)}, {"任务": Fraction(65), "": Fraction(105)})
    assert sheet.score("任务", "乙") == 56
    assert sheet.total("乙") == Fraction("90.46")  # 56 × 105/65 = 90.461…


def test_both_readings_are_one_where_the_rule_scales_with_its_points() -> None:
    rewritten = SCHEME.replace("派驻: {points: 40", "派驻: {points: 35").replace("  评价: {points: 40", "  评价: {points: 45")
    rewritten = rewritten.replace("points: 60", "points: 55")
    again = scored({}, text=rewritten)
    kept = scored({"派驻": Fraction(35), "评价": Fraction(45)}, {"任务": Fraction(55)})
    assert [again.total(u) for u in UNITS] == [kept.total(u) for u in UNITS]


def test_points_may_be_a_column_of_the_facts() -> None:
    plan = plan_text(SCHEME)
    new = Ref(Role.INPUT, "新分值")
    changed = reweighed(plan, {"派驻": Name(new, Kind.NUMBER)}, restated={"任务": Fraction(60)})
    facts = facts_of(plan, UNITS, {Role.INPUT: GIVEN}, rows={})
    fraction = facts.columns[Ref(Role.INPUT, "做了")]  # 5 and 7: any column of numbers will do
    results = run_plan(changed, type(facts)(facts.units, facts.classes, facts.class_of, {**facts.columns, new: fraction}))
    assert Sheet(results).score("派驻", "甲") == Fraction("3.57")  # 5/7 × 5
    assert Sheet(results).score("派驻", "乙") == 7


BY_CLASS = """
scheme: desk
title: 试算
edition: 2024
clause: 例
points: 100
classes: {街道: {}, 部门: {}}
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: problem
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲: {points: {街道: 30, 部门: 60}, score: points * 甲率}
  乙: {points: {街道: 70, 部门: 40}, score: points * 乙率}
"""


def test_new_points_may_differ_by_class() -> None:
    plan = plan_text(BY_CLASS)
    changed = reweighed(plan, {"甲": {"街道": Fraction(50), "部门": Fraction(60)}, "乙": {"街道": Fraction(50), "部门": Fraction(40)}})
    facts = facts_of(plan, {"东": "街道", "西": "部门"}, {Role.INPUT: {"甲率": ["50%", "50%"], "乙率": ["100%", "100%"]}}, rows={})
    assert Sheet(run_plan(changed, facts)).totals() == [75, 70]


MEAN = """
scheme: desk
title: 试算
edition: 2024
clause: 例
points: 100
combine: mean
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲: {weight: 30%, score: points * 甲率}
  乙: {weight: 70%, score: points * 乙率}
"""


def test_the_share_under_a_mean_is_the_weight() -> None:
    plan = plan_text(MEAN)
    assert share_ref(plan, "甲") == Ref(Role.WEIGHT, "甲")
    facts = facts_of(plan, ["东"], {Role.INPUT: {"甲率": ["50%"], "乙率": ["100%"]}}, rows={})
    assert Sheet(run_plan(plan, facts)).totals() == [85]
    assert Sheet(run_plan(reweighed(plan, {"甲": Fraction(1, 2), "乙": Fraction(1, 2)}), facts)).totals() == [75]


def test_open_scales_and_spread_points_are_named_as_not_to_be_reweighed() -> None:
    open_scale = SCHEME.replace("  评价: {points: 40, score: points * 满意率}", "  评价: {points: open, score: 满意率 * 40}").replace(
        "points: 100", "points: open"
    )
    assert [p.code.number for p in unweighable(plan_text(open_scale), ["评价", "派驻"])] == ["K810"]
    spread = SCHEME.replace("not_applicable: rescale", "not_applicable: spread")
    assert [p.code.number for p in unweighable(plan_text(spread), ["评价"])] == ["K811"]


@pytest.mark.parametrize("points", ["0", "40", "200/3"])
def test_a_change_of_one_indicator_touches_no_other(points: str) -> None:
    sheet = scored({"派驻": Fraction(points)}, {"任务": Fraction(points) + 20, "": Fraction(points) + 60})
    assert sheet.score("档次", "甲") == 20
    assert sheet.score("评价", "甲") == 36
