"""The workbook reader: a program over facts as live Excel formulas that recalculate to the exact results.

Numbers are carried as numerator and denominator, both whole and at most 1e14: decimals are made whole by ``ROUND(x*10^p,0)``, comparisons are
cross-multiplied, and the one division stands inside the rounding. What cannot be held so is a value, with its reason in ``Layout.as_values``.
A cell without value holds 未报, 不涉及 or 无法计算; an empty cell is read as 未报, never as 0.
"""

from __future__ import annotations

from kpi_engine.formula.workbook.plan import plan_sheets
from kpi_engine.formula.workbook.sheets import CALC, DATA, FIRST_ROW, Column, Layout, Stands
from kpi_engine.formula.workbook.term import LIMIT, Unwritable
from kpi_engine.formula.workbook.write import write_formula_workbook

__all__ = ["CALC", "DATA", "FIRST_ROW", "LIMIT", "Column", "Layout", "Stands", "Unwritable", "plan_sheets", "write_formula_workbook"]
