"""What stands below a table of figures: mean, highest and lowest of the published figures, by class and of all; and sums of money."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.numbers import round_fraction
from kpi_engine.report.standing import absent_rows
from kpi_engine.table import Column, State

__all__ = ["MEASURES", "measures", "members", "total_of"]

MEASURES = ("平均", "最高", "最低")

Mask = npt.NDArray[np.bool_]

_MEAN_PLACES = 2
_MOST_CLASSES = 12


def members(results: Results) -> list[tuple[str, Mask]]:
    """The groups that are summed up: each class (where there are several, and not too many to read), then all; only who takes part."""
    takes_part = np.ones(len(results.units), dtype=bool)
    takes_part[absent_rows(results)] = False
    classes = results.facts.classes
    told = (
        [(name, takes_part & (results.facts.class_of == number)) for number, name in enumerate(classes)] if 1 < len(classes) <= _MOST_CLASSES else []
    )
    return [*((name, mask) for name, mask in told if mask.any()), ("全部" if told else "", takes_part)]


def measures(column: Column | None, among: Mask, places: int | None) -> tuple[float | None, float | None, float | None]:
    """Mean (rounded half up like the figures), highest, lowest; None where nobody has a figure."""
    values = _values(column, among)
    if not values:
        return (None, None, None)
    mean = round_fraction(sum(values, Fraction(0)) / len(values), _MEAN_PLACES if places is None else places)
    return (float(mean), float(max(values)), float(min(values)))


def total_of(column: Column | None, among: Mask) -> Fraction:
    """The sum of the figures, exactly."""
    return sum(_values(column, among), Fraction(0))


def _values(column: Column | None, among: Mask) -> Sequence[Fraction]:
    if column is None:
        return ()
    rows = (among & (column.state == State.PRESENT)).nonzero()[0]
    if column.wide is not None:
        return [column.wide[row] for row in rows.tolist()]
    return [Fraction(int(n), column.denominator) for n in column.numerator[rows]]
