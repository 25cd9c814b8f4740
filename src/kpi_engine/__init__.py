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
    from kpi_engine.api import (
        Answer,
        Checked,
        Run,
        Scenario,
        Verification,
        check_scheme,
        explain,
        load_scheme,
        read_scenarios,
        score,
        score_json,
        score_request,
        verify,
        what_if,
    )
    from kpi_engine.errors import KpiError, Problem
    from kpi_engine.report.output import write_results
    from kpi_engine.report.results_json import results_schema

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
    "KpiError": "kpi_engine.errors",
    "Problem": "kpi_engine.errors",
    "results_schema": "kpi_engine.report.results_json",
    "write_results": "kpi_engine.report.output",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(_HOMES.get(name, "kpi_engine.api")), name)
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
