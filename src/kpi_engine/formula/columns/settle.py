"""Columns again, out of cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.certified import from_fractions
from kpi_engine.formula.columns.machine import Block, Outgrown, Tape
from kpi_engine.formula.columns.value import Cells, Number, Rough, Truth
from kpi_engine.formula.functions import Exact, ExactCell
from kpi_engine.table import StateArray

__all__ = ["WIDEST", "settled", "settled_rough", "settled_rounded"]


_ANY = 1e40
"""A bound for what has none of its own."""
WIDEST = 2**37
"""What a rounded figure (times its power of ten) is planned to stay below; where it does not, its node is planned anew."""


def settled(tape: Tape, cells: Cells) -> Truth:
    """Truths out of cells."""
    source = cells.slot

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            told = b.cells[source]
            b.t[slot] = np.fromiter((v is True for _, v in told), dtype=np.bool_, count=len(told))
            b.s[slot + 1] = states_of(told)

        return operation

    slot = tape.write(("settled", source), (source,), make, writes=2)
    return Truth(slot, slot + 1)


def settled_rough(tape: Tape, cells: Cells) -> Rough:
    """Certified doubles out of cells without roots: they have their exact values at hand."""
    source = cells.slot

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            told = b.cells[source]
            b.a[slot] = from_fractions([value if isinstance(value, Fraction) else Fraction(0) for _, value in told])
            b.s[slot + 1] = states_of(told)

        return operation

    slot = tape.write(("settled rough", source), (source,), make, writes=2)
    return Rough(cells.kind, slot, -_ANY, _ANY, slot + 1)


def states_of(cells: Sequence[ExactCell]) -> StateArray | None:
    """Their states; None where all are present."""
    states = np.fromiter((s for s, _ in cells), dtype=np.uint8, count=len(cells))
    return states if states.any() else None


def settled_rounded(tape: Tape, cells: Cells, places: int, key: Hashable) -> Number:
    """Scaled doubles out of cells that are rounded to ``places``."""
    source, scale = cells.slot, 10**places

    def whole(value: Exact | None) -> int:
        if value is None:
            return 0
        assert isinstance(value, Fraction), "a rounded value is a number"
        scaled = value * scale
        if scaled.denominator != 1 or abs(scaled.numerator) > WIDEST:
            raise Outgrown(key)
        return int(scaled.numerator)

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            told = b.cells[source]
            b.x[slot] = np.fromiter((whole(v) for _, v in told), dtype=np.float64, count=len(told))
            b.s[slot + 1] = states_of(told)

        return operation

    slot = tape.write(("settled", source, places), (source,), make, writes=2)
    most = WIDEST / scale
    return Number(cells.kind, Fraction(1, scale), slot, WIDEST, -most, most, slot + 1)
