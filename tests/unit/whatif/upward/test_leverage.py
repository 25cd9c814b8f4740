from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.lint.look import Look
from kpi_engine.whatif.upward.leverage import levers_of
from kpi_engine.whatif.upward.levers import Lever, StepLever

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: rescale
inputs:
  培训: {kind: count, measured_in: 期, owner: 甲股, target: given, between: [0, 10]}
  满意率: {kind: percent, owner: 甲股}
  逾期: {kind: number, owner: 甲股, places: 1, better: lower}
  方案: {kind: choice, options: [完整, 一般, 缺], owner: 甲股}
  事故: {kind: yes_no, owner: 甲股}
  应办: {kind: count, owner: 甲股}
  已办: {kind: count, owner: 甲股}
  全县: {kind: number, owner: 甲股, per: all}
indicators:
  训: {points: 30, score: {attainment: {actual: 培训, at_zero: problem}}}
  满: {points: 20, score: points * 满意率}
  时: {points: 10, score: points - 逾期}
  案: {points: 10, score: {levels: {of: 方案, give: {完整: 10, 一般: 6, 缺: 0}}}}
  办: {points: 20, score: "points * min(1, 已办 / 应办)"}
  比: {points: 10, score: "points * min(1, 全县 / 100)", deduct: {脱岗: 2}, add: {表彰: 1}}
vetoes: {红线: {when: 事故, then: {grade: 差}}}
grades: {of: total, from: {好: 80}, otherwise: 差}
ranking: {within: all, by: [total], ties: share, vetoed: as_scored}
"""
GIVEN = {
    "培训": ["6", "9"],
    "满意率": ["89.96%", "70%"],
    "逾期": ["2.5", "0"],
    "方案": ["一般", "完整"],
    "事故": [False, True],
    "应办": ["10", "5"],
    "已办": ["7", "不涉及"],
    "全县": ["50", "50"],
}
EVENTS = [{"unit": "甲", "event": "脱岗"}, {"unit": "乙", "event": "脱岗"}, {"unit": "甲", "event": "脱岗"}]


def results(events: list[dict[str, object]] | None = None) -> Results:
    return base_of(SCHEME, ["甲", "乙"], GIVEN, targets={"培训": ["8", "8"]}, events=EVENTS if events is None else events).results  # type: ignore[arg-type]


def levers(unit: str = "甲") -> dict[str, list[Lever]]:
    run = results()
    told: dict[str, list[Lever]] = {}
    for lever in levers_of(Look(run.plan), run.facts, run.units.index(unit), ""):
        told.setdefault(lever.what, []).append(lever)
    return told


def test_what_a_unit_reports_of_itself_and_can_better_is_asked_about() -> None:
    assert set(levers()) == {"培训", "满意率", "逾期", "方案", "事故", "已办", "脱岗", "表彰"}  # not what is to be done, nor what holds for all
    assert "已办" not in levers("乙")  # it does not apply there


def test_nothing_is_asked_where_no_event_happened() -> None:
    run = results(events=[])
    told = {lever.what: lever for lever in levers_of(Look(run.plan), run.facts, 0, "")}
    assert "脱岗" not in told
    assert told["表彰"].most == 5


def test_what_was_not_reported_cannot_be_pulled() -> None:
    given = {**GIVEN, "已办": [None, "5"]}
    run = base_of(SCHEME, ["甲", "乙"], given, targets={"培训": ["8", "8"]}, events=[]).results
    assert "已办" not in {lever.what for lever in levers_of(Look(run.plan), run.facts, 0, "")}


def test_a_direction_that_cannot_be_told_is_tried_both_ways() -> None:
    text = SCHEME.replace("score: points * 满意率", 'score: "points - abs(满意率 - 95%) * 10"')
    run = base_of(text, ["甲", "乙"], GIVEN, targets={"培训": ["8", "8"]}, events=[]).results
    told = [lever for lever in levers_of(Look(run.plan), run.facts, 0, "") if lever.what == "满意率"]
    assert [(lever.step > 0, lever.monotone) for lever in told if isinstance(lever, StepLever)] == [(True, False), (False, False)]
