"""How constants, names, arithmetic, powers and rounding are compiled."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kpi_engine.formula.columns import arithmetic as scaled
from kpi_engine.formula.columns.cells import fold
from kpi_engine.formula.columns.compiler import Compiler, placeholder
from kpi_engine.formula.columns.decide import rough_rounded
from kpi_engine.formula.columns.rough import rough_divided, rough_product, rough_sum
from kpi_engine.formula.columns.rounding import rounded
from kpi_engine.formula.columns.value import Constant, Number, Rough, Val
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Const,
    Name,
    Node,
    Power,
    Round,
)
from kpi_engine.table import State

__all__ = ["ARITHMETIC", "folded"]


def _const(on: Compiler, node: Const, domain: str) -> Val:
    return Constant(node.kind, node.value)


def _absent(on: Compiler, node: Absent, domain: str) -> Val:
    return Constant(node.kind, placeholder(node.kind), on.state_everywhere(node.state, domain))


def _arith(on: Compiler, node: Arith, domain: str) -> Val | None:
    left, right = on.value(node.left, domain), on.value(node.right, domain)
    if isinstance(left, Constant) and isinstance(right, Constant):
        return folded(on, node, {id(node.left): left, id(node.right): right}, domain)
    made = None
    if isinstance(left, (Number, Constant)) and isinstance(right, (Number, Constant)):
        made = _operated(on, node, left, right, domain)
    if made is None and isinstance(left, (Number, Constant, Rough)) and isinstance(right, (Number, Constant, Rough)):
        return _roughly_operated(on, node, left, right, domain)
    if isinstance(made, Number):
        if not made.factor.numerator:
            return Constant(node.kind, Fraction(0), made.state)
        made = on.guarded(made, node, domain)
        return made if made is None or made.kind is node.kind else made._replace(kind=node.kind)
    return made


def _operated(on: Compiler, node: Arith, left: Number | Constant, right: Number | Constant, domain: str) -> Val | None:
    match node.op:
        case "+" | "-":
            return scaled.added(on.tape, left, right, 1 if node.op == "+" else -1, node.kind)
        case "*":
            constant = left if isinstance(left, Constant) else right
            if isinstance(constant, Constant) and not constant.value:
                return Constant(node.kind, Fraction(0), on.tape.worst(left.state, right.state))
            return scaled.multiplied(on.tape, left, right)
        case "/":
            if not isinstance(right, Constant):
                return scaled.divided(on.tape, left, right)
            state = on.tape.worst(left.state, right.state)
            if right.value == 0:
                return Constant(node.kind, Fraction(0), on.tape.after(state, on.state_everywhere(State.ERROR, domain)))
            assert isinstance(right.value, Fraction), "the constructors let only numbers in"
            return scaled.multiplied(on.tape, left, Constant(right.kind, 1 / right.value, right.state))


def _roughly_operated(on: Compiler, node: Arith, left: Number | Constant | Rough, right: Number | Constant | Rough, domain: str) -> Val:
    if isinstance(right, Constant) and node.op == "/":
        state = on.tape.worst(left.state, right.state)
        if right.value == 0:
            return Constant(node.kind, Fraction(0), on.tape.after(state, on.state_everywhere(State.ERROR, domain)))
        assert isinstance(right.value, Fraction), "the constructors let only numbers in"
        right = Constant(right.kind, 1 / right.value, right.state)
        return rough_product(on.tape, on.rough(left), on.rough(right), (node, domain))
    one, two, key = on.rough(left), on.rough(right), (node, domain)
    match node.op:
        case "+" | "-":
            return rough_sum(on.tape, one, two, 1 if node.op == "+" else -1, key, node.kind)
        case "*":
            return rough_product(on.tape, one, two, key)
        case "/":
            return rough_divided(on.tape, one, two, key, domain)


def folded(on: Compiler, node: Node, values: dict[int, Constant], domain: str) -> Val | None:
    """A node over constants; None where its value is a root."""
    state, value = fold(node, values)
    states = on.tape.worst(*(v.state for v in values.values()))
    if state != State.PRESENT:
        return Constant(node.kind, placeholder(node.kind), on.tape.after(states, on.state_everywhere(state, domain)))
    return Constant(node.kind, value, states) if isinstance(value, (Fraction, bool, str)) else None


def _power(on: Compiler, node: Power, domain: str) -> Val | None:
    base = on.value(node.base, domain)
    if isinstance(base, Constant):
        return folded(on, node, {id(node.base): base}, domain)
    if not isinstance(base, (Number, Rough)):
        return None
    if node.exponent == 0:
        return Constant(node.kind, Fraction(1), base.state)
    made: Number | None = base if isinstance(base, Number) else None
    for _ in range(node.exponent - 1):
        made = None if made is None or isinstance(base, Rough) else scaled.multiplied(on.tape, made, base)
    if made is not None:
        return on.guarded(made, node, domain)
    first = power = on.rough(base)
    for _ in range(node.exponent - 1):
        power = rough_product(on.tape, power, first, (node, domain))
    return power


def _round(on: Compiler, node: Round, domain: str) -> Val | None:
    arg = on.value(node.arg, domain)
    if isinstance(arg, Constant):
        return folded(on, node, {id(node.arg): arg}, domain)
    made = rounded(on.tape, arg, node.places, node.mode) if isinstance(arg, Number) else None
    if made is None and isinstance(arg, (Number, Rough)):
        made = rough_rounded(on.tape, on.rough(arg), node.places, node.mode, (node, domain), domain)
    return made if made is None or made.kind is node.kind else made._replace(kind=node.kind)


ARITHMETIC: dict[type, Callable[..., Val | None]] = {
    Const: _const,
    Absent: _absent,
    Name: Compiler.named,
    Arith: _arith,
    Power: _power,
    Round: _round,
}
"""The rule of each kind of node."""
