"""What of a plan depends on some quantities, what may be a root, and where a figure of a reweighed plan stands in the results as written."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_engine.engine.cone import dependent_on
from kpi_engine.engine.plan import Plan
from kpi_engine.formula.tree import Call, Node, Round, references, walk
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.reweigh import WRITTEN

__all__ = ["base_ref", "moving", "rooted"]


def moving(plan: Plan, moved: Iterable[Ref]) -> set[Ref]:
    """The steps that depend on some quantities, and these themselves."""
    named = set(moved)
    return named | dependent_on(named, plan.steps).keys()


def rooted(plan: Plan) -> set[Ref]:
    """The steps whose values may be roots, of which a result keeps no more than 20 decimals."""
    told: set[Ref] = set()
    for step in plan.steps:
        if not isinstance(step.tree, Round) and (_has_root(step.tree) or any(ref in told for ref in references(step.tree))):
            told.add(step.ref)
    return told


def _has_root(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "root" for part in walk(node))


def base_ref(ref: Ref) -> Ref:
    """Where a figure of a reweighed plan stands in the results of the plan as written."""
    return Ref(ref.role, ref.name, ref.period) if ref.role is Role.POINTS and ref.part == WRITTEN else ref
