"""Quantities that depend on weights: quotients of affine forms, each with a bound of what rounding on the way can have added.

A *form* is an affine function on a cone or simplex of weights, held as its values at the generators. On the simplex {p ≥ 0, Σp = W} these are its values
at the corners; on the half line {x ≥ 0} its value at 0 and its slope. Either way a form is ≥ 0 on the whole domain exactly when all its values are, it is
constant exactly when it is a multiple of the form ``one``, and sums and multiples are taken value by value (docs/what-if-closed-forms.md, 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.numbers import Mode
from kpi_engine.table import Ref

__all__ = [
    "ZERO",
    "Form",
    "NotAffine",
    "Obstacle",
    "Quantity",
    "Spaces",
    "constant",
    "divided",
    "extreme",
    "multiplied",
    "order",
    "ratio",
    "rounded",
    "summed",
]

Form = tuple[Fraction, ...]
"""The values at the generators."""

ZERO = Fraction(0)

_HALVES = frozenset({"half_up", "half_even"})


class NotAffine(Exception):  # noqa: N818 - an answer, not an error: the reader turns it into a reason
    """An operation that leads out of the quotients of affine forms, or whose outcome depends on the weights."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``top ÷ bottom`` (None: 1), and the published figure differs from it by at most ``slack ÷ bottom``."""

    top: Form
    slack: Form
    bottom: Form | None = None

    def scaled(self, factor: Fraction) -> Quantity:
        """A multiple."""
        return Quantity(_times(self.top, factor), _times(self.slack, abs(factor)), self.bottom)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a total is no linear function of the weights: the figure, and the part of its formula."""

    figure: str
    node: str


@dataclass(frozen=True)
class Spaces:
    """For each class its domain: ``one`` is the constant 1, ``shares`` what each quantity that moves is."""

    one: Mapping[int, Form]
    shares: Mapping[int, Mapping[Ref, Form]]


def constant(value: Fraction, one: Form) -> Form:
    """A number as a form (``one`` has values 0 and 1 only)."""
    return tuple(value if part else ZERO for part in one)


def _times(form: Form, factor: Fraction) -> Form:
    return form if factor == 1 else tuple(value * factor if value else value for value in form)


def _plus(left: Form, right: Form) -> Form:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def ratio(form: Form, to: Form) -> Fraction | None:
    """The factor by which ``form`` is a multiple of ``to``; None if it is none."""
    at = next(k for k, value in enumerate(to) if value)
    factor = form[at] / to[at]
    return factor if all(a == factor * b for a, b in zip(form, to, strict=True)) else None


def _over(left: Quantity, right: Quantity, one: Form) -> tuple[Quantity, Quantity]:
    """The two over one bottom."""
    if left.bottom == right.bottom:
        return left, right
    if left.bottom is None:
        return _lifted(left, right.bottom, one), right
    if right.bottom is None:
        return left, _lifted(right, left.bottom, one)
    factor = ratio(right.bottom, left.bottom)
    if factor is None:
        raise NotAffine
    return left, Quantity(_times(right.top, 1 / factor), _times(right.slack, 1 / factor), left.bottom)


def _lifted(plain: Quantity, bottom: Form | None, one: Form) -> Quantity:
    factor, slack = ratio(plain.top, one), ratio(plain.slack, one)
    if bottom is None or factor is None or slack is None:
        raise NotAffine
    return Quantity(_times(bottom, factor), _times(bottom, slack), bottom)


def summed(left: Quantity, right: Quantity, one: Form, sign: int = 1) -> Quantity:
    """``left ± right``."""
    left, right = _over(left, right, one)
    return Quantity(_plus(left.top, _times(right.top, Fraction(sign))), _plus(left.slack, right.slack), left.bottom)


def multiplied(left: Quantity, right: Quantity, one: Form) -> Quantity:
    """The product: one of the two is constant, or a multiple of the other's bottom."""
    for a, b in ((left, right), (right, left)):
        if a.bottom is not None and b.bottom is None and not any(b.slack):
            factor = ratio(b.top, a.bottom)
            if factor is not None:
                return Quantity(_times(a.top, factor), _times(a.slack, abs(factor)))
    for a, b in ((left, right), (right, left)):
        factor, slack = ratio(a.top, one), ratio(a.slack, one)
        if factor is None or slack is None or (a.bottom is not None and b.bottom is not None):
            continue
        size = tuple(abs(value) for value in b.top)
        return Quantity(_times(b.top, factor), _plus(_times(b.slack, abs(factor) + slack), _times(size, slack)), a.bottom or b.bottom)
    raise NotAffine


def divided(left: Quantity, right: Quantity, one: Form) -> Quantity:
    """The quotient by what no rounding touched and what has one sign; a zero divisor is the reader's business."""
    if any(right.slack) or right.bottom is not None:
        raise NotAffine
    factor = ratio(right.top, one)
    if factor is not None:
        return left.scaled(1 / factor)
    if left.bottom is not None or order(right, Quantity(_times(one, Fraction(0)), right.slack), one) != 1:
        raise NotAffine
    top, slack = ratio(left.top, right.top), ratio(left.slack, right.top)
    if top is not None and slack is not None:
        return Quantity(_times(one, top), _times(one, slack))
    return Quantity(left.top, left.slack, right.top)


def order(left: Quantity, right: Quantity, one: Form) -> int:
    """-1, 0, 1 where the published figures compare so for all weights inside of the domain; `NotAffine` where that depends on them."""
    difference = summed(left, right, one, -1)
    if not any(difference.slack) and not any(difference.top):
        return 0
    for sign in (1, -1):
        least = tuple(sign * value - slack for value, slack in zip(difference.top, difference.slack, strict=True))
        if all(value >= 0 for value in least) and any(least):
            return sign
    raise NotAffine


def extreme(left: Quantity, right: Quantity, one: Form, pick: Callable[[Fraction, Fraction], Fraction]) -> Quantity:
    """The smaller or larger (``pick`` is min or max), if it is the same one for all weights; the slack is the larger of both."""
    left, right = _over(left, right, one)
    slack = tuple(max(a, b) for a, b in zip(left.slack, right.slack, strict=True))
    both = tuple(pick(a, b) for a, b in zip(left.top, right.top, strict=True))
    if both not in (left.top, right.top):
        raise NotAffine
    return Quantity(both, slack, left.bottom)


def rounded(arg: Quantity, places: int, mode: Mode, one: Form) -> Quantity:
    """The figure before rounding; its slack grows by half a unit of the last place, by a whole one where the mode goes one way."""
    unit = Fraction(1, 10**places) / (2 if mode in _HALVES else 1)
    return Quantity(arg.top, _plus(arg.slack, _times(arg.bottom or one, unit)), arg.bottom)
