"""Trees run in their order by the exact reader."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.formula.making import arith, const
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Group, Name
from kpi_engine.table import FACT, Facts, Kind, Ref, Role, Rows, State, column_of

RATE, HALF, TOP, TABLE = Ref(Role.INPUT, "完成率"), Ref(Role.VALUE, "一半"), Ref(Role.VALUE, "最高"), "marks:评委"


def facts() -> Facts:
    """甲 has 80%, 乙 has reported nothing, 丙 of another class has 90%."""
    cells = [(State.PRESENT, Fraction(8, 10)), (State.MISSING, None), (State.PRESENT, Fraction(9, 10))]
    words = [(State.PRESENT, "一号"), (State.MISSING, None), (State.PRESENT, "一号")]
    rows = Rows(TABLE, np.array([0, 0, 2]), {})
    fact = Ref(Role.COLUMN, TABLE, part=FACT)
    return Facts(
        ("甲", "乙", "丙"),
        ("镇", "部门"),
        np.array([0, 0, 1]),
        {RATE: column_of(Kind.NUMBER, cells), fact: column_of(Kind.WORD, words)},
        {TABLE: rows},
    )


def test_a_step_reads_those_before_it_and_states_go_along() -> None:
    steps = [Step(HALF, arith("/", Name(RATE, Kind.NUMBER), const(2))), Step(TOP, Group("max", "class", (Name(HALF, Kind.NUMBER),)))]
    done = run_exact(steps, facts())
    assert done[HALF] == [(State.PRESENT, Fraction(4, 10)), (State.MISSING, None), (State.PRESENT, Fraction(45, 100))]
    assert [cell[1] for cell in done[TOP]] == [Fraction(4, 10), Fraction(4, 10), Fraction(45, 100)]


def test_marks_of_one_rater_are_one_fact_for_all_units_and_a_row_without_a_number_is_a_fact_of_its_own() -> None:
    mark = Step(Ref(Role.VALUE, "同评委"), Group("count", "fact", (const(1),), domain=TABLE), TABLE)
    assert [cell[1] for cell in run_exact([mark], facts())[mark.ref]] == [Fraction(2), Fraction(1), Fraction(2)]
