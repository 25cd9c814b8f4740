"""How comparisons, logic and choices are compiled."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

import numpy as np

from kpi_engine.formula.columns.choice import FLIPPED, as_truth, compared, compared_words, joined, negated
from kpi_engine.formula.columns.compiler import Compiler, placeholder
from kpi_engine.formula.columns.decide import rough_compared
from kpi_engine.formula.columns.fallback import made_good
from kpi_engine.formula.columns.rules_arithmetic import folded
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Truth, Val, Word, common_factor
from kpi_engine.formula.tree import (
    Compare,
    Fallback,
    If,
    Logic,
    Lookup,
    Not,
)
from kpi_engine.table import Kind, State

__all__ = ["CHOICE"]


def _compare(on: Compiler, node: Compare, domain: str) -> Val | None:
    left, right, op = on.value(node.left, domain), on.value(node.right, domain), node.op
    if isinstance(left, Constant) and isinstance(right, Constant):
        return folded(on, node, {id(node.left): left, id(node.right): right}, domain)
    if isinstance(left, Constant):
        left, right, op = right, left, FLIPPED[op]
    if isinstance(left, (Number, Rough)) and isinstance(right, (Number, Rough, Constant)):
        told = compared(on.tape, op, left, right) if isinstance(left, Number) and not isinstance(right, Rough) else None
        return told or rough_compared(on.tape, op, on.rough(left), on.rough(right), domain)
    if isinstance(left, Word) and isinstance(right, (Word, Constant)):
        return compared_words(on.tape, op, left, right)
    if isinstance(left, Truth) and isinstance(right, (Truth, Constant)) and op in ("==", "!="):
        return _same_truths(on, left, as_truth(on.tape, right, domain), op == "==")
    return None


def _same_truths(on: Compiler, left: Truth, right: Truth, equal: bool) -> Truth:
    one, two = left.slot, right.slot
    return Truth(on.tape.t("equal", (one, two), lambda b: (b.t[one] == b.t[two]) == equal, equal), on.tape.worst(left.state, right.state))


def _logic(on: Compiler, node: Logic, domain: str) -> Val | None:
    items = [on.value(item, domain) for item in node.items]
    if not all(isinstance(item, (Truth, Constant)) for item in items):
        return None
    return joined(on.tape, node.op, [as_truth(on.tape, item, domain) for item in items])  # type: ignore[arg-type]


def _not(on: Compiler, node: Not, domain: str) -> Val | None:
    item = on.value(node.item, domain)
    if isinstance(item, Constant):
        return Constant(node.kind, item.value is not True, item.state)
    return negated(on.tape, item) if isinstance(item, Truth) else None


def _with_state(val: Val, state: int | None) -> Val:
    assert not isinstance(val, Cells), "cells have their states in them"
    return val if val.state == state else val._replace(state=state)


def _if(on: Compiler, node: If, domain: str) -> Val | None:
    condition = on.value(node.condition, domain)
    then, otherwise = on.value(node.then, domain), on.value(node.otherwise, domain)
    if not isinstance(condition, (Truth, Constant)):
        return None
    picked: Val | None
    if isinstance(condition, Constant):
        picked = then if condition.value is True else otherwise
        if isinstance(picked, Cells):
            return picked if condition.state is None else None
    else:
        picked = on.chosen(condition.slot, then, otherwise, domain)
    if picked is None or isinstance(picked, Cells):
        return None
    return _with_state(picked, on.tape.after(condition.state, picked.state))


def _lookup(on: Compiler, node: Lookup, domain: str) -> Val | None:
    key = on.value(node.key, domain)
    if not isinstance(key, Word):
        return None
    nothing = Constant(node.kind, placeholder(node.kind), on.state_everywhere(State.ERROR, domain))
    given = dict(node.table)
    otherwise: Val = nothing if node.otherwise is None else on.value(node.otherwise, domain)
    by_val: dict[Val, set[int]] = {}
    for place, word in enumerate(key.words):
        if word in given:
            by_val.setdefault(on.value(given[word], domain), set()).add(place)
    constants = _lookup_constants(on, node, key, by_val, otherwise)
    if constants is not None:
        return constants
    left_over = len(key.words) - sum(len(places) for places in by_val.values())
    picked: Val | None = otherwise
    if not left_over and by_val:
        picked = next(iter(by_val))
    for val, places in by_val.items():
        picked = None if picked is None else on.chosen(_among(on, key, frozenset(places)), val, picked, domain)
    if picked is None or isinstance(picked, Cells):
        return None
    return _with_state(picked, on.tape.after(key.state, picked.state))


def _among(on: Compiler, key: Word, places: frozenset[int]) -> int:
    """A register: whether the word is one of some."""
    slot, among = key.slot, np.zeros(max(len(key.words), 1), dtype=np.bool_)
    among[list(places)] = True
    return on.tape.t("among", (slot,), lambda b: among.take(b.i[slot]), places)


def _lookup_constants(on: Compiler, node: Lookup, key: Word, by_val: dict[Val, set[int]], otherwise: Val) -> Val | None:
    """A table of numbers is taken from by place."""
    if node.kind not in (Kind.NUMBER, Kind.DATE):
        return None
    values: list[Fraction] = []
    of = {place: val for val, places in by_val.items() for place in places}
    for place in range(len(key.words)):
        val = of.get(place, otherwise)
        if not isinstance(val, Constant) or val.state is not None or not isinstance(val.value, Fraction):
            return None
        values.append(val.value)
    shared = reduce(lambda a, b: common_factor(a, b)[0], values, Fraction(0))
    if not shared:
        return Constant(node.kind, Fraction(0), key.state) if values else None
    whole = [int(v / shared) for v in values]
    size = max(abs(w) for w in whole)
    if size > 2**40:
        return None
    table, slot = np.array(whole, dtype=np.float64), key.slot
    num = on.tape.x("table", (slot,), lambda b: table.take(b.i[slot]), tuple(whole))
    return Number(node.kind, shared, num, size, float(min(values)), float(max(values)), key.state)


def _fallback(on: Compiler, node: Fallback, domain: str) -> Val | None:
    picked: Val | None = on.value(node.arg, domain)
    state = None if picked is None or isinstance(picked, Cells) else picked.state
    if state is None:
        return None if isinstance(picked, Cells) else picked
    given = {State.MISSING: node.missing, State.NOT_APPLICABLE: node.not_applicable}
    instead = {level: on.value(other, domain) for level, other in given.items() if other is not None}
    constants = {
        level: val.value for level, val in instead.items() if isinstance(val, Constant) and val.state is None and isinstance(val.value, Fraction)
    }
    if isinstance(picked, Number) and len(constants) == len(instead):
        made = made_good(on.tape, picked, constants)
        if made is not None:
            return made
    for level, val in instead.items():
        picked = None if picked is None else on.chosen(on.stands(state, level, domain), val, picked, domain)
    return picked


CHOICE: dict[type, Callable[..., Val | None]] = {
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    If: _if,
    Lookup: _lookup,
    Fallback: _fallback,
}
"""The rule of each kind of node."""
