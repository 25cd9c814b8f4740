"""The solver of mixed-integer programs: HiGHS as scipy brings it, an optional part of the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8

if TYPE_CHECKING:
    from kpi_engine.whatif.closed.programs import Program, Solution, Solver

__all__ = ["find_solver"]


def find_solver() -> tuple[Solver | None, tuple[Problem, ...]]:
    """The solver; or None and the finding that it is not installed (K835)."""
    try:
        import scipy.optimize  # noqa: F401 - is it there?
    except ImportError:
        return None, (k8.NO_SOLVER.at(),)
    return _solve, ()


def _solve(program: Program) -> Solution | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    from kpi_engine.whatif.closed.programs import Solution

    constraints = [LinearConstraint(program.rows, ub=program.most), LinearConstraint(program.equal, lb=1.0, ub=1.0)]
    bounds = Bounds(0.0, program.upper)
    found = milp(program.cost, integrality=program.whole.astype(int), bounds=bounds, constraints=constraints, options={"time_limit": 20.0})
    if found.x is None:
        return None
    return Solution([float(value) for value in found.x], float(found.mip_dual_bound if found.mip_dual_bound is not None else found.fun))
