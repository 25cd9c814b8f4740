"""What every group function asks for: whom it looks at, which rows count, plain numerators."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive
from kpi_engine.formula.columns.choice import as_truth
from kpi_engine.formula.columns.machine import Block, BoolArray, Segments, Tape
from kpi_engine.formula.columns.value import Constant, Number, Truth, Val
from kpi_engine.formula.tree import Group
from kpi_engine.table import Kind, State

__all__ = ["Grouping", "live_rows", "plain"]


class Grouping:
    """What a group function is compiled with: the tape, whom it looks at, how many they are at most."""

    def __init__(self, tape: Tape, node: Group, most: int, key: Hashable) -> None:
        self.tape, self.node, self.most, self.key = tape, node, most, key
        self.certified = False
        self.everyone = node.scope == "all"
        self.options: Mapping[str, str] = dict(node.options)

    def groups(self, b: Block) -> Segments:
        """The groups in a block."""
        return b.everyone if self.everyone else b.classes


def live_rows(
    on: Grouping, among: Truth | Constant | None, states: tuple[int | None, ...]
) -> tuple[tuple[int, ...], Callable[[Block], BoolArray | None]]:
    """The registers that say which rows count, and how to ask them; None where all do."""
    gate = None if among is None else as_truth(on.tape, among, "")
    reads = tuple(s for s in states if s is not None)
    if gate is not None:
        reads += (gate.slot, *(() if gate.state is None else (gate.state,)))

    def asked(b: Block) -> BoolArray | None:
        told = None if gate is None else b.t[gate.slot]
        for state in (*states, None if gate is None else gate.state):
            there = None if state is None else b.s[state]
            if there is not None:
                told = there == State.PRESENT if told is None else told & (there == State.PRESENT)
        return told

    return reads, asked


def plain(val: Val, tape: Tape) -> Number | None:
    """Whole numerators over one denominator, or truths as 0 and 1."""
    if isinstance(val, Truth):
        slot = val.slot
        return Number(Kind.NUMBER, Fraction(1), tape.x("as number", (slot,), lambda b: b.t[slot].astype(np.float64)), 1, 0.0, 1.0, val.state)
    if isinstance(val, Number) and val.den is None:
        return positive(tape, val)
    return None
