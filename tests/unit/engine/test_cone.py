from kpi_engine.engine.cone import dependent_on, holding_roots, needed_for, reads_rows
from kpi_engine.formula.making import arith, const
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Name
from kpi_engine.table import Kind, Ref, Role

A, B, C, D = (Ref(Role.SCORE, name) for name in "甲乙丙丁")
FACT_X, FACT_Y = Ref(Role.INPUT, "x"), Ref(Role.INPUT, "y")
STEPS = (
    Step(A, Name(FACT_X, Kind.NUMBER)),
    Step(B, Name(FACT_Y, Kind.NUMBER)),
    Step(C, arith("+", Name(A, Kind.NUMBER), const(1))),
    Step(D, arith("+", Name(B, Kind.NUMBER), Name(C, Kind.NUMBER))),
)


def test_what_an_output_needs_is_all_below_it_in_order() -> None:
    assert list(needed_for([C], STEPS)) == [A, C]
    assert list(needed_for([D], STEPS)) == [A, B, C, D]
    assert needed_for([FACT_X], STEPS) == {}


def test_what_depends_on_a_quantity_is_all_above_it_in_order() -> None:
    assert list(dependent_on([FACT_X], STEPS)) == [A, C, D]
    assert list(dependent_on([B], STEPS)) == [D]
    assert dependent_on([], STEPS) == {}


def test_a_step_over_the_rows_of_a_table_depends_on_the_table() -> None:
    rows = Step(A, const(1), domain="事件")
    assert reads_rows(rows, {"事件"})
    assert not reads_rows(rows, {"评分"})
    assert not reads_rows(rows, ())
    assert list(dependent_on([], (rows, *STEPS[2:]), {"事件"})) == [A, C, D]


def test_a_root_lives_until_something_rounds_it() -> None:
    root = Call("root", (Name(FACT_X, Kind.NUMBER), const(2)))
    steps = (Step(A, root), Step(B, Name(FACT_Y, Kind.NUMBER)), Step(C, arith("+", Name(A, Kind.NUMBER), Name(B, Kind.NUMBER))))
    assert holding_roots(steps) == {A, C}
