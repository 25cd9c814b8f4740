"""How functions of one unit's values are compiled."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns import arithmetic as scaled
from kpi_engine.formula.columns.compiler import Compiler
from kpi_engine.formula.columns.decide import rough_rounded
from kpi_engine.formula.columns.extremes import absolute, extreme
from kpi_engine.formula.columns.machine import Block, BoolArray
from kpi_engine.formula.columns.rough import rough_abs, rough_extreme, rough_sum
from kpi_engine.formula.columns.rounding import rounded
from kpi_engine.formula.columns.rules_arithmetic import folded
from kpi_engine.formula.columns.sums import summed
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Truth, Val
from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.tree import (
    Call,
)
from kpi_engine.table import Kind, State

__all__ = ["CALL"]


def _call(on: Compiler, node: Call, domain: str) -> Val | None:
    args = [on.value(arg, domain) for arg in node.args]
    if node.function in _ASKS:
        return _asks_state(on, args[0], node.function, domain)
    if node.function not in _CALLS and row_functions()[node.function].on_states is not None:
        return _applicable(on, node, args, domain)
    constants = [arg for arg in args if isinstance(arg, Constant)]
    if args and len(constants) == len(args):
        return folded(on, node, {id(child): val for child, val in zip(node.args, constants, strict=True)}, domain)
    numbers = [arg for arg in args if isinstance(arg, (Number, Constant, Rough))]
    if not args or len(numbers) != len(args) or node.function not in _CALLS:
        return None
    plain = [arg for arg in numbers if not isinstance(arg, Rough)]
    made = _CALLS[node.function](on, node, plain) if len(plain) == len(args) else None
    if made is None:
        return _ROUGH_CALLS[node.function](on, node, numbers, domain)
    return on.guarded(made, node, domain) if isinstance(made, Number) else made


def _applicable(on: Compiler, node: Call, args: list[Val], domain: str) -> Val | None:
    """The extreme of what applies, two by two: the other one where one does not apply."""
    numbers = [arg for arg in args if isinstance(arg, (Number, Constant, Rough))]
    if node.function not in ("highest_applicable", "lowest_applicable") or len(numbers) != len(args):
        return None
    made: Number | Constant | Rough = numbers[0]
    for arg in numbers[1:]:
        picked = _of_applicable(on, node, made, arg, domain)
        if not isinstance(picked, (Number, Constant, Rough)):
            return None
        made = picked
    return made


def _of_applicable(on: Compiler, node: Call, one: Number | Constant | Rough, two: Number | Constant | Rough, domain: str) -> Val | None:
    highest = node.function == "highest_applicable"
    if isinstance(one, Constant):
        one, two = two, one
    made: Val | None
    if isinstance(one, Number) and isinstance(two, (Number, Constant)):
        made = extreme(on.tape, one, two, highest)
    else:
        made = rough_extreme(on.tape, on.rough(one), on.rough(two), highest, (node, domain))
    for without, other in ((one, two), (two, one)):
        if without.state is not None and made is not None:
            made = on.chosen(on.stands(without.state, State.NOT_APPLICABLE, domain), other, made, domain)
    return made


_ASKS = {"is_present": (State.PRESENT, True), "is_reported": (State.MISSING, False), "applies": (State.NOT_APPLICABLE, False)}
"""Functions that ask for one state, or for any other."""


def _asks_state(on: Compiler, val: Val, function: str, domain: str) -> Val | None:
    if isinstance(val, Cells):
        return None
    state = val.state
    if state is None:
        return Constant(Kind.TRUTH, True)
    asked, wanted = _ASKS[function]

    def compute(b: Block) -> BoolArray:
        there = b.s[state]
        if there is None:
            return np.ones(b.sizes[domain], dtype=np.bool_)
        told: BoolArray = there == asked if wanted else there != asked
        return told

    return Truth(on.tape.t("asks", (state,), compute, function))


def _extremes(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    """The extreme of several: the constants first, then column by column."""
    largest = node.function == "max"
    constants = [arg.value for arg in args if isinstance(arg, Constant) and isinstance(arg.value, Fraction)]
    columns = [arg for arg in args if isinstance(arg, Number)]
    state = on.tape.worst(*(arg.state for arg in args))
    made: Number | None = columns[0]
    for column in columns[1:]:
        made = None if made is None else extreme(on.tape, made, column, largest)
    if constants and made is not None:
        made = extreme(on.tape, made, Constant(Kind.NUMBER, max(constants) if largest else min(constants)), largest)
    if made is None or (made.state == state and made.kind is node.kind):
        return made
    return made._replace(state=state, kind=node.kind)


def _sum_of(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    state = on.tape.worst(*(arg.state for arg in args))
    constant = sum((arg.value for arg in args if isinstance(arg, Constant) and isinstance(arg.value, Fraction)), Fraction(0))
    columns = [arg for arg in args if isinstance(arg, Number)]
    if len(columns) > 1 and not on.tape.sums.issuperset(column.num for column in columns):  # sums of sums: one by one, so that few are held at a time
        at_once = summed(on.tape, columns, constant, state, node.kind)
        if at_once is not None:
            return at_once
    made: Number | None = columns[0]
    for column in columns[1:]:
        made = None if made is None else scaled.added(on.tape, made, column, 1, node.kind)
    if constant and made is not None:
        made = scaled.added(on.tape, made, Constant(Kind.NUMBER, constant), 1, node.kind)
    return None if made is None else made._replace(state=state)


def _abs(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    assert isinstance(args[0], Number), "constants are folded"
    return absolute(on.tape, args[0])


def _floor(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    assert isinstance(args[0], Number), "constants are folded"
    return rounded(on.tape, args[0], 0, "floor")


_CALLS: dict[str, Callable[[Compiler, Call, list[Number | Constant]], Val | None]] = {
    "min": _extremes,
    "max": _extremes,
    "sum_of": _sum_of,
    "abs": _abs,
    "floor": _floor,
}


def _rough_extremes(on: Compiler, node: Call, args: list[Number | Constant | Rough], domain: str) -> Val:
    made = on.rough(args[0])
    for arg in args[1:]:
        made = rough_extreme(on.tape, made, on.rough(arg), node.function == "max", (node, domain))
    return made


def _rough_sum_of(on: Compiler, node: Call, args: list[Number | Constant | Rough], domain: str) -> Val:
    """What stands over one denominator first, the rest as certified doubles."""
    by_den: dict[int | None, Number] = {}
    rest: list[Number | Constant | Rough] = []
    for arg in args:
        if not isinstance(arg, Number):
            rest.append(arg)
        elif arg.den not in by_den:
            by_den[arg.den] = arg
        elif (both := scaled.added(on.tape, by_den[arg.den], arg, 1, node.kind)) is not None:
            by_den[arg.den] = both
        else:
            rest.append(arg)
    parts: list[Number | Constant | Rough] = [*by_den.values(), *rest]
    made = on.rough(parts[0])
    for part in parts[1:]:  # one after the other, so that no more than two are held at a time
        made = rough_sum(on.tape, made, on.rough(part), 1, (node, domain), node.kind)
    return made


def _rough_abs(on: Compiler, node: Call, args: list[Number | Constant | Rough], domain: str) -> Val:
    return rough_abs(on.tape, on.rough(args[0]))


def _rough_floor(on: Compiler, node: Call, args: list[Number | Constant | Rough], domain: str) -> Val:
    return rough_rounded(on.tape, on.rough(args[0]), 0, "floor", (node, domain), domain)


_ROUGH_CALLS: dict[str, Callable[[Compiler, Call, list[Number | Constant | Rough], str], Val]] = {
    "min": _rough_extremes,
    "max": _rough_extremes,
    "sum_of": _rough_sum_of,
    "abs": _rough_abs,
    "floor": _rough_floor,
}


CALL: dict[type, Callable[..., Val | None]] = {Call: _call}
"""The rule of calls."""
