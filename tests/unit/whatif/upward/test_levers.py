import datetime as dt
from fractions import Fraction

from comparing import base_of
from kpi_engine.lint.look import Look
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.upward.leverage import levers_of
from kpi_engine.whatif.upward.levers import EventLever, OptionLever, StepLever
from levered import levers, results


def test_a_count_goes_by_ones_as_far_as_the_scheme_lets_it() -> None:
    (lever,) = levers()["培训"]
    assert isinstance(lever, StepLever)
    assert (lever.step, lever.most, lever.monotone) == (Fraction(1), 4, True)
    assert lever.value(2) == 8
    assert lever.cost(3) == Fraction(3) / Fraction(15, 2)  # the mean of 6 and 9 is larger than 6
    assert lever.text(2) == "培训再增 2 期（6 → 8）"
    assert lever.text(2, "en") == "培训 2 期 more (6 → 8)"


def test_a_percentage_goes_by_the_digits_that_were_reported() -> None:
    (lever,) = levers()["满意率"]
    assert isinstance(lever, StepLever)
    assert (lever.step, lever.most) == (Fraction("0.0001"), 17992 - 8996)  # to twice the largest
    assert lever.text(4) == "满意率再增 0.04 个百分点（89.96% → 90%）"
    assert lever.text(4, "en") == "满意率 0.04 percentage points more (89.96% → 90%)"


def test_what_is_better_lower_goes_down_by_its_declared_places() -> None:
    (lever,) = levers()["逾期"]
    assert isinstance(lever, StepLever)
    assert (lever.step, lever.most) == (Fraction("-0.1"), 25)
    assert lever.text(5) == "逾期再减 0.5（2.5 → 2）"


def test_each_other_option_is_a_lever() -> None:
    told = levers()["方案"]
    assert [lever.text(1) for lever in told] == ["方案由“一般”变为“完整”", "方案由“一般”变为“缺”"]
    assert [lever.cost(1) for lever in told] == [Fraction(1, 2), Fraction(1, 2)]
    (veto,) = levers("乙")["事故"]
    assert isinstance(veto, OptionLever)
    assert veto.text(1) == "事故由“是”变为“否”"
    assert veto.text(1, "en") == "事故 from “是” to “否”"


def test_deducted_events_go_and_rewarded_ones_come() -> None:
    (fewer,), (more,) = levers()["脱岗"], levers()["表彰"]
    assert isinstance(fewer, EventLever)
    assert (fewer.rows, fewer.most, fewer.cost(1), fewer.text(1)) == ((0, 2), 2, Fraction(1, 2), "少 1 次脱岗")
    assert (more.most, more.cost(2), more.text(2, "en")) == (5, Fraction(2, 5), "表彰 2 times more")


def test_a_lever_changes_its_unit_and_nobody_else() -> None:
    run = results()
    (lever,) = levers()["培训"]
    changed = lever.apply(run.facts, 0, 2).columns[Ref(Role.INPUT, "培训")]
    assert [changed.value(0), changed.value(1)] == [Fraction(8), Fraction(9)]
    assert run.facts.columns[Ref(Role.INPUT, "培训")].value(0) == 6
    (fewer,), (more,) = levers()["脱岗"], levers()["表彰"]
    assert fewer.apply(run.facts, 0, 1).rows["events"].unit.tolist() == [1, 0]
    after = more.apply(run.facts, 0, 2)
    assert after.rows["events"].unit.tolist() == [0, 1, 0, 0, 0]
    kinds = after.columns[Ref(Role.COLUMN, "events", part="event")]
    assert [kinds.value(row) for row in range(5)] == ["脱岗", "脱岗", "脱岗", "表彰", "表彰"]


def test_a_date_goes_by_days() -> None:
    text = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  报送: {kind: date, owner: 甲股}
indicators:
  甲: {points: 100, score: "points - max(0, 报送 - date(2024, 12, 20))"}
grades: {of: total, from: {好: 99}, otherwise: 差}
"""
    run = base_of(text, ["甲"], {"报送": [dt.date(2024, 12, 25)]}, events=[]).results
    (lever,) = levers_of(Look(run.plan), run.facts, 0, "")
    assert isinstance(lever, StepLever)
    assert (lever.step, lever.monotone, lever.cost(5)) == (Fraction(-1), True, Fraction(1, 73))
    assert lever.text(4) == "报送提前 4 天（2024-12-25 → 2024-12-21）"
    assert lever.text(4, "en") == "报送 4 days earlier (2024-12-25 → 2024-12-21)"
