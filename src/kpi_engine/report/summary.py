"""What stands below a table of figures: mean, highest and lowest of the published figures, by class and of all; and sums of money."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.numbers import round_fraction
from kpi_engine.report.figures import printed
from kpi_engine.report.standing import absent_rows
from kpi_engine.table import Column, State

__all__ = ["MEASURES", "measures", "members", "total_of"]

MEASURES = ("平均", "最高", "最低")

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_MEAN_PLACES = 2
_INT64 = 2.0**62
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
    rows = _rows(column, among)
    if column is None or not len(rows):
        return (None, None, None)
    mean = round_fraction(_sum(column, rows) / len(rows), _MEAN_PLACES if places is None else places)
    highest, lowest = _ends(column, rows)
    return (float(mean), printed(highest, None), printed(lowest, None))


def _ends(column: Column, rows: Rows) -> tuple[Fraction, Fraction]:
    if column.wide is not None:
        values = [column.wide[row] for row in rows.tolist()]
        return (max(values), min(values))
    figures = column.numerator[rows]
    return (Fraction(int(figures.max()), column.denominator), Fraction(int(figures.min()), column.denominator))


def total_of(column: Column | None, among: Mask) -> Fraction:
    """The sum of the figures, exactly."""
    return _sum(column, _rows(column, among)) if column is not None else Fraction(0)


def _rows(column: Column | None, among: Mask) -> Rows:
    return (among & (column.state == State.PRESENT)).nonzero()[0] if column is not None else np.zeros(0, dtype=np.int64)


def _sum(column: Column, rows: Rows) -> Fraction:
    """Whole numerators are added as whole numbers, so nothing is lost."""
    if column.wide is not None:
        return sum((column.wide[row] for row in rows.tolist()), Fraction(0))
    figures = column.numerator[rows]
    whole = int(figures.astype(np.int64).sum()) if column.bound * max(len(rows), 1) < _INT64 else sum(map(int, figures.tolist()))
    return Fraction(whole, column.denominator)
