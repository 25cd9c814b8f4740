import random
from fractions import Fraction

import pytest

from comparing import base_of
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.editions import Edition, Unscored, both_ways, sentences, under

SCHEME = """
scheme: desk
title: 考核
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  任务: {kind: percent, owner: 甲股}
  满意率: {kind: percent, owner: 甲股}
indicators:
  任务分: {points: 60, score: points * 任务, deduct: {通报: 5}}
  评价: {points: 40, floor: none, score: points * 满意率}
grades: {of: total, from: {优秀: 85}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""
LATER = (
    SCHEME.replace("edition: 2024", "edition: 2025")
    .replace("任务分: {points: 60", "任务分: {points: 40")
    .replace("评价: {points: 40", "评价: {points: 60")
)
UNITS = ["甲", "乙", "丙"]
LAST = {"任务": ["95%", "80%", "50%"], "满意率": ["70%", "95%", "50%"]}
THIS = {"任务": ["90%", "90%", "50%"], "满意率": ["80%", "80%", "60%"]}


def totals(edition: Edition) -> list[Fraction | None]:
    return [edition.results.number(Ref(Role.TOTAL), row) for row in range(len(edition.results.units))]


def test_each_years_data_under_the_others_rules() -> None:
    earlier = base_of(SCHEME, UNITS, LAST, events=[{"unit": "乙", "event": "通报"}])
    later = base_of(LATER, UNITS, THIS, events=[])
    forth, back = both_ways(earlier, later)
    assert totals(forth) == [80, 84, 50]  # 38 + 42, 32 − 5 + 57, 20 + 30
    assert totals(back) == [86, 86, 54]
    assert [move.points for move in forth.changes.moves] == [-5, 3, 0]  # from 85, 81, 50
    assert [move.grades for move in back.changes.moves] == [("合格", "优秀"), ("合格", "优秀"), ("合格", "合格")]  # from 84, 84, 56
    assert not forth.uncompared
    assert forth.unscored == ()
    assert sentences(forth) == [
        "考核（2024）的数据，用考核（2025）的办法计：3 个单位两边都有总分。",
        "等次 优秀 → 合格：甲。",
        "名次变动 2 个，最大的：甲 第1名 → 第2名、乙 第2名 → 第1名。",
    ]


def test_corrected_figures_count_as_corrected() -> None:
    earlier = base_of(SCHEME, UNITS, LAST, events=[], corrections={("丙", "任务"): "100%"})
    assert totals(under(earlier, base_of(LATER, UNITS, THIS, events=[])))[2] == 70


def test_who_cannot_be_scored_is_listed_with_the_reason() -> None:
    new = LATER.replace("满意率", "测评")
    earlier = base_of(SCHEME, UNITS, {**LAST, "测评": ["100%", None, None]}, events=[])
    edition = under(earlier, base_of(new, UNITS, {"任务": THIS["任务"], "测评": ["1", "1", "1"]}, events=[]))
    assert totals(edition) == [98, None, None]
    assert [one.unit for one in edition.unscored] == ["乙", "丙"]
    assert all("测评" in one.reasons[0] for one in edition.unscored)
    assert "算不出 2 个：乙、丙（… 没有报 测评，“评价”算不出来）。" in sentences(edition)
    assert "当时收了、办法不用的：满意率。" in sentences(edition)


def test_an_input_that_is_called_otherwise_now_is_taken_over() -> None:
    new = LATER.replace("满意率", "测评")
    earlier = base_of(SCHEME, UNITS, LAST, events=[])
    later = base_of(new, UNITS, {"任务": THIS["任务"], "测评": THIS["满意率"]}, events=[])
    forth, back = both_ways(earlier, later, same={"测评": "满意率"})
    assert totals(forth) == [80, 89, 50]
    assert totals(back) == [86, 86, 54]


def test_an_input_that_says_what_it_was_called_is_known_both_ways() -> None:
    new = LATER.replace("满意率: {kind", "测评: {was: 满意率, kind").replace("* 满意率", "* 测评")
    earlier = base_of(SCHEME, UNITS, LAST, events=[])
    later = base_of(new, UNITS, {"任务": THIS["任务"], "测评": THIS["满意率"]}, events=[])
    forth, back = both_ways(earlier, later)
    assert totals(forth) == [80, 89, 50]  # 40 × 95% + 60 × 70% = 80
    assert totals(back) == [86, 86, 54]
    assert not forth.uncompared


def test_an_input_that_nobody_collected_is_missing_and_policies_say_what_then() -> None:
    new = LATER.replace("满意率", "测评").replace("missing: problem", "missing: zero")
    edition = under(base_of(SCHEME, UNITS, LAST, events=[]), base_of(new, UNITS, {"任务": THIS["任务"], "测评": ["1", "1", "1"]}, events=[]))
    assert totals(edition) == [38, 32, 20]
    assert edition.uncompared.asked_only == ("测评",)
    assert "办法要、当时没有收的：测评。" in sentences(edition)


def test_units_of_a_class_that_the_rules_do_not_have_take_no_part() -> None:
    classed = SCHEME.replace("inputs:", "classes: {街道: {}, 部门: {}}\ninputs:")
    other = LATER.replace("inputs:", "classes: {街道: {}}\ninputs:").replace("points * 任务", "points * 任务 / class_max(任务)")
    earlier = base_of(classed, {"甲": "街道", "乙": "部门", "丙": "街道"}, {**LAST, "任务": ["40%", "80%", "20%"]}, events=[])
    edition = under(earlier, base_of(other, {"甲": "街道"}, {"任务": ["1"], "满意率": ["1"]}, events=[]))
    assert edition.unscored == (Unscored("乙", ("class",)),)
    assert [edition.results.number(Ref(Role.TOTAL), row) for row in (0, 2)] == [82, 50]  # the best of the class is 甲's 40%
    assert "算不出 1 个：乙（那边没有它的类别）。" in sentences(edition)
    assert "Not scored, 1: 乙 (its class is not there)." in sentences(edition, "en")


@pytest.mark.parametrize("seed", range(8))
def test_the_same_run_twice_is_itself_whatever_ties_and_negatives_there_are(seed: int) -> None:
    dice = random.Random(seed)
    given = {name: [dice.choice(["-20%", "50%", "50%", "100%"]) for _ in UNITS] for name in ("任务", "满意率")}
    events = [{"unit": dice.choice(UNITS), "event": "通报"} for _ in range(3)]
    base = base_of(SCHEME, UNITS, given, events=events)
    edition = under(base, base)
    assert not any(move.is_changed for move in edition.changes.moves)
    other = base_of(LATER, UNITS, {name: ["1"] * 3 for name in given}, events=[])
    exact = run_plan(other.plan, base.facts_for(other.plan)[0], reader="exact")
    assert totals(under(base, other)) == [exact.number(Ref(Role.TOTAL), row) for row in range(3)]
