"""Dates: date(y, m, d), days, days_late, months_late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import Exact, RowFunction
from kpi_engine.formula.functions.arithmetic import maximum
from kpi_engine.formula.making import Refused, arith, const
from kpi_engine.formula.tree import Const, Node
from kpi_engine.table import Kind, as_date, as_ordinal

__all__ = ["FUNCTIONS", "date_const"]


def date_const(day: dt.date) -> Const:
    """A date as a literal."""
    return Const(as_ordinal(day), Kind.DATE, day.isoformat())


def _date(args: tuple[Node, ...]) -> Node:
    parts = [int(a.value) for a in args if isinstance(a, Const) and isinstance(a.value, Fraction) and a.value.denominator == 1]
    if len(parts) != len(args):
        raise Refused(
            k4.WRONG_PLACE.at(
                name="date", why="年、月、日要写成整数，例如 date(2024, 12, 31)", why_en="year, month and day are whole numbers: date(2024, 12, 31)"
            )
        )
    try:
        return date_const(dt.date(*parts))
    except ValueError:
        raise Refused(k4.WRONG_PLACE.at(name=f"date({', '.join(map(str, parts))})", why="没有这一天", why_en="there is no such day")) from None


def _days_late(args: tuple[Node, ...]) -> Node:
    """Calendar days after the deadline, 0 on it and before."""
    return maximum(const(0), arith("-", args[0], args[1]))


def _days(args: tuple[Node, ...]) -> Node:
    """Calendar days from the first date to the second: negative where the second is the earlier one."""
    return arith("-", args[1], args[0])


def _months_late(values: Sequence[Exact]) -> Exact:
    """Months begun after the deadline: 1 from the day after it, 2 from the day after the same day of the next month."""
    done, due = (as_date(v) for v in values if isinstance(v, Fraction))
    months = (done.year - due.year) * 12 + done.month - due.month
    return Fraction(max(0, months + (done.day > due.day)))


FUNCTIONS = (
    RowFunction("date", "日期", (3, 3), build=_date),
    RowFunction("days", "相距天数", (2, 2), build=_days, kinds=(Kind.DATE,)),
    RowFunction("days_late", "逾期天数", (2, 2), build=_days_late, kinds=(Kind.DATE,)),
    RowFunction("months_late", "逾期月数", (2, 2), exact=_months_late, kinds=(Kind.DATE,), words="逾期月数({args})"),
)
