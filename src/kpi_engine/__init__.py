"""Scoring assessments exactly: from a scheme and data to points, grades, ranks and the trail behind them.

>>> from kpi_engine import load_scheme, score, explain, verify

Nothing is loaded before it is asked for, so that ``import kpi_engine`` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kpi_engine.api.accounts import explain
    from kpi_engine.api.requests import score_json, score_request
    from kpi_engine.api.runs import Run, score
    from kpi_engine.api.scenarios import read_scenarios, what_if
    from kpi_engine.api.schemes import Checked, check_scheme, load_scheme
    from kpi_engine.api.verifying import verify
    from kpi_engine.errors import KpiError, Problem
    from kpi_engine.report.output import write_results
    from kpi_engine.report.results_json import results_schema
    from kpi_engine.verify import Verification
    from kpi_engine.whatif.answer import Answer
    from kpi_engine.whatif.edits import Scenario

__all__ = [
    "Answer",
    "Checked",
    "KpiError",
    "Problem",
    "Run",
    "Scenario",
    "Verification",
    "check_scheme",
    "explain",
    "load_scheme",
    "read_scenarios",
    "results_schema",
    "score",
    "score_json",
    "score_request",
    "verify",
    "what_if",
    "write_results",
]

_HOMES: Final = {
    "Answer": "kpi_engine.whatif.answer",
    "Checked": "kpi_engine.api.schemes",
    "KpiError": "kpi_engine.errors",
    "Problem": "kpi_engine.errors",
    "Run": "kpi_engine.api.runs",
    "Scenario": "kpi_engine.whatif.edits",
    "Verification": "kpi_engine.verify",
    "check_scheme": "kpi_engine.api.schemes",
    "explain": "kpi_engine.api.accounts",
    "load_scheme": "kpi_engine.api.schemes",
    "read_scenarios": "kpi_engine.api.scenarios",
    "results_schema": "kpi_engine.report.results_json",
    "score": "kpi_engine.api.runs",
    "score_json": "kpi_engine.api.requests",
    "score_request": "kpi_engine.api.requests",
    "verify": "kpi_engine.api.verifying",
    "what_if": "kpi_engine.api.scenarios",
    "write_results": "kpi_engine.report.output",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The function ``verify`` and the module that it is written in have one name here; the function has it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
