"""The bounds of function calls, one small function for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from kpi_engine import numbers
from kpi_engine.formula.analysis.interval import INFINITY, NOTHING, Bound, Interval, hull, point
from kpi_engine.numbers import Root, round_root

__all__ = ["CALLS"]


def _least(args: Sequence[Interval]) -> Interval:
    if any(part.is_empty for part in args):
        return NOTHING
    lo, lo_open = min((part.lo, part.lo_open) for part in args)
    hi, shut = min((part.hi, not part.hi_open) for part in args)
    return Interval(lo, hi, lo_open, not shut, all(part.whole for part in args), all(0 not in part for part in args)).tightened()


def _most(args: Sequence[Interval]) -> Interval:
    if any(part.is_empty for part in args):
        return NOTHING
    lo, lo_open = max((part.lo, part.lo_open) for part in args)
    hi, shut = max((part.hi, not part.hi_open) for part in args)
    return Interval(lo, hi, lo_open, not shut, all(part.whole for part in args), all(0 not in part for part in args)).tightened()


def _sum(args: Sequence[Interval]) -> Interval:
    told = point(Fraction(0))
    for arg in args:
        told = told + arg
    return told


def _floor(args: Sequence[Interval]) -> Interval:
    lowered = args[0].mapped(lambda end: Fraction(math.floor(end)) if isinstance(end, Fraction) else end)
    return Interval(lowered.lo, lowered.hi, whole=True)


def _root(args: Sequence[Interval]) -> Interval:
    degree = args[1].lo
    radicand = args[0].meet(Interval(Fraction(0), INFINITY))
    if radicand.is_empty or not isinstance(degree, Fraction):
        return NOTHING if radicand.is_empty else Interval(Fraction(0), INFINITY)

    def outward(end: Bound, up: bool) -> Bound:
        if not isinstance(end, Fraction):
            return end
        exact = Root(end, int(degree)).simplified()
        return exact if isinstance(exact, Fraction) else round_root(exact, 12, "ceiling" if up else "floor")

    return Interval(outward(radicand.lo, False), outward(radicand.hi, True), radicand.lo_open, radicand.hi_open)


def _ln(args: Sequence[Interval]) -> Interval:
    arg = args[0].meet(Interval(Fraction(0), INFINITY, lo_open=True))
    if arg.is_empty:
        return NOTHING
    lo = numbers.ln(arg.lo) if isinstance(arg.lo, Fraction) and arg.lo > 0 else -INFINITY
    return Interval(lo, numbers.ln(arg.hi) if isinstance(arg.hi, Fraction) else INFINITY)


def _exp(args: Sequence[Interval]) -> Interval:
    most = Fraction(numbers.MOST_EXPONENT)
    arg = args[0].meet(Interval(-most, most))
    if arg.is_empty or not isinstance(arg.lo, Fraction) or not isinstance(arg.hi, Fraction):
        return NOTHING
    return Interval(numbers.exp(arg.lo), numbers.exp(arg.hi))


def _any_of(args: Sequence[Interval]) -> Interval:
    return hull(args)


CALLS: dict[str, Callable[[Sequence[Interval]], Interval]] = {
    "min": _least,
    "max": _most,
    "abs": lambda args: args[0].size(),
    "floor": _floor,
    "sum_of": _sum,
    "root": _root,
    "ln": _ln,
    "exp": _exp,
    "months_late": lambda _: Interval(Fraction(0), INFINITY, whole=True),
    "highest_applicable": _any_of,
    "lowest_applicable": _any_of,
}
"""What the function can yield, by what its arguments can be; a function that is not here can yield anything."""
