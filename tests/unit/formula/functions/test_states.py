from fractions import Fraction

from kpi_engine.formula.functions import ExactCell, row_functions
from kpi_engine.table import State

P, N, M, E = State.PRESENT, State.NOT_APPLICABLE, State.MISSING, State.ERROR


def told(name: str, *cells: ExactCell) -> ExactCell:
    on_states = row_functions()[name].on_states
    assert on_states is not None
    return on_states(cells)


def one(value: int) -> ExactCell:
    return (P, Fraction(value))


def test_states_are_asked_for_one_by_one() -> None:
    for state, present, reported, applies in ((P, True, True, True), (N, False, True, False), (M, False, False, True), (E, False, True, True)):
        cell: ExactCell = (state, Fraction(1) if state == P else None)
        assert told("is_present", cell) == (P, present)
        assert told("is_reported", cell) == (P, reported)
        assert told("applies", cell) == (P, applies)


def test_extremes_leave_out_what_does_not_apply() -> None:
    assert told("highest_applicable", one(3), (N, None), one(5)) == one(5)
    assert told("lowest_applicable", one(3), (N, None), one(5)) == one(3)
    assert told("highest_applicable", (N, None)) == (N, None)
    assert told("highest_applicable", one(3), (M, None)) == (M, None)
    assert told("lowest_applicable", (E, None), (M, None)) == (E, None)
