"""What is settled in a cone although it names the shares: which indicators apply to whom, and what their points come to.

A scheme that rescales where indicators do not apply asks of every child whether it applies, and adds up the points of those that do. Where all of them
apply to everybody, and the layers prove that no weight changes that, these points are the sum of the family: a number. Then nothing is rescaled, and the
total is linear after all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from kpi_engine.engine.plan import Plan
from kpi_engine.formula.making import const
from kpi_engine.formula.rewrite import mapped
from kpi_engine.formula.tree import Arith, Call, Compare, Const, Fallback, If, Name, Node
from kpi_engine.table import Ref
from kpi_engine.whatif.weights.cone import Cone, with_settled_sums
from kpi_engine.whatif.weights.weightings import Family

__all__ = ["settled"]

_ASKING = frozenset({"applies", "is_present"})


def settled(plan: Plan, cone: Cone, families: Collection[Family], present: Collection[Ref]) -> Cone | None:
    """The cone with what follows from ``present``, the quantities that everybody has under every weighting; None where nothing does."""
    constants: dict[Ref, Const] = {}
    changed = False
    steps = []
    for step in cone.steps:
        told = step if step.domain else replace(step, tree=mapped(step.tree, lambda node: _settled(node, constants, present)))
        told = with_settled_sums(plan, [told], families, cone.shares, cone.steps)[0]
        if isinstance(told.tree, Const):
            constants[step.ref] = told.tree
        changed |= told.tree != step.tree
        steps.append(told)
    return replace(cone, steps=tuple(steps)) if changed else None


def _settled(node: Node, constants: Mapping[Ref, Const], present: Collection[Ref]) -> Node:
    """One node, those below it being settled."""
    match node:
        case Name(ref) if ref in constants:
            return constants[ref]
        case Call(function, (Name(ref),)) if function in _ASKING and ref in present:
            return const(value=True)
        case Fallback(Name(ref) as arg) if ref in present:
            return arg
        case If(Const(value=bool(told)), then, otherwise):
            return then if told else otherwise
        case Arith("/", Arith("*", Const(value=left), rest), Const(value=right)) if left == right and left != 0:
            return rest
        case Compare("==", Const(value=left), Const(value=right)):
            return const(value=left == right)
        case _:
            return node
