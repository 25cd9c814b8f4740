"""Functions of one unit's values as formulas, keyed by their names in the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from kpi_engine.formula.workbook import quantity as q
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.quantity import ZERO, Pin, Quantity, number, state_of
from kpi_engine.formula.workbook.term import LIMIT, Term, Unwritable, made, whole
from kpi_engine.table import Kind, State, as_date

__all__ = ["CALLS", "EPOCH"]

EPOCH = 693_594
"""The ordinal of the day before the first day of spreadsheets (right from March 1900 on)."""

Reading = Callable[[Sequence[Quantity], Pin], Quantity]


def _sum(args: Sequence[Quantity], pin: Pin) -> Quantity:
    if not args:
        return number(ZERO)
    shared = q.same_scale(*args)
    if shared is not None:
        return number(t.total(shared[0]), shared[1], q.strict(*args))
    total = args[0]
    for arg in args[1:]:
        total = q.arith("+", total, arg, Kind.NUMBER, pin)
    return total


def _abs(args: Sequence[Quantity], pin: Pin) -> Quantity:
    (arg,) = args
    return number(t.absolute(arg.numerator), arg.denominator, arg.states)


def _floor(args: Sequence[Quantity], pin: Pin) -> Quantity:
    return q.rounded(args[0], 0, "floor", pin)


def _is_present(args: Sequence[Quantity], pin: Pin) -> Quantity:
    return Quantity(Kind.TRUTH, value=t.compared("==", state_of(args[0]), ZERO))


def _is_reported(args: Sequence[Quantity], pin: Pin) -> Quantity:
    return Quantity(Kind.TRUTH, value=t.compared("!=", state_of(args[0]), whole(int(State.MISSING))))


def _applies(args: Sequence[Quantity], pin: Pin) -> Quantity:
    return Quantity(Kind.TRUTH, value=t.compared("!=", state_of(args[0]), whole(int(State.NOT_APPLICABLE))))


def _applicable(name: str) -> Reading:
    """The extreme of those that apply: the others stand below (above) all; the state is theirs that apply, or none applies."""

    def read(args: Sequence[Quantity], pin: Pin) -> Quantity:
        outside = [pin(t.compared("==", state_of(a), whole(int(State.NOT_APPLICABLE)))) for a in args]
        edge = whole(-LIMIT if name == "max" else LIMIT)
        parts = [number(t.chosen(out, edge, a.numerator), t.chosen(out, q.ONE, a.denominator)) for out, a in zip(outside, args, strict=True)]
        if all(a.scale == args[0].scale for a in args):
            parts = [number(part.numerator, a.denominator) for part, a in zip(parts, args, strict=True)]
        found = q.extreme(name, parts, pin)
        worst = t.most(*(t.chosen(out, ZERO, state_of(a)) for out, a in zip(outside, args, strict=True)))
        state = t.chosen(t.all_of(*outside), whole(int(State.NOT_APPLICABLE)), worst)
        return number(found.numerator, found.denominator, (state,))

    return read


def _months_late(args: Sequence[Quantity], pin: Pin) -> Quantity:
    """By YEAR, MONTH and DAY of the days' serial numbers; where there is no date, of some day."""
    done, due = (pin(t.chosen(t.compared("==", state_of(a), ZERO), t.subtracted(a.numerator, whole(EPOCH)), whole(61))) for a in args)
    months = t.subtracted(
        t.added(t.multiplied(t.subtracted(_part("YEAR", done), _part("YEAR", due)), whole(12)), _part("MONTH", done)), _part("MONTH", due)
    )
    begun = t.chosen(t.compared(">", _part("DAY", done), _part("DAY", due)), q.ONE, ZERO)
    return number(t.most(ZERO, t.added(months, begun)), q.ONE, q.strict(*args))


_PARTS: Mapping[str, Callable[[dt.date], int]] = MappingProxyType({"YEAR": lambda d: d.year, "MONTH": lambda d: d.month, "DAY": lambda d: d.day})


def _part(name: str, day: Term) -> Term:
    values = [_PARTS[name](as_date(Fraction(int(v) + EPOCH))) for v in day.values]
    return whole(values[0]) if day.is_constant else made(f"{name}({day.text})", values)


def _value_only(reason: str) -> Reading:
    def refuse(args: Sequence[Quantity], pin: Pin) -> Quantity:
        raise Unwritable(reason)

    return refuse


CALLS: Mapping[str, Reading] = MappingProxyType(
    {
        "min": lambda args, pin: q.extreme("min", args, pin),
        "max": lambda args, pin: q.extreme("max", args, pin),
        "abs": _abs,
        "floor": _floor,
        "sum_of": _sum,
        "months_late": _months_late,
        "is_present": _is_present,
        "is_reported": _is_reported,
        "applies": _applies,
        "highest_applicable": _applicable("max"),
        "lowest_applicable": _applicable("min"),
        "root": _value_only("开方的结果不是两个整数之比"),
        "ln": _value_only("对数不是两个整数之比"),
        "exp": _value_only("指数不是两个整数之比"),
    }
)
