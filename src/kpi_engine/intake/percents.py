"""Percentages above 100% where nothing says that they may be: most likely a decimal point, or a percent sign too many. Told, and read as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.told import Told
from kpi_engine.numbers import exact_text, parse_number
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.needs import ColumnNeed, Needs
from kpi_engine.source import Place
from kpi_engine.table import Column, Ref, Role, State
from kpi_engine.terms import ByClass, Formula

__all__ = ["tell_over_hundred"]


def tell_over_hundred(needs: Needs, columns: Mapping[Ref, Column], told: Told) -> None:
    """K591, once for each input and period, with the cells: no range is declared, and no target of the unit's is above 100% itself."""
    for need in needs.columns:
        decl = need.decl
        if decl.kind != "percent" or need.role != "value" or decl.between is not None or _aims_above(decl):
            continue
        targets = columns.get(Ref(Role.TARGET, need.name, need.period))
        aimed = set(_over(targets)) if targets is not None else set()
        for row in _over(columns[need.ref]):
            if row not in aimed:
                _tell(need, columns[need.ref], row, told)


def _tell(need: ColumnNeed, column: Column, row: int, told: Told) -> None:
    value = column.value(row)
    assert isinstance(value, Fraction), "it is a number above 1"
    what = need.heading + (f"（{need.period}）" if need.period else "")
    told.group(k5_data.OVER_HUNDRED, Place(column.sources(row)), what, what=what, found=f"{exact_text(value * 100)}%")


def _over(column: Column) -> list[int]:
    """The rows above 1."""
    present = column.state == State.PRESENT
    if column.wide is not None:
        return [row for row in np.flatnonzero(present).tolist() if column.wide[row] > 1]
    rows: list[int] = np.flatnonzero(present & (column.numerator > column.denominator)).tolist()
    return rows


def _aims_above(decl: InputDecl) -> bool:
    """Whether a target written in the scheme is above 100%."""
    target = decl.target
    rules: list[object] = [*(rule for _, rule in target.table), target.otherwise] if isinstance(target, ByClass) else [target]
    parsed = [parse_number(rule.text) for rule in rules if isinstance(rule, Formula)]
    return any(found is not None and found.value > 1 for found in parsed)
