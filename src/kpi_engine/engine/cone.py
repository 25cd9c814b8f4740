"""Which steps of a plan have to be worked out: for some outputs, because of some quantities or tables that differ, or because they hold roots.

What runs a part of a plan again asks here; steps are always in an order in which they can be worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Compare, Logic, Name, Node, Not, Reduce, Round, children, references, walk
from kpi_engine.table import Ref

__all__ = ["dependent_on", "holding_roots", "needed_for", "reads_rows"]


def needed_for(outputs: Iterable[Ref], steps: Sequence[Step]) -> dict[Ref, Step]:
    """Those of the steps that the outputs rest on, in order."""
    wanted = set(outputs)
    for step in reversed(steps):
        if step.ref in wanted:
            wanted.update(references(step.tree))
    return {step.ref: step for step in steps if step.ref in wanted}


def dependent_on(moved: Iterable[Ref], steps: Iterable[Step], tables: Collection[str] = ()) -> dict[Ref, Step]:
    """Those of the steps that rest on some quantities, or look into some tables of rows, in order."""
    reached = set(moved)
    told: dict[Ref, Step] = {}
    for step in steps:
        if not reached.isdisjoint(references(step.tree)) or reads_rows(step, tables):
            reached.add(step.ref)
            told[step.ref] = step
    return told


def reads_rows(step: Step, tables: Collection[str]) -> bool:
    """Whether a step looks into one of the tables of rows."""
    if not tables:
        return False
    return step.domain in tables or any(isinstance(part, Reduce) and part.table in tables for part in walk(step.tree))


def holding_roots(steps: Iterable[Step]) -> set[Ref]:
    """The steps whose value may be a root that nothing has rounded: they have no column."""
    told: set[Ref] = set()
    for step in steps:
        if _is_root(step.tree, told):
            told.add(step.ref)
    return told


def _is_root(node: Node, rooty: Collection[Ref]) -> bool:
    match node:
        case Round() | Compare() | Logic() | Not():
            return False
        case Name(ref=ref):
            return ref in rooty
        case Call(function=function) if function == "root":
            return True
        case _:
            return any(_is_root(child, rooty) for child in children(node))
