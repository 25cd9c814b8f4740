from comparing import base_of
from kpi_engine.intake.register import register_of
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.uncompared import Uncompared, uncompared

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
classes: {街道: {}, 部门: {}}
inputs:
  任务: {kind: percent, owner: 甲股}
  满意率: {kind: percent, owner: 甲股}
indicators:
  任务分: {points: 60, score: points * 任务, deduct: {通报: 1}}
  评价: {points: 40, score: points * 满意率}
"""
UNITS = {"甲": "街道", "乙": "部门"}
GIVEN = {"任务": ["90%", "80%"], "满意率": ["80%", "95%"]}


def told(data: Base, rules: Base, called: dict[str, str] | None = None) -> Uncompared:
    return uncompared(data, rules, data.facts_for(rules.plan)[0], called or {})


def test_a_scheme_beside_itself_lacks_nothing() -> None:
    base = base_of(SCHEME, UNITS, GIVEN, events=[])
    assert told(base, base) == Uncompared()
    assert not told(base, base)


def test_inputs_events_and_indicators_that_one_alone_has() -> None:
    later = SCHEME.replace("满意率", "测评").replace("通报: 1", "督办: 1").replace("评价:", "满意:")
    base = base_of(SCHEME, UNITS, GIVEN, events=[])
    other = base_of(later, UNITS, {"任务": GIVEN["任务"], "测评": ["1", "1"]}, events=[])
    found = told(base, other)
    assert (found.asked_only, found.unused) == (("测评", "督办"), ("满意率", "通报"))
    assert (found.new, found.gone, found.renamed) == (("满意",), ("评价",), ())


def test_what_is_called_otherwise_and_what_was_renamed_is_known() -> None:
    later = SCHEME.replace("满意率", "测评").replace("评价: {", "满意: {was: 评价, ")
    base = base_of(SCHEME, UNITS, GIVEN, events=[])
    other = base_of(later, UNITS, {"任务": GIVEN["任务"], "测评": ["1", "1"]}, events=[])
    found = told(base, other, {"测评": "满意率"})
    assert found == Uncompared(renamed=(("评价", "满意"),))


def test_what_was_sent_without_being_asked_for_can_be_compared() -> None:
    later = SCHEME.replace("满意率", "测评")
    base = base_of(SCHEME, UNITS, {**GIVEN, "测评": ["70%", None]}, events=[])
    other = base_of(later, UNITS, {"任务": GIVEN["任务"], "测评": ["1", "1"]}, events=[])
    assert told(base, other).asked_only == ()


def test_inputs_of_another_kind_and_units_of_another_class() -> None:
    later = SCHEME.replace("任务: {kind: percent, owner", "任务: {kind: number, measured_in: 万元, owner").replace("部门: {}", "企业: {}")
    base = base_of(SCHEME, UNITS, GIVEN, events=[])
    other = base_of(later, {"甲": "企业", "丙": "街道"}, GIVEN, events=[])
    found = told(base, other)
    assert found.otherwise == (("任务", "percent", "number 万元"),)
    assert found.classes == (("甲", "街道", "企业"), ("乙", "部门", ""))
    assert found.alone == (("乙", True), ("丙", False))


def test_a_unit_that_was_renamed_is_not_alone() -> None:
    base = base_of(SCHEME, UNITS, GIVEN, events=[])
    register, _ = register_of([{"单位": "新甲", "曾用名": "甲", "类别": "街道"}, {"单位": "乙", "类别": "部门"}])
    other = Base(base.document, base.results, register, base.collect)
    assert told(base, other).alone == ()
