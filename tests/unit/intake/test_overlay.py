from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.overlay import NO_CORRECTIONS, Correction, Corrections, Decision, apply_corrections
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.table import Ref, Role, State
from needing import REGISTER, column_need, needs_of

NEEDS = needs_of(column_need("方案", "choice", options=["完整", "缺"]))
FACTS = collect([grid_of_rows([["单位", "方案"], ["甲镇", "完整"]])], REGISTER, NEEDS).facts
REF = Ref(Role.INPUT, "方案")
RULES = {"加分": DecisionRule.model_validate({"range": ["0", "2"], "by": "组长", "counts_in": "total"})}


def test_a_word_is_corrected_and_the_facts_before_stay_as_they_were():
    change = Correction("甲镇", REF, "方案", "完整", "缺", (State.PRESENT, "缺"), "纪要", "张三", "2024-12-30")
    facts, problems = apply_corrections(FACTS, Corrections((change,), (), ((State.PRESENT, "完整"),)), NEEDS, {})
    assert problems == []
    assert facts.columns[REF].value(0) == "缺"
    assert facts.columns[REF].words == ("完整", "缺")
    assert FACTS.columns[REF].value(0) == "完整"
    _, problems = apply_corrections(FACTS, Corrections((replace(change, unit="乙镇"),), (), ((State.PRESENT, "完整"),)), NEEDS, {})
    assert [(p.code.number, p.facts["reported"]) for p in problems] == [("K561", "未报")]


def test_what_is_open_to_decision_has_a_column_even_where_nothing_was_decided():
    facts, _ = apply_corrections(FACTS, NO_CORRECTIONS, NEEDS, RULES)
    assert [facts.columns[Ref(Role.DECIDED, "加分")].value(row) for row in range(3)] == [0, 0, 0]
    decision = Decision("乙镇", "加分", Fraction(1, 2), "0.5", "1号", "2024-12-31", "组长")
    facts, _ = apply_corrections(FACTS, Corrections(decisions=(decision,)), NEEDS, RULES)
    assert facts.columns[Ref(Role.DECIDED, "加分")].value(1) == Fraction(1, 2)
    assert not NO_CORRECTIONS
    assert Corrections(decisions=(decision,))


def test_a_correction_of_what_another_scheme_does_not_ask_for_is_passed_over():
    change = Correction("甲镇", Ref(Role.INPUT, "满意率"), "满意率", "85%", "95%", (State.PRESENT, Fraction("0.95")), "纪要", "张三", "2024-12-30")
    facts, problems = apply_corrections(FACTS, Corrections((change,), (), ((State.PRESENT, Fraction("0.85")),)), NEEDS, {})
    assert problems == []
    assert facts.columns[REF] is FACTS.columns[REF]
