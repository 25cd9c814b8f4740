"""A run with dirt in its names and every kind of standing, as it was written with either kind of headings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.report.output import write_results
from kpi_engine.trail.receipt import Receipt
from unit.report.conftest import desk, receipt

__all__ = ["desk", "receipt"]


@dataclass(frozen=True)
class Desk:
    """The run of the reports' tests."""

    results: Results
    receipt: Receipt

    @property
    def findings(self) -> tuple[Problem, ...]:
        return self.results.findings


@pytest.fixture(scope="session")
def run(desk: Results, receipt: Receipt) -> Desk:
    return Desk(desk, receipt)


@pytest.fixture(params=[False, True], ids=["names", "labels"])
def folder(request: pytest.FixtureRequest, run: Desk, tmp_path: Path) -> Path:
    written, problems = write_results(tmp_path / "01", run.results, run.receipt, labels=request.param)
    assert written is not None, problems
    return written.folder
