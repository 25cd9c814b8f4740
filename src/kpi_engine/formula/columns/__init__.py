"""The columns reader: exact rationals held as numpy columns, all units at once. `run_columns` is its entrance."""

from kpi_engine.formula.columns.reader import ColumnsPlan, ColumnsRun, Rungs, run_columns

__all__ = ["ColumnsPlan", "ColumnsRun", "Rungs", "run_columns"]
