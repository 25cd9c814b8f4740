"""From facts to registers and from registers to columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kpi_engine.formula.columns.cells import LazyCells, as_cells
from kpi_engine.formula.columns.certified import Certified, from_fractions
from kpi_engine.formula.columns.machine import Block, PlaceArray, Tape
from kpi_engine.formula.columns.rough import rough_lifted
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Truth, Val, Word, one_over, place_type
from kpi_engine.formula.functions import ExactCell
from kpi_engine.table import Column, Kind, StateArray

__all__ = ["lifted", "loaded"]


def loaded(tape: Tape, at: int, column: Column, absences: bool, domain: str) -> Val:
    """The ``at``-th fact asked for, on the tape; a unit's column by the rows of the block, a table's whole."""
    state = _loaded_state(tape, at, domain) if absences else None
    if column.wide is not None:
        return _loaded_wide(tape, at, column, domain, state)
    match column.kind:
        case Kind.NUMBER | Kind.DATE:
            slot = tape.x("load", (), (lambda b: b.inputs[at].numerator) if domain else (lambda b: b.inputs[at].numerator[b.rows]), at)
            size, factor = int(column.bound), one_over(column.denominator)
            most = float(size) / column.denominator * (1 + 1e-12) if column.denominator != 1 else float(size)
            return Number(column.kind, factor, slot, max(size, 1), -most, most, state)
        case Kind.TRUTH:
            told = (lambda b: b.inputs[at].numerator != 0) if domain else (lambda b: b.inputs[at].numerator[b.rows] != 0)
            return Truth(tape.t("load", (), told, at), state)
        case Kind.WORD:
            words = column.words or ("",)
            return Word(_loaded_places(tape, at, domain, place_type(words)), words, state)


def _loaded_state(tape: Tape, at: int, domain: str) -> int:
    def compute(b: Block) -> StateArray | None:
        column = b.inputs[at]
        states = column.state if domain else column.state[b.rows]
        return states if states.any() else None

    return tape.s("load state", (), compute, at)


def _loaded_places(tape: Tape, at: int, domain: str, width: type[np.integer]) -> int:
    def compute(b: Block) -> PlaceArray:
        column = b.inputs[at]
        return (column.numerator if domain else column.numerator[b.rows]).astype(width)

    return tape.i("load places", (), compute, at)


def _loaded_wide(tape: Tape, at: int, column: Column, domain: str, state: int | None) -> Rough:
    """Values that doubles cannot hold: certified ones."""
    high = max((abs(float(v)) for v in column.wide or ()), default=0.0)

    def compute(b: Block) -> Certified:
        wide = b.inputs[at].wide
        assert wide is not None, "a plan serves wide columns where it was made for them"
        return from_fractions(list(wide) if domain else [wide[row] for row in b.order.tolist()])

    most = high * (1 + 1e-12)
    return Rough(column.kind, tape.a("load", (), compute, at), -most, most, state)


def lifted(tape: Tape, val: Val, of: str, domain: str) -> Val:
    """A unit's value told to each row of a table that is the unit's."""
    match val:
        case Constant(state=state):
            return val._replace(state=_taken_state(tape, state, domain))
        case Number(num=num, den=den, state=state):
            return val._replace(
                num=_taken(tape, num, domain), den=None if den is None else _taken(tape, den, domain), state=_taken_state(tape, state, domain)
            )
        case Truth(slot=slot, state=state):
            taken = tape.t("take", (slot,), lambda b: b.t[slot].take(b.units[domain]), domain)
            return Truth(taken, _taken_state(tape, state, domain))
        case Word(slot=slot, words=words, state=state):
            return Word(_taken_places(tape, slot, domain), words, _taken_state(tape, state, domain))
        case Rough(state=state):
            return rough_lifted(tape, val, domain, _taken_state(tape, state, domain))
        case Cells():
            return Cells(val.kind, _taken_cells(tape, as_cells(tape, val, of), domain))


def _taken(tape: Tape, slot: int, domain: str) -> int:
    return tape.x("take", (slot,), lambda b: b.x[slot].take(b.units[domain]), domain)


def _taken_state(tape: Tape, slot: int | None, domain: str) -> int | None:
    if slot is None:
        return None

    def compute(b: Block) -> StateArray | None:
        states = b.s[slot]
        return None if states is None else states.take(b.units[domain])

    return tape.s("take", (slot,), compute, domain)


def _taken_places(tape: Tape, slot: int, domain: str) -> int:
    return tape.i("take places", (slot,), lambda b: b.i[slot].take(b.units[domain]), domain)


def _taken_cells(tape: Tape, slot: int, domain: str) -> int:
    def make(out: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            cells, units = b.cells[slot], b.units[domain]

            def told(row: int) -> ExactCell:
                return cells[int(units[row])]

            b.cells[out] = LazyCells(len(units), told)

        return operation

    return tape.write(("take cells", slot, domain), (slot,), make)
