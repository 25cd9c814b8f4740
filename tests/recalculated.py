"""What a recalculated workbook says of each step, held against the exact reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.workbook import FIRST_ROW, Column, Layout
from kpi_engine.numbers import from_double
from kpi_engine.table import Facts, Kind, State

PRESENT = State.PRESENT
STATE_WORDS = {"不涉及": State.NOT_APPLICABLE, "未报": State.MISSING, "无法计算": State.ERROR}
EPOCH = dt.date(1899, 12, 30).toordinal()


def found(layout: Layout, values: Mapping[tuple[str, str], object], step: Step, row: int) -> ExactCell:
    """What the recalculated workbook says of a step."""
    stands = layout.steps[step.ref]

    def read(column: Column) -> object:
        return values[column.sheet, f"{column.letters}{FIRST_ROW + row}"]

    told = read(stands.value)
    if isinstance(told, str) and told in STATE_WORDS:
        return (STATE_WORDS[told], None)
    if isinstance(told, str) or step.tree.kind is Kind.TRUTH:
        return (PRESENT, told if isinstance(told, (bool, str)) else bool(told))
    if stands.numerator is not None:
        return (PRESENT, Fraction(read(stands.numerator)) / Fraction(read(stands.denominator)))
    value = from_double(told)
    return (PRESENT, value + EPOCH if step.tree.kind is Kind.DATE else value)


def differing(
    layout: Layout, values: Mapping[tuple[str, str], object], steps: Sequence[Step], facts: Facts, program: Sequence[Step] = ()
) -> list[str]:
    """Each step's cell that is not the exact result."""
    exact = run_exact(program or steps, facts)
    return [
        f"{layout.cell_of(step.ref, row)} {layout.formula_for(step.ref, row)}: {found(layout, values, step, row)} is not {cell}"
        for step in steps
        if step.ref not in layout.as_values
        for row, cell in enumerate(exact[step.ref])
        if found(layout, values, step, row) != cell
    ]
