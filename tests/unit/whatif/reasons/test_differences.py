from fractions import Fraction

from comparing import base_of
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.reasons.differences import differences
from kpi_engine.whatif.reasons.ends import end_of, pairs_of

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  增速: {kind: number, owner: 甲股}
indicators:
  增长: {points: 100, floor: none, score: 30 + 增速, deduct: {通报: 3}}
ranking: {within: all, by: [total], ties: share}
decisions: {加分: {range: [0, 5], by: 会议, counts_in: total}}
"""
UNITS = ["甲", "乙"]
GIVEN = {"增速": ["1", "2"]}
NOTHING = {"加分": ["0", "0"]}
GROWTH = Ref(Role.INPUT, "增速")


def test_a_run_does_not_differ_from_itself() -> None:
    end = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided=NOTHING))
    differ = differences(end, end, pairs_of(end, end))
    assert (differ.data, dict(differ.corrected), differ.decided, differ.field, differ.one_sided) == (frozenset(), {}, False, False, ())


def test_figures_events_corrections_and_decisions_are_told_apart() -> None:
    first = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided=NOTHING))
    pairs = pairs_of(first, first)
    figures = end_of(base_of(SCHEME, UNITS, {"增速": ["1", "3"]}, events=[], decided=NOTHING))
    assert differences(first, figures, pairs).data == {1}
    events = end_of(base_of(SCHEME, UNITS, GIVEN, events=[{"unit": "甲", "event": "通报"}], decided=NOTHING))
    assert differences(first, events, pairs).data == {0}
    corrected = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided=NOTHING, corrections={("乙", "增速"): "8"}))
    assert differences(first, corrected, pairs).data == frozenset()
    assert differences(first, corrected, pairs).corrected == {GROWTH: frozenset({1})}
    decided = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided={"加分": ["0", "2"]}))
    assert differences(first, decided, pairs).decided
    apart = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided=NOTHING, apart=["甲"]))
    assert differences(first, apart, pairs).decided
    assert not differences(first, apart, pairs).field


def test_other_units_and_other_classes_are_another_field() -> None:
    classed = SCHEME.replace("indicators:", "classes: {街道: {}, 部门: {}}\nindicators:")
    first = end_of(base_of(classed, {"甲": "街道", "乙": "部门"}, GIVEN, events=[], decided=NOTHING))
    moved = end_of(base_of(classed, {"甲": "街道", "乙": "街道"}, GIVEN, events=[], decided=NOTHING))
    assert differences(first, moved, pairs_of(first, moved)).field
    fewer = end_of(base_of(classed, {"甲": "街道"}, {"增速": ["1"]}, events=[], decided={"加分": ["0"]}))
    assert differences(first, fewer, pairs_of(first, fewer)).field


def test_what_one_scheme_alone_asks_for_is_listed() -> None:
    first = end_of(base_of(SCHEME, UNITS, GIVEN, events=[], decided=NOTHING))
    later = SCHEME.replace("  增速: {", "  增幅: {").replace("30 + 增速", "30 + 增幅")
    second = end_of(base_of(later, UNITS, {"增幅": [Fraction(1), Fraction(2)]}, events=[], decided=NOTHING))
    assert differences(first, second, pairs_of(first, second)).one_sided == ((GROWTH, 0), (Ref(Role.INPUT, "增幅"), 1))
