"""Sets met, joined and compared: what two sets of possible values say of each other."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.formula.analysis.interval import INFINITY, Choices, Interval, Possible, hull
from kpi_engine.table import Kind

__all__ = ["OPPOSITE", "between", "join_all", "meet", "narrow", "outcomes", "sum_of_any"]

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
"""The comparison that holds where another one does not."""


def meet(left: Possible, right: Possible) -> Possible:
    """What is in both."""
    if isinstance(left, Interval) and isinstance(right, Interval):
        return left.meet(right)
    if isinstance(left, Choices) and isinstance(right, Choices):
        return left.meet(right)
    return left


def join_all(parts: list[Possible], kind: Kind = Kind.NUMBER) -> Possible:
    """What is in any of the parts."""
    if any(isinstance(part, Choices) for part in parts) or kind in (Kind.TRUTH, Kind.WORD):
        told = Choices()
        for part in parts:
            told = told.join(part) if isinstance(part, Choices) else told
        return told
    return hull(part for part in parts if isinstance(part, Interval))


def between(one: Interval) -> Interval:
    """What lies between the numbers of an interval: a mean of whole numbers need not be whole."""
    return Interval(one.lo, one.hi, one.lo_open, one.hi_open)


def sum_of_any(one: Interval) -> Interval:
    """The sum of any number of members, none included."""
    lo = Fraction(0) if one.is_empty or one.lo >= 0 else -INFINITY
    hi = Fraction(0) if one.is_empty or one.hi <= 0 else INFINITY
    return Interval(lo, hi, whole=one.whole)


def outcomes(op: str, left: Possible, right: Possible) -> set[bool | str]:
    """The truths that ``left op right`` can have."""
    if left.is_empty or right.is_empty:
        return set()
    if isinstance(left, Choices) and isinstance(right, Choices):
        return _outcomes_of_choices(op, left, right)
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return {True, False}
    if op in ("==", "!="):
        apart = left.meet(right).is_empty
        same = left == right and left.lo == left.hi
        told: set[bool | str] = {False} if apart else {True} if same else {True, False}
        return told if op == "==" else {not value for value in told}
    return {truth for truth, word in ((True, op), (False, OPPOSITE[op])) if not _narrow_number(word, left, right).is_empty}


def _outcomes_of_choices(op: str, left: Choices, right: Choices) -> set[bool | str]:
    told: set[bool | str] = set()
    if not left.meet(right).is_empty:
        told.add(True)
    if left.more or right.more or len(left.values | right.values) > 1:
        told.add(False)
    return told if op == "==" else {not value for value in told}


def narrow(op: str, own: Possible, other: Possible) -> Possible:
    """What of ``own`` is left where ``own op other`` holds."""
    if isinstance(own, Interval) and isinstance(other, Interval):
        return _narrow_number(op, own, other)
    if isinstance(own, Choices) and isinstance(other, Choices):
        if op == "==":
            return own.meet(other)
        if len(other.values) == 1 and not other.more:
            return own.without(next(iter(other.values)))
    return own


def _narrow_number(op: str, own: Interval, other: Interval) -> Interval:
    match op:
        case "==":
            return own.meet(other)
        case "!=":
            return own.without(other.lo) if other.lo == other.hi and isinstance(other.lo, Fraction) else own
        case ">" | ">=":
            return own.meet(Interval(other.lo, INFINITY, lo_open=other.lo_open or op == ">"))
        case _:
            return own.meet(Interval(-INFINITY, other.hi, hi_open=other.hi_open or op == "<"))
