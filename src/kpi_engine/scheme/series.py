"""How often, and how often in a row, a condition holds over the periods of one run."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.formula.functions.arithmetic import total_of
from kpi_engine.formula.making import arith, choice, const, logic
from kpi_engine.formula.tree import Call, Name, Node, Not
from kpi_engine.table import Kind

__all__ = ["in_a_row", "times"]


def times(holds: Sequence[Node], totals: Sequence[Name] | None) -> Node:
    """In how many periods it holds; ``totals`` are given where a period that was not reported is skipped: it does not count."""
    told = holds if totals is None else [logic("and", [_reported(total), one]) for total, one in zip(totals, holds, strict=True)]
    return total_of(*(choice(one, const(1), const(0)) for one in told))


def in_a_row(holds: Sequence[Node], totals: Sequence[Name] | None) -> Node:
    """For how many periods up to the last one it holds without a break; one that is skipped neither counts nor breaks the row."""
    so_far: Node = const(0)
    for place, one in enumerate(holds):
        if totals is None:
            so_far = choice(one, arith("+", so_far, const(1)), const(0))
            continue
        told = _reported(totals[place])
        so_far = choice(logic("or", [Not(told), one]), arith("+", so_far, choice(told, const(1), const(0))), const(0))
    return so_far


def _reported(total: Name) -> Node:
    return Call("is_reported", (total,), Kind.TRUTH)
