"""ln and exp: the inexact functions, rounded half up to 40 significant digits where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi_engine import numbers
from kpi_engine.formula.functions import Exact, RowFunction

__all__ = ["FUNCTIONS"]


def _ln(values: Sequence[Exact]) -> Exact | None:
    (value,) = values
    return numbers.ln(value) if isinstance(value, Fraction) and value > 0 else None


def _exp(values: Sequence[Exact]) -> Exact | None:
    (value,) = values
    return numbers.exp(value) if isinstance(value, Fraction) and abs(value) <= numbers.MOST_EXPONENT else None


FUNCTIONS = (
    RowFunction("ln", "自然对数", (1, 1), exact=_ln, words="ln({0})"),
    RowFunction("exp", "以 e 为底的指数", (1, 1), exact=_exp, words="exp({0})"),
)
