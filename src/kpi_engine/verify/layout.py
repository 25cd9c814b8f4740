"""The columns of the published CSV files: which hold figures or days, and which say what a line is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kpi_engine.numbers import exact_text, parse_number
from kpi_engine.report import points, scores, trail

__all__ = ["LAYOUTS", "Layout", "day", "figure", "plain"]

_POWER = re.compile(r"-?\d(\.\d{1,20})?E[+-]?\d{1,2}", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True)
class Layout:
    """A CSV file. ``columns`` are its first (name -> Chinese heading), ``about`` says what a line is about in a
    message, ``key`` pairs lines; further columns are figures.
    """

    columns: Mapping[str, str]
    figures: frozenset[str]
    about: Sequence[str]
    key: Sequence[str]
    days: frozenset[str] = frozenset()

    def reads(self, number: int, text: str) -> str:
        """What a cell of a column says: the same text wherever the values are equal."""
        names = list(self.columns)
        name = names[number] if number < len(names) else ""
        if not name or name in self.figures:
            return figure(text)
        return day(text) if name in self.days else plain(text)


LAYOUTS: Final[Mapping[str, Layout]] = {
    "scores.csv": Layout(scores.COLUMNS, frozenset({"total", "rank"}), ("unit",), ("unit",)),
    "points.csv": Layout(points.COLUMNS, frozenset({"points"}), ("unit", "indicator", "period"), ("unit", "indicator", "period")),
    "trail.csv": Layout(
        trail.COLUMNS,
        frozenset({"quantity", "price", "points"}),
        ("unit", "indicator", "period", "what"),
        ("unit", "indicator", "period", "kind", "what"),
        frozenset({"date"}),
    ),
}


def plain(text: str) -> str:
    r"""A text, whichever way its lines end.

    >>> plain("一\r\n二") == plain("一\n二")
    True
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def figure(text: str) -> str:
    """A figure by its value, so that 97.00, 97 and 9.7E+01 say the same; any other text as it is.

    >>> figure("97.00"), figure("97"), figure("1E-06"), figure("未报")
    ('97', '97', '0.000001', '未报')
    """
    parsed = parse_number(text)
    if parsed is not None:
        return exact_text(parsed.value)
    return exact_text(Fraction(text)) if _POWER.fullmatch(text) else plain(text)


def day(text: str) -> str:
    """A day in ISO form, as spreadsheets rewrite it.

    >>> day("2024/3/1"), day("三月")
    ('2024-03-01', '三月')
    """
    found = _DAY.fullmatch(text)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else plain(text)
