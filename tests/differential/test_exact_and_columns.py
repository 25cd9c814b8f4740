"""The columns reader against the exact one, cell by cell, over generated programs."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.making import Refused
from kpi_engine.formula.steps import run_exact

_spec = importlib.util.spec_from_file_location("differential_generate", Path(__file__).with_name("generate.py"))
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = generate
_spec.loader.exec_module(generate)

EVALUATIONS = int(os.environ.get("KPI_EVALUATIONS", "20000"))
"""How many cells of steps to compare."""


def compared(seed: int) -> int:
    """Compare the case of a seed; how many cells that was (0 where the exact reader refuses the program)."""
    made = generate.case(seed)
    try:
        exact = run_exact(made.steps, made.facts)
    except AssertionError:
        return 0  # roots or dates where the front end lets none in
    told = run_columns(made.steps, made.facts, block_rows=(seed % 7) + 1)
    cells = 0
    for step in made.steps:
        found = list(told.cells(step.ref))
        assert found == list(exact[step.ref]), f"seed {seed}, step {step.ref}: {step.tree}"
        cells += len(found)
    return cells


def test_columns_equal_the_exact_reader_in_every_cell() -> None:
    done, seed = 0, 0
    while done < EVALUATIONS:
        done += compared(seed)
        seed += 1
    assert done >= EVALUATIONS


def test_the_first_power_of_a_large_sum_is_the_sum() -> None:
    assert compared(77_001_243) > 0


@pytest.mark.parametrize("seed", range(40))
def test_the_block_size_changes_nothing(seed: int) -> None:
    made = generate.case(10_000_000 + seed)
    try:
        run_exact(made.steps, made.facts)
    except (AssertionError, Refused):
        pytest.skip("not a program the front end lets in")
    small, large = run_columns(made.steps, made.facts, block_rows=1), run_columns(made.steps, made.facts, block_rows=1000)
    for step in made.steps:
        assert list(small.cells(step.ref)) == list(large.cells(step.ref))
