"""What a quantity can be: an interval of numbers with exact ends, or a set of truths or words.

Every operation gives a set that holds each value that can come out; it may hold more, never less.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from kpi_engine.numbers import exact_text

__all__ = ["ANYTHING", "EITHER", "INFINITY", "NOTHING", "Bound", "Choices", "Interval", "Possible", "hull", "point"]

INFINITY = math.inf
Bound = Fraction | float
"""An end: a Fraction, or plus or minus ``INFINITY`` (the only floats that stand here)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from ``lo`` to ``hi``; an open end is not attained; ``whole``: whole numbers only; ``nonzero``: zero is left out.

    >>> str(Interval(Fraction(0), INFINITY)), str(Interval(Fraction(0), Fraction(1), lo_open=True))
    ('[0, ∞)', '(0, 1]')
    """

    lo: Bound = -INFINITY
    hi: Bound = INFINITY
    lo_open: bool = False
    hi_open: bool = False
    whole: bool = False
    nonzero: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number is in it."""
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open)) or (self.nonzero and self.lo == self.hi == 0)

    @property
    def is_finite(self) -> bool:
        """Whether both ends are numbers."""
        return isinstance(self.lo, Fraction) and isinstance(self.hi, Fraction)

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, (Fraction, int)) or self.is_empty or (self.nonzero and value == 0):
            return False
        above = value > self.lo or (value == self.lo and not self.lo_open)
        below = value < self.hi or (value == self.hi and not self.hi_open)
        return above and below and (not self.whole or Fraction(value).denominator == 1)

    def __str__(self) -> str:
        left = "(" if self.lo_open or not isinstance(self.lo, Fraction) else "["
        right = ")" if self.hi_open or not isinstance(self.hi, Fraction) else "]"
        return f"{left}{_text(self.lo)}, {_text(self.hi)}{right}"

    def tightened(self) -> Interval:
        """Open ends of whole numbers moved to the next whole number; a zero that is left out made an open end."""
        lo, hi, lo_open, hi_open = self.lo, self.hi, self.lo_open, self.hi_open
        lo_open, hi_open = lo_open or (self.nonzero and lo == 0), hi_open or (self.nonzero and hi == 0)
        if self.whole and isinstance(lo, Fraction):
            lo, lo_open = Fraction(math.floor(lo) + 1 if lo_open else math.ceil(lo)), False
        if self.whole and isinstance(hi, Fraction):
            hi, hi_open = Fraction(math.ceil(hi) - 1 if hi_open else math.floor(hi)), False
        return Interval(lo, hi, lo_open, hi_open, self.whole, self.nonzero and lo < 0 < hi)

    def meet(self, other: Interval) -> Interval:
        """The numbers that are in both."""
        lo, lo_open = max((self.lo, self.lo_open), (other.lo, other.lo_open))
        hi, hi_shut = min((self.hi, not self.hi_open), (other.hi, not other.hi_open))
        return Interval(lo, hi, lo_open, not hi_shut, self.whole or other.whole, self.nonzero or other.nonzero).tightened()

    def join(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        lo, lo_open = min((self.lo, self.lo_open), (other.lo, other.lo_open))
        hi, hi_shut = max((self.hi, not self.hi_open), (other.hi, not other.hi_open))
        nonzero = 0 not in self and 0 not in other
        return Interval(lo, hi, lo_open, not hi_shut, self.whole and other.whole, nonzero).tightened()

    def without(self, value: Fraction) -> Interval:
        """The interval less one number, as far as an interval can say it."""
        if value == 0:
            return replace(self, nonzero=True).tightened()
        cut = replace(self, lo_open=self.lo_open or self.lo == value, hi_open=self.hi_open or self.hi == value)
        return cut.tightened()

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo, self.hi_open, self.lo_open, self.whole, self.nonzero)

    def __add__(self, other: Interval) -> Interval:
        if self.is_empty or other.is_empty:
            return NOTHING
        return Interval(
            self.lo + other.lo, self.hi + other.hi, self.lo_open or other.lo_open, self.hi_open or other.hi_open, self.whole and other.whole
        ).tightened()

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.is_empty or other.is_empty:
            return NOTHING
        ends = [_product(a, b) for a, b in itertools.product(_ends(self), _ends(other))]
        lo, lo_open = min(ends)
        hi, hi_shut = max((value, not is_open) for value, is_open in ends)
        return Interval(lo, hi, lo_open, not hi_shut, self.whole and other.whole, 0 not in self and 0 not in other).tightened()

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; a divisor of zero gives none."""
        divisor = other.without(Fraction(0))
        if self.is_empty or divisor.is_empty:
            return NOTHING
        if divisor.lo < 0 < divisor.hi:
            return self if self == point(Fraction(0)) else ANYTHING
        return self * _reciprocal(divisor)

    def power(self, exponent: int) -> Interval:
        """The whole powers."""
        if exponent == 0 or self.is_empty:
            return point(Fraction(1)) if not self.is_empty else NOTHING
        size = self if exponent % 2 else self.size()
        return size.mapped(lambda end: _raised(end, exponent), whole=self.whole)

    def size(self) -> Interval:
        """The absolute values."""
        if self.is_empty or self.lo >= 0:
            return self
        if self.hi <= 0:
            return -self
        hi, shut = max((-self.lo, not self.lo_open), (self.hi, not self.hi_open))
        return Interval(Fraction(0), hi, False, not shut, self.whole, self.nonzero).tightened()

    def mapped(self, function: Callable[[Bound], Bound], *, whole: bool = False) -> Interval:
        """The image under a function that never falls."""
        if self.is_empty:
            return NOTHING
        lo, hi = function(self.lo), function(self.hi)
        return Interval(lo, hi, self.lo_open and lo != hi, self.hi_open and lo != hi, whole)


NOTHING = Interval(INFINITY, -INFINITY)
"""No number: what has no value."""

ANYTHING = Interval()


@dataclass(frozen=True, slots=True)
class Choices:
    """Some truths or words; ``more``: and other words that are not known."""

    values: frozenset[bool | str] = frozenset()
    more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self.values and not self.more

    def join(self, other: Choices) -> Choices:
        """Those of either."""
        return Choices(self.values | other.values, self.more or other.more)

    def meet(self, other: Choices) -> Choices:
        """Those of both."""
        kept = {v for v in self.values | other.values if (v in self.values or self.more) and (v in other.values or other.more)}
        return Choices(frozenset(kept), self.more and other.more)

    def without(self, value: bool | str) -> Choices:
        """Less one."""
        return Choices(self.values - {value}, self.more)

    def __str__(self) -> str:
        return "、".join([*sorted(map(str, self.values)), *(["…"] if self.more else [])])


EITHER = Choices(frozenset({True, False}))
Possible = Interval | Choices


def point(value: Fraction) -> Interval:
    """One number."""
    return Interval(value, value, whole=value.denominator == 1)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all."""
    told = NOTHING
    for interval in intervals:
        told = told.join(interval)
    return told


def _text(bound: Bound) -> str:
    return exact_text(bound) if isinstance(bound, Fraction) else "∞" if bound > 0 else "-∞"


def _ends(interval: Interval) -> tuple[tuple[Bound, bool], tuple[Bound, bool]]:
    return (interval.lo, interval.lo_open), (interval.hi, interval.hi_open)


def _product(left: tuple[Bound, bool], right: tuple[Bound, bool]) -> tuple[Bound, bool]:
    """The product of two ends: 0 times anything is 0, and is attained if that 0 is."""
    (a, a_open), (b, b_open) = left, right
    if a == 0 or b == 0:
        shut = (a == 0 and not a_open) or (b == 0 and not b_open)
        return Fraction(0), not shut
    return a * b, a_open or b_open


def _reciprocal(divisor: Interval) -> Interval:
    """1 ÷ an interval on one side of zero."""
    if divisor.hi <= 0:
        return -_reciprocal(-divisor)
    lo = 1 / divisor.hi if isinstance(divisor.hi, Fraction) else Fraction(0)
    hi = 1 / divisor.lo if isinstance(divisor.lo, Fraction) and divisor.lo > 0 else INFINITY
    return Interval(lo, hi, divisor.hi_open or not isinstance(divisor.hi, Fraction), divisor.lo_open, False, True)


def _raised(end: Bound, exponent: int) -> Bound:
    if isinstance(end, Fraction):
        return Fraction(end**exponent)
    return end if exponent % 2 or end > 0 else -end
