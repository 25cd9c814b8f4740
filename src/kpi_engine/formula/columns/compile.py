"""The compiler: a fold over the trees of a program that writes a tape of column operations, for the facts' layout and bounds.

Every kind of node is tried over scaled doubles; what their bounds do not allow goes to the next rung, at last to the exact reader, that node alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import reduce as folded

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns import arithmetic as scaled
from kpi_engine.formula.columns.cells import as_cells, by_hand, fold, settled, settled_rounded
from kpi_engine.formula.columns.choice import FLIPPED, as_truth, chosen, compared, compared_words, joined, negated, picked_state
from kpi_engine.formula.columns.decide import rough_compared, rough_rounded
from kpi_engine.formula.columns.group import Grouping, grouped
from kpi_engine.formula.columns.load import lifted, loaded
from kpi_engine.formula.columns.machine import Block, BoolArray, Tape
from kpi_engine.formula.columns.reduce import reduced
from kpi_engine.formula.columns.rough import rough, rough_abs, rough_divided, rough_extreme, rough_picked, rough_product, rough_sum
from kpi_engine.formula.columns.rounding import rounded
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Truth, Val, Word, common_factor
from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Call,
    Compare,
    Const,
    Fallback,
    Group,
    If,
    Logic,
    Lookup,
    Name,
    Node,
    Not,
    Power,
    Reduce,
    Round,
    children,
)
from kpi_engine.table import FACT, Facts, Kind, Ref, Role, State

__all__ = ["Compiler", "Rung", "Sizes", "sizes_of"]


class Rung(IntEnum):
    """How far a step had to go; the highest of its nodes."""

    SCALED = 0
    CERTIFIED = 1
    EXACT = 2


@dataclass(frozen=True)
class Sizes:
    """How many there are at most: units, units of one class, and for each table rows of one unit."""

    units: int
    in_class: int
    rows: Mapping[str, int]

    def hold(self, other: Sizes) -> bool:
        """Whether the others are no more."""
        fewer = other.units <= self.units and other.in_class <= self.in_class and other.rows.keys() == self.rows.keys()
        return fewer and all(most <= self.rows[name] for name, most in other.rows.items())


def sizes_of(facts: Facts) -> Sizes:
    """The sizes of some facts."""
    rows = {name: _most(table.unit) for name, table in facts.rows.items()}
    return Sizes(len(facts.units), _most(facts.class_of), rows)


def _most(indices: npt.NDArray[np.int64]) -> int:
    """How often the most frequent index occurs."""
    return int(np.bincount(indices).max()) if len(indices) else 0


class Compiler:
    """One program for one set of facts. ``demoted`` are the nodes that have outgrown what they were planned for."""

    def __init__(self, facts: Facts, demoted: frozenset[Hashable]) -> None:
        self.tape = Tape()
        self.facts, self.demoted = facts, demoted
        self.steps: dict[Ref, Val] = {}
        self.domains: dict[Ref, str] = {}
        self._known: dict[tuple[int, str], Val] = {}
        self._alive: list[Node] = []
        self.rung = Rung.SCALED
        self.rungs: dict[Ref, Rung] = {}
        self.loaded: set[Ref] = set()
        self._sizes = sizes_of(facts)

    def add(self, step: Step) -> None:
        """Put one step on the tape."""
        self.rung = Rung.SCALED
        self.steps[step.ref] = self.value(step.tree, step.domain)
        self.domains[step.ref], self.rungs[step.ref] = step.domain, self.rung

    def value(self, node: Node, domain: str) -> Val:
        """Where the node's values will stand."""
        known = self._known.get((id(node), domain))
        if known is None:
            known = self._known[(id(node), domain)] = self._settled(node, domain)
            self._alive.append(node)
        return known

    def _settled(self, node: Node, domain: str) -> Val:
        key = (node, domain)
        if self.demoted and key in self.demoted:
            return self._by_hand(node, domain)
        made = _RULES[type(node)](self, node, domain)
        return self._by_hand(node, domain) if made is None else made

    def guarded(self, made: Number | None, node: Node, domain: str) -> Number | None:
        """With a check of its size, where its bounds do not bound it."""
        return scaled.guarded(self.tape, made, (node, domain)) if made is not None else None

    def state_everywhere(self, state: State, domain: str) -> int:
        """A register with one state in all rows."""
        return self.tape.s("state of all", (), lambda b: np.full(b.sizes[domain], state, dtype=np.uint8), state, domain)

    def _by_hand(self, node: Node, domain: str) -> Val:
        """The exact reader's cells of the node, made columns again where their kind allows."""
        self.rung = Rung.EXACT
        below, of = _domains(node, domain)
        given = {id(child): (self.value(child, below), below) for child in children(node) if not isinstance(child, Const)}
        facts = None
        if isinstance(node, Group) and node.scope == "fact":
            facts = self._fact_cells(node.domain)
        made = by_hand(self.tape, node, of, given, facts)
        val: Val = made
        if node.kind is Kind.TRUTH:
            val = settled(self.tape, made)
        elif isinstance(node, Round) and ("rounded", node, domain) not in self.demoted:
            val = settled_rounded(self.tape, made, node.places, ("rounded", node, domain))
        return val if of == domain else self.lifted(val, of, domain)

    def rough(self, val: Number | Constant | Rough) -> Rough:
        """A number as certified doubles."""
        self.rung = max(self.rung, Rung.CERTIFIED)
        return rough(self.tape, val)

    def chosen(self, takes: int, then: Val, otherwise: Val, domain: str) -> Val | None:
        """One of two values by the truths of a register; None where only cells can tell."""
        made = chosen(self.tape, takes, then, otherwise, domain)
        if made is None and isinstance(then, (Number, Constant, Rough)) and isinstance(otherwise, (Number, Constant, Rough)):
            state = picked_state(self.tape, takes, then.state, otherwise.state)
            return rough_picked(self.tape, takes, self.rough(then), self.rough(otherwise), state)
        return made

    def _fact_cells(self, domain: str) -> int:
        return as_cells(self.tape, self.named(Name(Ref(Role.COLUMN, domain, part=FACT), Kind.WORD, domain), domain), domain)

    def named(self, node: Name, domain: str) -> Val:
        """A step that is done, or a fact."""
        val = self.steps.get(node.ref)
        if val is None:
            val = self._loaded(node.ref, node.domain)
        return val if node.domain == domain else self.lifted(val, node.domain, domain)

    def _loaded(self, ref: Ref, domain: str) -> Val:
        self.loaded.add(ref)
        return loaded(self.tape, ref, self.facts.columns[ref], domain)

    def lifted(self, val: Val, of: str, domain: str) -> Val:
        """The unit's value for each row of a table."""
        return lifted(self.tape, val, of, domain)

    def most_in_group(self, node: Group) -> int:
        """The largest number of rows of one group."""
        return self._sizes.units if node.scope == "all" else self._sizes.in_class

    def most_rows(self, table: str) -> int:
        """The largest number of rows of one unit."""
        return self._sizes.rows[table]


def _domains(node: Node, domain: str) -> tuple[str, str]:
    """The domain of a node's operands, and its own."""
    match node:
        case Reduce(_, table):
            return table, ""
        case Group():
            return node.domain, node.domain
        case _:
            return domain, domain


def _placeholder(kind: Kind) -> Fraction | bool | str:
    match kind:
        case Kind.TRUTH:
            return False
        case Kind.WORD:
            return ""
        case Kind.NUMBER:
            return Fraction(0)
        case Kind.DATE:
            return Fraction(1)


def _const(on: Compiler, node: Const, domain: str) -> Val:  # noqa: ARG001
    return Constant(node.kind, node.value)


def _absent(on: Compiler, node: Absent, domain: str) -> Val:
    return Constant(node.kind, _placeholder(node.kind), on.state_everywhere(node.state, domain))


def _name(on: Compiler, node: Name, domain: str) -> Val:
    return on.named(node, domain)


def _arith(on: Compiler, node: Arith, domain: str) -> Val | None:
    left, right = on.value(node.left, domain), on.value(node.right, domain)
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _folded(on, node, {id(node.left): left, id(node.right): right}, domain)
    made = None
    if isinstance(left, (Number, Constant)) and isinstance(right, (Number, Constant)):
        made = _operated(on, node, left, right, domain)
    if made is None and isinstance(left, (Number, Constant, Rough)) and isinstance(right, (Number, Constant, Rough)):
        return _roughly_operated(on, node, left, right, domain)
    if isinstance(made, Number):
        if not made.factor:
            return Constant(node.kind, Fraction(0), made.state)
        made = on.guarded(made, node, domain)
        return made if made is None or made.kind is node.kind else replace(made, kind=node.kind)
    return made


def _operated(on: Compiler, node: Arith, left: Number | Constant, right: Number | Constant, domain: str) -> Val | None:
    match node.op:
        case "+" | "-":
            return scaled.added(on.tape, left, right, 1 if node.op == "+" else -1, node.kind)
        case "*":
            if any(isinstance(v, Constant) and v.value == 0 for v in (left, right)):
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


def _folded(on: Compiler, node: Node, values: dict[int, Constant], domain: str) -> Val | None:
    """A node over constants; None where its value is a root."""
    state, value = fold(node, values)
    states = on.tape.worst(*(v.state for v in values.values()))
    if state != State.PRESENT:
        return Constant(node.kind, _placeholder(node.kind), on.tape.after(states, on.state_everywhere(state, domain)))
    return Constant(node.kind, value, states) if isinstance(value, (Fraction, bool, str)) else None


def _power(on: Compiler, node: Power, domain: str) -> Val | None:
    base = on.value(node.base, domain)
    if isinstance(base, Constant):
        return _folded(on, node, {id(node.base): base}, domain)
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


def _compare(on: Compiler, node: Compare, domain: str) -> Val | None:
    left, right, op = on.value(node.left, domain), on.value(node.right, domain), node.op
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _folded(on, node, {id(node.left): left, id(node.right): right}, domain)
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
    return replace(val, state=state)


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
    nothing = Constant(node.kind, _placeholder(node.kind), on.state_everywhere(State.ERROR, domain))
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
    shared = folded(lambda a, b: common_factor(a, b)[0], values, Fraction(0))
    if not shared:
        return Constant(node.kind, Fraction(0), key.state) if values else None
    whole = [int(v / shared) for v in values]
    size = max(abs(w) for w in whole)
    if size > 2**40:
        return None
    table, slot = np.array(whole, dtype=np.float64), key.slot
    num = on.tape.x("table", (slot,), lambda b: table.take(b.i[slot]), tuple(whole))
    return Number(node.kind, shared, num, size, float(min(values)), float(max(values)), key.state)


def _call(on: Compiler, node: Call, domain: str) -> Val | None:
    args = [on.value(arg, domain) for arg in node.args]
    if node.function in ("is_present", "applies"):
        return _asks_state(on, args[0], node.function == "is_present", domain)
    if row_functions()[node.function].on_states is not None:
        return None
    if args and all(isinstance(arg, Constant) for arg in args):
        values = {id(child): val for child, val in zip(node.args, args, strict=True) if isinstance(val, Constant)}
        return _folded(on, node, values, domain)
    numbers = [arg for arg in args if isinstance(arg, (Number, Constant, Rough))]
    if not args or len(numbers) != len(args) or node.function not in _CALLS:
        return None
    plain = [arg for arg in numbers if not isinstance(arg, Rough)]
    made = _CALLS[node.function](on, node, plain) if len(plain) == len(args) else None
    if made is None:
        return _ROUGH_CALLS[node.function](on, node, numbers, domain)
    return on.guarded(made, node, domain) if isinstance(made, Number) else made


def _asks_state(on: Compiler, val: Val, present: bool, domain: str) -> Val | None:
    if isinstance(val, Cells):
        return None
    state = val.state
    if state is None:
        return Constant(Kind.TRUTH, True)

    def compute(b: Block) -> BoolArray:
        there = b.s[state]
        if there is None:
            return np.ones(b.sizes[domain], dtype=np.bool_)
        told: BoolArray = there == State.PRESENT if present else there != State.NOT_APPLICABLE
        return told

    return Truth(on.tape.t("asks", (state,), compute, present))


def _extremes(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    """The extreme of several: the constants first, then column by column."""
    largest = node.function == "max"
    constants = [arg.value for arg in args if isinstance(arg, Constant) and isinstance(arg.value, Fraction)]
    columns = [arg for arg in args if isinstance(arg, Number)]
    state = on.tape.worst(*(arg.state for arg in args))
    made: Number | None = columns[0]
    for column in columns[1:]:
        made = None if made is None else scaled.extreme(on.tape, made, column, largest)
    if constants and made is not None:
        made = scaled.extreme(on.tape, made, Constant(Kind.NUMBER, max(constants) if largest else min(constants)), largest)
    return None if made is None else replace(made, state=state, kind=node.kind)


def _sum_of(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:
    state = on.tape.worst(*(arg.state for arg in args))
    constant = sum((arg.value for arg in args if isinstance(arg, Constant) and isinstance(arg.value, Fraction)), Fraction(0))
    columns = [arg for arg in args if isinstance(arg, Number)]
    made: Number | None = columns[0]
    for column in columns[1:]:
        made = None if made is None else scaled.added(on.tape, made, column, 1, node.kind)
    if constant and made is not None:
        made = scaled.added(on.tape, made, Constant(Kind.NUMBER, constant), 1, node.kind)
    return None if made is None else replace(made, state=state)


def _abs(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:  # noqa: ARG001
    assert isinstance(args[0], Number), "constants are folded"
    return scaled.absolute(on.tape, args[0])


def _floor(on: Compiler, node: Call, args: list[Number | Constant]) -> Val | None:  # noqa: ARG001
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
    parts = [on.rough(part) for part in (*by_den.values(), *rest)]
    made = parts[0]
    for part in parts[1:]:
        made = rough_sum(on.tape, made, part, 1, (node, domain), node.kind)
    return made


def _rough_abs(on: Compiler, node: Call, args: list[Number | Constant | Rough], domain: str) -> Val:  # noqa: ARG001
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


def _round(on: Compiler, node: Round, domain: str) -> Val | None:
    arg = on.value(node.arg, domain)
    if isinstance(arg, Constant):
        return _folded(on, node, {id(node.arg): arg}, domain)
    made = rounded(on.tape, arg, node.places, node.mode) if isinstance(arg, Number) else None
    if made is None and isinstance(arg, (Number, Rough)):
        made = rough_rounded(on.tape, on.rough(arg), node.places, node.mode, (node, domain), domain)
    return None if made is None else replace(made, kind=node.kind)


def _fallback(on: Compiler, node: Fallback, domain: str) -> Val | None:
    picked: Val | None = on.value(node.arg, domain)
    state = None if picked is None or isinstance(picked, Cells) else picked.state
    if state is None:
        return None if isinstance(picked, Cells) else picked
    for level, instead in ((State.MISSING, node.missing), (State.NOT_APPLICABLE, node.not_applicable)):
        if instead is not None and picked is not None:
            picked = on.chosen(_stands(on, state, level, domain), on.value(instead, domain), picked, domain)
    return picked


def _stands(on: Compiler, state: int, level: State, domain: str) -> int:
    """A register: where a state is this one."""

    def compute(b: Block) -> BoolArray:
        there = b.s[state]
        return np.zeros(b.sizes[domain], dtype=np.bool_) if there is None else there == level

    return on.tape.t("stands", (state,), compute, level)


def _group(on: Compiler, node: Group, domain: str) -> Val | None:
    if node.domain or node.scope == "fact":
        return None
    args = tuple(on.value(arg, "") for arg in node.args)
    among = None if node.among is None else on.value(node.among, "")
    if not isinstance(among, (Truth, Constant, type(None))):
        return None
    grouping = Grouping(on.tape, node, on.most_in_group(node), (node, domain))
    made = grouped(grouping, args, among)
    if grouping.certified:
        on.rung = max(on.rung, Rung.CERTIFIED)
    if made is None:
        return None
    made = made if isinstance(made, (Cells, Truth)) or made.kind is node.kind else replace(made, kind=node.kind)
    return made if not domain else on.lifted(made, "", domain)


def _reduce(on: Compiler, node: Reduce, domain: str) -> Val | None:
    arg = on.value(node.arg, node.table)
    where = None if node.where is None else on.value(node.where, node.table)
    if not isinstance(where, (Truth, Constant, type(None))):
        return None
    made = reduced(on.tape, node, arg, where, on.most_rows(node.table))
    return made if made is None or not domain else on.lifted(made, "", domain)


_RULES: dict[type, Callable[..., Val | None]] = {
    Const: _const,
    Absent: _absent,
    Name: _name,
    Arith: _arith,
    Power: _power,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    If: _if,
    Lookup: _lookup,
    Call: _call,
    Reduce: _reduce,
    Group: _group,
    Round: _round,
    Fallback: _fallback,
}
