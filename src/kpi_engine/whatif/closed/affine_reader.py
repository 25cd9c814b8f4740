"""The affine reader: the trees of a plan over quantities that depend on weights. It finds an affine form, or the node that stands in its way.

A reading of the same trees as the others, over `Quantity` instead of numbers: whatever does not depend on the weights is taken as the run found it, the
rest is worked out as affine forms, with `Round` passed over and its bound added up. Where the figure of some unit is no affine form - a comparison whose
outcome depends on the weights, a product of two of them, a rank among other scores - that unit has an `Obstacle`, which names the figure and the node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.making import describe
from kpi_engine.formula.tree import Arith, Call, Compare, Fallback, Group, If, Logic, Lookup, Name, Node, Not, Round, references
from kpi_engine.table import Ref, State
from kpi_engine.whatif.closed.affine import (
    ZERO,
    Form,
    NotAffine,
    Obstacle,
    Quantity,
    Spaces,
    constant,
    divided,
    extreme,
    multiplied,
    order,
    rounded,
    summed,
)
from kpi_engine.whatif.closed.dependence import moving, rooted
from kpi_engine.whatif.closed.frame import BaseFrame

__all__ = ["AffineReader", "Cell", "Value"]

ROOT_SLACK = Fraction(1, 10**20)
"""A root that nothing rounded stands in the results with 20 decimals."""


Value = Quantity | bool | str | Obstacle
Cell = tuple[State, Value | None]


@dataclass
class AffineReader:
    """The cells of a plan's trees, unit by unit; what stands behind a name is worked out once."""

    plan: Plan
    base: Results
    spaces: Spaces
    done: dict[tuple[Ref, int], Cell] = field(default_factory=dict)
    fixed: dict[int, tuple[Node, bool]] = field(default_factory=dict)
    groups: dict[tuple[int, int], tuple[Node, Cell]] = field(default_factory=dict)
    quotients: dict[int, Obstacle] = field(default_factory=dict)
    figure: str = ""

    def __post_init__(self) -> None:
        self.exact = Reader(BaseFrame(self.base))
        self.moves = moving(self.plan, {ref for shares in self.spaces.shares.values() for ref in shares})
        self.roots = rooted(self.plan)

    def _one(self, row: int) -> Form:
        return self.spaces.one[int(self.base.facts.class_of[row])]

    def cell(self, node: Node, row: int) -> Cell:
        """The node at a unit: exact where it does not move."""
        if self.is_fixed(node):
            state, value = self.exact.cell(node, "", row)
            return state, self._lifted(value, row, slack=isinstance(node, Name) and node.ref in self.roots)
        arm = _ARMS.get(type(node))
        try:
            return self._blocked(node) if arm is None else arm(self, node, row)
        except NotAffine:
            return self._blocked(node)

    def is_fixed(self, node: Node) -> bool:
        """Whether the node depends on no weight, and is no rounded root in disguise."""
        known = self.fixed.get(id(node))
        if known is None:
            names = references(node)
            free = not any(ref in self.moves for ref in names) and (isinstance(node, Name) or not any(ref in self.roots for ref in names))
            known = self.fixed[id(node)] = (node, free)
        return known[1]

    def _lifted(self, value: object, row: int, *, slack: bool) -> Value | None:
        if isinstance(value, (bool, str)) or value is None:
            return value
        if not isinstance(value, Fraction):
            raise NotAffine
        one = self._one(row)
        return Quantity(constant(value, one), constant(ROOT_SLACK if slack else ZERO, one))

    def _blocked(self, node: Node) -> Cell:
        return State.PRESENT, Obstacle(self.figure, _word(node))

    def _name(self, node: Name, row: int) -> Cell:
        share = self.spaces.shares[int(self.base.facts.class_of[row])].get(node.ref)
        if share is not None:
            return State.PRESENT, Quantity(share, constant(ZERO, share))
        key = (node.ref, row)
        if key not in self.done:
            step = self.plan.steps_by_ref[node.ref]
            before, self.figure = self.figure, step.label or str(node.ref)
            self.done[key] = self._blocked(node) if step.domain else self.cell(step.tree, row)
            self.figure = before
        return self.done[key]

    def _pair(self, left: Node, right: Node, row: int) -> tuple[State, Quantity, Quantity] | Cell:
        """Two numbers; or what the whole is, where one of them has none."""
        (left_state, a), (right_state, b) = self.cell(left, row), self.cell(right, row)
        state = max(left_state, right_state)
        if state != State.PRESENT:
            return state, None
        for value in (a, b):
            if isinstance(value, Obstacle):
                return state, value
        if not isinstance(a, Quantity) or not isinstance(b, Quantity):
            raise NotAffine
        return state, a, b

    def _arith(self, node: Arith, row: int) -> Cell:
        told = self._pair(node.left, node.right, row)
        if len(told) == 2:
            return told
        state, a, b = told
        one = self._one(row)
        if node.op in "+-":
            return state, summed(a, b, one, 1 if node.op == "+" else -1)
        if node.op == "*":
            return state, multiplied(a, b, one)
        if not any(b.top) and not any(b.slack):
            return State.ERROR, None
        quotient = divided(a, b, one)
        if quotient.bottom is not None:
            self.quotients[row] = Obstacle(self.figure, _SIGNS["/"])
        return state, quotient

    def _compare(self, node: Compare, row: int) -> Cell:
        told = self._pair(node.left, node.right, row)
        if len(told) == 2:
            return told
        state, a, b = told
        way = order(a, b, self._one(row))
        holds = {"==": way == 0, "!=": way != 0, "<": way < 0, "<=": way <= 0, ">": way > 0, ">=": way >= 0}
        return state, holds[node.op]

    def _logic(self, node: Logic, row: int) -> Cell:
        cells = [self.cell(item, row) for item in node.items]
        deciding = node.op == "or"
        if any(state == State.PRESENT and value is deciding for state, value in cells):
            return State.PRESENT, deciding
        for state, value in cells:
            if isinstance(value, Obstacle):
                return state, value
        worst = max(state for state, _ in cells)
        return worst, (not deciding if worst == State.PRESENT else None)

    def _negation(self, node: Not, row: int) -> Cell:
        state, value = self.cell(node.item, row)
        return state, (not value if isinstance(value, bool) else value)

    def _choice(self, node: If, row: int) -> Cell:
        state, value = self.cell(node.condition, row)
        if state != State.PRESENT or isinstance(value, Obstacle):
            return state, value
        return self.cell(node.then if value else node.otherwise, row)

    def _lookup(self, node: Lookup, row: int) -> Cell:
        state, value = self.cell(node.key, row)
        if state != State.PRESENT or isinstance(value, Obstacle):
            return state, value
        given = dict(node.table).get(str(value), node.otherwise)
        return (State.ERROR, None) if given is None else self.cell(given, row)

    def _fallback(self, node: Fallback, row: int) -> Cell:
        state, value = self.cell(node.arg, row)
        if state == State.MISSING and node.missing is not None:
            return self.cell(node.missing, row)
        if state == State.NOT_APPLICABLE and node.not_applicable is not None:
            return self.cell(node.not_applicable, row)
        return state, value

    def _rounding(self, node: Round, row: int) -> Cell:
        state, value = self.cell(node.arg, row)
        if isinstance(value, Quantity):
            return state, rounded(value, node.places, node.mode, self._one(row))
        return state, value

    def _call(self, node: Call, row: int) -> Cell:
        cells = [self.cell(arg, row) for arg in node.args]
        if node.function in ("applies", "is_present"):
            state, value = cells[0]
            if isinstance(value, Obstacle):
                return state, value
            return State.PRESENT, state == State.PRESENT if node.function == "is_present" else state != State.NOT_APPLICABLE
        if node.function in ("highest_applicable", "lowest_applicable"):
            cells = [cell for cell in cells if cell[0] != State.NOT_APPLICABLE] or [(State.NOT_APPLICABLE, None)]
        return self._folded(node, cells, row)

    def _folded(self, node: Call, cells: list[Cell], row: int) -> Cell:
        worst = max(state for state, _ in cells)
        obstacle = next((value for _, value in cells if isinstance(value, Obstacle)), None)
        numbers = [value for _, value in cells if isinstance(value, Quantity)]
        if worst != State.PRESENT or obstacle is not None:
            return worst, obstacle if worst == State.PRESENT else None
        fold = _FOLDS.get(node.function)
        if fold is None:
            raise NotAffine
        told, one = numbers[0], self._one(row)
        for other in numbers[1:]:
            told = fold(told, other, one)
        return State.PRESENT, told

    def _group(self, node: Group, row: int) -> Cell:
        """The mean or sum of a class is affine as its members' figures are; everything else across units is an obstacle."""
        across = node.scope == "all" and len(self.spaces.one) > 1
        if node.function not in ("mean", "sum") or across or node.domain or not (node.among is None or self.is_fixed(node.among)):
            raise NotAffine
        key = (id(node), int(self.base.facts.class_of[row]) if node.scope == "class" else -1)
        if key not in self.groups:
            self.groups[key] = (node, self._gathered(node, row))
        return self.groups[key][1]

    def _gathered(self, node: Group, row: int) -> Cell:
        class_of = self.base.facts.class_of
        rows = [at for at in range(len(class_of)) if node.scope == "all" or class_of[at] == class_of[row]]
        if node.among is not None:
            rows = [at for at in rows if self.exact.cell(node.among, "", at) == (State.PRESENT, True)]
        values = [value for _, value in (self.cell(node.args[0], at) for at in rows)]
        obstacle = next((value for value in values if isinstance(value, Obstacle)), None)
        if obstacle is not None:
            return State.PRESENT, obstacle
        numbers = [value for value in values if isinstance(value, Quantity)]
        if not numbers:
            raise NotAffine
        total = numbers[0]
        for other in numbers[1:]:
            total = summed(total, other, self._one(row))
        return State.PRESENT, total.scaled(Fraction(1, len(numbers))) if node.function == "mean" else total


def _word(node: Node) -> str:
    return _SIGNS.get(node.op, node.op) if isinstance(node, (Arith, Compare, Logic)) else describe(node)


_SIGNS: dict[str, str] = {"*": "×", "/": "÷"}


_LEAST, _MOST = partial(extreme, pick=min), partial(extreme, pick=max)
_FOLDS: dict[str, Callable[[Quantity, Quantity, Form], Quantity]] = {
    "sum_of": summed,
    "min": _LEAST,
    "lowest_applicable": _LEAST,
    "max": _MOST,
    "highest_applicable": _MOST,
}

_ARMS: dict[type, Callable[..., Cell]] = {
    Name: AffineReader._name,
    Arith: AffineReader._arith,
    Compare: AffineReader._compare,
    Logic: AffineReader._logic,
    Not: AffineReader._negation,
    If: AffineReader._choice,
    Lookup: AffineReader._lookup,
    Fallback: AffineReader._fallback,
    Round: AffineReader._rounding,
    Call: AffineReader._call,
    Group: AffineReader._group,
}
