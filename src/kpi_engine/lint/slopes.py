"""``better`` against the slope: an input of which more is better must not lower the score."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Direction
from kpi_engine.formula.tree import Arith, Name, references, walk
from kpi_engine.lint.look import Look, said
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Kind, Ref, Role

__all__ = ["against_better"]

_KINDS = ("count", "number", "percent", "ballots", "marks")


def against_better(look: Look) -> Iterator[Problem]:
    """K356: the direction of the total in each numeric input, where it can be told."""
    total = Name(Ref(Role.SCORE, ROOT), Kind.NUMBER)
    if total.ref not in look.trees:
        return
    bases = _bases(look)
    for name, ref in _inputs(look).items():
        decl = look.scheme.inputs[name]
        wrong, right = (Direction.DOWN, Direction.UP) if decl.better == "higher" else (Direction.UP, Direction.DOWN)
        only_a_base = "better" not in decl.model_fields_set and name in bases
        if decl.kind not in _KINDS or only_a_base or look.slope.direction(total, ref) in (right, Direction.CONSTANT):
            continue
        names = [class_name for class_name, slopes in look.slopes.items() if slopes.direction(total, ref) is wrong]
        if names:
            facts = {
                **look.of_class(names),
                "name": name,
                "way": "高",
                "result": "低" if wrong is Direction.DOWN else "高",
                "result_en": "falls" if wrong is Direction.DOWN else "rises",
                "declared": decl.better,
                "other": "lower" if decl.better == "higher" else "higher",
            }
            yield said(k3.SLOPE_AGAINST_BETTER, decl.place, facts, clause=decl.clause)


def _bases(look: Look) -> set[str]:
    """Inputs that something is divided by: how many units there are is neither good nor bad, unless the scheme says so."""
    divisors = (node.right for step in look.steps for node in walk(step.tree) if isinstance(node, Arith) and node.op == "/")
    todo = [ref for divisor in divisors for ref in references(divisor)]
    told: set[Ref] = set()
    while todo:  # a divisor may be a value of the scheme: what that is made of is a base as well
        ref = todo.pop()
        if ref not in told:
            told.add(ref)
            todo += references(look.trees[ref]) if ref.role is Role.VALUE and ref in look.trees else ()
    return {ref.name for ref in told if ref.role is Role.INPUT}


def _inputs(look: Look) -> dict[str, Ref]:
    """Each input that a rule names, in the first period in which it does."""
    told: dict[str, Ref] = {}
    for step in look.steps:
        for ref in references(step.tree):
            if ref.role is Role.INPUT:
                told.setdefault(ref.name, ref)
    return told


ON_TEXT = ()
ON_TREES = (against_better,)
