"""Every formula of every scheme of the library: the workbook reader and the words reader against the exact one, on the first units of its example."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from calculators import ieee, libreoffice
from golden_case import folder_sheet
from kpi_engine.engine.results import Results
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.steps import ExactRun, run_exact
from kpi_engine.formula.words import formula_text, sentence
from kpi_engine.formula.workbook import Layout, write_formula_workbook
from kpi_engine.table import Column, Facts, Rows, no_source
from recalculated import differing

RULES = sorted(path.stem for path in (Path(__file__).parents[2] / "rules").glob("*.yaml"))
UNITS = 5


@cache
def results(name: str) -> Results:
    return folder_sheet(name).results


@cache
def few(name: str) -> Facts:
    """The facts of the first units, with the rows of tables that are theirs."""
    facts = results(name).facts
    tables = {table: np.flatnonzero(rows.unit < UNITS) for table, rows in facts.rows.items()}
    columns = {}
    for ref, column in facts.columns.items():
        rows = tables.get(
            next((table for table in tables if ref.role.value == "column" and ref.name == table), ""), np.arange(min(UNITS, len(column)))
        )
        columns[ref] = _taken(column, rows)
    kept = {table: Rows(table, facts.rows[table].unit[rows], {}) for table, rows in tables.items()}
    return Facts(facts.units[:UNITS], facts.classes, facts.class_of[:UNITS], columns, kept)


def _taken(column: Column, rows: np.ndarray) -> Column:
    wide = None if column.wide is None else tuple(column.wide[row] for row in rows)
    return replace(column, numerator=column.numerator[rows], state=column.state[rows], wide=wide, sources=no_source)


def written(name: str, folder: Path) -> tuple[Path, Layout]:
    """The workbook of a scheme, every cell stored with a wrong value."""
    path = folder / f"{name}.xlsx"
    return path, write_formula_workbook(path, results(name).plan.steps, few(name), spoil=True)


@pytest.mark.parametrize("name", RULES)
def test_every_formula_recalculates_on_plain_doubles(name: str, tmp_path: Path) -> None:
    path, layout = written(name, tmp_path)
    assert differing(layout, ieee.recalculate(path), results(name).plan.steps, few(name)) == []


def test_libreoffice_comes_to_the_exact_results_of_every_scheme(tmp_path: Path) -> None:
    if not libreoffice.is_installed():
        pytest.skip("LibreOffice is not installed")
    made = {name: written(name, tmp_path) for name in RULES}
    told = libreoffice.recalculate_many([path for path, _ in made.values()])
    for (name, (_, layout)), values in zip(made.items(), told, strict=True):
        assert differing(layout, values, results(name).plan.steps, few(name)) == [], name


@pytest.mark.parametrize("name", RULES)
def test_every_formula_has_its_words_with_the_figure_that_it_comes_to(name: str) -> None:
    steps, facts = results(name).plan.steps, few(name)
    run = ExactRun(facts, dict(run_exact(steps, facts)))
    reader = Reader(run)
    for step in steps:
        assert formula_text(step.tree)
        assert formula_text(step.tree, "en")
        for row in range(min(2, facts.size(step.domain))):
            assert sentence(step.tree, reader, row, domain=step.domain)
