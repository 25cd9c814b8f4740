"""A quantity in scaled form: a fraction of two whole numbers, a truth or a text, with the state it may have.

Where the state is not 0 the other parts are free of errors and mean nothing. The denominator is above 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from kpi_engine.formula.tree import CompareOp
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.term import Grade, Term, Unwritable, made, whole
from kpi_engine.numbers import Mode, decimal_places, round_fraction
from kpi_engine.table import Kind, State

__all__ = [
    "ABSENT",
    "Pin",
    "Quantity",
    "absent",
    "arith",
    "branch",
    "compare",
    "constant",
    "extreme",
    "number",
    "power",
    "rounded",
    "same_scale",
    "state_of",
    "strict",
]

Pin = Callable[[Term], Term]
"""Puts a term into a helper cell, if it is more than one cell already."""

ONE, ZERO = whole(1), whole(0)
ABSENT = {int(State.NOT_APPLICABLE): "不涉及", int(State.MISSING): "未报", int(State.ERROR): "无法计算"}
"""The texts that stand where there is no value."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``numerator / denominator`` (numbers, dates) or ``value`` (truths, texts); the highest of ``states`` is its state, none: always present."""

    kind: Kind
    numerator: Term = ZERO
    denominator: Term = ONE
    value: Term = t.FALSE
    states: tuple[Term, ...] = ()

    @property
    def scale(self) -> int | None:
        """The denominator where it is the same in all rows."""
        fixed = self.denominator.constant
        return fixed if isinstance(fixed, int) else None

    @property
    def places(self) -> int | None:
        """The decimals that hold every value, where the denominator is a power of ten."""
        fixed = self.scale
        if fixed is None or fixed != 10 ** (len(str(fixed)) - 1):
            return None
        return len(str(fixed)) - 1

    @property
    def is_number(self) -> bool:
        """Whether it is held as a fraction."""
        return self.kind in (Kind.NUMBER, Kind.DATE)


def number(numerator: Term, denominator: Term = ONE, states: Sequence[Term] = (), kind: Kind = Kind.NUMBER) -> Quantity:
    """A number; a state that is always present is left out, and each is named once."""
    return Quantity(kind, numerator, denominator, states=distinct(states))


def distinct(states: Sequence[Term]) -> tuple[Term, ...]:
    """The states that can matter, each once."""
    return tuple({s.text: s for s in states if s.constant != 0}.values())


def strict(*parts: Quantity) -> tuple[Term, ...]:
    """The states of strict arithmetic: the highest of all."""
    return distinct([s for part in parts for s in part.states])


def state_of(q: Quantity) -> Term:
    """The state as one term."""
    return t.most(*q.states) if q.states else ZERO


def constant(value: Fraction | bool | str, kind: Kind) -> Quantity:
    """A literal."""
    if isinstance(value, bool):
        return Quantity(kind, value=t.TRUE if value else t.FALSE)
    if isinstance(value, str):
        return Quantity(kind, value=t.text(value))
    places = decimal_places(value)
    scale = 10**places if places is not None else value.denominator
    return number(whole(int(value * scale)), whole(scale), kind=kind)


def absent(state: State, kind: Kind) -> Quantity:
    """No value, with the reason."""
    return Quantity(kind, value=t.text("") if kind is Kind.WORD else t.FALSE, states=(whole(int(state)),))


def same_scale(*parts: Quantity) -> tuple[list[Term], Term] | None:
    """The numerators over one denominator, where that takes no product of two variable ones."""
    texts = {part.denominator.text for part in parts}
    if len(texts) == 1:
        return [part.numerator for part in parts], parts[0].denominator
    scales = [part.scale for part in parts]
    fixed = [s for s in scales if s is not None]
    if len(fixed) == len(parts):
        common = math.lcm(*fixed)
        return [t.multiplied(p.numerator, whole(common // s)) for p, s in zip(parts, fixed, strict=True)], whole(common)
    if len({part.denominator.text for part in parts if part.scale is None}) > 1:
        return None
    variable = next(part.denominator for part in parts if part.scale is None)
    common = math.lcm(*fixed)
    over = t.multiplied(variable, whole(common))
    told = [t.multiplied(p.numerator, whole(common) if p.scale is None else t.multiplied(variable, whole(common // p.scale))) for p in parts]
    return told, over


def _cross(left: Quantity, right: Quantity) -> tuple[Term, Term]:
    shared = same_scale(left, right)
    if shared is not None:
        return shared[0][0], shared[0][1]
    return t.multiplied(left.numerator, right.denominator), t.multiplied(right.numerator, left.denominator)


def arith(op: str, left: Quantity, right: Quantity, kind: Kind, pin: Pin) -> Quantity:
    """``left op right``."""
    states = strict(left, right)
    match op:
        case "*":
            return number(t.multiplied(left.numerator, right.numerator), t.multiplied(left.denominator, right.denominator), states, kind)
        case "/":
            return _divided(left, right, states, kind, pin)
        case _:
            join = t.added if op == "+" else t.subtracted
            shared = same_scale(left, right)
            if shared is not None:
                return number(join(*shared[0]), shared[1], states, kind)
            (a, b), over = _cross(left, right), t.multiplied(left.denominator, right.denominator)
            return number(join(a, b), over, states, kind)


def _divided(left: Quantity, right: Quantity, states: tuple[Term, ...], kind: Kind, pin: Pin) -> Quantity:
    above, below = _cross(left, right)
    fixed = below.constant
    if fixed == 0:
        state = t.most(*states) if states else ZERO
        return number(ZERO, ONE, (t.chosen(t.compared(">", state, ZERO), state, whole(int(State.ERROR))),), kind)
    if isinstance(fixed, int):
        return number(above if fixed > 0 else t.negated(above), whole(abs(fixed)), states, kind)
    below = pin(below)
    there = t.compared("==", pin(t.most(*states)), ZERO) if states else t.TRUE
    error = t.chosen(t.all_of(t.compared("==", below, ZERO), there), whole(int(State.ERROR)), ZERO)
    return number(t.multiplied(t.sign(below), above), t.most(ONE, t.absolute(below)), (*states, error), kind)


def power(base: Quantity, exponent: int, pin: Pin) -> Quantity:
    """``base ** exponent``."""
    numerator, denominator = pin(base.numerator), pin(base.denominator)
    return number(reduce(t.multiplied, [numerator] * exponent, ONE), reduce(t.multiplied, [denominator] * exponent, ONE), base.states)


def compare(op: CompareOp, left: Quantity, right: Quantity) -> Quantity:
    """A comparison, cross-multiplied."""
    states = strict(left, right)
    if left.kind is Kind.WORD:
        same = t.equal_text(left.value, right.value)
        return Quantity(Kind.TRUTH, value=same if op == "==" else t.none_of(same), states=states)
    a, b = (left.value, right.value) if left.kind is Kind.TRUTH else _cross(left, right)
    return Quantity(Kind.TRUTH, value=t.compared(op, a, b), states=states)


def extreme(name: str, parts: Sequence[Quantity], pin: Pin) -> Quantity:
    """``min`` or ``max``: over one denominator by MIN and MAX, otherwise by cross products."""
    pick = t.least if name == "min" else t.most
    shared = same_scale(*parts)
    if shared is not None:
        return number(pick(*shared[0]), shared[1], strict(*parts))
    best = parts[0]
    for other in parts[1:]:
        first, second = (number(pin(p.numerator), pin(p.denominator)) for p in (best, other))
        a, b = _cross(first, second)
        keeps = pin(t.compared("<=" if name == "min" else ">=", a, b))
        best = number(t.chosen(keeps, first.numerator, second.numerator), t.chosen(keeps, first.denominator, second.denominator))
    return number(best.numerator, best.denominator, strict(*parts))


def branch(condition: Term, then: Quantity, otherwise: Quantity) -> Quantity:
    """``then`` where the condition holds (its own state is the caller's matter)."""
    states = distinct([t.chosen(condition, state_of(then), state_of(otherwise))])
    if not then.is_number:
        return Quantity(then.kind, value=t.chosen(condition, then.value, otherwise.value), states=states)
    if then.scale is not None and otherwise.scale is not None:
        (a, b), over = same_scale(then, otherwise) or ([], ONE)
        return number(t.chosen(condition, a, b), over, states, then.kind)
    a, b = then.numerator, otherwise.numerator
    return number(t.chosen(condition, a, b), t.chosen(condition, then.denominator, otherwise.denominator), states, then.kind)


def rounded(q: Quantity, places: int, mode: Mode, pin: Pin) -> Quantity:
    """Rounded to a whole number of 10^-places: the one division, of whole numbers, inside the rounding."""
    if q.places is not None and q.places <= places:
        return q
    scale = 10**places
    over = q.denominator
    if q.scale is not None:
        common = math.gcd(q.scale, scale)
        above, over = t.multiplied(q.numerator, whole(scale // common)), whole(q.scale // common)
    else:
        above = t.multiplied(q.numerator, whole(scale))
    above, over = pin(above), pin(over)
    if above.is_constant and over.is_constant:
        return number(whole(_round(above.at(0), over.at(0), mode)), whole(scale), q.states)
    values = [_round(above.at(r), over.at(r), mode) for r in range(_rows(above, over))]
    return number(made(_rounding(above.within(Grade.PRODUCT), over.within(Grade.ATOM), mode), values), whole(scale), q.states)


def _rows(*terms: Term) -> int:
    return max((len(term.values) for term in terms if not term.is_constant), default=1)


def _round(above: int | str, over: int | str, mode: Mode) -> int:
    assert isinstance(above, int), "numerators are whole"
    assert isinstance(over, int), "denominators are whole"
    return int(round_fraction(Fraction(above, over), 0, mode))


def _rounding(above: str, over: str, mode: Mode) -> str:
    quotient = f"{above}/{over}"
    match mode:
        case "half_up":
            return f"ROUND({quotient},0)"
        case "up":  # not by ROUNDUP and ROUNDDOWN: LibreOffice's look at 12 digits only
            return f"(-SIGN({above})*INT(-ABS({above})/{over}))"
        case "down":
            return f"(SIGN({above})*INT(ABS({above})/{over}))"
        case "floor":
            return f"INT({quotient})"
        case "ceiling":
            return f"(-INT(-{quotient}))"
        case "half_even":
            near = f"ROUND({quotient},0)"
            return f"({near}-IF(2*ABS({near}*{over}-{above})={over},SIGN({above})*({near}-2*INT({near}/2)),0))"


def refuse_unless(condition: bool, reason: str) -> None:
    """`Unwritable` with the reason unless the condition holds."""
    if not condition:
        raise Unwritable(reason)
